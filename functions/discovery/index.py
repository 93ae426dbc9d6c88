"""The index of people in MongoDB: one document per person, in collections of which one is read.

While the index is made anew (scripts/rebuild) there are two: what changes meanwhile is written to both, and from one
moment on the new one is read. A document is written only over an older version of the same card, so facts may come in
any order and any number of times. Whom nobody may find leaves a document without keys.
"""

import re
import time
from typing import Any, ClassVar

from msgspec import Struct

from discovery.model import POOL, Called, Query, keys, points, ranges
from kernel.ids import PersonId, new_id
from kit import mongo

POINTER = "indexes"
"""Collection that says which collection is the index of people."""

PEOPLE = "people"
FIRST = "people_first"

KNOWN_SECONDS = 5.0
"""For so long an environment reads the collection that was the index when it last looked."""

ANSWER_MS = 1_000
"""Milliseconds that a search may take."""


class Generations(Struct, frozen=True):
    """The collection that is read, and the one that is being made."""

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


def find(query: Query) -> list[PersonId]:
    """Up to 50 people who fit, those with the better ranks before others. One query, or none where nobody can fit.

    Away when MongoDB does not answer.
    """
    if not query.words:
        return []
    with mongo.answering():
        wanted = {"$and": [{"keys": {"$in": each}} for each in _alternatives(query)]}
        found = mongo.database()[_current()].find(wanted, {"_id": 1}).limit(POOL).max_time_ms(ANSWER_MS)
        return [PersonId(each["_id"]) for each in found]


def keep(person: PersonId, version: int, who: Called | None) -> None:
    """What somebody is called from this version of their card on; None: nobody finds them. Away without MongoDB."""
    with mongo.answering():
        for name in generations().both:
            put(name, person, version, who)


def put(name: str, person: PersonId, version: int, who: Called | None) -> None:
    """Write a person into one collection, unless this or a later version of the card is there."""
    from pymongo.errors import DuplicateKeyError

    document: dict[str, Any] = {"_id": person, "version": version}
    if who is not None:
        document["keys"] = keys(who)
    older = {"_id": person, "version": {"$lt": version}}
    try:
        _prepared(name).replace_one(older, document, upsert=True)
    except DuplicateKeyError:  # one is there, and it is not older
        return


def generations() -> Generations:
    """Which collections there are, as of now. One query."""
    found = mongo.database()[POINTER].find_one({"_id": PEOPLE}) or {}
    return Generations(found.get("current", FIRST), found.get("building"))


def begin() -> str:
    """Begin a new collection, into which changes are written from now on. What another attempt left is dropped."""
    from pymongo import ReturnDocument

    name = f"people_{new_id()}"
    change = {"$set": {"building": name}, "$setOnInsert": {"current": FIRST}}
    _prepared(name)
    before = mongo.database()[POINTER].find_one_and_update(
        {"_id": PEOPLE}, change, upsert=True, return_document=ReturnDocument.BEFORE
    )
    if before and before.get("building"):
        mongo.database()[before["building"]].drop()
    return name


def switch(name: str) -> str | None:
    """Let the collection that was begun be the one that is read; gives the one before. None: another one was begun."""
    change = {"$set": {"current": name}, "$unset": {"building": ""}}
    before = mongo.database()[POINTER].find_one_and_update({"_id": PEOPLE, "building": name}, change)
    return str(before["current"]) if before else None


def drop(name: str) -> None:
    """Remove a collection that nobody reads any more: `KNOWN_SECONDS` after another one took its place."""
    mongo.database()[name].drop()
    _Known.prepared.discard(name)


def forget() -> None:
    """Remember nothing. For tests."""
    _Known.until = 0.0
    _Known.prepared.clear()


def _current() -> str:
    now = time.monotonic()
    if now > _Known.until:
        _Known.current, _Known.until = generations().current, now + KNOWN_SECONDS
    return _Known.current


def _prepared(name: str) -> Any:
    """The collection, with its index."""
    collection = mongo.database()[name]
    if name not in _Known.prepared:
        collection.create_index("keys")
        _Known.prepared.add(name)
    return collection


def _alternatives(query: Query) -> list[list[Any]]:
    """For each word what one of somebody's keys must be or begin with."""
    from bson.regex import Regex

    return [
        [*(Regex(f"^{re.escape(each)}") for each in begins), *whole]
        for begins, whole in zip(ranges(query), points(query), strict=True)
    ]
