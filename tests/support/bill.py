"""What a piece of work would be billed: requests as a meter counts them, and write units as DynamoDB's rules say."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from kit import meter
from kit.meter import READS, WRITES, Meter, item_size
from kit.wire import dynamodb
from support.tables import definition

_WRITE_KINDS = ("Put", "Update", "Delete", "ConditionCheck")


@dataclass(frozen=True)
class Cost:
    """Requests that read, requests that write, requests to queues, bus and others; read units, write units."""

    reads: int
    writes: int
    others: int
    read_units: float
    write_units: float

    def within(self, limit: "Cost") -> bool:
        """Whether nothing here is more than there."""
        mine, theirs = _figures(self), _figures(limit)
        return all(one <= other for one, other in zip(mine, theirs, strict=True))


class Bill(Meter):
    """A meter that keeps what was written. The emulator reports write units without sizes, so `cost` works them out.

    One unit per started KB of the item as it is afterwards (an update: as it was found then), two in a transaction, and
    one for each index that the item stands in. A refused condition costs what the write would have.
    """

    def __init__(self) -> None:
        super().__init__()
        self._written: list[tuple[str, Mapping[str, Any]]] = []

    def answered(self, operation: str, request: Mapping[str, Any], answer: Mapping[str, Any]) -> None:
        super().answered(operation, request, answer)
        if operation in WRITES:
            self._written.append((operation, request))

    def cost(self) -> Cost:
        """Ask it right after the work: it looks at the items that were updated."""
        counted = dict(self.requests)
        units = sum(_units(operation, request) for operation, request in self._written)
        return Cost(
            reads=sum(number for name, number in counted.items() if name in READS),
            writes=sum(number for name, number in counted.items() if name in WRITES),
            others=sum(number for name, number in counted.items() if name not in READS | WRITES),
            read_units=self.total_read_units,
            write_units=units,
        )


@contextmanager
def billed() -> Iterator[Bill]:
    """A bill of everything that this process asks inside of the block."""
    mine = Bill()
    meter.running().append(mine)
    try:
        yield mine
    finally:
        meter.running().remove(mine)


def cost_of(work: Callable[[], object]) -> Cost:
    with billed() as bill:
        work()
    return bill.cost()


def _figures(cost: Cost) -> tuple[float, ...]:
    return cost.reads, cost.writes, cost.others, cost.read_units, cost.write_units


def _units(operation: str, request: Mapping[str, Any]) -> float:
    if operation == "BatchWriteItem":
        return sum(
            _of_item(table, each["PutRequest"]["Item"]) if "PutRequest" in each else 1
            for table, writes in request["RequestItems"].items()
            for each in writes
        )
    if operation == "TransactWriteItems":
        return sum(_of_write(kind, write, 2) for each in request["TransactItems"] for kind, write in each.items())
    return _of_write(operation.removesuffix("Item"), request, 1)


def _of_write(kind: str, write: Mapping[str, Any], factor: int) -> float:
    assert kind in _WRITE_KINDS
    if kind == "Put":
        return _of_item(write["TableName"], write["Item"], factor)
    if kind == "Update":
        found = dynamodb().call("GetItem", {"TableName": write["TableName"], "Key": write["Key"]}).get("Item")
        return _of_item(write["TableName"], found or {}, factor, indexes=False)
    return factor


def _of_item(table: str, item: Mapping[str, Any], factor: int = 1, *, indexes: bool = True) -> float:
    stands_in = sum(all(name in item for name in keys) for keys in _indexes(table)) if indexes else 0
    return factor * max(1, -(-item_size(item) // 1024)) + stands_in


@cache
def _indexes(table: str) -> list[list[str]]:
    """The key attributes of each index of a table."""
    found = definition(table.partition("-")[2]).get("GlobalSecondaryIndexes", [])
    return [[key["AttributeName"] for key in each["KeySchema"]] for each in found]
