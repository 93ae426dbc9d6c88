"""Whom one may want to follow: for which reason, in which order, and who never is suggested or named."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from discovery import erase, suggesting, suggestions
from discovery.store import follow_tag
from profiles import store

from kernel.ids import PersonId, new_id
from kit.settings import settings
from kit.wire import Table
from support.discovery_world import World, card, put
from support.events import request
from support.mongod import Server
from support.suggested_world import (
    LIST,
    ask,
    dismiss,
    follow,
    followed,
    hear,
    popular,
    shares,
    suggested,
    surroundings,
    unfollow,
)
from views import graph
from views.profiles import profile_key


def cast(world: World, *names: str) -> list[PersonId]:
    return [world.join(each) for each in names]


def reasons(world: World, query: str = "") -> dict[str, dict[str, Any]]:
    """Each suggestion's reason, with usernames for people."""
    status, body = ask(world.me, query)
    assert status == 200, body
    return {
        each["person"]["username"]: {**each["reason"], "people": [one["username"] for one in each["reason"]["people"]]}
        for each in body["items"]
    }


def test_nobody_signed_in_is_refused(world: World) -> None:
    (ana,) = cast(world, "ana")
    popular((ana, 1))
    assert ask(None)[0] == dismiss(None, ana) == 401


def test_a_stranger_to_all_is_suggested_nobody(world: World) -> None:
    cast(world, "ana", "bea")
    assert ask(world.me) == (200, {"items": []})


def test_whom_friends_follow_by_how_many_of_them(world: World) -> None:
    cast(world, "ana", "bea", "cleo", "dora", "flo", "gil", "eva")
    for friend in ("ana", "bea", "cleo", "dora"):
        followed(world, "reader", friend)
        followed(world, friend, "eva")
    followed(world, "bea", "gil")
    followed(world, "bea", "flo")
    followed(world, "dora", "gil")
    followed(world, "dora", "ana")
    none = {"kind": "followed", "more": 0, "tag": None}
    assert reasons(world) == {
        "eva": none | {"people": ["dora", "cleo", "bea"], "more": 1},
        "gil": none | {"people": ["dora", "bea"]},
        "flo": none | {"people": ["bea"]},
    }
    assert suggested(world) == ["eva", "gil", "flo"]
    assert suggested(world, "limit=2") == ["eva", "gil"]
    _, body = ask(world.me, "limit=1")
    told = {"id": world.people["eva"], "username": "eva", "name": "eva", "avatar": None}
    assert body["items"][0]["person"] == told


def test_who_posts_about_what_one_posts_about(world: World) -> None:
    ana, bea, cleo, dora = cast(world, "ana", "bea", "cleo", "dora")
    shares("#birds", 2, world.me)
    shares("#lakes", 1, world.me)
    shares("@place", 9, world.me)
    shares("#gone", 0, world.me)
    shares("#birds", 5, ana)
    shares("#lakes", 7, ana, bea)
    shares("#lakes", 9, cleo)
    shares("#birds", 0, dora)
    for label in ("@place", "#gone", "#other"):
        shares(label, 30, dora)
    none = {"kind": "interests", "people": [], "more": 0}
    assert list(reasons(world).items()) == [
        ("cleo", none | {"tag": "lakes"}),
        ("ana", none | {"tag": "lakes"}),
        ("bea", none | {"tag": "lakes"}),
    ]


def test_who_posts_about_what_one_follows(world: World) -> None:
    (ana,) = cast(world, "ana")
    shares("#birds", 5, ana)
    assert suggested(world) == []
    follow_tag(world.me, "birds")
    assert reasons(world)["ana"] == {"kind": "interests", "people": [], "more": 0, "tag": "birds"}


def test_who_is_popular(world: World) -> None:
    ana, bea, cleo = sorted(cast(world, "ana", "bea", "cleo"))
    popular((bea, 3), (cleo, 4.5), (ana, 3))
    assert [world.people[each] for each in suggested(world)] == [cleo, ana, bea]
    assert reasons(world)["ana"] == {"kind": "popular", "people": [], "more": 0, "tag": None}


def test_the_best_reason_is_given_and_each_is_there_once(world: World) -> None:
    _, bea, cleo, dora = cast(world, "ana", "bea", "cleo", "dora")
    followed(world, "reader", "ana")
    followed(world, "ana", "bea")
    shares("#birds", 1, world.me)
    shares("#birds", 90, bea, cleo)
    popular((dora, 9), (cleo, 99), (bea, 999))
    assert [(name, each["kind"]) for name, each in reasons(world).items()] == [
        ("bea", "followed"),
        ("cleo", "interests"),
        ("dora", "popular"),
    ]


