"""A small world for tests of notifications: people, posts, and an inbox that hears everything three times."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from notifications import inbox, overview, store
from notifications.overview import NotificationAnswer

import contracts
from contracts import Fact
from contracts.posts import PostLiked, PostUnliked
from kernel.ids import FactId, PersonId, PostId, new_id
from kit import meter
from kit.wire import Table
from support.tables import tables
from views import cards
from views.graph import digest_key
from views.identity import handle_key
from views.posts import post_key
from views.profiles import profile_key

START = 1_790_000_000_000


@contextmanager
def world(endpoint: str) -> Iterator[str]:
    """Notifications' own table, and of the other contexts what their cards need. Yields the prefix."""
    contexts = ("notifications", "graph", "identity", "posts", "profiles")
    with tables(endpoint, *contexts, secrets=("cursor-key", "media-key"), REDIS_URL="") as prefix:
        cards._cache.cache_clear()
        meter.meter_botocore(store.Item._get_connection().connection.client)
        yield prefix


_moment = [START]


def tick(seconds: float = 1) -> str:
    _moment[0] += int(seconds * 1000)
    return new_id(_moment[0])


def keep(key: tuple[str, str, str], **attributes: Any) -> None:
    table, pk, sk = key
    Table(table).put({"pk": pk, "sk": sk, **attributes})


def person(name: str = "p", **more: Any) -> PersonId:
    id_ = PersonId(new_id())
    keep(profile_key(id_), person_id=id_, username=name, name=name.title(), **more)
    keep(handle_key(name), person_id=id_, username=name)
    return id_


def relations(reader: PersonId, **sets: set[PersonId]) -> None:
    keep(digest_key(reader), **sets)


def post(author: PersonId, **more: Any) -> PostId:
    id_ = PostId(tick())
    at = "2026-11-22T12:00:00.000Z"
    keep(post_key(id_), **{"post_id": id_, "author": author, "published_at": at, "photos": "[]", **more})
    return id_


def hears(*facts: Fact) -> None:
    """The inbox hears of facts, three times each and shuffled."""
    texts = [contracts.encode(contracts.envelope(fact, actor=None, journey="j", id_=tick())) for fact in facts]
    records = [{"messageId": str(n), "body": f'{{"detail": {text}}}'} for n, text in enumerate(texts * 3)]
    random.Random(len(texts)).shuffle(records)
    assert inbox.app({"Records": records}, None) == {"batchItemFailures": []}


def like(of: PostId, author: PersonId, liker: PersonId) -> PostLiked:
    return PostLiked(like_id=FactId(tick()), post_id=of, author=author, liker=liker)


def unlike(fact: PostLiked) -> PostUnliked:
    return PostUnliked(like_id=fact.like_id, post_id=fact.post_id, author=fact.author, liker=fact.liker)


def listed(me: PersonId, **how: Any) -> list[NotificationAnswer]:
    return overview.list_notifications(me, **how).items


def kinds(me: PersonId) -> list[tuple[str, str]]:
    return [(each.kind, each.actor.username) for each in listed(me)]
