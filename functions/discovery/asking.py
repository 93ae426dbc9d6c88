"""What is asked of MongoDB: one query for one kind of document, or one for several kinds.

Several kinds are asked for by `$lookup` with pipelines that refer to nothing outside of them. DocumentDB has these
(uncorrelated subqueries, says its page of functional differences), but no `$unionWith`. Each pipeline is answered by an
index as if it were alone.
"""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from discovery import generations
from discovery.generations import Kind

ANSWER_MS = 1_000
"""Milliseconds that a query may take."""


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
    """The answers of several, by their names, in one query. Nothing is found while the index has nobody."""
    anybody = {"_id": {"$gt": ""}}
    stages: list[dict[str, Any]] = [{"$match": anybody}, {"$limit": 1}, {"$project": {"_id": 1}}]
    for name, ask in asks.items():
        of = generations.reading(ask.kind).name
        stages.append({"$lookup": {"from": of, "pipeline": ask.pipeline, "as": name}})
    found: dict[str, Any] = next(iter(generations.reading("people").aggregate(stages, maxTimeMS=patience)), {})
    return {name: found.get(name, []) for name in asks}
