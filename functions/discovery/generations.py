"""Generations of the read models in MongoDB: the one that is read, and the one that is being made (scripts/rebuild).

A generation is a set of collections with its name. While it is made anew there are two: what changes meanwhile is
written to both, and from one moment on the new one is read.
"""

import time
from typing import Any, ClassVar, Literal

from msgspec import Struct

from kernel.ids import new_id
from kit import mongo

POINTER = "generations"
"""Collection that says which generation is read."""

DISCOVERY = "discovery"
FIRST = "first"

KNOWN_SECONDS = 5.0
"""For so long an environment reads the generation that was the current one when it last looked."""

Kind = Literal["people", "posts", "authors", "labels", "shares", "follows"]

INDEXES: dict[Kind, list[list[tuple[str, int]]]] = {
    "people": [[("keys", 1)], [("weight", 1)]],
    "posts": [
        [("labels", 1), ("open", 1), ("_id", -1)],
        [("labels", 1), ("open", 1), ("rank", -1), ("_id", -1)],
        [("words", 1), ("open", 1), ("_id", -1)],
        [("authors", 1)],
    ],
    "authors": [],
    "labels": [[("starts", 1), ("posts", -1), ("_id", 1)]],
    "shares": [[("authors", 1), ("label", 1)], [("label", 1), ("n", -1)]],
    "follows": [[("follower", 1), ("on", 1), ("level", -1)], [("follower", 1), ("newest", 1), ("followee", 1)]],
}
"""Indexes of each kind of collection; every query that the platform sends is answered by one of them or by ids."""

EXPIRES: dict[Kind, str] = {"follows": "expires_at"}
"""Which attribute says when a document may go, where some do: the server removes them, within a minute or two."""


class Generations(Struct, frozen=True):
    """The generation that is read, and the one that is being made."""

    current: str
    building: str | None = None

    @property
    def both(self) -> list[str]:
        """Where changes are written."""
        return [self.current, *([self.building] if self.building else [])]


class _Known:
    """What this environment remembers."""

    current = ""
    until = 0.0
    prepared: ClassVar[set[str]] = set()


def known() -> Generations:
    """Which generations there are, as of now. One query."""
    found = mongo.database()[POINTER].find_one({"_id": DISCOVERY}) or {}
    return Generations(found.get("current", FIRST), found.get("building"))


def reading(kind: Kind) -> Any:
    """The collection of this kind that is read now. One query each five seconds."""
    now = time.monotonic()
    if now > _Known.until:
        _Known.current, _Known.until = known().current, now + KNOWN_SECONDS
    return mongo.database()[name(kind, _Known.current)]


def writing(kind: Kind, generation: str) -> Any:
    """A collection of a generation, which has its indexes from then on."""
    prepare(generation)
    return mongo.database()[name(kind, generation)]


def prepare(generation: str) -> None:
    """Have the collections and indexes of a generation."""
    if generation in _Known.prepared:
        return
    for kind, indexes in INDEXES.items():
        for index in indexes:
            mongo.database()[name(kind, generation)].create_index(index)
    for kind, attribute in EXPIRES.items():
        mongo.database()[name(kind, generation)].create_index(attribute, expireAfterSeconds=0)
    _Known.prepared.add(generation)


def begin() -> str:
    """Begin a new generation, into which changes are written from now on. What another attempt left is dropped."""
    from pymongo import ReturnDocument

    generation = new_id()
    change = {"$set": {"building": generation}, "$setOnInsert": {"current": FIRST}}
    prepare(generation)
    before = mongo.database()[POINTER].find_one_and_update(
        {"_id": DISCOVERY}, change, upsert=True, return_document=ReturnDocument.BEFORE
    )
    if before and before.get("building"):
        drop(before["building"])
    return generation


def switch(generation: str) -> str | None:
    """Let what was begun be the one that is read; gives the one before. None: another one was begun meanwhile."""
    change = {"$set": {"current": generation}, "$unset": {"building": ""}}
    before = mongo.database()[POINTER].find_one_and_update({"_id": DISCOVERY, "building": generation}, change)
    return str(before["current"]) if before else None


def drop(generation: str) -> None:
    """Remove a generation that nobody reads any more: `KNOWN_SECONDS` after another one took its place."""
    _Known.prepared.discard(generation)
    for kind in INDEXES:
        mongo.database()[name(kind, generation)].drop()


def name(kind: Kind, generation: str) -> str:
    """What the collection of a generation is called."""
    return f"{kind}_{generation}"


def forget() -> None:
    """Remember nothing. For tests."""
    _Known.until = 0.0
    _Known.prepared.clear()
