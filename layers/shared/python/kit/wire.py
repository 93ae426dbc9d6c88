"""Hot reads of DynamoDB without botocore: tables by key, ranges of a partition, cards of many tables in one request.

`Table` answers in plain Python values; `kit.items.build` makes structs of them. The client below, with its retries and
its contract for writes, is `kit.transport.Wire`; what a piece of work costs is counted by `kit.meter`.
"""

import random
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

from kit import meter
from kit.items import Item, item_from_wire, item_to_wire, to_wire
from kit.meter import metered
from kit.sigv4 import NoCredentials
from kit.transport import Throttled, Unavailable, Wire, WireError

__all__ = [
    "Index",
    "Key",
    "NoCredentials",
    "Page",
    "Table",
    "Throttled",
    "Unavailable",
    "Wire",
    "WireError",
    "batch_get",
    "client",
    "dynamodb",
    "meter",
    "metered",
    "reset",
]

BATCH = 100
"""Keys that one BatchGetItem takes."""

SERVICES = {
    "dynamodb": ("DynamoDB_20120810", "1.0"),
    "events": ("AWSEvents", "1.1"),
    "sqs": ("AmazonSQS", "1.0"),
    "ssm": ("AmazonSSM", "1.1"),
    "states": ("AWSStepFunctions", "1.0"),
}
"""The JSON services that functions call without an AWS library: prefix of the target header, version of the JSON."""

Key: TypeAlias = tuple[str, str, str]
"""Table, partition key, sort key."""


class Index(NamedTuple):
    """A secondary index and the names of its two key attributes."""

    name: str
    pk: str
    sk: str = "sk"


@dataclass(slots=True)
class Page:
    """Items of a query in order, and the key to start the next page after; None when this was the last page."""

    items: list[Item] = field(default_factory=list)
    last_key: Item | None = None

    def __iter__(self) -> Iterator[Item]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


class Table:
    """One table with keys `pk` and `sk`. A name that comes from the settings is given as a function, read at each call.

    May be made at import and shared between threads. Every method raises what `Wire.call` raises.
    """

    def __init__(self, name: str | Callable[[], str]) -> None:
        self._name = name

    @property
    def name(self) -> str:
        return self._name if isinstance(self._name, str) else self._name()

    def get(self, pk: str, sk: str, *, consistent: bool = False, project: Iterable[str] | None = None) -> Item | None:
        """The item, or None. One request; half a read unit per started 4 KB, one when `consistent`."""
        request: dict[str, Any] = {"TableName": self.name, "Key": _key(pk, sk), "ConsistentRead": consistent}
        if project is not None:
            _project(request, project)
        found = dynamodb().call("GetItem", request).get("Item")
        return None if found is None else item_from_wire(found)

    def query(
        self,
        pk: str,
        *,
        sk_from: str | None = None,
        sk_to: str | None = None,
        sk_prefix: str | None = None,
        limit: int | None = None,
        forward: bool = True,
        consistent: bool = False,
        start: Mapping[str, Any] | None = None,
        index: Index | None = None,
        project: Iterable[str] | None = None,
    ) -> Page:
        """One page of a partition: one request, at most `limit` items and 1 MB.

        `sk_from` and `sk_to` are both inclusive; `sk_prefix` goes with neither. `start` is the `last_key` of the page
        before. `project` names the attributes wanted; it saves bytes, not read units.
        """
        pk_name, sk_name = (index.pk, index.sk) if index else ("pk", "sk")
        condition, values = _range(sk_from, sk_to, sk_prefix)
        names = {"#pk": pk_name}
        if condition:
            names["#sk"] = sk_name
        request: dict[str, Any] = {
            "TableName": self.name,
            "KeyConditionExpression": "#pk = :pk" + condition,
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": item_to_wire({":pk": pk, **values}),
            "ScanIndexForward": forward,
            "ConsistentRead": consistent,
        }
        if limit is not None:
            request["Limit"] = limit
        if start is not None:
            request["ExclusiveStartKey"] = item_to_wire(start)
        if index is not None:
            request["IndexName"] = index.name
        if project is not None:
            _project(request, project)
        answer = dynamodb().call("Query", request)
        last = answer.get("LastEvaluatedKey")
        return Page([item_from_wire(each) for each in answer["Items"]], item_from_wire(last) if last else None)

    def put(self, item: Mapping[str, Any], *, unless_exists: bool = False) -> bool:
        """Write a whole item. With `unless_exists`: False, and nothing written, when the key was already there.

        Without it the item replaces what was there, so the caller must be the only writer of that key.
        """
        request: dict[str, Any] = {"TableName": self.name, "Item": item_to_wire(item)}
        if unless_exists:
            request["ConditionExpression"] = "attribute_not_exists(#pk)"
            request["ExpressionAttributeNames"] = {"#pk": "pk"}
            request["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"
        try:
            dynamodb().call("PutItem", request)
        except WireError as error:
            if not unless_exists or error.code != "ConditionalCheckFailedException":
                raise
            # An attempt of this very call may have written it and lost its answer.
            return error.resent and item_from_wire(error.answer.get("Item") or {}) == dict(item)
        return True

    def merge(self, pk: str, sk: str, values: Mapping[str, Any], *, without: Iterable[str] = ()) -> None:
        """Set these attributes of an item, remove others, leave all further ones. A missing item is made."""
        names = {f"#{place}": name for place, name in enumerate([*values, *without])}
        sets = [f"#{place} = :{place}" for place in range(len(values))]
        gone = [f"#{place}" for place in range(len(values), len(names))]
        request = {
            "TableName": self.name,
            "Key": _key(pk, sk),
            "UpdateExpression": f"SET {', '.join(sets)}" + (f" REMOVE {', '.join(gone)}" if gone else ""),
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": {
                f":{place}": value for place, value in enumerate(item_to_wire(dict(values)).values())
            },
        }
        dynamodb().call("UpdateItem", request)


