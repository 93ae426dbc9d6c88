"""What searches and pages ask MongoDB: labels and posts, without those of whom the reader hides.

A label's count is without the posts of whom the reader hides, as if there were none: for a reader who hides nobody that
is one query, for others one more. All queries are answered by the indexes of `generations.INDEXES`.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Any, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from discovery import generations, words
from discovery.index import ANSWER_MS
from discovery.model import POOL
from discovery.shapes import Order
from kernel import clock
from kernel.ids import PersonId, PostId, first_id, made_at
from kit import mongo
from kit.mongo import Slow


class Label(Struct, frozen=True):
    """A hashtag (`name` without #) or a place, with the number of open posts that have it."""

    id: str
    name: str
    posts: int
    related: dict[str, list[PersonId]] = {}


class LabelPlace(NamedTuple):
    """Where a label stands among those found: by the class of the fit, then the errors, then the posts."""

    fit: int
    errors: int
    less: int
    id: str


class Found(Struct, frozen=True):
    """A post that was found, its author, and its rank."""

    post: PostId
    author: PersonId
    rank: float


def labels(kind: str, text: str, hide: Collection[PersonId]) -> list[tuple[LabelPlace, Label]]:
    """Labels of a kind that fit what is looked for, the best first: up to 50. Away without MongoDB."""
    keys = words.asked(kind, text)
    if not keys:
        return []
    with mongo.answering():
        reading = generations.reading("labels")
        found = list(
            reading.find({"starts": {"$in": keys}}, {"starts": 0, "related": 0})
            .sort([("posts", -1), ("_id", 1)])
            .limit(POOL)
            .max_time_ms(ANSWER_MS)
        )
        exact = words.tag_label(words.plain_tag(text)) if kind == words.TAG else None
        if exact and len(found) == POOL and all(each["_id"] != exact for each in found):
            found += reading.find({"_id": exact}, {"starts": 0, "related": 0})
        known = _without(map(_label, found), hide)
    fits = ((words.fits(kind, text, each.name), each) for each in known)
    placed = [(LabelPlace(*fit, -each.posts, each.id), each) for fit, each in fits if fit]
    return sorted(placed, key=lambda found: found[0])


def label(id_: str, hide: Collection[PersonId]) -> Label | None:
    """One label, or None when it has no open posts but those of whom the reader hides. Away without MongoDB."""
    with mongo.answering():
        found = generations.reading("labels").find_one({"_id": id_}, {"starts": 0}, max_time_ms=ANSWER_MS)
        known = _without([_label(found)] if found else [], hide)
    return known[0] if known else None


def with_label(
    id_: str, order: Order, hide: Collection[PersonId], *, before: tuple[float, PostId] | None, limit: int
) -> list[Found]:
    """Open posts with a label, the newest or the best first, below a place. One query. Away without MongoDB."""
    wanted: dict[str, Any] = {"labels": id_, "open": True}
    if order == "recent":
        return _posts(wanted, [("_id", -1)], hide, below=before[1] if before else None, limit=limit)
    if before:
        wanted["rank"] = {"$lte": before[0]}
    found = _posts(wanted, [("rank", -1), ("_id", -1)], hide, below=None, limit=limit + (TIES if before else 0))
    return [each for each in found if before is None or (each.rank, each.post) < before][:limit]


NEWEST = timedelta(days=30)
"""How far back a search goes whose words would take too long over all posts."""

TIES = 5
"""Posts of the same rank that may stand before a place."""


def with_words(text: str, hide: Collection[PersonId], *, before: PostId | None, limit: int) -> list[Found]:
    """Open posts whose captions have all of these words, the newest first. One query. Away without MongoDB.

    Words that very many captions have, but hardly one together, are looked for among the newest posts only when all of
    them would take too long: one query more.
    """
    asked = words.asked_keys(text)
    if not asked:
        return []
    tags = [each[0] for each in asked if each[0].startswith(words.TAG)]
    others = [{"words": {"$in": each}} for each in asked if not each[0].startswith(words.TAG)]
    wanted: dict[str, Any] = {"$and": [*({"labels": tag} for tag in tags), *others], "open": True}
    newest = [("_id", -1)]
    if len(asked) == 1:
        return _posts(wanted, newest, hide, below=before, limit=limit)
    try:
        return _posts(wanted, newest, hide, below=before, limit=limit, patience=ANSWER_MS // 2)
    except Slow:
        from_ = made_at(before) if before else clock.now()
        wanted["_id"] = {"$gte": first_id(from_ - NEWEST)}
        return _posts(wanted, newest, hide, below=before, limit=limit)


def _posts(
    wanted: dict[str, Any],
    sort: list[tuple[str, int]],
    hide: Collection[PersonId],
    *,
    below: str | None,
    limit: int,
    patience: int = ANSWER_MS,
) -> list[Found]:
    if below:
        wanted["_id"] = {**wanted.get("_id", {}), "$lt": below}
    if hide:
        wanted["authors"] = {"$nin": list(hide)}
    with mongo.answering():
        found = generations.reading("posts").find(wanted, {"authors": 1, "rank": 1})
        return [
            Found(each["_id"], each["authors"][0], each["rank"])
            for each in found.sort(sort).limit(limit).max_time_ms(patience)
        ]


def _label(document: dict[str, Any]) -> Label:
    return Label(
        document["_id"],
        document["name"],
        document["posts"],
        document.get("related", {}),
    )


def _without(found: Iterable[Label], hide: Collection[PersonId]) -> list[Label]:
    """These labels as if nobody of `hide` had posted anything."""
    known = list(found)
    if not hide or not known:
        return known
    wanted = {"authors": {"$in": list(hide)}, "label": {"$in": [each.id for each in known]}}
    less: Counter[str] = Counter()
    for share in generations.reading("shares").find(wanted, {"label": 1, "n": 1}).max_time_ms(ANSWER_MS):
        less[share["label"]] += share["n"]
    left = (replace(each, posts=each.posts - less[each.id]) for each in known)
    return [each for each in left if each.posts > 0]
