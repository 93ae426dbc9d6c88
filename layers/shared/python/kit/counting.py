"""Counters that others change: aggregated from a table's stream, exact under redelivery, cheap for what many like.

One item per subject holds its counters and, for every stream shard, a mark: the last sequence number counted from it.
A batch adds to a subject in one conditional write, `ADD n :d, SET mark = :last IF mark < :first`. A record up to the
mark has been counted and is skipped, so a batch that comes again, or comes again cut differently, counts nothing twice
(sequence numbers grow within a shard). A plain `ADD`, repeated after a lost answer, would count twice.
"""

import hashlib
import time
from collections.abc import Callable, Iterable
from typing import Any

from msgspec import Struct

from kit.consumers import StreamRecord
from kit.items import item_from_wire, item_to_wire
from kit.wire import WireError, dynamodb

MARK = "mark_"
MAX_MARKS = 16
"""Marks an item keeps before old ones are dropped. Shards are split and closed, so their names change for ever."""

MARK_HOURS = 48
"""Age at which a mark may go: twice the day for which a stream keeps its records."""

_DIGITS = 40  # of the longest sequence number (DynamoDB Streams API, StreamRecord)
_TRIES = 5


class Delta(Struct, frozen=True):
    """One record's change to one counter of one subject. `pk` and `sk` name the item that holds the counters."""

    pk: str
    sk: str
    counter: str
    by: int


def aggregate(
    table: str, records: Iterable[StreamRecord], deltas_of: Callable[[StreamRecord], Iterable[Delta]]
) -> dict[tuple[str, str], dict[str, int]]:
    """Count a batch of one shard into `table`: one write per subject. Returns the counters of each changed subject.

    Raises what the store raises; the batch is then delivered again and goes on where it stopped.
    """
    subjects: dict[tuple[str, str, str], list[tuple[str, Delta]]] = {}
    for record in records:
        for delta in deltas_of(record):
            sequence = record.sequence.rjust(_DIGITS, "0")
            subjects.setdefault((record.shard, delta.pk, delta.sk), []).append((sequence, delta))
    found: dict[tuple[str, str], dict[str, int]] = {}
    for (shard, pk, sk), changes in subjects.items():
        counted = _count(table, shard, pk, sk, sorted(changes, key=lambda change: change[0]))
        if counted is not None:
            found[pk, sk] = {name: value for name, value in counted.items() if isinstance(value, int)}
    return found


def _count(table: str, shard: str, pk: str, sk: str, changes: list[tuple[str, Delta]]) -> dict[str, Any] | None:
    mark = MARK + hashlib.sha256(shard.encode()).hexdigest()[:8]
    for _ in range(_TRIES):
        if not changes:
            return None
        try:
            item = _add(table, pk, sk, mark, changes)
        except WireError as error:
            if error.code != "ConditionalCheckFailedException":
                raise
            counted = str(item_from_wire(error.answer.get("Item") or {}).get(mark, "")).partition("|")[0]
            changes = [change for change in changes if change[0] > counted]
        else:
            _prune(table, pk, sk, item)
            return item
    raise RuntimeError(f"the counters of {pk} would not settle")


def _add(table: str, pk: str, sk: str, mark: str, changes: list[tuple[str, Delta]]) -> dict[str, Any]:
    sums: dict[str, int] = {}
    for _, delta in changes:
        sums[delta.counter] = sums.get(delta.counter, 0) + delta.by
    names = {"#mark": mark} | {f"#c{place}": counter for place, counter in enumerate(sums)}
    values: dict[str, Any] = {":first": changes[0][0], ":last": f"{changes[-1][0]}|{int(time.time()) // 3600}"}
    values |= {f":c{place}": by for place, by in enumerate(sums.values())}
    answer = dynamodb().call(
        "UpdateItem",
        {
            "TableName": table,
            "Key": item_to_wire({"pk": pk, "sk": sk}),
            "UpdateExpression": "SET #mark = :last ADD "
            + ", ".join(f"#c{place} :c{place}" for place in range(len(sums))),
            "ConditionExpression": "attribute_not_exists(#mark) OR #mark < :first",
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": item_to_wire(values),
            "ReturnValues": "ALL_NEW",
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        },
    )
    return item_from_wire(answer["Attributes"])


def _prune(table: str, pk: str, sk: str, item: dict[str, Any]) -> None:
    marks = {name: value for name, value in item.items() if name.startswith(MARK)}
    if len(marks) <= MAX_MARKS:
        return
    oldest = int(time.time()) // 3600 - MARK_HOURS
    gone = [name for name, value in marks.items() if int(str(value).partition("|")[2] or 0) < oldest]
    if gone:
        names = {f"#m{place}": name for place, name in enumerate(gone)}
        dynamodb().call(
            "UpdateItem",
            {
                "TableName": table,
                "Key": item_to_wire({"pk": pk, "sk": sk}),
                "UpdateExpression": "REMOVE " + ", ".join(names),
                "ExpressionAttributeNames": names,
            },
        )
