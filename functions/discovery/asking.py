"""What is asked of MongoDB: one query for one kind of document, or one for several kinds.

Several kinds are asked for by `$lookup` with pipelines that refer to nothing outside of them; each is answered by an
index as if it were alone. Servers that only speak like MongoDB may not take that (DocumentDB did not for long): then
there is one query for each kind.
"""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from discovery import generations
from discovery.generations import Kind
from kit import telemetry

ANSWER_MS = 1_000
"""Milliseconds that a query may take."""

_NOT_TAKEN = frozenset({9, 115, 304, 40324})
"""What servers call a stage that they do not know: they cannot parse it, have no such command, stage or form of one."""


class OneByOne(Exception):
    """This server answers queries of one kind only."""


class _Server:
    """What this environment remembers."""

    one_by_one = False


class Ask(Struct, frozen=True):
    """Documents of a kind: which, what of them (a projection), in what order, at most how many."""

    kind: Kind
    wanted: dict[str, Any]
    fields: dict[str, int]
    limit: int
    sort: tuple[tuple[str, int], ...] = ()

    @property
    def pipeline(self) -> list[dict[str, Any]]:
        """The same as stages of an aggregation."""
        sort = [{"$sort": dict(self.sort)}] if self.sort else []
        return [{"$match": self.wanted}, *sort, {"$limit": self.limit}, {"$project": self.fields}]


def answer(ask: Ask, patience: int = ANSWER_MS) -> list[dict[str, Any]]:
    """One query. Slow when it takes more milliseconds than the `patience`, if inside of `mongo.answering()`."""
    found = generations.reading(ask.kind).find(ask.wanted, ask.fields)
    if ask.sort:
        found = found.sort(list(ask.sort))
    return list(found.limit(ask.limit).max_time_ms(patience))


def answer_all(asks: Mapping[str, Ask], patience: int = ANSWER_MS) -> dict[str, list[dict[str, Any]]]:
    """The answers of several, by their names, in one query. Nothing is found while the index has nobody.

    OneByOne where the server does not take that, from then on without asking it again.
    """
    from pymongo.errors import OperationFailure

    if _Server.one_by_one:
        raise OneByOne
    anybody = {"_id": {"$gt": ""}}
    stages: list[dict[str, Any]] = [{"$match": anybody}, {"$limit": 1}, {"$project": {"_id": 1}}]
    for name, ask in asks.items():
        of = generations.reading(ask.kind).name
        stages.append({"$lookup": {"from": of, "pipeline": ask.pipeline, "as": name}})
    people = generations.reading("people")
    try:
        found: dict[str, Any] = next(iter(people.aggregate(stages, maxTimeMS=patience)), {})
    except OperationFailure as error:
        if error.code not in _NOT_TAKEN:
            raise
        _Server.one_by_one = True
        telemetry.logger().warning("one query for each kind", extra={"code": error.code})
        raise OneByOne from None
    return {name: found.get(name, []) for name in asks}
