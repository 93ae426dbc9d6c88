"""Who follows whom, for suggestions: one document in MongoDB per ordered pair of people.

A document has the level of what it says (see kernel.levels; ids of followings of the same two people grow): it is
written only over a lower one, so whoever looked earlier and writes later changes nothing. What has ended expires after
a day, which is far longer than an inbox may sleep between its look and its write; so nothing is left of a pair that has
ended, nor of a person whose account has: graph ends all of their followings.

The newest followings of each person are marked. Suggestions look at these only, so a reader's costs do not grow with
how many people their friends follow.
"""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any

from discovery import generations
from discovery.asking import ANSWER_MS
from kernel import clock, levels
from kernel.ids import PersonId
from kit import mongo

NEWEST = 100
"""Followings of each person that suggestions look at."""

KEPT = timedelta(days=1)
"""For so long what has ended is kept, so that nobody late brings it back."""


def keep(follower: PersonId, followee: PersonId, level: str) -> None:
    """What holds of a pair at this level. Away without MongoDB; repeat it then, which is harmless."""
    with mongo.answering():
        for generation in generations.known().both:
            put(generation, follower, followee, level)
            mark(generation, follower)


def put(generation: str, follower: PersonId, followee: PersonId, level: str) -> None:
    """Write a pair into one generation, unless this or a later level is there. `mark` must follow."""
    from pymongo.errors import DuplicateKeyError

    on = levels.lasts(level)
    pair = f"{follower}:{followee}"
    document: dict[str, Any] = {"_id": pair, "follower": follower, "followee": followee, "level": level, "on": on}
    document |= {"newest": True} if on else {"expires_at": clock.now() + KEPT}
    older = {"_id": pair, "level": {"$lt": level}}
    try:
        generations.writing("follows", generation).replace_one(older, document, upsert=True)
    except DuplicateKeyError:  # one is there, and it is not older
        return


def mark(generation: str, follower: PersonId) -> None:
    """Let just the newest followings of a person be marked. One query, as a rule; doing it again changes nothing."""
    pairs = generations.writing("follows", generation)
    wanted = {"follower": follower, "on": True}
    found = list(pairs.find(wanted, {"level": 1, "newest": 1}).sort("level", -1).limit(NEWEST + 1))
    lacking = [each["_id"] for each in found[:NEWEST] if "newest" not in each]
    if lacking:
        pairs.update_many({"_id": {"$in": lacking}, "on": True}, {"$set": {"newest": True}})
    if any("newest" in each for each in found[NEWEST:]):
        old = {"follower": follower, "on": True, "level": {"$lte": found[NEWEST]["level"]}, "newest": True}
        pairs.update_many(old, {"$unset": {"newest": ""}})


def followed_by(
    friends: Sequence[PersonId], but: Collection[PersonId], most: int
) -> list[tuple[PersonId, list[PersonId]]]:
    """Whom some people follow, and who of them does: by most of them first, then by id; never one of `but`.

    Looks at the 100 newest followings of each. One query.
    """
    found = generations.reading("follows").aggregate(_pipeline(friends, but, most), maxTimeMS=ANSWER_MS)
    return [(PersonId(each["_id"]), [PersonId(one) for one in each["by"]]) for each in found]


def _pipeline(friends: Sequence[PersonId], but: Collection[PersonId], most: int) -> list[dict[str, Any]]:
    return [
        {"$match": {"follower": {"$in": list(friends)}, "newest": True, "followee": {"$nin": sorted(but)}}},
        {"$group": {"_id": "$followee", "by": {"$push": "$follower"}}},
        {"$project": {"by": 1, "n": {"$size": "$by"}}},
        {"$sort": {"n": -1, "_id": 1}},
        {"$limit": most},
    ]
