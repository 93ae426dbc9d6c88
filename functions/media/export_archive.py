"""The last step of an export: one ZIP of what the contexts wrote down, and of the person's pictures.

It is made while it is sent, in parts of 8 MiB: memory does not grow with what is in it. Pictures are stored as they
are (the metadata-free masters), JSON is deflated. Doing it again replaces the archive.
"""

import io
import zipfile
from collections.abc import Iterator
from itertools import groupby

import msgspec
from msgspec import Struct

from kernel.ids import MediaId
from kit import exporting, objects
from kit.settings import settings
from kit.steps import Part, Steps, Work
from media import keys

app = Steps("export_archive", "archive", once_per_account=True)

PART_BYTES = 8 * 1024 * 1024
MOST = 64 * 1024 * 1024
"""Bytes of a page or a picture, at most; both are far smaller."""

FILES = (
    "account",
    "comments",
    "follows",
    "likes",
    "notifications",
    "photos",
    "posts",
    "profile",
    "saved",
    "searches",
    "sessions",
)


class Picture(Struct, frozen=True):
    media_id: MediaId = MediaId("")
    state: str = ""


class Sending(io.RawIOBase):
    """A file that is only written on: what is full is sent as a part. Beginning, `done` or `dropped`."""

    def __init__(self, key: str) -> None:
        self._bucket, self._key = settings().upload_bucket, key
        self._name = objects.begin_parts(self._bucket, key, "application/zip")
        self._waiting = bytearray()
        self._sent: list[objects.Part] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload] # what zipfile writes is bytes
        self._waiting += piece
        while len(self._waiting) >= PART_BYTES:
            self._send(bytes(self._waiting[:PART_BYTES]))
            del self._waiting[:PART_BYTES]
        return len(piece)

    def done(self) -> None:
        if self._waiting:
            self._send(bytes(self._waiting))
        objects.join_parts(self._bucket, self._key, self._name, self._sent)

    def dropped(self) -> None:
        objects.drop_parts(self._bucket, self._key, self._name)

    def _send(self, data: bytes) -> None:
        self._sent.append(objects.send_part(self._bucket, self._key, self._name, len(self._sent) + 1, data))


@app.of("files")
def files(work: Work) -> Part:
    """Make the archive; the files of which it was made go afterwards."""
    folder = exporting.folder(work.account, work.job)
    written = pages(f"{folder}parts/")
    key = exporting.archive(work.account, work.job)
    if not written and objects.size(settings().upload_bucket, key):
        return Part(0)  # made by a call that was killed right afterwards
    sending = Sending(key)
    try:
        with zipfile.ZipFile(sending, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
            count = fill(archive, written)
        sending.done()
    except BaseException:
        sending.dropped()
        raise
    objects.remove_below(settings().upload_bucket, f"{folder}parts/")
    return Part(count)


def pages(prefix: str) -> list[tuple[str, str]]:
    """The pages that were written down: of which file, and their keys, in order."""
    found = objects.listed(settings().upload_bucket, prefix)
    return [(each.key.removeprefix(prefix).partition("/")[0], each.key) for each in found]


def fill(archive: zipfile.ZipFile, written: list[tuple[str, str]]) -> int:
    """Write every file and picture; returns how many. Files of which there is nothing are empty lists."""
    by_file = {file: [key for _, key in keys_] for file, keys_ in groupby(written, lambda each: each[0])}
    count = 0
    for file in sorted({*FILES, *by_file}):
        with archive.open(f"{file}.json", "w", force_zip64=True) as out:
            out.write(b"[")
            begun = False
            for page in bodies(by_file.get(file, ())):
                inner = page.strip()[1:-1]
                if inner:
                    out.write(b",\n" + inner if begun else inner)
                    begun = True
            out.write(b"]\n")
        count += 1
    for page in bodies(by_file.get("photos", ())):
        for picture in msgspec.json.decode(page, type=list[Picture]):
            master = objects.read(settings().media_bucket, keys.master(picture.media_id), MOST)
            if master is not None:  # one that was refused, or is on its way, has none
                info = zipfile.ZipInfo(f"photos/{picture.media_id}.jpg", date_time=(1980, 1, 1, 0, 0, 0))
                archive.writestr(info, master, compress_type=zipfile.ZIP_STORED)
                count += 1
    return count


def bodies(found: list[str] | tuple[str, ...]) -> Iterator[bytes]:
    """The pages' bytes, one at a time."""
    for key in found:
        page = objects.read(settings().upload_bucket, key, MOST)
        assert page is not None, "a page of this export expired"
        yield page
