"""The index of posts in MongoDB, and of the hashtags and places that they bear, with how many posts each has.

A post's document is written only over an older version of its card, and in one transaction with all counts that it
changes, so facts may come in any order and any number of times, and a writer may stop anywhere. `open` says that
everybody may see a post: it is published for everybody, its author's account is public, and all its authors are active.
What is not open is found by nobody and counted nowhere. Whether a reader may see what is found, their digest and the
cards say when they look.

    posts    _id, version, authors, labels, words, rank, open, ready (all but the accounts), place, was (see `hear`)
    authors  _id, version, active, public: what of an account decides whether its posts are open
    labels   _id (`#birds`, `@<place id>`), name, posts (open ones), starts (see words)
    shares   label, authors, n: open posts with this label by just these authors
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from discovery import generations, words
from kernel.ids import PersonId, PostId, made_at
from kernel.text import MAX_HASHTAGS, Hashtag
from kit import mongo
from kit.wire import batch_get
from views import posts
from views.posts import PostCard, PostCounts
from views.profiles import ProfileCard

GONE = 2**62
"""Version of a post that was deleted: above all others."""

DOUBLING = 2 * 24 * 3600
"""Seconds that a post must be older to need twice the likes for the same rank."""

_Moved = Counter[tuple[str, tuple[PersonId, ...]]]
"""How many open posts more, or less, labels have by certain authors."""


class Entry(Struct, frozen=True):
    """A post as the index keeps it."""

    authors: list[PersonId]
    tags: list[str]
    words: list[str]
    rank: float
    ready: bool
    place: str | None = None

    @property
    def labels(self) -> list[str]:
        place = [words.place_label(posts.place_id(self.place))] if self.place else []
        return [*map(words.tag_label, self.tags), *place]


class Written(Struct, frozen=True):
    """What the index has of a post: its version, the labels that it has or had, and whether it had others."""

    version: int
    labels: set[str]
    was: bool


def entry(card: PostCard, counts: PostCounts) -> Entry:
    """What the index keeps of a post."""
    tags = dict.fromkeys(each.tag for each in card.entities if isinstance(each, Hashtag))
    place = card.place
    return Entry(
        card.authors,
        list(tags)[:MAX_HASHTAGS],
        words.caption_keys(card.caption),
        rank(card.post_id, counts),
        card.state == "published" and card.audience == "everyone",
        posts.place_name(place.name) if place else None,
    )


def rank(post: PostId, counts: PostCounts) -> float:
    """What best posts are ordered by: doubled likes weigh as much as two days. A comment weighs as two likes."""
    return math.log2(1 + counts.likes + 2 * counts.comments) + made_at(post).timestamp() / DOUBLING


def hear(post: PostId, then: Callable[[set[str]], None]) -> None:
    """Make the index agree with the card of a post, then have `then` done with the labels that it has or had.

    Whoever stops in between hears of the post again: until `then` is done, the document says which labels it had.
    Away without MongoDB.
    """
    with mongo.answering():
        written = {each: read(each, [post])[0] for each in generations.known().both}
        then({label for each in written.values() for label in each.labels})
        for generation, each in written.items():
            if each.was:
                same = {"_id": post, "version": each.version}
                generations.writing("posts", generation).update_one(same, {"$unset": {"was": ""}})


def read(generation: str, ids: Iterable[PostId]) -> list[Written]:
    """Make one generation agree with the cards of these posts (at most 50), which are read strongly in one request."""
    wanted = list(dict.fromkeys(ids))
    keys = [key for each in wanted for key in (posts.post_key(each), posts.counts_key(each))]
    found = batch_get(keys, consistent=True)
    written = []
    for each in wanted:
        item = found.get(posts.post_key(each))
        counts = posts.counts_of(found.get(posts.counts_key(each)))
        version = GONE if item is None else int(item.get("version", 0))
        written.append(put(generation, each, version, entry(posts.card_of(item), counts) if item else None))
    return written


def put(generation: str, post: PostId, version: int, what: Entry | None) -> Written:
    """Write a post into one generation with all that it changes, unless this or a later version is there."""
    generations.prepare(generation)
    kept = generations.writing("posts", generation)

    def work(session: Any) -> Written:
        before = kept.find_one({"_id": post}, session=session)
        if before is not None and before["version"] >= version:
            return _written(before)
        document: dict[str, Any] = {"_id": post, "version": version}
        if what is not None:
            rest = msgspec.to_builtins(what, str_keys=True)
            del rest["tags"]
            accounts = _touched(generation, what.authors, session)
            document |= rest | {"labels": what.labels, "open": what.ready and _opens(what.authors, accounts)}
        if was := sorted(_written(before).labels - {*document.get("labels", ())}) if before else []:
            document["was"] = was
        kept.replace_one({"_id": post}, document, upsert=True, session=session)
        moved: _Moved = Counter()
        _add(moved, before, -1)
        _add(moved, document, 1)
        _count(generation, moved, _names([document]), session)
        return _written(document)

    return mongo.transaction(work)


def judge(person: PersonId, card: ProfileCard) -> None:
    """Open or close the posts of somebody as their account says now. Away without MongoDB."""
    with mongo.answering():
        for generation in generations.known().both:
            put_account(generation, person, card)


def put_account(generation: str, person: PersonId, card: ProfileCard) -> None:
    """What this version of somebody's card means for their posts, unless this or a later version is known."""
    generations.prepare(generation)
    accounts = generations.writing("authors", generation)
    kept = generations.writing("posts", generation)
    now = {"active": card.state == "active", "public": not card.private}

    def work(session: Any) -> None:
        before = accounts.find_one({"_id": person}, session=session) or {}
        if before.get("version", -1) >= card.version:
            return
        change = {"$set": now | {"version": card.version}, "$inc": {"touched": 1}}
        accounts.update_one({"_id": person}, change, upsert=True, session=session)
        if all(before.get(name, False) == value for name, value in now.items()):
            return
        of = list(kept.find({"authors": person, "ready": True}, {"words": 0}, session=session))
        known = _touched(generation, {each for document in of for each in document["authors"]} - {person}, session)
        known[person] = now
        moved: _Moved = Counter()
        turned: dict[bool, list[str]] = {True: [], False: []}
        for document in of:
            opened = _opens(document["authors"], known)
            if opened != document["open"]:
                turned[opened].append(document["_id"])
                _add(moved, document, -1)
                _add(moved, document | {"open": opened}, 1)
        for opened, ids in turned.items():
            if ids:
                kept.update_many({"_id": {"$in": ids}}, {"$set": {"open": opened}}, session=session)
        _count(generation, moved, _names(of), session)

    mongo.transaction(work)


