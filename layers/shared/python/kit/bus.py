"""Saying a fact straight to the bus, for consumers of a queue.

A command says its fact in its own write, through the outbox. A consumer whose writes are pure puts needs no outbox: the
message stays in its queue until the fact was taken, so it is said at least once, under an id derived from its cause.
"""

from contracts import Fact, encode, envelope
from kernel.ids import PersonId
from kit import telemetry
from kit.settings import settings
from kit.wire import Unavailable, client

SOURCE = "lambdagram"


def say(fact: Fact, *, actor: PersonId | None, id_: str) -> None:
    """Put one fact on the bus. Raises what `Wire.call` raises, and Unavailable when the bus does not take it."""
    wrapped = envelope(fact, actor=actor, journey=telemetry.journey.get(), caused_by=telemetry.caused_by.get(), id_=id_)
    entry = {
        "EventBusName": settings().bus,
        "Source": f"{SOURCE}.{wrapped.context}",
        "DetailType": wrapped.type,
        "Detail": encode(wrapped),
        "Time": int(wrapped.occurred_at.timestamp()),
    }
    answer = client("events").call("PutEvents", {"Entries": [entry]})
    refused = [row for row in answer["Entries"] if row.get("ErrorCode")]
    if refused:
        raise Unavailable(str(refused[0]["ErrorCode"]), f"the bus did not take {wrapped.type}")
