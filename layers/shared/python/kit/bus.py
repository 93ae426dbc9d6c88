"""Saying a fact straight to the bus, for consumers of a queue.

A command says its fact in its own write, through the outbox. A consumer whose writes are pure puts needs no outbox: the
message stays in its queue until the fact was taken, so it is said at least once, under an id derived from its cause.
"""

from typing import Any

from contracts import Envelope, Fact, SealedEnvelope, encode, envelope
from kernel.ids import PersonId
from kit import telemetry
from kit.settings import settings
from kit.wire import Unavailable, client

SOURCE = "lambdagram"


def say(fact: Fact, *, actor: PersonId | None, id_: str) -> None:
    """Put one fact on the bus. Raises what `Wire.call` raises, and Unavailable when the bus does not take it."""
    wrapped = envelope(fact, actor=actor, journey=telemetry.journey.get(), caused_by=telemetry.caused_by.get(), id_=id_)
    answer = client("events").call("PutEvents", {"Entries": [entry(wrapped, encode(wrapped))]})
    refused = [row for row in answer["Entries"] if row.get("ErrorCode")]
    if refused:
        raise Unavailable(str(refused[0]["ErrorCode"]), f"the bus did not take {wrapped.type}")


def entry(wrapped: Envelope[Any] | SealedEnvelope, text: str) -> dict[str, Any]:
    """One entry of PutEvents: a fact's envelope, and its text as it travels. Rules route by source and type."""
    return {
        "EventBusName": settings().bus,
        "Source": f"{SOURCE}.{wrapped.context}",
        "DetailType": wrapped.type,
        "Detail": text,
        "Time": int(wrapped.occurred_at.timestamp()),
    }
