"""Who liked or commented on which post lately: what trends are made of, one document per person and post in MongoDB.

A document holds the greatest level of each kind (see kernel.levels), so facts may come in any order and any number of
times. Documents end with the time that trends look at; they belong to no generation, and what is lost of them is missed
in trends for two weeks.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Literal

from kernel import levels
from kernel.ids import PersonId, PostId, made_at
from kit import mongo
from kit.settings import settings

COLLECTION = "interactions"

KEPT = timedelta(days=8)
"""Life of a document after the last like or comment."""

Deed = Literal["like", "comment"]


def note(deed: Deed, id_: str, *, post: PostId, author: PersonId, person: PersonId, stands: bool) -> None:
    """A like or comment was made, or is gone. What authors do under their own posts is not noted."""
    from pymongo.errors import DuplicateKeyError

    if person == author:
        return
    level = levels.began(id_) if stands else levels.ended(id_)
    change = {
        "$max": {deed: level, "last": id_, "until": made_at(id_) + KEPT},
        "$setOnInsert": {"post": post, "person": person, "author": author},
    }
    with mongo.answering():
        kept = _collection(settings().prefix)
        for attempt in range(2):
            try:
                kept.update_one({"_id": f"{post}:{person}"}, change, upsert=True)
                return
            except DuplicateKeyError:  # somebody else wrote the first one at the same moment
                if attempt:
                    raise


def since(id_: str) -> Iterator[dict[str, Any]]:
    """What was done after the moment of an id and still stands, the latest first."""
    for each in _collection(settings().prefix).find({"last": {"$gte": id_}}).sort("last", -1):
        if any(each.get(deed, "1").endswith("0") for deed in ("like", "comment")):
            yield each


def forget(person: PersonId) -> None:
    """Remove all that a person did, and what was done under their posts. Away without MongoDB."""
    with mongo.answering():
        for role in ("person", "author"):
            _collection(settings().prefix).delete_many({role: person})


def when(document: dict[str, Any]) -> datetime:
    """When something was done last."""
    return made_at(document["last"]).astimezone(UTC)


@cache
def _collection(prefix: str) -> Any:
    """The collection of the database of this prefix, with its indexes."""
    del prefix  # tells one database from another
    found = mongo.database()[COLLECTION]
    found.create_index([("last", -1)])
    for role in ("person", "author"):
        found.create_index([(role, 1)])
    found.create_index("until", expireAfterSeconds=0)
    return found
