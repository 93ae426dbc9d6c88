"""What one opened from a search, or looked for: one's own list, the latest first, without whom one may not meet."""

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
from views import graph, posts

LIST, ONE = "/v1/me/searches", "/v1/me/searches/{search_id}"
NO_ID = "0" * 16


def ask(route: str, me: PersonId | None, **more: Any) -> tuple[int, Any]:
    return answer(recent.app, request(route, me=me, **more))


def keep(world: World, kind: str, what: Any) -> int:
    return ask(f"POST {LIST}", world.me, body={"kind": kind, "what": what})[0]


def opened(world: World, *usernames: str) -> None:
    for each in usernames:
        assert keep(world, "person", world.people[each]) == 204


def items(world: World) -> list[dict[str, Any]]:
    status, body = ask(f"GET {LIST}", world.me)
    assert status == 200
    found: list[dict[str, Any]] = body["items"]
    return found


def listed(world: World) -> list[str]:
    """Usernames, #hashtags, places and words."""
    return [called(each) for each in items(world)]


def called(item: dict[str, Any]) -> str:
    if item["kind"] == "person":
        return str(item["person"]["username"])
    return f"#{item['tag']}" if item["kind"] == "tag" else str(item.get("name") or item["words"])


@pytest.mark.parametrize("route", [f"GET {LIST}", f"POST {LIST}", f"DELETE {LIST}", f"DELETE {ONE}"])
def test_nobody_signed_in_is_refused(world: World, route: str) -> None:
    assert ask(route, None, path={"search_id": NO_ID}, body={})[0] == 401


def test_the_latest_is_first_and_each_is_there_once(world: World) -> None:
    for name in ("ana", "bea", "cleo"):
        world.join(name)
    assert listed(world) == []
    opened(world, "ana", "bea", "cleo", "ana", "ana")
    assert listed(world) == ["ana", "cleo", "bea"]
    world.follow(world.me, world.people["bea"])
    assert [each["person"]["following"] for each in items(world)] == [False, False, True]


def test_hashtags_places_and_words_are_kept_like_people(world: World) -> None:
    world.join("ana")
    opened(world, "ana")
    for kind, what in (("tag", "#Birds"), ("place", " Lake  Bled "), ("words", "old\tharbour")):
        assert keep(world, kind, what) == 204
    assert listed(world) == ["old harbour", "Lake Bled", "#birds", "ana"]
    assert items(world)[1]["placeId"] == posts.place_id("Lake Bled")


@pytest.mark.parametrize(
    ("kind", "one", "same", "other"),
    [
        ("tag", "Birds", "#birds", "bird"),
        ("place", "Lake Bled", " Lake  Bled", "Lake"),
        ("words", "Zürich am See", "zurich  AM see", "zürich"),
        ("words", "🌊", " 🌊 ", "🌊🌊"),
        ("words", "👨\u200d👩\u200d👧", " 👨\u200d👩\u200d👧", "👨"),
        ("words", "می\u200cخواهم", "می\u200cخواهم ", "خواهم"),
        ("words", "\u0301", "\u0301", "\u0300"),
    ],
)
def test_the_same_is_kept_once_as_it_was_written_last(world: World, kind: str, one: str, same: str, other: str) -> None:
    for what in (one, other, same):
        assert keep(world, kind, what) == 204
    assert len(listed(world)) == 2
    assert len({each["id"] for each in items(world)}) == 2


def test_the_same_text_of_another_kind_is_something_else(world: World) -> None:
    for kind in ("tag", "place", "words"):
        assert keep(world, kind, "birds") == 204
    assert len(listed(world)) == 3


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
    keep(world, "tag", "birds")
    assert listed(world) == ["#birds", *names[:2:-1]]


def test_forgetting_one_and_all(world: World) -> None:
    for name in ("ana", "bea", "cleo"):
        world.join(name)
    opened(world, "ana", "bea", "cleo")
    keep(world, "words", "birds")
    for name in ("bea", "birds", "birds"):
        (id_,) = [each["id"] for each in items(world) if called(each) == name] or [NO_ID]
        assert ask(f"DELETE {ONE}", world.me, path={"search_id": id_})[0] == 204
    assert listed(world) == ["cleo", "ana"]
    assert ask(f"DELETE {ONE}", world.me, path={"search_id": "x"})[0] in {404, 422}
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
    assert ask(f"POST {LIST}", world.me, body={"kind": "person", "what": new_id()}) == (204, None)
    assert listed(world) == []


@pytest.mark.parametrize("body", [{}, {"kind": "person"}, {"what": "x"}, {"kind": "all", "what": "x"}, []])
def test_bad_bodies_are_refused(world: World, body: Any) -> None:
    assert ask(f"POST {LIST}", world.me, body=body)[0] == 422
    assert listed(world) == []


@pytest.mark.parametrize("kind", ["person", "tag", "place", "words"])
@pytest.mark.parametrize("what", ["", "   ", "\u200b", "x" * 201, 1, None, ["x"]])
def test_what_cannot_be_looked_for_is_refused(world: World, kind: str, what: Any) -> None:
    status, problem = ask(f"POST {LIST}", world.me, body={"kind": kind, "what": what})
    assert (status, problem["errors"][0]["pointer"]) == (422, "/what")
    assert listed(world) == []


@pytest.mark.parametrize(
    ("kind", "what"),
    [("person", "ana"), ("tag", "#"), ("tag", "!?"), ("place", "bir\u0000ds"), ("words", "bir\u0000ds")],
)
def test_a_kind_takes_only_what_is_of_it(world: World, kind: str, what: str) -> None:
    assert keep(world, kind, what) == 422
    assert listed(world) == []


def test_a_list_of_people_as_it_was_first_kept_begins_anew(world: World) -> None:
    world.join("ana")
    put((settings().table("discovery"), f"SEARCHES#{world.me}", "LIST"), people="[]", version=3)
    assert listed(world) == []
    opened(world, "ana")
    assert listed(world) == ["ana"]


def test_many_at_once_are_all_kept(world: World) -> None:
    names = ["ana", "bea", "cleo"]
    for name in names:
        world.join(name)
    with ThreadPoolExecutor(3) as threads:
        list(threads.map(lambda name: opened(world, name), names))
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
