"""Graph's writes.

The digest is one item with a version. Who changes it writes it whole, in the transaction of what it changes with, on
the condition that the version is still the one that was read; who was too slow reads again (`settled`).

Its size: a usual digest has a few hundred bytes. A pulled author takes 29 bytes and a severed line 80, so that it
passes 4 KB at about 140 pulled authors. Beyond that it only grows, by one read unit for each 4 KB: the 7,500 people
that one may follow, all pulled, and 1,000 severed lines are 300 KB, below an item's 400 KB. No second form is needed.
"""

import random
import time
from collections.abc import Callable
from typing import TypeVar

import msgspec
from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from contracts.graph import AuthorPulled, PersonFollowed, PersonUnfollowed
from graph import keys
from graph.model import Between
from kernel import clock
from kernel.errors import Away
from kernel.ids import FactId, PersonId
from kit import store
from kit.store import ConditionFailed, Step
from views import graph
from views.graph import Digest

__all__ = [
    "ConditionFailed",
    "add_edge",
    "add_pulled",
    "begin_pulling",
    "finish_pulling",
    "remove_edge",
    "replace_digest",
    "settled",
]

T = TypeVar("T")

TRIES = 12


class Item(store.Item):
    context = "graph"


class Edge(Item):
    followee = UnicodeAttribute()
    follow_id = UnicodeAttribute()
    followers = NumberAttribute()
    named = NumberAttribute(null=True)
    followers_pk = UnicodeAttribute()
    followers_sk = UnicodeAttribute()


class DigestItem(Item):
    digest = UnicodeAttribute()
    version = NumberAttribute()


class LeftItem(Item):
    at = NumberAttribute()
    followers = NumberAttribute()


class Counts(Item):
    pulling = NumberAttribute()


def settled(attempt: Callable[[], T]) -> T:
    """What `attempt` returns when its conditions hold; it reads anew each time. Away when others are always faster."""
    for tries in range(TRIES):
        try:
            return attempt()
        except ConditionFailed:
            time.sleep(random.random() * min(0.3, 0.01 * 2**tries))  # noqa: S311 - jitter
    raise Away("Too much happens at once. Try again.", retry_after=1)


def add_edge(before: Between, follow_id: FactId) -> None:
    """Follow: the edge carries its own fact. One plain write, or one transaction when the digest changes with it.

    Raises ConditionFailed when the edge is there already or the digest has changed since `before` was read.
    """
    fact = PersonFollowed(follow_id=follow_id, follower=before.follower, followee=before.followee)
    _, pk, sk = graph.follow_key(before.follower, before.followee)
    edge = Edge(
        pk,
        sk,
        followee=before.followee,
        follow_id=follow_id,
        followers=before.counts.followers + 1,
        named=1 if before.pulling else None,
        followers_pk=graph.followers_partition(before.followee, keys.shard_of(before.follower)),
        followers_sk=follow_id,
        fact=store.sealed(fact, actor=before.follower),
    )
    digest = before.digest_after_follow()
    if digest == before.digest and not before.pulling:
        store.write(store.put(edge, unless_exists=True))
    else:
        store.transact(
            [store.put(edge, unless_exists=True), _digest(before.follower, digest, before.version)],
        )


def remove_edge(before: Between, follow_id: FactId) -> None:
    """Unfollow: the edge goes, the digest hides the author at once, and the fact is said. One transaction.

    Raises ConditionFailed when the edge is not that of `follow_id` any more or the digest has changed.
    """
    fact = PersonUnfollowed(follow_id=follow_id, follower=before.follower, followee=before.followee)
    _, pk, sk = graph.follow_key(before.follower, before.followee)
    _, left_pk, left_sk = graph.left_key(before.follower, before.followee)
    trace = LeftItem(
        left_pk,
        left_sk,
        at=int(time.time() * 1000),
        followers=max(0, before.counts.followers - 1),
        expires_at=clock.seconds() + 60,
    )
    store.transact(
        [
            store.delete(Edge, pk, sk, condition=Edge.follow_id == follow_id),
            _digest(before.follower, before.digest_after_leave(follow_id), before.version),
            store.put(trace),
            store.outbox(Item, fact, actor=before.follower),
        ]
    )


def replace_digest(person: PersonId, digest: Digest, version: int) -> None:
    """Write a digest that was read at `version`. Raises ConditionFailed when it has changed since."""
    store.write(_digest(person, digest, version))


def add_pulled(follower: PersonId, author: PersonId, digest: Digest, version: int) -> None:
    """Name `author` in a follower's digest, but only while the follower follows.

    Raises ConditionFailed when the digest has changed since, or when the edge is gone.
    """
    _, pk, sk = graph.follow_key(follower, author)
    store.transact([store.check(Edge, pk, sk, Edge.pk.exists()), _digest(follower, digest, version)])


def begin_pulling(author: PersonId) -> None:
    """From now on follow names the author in the new follower's digest. Doing so again changes nothing."""
    _, pk, sk = graph.counts_key(author)
    store.write(store.update(Counts, pk, sk, [Counts.pulling.set(1)]))


def finish_pulling(author: PersonId) -> None:
    """Every follower's digest names the author: mark it and say it, once however often this is done."""
    _, pk, sk = graph.is_pulled_key(author)
    mark = Item(pk, sk, fact=store.sealed(AuthorPulled(author=author), actor=None))
    try:
        store.write(store.put(mark, unless_exists=True))
    except ConditionFailed:
        return


def _digest(person: PersonId, digest: Digest, version: int) -> Step:
    _, pk, sk = graph.digest_key(person)
    item = DigestItem(pk, sk, digest=msgspec.json.encode(digest).decode(), version=version + 1)
    if version == 0:
        return store.put(item, unless_exists=True)
    return store.put(item, condition=DigestItem.version == version)
