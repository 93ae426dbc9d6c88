"""Counts from the stream, and the hand-over of an author to pulling."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from graph import counts, follows, pulled, reads, store
from graph.model import Pull
from pynamodb.attributes import NumberAttribute

import contracts
from contracts.graph import AuthorPulled
from kernel.ids import PersonId
from kit import meter, queues
from kit import store as kit_store
from kit.consumers import StreamRecord
from kit.settings import settings
from views import graph
from views.graph import FollowCounts

FANS = [f"fan{n}" for n in range(11)]


class Killed(Exception):
    """A function died here."""


def drift(world: Any) -> dict[str, tuple[FollowCounts, FollowCounts]]:
    """R13: for whom the counts differ from the edges, each with (counted, stored)."""
    edges = world.edges()
    stored = {
        name: FollowCounts(sum(b == name for _, b in edges), sum(a == name for a, _ in edges)) for name in world.people
    }
    return {name: (world.counts(name), wanted) for name, wanted in stored.items() if world.counts(name) != wanted}


def named(world: Any, author: str) -> set[str]:
    """Whose digests name an author."""
    return {name for name in world.people if world.person(author) in world.digest(name).pulled}


def some_history(world: Any, seed: int = 1) -> None:
    chance = random.Random(seed)
    cast = ["alice", "bob", "carol", "dan"]
    for _ in range(60):
        one, other = chance.sample(cast, 2)
        (world.follow if chance.random() < 0.6 else world.unfollow)(one, other)


def test_counts_equal_the_edges_whatever_comes_again(world: Any) -> None:
    some_history(world)
    records = world.stream()
    chance = random.Random(2)
    at = 0
    while at < len(records):  # batches overlap, as after a crash, and every one of them comes three times
        step = chance.randrange(1, 20)
        for _ in range(3):
            counts.count(records[max(0, at - chance.randrange(15)) : at + step])
        at += step
    assert drift(world) == {}


def test_the_check_of_counts_sees_a_planted_fault(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def naive(table: str, records: list[StreamRecord], deltas_of: Callable[[StreamRecord], Any]) -> dict[Any, Any]:
        for delta in (delta for record in records for delta in deltas_of(record)):
            counter = NumberAttribute(attr_name=delta.counter)
            kit_store.write(kit_store.update(store.Counts, delta.pk, delta.sk, [counter.add(delta.by)]))
        return {}

    some_history(world)
    monkeypatch.setattr(counts, "aggregate", naive)
    world.count()
    world.count()
    assert drift(world) != {}


def test_counting_is_one_write_per_person_and_batch(world: Any) -> None:
    for fan in FANS[:4]:
        world.follow(fan, "dan")
    records = world.stream()
    with meter.metered() as seen:
        counts.count(records)
    assert seen.requests["UpdateItem"] == 5
    assert seen.total_requests == 5, "and no read"


def test_below_the_threshold_nothing_is_handed_over(world: Any) -> None:
    for fan in FANS[:4]:
        world.follow(fan, "star")
    world.count()
    assert world.orders == []


def test_an_author_with_many_followers_is_handed_over_and_it_is_said_once(world: Any) -> None:
    for fan in FANS:
        world.follow(fan, "star")
    world.count()
    assert world.orders == [(Pull(author=world.person("star")), 0)]
    assert named(world, "star") == set()
    world.work(1)
    (delay,) = (delay for _, delay in world.orders)
    assert delay == settings().index_lag_seconds, "the index catches up first"
    assert reads.pull_state(world.person("star")) == "pulling"
    world.work()
    assert named(world, "star") == set(FANS)
    assert reads.pull_state(world.person("star")) == "pulled"
    (said,) = world.facts("AuthorPulled")
    assert contracts.decode(said, AuthorPulled).fact.author == world.person("star")
    assert world.counts("star").followers == len(FANS)
    world.count()
    for pull in (Pull(author=world.person("star")), Pull(author=world.person("star"), shard=0)):
        world.orders.append((pull, 0))
    before = world.rows()
    world.orders = [each for each in world.orders if not each[0].late]
    world.work()
    assert world.rows() == before, "a finished hand-over does nothing more"


@pytest.mark.parametrize("death", ["before", "after"])
def test_a_hand_over_killed_anywhere_goes_on(world: Any, monkeypatch: pytest.MonkeyPatch, death: str) -> None:
    """Every write and every send dies once, before or after it was done; the queue delivers the order again."""
    monkeypatch.setattr(pulled, "PAGE", 2)
    for fan in FANS:
        world.follow(fan, "star")
    world.count()
    deaths: list[str] = []

    def deadly(module: Any, name: str) -> None:
        real = getattr(module, name)

        def die_once(*given: Any, **more: Any) -> Any:
            place = f"{name} {given!r}"
            if place in deaths:
                return real(*given, **more)
            deaths.append(place)
            if death == "after":
                real(*given, **more)
            raise Killed

        monkeypatch.setattr(module, name, die_once)

    for name in ("add_pulled", "begin_pulling", "finish_pulling"):
        deadly(store, name)
    deadly(queues, "send")
    for _ in range(500):
        if not world.orders:
            break
        pull, _delay = world.orders.pop(0)
        try:
            pulled.hand_over(pull)
        except Killed:
            world.orders.append((pull, 0))
    assert world.orders == []
    assert len(deaths) >= len(FANS) + 8
    assert named(world, "star") == set(FANS)
    assert len(world.facts("AuthorPulled")) == 1


def test_who_follows_while_the_hand_over_begins_is_not_missed(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The follow read that nobody is pulled, and writes its edge after the last page was done."""
    for fan in FANS:
        world.follow(fan, "star")
    world.count()
    late = reads.between(world.person("late"), world.person("star"))
    world.work()
    assert reads.pull_state(world.person("star")) == "pulled"
    follows._follow(late)
    assert "late" not in named(world, "star")
    world.count()
    world.work()
    assert "late" in named(world, "star")


