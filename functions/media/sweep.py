"""Sweeping: what was lost is found, what nobody wants any more goes.

Uploads whose arrival nobody was told of are announced again; uploads that never came are rejected, their parts thrown
away; pictures that nobody has published leave, and what has left is deleted. What lies in the upload bucket is
unfinished, because processing deletes it: a list of the bucket is the list of work.
"""

import random
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from functools import cache
from itertools import chain, islice

from kernel import clock
from kernel.errors import Away
from kernel.ids import MediaId
from kit import objects, queues, telemetry
from kit.arrivals import announcement
from kit.consumers import Schedule
from kit.settings import settings
from kit.wire import WireError, client
from media import keys, reads, removal, store
from media.model import (
    ARRIVES_WITHIN,
    LATE_AFTER,
    LEAVES_WITHIN,
    NEVER_ARRIVED,
    PARTS_ARRIVE_WITHIN,
    UNUSED_FOR,
    Refused,
    State,
    Upload,
)
from views import drafts

app = Schedule("sweep")

MOST = 2000
"""Uploads that one run announces again. Processed, they leave the bucket, and the next run comes further."""
SECONDS = 40.0
"""How long a run works on cards; the function may run for 60. The oldest come first: the next run comes further."""

_BATCH = 10


@app.every("rate(4 minutes)")
def sweep() -> None:
    """Find what was lost: within five minutes of its arrival, or an hour (in parts: a day) after it was begun."""
    until = time.monotonic() + SECONDS
    found = {
        "announced": announce_late(),
        "deleted": delete_left(until),
        "rejected": reject_overdue(until),
        "parts": drop_old_parts(),
        "leaving": leave_unused(until),
    }
    telemetry.logger().info("swept", extra=found)


def announce_late() -> int:
    """Put objects that have waited for a minute into the queue again; returns how many."""
    before = clock.now() - LATE_AFTER
    bucket = settings().upload_bucket
    late = islice((each.key for each in objects.listed(bucket, keys.UPLOADS) if each.modified < before), MOST)
    announced = 0
    while batch := list(islice(late, _BATCH)):
        _send(batch)
        announced += len(batch)
    return announced


def reject_overdue(until: float | None = None) -> int:
    """Reject uploads that are not there and will not come; returns how many."""
    now = clock.now()
    by_form = _shelf("UNFINISHED", now - ARRIVES_WITHIN)
    in_parts = _shelf("PARTS", now - PARTS_ARRIVE_WITHIN)
    return _each(chain(by_form, in_parts), _reject, until)


def drop_old_parts() -> int:
    """Throw parts away that were never put together; returns of how many uploads."""
    before = clock.now() - PARTS_ARRIVE_WITHIN - timedelta(hours=1)
    bucket = settings().upload_bucket
    old = [each for each in islice(objects.begun(bucket, keys.UPLOADS), MOST) if each.since < before]
    for each in old:
        objects.drop_parts(bucket, each.key, each.name)
    return len(old)


def leave_unused(until: float | None = None) -> int:
    """Let pictures leave that were published nowhere for a day; returns how many."""
    return _each(_shelf("UNUSED", clock.now() - UNUSED_FOR), _leave, until)


def delete_left(until: float | None = None) -> int:
    """Delete what has left; returns how many. Nothing goes while news of a publication may lie undelivered."""
    now = clock.now()
    return _each(_shelf("LEAVING", now), _delete, until)


def _shelf(shelf: keys.Shelf, before: datetime) -> Iterator[MediaId]:
    shards = keys.shards(shelf)
    for shard in random.sample(shards, len(shards)):
        yield from reads.on_shelf_before(shard, before)


def _each(found: Iterable[MediaId], work: Callable[[Upload], bool], until: float | None) -> int:
    """Work on cards as they are now, until the time is over; returns how many were changed."""
    until = until or time.monotonic() + SECONDS
    changed = 0
    for media_id in found:
        if time.monotonic() > until:
            telemetry.logger().warning("left for the next run")
            return changed
        upload = reads.upload(media_id)
        changed += upload is not None and work(upload)
    return changed


def _reject(upload: Upload) -> bool:
    now = clock.now()
    if not upload.is_overdue(now):
        return False  # finished meanwhile: the index lags
    bucket, path = settings().upload_bucket, keys.UploadKey(upload.owner, upload.media_id).path
    if objects.size(bucket, path) is not None:
        return False  # it is there, and was announced again
    if upload.parts:
        objects.drop_parts(bucket, path, upload.parts)
    return store.reject(upload, Refused(*NEVER_ARRIVED), now, came=False)


def _leave(upload: Upload) -> bool:
    now = clock.now()
    if not upload.is_unused(now):
        return False
    return _stays(upload, now) or store.let_go(upload.media_id, now + LEAVES_WITHIN)


def _delete(upload: Upload) -> bool:
    if not upload.is_gone(clock.now()):
        return False
    if upload.state is not State.DELETED:
        if _news_are_stuck():
            telemetry.logger().warning("not deleted: facts wait in a dead-letter queue")
            return False
        if _stays(upload, clock.now()) or not store.delete(upload.media_id):
            return False
    removal.remove(upload)
    return True


def _stays(upload: Upload, now: datetime) -> bool:
    """Keep a picture that its owner's profile shows, or for another day one that a draft of theirs holds."""
    if upload.purpose == "avatar":
        return reads.avatar_of(upload.owner) == upload.media_id and store.use(upload.media_id, upload.owner)
    return drafts.hold(upload.owner, upload.media_id) and store.wait_on(upload.media_id, now)


def _news_are_stuck() -> bool:
    """Whether a fact that might say that a picture is published has been given up, and waits to be sent again."""
    return queues.depth("media-inbox-dead") > 0


def _send(paths: Iterable[str]) -> None:
    """One message for each path."""
    entries = [
        {"Id": str(number), "MessageBody": announcement(settings().upload_bucket, [path])}
        for number, path in enumerate(paths)
    ]
    try:
        answer = client("sqs").call("SendMessageBatch", {"QueueUrl": _queue(), "Entries": entries})
    except WireError as error:
        raise Away(reason=str(error)) from error
    for failed in answer.get("Failed", []):
        telemetry.logger().warning("not announced", extra={"reason": failed.get("Code")})  # the next run does it


@cache
def _queue() -> str:
    return str(client("sqs").call("GetQueueUrl", {"QueueName": settings().queue("media-process")})["QueueUrl"])