def test_private_accounts_are_suggested(world: World) -> None:
    cast(world, "ana", "bea")
    followed(world, "reader", "ana")
    followed(world, "ana", "bea")
    store.set_privacy(world.people["bea"], private=True)
    assert suggested(world) == ["bea"]


SOURCES: dict[str, Callable[[World, PersonId], None]] = {
    "followed": lambda world, eva: hear(follow(world.people["ana"], eva)),
    "interests": lambda _, eva: shares("#birds", 3, eva),
    "popular": lambda _, eva: popular((eva, 3)),
}


DIGESTS: dict[str, Callable[[set[PersonId]], dict[str, Any]]] = {
    "blocked by the reader": lambda people: {"blocking": people},
    "blocking the reader": lambda people: {"blocked_by": people},
    "blocking, in a full digest": lambda _: {"blocked_more": 1},
    "muted": lambda people: {"muted": people},
    "muted stories": lambda people: {"muted_stories": people},
}
ONE_BY_ONE: dict[str, Callable[[PersonId, PersonId], object]] = {
    "followed": follow,
    "asked": lambda me, each: put(graph.request_key(me, each), request_id=new_id(), follow_id=new_id()),
    "blocking, in a full digest": lambda me, each: put(graph.block_key(each, me), since=1),
    "dismissed": dismiss,
    "ended": lambda _, each: store.end_profile(each),
    "suspended": lambda _, each: put(profile_key(each), **{**card(each), "state": "suspended"}),
    "leaving": lambda _, each: put(profile_key(each), **{**card(each), "state": "leaving"}),
}
NEVER = sorted({*DIGESTS, *ONE_BY_ONE})


def never(world: World, how: str, *people: PersonId) -> None:
    """What must have these people suggested no more. Facts of it were not heard."""
    if how in DIGESTS:
        put(graph.digest_key(world.me), **DIGESTS[how](set(people)))
    for each in people if how in ONE_BY_ONE else ():
        ONE_BY_ONE[how](world.me, each)


@pytest.mark.parametrize("how", NEVER)
def test_who_is_never_suggested(world: World, how: str) -> None:
    cast(world, "ana")
    followed(world, "reader", "ana")
    shares("#birds", 1, world.me)
    people = cast(world, *SOURCES)
    for name, each in SOURCES.items():
        each(world, world.people[name])
    assert suggested(world) == list(SOURCES)
    never(world, how, *people)
    assert suggested(world) == []


@pytest.mark.parametrize("source", SOURCES)
def test_nor_is_oneself_or_who_is_not_there(world: World, source: str) -> None:
    cast(world, "ana")
    followed(world, "reader", "ana")
    shares("#birds", 1, world.me)
    for each in (world.me, PersonId(new_id())):
        SOURCES[source](world, each)
        assert suggested(world) == []


def test_who_follows_very_many_is_not_suggested_one_of_them(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggesting, "FOLLOWINGS", 1)
    ana, bea, cleo = cast(world, "ana", "bea", "cleo")
    followed(world, "reader", "ana", "bea", "cleo")
    popular((ana, 1), (bea, 1), (cleo, 1))
    assert suggested(world) == []


def whole(world: World, query: str = "") -> str:
    """An answer, byte for byte, and its headers but those of the request."""
    found = suggestions.app(request(LIST, me=world.me, query=query), None)
    assert found["statusCode"] == 200
    return json.dumps({**found, "headers": {k: v for k, v in found["headers"].items() if "request" not in k}})


PARTED = [each for each in NEVER if each.startswith("block") or each in ("suspended", "leaving", "ended")]


@pytest.mark.parametrize("how", PARTED)
def test_who_is_hidden_is_as_if_there_were_nobody(world: World, how: str) -> None:
    """Whom every source would suggest, first of all, who follows those who are suggested, and whom the reader followed.

    MongoDB has heard of none of what parts them.
    """
    queries = ("", "limit=1", "limit=2")
    surroundings(world)
    nobody = [whole(world, each) for each in queries]
    (eva,) = cast(world, "eva")
    for each in ("ana", "bea", "hal"):
        followed(world, each, "eva")
    shares("#birds", 99, eva)
    popular((world.people["gil"], 1), (eva, 99))
    assert all(whole(world, query) != before for query, before in zip(queries, nobody, strict=True))
    began = follow(world.me, eva)
    hear(began)
    followed(world, "eva", "cleo", "flo", "dora", "gil")
    assert all(whole(world, query) != before for query, before in zip(queries, nobody, strict=True))
    if how.startswith("block"):
        unfollow(world.me, eva, began.fact.follow_id)
    never(world, how, eva)
    assert [whole(world, each) for each in queries] == nobody


