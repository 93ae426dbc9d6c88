"""The index of people in MongoDB: one document per person.

A document is written only over an older version of the same card, so facts may come in any order and any number of
times. Whom nobody may find leaves a document without keys.
"""

import re
from typing import Any

from discovery import generations
from discovery.model import POOL, Called, Query, keys, points, ranges
from kernel.ids import PersonId
from kit import mongo

ANSWER_MS = 1_000
"""Milliseconds that a search may take."""


def find(query: Query) -> list[PersonId]:
    """Up to 50 people who fit, those with the better ranks before others. One query, or none where nobody can fit.

    Away when MongoDB does not answer.
    """
    if not query.words:
        return []
    with mongo.answering():
        wanted = {"$and": [{"keys": {"$in": each}} for each in _alternatives(query)]}
        found = generations.reading("people").find(wanted, {"_id": 1}).limit(POOL).max_time_ms(ANSWER_MS)
        return [PersonId(each["_id"]) for each in found]


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