def test_a_late_follower_is_ordered_even_when_the_aggregator_died_between(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = reads.between(world.person("late"), world.person("star"))
    store.begin_pulling(world.person("star"))
    follows._follow(late)
    records = world.stream()
    with monkeypatch.context() as patch:
        patch.setattr(counts, "WORK", "nowhere")  # the send fails
        with pytest.raises(AssertionError):
            counts.count(records)
    assert world.counts("star").followers == 1
    counts.count(records)
    world.work()
    assert named(world, "star") == {"late"}


def test_so_is_a_whole_hand_over(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for fan in FANS:
        world.follow(fan, "star")
    with monkeypatch.context() as patch:
        patch.setattr(counts, "WORK", "nowhere")
        with pytest.raises(AssertionError):
            world.count()
    world.count()
    world.work()
    assert named(world, "star") == set(FANS)


def test_who_leaves_meanwhile_is_not_named(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """They leave between the reading of a page and its writing."""
    for fan in FANS:
        world.follow(fan, "star")
    world.count()
    world.work(1)
    real = reads.digests

    def then_they_leave(people: list[PersonId]) -> Any:
        found = real(people)
        world.unfollow("fan3", "star")
        return found

    monkeypatch.setattr(reads, "digests", then_they_leave)
    world.work()
    assert named(world, "star") == set(FANS) - {"fan3"}
    assert world.digest("fan3").hides(world.person("star"))


def test_following_and_leaving_during_the_hand_over_ends_right(world: Any) -> None:
    for fan in FANS:
        world.follow(fan, "star")
    world.count()
    chance = random.Random(3)
    more = [f"new{n}" for n in range(6)]
    for name in more:
        world.person(name)
    moves = [(world.unfollow, name) for name in FANS[:5]] + [(world.follow, name) for name in more]
    chance.shuffle(moves)
    with ThreadPoolExecutor(4) as pool:
        work = pool.submit(world.work)
        list(pool.map(lambda move: move[0](move[1], "star"), moves))
        work.result()
    world.count()
    world.work()
    assert named(world, "star") == {follower for follower, _ in world.edges()} == set(FANS[5:]) | set(more)
    assert drift(world) == {}


def test_counting_leaves_the_mark_of_pulling_alone(world: Any) -> None:
    store.begin_pulling(world.person("star"))
    world.follow("alice", "star")
    world.count()
    key = graph.counts_key(world.person("star"))
    item = reads.counters([world.person("star")])[world.person("star")]
    assert (item["pk"], item["pulling"], item["followers"]) == (key[1], 1, 1)
    assert world.orders == [], "the edge says that the digest knows"
