"""Following and leaving, on a real DynamoDB API."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec
import pytest
from graph import follows, inbox, reads, store

import contracts
from contracts.feed import TimelineCleaned
from contracts.graph import PersonFollowed, PersonUnfollowed
from kernel.errors import Away, Invalid, NotFound
from kernel.ids import FactId, PersonId, new_id
from kit import meter
from kit.settings import settings
from kit.wire import Table
from support.events import answer, facts, request
from views.graph import FollowCounts, followers

FOLLOW = "PUT /v1/people/{username}/follow"
UNFOLLOW = "DELETE /v1/people/{username}/follow"
NOTHING = dict.fromkeys(
    ["following", "followedBy", "requested", "asked", "blocking", "mutingPosts", "mutingStories", "closeFriend", "me"],
    False,
)


def at_once(times: int, work: Callable[[int], Any]) -> list[Any]:
    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(work, range(times)))


def cleaned(world: Any, person: str, author: str, follow_id: str) -> dict[str, Any]:
    fact = TimelineCleaned(person=world.person(person), author=world.person(author), follow_id=follow_id)
    return facts(contracts.envelope(fact, actor=None, journey="j"))


@pytest.mark.parametrize("route", [FOLLOW, UNFOLLOW])
def test_nobody_signed_in_is_refused(world: Any, route: str) -> None:
    world.person("bob")
    assert answer(follows.app, request(route, path={"username": "bob"}))[0] == 401
    assert world.rows() == []


@pytest.mark.parametrize("username", ["nobody", "no body", "bob%00", "x" * 31, "é", ""])
@pytest.mark.parametrize("route", [FOLLOW, UNFOLLOW])
def test_who_does_not_exist_cannot_be_followed(world: Any, route: str, username: str) -> None:
    status, _ = answer(follows.app, request(route, path={"username": username}, me=world.person("alice")))
    assert status == 404
    assert world.rows() == []


def test_following_oneself_is_refused(world: Any) -> None:
    status, problem = answer(follows.app, request(FOLLOW, path={"username": "alice"}, me=world.person("alice")))
    assert (status, problem["type"]) == (422, "urn:lambdagram:problem:follow-oneself")
    with pytest.raises(Invalid):
        world.unfollow("alice", "alice")
    assert world.rows() == []


def test_a_follow_is_answered_with_the_relation_and_the_count_as_it_is_now(world: Any) -> None:
    world.follow("bob", "alice")
    status, seen = answer(follows.app, request(FOLLOW, path={"username": "Bob"}, me=world.person("alice")))
    assert status == 200
    assert seen == {
        "relation": {**NOTHING, "following": True, "followedBy": True},
        "counts": {"followers": 1, "following": 0},
    }


def test_an_edge_carries_its_fact(world: Any) -> None:
    world.follow("alice", "bob")
    (row,) = world.rows()
    envelope = contracts.decode(row["fact"], PersonFollowed)
    assert (envelope.fact.follower, envelope.fact.followee) == (world.person("alice"), world.person("bob"))
    assert envelope.fact.follow_id == row["follow_id"] == row["followers_sk"]
    assert envelope.actor == world.person("alice")


def test_following_again_changes_nothing_and_says_nothing(world: Any) -> None:
    world.follow("alice", "bob")
    before = world.rows()
    assert world.follow("alice", "bob").relation.following
    assert world.rows() == before


def test_fifty_at_once_make_one_edge_one_fact_and_one_answer(world: Any) -> None:
    world.person("alice"), world.person("bob")
    answers = at_once(50, lambda _: world.follow("alice", "bob"))
    assert world.edges() == {("alice", "bob")}
    said = [record.new["fact"] for record in world.stream() if record.new and "fact" in record.new]
    assert len(said) == 1, "what the relay sees, and it sees each change"
    assert {each.counts.followers for each in answers} == {1}


def test_fifty_unfollow_at_once_and_it_is_said_once(world: Any) -> None:
    world.follow("alice", "bob")
    answers = at_once(50, lambda _: world.unfollow("alice", "bob"))
    assert world.edges() == set()
    assert len(world.facts("PersonUnfollowed")) == 1
    assert {each.counts.followers for each in answers} == {0}
    assert set(world.digest("alice").severed) == {world.person("bob")}


def test_only_the_following_that_was_read_is_ended(world: Any) -> None:
    world.follow("alice", "bob")
    before = reads.between(world.person("alice"), world.person("bob"))
    with pytest.raises(store.ConditionFailed):
        store.remove_edge(before, FactId(new_id()))
    assert world.edges() == {("alice", "bob")}
    assert world.facts("PersonUnfollowed") == []


def test_following_and_leaving_at_once_end_in_one_of_both(world: Any) -> None:
    world.person("alice"), world.person("bob")
    at_once(24, lambda n: world.follow("alice", "bob") if n % 2 else world.unfollow("alice", "bob"))
    # what is on the edges and what was said agree: every following but the present one was ended once
    followed = {contracts.decode(each, PersonFollowed).fact.follow_id for each in world.facts("PersonFollowed")}
    ended = [contracts.decode(each, PersonUnfollowed).fact.follow_id for each in world.facts("PersonUnfollowed")]
    assert len(ended) == len(set(ended))
    assert not followed & set(ended), "an edge that is there was ended"
    assert len(followed) == len(world.edges())


def test_leaving_somebody_one_does_not_follow_changes_nothing(world: Any) -> None:
    assert world.unfollow("alice", "bob").relation.following is False
    assert world.rows() == []


def test_leaving_hides_at_once_and_the_line_goes_when_the_timeline_is_clean(world: Any) -> None:
    world.follow("alice", "bob")
    (edge,) = world.rows()
    assert world.unfollow("alice", "bob").counts == FollowCounts(0, 0)
    assert world.digest("alice").hides(world.person("bob"))
    for _ in range(3):
        assert inbox.app(cleaned(world, "alice", "bob", edge["follow_id"]), None) == {"batchItemFailures": []}
        assert not world.digest("alice").severed


def test_a_late_cleaning_does_not_uncover_a_later_leaving(world: Any) -> None:
    world.follow("alice", "bob")
    first = world.rows()[0]["follow_id"]
    world.unfollow("alice", "bob"), world.follow("alice", "bob")
    assert not world.digest("alice").hides(world.person("bob"))
    world.unfollow("alice", "bob")
    inbox.app(cleaned(world, "alice", "bob", first), None)
    assert world.digest("alice").hides(world.person("bob"))
    (left,) = [row for row in world.rows() if row["pk"].startswith("LEFT#")]
    assert left["follow_id"] > first
    inbox.app(cleaned(world, "alice", "bob", left["follow_id"]), None)
    assert not world.digest("alice").hides(world.person("bob"))


def test_a_leaving_that_was_not_read_does_not_stay_hidden_under_a_later_following(world: Any) -> None:
    """Reading is no snapshot: it may see that the edge is gone and not yet that the author is hidden."""
    world.follow("alice", "bob")
    world.unfollow("alice", "bob")
    before = msgspec.structs.replace(reads.between(world.person("alice"), world.person("bob")), left=None)
    with pytest.raises(store.ConditionFailed):
        store.add_edge(before, before.next_follow_id())


def test_a_digest_loses_no_change_that_others_make_at_the_same_time(world: Any) -> None:
    authors = [f"author{n}" for n in range(12)]
    for author in authors:
        world.follow("alice", author)
    at_once(12, lambda n: world.unfollow("alice", authors[n]))
    assert set(world.digest("alice").severed) == {world.person(author) for author in authors}


def test_a_digest_that_never_settles_is_refused_kindly(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.store.time.sleep", lambda _: None)

    def too_slow() -> None:
        raise store.ConditionFailed(None)

    with pytest.raises(Away):
        store.settled(too_slow)


def test_ones_own_change_is_seen_at_once_though_nothing_was_counted(world: Any) -> None:
    for follower in ("bob", "carol"):
        world.follow(follower, "dan")
    world.count()
    assert world.follow("alice", "dan").counts.followers == 3
    assert world.follow("alice", "dan").counts.followers == 3, "and again"
    assert world.unfollow("alice", "dan").counts.followers == 2
    assert world.unfollow("alice", "dan").counts.followers == 2
    assert world.follow("alice", "dan").counts.followers == 3
    world.count()
    assert world.follow("alice", "dan").counts.followers == 3, "counted, not counted twice"


def test_a_pulled_author_is_named_in_one_transaction_with_the_edge(world: Any) -> None:
    store.begin_pulling(world.person("star"))
    world.follow("alice", "star")
    assert world.digest("alice").pulled == [world.person("star")]
    world.unfollow("alice", "star")
    assert world.digest("alice").pulled == []


def test_the_followers_index_serves_delivery(world: Any) -> None:
    for n in range(9):
        world.follow(f"fan{n}", "dan")
    found: list[PersonId] = []
    for shard in range(4):
        after = None
        while True:
            people, after = followers(world.person("dan"), shard, limit=2, after=after)
            found += people
            if after is None:
                break
    assert sorted(found) == sorted(world.person(f"fan{n}") for n in range(9))


COSTS = {
    # operation: reads, write requests, write units, assumptions
    "follow": (2, 1, 12, "a transaction of edge (and two indexes) and four checks: open, two blocks, not just left"),
    "follow a pulled author": (2, 1, 14, "and the digest"),
    "follow again": (2, 0, 0, ""),
    "unfollow": (2, 1, 15, "a transaction of edge (and two indexes), digest, trace, close friend and outbox"),
    "unfollow again": (2, 0, 0, ""),
}


@pytest.mark.parametrize("followees", [0, 100])
def test_costs_are_those_of_the_table_whatever_the_size(world: Any, followees: int) -> None:
    for n in range(followees):
        world.follow("alice", f"other{n}")
    store.begin_pulling(world.person("star"))
    world.person("alice"), world.person("bob")
    steps: dict[str, Callable[[], Any]] = {
        "follow": lambda: world.follow("alice", "bob"),
        "follow a pulled author": lambda: world.follow("alice", "star"),
        "follow again": lambda: world.follow("alice", "bob"),
        "unfollow": lambda: world.unfollow("alice", "bob"),
        "unfollow again": lambda: world.unfollow("alice", "bob"),
    }
    for name, step in steps.items():
        reading, writing, units, _ = COSTS[name]
        with meter.metered() as seen:
            step()
        reads_ = sum(n for operation, n in seen.requests.items() if operation in meter.READS)
        writes = sum(n for operation, n in seen.requests.items() if operation in meter.WRITES)
        assert (reads_, writes) == (reading, writing), f"{name}: {seen}"
        assert seen.total_write_units <= units, f"{name}: {seen}"


def test_an_edge_is_small(world: Any) -> None:
    world.follow("alice", "bob")
    raw = json.dumps(world.rows()[0])
    assert len(raw) < 1024, "one write unit"


def test_a_stranger_reads_nothing_of_it_by_name(world: Any) -> None:
    with pytest.raises(NotFound):
        reads.person_named("nobody", None)
    assert Table(settings().table("graph")).get("FOLLOWS#" + new_id(), new_id()) is None