def batch_get(keys: Iterable[Key], *, consistent: bool = False) -> dict[Key, Item]:
    """The items of these keys, of any tables; keys without an item are missing in the answer.

    One request per 100 different keys; each item costs half a read unit per started 4 KB (one when `consistent`).
    Keys that the store leaves over (throttled, or more than 16 MB) are asked again; Throttled after 5 seconds of that.
    """
    wanted = list(dict.fromkeys(keys))
    found: dict[Key, Item] = {}
    until, tries = time.monotonic() + 5.0, 0
    while wanted:
        asked, wanted = wanted[:BATCH], wanted[BATCH:]
        answer = dynamodb().call("BatchGetItem", {"RequestItems": _by_table(asked, consistent)})
        got = 0
        for table, items in answer.get("Responses", {}).items():
            for raw in items:
                item = item_from_wire(raw)
                found[table, item["pk"], item["sk"]] = item
                got += 1
        left = [
            (table, key["pk"]["S"], key["sk"]["S"])
            for table, rest in (answer.get("UnprocessedKeys") or {}).items()
            for key in rest["Keys"]
        ]
        if left:
            # An answer cut at 16 MB makes progress and needs no rest; one without progress is throttling.
            tries = 0 if got else tries + 1
            pause = random.random() * min(1.0, 0.025 * 2**tries) if tries else 0.0  # noqa: S311 - spreads load
            if time.monotonic() + pause >= until:
                raise Throttled("UnprocessedKeys", f"{len(left)} keys were left over again and again")
            time.sleep(pause)
            wanted = left + wanted
    return found


def client(service: str) -> Wire:
    """This thread's client of one of `SERVICES`."""
    found: Wire | None = getattr(_clients, service, None)
    if found is None:
        found = Wire(service, *SERVICES[service])
        setattr(_clients, service, found)
    return found


def dynamodb() -> Wire:
    """This thread's DynamoDB client."""
    return client("dynamodb")


def reset() -> None:
    """Forget this thread's clients, so that the next call reads the environment again. For tests."""
    for service in SERVICES:
        found: Wire | None = getattr(_clients, service, None)
        if found is not None:
            found.close()
            delattr(_clients, service)


_clients = threading.local()


def _key(pk: str, sk: str) -> dict[str, Any]:
    if pk.isascii() and sk.isascii():
        return {"pk": {"S": pk}, "sk": {"S": sk}}
    return {"pk": to_wire(pk), "sk": to_wire(sk)}


def _range(sk_from: str | None, sk_to: str | None, sk_prefix: str | None) -> tuple[str, dict[str, str]]:
    if sk_prefix is not None:
        if sk_from is not None or sk_to is not None:
            raise ValueError("a prefix and a range exclude each other: DynamoDB takes one condition on the sort key")
        return (" AND begins_with(#sk, :prefix)", {":prefix": sk_prefix}) if sk_prefix else ("", {})
    if sk_from is not None and sk_to is not None:
        return " AND #sk BETWEEN :from AND :to", {":from": sk_from, ":to": sk_to}
    if sk_from is not None:
        return " AND #sk >= :from", {":from": sk_from}
    if sk_to is not None:
        return " AND #sk <= :to", {":to": sk_to}
    return "", {}


def _project(request: dict[str, Any], names: Iterable[str]) -> None:
    places = {f"#p{place}": name for place, name in enumerate(names)}
    request["ProjectionExpression"] = ", ".join(places)
    request["ExpressionAttributeNames"] = {**request.get("ExpressionAttributeNames", {}), **places}


def _by_table(keys: Iterable[Key], consistent: bool) -> dict[str, Any]:
    tables: dict[str, list[dict[str, Any]]] = {}
    for table, pk, sk in keys:
        if (asked := tables.get(table)) is None:
            asked = tables[table] = []
        asked.append(_key(pk, sk))
    return {table: {"Keys": asked, "ConsistentRead": consistent} for table, asked in tables.items()}
