"""What the platform writes into the read models of search, done once with the data of the bench, to explain it."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import islice
from unittest.mock import patch

from discovery import follows, generations, index, interactions, posts_index, trending
from discovery.model import called

from desk.search_data import World
from kernel import levels
from kernel.ids import FactId
from kit import mongo
from kit.settings import settings
from views.profiles import ProfileCard


@contextmanager
def platform(uri: str, prefix: str) -> Iterator[None]:
    """Inside, the platform's code reads and writes this database."""
    with patch.dict(os.environ, {"MONGODB_URI": uri, "PREFIX": prefix}):
        _forget()
        try:
            yield
        finally:
            _forget()


def writes(world: World) -> dict[str, Callable[[], object]]:
    """Every way in which the platform changes the read models. Doing it changes little of them."""
    rng = world.rng("writes")
    *_, last = (post.id for post in islice(world.posts(), 500))
    person, other = (world.people[each] for each in (len(world.people) // 3, len(world.people) // 2))
    card = ProfileCard(person.id, person.username, person.name, version=2, private=person.public)
    entry = posts_index.Entry([other.id], ["new"], ["new"], 1.0, ready=True, place="New")
    id_ = FactId(world.id(rng, timedelta(0)))
    return {
        "a person changes": lambda: index.put(generations.FIRST, person.id, 2, called(other.username, "New")),
        "an account opens or closes": lambda: posts_index.put_account(generations.FIRST, person.id, card),
        "a post changes": lambda: posts_index.put(generations.FIRST, last, 2, entry),
        "a post goes": lambda: posts_index.put(generations.FIRST, last, posts_index.GONE, None),
        "a following begins": lambda: follows.keep(person.id, other.id, levels.began(id_)),
        "a following ends": lambda: follows.keep(person.id, other.id, levels.ended(id_)),
        "somebody with many followings follows": lambda: follows.keep(world.busy[0], other.id, levels.began(id_)),
        "a like": lambda: interactions.note("like", id_, post=last, author=other.id, person=person.id, stands=True),
        "somebody goes": lambda: interactions.forget(person.id),
    }


def make_trends() -> None:
    """The work of trending, with a table of counts in which nothing is found."""
    logging.disable(logging.INFO)
    try:
        with patch.object(trending, "batch_get", lambda keys: {}):  # noqa: ARG005 - a stand-in
            trending.make_trends()
    finally:
        logging.disable(logging.NOTSET)


def _forget() -> None:
    mongo.forget()
    settings.cache_clear()
    generations.forget()
    interactions._collection.cache_clear()  # noqa: SLF001 - it is of the database before
