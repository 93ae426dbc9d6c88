"""Writes of blocks, mutes and close friends. Each is one transaction."""

import random
import time
from collections.abc import Callable
from typing import Any

from pynamodb.attributes import UnicodeSetAttribute
from pynamodb.expressions.condition import Condition, size
from pynamodb.expressions.update import Action

from contracts import Fact
from contracts.graph import PersonBlocked, PersonMuted, PersonUnblocked, PersonUnmuted
from graph.model import MAX_BLOCKED_BY, MAX_MUTING, Pair
from graph.store import (
    DigestItem,
    Edge,
    Item,
    Request,
    change_digest,
    hiding,
    no_close_friend,
    request_ends,
    severs,
)
from kernel.errors import Away, Conflict
from kernel.ids import PersonId
from kit import store
from kit.store import ConditionFailed, Step
from views import graph

PATIENCE = 8.0
"""Seconds for which a block is tried again while others change the same digests."""


class Close(Item):
    pass


def patiently(attempt: Callable[[], None]) -> None:
    """Do what writes an item that very many others may be writing at this moment, until it is done.

    A block must not fail because fifty others block the same person: each of these transactions can be refused because
    of another one, and one of them always wins.
    """
    until, pause = time.monotonic() + PATIENCE, 0.02
    while True:
        try:
            return attempt()
        except (ConditionFailed, Away):
            pause = min(0.5, pause * 1.6)
            if time.monotonic() + pause > until:
                raise Away("Too much happens at once. Try again.", retry_after=1) from None
            time.sleep(random.random() * pause)  # noqa: S311 - jitter


def add_block(pair: Pair) -> None:
    """Block: all that is between the two ends, either way, and both digests say so.

    Raises ConditionFailed when anything has changed since `pair` was read.
    """
    me, them = pair.blocker, pair.blocked
    _, pk, sk = graph.block_key(me, them)
    steps = [store.put(Item(pk, sk), unless_exists=True)]
    mine: list[Action] = [DigestItem.blocking.add({them})]
    theirs: list[Action] = []
    room: Condition | None = None
    if not pair.full:
        theirs.append(DigestItem.blocked_by.add({me}))
        room = DigestItem.blocked_by.does_not_exist() | (_size(DigestItem.blocked_by) < MAX_BLOCKED_BY)
    elif not pair.digests[them].blocked_more:
        theirs.append(DigestItem.blocked_more.set(1))
    for follower, followee, actions in ((me, them, mine), (them, me, theirs)):
        edge = pair.edges.get((follower, followee))
        _, edge_pk, edge_sk = graph.follow_key(follower, followee)
        if edge is None:
            steps.append(store.check(Edge, edge_pk, edge_sk, Edge.pk.does_not_exist()))
        else:
            steps += severs(edge.follow_id, follower, followee, me, followers=None)
            actions.extend(hiding(followee))
            steps.append(no_close_friend(followee, follower))
        request = pair.requests.get((follower, followee))
        _, asks_pk, asks_sk = graph.request_key(follower, followee)
        if request is None:
            steps.append(store.check(Request, asks_pk, asks_sk, Request.pk.does_not_exist()))
        else:
            outcome = "withdrawn" if follower == me else "declined"
            steps += request_ends(request.request_id, follower, followee, outcome, me)  # type: ignore[arg-type]
    steps.append(change_digest(me, mine))
    if theirs:
        steps.append(change_digest(them, theirs, room))
    store.transact([*steps, store.outbox(Item, PersonBlocked(blocker=me, blocked=them), actor=me)])


def remove_block(me: PersonId, them: PersonId, *, named: bool) -> None:
    """Unblock; nothing that the block ended comes back. `named`: their digest names me.

    Raises ConditionFailed when there is no block.
    """
    _, pk, sk = graph.block_key(me, them)
    steps = [
        store.delete(Item, pk, sk, condition=Item.pk.exists()),
        change_digest(me, [DigestItem.blocking.delete({them})]),
        store.outbox(Item, PersonUnblocked(blocker=me, blocked=them), actor=me),
    ]
    if named:
        steps.append(change_digest(them, [DigestItem.blocked_by.delete({me})]))
    store.transact(steps)


def mute(me: PersonId, them: PersonId, *, posts: bool, stories: bool) -> None:
    """Mute just these. Nothing is written or said when it is so already, which raises ConditionFailed."""
    wanted = ((DigestItem.muted, posts), (DigestItem.muted_stories, stories))
    actions: list[Action] = [kind.add({them}) if on else kind.delete({them}) for kind, on in wanted]
    is_so: list[Condition] = [
        kind.contains(them) if on else kind.does_not_exist() | ~kind.contains(them) for kind, on in wanted
    ]
    room: Condition = DigestItem.muted.does_not_exist() | (_size(DigestItem.muted) < MAX_MUTING)
    room_too: Condition = DigestItem.muted_stories.does_not_exist() | (_size(DigestItem.muted_stories) < MAX_MUTING)
    fact: Fact = PersonUnmuted(muter=me, muted=them)
    condition = ~(is_so[0] & is_so[1])
    if posts or stories:
        fact = PersonMuted(muter=me, muted=them, posts=posts, stories=stories)
        condition = condition & room & room_too
    store.transact([change_digest(me, actions, condition), store.outbox(Item, fact, actor=me)])


def add_close(owner: PersonId, friend: PersonId) -> None:
    """Put a follower on the list. Doing so again changes nothing. Raises Conflict for who does not follow."""
    _, pk, sk = graph.close_key(owner, friend)
    _, edge_pk, edge_sk = graph.follow_key(friend, owner)
    refusal = Conflict("Only people who follow you can be close friends.", code="close-friend-not-follower")
    follows: Step = store.check(Edge, edge_pk, edge_sk, Edge.pk.exists(), refusal=refusal)
    store.transact([follows, store.put(Close(pk, sk))])


def remove_close(owner: PersonId, friend: PersonId) -> None:
    """Take somebody off the list. Doing so again changes nothing."""
    store.transact([no_close_friend(owner, friend)])


def _size(names: UnicodeSetAttribute) -> Any:
    return size(names)  # type: ignore[no-untyped-call]
