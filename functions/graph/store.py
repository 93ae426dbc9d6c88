"""Graph's writes: followings and requests. Blocks, mutes and close friends are in relation_store.py.

The digest is one item made of sets. Who changes it adds or takes away in the transaction of what it changes with, and
never writes it whole, so that changes of different relations do not disturb each other; two changes of one relation
meet at the conditions on its own items (the edge, the request, the block, the trace of having left).

Its size: a usual digest has a few hundred bytes. A name in it takes 27, so that it passes 4 KB at about 150. Beyond
that it only grows, by one read unit for each 4 KB: 7,500 followed authors, all pulled, and 1,000 each of severed,
blocked and muted people are 290 KB, below an item's 400 KB. Only of those who block one there may be more than that;
of them it names few (`model.MAX_BLOCKED_BY`).

Every command is a transaction, though some have one item only: a transaction that arrives again late, after the
opposite was done, is known by its token and changes nothing, while a plain write would bring the edge back.
"""

import random
import time
from collections.abc import Callable
from typing import Literal, TypeVar

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute, UnicodeSetAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from contracts.graph import AuthorPulled, FollowRequested, FollowRequestEnded, PersonFollowed, PersonUnfollowed
from graph import keys
from graph.model import Between
from kernel.errors import Away
from kernel.ids import FactId, PersonId
from kit import store
from kit.store import ConditionFailed, Step
from views import graph
from views.profiles import profile_key

__all__ = [
    "ConditionFailed",
    "add_edge",
    "add_pulled",
    "add_request",
    "begin_pulling",
    "end_request",
    "finish_pulling",
    "forget_left",
    "remove_edge",
    "settled",
]

T = TypeVar("T")

TRIES = 12

Outcome = Literal["approved", "declined", "withdrawn"]


class Item(store.Item):
    context = "graph"


class Edge(Item):
    followee = UnicodeAttribute()
    follow_id = UnicodeAttribute()
    followers = NumberAttribute()
    named = NumberAttribute(null=True)
    followers_pk = UnicodeAttribute()
    followers_sk = UnicodeAttribute()


class Request(Item):
    """`follow_id` and the followers' keys say the same as `request_id`: they place it in the indexes."""

    request_id = UnicodeAttribute()
    follow_id = UnicodeAttribute()
    followers_pk = UnicodeAttribute()
    followers_sk = UnicodeAttribute()


class DigestItem(Item):
    pulled = UnicodeSetAttribute(null=True)
    severed = UnicodeSetAttribute(null=True)
    blocking = UnicodeSetAttribute(null=True)
    blocked_by = UnicodeSetAttribute(null=True)
    blocked_more = NumberAttribute(null=True)
    muted = UnicodeSetAttribute(null=True)
    muted_stories = UnicodeSetAttribute(null=True)


class LeftItem(Item):
    at = NumberAttribute()
    followers = NumberAttribute()
    follow_id = UnicodeAttribute()


class Counts(Item):
    pulling = NumberAttribute()


class ProfileItem(store.Item):
    """Profiles' card; conditions on it only."""

    context = "profiles"
    private = BooleanAttribute(null=True)
    state = UnicodeAttribute(null=True)


def settled(attempt: Callable[[], T]) -> T:
    """What `attempt` returns when its conditions hold; it reads anew each time. Away when others are always faster."""
    for tries in range(TRIES):
        try:
            return attempt()
        except ConditionFailed:
            time.sleep(random.random() * min(0.3, 0.01 * 2**tries))  # noqa: S311 - jitter
    raise Away("Too much happens at once. Try again.", retry_after=1)


def add_edge(before: Between, follow_id: FactId, *, by: Literal["follower", "owner", "opening"] = "follower") -> None:
    """Follow. The edge carries its own fact; a waiting request ends as approved. One transaction.

    A follower follows accounts that are open; an owner lets in whom they like; while an account is open, all who wait
    are let in. That is checked when it is written, as are blocks: a block takes the request away, so whoever finds the
    request has not been blocked. Raises ConditionFailed when anything has changed since `before` was read.
    """
    fact = PersonFollowed(follow_id=follow_id, follower=before.follower, followee=before.followee)
    actor = before.followee if by == "owner" else before.follower
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
        fact=store.sealed(fact, actor=actor),
    )
    steps = [store.put(edge, unless_exists=True)]
    if by != "owner":
        steps.append(account_is(before.followee, private=False))
    if before.request is None:
        steps += not_apart(before.follower, before.followee)
    else:
        steps += request_ends(before.request.request_id, before.follower, before.followee, "approved", actor)
    _, left_pk, left_sk = graph.left_key(before.follower, before.followee)
    actions: list[Action] = [DigestItem.pulled.add({before.followee})] if before.pulling else []
    if before.left is None:
        steps.append(store.check(LeftItem, left_pk, left_sk, LeftItem.pk.does_not_exist()))
    else:
        of_it = LeftItem.follow_id == before.left.follow_id
        steps.append(store.delete(LeftItem, left_pk, left_sk, condition=of_it | LeftItem.pk.does_not_exist()))
        actions.append(DigestItem.severed.delete({before.followee}))
    store.transact([*steps, *([change_digest(before.follower, actions)] if actions else [])])


