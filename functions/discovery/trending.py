"""Makes the lists of what trends, which hashtags are related, and the ranks of posts that were liked lately."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice, permutations
from typing import Any

import msgspec

from discovery import generations, index, interactions, posts_index, trends, words
from discovery.shapes import Span
from discovery.trends import SPANS, Trend
from kernel import clock
from kernel.ids import PersonId, PostId, first_id, made_at
from kit import mongo
from kit.consumers import Schedule
from kit.wire import batch_get
from views import posts

app = Schedule("trending")

MOST_POSTS = 100_000
"""Newest posts that are looked at."""

MOST_DEEDS = 200_000
"""Latest likes and comments that are looked at."""

MOST_RANKS = 2_000
"""Posts whose ranks one run makes anew."""

BESIDE = 10
"""Hashtags of a post that count as related."""

RELATED = 16
RELATED_PEOPLE = 20

POPULAR = 200


@app.every("rate(10 minutes)")
def make_trends() -> None:
    """Look at the posts of two weeks, and at likes and comments of one. Away without MongoDB: the lists stay."""
    now = clock.now()
    with mongo.answering():
        recent = list(_posts(now))
        deeds = list(islice(interactions.since(first_id(now - SPANS["week"])), MOST_DEEDS))
        for span in SPANS:
            _keep(f"tags:{span}", tags(recent, now, span), now)
            _keep(f"posts:{span}", _open(liked(deeds, now, span)), now)
        liked_most = popular(deeds, now)
        trends.keep(trends.POPULAR, liked_most, now)
        for generation in generations.known().both:
            index.weigh(generation, {each["person"]: each["score"] for each in liked_most})
        _relate(recent)
        _rank(deeds)


def tags(recent: Iterable[dict[str, Any]], now: datetime, span: Span) -> list[Trend]:
    """Hashtags by who used them in the span, and in the one before."""
    found: dict[str, Trend] = {}
    edge, start = now - SPANS[span], now - 2 * SPANS[span]
    for post in recent:
        at, author = made_at(post["_id"]), post["authors"][0]
        if at < start:
            continue
        part = trends.weight(author, now)
        for label in post["labels"]:
            if label[0] == words.TAG:
                trend = found.setdefault(label[1:], Trend(label[1:], {}, {}))
                if at >= edge:
                    trend.now[author] = max(trend.now.get(author, 0.0), part * trends.faded(at, now, span))
                else:
                    trend.before[author] = part
    return list(found.values())


def liked(deeds: Iterable[dict[str, Any]], now: datetime, span: Span) -> list[Trend]:
    """Posts by who liked or commented on them in the span."""
    found: dict[str, Trend] = {}
    for deed in deeds:
        at, person = interactions.when(deed), PersonId(deed["person"])
        if at >= now - SPANS[span]:
            trend = found.setdefault(deed["post"], Trend(deed["post"], {}))
            trend.now[person] = trends.weight(person, now) * trends.faded(at, now, span)
    return list(found.values())


def popular(deeds: Iterable[dict[str, Any]], now: datetime) -> list[dict[str, Any]]:
    """People by how many liked or commented on what they published, each of whom counts once."""
    found: dict[PersonId, dict[PersonId, float]] = defaultdict(dict)
    for deed in deeds:
        person = PersonId(deed["person"])
        found[deed["author"]][person] = trends.weight(person, now)
    known = ((author, sum(sorted(by.values()))) for author, by in found.items() if len(by) >= trends.LEAST)
    first = sorted(known, key=lambda each: (-each[1], each[0]))[:POPULAR]
    return [{"person": author, "score": score} for author, score in first]


def related(recent: Iterable[dict[str, Any]]) -> dict[str, dict[str, list[PersonId]]]:
    """For each hashtag those that stand beside it, the ones that most people use so first, and who does."""
    beside: dict[str, dict[str, dict[PersonId, None]]] = defaultdict(lambda: defaultdict(dict))
    for post in recent:
        own = [label for label in post["labels"] if label[0] == words.TAG][:BESIDE]
        for label, other in permutations(own, 2):
            beside[label][other[1:]][post["authors"][0]] = None
    return {
        label: {
            other: list(people)[:RELATED_PEOPLE]
            for other, people in sorted(others.items(), key=lambda each: (-len(each[1]), each[0]))[:RELATED]
            if len(people) > 1
        }
        for label, others in beside.items()
    }


def _posts(now: datetime) -> Iterator[dict[str, Any]]:
    wanted = {"_id": {"$gte": first_id(now - 2 * SPANS["week"]), "$lt": "~"}, "open": True}
    found = generations.reading("posts").find(wanted, {"authors": 1, "labels": 1})
    yield from found.sort("_id", -1).limit(MOST_POSTS)


def _open(found: list[Trend]) -> list[Trend]:
    """Those of these posts that everybody may see, with their authors: of the best as many as are kept."""
    best = [each.id for each in trends.rank(found)][: 2 * trends.KEPT]
    known = generations.reading("posts").find({"_id": {"$in": best}, "open": True}, {"authors": 1})
    authors = {each["_id"]: each["authors"] for each in known}
    return [msgspec.structs.replace(each, authors=authors[each.id]) for each in found if each.id in authors]


def _keep(name: str, found: list[Trend], now: datetime) -> None:
    places = {each.id: place for place, each in enumerate(trends.rank(found)[: trends.KEPT])}
    kept = sorted((each for each in found if each.id in places), key=lambda each: places[each.id])
    trends.keep(name, [msgspec.to_builtins(trends.cut(each), str_keys=True) for each in kept], now)


def _relate(recent: list[dict[str, Any]]) -> None:
    from pymongo import UpdateOne

    changes = [UpdateOne({"_id": label}, {"$set": {"related": others}}) for label, others in related(recent).items()]
    for start in range(0, len(changes), 1000):
        generations.reading("labels").bulk_write(changes[start : start + 1000], ordered=False)


def _rank(deeds: list[dict[str, Any]]) -> None:
    """Make ranks anew of the posts that were liked last."""
    from pymongo import UpdateOne

    ids = list(dict.fromkeys(PostId(deed["post"]) for deed in deeds))[:MOST_RANKS]
    for start in range(0, len(ids), 100):
        page = ids[start : start + 100]
        counted = batch_get([posts.counts_key(each) for each in page])
        changes = [
            UpdateOne(
                {"_id": each, "open": True},
                {"$set": {"rank": posts_index.rank(each, posts.counts_of(counted.get(posts.counts_key(each))))}},
            )
            for each in page
        ]
        for generation in generations.known().both:
            generations.writing("posts", generation).bulk_write(changes, ordered=False)
