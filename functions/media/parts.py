"""Uploading in parts: for large files and bad connections, taken up again where they stopped."""

from typing import Annotated

from msgspec import Meta

from kernel import clock
from kernel.errors import Conflict, NotFound
from kernel.ids import MediaId, PersonId, new_id
from kernel.shapes import Answer, Body
from kit import objects, uploads
from kit.service import Service
from kit.settings import settings
from media import keys, reads, store
from media.asking import NewUpload, check_size, check_type
from media.faults import MAX_BYTES
from media.model import CANCELLED, FORM_SECONDS, IN_WORK, LEAVES_WITHIN, OTHER_SIZE, PART_BYTES, Refused, State, Upload

app = Service("parts")


class PartsStarted(Answer, frozen=True):
    """Cut the file into `parts` pieces of `part_bytes` bytes, the last as small as it comes."""

    media_id: MediaId
    parts: int
    part_bytes: int


class WantedParts(Body, frozen=True):
    """Which parts are to be sent now, counted from 1."""

    numbers: Annotated[list[Annotated[int, Meta(ge=1, le=10_000)]], Meta(min_length=1, max_length=16)]


class PartAddress(Answer, frozen=True):
    """PUT exactly `bytes` bytes to `url`."""

    number: int
    bytes: int
    url: str


class PartAddresses(Answer, frozen=True):
    """`expiresIn` are the seconds for which the addresses can be used; ask again for others."""

    parts: list[PartAddress]
    expires_in: int


class ArrivedPart(Answer, frozen=True):
    """A part that storage has."""

    number: int
    bytes: int


class ArrivedParts(Answer, frozen=True):
    """What has arrived, and how the file is cut."""

    arrived: list[ArrivedPart]
    parts: int
    part_bytes: int


@app.post("/v1/media/parts", limit="upload")
def start_parts(me: PersonId, body: NewUpload) -> PartsStarted:
    """Start to upload a photograph in parts; it can be taken up again for a day."""
    check_type(body)
    check_size(body, MAX_BYTES, "too_large")
    bucket, key = settings().upload_bucket, keys.UploadKey(me, MediaId(new_id()))
    name = objects.begin_parts(bucket, key.path, body.content_type)
    upload = Upload(key.media_id, me, body.purpose, State.WAITING, body.bytes, parts=name)
    try:
        store.add_upload(upload, clock.now())
    except Exception:
        objects.drop_parts(bucket, key.path, name)
        raise
    return PartsStarted(media_id=key.media_id, parts=len(upload.part_sizes), part_bytes=PART_BYTES)


@app.post("/v1/media/{media_id}/parts", status=200)
def sign_parts(me: PersonId, media_id: MediaId, body: WantedParts) -> PartAddresses:
    """Get the addresses to which parts are sent; each takes one part of its exact size."""
    upload = _upload(me, media_id)
    sizes = upload.part_sizes
    if max(body.numbers) > len(sizes):
        raise NotFound("This upload has fewer parts.", code="no-such-part")
    now = clock.now()
    path = keys.UploadKey(me, media_id).path
    found = [
        PartAddress(
            number=number,
            bytes=sizes[number - 1],
            url=uploads.part_address(
                settings().upload_bucket,
                path,
                upload.parts,
                number,
                size=sizes[number - 1],
                now=now,
                seconds=FORM_SECONDS,
                origin=settings().upload_origin,
            ),
        )
        for number in sorted(set(body.numbers))
    ]
    return PartAddresses(parts=found, expires_in=FORM_SECONDS)


@app.get("/v1/media/{media_id}/parts")
def list_parts(me: PersonId, media_id: MediaId) -> ArrivedParts:
    """Which parts have arrived: what to leave out when an upload is taken up again."""
    upload = _upload(me, media_id)
    arrived = objects.parts(settings().upload_bucket, keys.UploadKey(me, media_id).path, upload.parts)
    return ArrivedParts(
        arrived=[ArrivedPart(number=each.number, bytes=each.size) for each in arrived or []],
        parts=len(upload.part_sizes),
        part_bytes=PART_BYTES,
    )


@app.post("/v1/media/{media_id}/complete", status=204)
def complete_parts(me: PersonId, media_id: MediaId) -> None:
    """Say that all parts were sent: the photograph is put together and processed. Saying it again changes nothing."""
    upload = reads.upload(media_id)
    if upload is not None and upload.owner == me and upload.state not in IN_WORK:
        return  # it was put together and processed meanwhile
    upload = _upload(me, media_id)
    bucket, path = settings().upload_bucket, keys.UploadKey(me, media_id).path
    arrived = objects.parts(bucket, path, upload.parts)
    if arrived is None:
        return  # put together already
    sizes = dict(enumerate(upload.part_sizes, 1))
    if any(each.size != sizes.get(each.number) for each in arrived):
        store.reject(upload, Refused(*OTHER_SIZE), clock.now(), came=False)
        objects.drop_parts(bucket, path, upload.parts)
        raise Conflict(OTHER_SIZE[1], code=OTHER_SIZE[0])
    missing = sorted(sizes.keys() - {each.number for each in arrived})
    if missing:
        raise Conflict(f"Parts are missing: {', '.join(map(str, missing))}. Send them first.", code="parts-missing")
    objects.join_parts(bucket, path, upload.parts, arrived)


@app.delete("/v1/media/{media_id}")
def cancel_upload(me: PersonId, media_id: MediaId) -> None:
    """Take an upload back that was not published. Taking it back again changes nothing."""
    upload = reads.upload(media_id)
    if upload is None or upload.owner != me:
        raise NotFound
    if upload.state is State.WAITING and store.reject(upload, Refused(*CANCELLED), clock.now(), came=False):
        _throw_away(upload)
    elif upload.state in IN_WORK:
        raise Conflict("This upload is being processed. Wait until it is ready.", code="in-work")
    elif upload.state is State.READY and not store.let_go(media_id, clock.now() + LEAVES_WITHIN):
        raise Conflict("This picture is published. Delete the post.", code="published")


def _upload(me: PersonId, media_id: MediaId) -> Upload:
    upload = reads.upload(media_id)
    if upload is None or upload.owner != me or not upload.parts or upload.state not in IN_WORK:
        raise NotFound("There is no such upload in parts.")
    return upload


def _throw_away(upload: Upload) -> None:
    bucket, path = settings().upload_bucket, keys.UploadKey(upload.owner, upload.media_id).path
    if upload.parts:
        objects.drop_parts(bucket, path, upload.parts)
    objects.remove(bucket, path)
