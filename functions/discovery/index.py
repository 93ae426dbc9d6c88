"""The index of people in MongoDB: one document per person.

A document is written only over an older version of the same card, so facts may come in any order and any number of
times. Whom nobody may find leaves a document without keys.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from discovery import asking, generations
from discovery.asking import Ask
from discovery.model import POOL, Called, Query, keys, points, ranges
from kernel.ids import PersonId
from kit import mongo

LOOKED_AT = 200
"""People of whom a search takes the most popular."""


def find(query: Query) -> dict[PersonId, float]:
    """Up to 50 people who fit, and how popular they are now: of the first 200 whom the index has the most popular.

    One query, or none where nobody can fit. Away when MongoDB does not answer.
    """
    ask = asked(query)
    if ask is None:
        return {}
    with mongo.answering():
        return popular(asking.answer(ask))


def asked(query: Query) -> Ask | None:
    """What is asked to find people. None: nobody can fit."""
    if not query.words:
        return None
    wanted = {"$and": [{"keys": {"$in": each}} for each in _alternatives(query)]}
    return Ask("people", wanted, {"weight": 1}, LOOKED_AT)


def popular(documents: Iterable[dict[str, Any]]) -> dict[PersonId, float]:
    """The 50 most popular people among those that were found."""
    found = [(PersonId(each["_id"]), each.get("weight", 0.0)) for each in documents]
    return dict(sorted(found, key=lambda each: -each[1])[:POOL])


def weigh(generation: str, weights: Mapping[PersonId, float]) -> None:
    """Say who is popular now, and that nobody else is. A new version of a card forgets it until the next time."""
    from pymongo import UpdateOne

    people = generations.writing("people", generation)
    people.update_many({"weight": {"$gt": 0}, "_id": {"$nin": list(weights)}}, {"$unset": {"weight": ""}})
    changes = [
        UpdateOne({"_id": each, "keys": {"$exists": True}}, {"$set": {"weight": by}}) for each, by in weights.items()
    ]
    if changes:
        people.bulk_write(changes, ordered=False)


def keep(person: PersonId, version: int, who: Called | None) -> None:
    """What somebody is called from this version of their card on; None: nobody finds them. Away without MongoDB."""
    with mongo.answering():
        for generation in generations.known().both:
            put(generation, person, version, who)


def put(generation: str, person: PersonId, version: int, who: Called | None) -> None:
    """Write a person into one generation, unless this or a later version of the card is there."""
    from pymongo.errors import DuplicateKeyError

    document: dict[str, Any] = {"_id": person, "version": version}
    if who is not None:
        document["keys"] = keys(who)
    older = {"_id": person, "version": {"$lt": version}}
    try:
        generations.writing("people", generation).replace_one(older, document, upsert=True)
    except DuplicateKeyError:  # one is there, and it is not older
        return


def _alternatives(query: Query) -> list[list[Any]]:
    """For each word what one of somebody's keys must be or begin with."""
    from bson.regex import Regex

    return [
        [*(Regex(f"^{re.escape(each)}") for each in begins), *whole]
        for begins, whole in zip(ranges(query), points(query), strict=True)
    ]
