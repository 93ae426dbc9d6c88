"""Counts what a piece of work asked of the stores: requests, read units and write units, per operation.

Counting costs nothing while nobody measures. Tests of the bars wrap the work in `with metered() as m:`; calls of the
wire client count themselves, botocore's (and pynamodb's) after `meter_botocore` was given their session or client.
"""

import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

WRITES = frozenset({"PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems"})
READS = frozenset({"GetItem", "Query", "Scan", "BatchGetItem", "TransactGetItems"})


class Meter:
    """What was asked since the meter was started. Safe to share between threads.

    `requests` counts what was sent, retries included; units are those that the store reported.
    Operations have their AWS names, with the service before those that are not DynamoDB's: `sqs:SendMessage`.
    """

    def __init__(self) -> None:
        self.requests: Counter[str] = Counter()
        self.read_units: dict[str, float] = {}
        self.write_units: dict[str, float] = {}
        self._lock = threading.Lock()

    @property
    def total_requests(self) -> int:
        return sum(self.requests.values())

    @property
    def total_read_units(self) -> float:
        return sum(self.read_units.values())

    @property
    def total_write_units(self) -> float:
        return sum(self.write_units.values())

    def sent(self, service: str, operation: str) -> None:
        """One request left for a service."""
        with self._lock:
            self.requests[operation if service == "dynamodb" else f"{service}:{operation}"] += 1

    def answered(self, operation: str, answer: Mapping[str, Any]) -> None:
        """Add the capacity that DynamoDB says an operation consumed."""
        consumed = answer.get("ConsumedCapacity")
        if not consumed:
            return
        units = sum(each.get("CapacityUnits", 0.0) for each in (consumed if isinstance(consumed, list) else [consumed]))
        side = self.write_units if operation in WRITES else self.read_units
        with self._lock:
            side[operation] = side.get(operation, 0.0) + units

    def __repr__(self) -> str:
        return f"Meter(requests={dict(self.requests)}, read_units={self.read_units}, write_units={self.write_units})"


_running: list[Meter] = []


@contextmanager
def metered() -> Iterator[Meter]:
    """A meter of everything that this process asks inside of the block, of all threads. Blocks may be nested."""
    mine = Meter()
    _running.append(mine)
    try:
        yield mine
    finally:
        _running.remove(mine)


def running() -> list[Meter]:
    """The meters that count now; usually none."""
    return _running


def sent(service: str, operation: str) -> None:
    """Tell the running meters that a request leaves."""
    for each in _running:
        each.sent(service, operation)


def answered(operation: str, answer: Mapping[str, Any]) -> None:
    """Tell the running meters what an answer cost."""
    for each in _running:
        each.answered(operation, answer)


def meter_botocore(session_or_client: Any) -> None:
    """Let the running meters count the calls of a botocore or boto3 client, or of a session's clients made afterwards.

    A pynamodb model's client is `Model._get_connection().connection.client`. Hooking the same thing twice counts once.
    """
    owner = session_or_client
    if hasattr(owner, "meta") and hasattr(owner.meta, "events"):
        events = owner.meta.events
    elif hasattr(owner, "events"):
        events = owner.events
    else:
        events = owner.get_component("event_emitter")
    events.register("provide-client-params.dynamodb", _ask_for_capacity, unique_id="kit-meter-ask")
    events.register_first("before-send", _botocore_sends, unique_id="kit-meter-send")
    events.register("after-call.dynamodb", _botocore_answered, unique_id="kit-meter-answer")


def _ask_for_capacity(params: dict[str, Any], model: Any, **_: Any) -> dict[str, Any] | None:
    if _running and model.name in WRITES | READS:
        return {**params, "ReturnConsumedCapacity": params.get("ReturnConsumedCapacity", "TOTAL")}
    return None


def _botocore_sends(event_name: str, **_: Any) -> None:
    if _running:
        service, operation = event_name.split(".")[1:3]
        sent(service, operation)


def _botocore_answered(parsed: Mapping[str, Any], model: Any, **_: Any) -> None:
    if _running:
        answered(model.name, parsed)