def test_many_who_are_blocked_take_nobodys_place(world: World) -> None:
    surroundings(world)
    nobody = whole(world, "limit=1")
    blocked = {world.join(f"p{number}") for number in range(8)}
    for each in blocked:
        hear(*(follow(world.people[friend], each) for friend in ("ana", "bea", "hal")))
    popular(*((each, 99) for each in blocked))
    assert whole(world, "limit=1") != nobody
    put(graph.digest_key(world.me), blocked_by=blocked)
    assert whole(world, "limit=1") == nobody


def test_a_reason_names_nobody_who_does_not_follow_any_more(world: World) -> None:
    """Neither whom the reader left, nor who left the one that is suggested; MongoDB has not heard of it."""
    ana, bea, eva = cast(world, "ana", "bea", "eva")
    said = {}
    for friend in (ana, bea):
        for one, other in ((world.me, friend), (friend, eva)):
            said[one, other] = follow(one, other)
            hear(said[one, other])
    assert reasons(world)["eva"]["people"] == ["bea", "ana"]
    unfollow(ana, eva, said[ana, eva].fact.follow_id)
    assert (reasons(world)["eva"]["people"], reasons(world)["eva"]["more"]) == (["bea"], 0)
    unfollow(world.me, bea, said[world.me, bea].fact.follow_id)
    assert suggested(world) == []
    shares("#birds", 1, world.me)
    shares("#birds", 3, eva)
    assert reasons(world)["eva"] == {"kind": "interests", "people": [], "more": 0, "tag": "birds"}


def test_of_those_who_would_be_named_nobody_takes_the_place_unlooked_at(world: World) -> None:
    friends = cast(world, "ana", "bea", "cleo", "dora", "flo")
    (eva,) = cast(world, "eva")
    said = []
    for each in friends:
        followed(world, "reader", next(name for name, person in world.people.items() if person == each))
        said.append(follow(each, eva))
        hear(said[-1])
    assert reasons(world)["eva"] | {"tag": None} == {
        "kind": "followed",
        "people": ["flo", "dora", "cleo"],
        "more": 2,
        "tag": None,
    }
    unfollow(friends[4], eva, said[4].fact.follow_id)
    assert (reasons(world)["eva"]["people"], reasons(world)["eva"]["more"]) == (["dora", "cleo"], 2)


def test_dismissed_for_good(world: World) -> None:
    (ana, bea), other = cast(world, "ana", "bea"), world.join("other")
    popular((ana, 2), (bea, 1))
    for _ in range(2):
        assert dismiss(world.me, ana) == 204
        assert suggested(world) == ["bea"]
    popular((ana, 200), (bea, 1))
    assert suggested(world) == ["bea"]
    assert len(ask(other)[1]["items"]) == 2, "it is one's own list"
    assert dismiss(world.me, PersonId(new_id())) == 204, "whether there is such a person is not said"
    assert dismiss(world.me, PersonId("x")) in (404, 422)


def test_however_many_are_dismissed_others_follow(world: World) -> None:
    people = [world.join(f"p{number}") for number in range(9)]
    popular(*((each, 9 - number) for number, each in enumerate(people)))
    for each in people[:8]:
        assert suggested(world, "limit=1") != ["p8"]
        dismiss(world.me, each)
    assert suggested(world, "limit=1") == ["p8"]


def test_in_the_place_of_who_is_refused_comes_the_next(world: World) -> None:
    ana, bea, cleo = cast(world, "ana", "bea", "cleo")
    popular((ana, 3), (bea, 2), (cleo, 1))
    never(world, "asked", ana)
    assert suggested(world, "limit=1") == ["bea"]


def test_erasing_leaves_nothing(world: World) -> None:
    people = [PersonId(new_id()) for _ in range(3)]
    for each in people:
        dismiss(world.me, each)
    dismiss(people[0], world.me)
    step = {"account": world.me, "people": [world.me]}
    assert erase.app(step, None)["report"] == {"discovery.dismissed": 3}
    assert erase.app(step, None)["report"] == {}
    assert Table(settings().table("discovery")).query(f"DISMISSED#{world.me}").items == []


@pytest.mark.parametrize("query", ["limit=0", "limit=31", "limit=x", "limit="])
def test_bad_limits_are_refused(world: World, query: str) -> None:
    assert ask(world.me, query)[0] in (400, 422)


def test_a_killed_mongodb_is_503_and_found_again_without_help(world: World, server: Server) -> None:
    surroundings(world)
    before = whole(world)
    server.kill()
    try:
        found = suggestions.app(request(LIST, me=world.me), None)
        assert found["statusCode"] == 503
        assert int(found["headers"]["retry-after"]) > 0
        assert dismiss(world.me, world.people["gil"]) == 204, "the table does not need it"
    finally:
        server.start()
    assert whole(world) != before
    assert "gil" not in suggested(world)
