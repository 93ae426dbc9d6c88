"""Followings in any order and any number of times leave what graph says; of what has ended nothing is left."""

import random
from datetime import timedelta
from typing import Any

import pytest
from discovery import follows, generations, inbox

from contracts import Envelope
from desk import rebuild_discovery, stage
from desk.emulator import Access
from desk.rebuild_discovery import Discovery
from kernel import clock, levels
from kernel.ids import FactId, PersonId, new_id
from kit import meter, mongo
from support.discovery_world import World
from support.emulator import ENVIRONMENT
from support.events import facts
from support.mongod import Server
from support.suggested_world import follow, followed, hear, pairs, unfollow


def two() -> tuple[PersonId, PersonId]:
    return PersonId(new_id()), PersonId(new_id())


def newest(follower: PersonId) -> list[str]:
    return sorted(each["followee"] for each in pairs().values() if each["follower"] == follower and "newest" in each)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("turns", [5, 6])
def test_facts_shuffled_and_thrice_leave_what_graph_says(world: World, seed: int, turns: int) -> None:
    """Some are heard while things still change, and each again later. The last turn of five is that they follow."""
    chance = random.Random(seed)
    one, other = two()
    said: list[Envelope[Any]] = []
    for turn in range(turns):
        said.append(follow(one, other) if turn % 2 == 0 else unfollow(one, other, said[-1].fact.follow_id))
        if chance.random() < 0.3:
            hear(*chance.choices(said, k=2))
    late = said * 3
    chance.shuffle(late)
    for each in late:
        hear(each)
    last = said[-1].fact.follow_id
    wanted: dict[str, Any] = {"_id": f"{one}:{other}", "follower": one, "followee": other}
    state = {"level": f"{last}0", "on": True, "newest": True} if turns == 5 else {"level": f"{last}1", "on": False}
    assert pairs() == {wanted["_id"]: wanted | state}


@pytest.mark.parametrize("seed", range(6))
def test_whoever_looked_earlier_and_writes_later_changes_nothing(world: World, seed: int) -> None:
    """Levels alone, as they come from inboxes that slept between their look and their write."""
    one, other = two()
    ids = sorted(FactId(new_id()) for _ in range(3))
    heard = [state(each) for each in ids for state in (levels.began, levels.ended)] * 3
    random.Random(seed).shuffle(heard)
    for each in heard:
        follows.keep(one, other, each)
        assert all(pair["on"] == pair["level"].endswith("0") for pair in pairs().values())
    assert pairs()[f"{one}:{other}"]["level"] == f"{ids[-1]}1"


def test_what_ended_expires(world: World) -> None:
    """Each document that has ended says when it goes, none that holds does, and the server knows where to look."""
    one, other = two()
    began = follow(one, other)
    hear(began)
    collection = mongo.database()[generations.name("follows", generations.known().current)]
    assert "expires_at" not in collection.find_one()
    hear(unfollow(one, other, began.fact.follow_id))
    (left,) = collection.find()
    assert timedelta(hours=23) < left["expires_at"].replace(tzinfo=clock.now().tzinfo) - clock.now() < timedelta(days=2)
    indexes = collection.index_information()
    assert indexes["expires_at_1"]["expireAfterSeconds"] == 0
    hear(follow(one, other))
    assert "expires_at" not in collection.find_one(), "who follows again stays"