def add_request(before: Between, request_id: FactId) -> None:
    """Ask to follow a private account; the request carries its own fact. One transaction.

    Raises ConditionFailed when the account is not private any more, or anything else has changed.
    """
    fact = FollowRequested(request_id=request_id, asker=before.follower, asked=before.followee)
    _, pk, sk = graph.request_key(before.follower, before.followee)
    request = Request(
        pk,
        sk,
        request_id=request_id,
        follow_id=request_id,
        followers_pk=keys.asked(before.followee),
        followers_sk=request_id,
        fact=store.sealed(fact, actor=before.follower),
    )
    _, edge_pk, edge_sk = graph.follow_key(before.follower, before.followee)
    store.transact(
        [
            store.put(request, unless_exists=True),
            account_is(before.followee, private=True),
            store.check(Edge, edge_pk, edge_sk, Edge.pk.does_not_exist()),
            *not_apart(before.follower, before.followee),
        ]
    )


def end_request(request_id: FactId, asker: PersonId, asked: PersonId, outcome: Outcome, *, actor: PersonId) -> None:
    """End a request without a following. Raises ConditionFailed when it is not waiting any more."""
    store.transact(request_ends(request_id, asker, asked, outcome, actor))


def remove_edge(before: Between, follow_id: FactId, *, actor: PersonId | None = None) -> None:
    """End a following: the edge goes, the digest hides the author at once, and the fact is said. One transaction.

    Raises ConditionFailed when the edge is not that of `follow_id` any more.
    """
    own = actor is None or actor == before.follower
    followers = max(0, before.counts.followers - 1) if own else None
    store.transact(
        [
            *severs(follow_id, before.follower, before.followee, actor or before.follower, followers=followers),
            change_digest(before.follower, hiding(before.followee)),
            no_close_friend(before.followee, before.follower),
        ]
    )


def forget_left(person: PersonId, author: PersonId, follow_id: str) -> None:
    """A timeline holds nothing more of the following `follow_id`: nothing needs hiding, unless a later one ended too.

    Doing so again changes nothing.
    """
    _, pk, sk = graph.left_key(person, author)
    gone = store.delete(LeftItem, pk, sk, condition=LeftItem.follow_id == follow_id)
    try:
        store.transact([gone, change_digest(person, [DigestItem.severed.delete({author})])])
    except ConditionFailed:
        return


def add_pulled(follower: PersonId, author: PersonId) -> None:
    """Name `author` in a follower's digest, but only while the follower follows."""
    _, pk, sk = graph.follow_key(follower, author)
    named = change_digest(follower, [DigestItem.pulled.add({author})])
    try:
        store.transact([store.check(Edge, pk, sk, Edge.pk.exists()), named])
    except ConditionFailed:
        return


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


# Steps of transactions, for relation_store.py too.


def change_digest(person: PersonId, actions: list[Action], condition: Condition | None = None) -> Step:
    _, pk, sk = graph.digest_key(person)
    return store.update(DigestItem, pk, sk, actions, condition=condition)


def hiding(author: PersonId) -> list[Action]:
    """What a digest needs whose person does not follow `author` any more."""
    return [DigestItem.severed.add({author}), DigestItem.pulled.delete({author})]


def severs(
    follow_id: FactId, follower: PersonId, followee: PersonId, actor: PersonId, *, followers: int | None
) -> list[Step]:
    """The edge goes, a trace of it stays, and it is said.

    `followers` are left, as far as the follower sees; None when it was not their doing.
    """
    _, pk, sk = graph.follow_key(follower, followee)
    _, left_pk, left_sk = graph.left_key(follower, followee)
    at = 0 if followers is None else int(time.time() * 1000)
    fact = PersonUnfollowed(follow_id=follow_id, follower=follower, followee=followee)
    return [
        store.delete(Edge, pk, sk, condition=Edge.follow_id == follow_id),
        store.put(LeftItem(left_pk, left_sk, at=at, followers=followers or 0, follow_id=follow_id)),
        store.outbox(Item, fact, actor=actor),
    ]


def request_ends(request_id: FactId, asker: PersonId, asked: PersonId, outcome: Outcome, actor: PersonId) -> list[Step]:
    _, pk, sk = graph.request_key(asker, asked)
    fact = FollowRequestEnded(request_id=request_id, asker=asker, asked=asked, outcome=outcome)
    return [
        store.delete(Request, pk, sk, condition=Request.request_id == request_id),
        store.outbox(Item, fact, actor=actor),
    ]


def no_close_friend(owner: PersonId, friend: PersonId) -> Step:
    """Close friends are followers: who follows no more is none."""
    _, pk, sk = graph.close_key(owner, friend)
    return store.delete(Item, pk, sk)


def not_apart(one: PersonId, other: PersonId) -> list[Step]:
    """Neither blocks the other."""
    wanted = (graph.block_key(one, other), graph.block_key(other, one))
    return [store.check(Item, pk, sk, Item.pk.does_not_exist()) for _, pk, sk in wanted]


def account_is(person: PersonId, *, private: bool) -> Step:
    """The account is active, and private or open; one whose card is still being made is open."""
    _, pk, sk = profile_key(person)
    closed: Condition = ProfileItem.private == True  # noqa: E712 - a condition of the store
    active: Condition = ProfileItem.state.does_not_exist() | (ProfileItem.state == "active")
    wanted = closed if private else ProfileItem.private.does_not_exist() | (ProfileItem.private == False)  # noqa: E712
    return store.check(ProfileItem, pk, sk, wanted & active)
