"""Consumers: facts from an inbox queue, commands from a work queue, records of a table's stream, ticks of a schedule.

Each registers on a `Service` and becomes its one entry. Batches answer with the failed records only; what fails again
and again ends, whole, in the dead-letter queue. A consumer must be harmless to repeat: `kit.store.done` or
deterministic keys.
"""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

import msgspec
from msgspec import Struct

import contracts
from contracts import Envelope, Fact, SealedEnvelope
from kernel.ids import FactId
from kit import telemetry
from kit.items import item_from_wire
from kit.service import Service

F = TypeVar("F", bound=Fact)
S = TypeVar("S", bound=Struct)
H = TypeVar("H", bound=Callable[..., Any])

TRIES = 5
"""How often a message is received before its queue gives it up (`maxReceiveCount` of every queue)."""


class Inbox(Service):
    """A context's reactions to facts of others, from its one inbox queue."""

    def __init__(self, name: str, queue: str, batch_size: int = 10) -> None:
        super().__init__(name)
        self.queue = queue
        self.reactions: dict[str, tuple[type[Fact], Callable[[Any], None]]] = {}
        self.entry = self.on_sqs_message(queue=queue, batch_size=batch_size, name=name)(self._receive)

    def on(self, fact: type[F]) -> Callable[[Callable[[Envelope[F]], None]], Callable[[Envelope[F]], None]]:
        """React to a fact. The reaction gets the whole envelope and must be harmless to repeat."""

        def register(reaction: Callable[[Envelope[F]], None]) -> Callable[[Envelope[F]], None]:
            self.reactions[fact.type_name()] = (fact, reaction)
            return reaction

        return register

    def _receive(self, event: Any) -> dict[str, Any]:
        return each_message(event.to_dict()["Records"], self._react)

    def _react(self, body: str) -> None:
        detail = msgspec.json.decode(body, type=_BusEvent).detail
        sealed = msgspec.json.decode(detail, type=SealedEnvelope)
        telemetry.enter(sealed.journey, sealed.id, fact=sealed.type, fact_id=sealed.id)
        fact, reaction = self.reactions[sealed.type]
        reaction(contracts.decode(detail, fact))


class WorkQueue(Service):
    """Commands of one kind from a queue of the context's own."""

    def __init__(self, name: str, queue: str, batch_size: int = 10) -> None:
        super().__init__(name)
        self.queue = queue
        self.batch_size = batch_size

    def takes(self, command: type[S]) -> Callable[[Callable[[S], None]], Callable[[S], None]]:
        """Carry out one command; it must be harmless to repeat."""

        def register(work: Callable[[S], None]) -> Callable[[S], None]:
            decode = msgspec.json.Decoder(Order[command]).decode  # type: ignore[valid-type]

            def carry_out(body: str) -> None:
                order = decode(body)
                telemetry.enter(order.journey, order.caused_by)
                work(order.command)

            def receive(event: Any) -> dict[str, Any]:
                return each_message(event.to_dict()["Records"], carry_out)

            self.entry = self.on_sqs_message(queue=self.queue, batch_size=self.batch_size, name=self.app_name)(receive)
            return work

        return register


class Order(Struct, Generic[S], frozen=True, rename="camel"):
    """A command as it lies in a work queue, with the journey that it belongs to."""

    journey: str
    caused_by: FactId | None
    command: S


def order(command: Struct) -> str:
    """A command as the text of a queue message."""
    return msgspec.json.encode(Order(telemetry.journey.get(), telemetry.caused_by.get(), command)).decode()


class StreamRecord(Struct, frozen=True):
    """One change of one item: `kind` is INSERT, MODIFY or REMOVE; `sequence` sorts within `shard`."""

    kind: str
    shard: str
    sequence: str
    pk: str
    sk: str
    old: dict[str, Any] | None
    new: dict[str, Any] | None


class StreamReader(Service):
    """The changes of a context's own table, in order per partition."""

    def __init__(self, name: str, table: str, batch_size: int = 1000) -> None:
        super().__init__(name)
        self.table = table
        self.batch_size = batch_size

    def reads(self, work: Callable[[list[StreamRecord]], None]) -> Callable[[list[StreamRecord]], None]:
        """Handle a batch of changes. Raising has the whole batch read again; so poison must be parked, not raised."""

        def receive(event: Any) -> dict[str, Any]:
            raw = event.to_dict()
            telemetry.enter("", stream=self.table)
            work(stream_records(raw))
            telemetry.logger().info("read", extra={"records": len(raw["Records"])})
            # a tumbling window (it is what tells us the shard) wants its state back
            return {"state": {}, "batchItemFailures": []} if "window" in raw else {"batchItemFailures": []}

        register = self.on_dynamodb_record(stream_arn=self.table, batch_size=self.batch_size, name=self.app_name)
        self.entry = register(receive)
        return work


class Schedule(Service):
    """Work that a clock starts."""

    def every(self, expression: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
        """Run at `rate(…)` or `cron(…)`."""

        def register(work: Callable[[], None]) -> Callable[[], None]:
            def tick(event: Any) -> None:
                telemetry.enter(str(event.to_dict().get("id", "")))
                work()
                telemetry.logger().info("ticked")

            self.entry = self.schedule(expression, name=self.app_name)(tick)
            return work

        return register


class _BusEvent(Struct, frozen=True):
    detail: msgspec.Raw


def each_message(records: list[dict[str, Any]], work: Callable[[str], None]) -> dict[str, Any]:
    """Handle queue messages one by one; a failed one is reported, logged, and holds nothing else up.

    One whose last try this was is counted as MessagesGivenUp: it lies in the dead-letter queue from now on.
    """
    failed = []
    for record in records:
        telemetry.enter("")  # one that cannot be read must not be logged under the journey of the one before
        try:
            work(record["body"])
        except Exception:  # noqa: BLE001 - whatever it is, it is this message's alone
            telemetry.logger().exception("message failed", extra={"message_id": record["messageId"]})
            if int(record.get("attributes", {}).get("ApproximateReceiveCount", 1)) >= TRIES:
                telemetry.count("MessagesGivenUp")
            failed.append({"itemIdentifier": record["messageId"]})
    telemetry.logger().info("handled", extra={"messages": len(records), "failed": len(failed)})
    return {"batchItemFailures": failed}


def stream_records(raw: dict[str, Any]) -> list[StreamRecord]:
    """The records of a stream event, decoded. Without a tumbling window the shard is unknown: one is assumed."""
    shard = str(raw.get("shardId", "shard"))
    found = []
    for record in raw["Records"]:
        change = record["dynamodb"]
        keys = item_from_wire(change["Keys"])
        found.append(
            StreamRecord(
                kind=record["eventName"],
                shard=shard,
                sequence=change["SequenceNumber"],
                pk=keys["pk"],
                sk=keys["sk"],
                old=item_from_wire(change["OldImage"]) if "OldImage" in change else None,
                new=item_from_wire(change["NewImage"]) if "NewImage" in change else None,
            )
        )
    return found