def test_a_crash_between_two_generations_is_made_good_by_the_repeat(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = two()
    building = generations.begin()
    began = follow(one, other)
    own = follows.put

    def dies(generation: str, *given: Any) -> None:
        if generation == building:
            raise MemoryError
        own(generation, *given)

    with monkeypatch.context() as patch:
        patch.setattr(follows, "put", dies)
        assert inbox.app(facts(began), None)["batchItemFailures"]
    assert mongo.database()[generations.name("follows", building)].count_documents({}) == 0
    hear(began)
    there = list(mongo.database()[generations.name("follows", building)].find())
    assert {each["_id"]: each for each in there} == pairs() != {}


def test_the_newest_of_each_are_marked(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follows, "NEWEST", 3)
    one = PersonId(new_id())
    people = sorted(PersonId(new_id()) for _ in range(6))
    said = [follow(one, each) for each in people]
    late = said * 2
    random.Random(1).shuffle(late)
    hear(*late)
    assert newest(one) == people[3:]
    hear(said[0])
    assert newest(one) == people[3:], "one of long ago that is heard again is not new"
    hear(unfollow(one, people[4], said[4].fact.follow_id))
    assert newest(one) == [people[2], people[3], people[5]], "the next one moves up"
    hear(follow(one, people[0]))
    assert newest(one) == [people[0], people[3], people[5]]


def test_a_mark_that_was_not_made_is_made_by_the_repeat(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follows, "NEWEST", 1)
    one = PersonId(new_id())
    first, second = follow(one, PersonId(new_id())), follow(one, PersonId(new_id()))
    hear(first)
    with monkeypatch.context() as patch:
        patch.setattr(follows, "mark", lambda *_: 1 / 0)
        assert inbox.app(facts(second), None)["batchItemFailures"]
    hear(second)
    assert newest(one) == [second.fact.followee]


def test_made_anew_it_is_the_same(world: World, endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follows, "NEWEST", 2)
    names = ("ana", "bea", "cleo", "dora")
    for each in names:
        world.join(each)
    for each in names:
        followed(world, each, *(other for other in names if other != each))
    ended = follow(world.me, world.people["ana"])
    hear(ended, unfollow(world.me, world.people["ana"], ended.fact.follow_id))
    before = {name: each for name, each in pairs().items() if each["on"]}
    generations.drop(generations.known().current)
    access = Access(endpoint, ENVIRONMENT["AWS_REGION"], "test", "test")
    for _ in range(2):
        assert Discovery(access, world.prefix, settled=0.0).rebuild()["follows"] == len(before) == 12
        assert pairs() == before, "what has ended is not made again"
    assert len([each for each in before.values() if "newest" in each]) == 8


def test_what_ends_while_it_is_made_anew_does_not_come_back(
    world: World, endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = two()
    began = follow(one, other)
    hear(began)
    scan = Discovery._scan
    turns: list[int] = []

    def ending(self: Discovery, *given: Any) -> Any:
        found = list(scan(self, *given))
        if not turns and found and found[0]["pk"] == f"FOLLOWS#{one}":
            turns.append(1)
            hear(unfollow(one, other, began.fact.follow_id))
        return found

    monkeypatch.setattr(Discovery, "_scan", ending)
    access = Access(endpoint, ENVIRONMENT["AWS_REGION"], "test", "test")
    Discovery(access, world.prefix, settled=0.0).rebuild()
    assert turns
    assert [each["on"] for each in pairs().values()] == [False]


def test_tables_are_read_strongly_when_it_is_made_anew(
    world: World, endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A following that ended a moment before the rebuilding began is not found by it: nothing would end it later."""
    own = stage.pages
    asked: list[tuple[str, object]] = []

    def pages(*given: Any, **request: Any) -> Any:
        asked.append((request["TableName"].rpartition("-")[2], request.get("ConsistentRead")))
        return own(*given, **request)

    monkeypatch.setattr(rebuild_discovery, "pages", pages)
    access = Access(endpoint, ENVIRONMENT["AWS_REGION"], "test", "test")
    Discovery(access, world.prefix, settled=0.0).rebuild()
    assert ("graph", True) in asked
    assert ("graph", False) not in asked


def test_what_mongodb_could_not_take_is_tried_again(world: World, server: Server) -> None:
    one, other = two()
    began = follow(one, other)
    server.kill()
    try:
        assert inbox.app(facts(began), None) == {"batchItemFailures": [{"itemIdentifier": "m0"}]}
    finally:
        server.start()
    hear(began)
    assert [each["on"] for each in pairs().values()] == [True]


def test_costs(world: World) -> None:
    one = PersonId(new_id())
    for _ in range(20):
        hear(follow(one, PersonId(new_id())))
    with meter.metered() as seen:
        hear(follow(one, PersonId(new_id())))
    assert seen.requests == {"BatchGetItem": 1, "mongo:find": 2, "mongo:update": 1, "PutItem": 1}, (
        "the PutItem is the test's own"
    )
