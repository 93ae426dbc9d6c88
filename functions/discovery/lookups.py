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

from discovery import asking, generations, index, words
from discovery.asking import ANSWER_MS, Ask, OneByOne
from discovery.model import POOL, Query
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
    ask = _labels(kind, text)
    if ask is None:
        return []
    with mongo.answering():
        known = _without(map(_label, _with_exact(kind, text, asking.answer(ask))), hide)
    return _placed(kind, text, known)


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
        return _found(_posts(wanted, NEWEST_FIRST, hide, below=before[1] if before else None, limit=limit))
    if before:
        wanted["rank"] = {"$lte": before[0]}
    best = (("rank", -1), ("_id", -1))
    found = _found(_posts(wanted, best, hide, below=None, limit=limit + (TIES if before else 0)))
    return [each for each in found if before is None or (each.rank, each.post) < before][:limit]


NEWEST = timedelta(days=30)
"""How far back a search goes whose words would take too long over all posts."""

HALF_MS = ANSWER_MS // 2
"""Milliseconds that a query may take which is tried first."""

NEWEST_FIRST = (("_id", -1),)
LABEL_FIELDS = {"starts": 0, "related": 0}

TIES = 5
"""Posts of the same rank that may stand before a place."""


def with_words(text: str, hide: Collection[PersonId], *, before: PostId | None, limit: int) -> list[Found]:
    """Open posts whose captions have all of these words, the newest first. One query. Away without MongoDB.

    Words that very many captions have, but hardly one together, are looked for among the newest posts only when all of
    them would take too long: one query more.
    """
    wanted = _worded(text)
    if wanted is None:
        return []
    ask = _posts(wanted, NEWEST_FIRST, hide, below=before, limit=limit)
    if len(wanted["$and"]) == 1:
        return _found(ask)
    try:
        return _found(ask, HALF_MS)
    except Slow:
        from_ = made_at(before) if before else clock.now()
        wanted["_id"] = {"$gte": first_id(from_ - NEWEST)}
        return _found(_posts(wanted, NEWEST_FIRST, hide, below=before, limit=limit))


class Best(NamedTuple):
    """What of each kind fits, the best first."""

    people: dict[PersonId, float]
    tags: list[Label]
    places: list[Label]
    posts: list[Found]


def of_all_kinds(query: Query, text: str, hide: Collection[PersonId], *, posts: int) -> Best:
    """People, hashtags, places and this many posts. One query; one more for a reader who hides somebody.

    One for each kind where all of it at once takes too long, or the server does not take it. Away without MongoDB.
    """
    wanted = _worded(text)
    asks = {
        "people": index.asked(query),
        words.TAG: _labels(words.TAG, query.text),
        words.PLACE: _labels(words.PLACE, query.text),
        "posts": _posts(wanted, NEWEST_FIRST, hide, below=None, limit=posts) if wanted else None,
    }
    try:
        with mongo.answering():
            found = asking.answer_all({name: ask for name, ask in asks.items() if ask}, HALF_MS)
            labelled = {kind: _with_exact(kind, query.text, found.get(kind, [])) for kind in (words.TAG, words.PLACE)}
            known = _without([_label(each) for some in labelled.values() for each in some], hide)
    except (Slow, OneByOne):
        return Best(
            index.find(query),
            [each for _, each in labels(words.TAG, query.text, hide)],
            [each for _, each in labels(words.PLACE, query.text, hide)],
            with_words(text, hide, before=None, limit=posts),
        )
    tags, places = (
        [each for _, each in _placed(kind, query.text, [one for one in known if one.id.startswith(kind)])]
        for kind in (words.TAG, words.PLACE)
    )
    return Best(index.popular(found.get("people", [])), tags, places, list(map(_post, found.get("posts", []))))


def _labels(kind: str, text: str) -> Ask | None:
    """The most used labels that may fit. None: none can."""
    keys = words.asked(kind, text)
    sort = (("posts", -1), ("_id", 1))
    return Ask("labels", {"starts": {"$in": keys}}, LABEL_FIELDS, POOL, sort) if keys else None


def _with_exact(kind: str, text: str, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """With the hashtag that is called just so, if it is not among as many more used ones as are looked at."""
    exact = words.tag_label(words.plain_tag(text)) if kind == words.TAG else None
    if exact and len(found) == POOL and all(each["_id"] != exact for each in found):
        return [*found, *asking.answer(Ask("labels", {"_id": exact}, LABEL_FIELDS, 1))]
    return found


def _placed(kind: str, text: str, known: Iterable[Label]) -> list[tuple[LabelPlace, Label]]:
    fits = ((words.fits(kind, text, each.name), each) for each in known)
    placed = [(LabelPlace(*fit, -each.posts, each.id), each) for fit, each in fits if fit]
    return sorted(placed, key=lambda found: found[0])


def _worded(text: str) -> dict[str, Any] | None:
    """Which posts have all of these words. None: none can."""
    asked = words.asked_keys(text)
    tags = [{"labels": each[0]} for each in asked if each[0].startswith(words.TAG)]
    others = [{"words": {"$in": each}} for each in asked if not each[0].startswith(words.TAG)]
    return {"$and": [*tags, *others], "open": True} if asked else None


def _posts(
    wanted: dict[str, Any],
    sort: tuple[tuple[str, int], ...],
    hide: Collection[PersonId],
    *,
    below: str | None,
    limit: int,
) -> Ask:
    wanted = dict(wanted)
    if below:
        wanted["_id"] = {**wanted.get("_id", {}), "$lt": below}
    if hide:
        wanted["authors"] = {"$nin": list(hide)}
    return Ask("posts", wanted, {"authors": 1, "rank": 1}, limit, sort)


def _found(ask: Ask, patience: int = ANSWER_MS) -> list[Found]:
    with mongo.answering():
        return [_post(each) for each in asking.answer(ask, patience)]


def _post(document: dict[str, Any]) -> Found:
    return Found(document["_id"], document["authors"][0], document["rank"])


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
