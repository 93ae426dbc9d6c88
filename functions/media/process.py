"""Processing: from an uploaded file to a private master and served renditions, or to a refusal that says why.

The order is: claim · read · render · write master and renditions · say it (card and fact in one transaction) · delete
the upload. It may be killed anywhere: until it is said, the message comes again, the next attempt takes over once the
claim has run out, and writes the same objects; from then on only the deletion is left to do. An upload that ends
every attempt (or the process) is rejected after three.
"""

from kernel import clock
from kernel.errors import Away
from kit import objects, telemetry
from kit.arrivals import Arrivals
from kit.settings import settings
from media import imaging, keys, reads, store
from media.faults import Rejected
from media.model import GAVE_UP, Placed, Refused, Upload
from views.addresses import folder, motion_path, rendition_path

app = Arrivals("process", queue="media-process", bucket=lambda: settings().upload_bucket)


@app.each
def process(path: str) -> None:
    """Process the upload at `path`. Doing it again, at the same time or later, changes nothing."""
    key = keys.UploadKey.read(path)
    upload = reads.upload(key.media_id) if key else None
    if key is None or (upload and upload.owner != key.owner):
        telemetry.logger().warning("not an upload", extra={"path": path})
        return
    telemetry.enter(upload.journey if upload else "", media=key.media_id)
    now = clock.now()
    step = upload.step(now) if upload else "clean up"
    claimed = store.claim(upload, now) if upload and step in ("process", "give up") else None
    if step == "clean up":
        objects.remove(settings().upload_bucket, path)
    elif claimed is None:
        telemetry.logger().info("in other hands", extra={"step": step})
    elif step == "give up":
        _refuse(claimed, path, Refused(*GAVE_UP))
    else:
        _attempt(claimed, path)


def _attempt(upload: Upload, path: str) -> None:
    try:
        data = _arrived(upload, path)
        if data is None:
            store.give_back(upload)  # deleted, or not there yet: its own event or the sweep tells
            return
        placed = _place(upload, data)
    except Rejected as error:
        telemetry.logger().info("rejected", extra={"reason": error.reason, "detail": error.detail})
        _refuse(upload, path, Refused(error.reason.replace("_", "-"), error.sentence))
        return
    except Away:
        store.give_back(upload)
        raise
    if store.finish(upload, placed, clock.now()):
        objects.remove(settings().upload_bucket, path)


def _arrived(upload: Upload, path: str) -> bytes | None:
    """The uploaded bytes, never more than were announced and one."""
    bucket = settings().upload_bucket
    size = objects.size(bucket, path)
    if size is not None and size > upload.max_bytes:
        raise Rejected("too_large", f"{size} bytes, {upload.max_bytes} announced")
    data = objects.read(bucket, path, upload.max_bytes + 1)
    if data is not None and len(data) > upload.max_bytes:
        raise Rejected("too_large", f"more than the {upload.max_bytes} bytes announced")
    return data


def _place(upload: Upload, data: bytes) -> Placed:
    """Render and keep a picture."""
    is_avatar = upload.purpose == "avatar"
    shown = imaging.avatar(data) if is_avatar else imaging.render(data)
    width, height = (min(shown.width, shown.height),) * 2 if is_avatar else (shown.width, shown.height)
    widths = imaging.AVATAR_SIDES if is_avatar else tuple(sorted({each.width for each in shown.renditions}))
    bucket = settings().media_bucket
    objects.write(bucket, keys.master(upload.media_id), shown.master, "image/jpeg")
    for wanted in widths:
        for each in _nearest(shown.renditions, wanted):
            format_ = each.name.rpartition(".")[2]
            objects.write(bucket, rendition_path(upload.media_id, wanted, format_), each.data, each.content_type)
    if shown.motion:
        objects.write(bucket, motion_path(upload.media_id), shown.motion, "image/webp")
    return Placed(width, height, list(widths), shown.thumbhash, shown.dominant_colour, shown.motion is not None)


def _nearest(renditions: list[imaging.Rendition], width: int) -> list[imaging.Rendition]:
    """The renditions of this width; of a smaller picture the widest, because profiles count on every size of avatar."""
    real = min(width, max(each.width for each in renditions))
    return [each for each in renditions if each.width == real]


def _refuse(upload: Upload, path: str, refused: Refused) -> None:
    if upload.attempts > 1:  # one that was killed may have left some of its renditions
        objects.remove_below(settings().media_bucket, folder(upload.media_id))
        objects.remove(settings().media_bucket, keys.master(upload.media_id))
    if store.reject(upload, refused, clock.now()):
        objects.remove(settings().upload_bucket, path)
