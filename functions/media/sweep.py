"""Sweeping: uploads whose arrival nobody was told of are announced again; uploads that never came are rejected.

What lies in the upload bucket is unfinished, because processing deletes it: a list of the bucket is the list of work.
"""

import random
import time
from collections.abc import Iterable
from functools import cache
from itertools import islice

from kernel import clock
from kernel.errors import Away
from kernel.ids import MediaId
from kit import objects, telemetry
from kit.arrivals import announcement
from kit.consumers import Schedule
from kit.settings import settings
from kit.wire import WireError, client
from media import keys, reads, store
from media.model import ARRIVES_WITHIN, LATE_AFTER, NEVER_ARRIVED, Refused

app = Schedule("sweep")

MOST = 2000
"""Uploads that one run announces again. Processed, they leave the bucket, and the next run comes further."""
SECONDS = 40.0
"""How long a run rejects; the function may run for 60. The oldest come first, so the next run comes further."""

_BATCH = 10


@app.every("rate(4 minutes)")
def sweep() -> None:
    """Find what was lost: within five minutes of its arrival, or an hour after its form was given out."""
    announced = announce_late()
    rejected = reject_overdue()
    telemetry.logger().info("swept", extra={"announced": announced, "rejected": rejected})


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


def reject_overdue() -> int:
    """Reject uploads of more than an hour ago that are not there; returns how many."""
    until = time.monotonic() + SECONDS
    now = clock.now()
    rejected = 0
    for shard in random.sample(keys.SHARDS, len(keys.SHARDS)):
        for media_id in reads.unfinished_before(shard, now - ARRIVES_WITHIN):
            if time.monotonic() > until:
                telemetry.logger().warning("left for the next run")
                return rejected
            rejected += _reject(media_id)
    return rejected


def _reject(media_id: MediaId) -> bool:
    now = clock.now()
    upload = reads.upload(media_id)
    if upload is None or not upload.is_overdue(now):
        return False  # finished meanwhile: the index lags
    if objects.size(settings().upload_bucket, keys.UploadKey(upload.owner, media_id).path) is not None:
        return False  # it is there, and was announced again
    return store.reject(upload, Refused(*NEVER_ARRIVED), now)


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
