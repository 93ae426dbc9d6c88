"""Blocks: each is nobody to the other, at once, everywhere, however many block one person."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from graph import blocks, close_friends, lists, mutes, reads, relation_store, store
from graph.model import MAX_BLOCKED_BY

import contracts
from contracts.graph import FollowRequestEnded, PersonBlocked, PersonUnfollowed
from kernel.errors import Away, Conflict, Invalid, NotFound
from kernel.ids import PersonId, new_id
from kernel.paging import Limit
from kit import batches, meter
from kit import store as kit_store
from kit.settings import settings
from kit.transport import Unavailable, Wire
from support.events import answer, request
from views import graph, visible

ROUTES = ["PUT /v1/people/{username}/block", "DELETE /v1/people/{username}/block", "GET /v1/me/blocks"]


def at_once(times: int, work: Any) -> list[Any]:
    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(work, range(times)))


def meets(world: Any, reader: str, person: str) -> bool:
    """Whether `reader` sees `person`, by every way in which readers decide."""
    one, other = world.person(reader), world.person(person)
    digest = world.digest(reader)
    told = {
        visible.person(other, one, digest),
        visible.sight(one, [other]).person(other),
        visible.sight(one, [other], digest=digest).person(other),
        visible.meeting(other, one, digest).person(other),
    }
    assert len(told) == 1, told
    return told.pop()


def hated(world: Any, name: str, by: int) -> None:
    """`by` strangers block somebody, stored as blocks store it (in bulk: it is many)."""
    them = world.person(name)
    strangers = [PersonId(new_id()) for _ in range(by)]
    keys = [graph.block_key(each, them) for each in strangers]
    batches.put_all(settings().table("graph"), ({"pk": pk, "sk": sk} for _, pk, sk in keys))
    named = strangers[:MAX_BLOCKED_BY]
    more = {"blocked_more": 1} if by > MAX_BLOCKED_BY else {}
    _, pk, sk = graph.digest_key(them)
    batches.put_all(settings().table("graph"), [{"pk": pk, "sk": sk, "blocked_by": set(named), **more}])


@pytest.mark.parametrize("route", ROUTES)
def test_nobody_signed_in_is_refused(world: Any, route: str) -> None:
    world.person("bob")
    assert answer(blocks.app, request(route, path={"username": "bob"}))[0] == 401
    assert world.rows() == []


def test_oneself_and_nobody_cannot_be_blocked(world: Any) -> None:
    with pytest.raises(Invalid):
        world.block("alice", "alice")
    with pytest.raises(NotFound):
        blocks.block_person(world.person("alice"), "nobody")
    assert world.rows() == []


def test_from_the_answer_on_neither_sees_the_other(world: Any) -> None:
    for name in ("alice", "bob", "carol"):
        world.profile(name)
    world.block("alice", "bob")
    assert not meets(world, "alice", "bob")
    assert not meets(world, "bob", "alice")
    assert meets(world, "carol", "bob")
    for reader, person in (("alice", "bob"), ("bob", "alice")):
        for view in (world.follow, world.unfollow):
            with pytest.raises(NotFound) as refused:
                view(reader, person)
            with pytest.raises(NotFound) as missing:
                reads.person_named("nobody", None)
            assert (refused.value.code, refused.value.sentence) == (missing.value.code, missing.value.sentence)
        with pytest.raises(NotFound):
            lists.list_followers(world.person(reader), person)
        with pytest.raises(NotFound):
            mutes.mute_person(world.person(reader), person, mutes.Mute())
    world.follow("bob", "carol"), world.follow("alice", "carol")
    assert [each.id for each in lists.list_followers(world.person("bob"), "carol").items] == [world.person("bob")]
    assert len(lists.list_followers(None, "carol").items) == 2


def test_a_block_ends_everything_both_ways_and_says_so_once(world: Any) -> None:
    for name in ("alice", "bob"):
        world.profile(name)
    world.follow("alice", "bob"), world.follow("bob", "alice")
    close_friends.add_close_friend(world.person("alice"), "bob")
    close_friends.add_close_friend(world.person("bob"), "alice")
    world.block("alice", "bob"), world.block("alice", "bob")
    assert world.edges() == set()
    assert not [row for row in world.rows() if row["pk"].startswith("CLOSE#")]
    ended = [contracts.decode(each, PersonUnfollowed) for each in world.facts("PersonUnfollowed")]
    assert {(each.fact.follower, each.fact.followee) for each in ended} == {
        (world.person("alice"), world.person("bob")),
        (world.person("bob"), world.person("alice")),
    }
    assert {each.actor for each in ended} == {world.person("alice")}
    (said,) = world.facts("PersonBlocked")
    assert contracts.decode(said, PersonBlocked).fact.blocked == world.person("bob")
    for name, other in (("alice", "bob"), ("bob", "alice")):
        assert world.person(other) in world.digest(name).severed
    world.count()
    assert {world.counts(name) for name in ("alice", "bob")} == {graph.FollowCounts()}


def test_requests_end_too(world: Any) -> None:
    for name in ("alice", "bob"):
        world.profile(name, private=True)
    world.follow("alice", "bob"), world.follow("bob", "alice")
    world.block("alice", "bob")
    assert world.waiting() == set()
    told = [contracts.decode(each, FollowRequestEnded).fact for each in world.facts("FollowRequestEnded")]
    assert {each.asker: each.outcome for each in told} == {
        world.person("alice"): "withdrawn",
        world.person("bob"): "declined",
    }


def test_each_has_a_block_of_their_own(world: Any) -> None:
    """Somebody who blocks one can be blocked, and is not told; either block holds while it is there."""
    for name in ("alice", "bob"):
        world.profile(name)
    world.block("alice", "bob"), world.block("bob", "alice")
    assert world.digest("bob").blocking == {world.person("alice")}
    world.unblock("alice", "bob"), world.unblock("alice", "bob")
    assert not meets(world, "alice", "bob")
    assert not meets(world, "bob", "alice")
    assert len(world.facts("PersonUnblocked")) == 1
    world.unblock("bob", "alice")
    assert meets(world, "alice", "bob")
    assert meets(world, "bob", "alice")
    assert world.follow("alice", "bob").relation.following
    assert not world.digest("alice").hides(world.person("bob"))


def test_fifty_blocks_of_one_by_one_are_one(world: Any) -> None:
    world.profile("alice"), world.profile("bob")
    world.follow("bob", "alice")
    at_once(50, lambda _: world.block("alice", "bob"))
    assert len(world.facts("PersonBlocked")) == 1
    assert len(world.facts("PersonUnfollowed")) == 1
    at_once(50, lambda _: world.unblock("alice", "bob"))
    assert len(world.facts("PersonUnblocked")) == 1


def test_following_and_blocking_at_once_leave_no_following(world: Any) -> None:
    world.profile("alice"), world.profile("bob")

    def one(n: int) -> None:
        if n == 6:
            world.block("alice", "bob")
            return
        with suppress(NotFound):
            world.follow(*(("alice", "bob") if n % 2 else ("bob", "alice")))

    at_once(12, one)
    assert world.edges() == set()
    assert len(world.facts("PersonUnfollowed")) <= 2


@pytest.mark.parametrize(("blocker", "blocked"), [("alice", "bob"), ("bob", "alice")])
def test_a_block_that_came_after_reading_stops_what_was_on_its_way(world: Any, blocker: str, blocked: str) -> None:
    """Whatever was read before: following and asking are refused in the write itself."""
    alice, bob = world.profile("alice"), world.profile("bob")
    before = reads.between(alice, bob)
    world.block(blocker, blocked)
    with pytest.raises(kit_store.ConditionFailed):
        store.add_edge(before, before.next_follow_id())
    world.profile("bob", private=True)
    with pytest.raises(kit_store.ConditionFailed):
        store.add_request(before, before.next_follow_id())
    assert (world.edges(), world.waiting()) == (set(), set())


@contextmanager
def conflicts(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """What the emulator does not do: of two transactions on one item at once, one is refused."""
    real, lock, busy, seen = Wire.call, threading.Lock(), set[tuple[str, str]](), [0]

    def call(self: Wire, operation: str, payload: Any) -> Any:
        steps = [each for step in payload.get("TransactItems", ()) for each in step.values()]
        places = [each.get("Key") or each["Item"] for each in steps]
        mine = {(each["pk"]["S"], each["sk"]["S"]) for each in places}
        with lock:
            if busy & mine:
                seen[0] += 1
                raise Unavailable("TransactionCanceledException", "planted", 400, ["TransactionConflict"] * len(steps))
            busy.update(mine)
        try:
            return real(self, operation, payload)
        finally:
            with lock:
                busy.difference_update(mine)

    with monkeypatch.context() as patch:
        patch.setattr(Wire, "call", call)
        yield seen


def test_fifty_may_block_one_person_at_once(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"other{n}" for n in range(50)]
    for name in names:
        world.profile(name)
    world.profile("bob")
    for name in names[:10]:
        world.follow("bob", name)
    with conflicts(monkeypatch) as seen:
        at_once(50, lambda n: world.block(names[n], "bob"))
    assert seen[0] > 0, "they met"
    assert world.digest("bob").blocked == {world.person(name) for name in names}
    assert set(world.digest("bob").severed) == {world.person(name) for name in names[:10]}
    assert len(world.facts("PersonBlocked")) == 50


def test_beyond_what_a_digest_names_blocks_hold_as_well(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.model.MAX_BLOCKED_BY", 2)
    monkeypatch.setattr(relation_store, "MAX_BLOCKED_BY", 2)
    names = [f"other{n}" for n in range(6)]
    world.profile("bob"), world.profile("carol")
    for name in names:
        world.profile(name)
    world.follow("bob", names[5])
    at_once(6, lambda n: world.block(names[n], "bob"))
    digest = world.digest("bob")
    assert (len(digest.blocked), digest.blocked_more) == (2, True)
    assert not any(meets(world, "bob", name) for name in names)
    assert meets(world, "bob", "carol")
    assert digest.hides(world.person(names[5])), "a feed needs no look: what was followed is severed"
    for name in names:
        with pytest.raises(NotFound):
            world.follow("bob", name)
        world.unblock(name, "bob")
        assert meets(world, "bob", name)


@pytest.mark.parametrize("by", [10, 1_000])
def test_what_reading_costs_somebody_whom_many_block(world: Any, by: int) -> None:
    """The digest stays under 4 KB, so a feed costs the same; deciding about 20 people takes at most one request more.

    Of 50,000 blockers a digest holds what it holds of 1,000 (the test below): nothing is read by their number.
    """
    hated(world, "bob", by)
    people = [PersonId(new_id()) for _ in range(20)]
    with meter.metered() as seen:
        digest = world.digest("bob")
    assert seen.total_read_units == 1
    with meter.metered() as seen:
        visible.in_feed(people[0], digest)
        visible.sight(world.person("bob"), people, digest=digest, loaded={})
    assert seen.total_requests == (1 if by > MAX_BLOCKED_BY else 0)
    assert seen.total_read_units == (20 if by > MAX_BLOCKED_BY else 0)


def test_the_digest_of_fifty_thousand_blockers_is_that_of_a_thousand(world: Any) -> None:
    """Once a digest says that there are more, a block does not touch it: neither its size nor its writes grow."""
    hated(world, "bob", 70)
    world.profile("bob"), world.profile("alice")
    _, pk, sk = graph.digest_key(world.person("bob"))
    before = [row for row in world.rows() if (row["pk"], row["sk"]) == (pk, sk)]
    with meter.metered() as seen:
        world.block("alice", "bob")
    assert [row for row in world.rows() if (row["pk"], row["sk"]) == (pk, sk)] == before
    assert seen.requests["TransactWriteItems"] == 1
    assert seen.total_write_units <= 14
    assert not meets(world, "bob", "alice")


def test_ones_own_blocks_are_listed_at_once_in_pages(world: Any) -> None:
    names = [f"other{n}" for n in range(5)]
    for name in names:
        world.profile(name)
        world.block("alice", name)
    me = world.person("alice")
    found, cursor = [], None
    while True:
        page = blocks.list_blocked(me, cursor, Limit(2))
        found += [each.id for each in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert found == sorted(map(world.person, names), reverse=True)
    assert blocks.list_blocked(world.person("other0")).items == []
    world.unblock("alice", "other0")
    assert world.person("other0") not in [each.id for each in blocks.list_blocked(me).items]


def test_there_is_a_limit(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.model.MAX_BLOCKING", 2)
    for name in ("bob", "carol"):
        world.block("alice", name)
    with pytest.raises(Conflict):
        world.block("alice", "dan")


def test_a_block_that_never_settles_is_refused_kindly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relation_store, "PATIENCE", 0.05)

    def too_slow() -> None:
        raise kit_store.ConditionFailed(None)

    with pytest.raises(Away):
        relation_store.patiently(too_slow)


def test_what_a_block_costs(world: Any) -> None:
    world.profile("alice"), world.profile("bob"), world.profile("carol")
    world.follow("alice", "bob"), world.follow("bob", "alice")
    for name, units in (("carol", 18), ("bob", 34)):
        with meter.metered() as seen:
            world.block("alice", name)
        assert (seen.requests["BatchGetItem"], seen.requests["TransactWriteItems"], seen.total_requests) == (2, 1, 3)
        assert seen.total_write_units <= units, seen
