"""Counts what a piece of work asked of the stores: requests, read units and write units, per operation.

Counting costs nothing while nobody measures. Tests of the bars wrap the work in `with metered() as m:`; calls of the
wire client count themselves (commands too), botocore's after `meter_botocore` was given their session or client.
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

    `requests` counts what was sent, retries included. Write units are those that the store reported. Read units too,
    but never less than the items of the answer cost by their size: the emulator reports every read as one small item
    and a BatchGetItem not at all. There, attributes that a projection left out are missing in the count.
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

    def answered(self, operation: str, request: Mapping[str, Any], answer: Mapping[str, Any]) -> None:
        """Add the capacity that an operation of DynamoDB consumed."""
        consumed = answer.get("ConsumedCapacity") or []
        units = sum(each.get("CapacityUnits", 0.0) for each in (consumed if isinstance(consumed, list) else [consumed]))
        side = self.write_units if operation in WRITES else self.read_units
        if operation in READS:
            units = max(units, _read_units(operation, request, answer))
        if units:
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


def answered(operation: str, request: Mapping[str, Any], answer: Mapping[str, Any]) -> None:
    """Tell the running meters what an answer of DynamoDB cost."""
    for each in _running:
        each.answered(operation, request, answer)


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


def item_size(raw: Mapping[str, Any]) -> int:
    """Bytes that DynamoDB bills for a raw item (its documentation, section "Item sizes and formats")."""
    return sum(len(name.encode()) + _value_size(attr) for name, attr in raw.items())


def _value_size(attr: Mapping[str, Any]) -> int:
    ((kind, value),) = attr.items()
    if kind == "S":
        return len(value.encode())
    if kind == "N":
        return (len(value) + 1) // 2 + 1
    if kind == "B":
        return len(value) if isinstance(value, bytes) else len(value) * 3 // 4
    if kind in ("SS", "NS", "BS"):
        return sum(_value_size({kind[0]: each}) for each in value)
    if kind == "L":
        return 3 + sum(1 + _value_size(each) for each in value)
    if kind == "M":
        return 3 + sum(1 + len(name.encode()) + _value_size(each) for name, each in value.items())
    return 1


def _read_units(operation: str, request: Mapping[str, Any], answer: Mapping[str, Any]) -> float:
    """Read units by the sizes of the items: per item for reads by key, for a query the page as a whole."""
    if operation in ("Query", "Scan"):
        return _units(sum(map(item_size, answer.get("Items") or [])), request.get("ConsistentRead"))
    if operation == "GetItem":
        return _units(item_size(answer.get("Item") or {}), request.get("ConsistentRead"))
    if operation == "TransactGetItems":
        found = [each.get("Item") or {} for each in answer.get("Responses") or []]
        return sum(2 * _units(item_size(each), True) for each in found)
    total = 0.0
    for table, wanted in (request.get("RequestItems") or {}).items():
        items = (answer.get("Responses") or {}).get(table) or []
        left = ((answer.get("UnprocessedKeys") or {}).get(table) or {}).get("Keys") or []
        consistent = wanted.get("ConsistentRead")
        missing = len(wanted["Keys"]) - len(left) - len(items)
        total += sum(_units(item_size(each), consistent) for each in items) + missing * _units(0, consistent)
    return total


def _units(size: int, consistent: bool | None) -> float:
    return max(1, -(-size // 4096)) * (1.0 if consistent else 0.5)


def _ask_for_capacity(params: dict[str, Any], model: Any, context: Any, **_: Any) -> dict[str, Any] | None:
    if not _running or model.name not in WRITES | READS:
        return None
    asked = {**params, "ReturnConsumedCapacity": params.get("ReturnConsumedCapacity", "TOTAL")}
    context["kit.meter"] = asked
    return asked


def _botocore_sends(event_name: str, **_: Any) -> None:
    if _running:
        service, operation = event_name.split(".")[1:3]
        sent(service, operation)


def _botocore_answered(parsed: Mapping[str, Any], model: Any, context: Any, **_: Any) -> None:
    if _running:
        answered(model.name, context.get("kit.meter") or {}, parsed)
