"""Key shapes of media's table and of its objects."""

import re
from datetime import UTC, datetime
from typing import Final, Literal, NamedTuple

from kernel.ids import PATTERN, MediaId, PersonId, new_id

CARD: Final = "CARD"
UNFINISHED_COUNT: Final = "UPLOADS"
STORAGE: Final = "STORAGE"

Shelf = Literal["UNFINISHED", "PARTS", "UNUSED", "LEAVING"]
"""Why a card is in the index `unfinished`: an upload by form, or in parts, that is neither ready nor rejected; a
picture that nobody has published yet; one that is to be deleted."""
_SHARDS: Final = 4

UPLOADS: Final = "uploads/"
_ID: Final = PATTERN.removeprefix("^").removesuffix("$")
_UPLOAD: Final = re.compile(f"{UPLOADS}({_ID})/({_ID})", re.ASCII)


class UploadKey(NamedTuple):
    """Whose upload an object is, and which."""

    owner: PersonId
    media_id: MediaId

    @property
    def path(self) -> str:
        """The object's key in the upload bucket."""
        return f"{UPLOADS}{self.owner}/{self.media_id}"

    @classmethod
    def read(cls, path: str) -> "UploadKey | None":
        """None for a key of another shape."""
        found = _UPLOAD.fullmatch(path)
        return cls(PersonId(found[1]), MediaId(found[2])) if found else None


def media(media_id: MediaId) -> str:
    """Partition of an upload and of what it becomes: one card (views.media)."""
    return f"MEDIA#{media_id}"


def person(person_id: PersonId) -> str:
    """Partition of what is counted per person."""
    return f"PERSON#{person_id}"


def day(moment: datetime) -> str:
    """Sort key, below a person, of what is counted per day (UTC)."""
    return f"DAY#{moment.astimezone(UTC):%Y-%m-%d}"


def shard(shelf: Shelf, media_id: MediaId) -> str:
    """The partition of the index `unfinished` that a card is in, by the last, random, letter of its id."""
    return f"{shelf}#{ord(media_id[-1]) % _SHARDS}"


def shards(shelf: Shelf) -> list[str]:
    """All partitions of a shelf."""
    return [f"{shelf}#{number}" for number in range(_SHARDS)]


def media_before(moment: datetime) -> str:
    """Sort key that stands behind every upload made before `moment`: ids sort by the time at which they were made."""
    return media(MediaId(new_id(int(moment.timestamp() * 1000), bytes(10))))


def master(media_id: MediaId) -> str:
    """Object key of the private master, in the media bucket."""
    return f"masters/{media_id}.jpg"
