"""Mutes and close friends."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from graph import close_friends, mutes
from graph.mutes import Mute

import contracts
from contracts.graph import PersonMuted
from kernel.errors import Conflict, Invalid, NotFound
from kernel.ids import PersonId
from kernel.paging import Limit
from kit import meter, secrets
from support.events import answer, request
from views import graph

ROUTES = [
    (mutes, "PUT /v1/people/{username}/mute"),
    (mutes, "DELETE /v1/people/{username}/mute"),
    (mutes, "GET /v1/me/mutes"),
    (close_friends, "PUT /v1/me/close-friends/{username}"),
    (close_friends, "DELETE /v1/me/close-friends/{username}"),
    (close_friends, "GET /v1/me/close-friends"),
]


def at_once(times: int, work: Any) -> list[Any]:
    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(work, range(times)))


def walk(view: Any, me: PersonId) -> list[Any]:
    found, cursor = [], None
    while True:
        page = view(me, cursor, Limit(2))
        found += page.items
        cursor = page.next
        if cursor is None:
            return found


@pytest.mark.parametrize(("module", "route"), ROUTES)
def test_nobody_signed_in_is_refused(world: Any, module: Any, route: str) -> None:
    world.person("bob")
    assert answer(module.app, request(route, path={"username": "bob"}, body={}))[0] == 401
    assert world.rows() == []


@pytest.mark.parametrize(("module", "route"), [each for each in ROUTES if "username" in each[1]])
def test_who_does_not_exist_and_who_is_invisible_are_told_alike(world: Any, module: Any, route: str) -> None:
    me = world.profile("alice")
    world.profile("bob"), world.profile("carol", state="leaving")
    world.block("bob", "alice")
    body: dict[str, Any] | None = {} if route.startswith("PUT") else None
    told = [
        answer(module.app, request(route, path={"username": name}, me=me, body=body))
        for name in ("nobody", "bob", "carol")
    ]
    assert {status for status, _ in told} == {404}
    assert len({problem["type"] + problem["detail"] for _, problem in told}) == 1


def test_a_mute_hides_from_feeds_and_tells_nobody(world: Any) -> None:
    world.profile("alice"), world.profile("bob")
    me, bob = world.person("alice"), world.person("bob")
    world.follow("alice", "bob")
    mutes.mute_person(me, "bob", Mute())
    assert world.digest("alice").hides(bob)
    assert bob in world.digest("alice").muted_stories
    assert world.follow("alice", "bob").relation.muting_posts
    assert not world.follow("bob", "alice").relation.muting_posts
    assert world.edges() >= {("alice", "bob")}
    mutes.mute_person(me, "bob", Mute(posts=False))
    assert not world.digest("alice").hides(bob)
    assert bob in world.digest("alice").muted_stories
    mutes.unmute_person(me, "bob"), mutes.unmute_person(me, "bob")
    assert not world.digest("alice").muted_stories
    said = [contracts.decode(each, PersonMuted).fact for each in world.facts("PersonMuted")]
    assert sorted((each.posts, each.stories) for each in said) == [(False, True), (True, True)]
    assert len(world.facts("PersonUnmuted")) == 1


def test_muting_nothing_is_unmuting_and_oneself_is_refused(world: Any) -> None:
    world.profile("alice"), world.profile("bob")
    mutes.mute_person(world.person("alice"), "bob", Mute(posts=False, stories=False))
    assert world.rows() == []
    with pytest.raises(Invalid):
        mutes.mute_person(world.person("alice"), "alice", Mute())


def test_fifty_at_once_say_it_once(world: Any) -> None:
    world.profile("alice"), world.profile("bob")
    me = world.person("alice")
    at_once(50, lambda _: mutes.mute_person(me, "bob", Mute()))
    assert len(world.facts("PersonMuted")) == 1
    at_once(50, lambda _: mutes.unmute_person(me, "bob"))
    assert len(world.facts("PersonUnmuted")) == 1


def test_mutes_are_listed_with_what_is_muted_and_limited(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"other{n}" for n in range(5)]
    me = world.profile("alice")
    for n, name in enumerate(names):
        world.profile(name)
        mutes.mute_person(me, name, Mute(posts=bool(n % 2)))
    found = walk(mutes.list_muted, me)
    assert [each.person.id for each in found] == sorted(map(world.person, names), reverse=True)
    by_name = {each.person.username: each.posts for each in found}
    assert by_name == {name: bool(n % 2) for n, name in enumerate(names)}
    monkeypatch.setattr(mutes, "MAX_MUTING", 5)
    world.profile("dan")
    with pytest.raises(Conflict):
        mutes.mute_person(me, "dan", Mute())
    mutes.unmute_person(me, "other0")
    mutes.mute_person(me, "dan", Mute())


def test_close_friends_are_followers_and_only_while_they_follow(world: Any) -> None:
    me, bob = world.profile("alice"), world.profile("bob")
    with pytest.raises(Conflict) as refused:
        close_friends.add_close_friend(me, "bob")
    assert refused.value.code == "close-friend-not-follower"
    world.follow("bob", "alice")
    at_once(50, lambda _: close_friends.add_close_friend(me, "bob"))
    assert graph.close_friends(me, limit=10) == ([bob], None)
    assert world.follow("alice", "bob").relation.close_friend
    world.unfollow("bob", "alice")
    assert graph.close_friends(me, limit=10) == ([], None)
    world.follow("bob", "alice")
    assert graph.close_friends(me, limit=10) == ([], None), "nothing comes back by itself"


def test_close_friends_are_listed_at_once_and_limited(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"other{n}" for n in range(5)]
    me = world.profile("alice")
    for name in names:
        world.profile(name)
        world.follow(name, "alice")
        close_friends.add_close_friend(me, name)
    found = walk(close_friends.list_close_friends, me)
    assert [each.id for each in found] == sorted(map(world.person, names))
    monkeypatch.setattr(close_friends, "MAX_CLOSE", 5)
    world.profile("dan"), world.follow("dan", "alice")
    with pytest.raises(Conflict):
        close_friends.add_close_friend(me, "dan")
    close_friends.add_close_friend(me, "other3")
    close_friends.remove_close_friend(me, "other3"), close_friends.remove_close_friend(me, "other3")
    close_friends.add_close_friend(me, "dan")
    with pytest.raises(NotFound):
        close_friends.add_close_friend(me, "nobody")


def test_what_they_cost(world: Any) -> None:
    me = world.profile("alice")
    world.profile("bob"), world.follow("bob", "alice")
    secrets.key("media-key"), secrets.key("cursor-key")
    steps: list[tuple[Any, dict[str, int], float]] = [
        (lambda: mutes.mute_person(me, "bob", Mute()), {"BatchGetItem": 2, "TransactWriteItems": 1}, 4),
        (lambda: mutes.mute_person(me, "bob", Mute()), {"BatchGetItem": 2}, 0),
        (
            lambda: close_friends.add_close_friend(me, "bob"),
            {"BatchGetItem": 2, "Query": 1, "TransactWriteItems": 1},
            4,
        ),
        (lambda: close_friends.list_close_friends(me), {"BatchGetItem": 2, "Query": 1}, 0),
    ]
    for step, requests, units in steps:
        with meter.metered() as seen:
            step()
        assert dict(seen.requests) == requests
        assert seen.total_write_units <= units
