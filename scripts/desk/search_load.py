"""Fills MongoDB with the read models of search, many documents at once and without the transactions.

The documents are those that the platform writes: made by its own rules, and compared with its own writing by
`tests/discovery/test_search_bench.py`.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import islice
from typing import Any, TypeVar
from unittest.mock import patch

import msgspec
from discovery import generations, interactions, model, posts_index, words

from desk.search_data import Person, Post, World, caption_keys
from desk.terminal import Say, silent
from kernel import levels
from kernel.ids import FactId, PersonId, made_at
from kit import mongo
from kit.settings import settings
from views.posts import PostCounts

T = TypeVar("T")

BATCH = 2_000
TOLD_EVERY = 100_000
LIKES_OF_LATE = 200_000
"""Likes of the last days, which trends look at; of fewer posts a fifth of them."""


class Loading:
    """One generation that is being filled. `counted` are the posts of each label, once all posts are there."""

    def __init__(self, database: Any, generation: str = generations.FIRST) -> None:
        self.database, self.generation = database, generation
        self.labels: dict[str, dict[str, Any]] = {}
        self.counted: Counter[str] = Counter()
        self._shares: Counter[tuple[str, tuple[PersonId, ...]]] = Counter()
        self._public: dict[PersonId, bool] = {}

    def people(self, people: Sequence[Person]) -> None:
        """Whom there is, and what their accounts say of their posts."""
        self._public = {each.id: each.public for each in people}
        self._fill("people", (_person(each) for each in people))
        accounts = (
            {"_id": each.id, "active": True, "public": each.public, "version": 1, "touched": 1} for each in people
        )
        self._fill("authors", accounts)

    def posts(self, posts: Sequence[Post]) -> None:
        """Some posts more."""
        documents = [self._post(each) for each in posts]
        for document in documents:
            for label in document["labels"]:
                if document["open"]:
                    self.counted[label] += 1
                    self._shares[label, tuple(sorted(document["authors"]))] += 1
                    self._name(label, document["place"])
        self._fill("posts", documents)

    def count(self) -> None:
        """Write the counts of all posts that were loaded."""
        self._fill("labels", ({"_id": label, "posts": n} | self.labels[label] for label, n in self.counted.items()))
        shares = (
            {"_id": f"{label} {','.join(authors)}", "label": label, "authors": list(authors), "n": n}
            for (label, authors), n in self._shares.items()
        )
        self._fill("shares", shares)
        self._shares.clear()

    def named(self) -> Iterator[tuple[str, str, int]]:
        """All labels: id, name, number of posts."""
        yield from ((label, self.labels[label]["name"], n) for label, n in self.counted.items())

    def follows(self, pairs: Iterable[tuple[PersonId, PersonId, str]]) -> None:
        """Who follows whom; none of them follows more people than are marked."""
        self._fill("follows", (_follow(*each) for each in pairs))

    def _fill(self, kind: generations.Kind, documents: Iterable[dict[str, Any]]) -> None:
        collection = self.database[generations.name(kind, self.generation)]
        for batch in batches(documents, BATCH):
            collection.insert_many(batch, ordered=False)

    def _post(self, post: Post) -> dict[str, Any]:
        rank = posts_index.rank(post.id, PostCounts(likes=post.likes))
        entry = posts_index.Entry(
            post.authors, post.tags, caption_keys(post.caption), rank, ready=True, place=post.place
        )
        rest = msgspec.to_builtins(entry, str_keys=True)
        del rest["tags"]
        opened = self._public[post.authors[0]]
        return {"_id": post.id, "version": 1, **rest, "labels": entry.labels, "open": opened}

    def _name(self, label: str, place: str | None) -> None:
        if label not in self.labels:
            name = place if place and label[0] == words.PLACE else label[1:]
            self.labels[label] = {"name": name, "starts": words.starts(label[0], name)}


def load(world: World, client: Any, rival: Any = None, say: Say = silent) -> dict[str, float]:
    """Fill the platform's database, and what it is compared with, from one making of the data; seconds of each.

    Indexes are made last, by the platform's own code: that is several times faster. Give a client that waits.
    """
    spent: dict[str, float] = {"MongoDB": 0.0, "PostgreSQL": 0.0}

    def both(told: str, mine: Any, others: Any) -> None:
        began = time.monotonic()
        mine()
        between = time.monotonic()
        spent["MongoDB"] += between - began
        if rival:
            others()
            spent["PostgreSQL"] += time.monotonic() - between
        if told:
            say(f"  {told}")

    loading = Loading(client[settings().prefix])
    both(f"{len(world.people)} people", lambda: loading.people(world.people), lambda: rival.people(world.people))
    number = 0
    for batch in batches(world.posts(), BATCH):
        number += len(batch)
        told = f"{number} posts" if number % TOLD_EVERY == 0 else ""
        both(told, lambda batch=batch: loading.posts(batch), lambda batch=batch: rival.posts(batch))
    both("counts of hashtags and places", loading.count, lambda: rival.labels(loading.named()))
    pairs = list(world.follows())
    both(f"{len(pairs)} followings", lambda: loading.follows(pairs), lambda: rival.follows(pairs))
    _likes(world, client)
    both("indexes", lambda: prepare(client), rival.prepare if rival else None)
    return spent


def prepare(client: Any, generation: str = generations.FIRST) -> None:
    """The indexes of a generation, made with a client that waits for them."""
    with patch.object(mongo, "database", lambda: client[settings().prefix]):
        generations.prepare(generation)


def batches(things: Iterable[T], many: int) -> Iterator[list[T]]:
    """The same in lists of so many."""
    left = iter(things)
    while batch := list(islice(left, many)):
        yield batch


def _person(person: Person) -> dict[str, Any]:
    return {"_id": person.id, "version": 1, "keys": model.keys(model.called(person.username, person.name))}


def _follow(follower: PersonId, followee: PersonId, id_: str) -> dict[str, Any]:
    level = levels.began(FactId(id_))
    pair = {"_id": f"{follower}:{followee}", "follower": follower, "followee": followee}
    return pair | {"level": level, "on": True, "newest": True}


def _likes(world: World, client: Any) -> None:
    """Likes of the last week, of whom and what is common more than of others."""
    rng = world.rng("likes")
    many = min(LIKES_OF_LATE, world.size // 5)
    recent = list(islice(_last(world), max(many // 10, 1)))
    documents: dict[str, dict[str, Any]] = {}
    for _ in range(many):
        post = recent[min(int(rng.paretovariate(0.5)) - 1, len(recent) - 1)]
        person = world.people[world.by_authors.draw(rng)[0]].id
        last = world.id(rng, timedelta(days=7 * rng.random()))
        one = {"like": f"{last}0", "last": last, "until": made_at(last) + interactions.KEPT}
        one |= {"post": post.id, "person": person, "author": post.authors[0]}
        documents[f"{post.id}:{person}"] = one
    for batch in batches(({"_id": id_} | each for id_, each in documents.items()), BATCH):
        client[settings().prefix][interactions.COLLECTION].insert_many(batch, ordered=False)


def _last(world: World) -> Iterator[Post]:
    """Some of the posts: what is liked need not be the newest."""
    return islice(world.posts(), 0, None, 7)
