"""From a table's stream to the bus.

Facts of one partition arrive in order and are sent in order. What the bus refuses is sent again a few times; what it
still refuses is parked, whole, in the queue `<prefix>-relay-parked`, so that nothing waits behind it
(`scripts/redrive relay-parked` sends it again). The relay never raises for one bad record; it raises only when the bus
or the queue does not answer, and then the stream keeps its place and hands over the same records again.
"""

import random
import time
from functools import cache

import msgspec

from kit import bus, telemetry
from kit.consumers import StreamReader, StreamRecord
from kit.settings import settings
from kit.wire import client
from relay.model import Fact, Poison, batches, facts

app = StreamReader("relay", table="*", batch_size=100)

ATTEMPTS = 4


@app.reads
def publish(records: list[StreamRecord]) -> None:
    """Send the facts among these changes to the bus."""
    found = list(facts(records))
    for poison in (each for each in found if isinstance(each, Poison)):
        _park(poison.text, poison.reason)
    good = [each for each in found if isinstance(each, Fact)]
    for batch in batches(good):
        for fact, reason in _send(batch):
            _park(fact.text, reason)
    telemetry.logger().info("relayed", extra={"facts": [fact.sealed.id for fact in good]})


def _send(batch: list[Fact]) -> list[tuple[Fact, str]]:
    """Send in order; returns what was refused to the end. Raises when the bus does not answer at all."""
    waiting, reasons = batch, dict[str, str]()
    for attempt in range(ATTEMPTS):
        answer = client("events").call(
            "PutEvents", {"Entries": [bus.entry(fact.sealed, fact.text) for fact in waiting]}
        )
        reasons = {
            fact.sealed.id: str(row["ErrorCode"])
            for fact, row in zip(waiting, answer["Entries"], strict=True)
            if row.get("ErrorCode")
        }
        waiting = [fact for fact in waiting if fact.sealed.id in reasons]
        if not waiting:
            return []
        time.sleep(random.random() * 0.1 * 2**attempt)  # noqa: S311 - jitter
    return [(fact, reasons[fact.sealed.id]) for fact in waiting]


def _park(text: str, reason: str) -> None:
    telemetry.logger().error("parked", extra={"reason": reason})
    telemetry.count("FactsParked")
    body = msgspec.json.encode({"fact": text, "reason": reason}).decode()
    client("sqs").call("SendMessage", {"QueueUrl": _parked(), "MessageBody": body})


@cache
def _parked() -> str:
    return str(client("sqs").call("GetQueueUrl", {"QueueName": settings().queue("relay-parked")})["QueueUrl"])
