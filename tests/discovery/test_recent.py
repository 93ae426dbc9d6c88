"""Whom one opened from a search: one's own list, the latest first, without whom one may not meet."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from discovery import erase, recent
from profiles import store as profiles

from kernel.ids import PersonId, new_id
from kit import meter, store
from kit.settings import settings
from kit.wire import Table
from support.discovery_world import World, put
from support.events import answer, request
from views import graph

LIST, ONE = "/v1/me/searches", "/v1/me/searches/{person_id}"


def ask(route: str, me: PersonId | None, **more: Any) -> tuple[int, Any]:
    return answer(recent.app, request(route, me=me, **more))


def opened(world: World, *usernames: str) -> None:
    for each in usernames:
        assert ask(f"POST {LIST}", world.me, body={"personId": world.people[each]})[0] == 204


def listed(world: World) -> list[str]:
    status, body = ask(f"GET {LIST}", world.me)
    assert status == 200
    return [each["username"] for each in body["items"]]


@pytest.mark.parametrize("route", [f"GET {LIST}", f"POST {LIST}", f"DELETE {LIST}", f"DELETE {ONE}"])
def test_nobody_signed_in_is_refused(world: World, route: str) -> None:
    assert ask(route, None, path={"person_id": new_id()}, body={})[0] == 401


def test_the_latest_is_first_and_each_is_there_once(world: World) -> None:
    for name in ("ana", "bea", "cleo"):
        world.join(name)
    assert listed(world) == []
    opened(world, "ana", "bea", "cleo", "ana", "ana")
    assert listed(world) == ["ana", "cleo", "bea"]
    world.follow(world.me, world.people["bea"])
    _, body = ask(f"GET {LIST}", world.me)
    assert [each["following"] for each in body["items"]] == [False, False, True]


def test_it_is_nobody_elses(world: World) -> None:
    world.join("ana")
    opened(world, "ana")
    assert ask(f"GET {LIST}", world.people["ana"]) == (200, {"items": []})


def test_twenty_are_kept(world: World) -> None:
    names = [f"p{number:02}" for number in range(22)]
    for name in names:
        world.join(name)
    opened(world, *names)
    assert listed(world) == names[:1:-1]


def test_forgetting_one_and_all(world: World) -> None:
    for name in ("ana", "bea", "cleo"):
        world.join(name)
    opened(world, "ana", "bea", "cleo")
    for _ in range(2):
        assert ask(f"DELETE {ONE}", world.me, path={"person_id": world.people["bea"]})[0] == 204
        assert listed(world) == ["cleo", "ana"]
    for _ in range(2):
        assert ask(f"DELETE {LIST}", world.me)[0] == 204
        assert listed(world) == []


def test_whom_one_may_not_meet_is_left_out_and_back_when_one_may(world: World) -> None:
    for name in ("ana", "bea", "cleo"):
        world.join(name)
    opened(world, "ana", "bea", "cleo")
    put(graph.digest_key(world.me), blocked_by={world.people["ana"]})
    profiles.set_state(world.people["bea"], "suspended", new_id(), hidden=True)
    profiles.end_profile(world.people["cleo"])
    assert listed(world) == []
    put(graph.digest_key(world.me))
    assert listed(world) == ["ana"]


def test_somebody_who_does_not_exist_is_told_like_anybody_else(world: World) -> None:
    assert ask(f"POST {LIST}", world.me, body={"personId": new_id()}) == (204, None)
    assert listed(world) == []


@pytest.mark.parametrize("body", [{}, {"personId": "x"}, {"personId": 1}, {"personId": None}, []])
def test_bad_bodies_are_refused(world: World, body: Any) -> None:
    assert ask(f"POST {LIST}", world.me, body=body)[0] == 422
    assert listed(world) == []


def test_many_at_once_are_all_kept(world: World) -> None:
    names = ["ana", "bea", "cleo"]
    for name in names:
        world.join(name)
    with ThreadPoolExecutor(3) as threads:
        list(threads.map(lambda name: recent.keep_search(world.me, recent.Opened(world.people[name])), names))
    assert sorted(listed(world)) == names


def test_erasing_leaves_nothing(world: World) -> None:
    world.join("ana")
    opened(world, "ana")
    step = {"account": world.me, "people": [world.me]}
    assert erase.app(step, None)["report"] == {"discovery.searches": 1}
    assert erase.app(step, None)["report"] == {}
    assert Table(settings().table("discovery")).query(f"SEARCHES#{world.me}").items == []


def test_costs(world: World) -> None:
    names = [f"p{number:02}" for number in range(20)]
    for name in names:
        world.join(name)
    opened(world, *names)
    meter.meter_botocore(store.Item._get_connection().connection.client)
    with meter.metered() as seen:
        opened(world, "p00")
    assert seen.requests == {"GetItem": 1, "PutItem": 1}
    with meter.metered() as seen:
        assert len(listed(world)) == 20
    assert seen.requests == {"GetItem": 1, "BatchGetItem": 2}
