"""What suggestions ask of the stores: the same for few friends and many, and no more than an index has."""

from typing import Any

import pytest
from discovery import follows, generations, suggesting

from kernel import levels
from kernel.ids import FactId, PersonId, new_id
from kit import meter, mongo
from support.discovery_world import World
from support.suggested_world import ask, dismiss, follow, suggested, surroundings


def crowd(world: World, friends: int, each_follows: int, strangers: int) -> None:
    """The reader has this many friends, who follow as many of some strangers without cards. Written at once."""
    people = [PersonId(new_id()) for _ in range(strangers)]
    found = []
    for number in range(friends):
        friend = PersonId(new_id())
        follow(world.me, friend)
        for place in range(each_follows):
            other, level = people[(number + place) % strangers], levels.began(FactId(new_id()))
            found.append(
                {"_id": f"{friend}:{other}", "follower": friend, "followee": other, "level": level, "on": True}
            )
            if place < follows.NEWEST:
                found[-1]["newest"] = True
    generations.writing("follows", generations.known().current).insert_many(found)


def test_costs(world: World) -> None:
    """The same for 30 friends and for 200: cards and items of friends are read by the hundred, once."""
    surroundings(world)
    suggested(world)
    with meter.metered() as seen:
        assert len(suggested(world)) == 4
    sources = {"mongo:aggregate": 1, "mongo:find": 3}
    assert seen.requests == {"Query": 2, "BatchGetItem": 3, **sources}
    with meter.metered() as seen:
        assert suggested(world, "limit=1") == ["cleo"]
    assert seen.requests == {"Query": 2, "BatchGetItem": 3, "mongo:aggregate": 1}, "enough were found by the first"
    with meter.metered() as seen:
        dismiss(world.me, world.people["cleo"])
    assert seen.requests == {"PutItem": 1}


def test_costs_are_bounded(world: World) -> None:
    crowd(world, friends=250, each_follows=20, strangers=300)
    suggested(world)
    with meter.metered() as seen:
        ask(world.me, "limit=30")
    assert seen.requests["Query"] == 2
    assert seen.requests["BatchGetItem"] <= 1 + 3 + 3
    assert seen.total_read_units <= 30 + 130 + 240


def looked_at(plan: Any) -> dict[str, int]:
    """How many keys and documents the stages of a plan looked at, at most."""
    here = plan if isinstance(plan, dict) else {}
    beneath = [looked_at(each) for each in (plan if isinstance(plan, list) else here.values())]
    return {
        name: max([int(here.get(name, 0)), *(each[name] for each in beneath)])
        for name in ("totalKeysExamined", "totalDocsExamined")
    }


def explained(kind: generations.Kind, command: dict[str, Any]) -> dict[str, int]:
    collection = generations.name(kind, generations.known().current)
    command = {name: collection if name in ("aggregate", "find") else value for name, value in command.items()}
    return looked_at(mongo.database().command({"explain": command, "verbosity": "executionStats"}))


def test_what_mongodb_looks_at_does_not_grow_with_how_many_friends_follow(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follows, "NEWEST", 10)
    crowd(world, friends=20, each_follows=200, strangers=400)
    friends = suggesting.asked(world.me).follows
    seen = explained("follows", {"aggregate": "", "pipeline": follows._pipeline(friends, [world.me], 20), "cursor": {}})
    assert seen["totalKeysExamined"] <= 20 * 10 + 2 * 20
    assert seen["totalDocsExamined"] == 0, "the index has all"
    assert len(follows.followed_by(friends, [world.me], 20)) == 20
    newest = explained(
        "follows", {"find": "", "filter": {"follower": friends[0], "on": True}, "sort": {"level": -1}, "limit": 11}
    )
    assert newest["totalKeysExamined"] <= 12


def test_what_mongodb_looks_at_does_not_grow_with_how_many_use_a_hashtag(world: World) -> None:
    writing = generations.writing("shares", generations.known().current)
    authors = [PersonId(new_id()) for _ in range(4_000)]
    some = [{"label": f"#t{at % 4}", "authors": [each], "n": at} for at, each in enumerate(authors)]
    writing.insert_many(some)
    wanted, fields = suggesting._sharing(["#t1", "#t2"])
    command = {"find": "", "filter": wanted, "projection": fields, "sort": {"n": -1}, "limit": suggesting.SHARES}
    seen = explained("shares", command)
    assert seen["totalKeysExamined"] <= suggesting.SHARES + 10
    assert seen["totalDocsExamined"] <= suggesting.SHARES + 10
    own = explained("shares", {"find": "", "filter": suggesting._own(authors[0]), "limit": suggesting.OWN})
    assert own["totalKeysExamined"] <= 2