def _written(document: dict[str, Any]) -> Written:
    was = document.get("was", ())
    return Written(document["version"], {*document.get("labels", ()), *was}, bool(was))


def _opens(authors: Sequence[PersonId], accounts: dict[PersonId, dict[str, Any]]) -> bool:
    """Whether the accounts of these authors let everybody see their posts; of whom nothing is known, nobody does."""
    active = all(accounts.get(each, {}).get("active", False) for each in authors)
    return active and accounts[authors[0]].get("public", False)


def _touched(generation: str, people: Iterable[PersonId], session: Any) -> dict[PersonId, dict[str, Any]]:
    """What is known of these accounts; who changes one of them at the same time is in the way of this transaction."""
    from pymongo import ReturnDocument

    accounts = generations.writing("authors", generation)
    return {
        each: accounts.find_one_and_update(
            {"_id": each},
            {"$inc": {"touched": 1}},
            upsert=True,
            return_document=ReturnDocument.AFTER,
            session=session,
        )
        for each in sorted(people)
    }


def _add(moved: _Moved, document: dict[str, Any] | None, by: int) -> None:
    if document is not None and document.get("open"):
        for label in document["labels"]:
            moved[label, tuple(sorted(document["authors"]))] += by


def _names(documents: Iterable[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """What labels are called, and how they are found."""
    found: dict[str, dict[str, Any]] = {}
    for document in documents:
        place = document.get("place")
        for label in document.get("labels", []):
            name = place if place and label[0] == words.PLACE else label[1:]
            found[label] = {"name": name, "starts": words.starts(label[0], name)}
    return found


def _count(generation: str, moved: _Moved, names: dict[str, dict[str, Any]], session: Any) -> None:
    """Add to the counts of labels, in the order of their ids; what has none is forgotten."""
    from pymongo import UpdateOne

    totals: Counter[str] = Counter()
    of_authors, of_labels = [], []
    for (label, authors), by in sorted(moved.items()):
        if by:
            totals[label] += by
            kept = {"label": label, "authors": list(authors)}
            share = {"_id": f"{label} {','.join(authors)}"}
            of_authors.append(UpdateOne(share, {"$inc": {"n": by}, "$setOnInsert": kept}, upsert=True))
    if not of_authors:
        return
    for label, by in sorted(totals.items()):
        of_labels.append(
            UpdateOne({"_id": label}, {"$inc": {"posts": by}, "$setOnInsert": names.get(label, {})}, upsert=True)
        )
    labels, shares = generations.writing("labels", generation), generations.writing("shares", generation)
    shares.bulk_write(of_authors, session=session)
    shares.delete_many({"label": {"$in": sorted(totals)}, "n": 0}, session=session)
    labels.bulk_write(of_labels, session=session)
    labels.delete_many({"_id": {"$in": sorted(totals)}, "posts": 0}, session=session)
