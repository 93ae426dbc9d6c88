"""Objects that arrive in a bucket: what storage says through a queue, at least once and in any order."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import unquote_plus

import msgspec
from msgspec import Struct

from kit import telemetry
from kit.consumers import each_message
from kit.service import Service


class Arrivals(Service):
    """The objects that arrive in one bucket, from the queue that its notifications go to."""

    def __init__(self, name: str, queue: str, bucket: Callable[[], str], batch_size: int = 1) -> None:
        super().__init__(name)
        self.queue = queue
        self.bucket = bucket
        self.batch_size = batch_size

    def each(self, work: Callable[[str], None]) -> Callable[[str], None]:
        """Handle the arrival of one object, given by its key. It must be harmless to repeat.

        Messages that name no object of the bucket (storage's test of a new notification, others' buckets) are dropped.
        """

        def handle(body: str) -> None:
            for key in arrived(body, self.bucket()):
                telemetry.enter("", object=key)
                work(key)

        def receive(event: Any) -> dict[str, Any]:
            return each_message(event.to_dict()["Records"], handle)

        self.entry = self.on_sqs_message(queue=self.queue, batch_size=self.batch_size, name=self.app_name)(receive)
        return work


def announcement(bucket: str, keys: Iterable[str]) -> str:
    """The text of a message that says what storage should have said: these objects are there."""
    records = [_Record("aws:s3", _Place(_Bucket(bucket), _Object(key))) for key in keys]
    return msgspec.json.encode({"Records": records}).decode()


def arrived(body: str, bucket: str) -> list[str]:
    """The keys of the objects that a message says have arrived in `bucket`.

    Raises msgspec.DecodeError for what is not storage's JSON.
    """
    found = msgspec.json.decode(body, type=_Notification)
    return [
        unquote_plus(record.s3.object.key)
        for record in found.records
        if record.event_source == "aws:s3" and record.s3 is not None and record.s3.bucket.name == bucket
    ]


class _Bucket(Struct, frozen=True):
    name: str


class _Object(Struct, frozen=True):
    key: str


class _Place(Struct, frozen=True):
    bucket: _Bucket
    object: _Object


class _Record(Struct, frozen=True, rename="camel"):
    event_source: str
    s3: _Place | None = None


class _Notification(Struct, frozen=True, rename={"records": "Records"}):
    records: list[_Record] = []
