"""Searching people: who is found in which order, who never is, and what it asks of the stores."""

import io
import json
import logging
from typing import Any

import pytest
from discovery import generations, index, search
from discovery.model import called, keys, parse_query
from profiles import store

from kernel.ids import PersonId, new_id
from kit import meter, telemetry
from support.discovery_world import SEARCH, World, card, put
from support.events import answer, request
from support.mongod import Server
from views import graph
from views.profiles import profile_key


def test_nobody_signed_in_is_refused(world: World) -> None:
    assert answer(search.app, request(SEARCH, query="q=ana"))[0] == 401


def test_a_stranger_is_found_by_username_and_name(world: World) -> None:
    ana = world.join("ana.silva", "Ana Sílva")
    for typed in ("ana.silva", "@ana", "silv", "SILVA", "ana s", "slva ana", "sivla"):
        status, body = world.ask(typed)
        assert status == 200, typed
        shown = {"id": ana, "username": "ana.silva", "name": "Ana Sílva", "avatar": None, "following": False}
        assert body == {"items": [shown] if typed != "slva ana" else body["items"], "next": None}, typed
    assert world.found("nobody.here") == []


def test_the_order(world: World) -> None:
    world.join("anna", "Typed Otherwise")
    world.join("zoe", "Ana Zoe")
    world.join("ana.b")
    world.join("ana")
    world.join("bob", "Bob")
    assert world.found("ana") == ["ana", "ana.b", "zoe"]
    assert world.found("anan") == ["ana", "ana.b", "anna", "zoe"], "one error each"


def test_whom_one_follows_comes_first_among_those_who_fit_alike(world: World) -> None:
    for username in ("anna", "annb", "annc"):
        world.join(username)
    liked = world.join("zoe", "Ann Zoe")
    world.follow(world.me, world.people["annc"])
    world.follow(world.me, liked)
    world.join("yan", "Ann Yan")
    _, body = world.ask("ann")
    assert [(each["username"], each["following"]) for each in body["items"]] == [
        ("annc", True),
        ("anna", False),
        ("annb", False),
        ("zoe", True),
        ("yan", False),
    ]


def test_exact_comes_first_however_many_begin_so(world: World) -> None:
    for number in range(60):
        world.join(f"ana{number:02}")
    world.join("zed", "Ana")
    world.join("ana")
    found = world.found("ana", None)
    assert found[0] == "ana"
    assert len(found) == 20


def test_pages_hold_everybody_once_while_others_come(world: World) -> None:
    names = [f"mia{number:02}" for number in range(30)]
    for name in names:
        world.join(name)
    found: list[str] = []
    after = ""
    while True:
        _, body = world.ask("mia", more=f"&limit=7{after}")
        found += [each["username"] for each in body["items"]]
        if body["next"] is None:
            break
        after = f"&after={body['next']}"
        world.join(f"mia{len(found):02}.new")
    assert [name for name in found if name in names] == names
    assert len(set(found)) == len(found)


def test_a_cursor_is_of_its_search_and_its_reader(world: World) -> None:
    for number in range(3):
        world.join(f"mia{number}")
    _, body = world.ask("mia", more="&limit=1")
    more = f"&limit=1&after={body['next']}"
    assert world.ask("mia", more=more)[0] == 200
    other = world.join("other")
    for status, problem in (
        world.ask("mi", more=more),
        world.ask("mia", other, more),
        world.ask("mia", more="&after=x"),
    ):
        assert (status, [each["pointer"] for each in problem["errors"]]) == (422, ["?after"])


BAD = ["q=", "", "q=%20", "q=%40", "q=" + "x" * 61, "q=ana&limit=0", "q=ana&limit=31", "q=ana&limit=x", "q=ana&after="]
ODD = [
    "q=%00",
    "q=.*",
    "q=%5E",
    "q=%5B",
    "q=a%00b",
    "q=%5C",
    "q=%24where",
    "q=%F0%9F%8C%B8",
    "q=%ED%A0%80",
    "q=a+b%2B(",
]


@pytest.mark.parametrize("query", BAD)
def test_bad_input_is_refused(world: World, query: str) -> None:
    status, problem = answer(search.app, request(SEARCH, query=query, me=world.me))
    assert status in (400, 422), problem


@pytest.mark.parametrize("query", ODD)
def test_odd_input_is_looked_for_as_it_is(world: World, query: str) -> None:
    world.join("ana", "Ana")
    status, body = answer(search.app, request(SEARCH, query=query, me=world.me))
    assert (status, body) == (200, {"items": [], "next": None}) or status in (400, 422)


def hidden(world: World, how: str, person: PersonId) -> None:
    table, pk, sk = profile_key(person)
    match how:
        case "blocked by the reader":
            put(graph.digest_key(world.me), blocking={person})
        case "blocking the reader":
            put(graph.digest_key(world.me), blocked_by={person})
        case "blocking, in a full digest":
            put(graph.digest_key(world.me), blocked_more=1)
            put(graph.block_key(person, world.me), since=1)
        case "erased, which the index has not heard":
            assert store.end_profile(person)
        case _:
            put((table, pk, sk), **{**card(person), "state": how})


HOW = [
    "blocked by the reader",
    "blocking the reader",
    "blocking, in a full digest",
    "suspended",
    "leaving",
    "erased, which the index has not heard",
]


@pytest.mark.parametrize("how", HOW)
def test_who_is_hidden_is_as_if_there_were_nobody(world: World, how: str) -> None:
    """Byte for byte: the answer, and its headers but those of the request."""
    event = request(SEARCH, query="q=eva", me=world.me)

    def whole() -> str:
        found = search.app(event, None)
        return json.dumps({**found, "headers": {k: v for k, v in found["headers"].items() if "request" not in k}})

    nobody = whole()
    eva = world.join("eva", "Eva")
    assert whole() != nobody
    hidden(world, how, eva)
    assert whole() == nobody


def test_private_accounts_are_found(world: World) -> None:
    store.set_privacy(world.join("eva"), private=True)
    world.hear(world.people["eva"])
    assert world.found("eva") == ["eva"]


def test_somebody_renamed_is_not_found_by_the_old_name_even_before_the_index_hears(world: World) -> None:
    eva = world.join("eva", "Eva")
    store.rename(eva, "lea", new_id())
    store.describe(eva, name="Lea")
    assert world.found("eva") == []
    world.hear(eva)
    assert (world.found("eva"), world.found("lea")) == ([], ["lea"])


def test_oneself_is_found(world: World) -> None:
    assert world.found("reader") == ["reader"]


def test_costs(world: World) -> None:
    for number in range(60):
        world.join(f"ana{number:02}")
    world.found("ana")
    with meter.metered() as seen:
        world.found("ana")
    assert seen.requests == {"mongo:find": 1, "BatchGetItem": 2}
    assert seen.total_read_units <= 50 * 0.5 + 51
    with meter.metered() as seen:
        assert world.found("...") == []
    assert seen.requests == {"BatchGetItem": 1}, "the digest; MongoDB is not asked for nothing"


def test_a_killed_mongodb_is_503_and_found_again_without_help(world: World, server: Server) -> None:
    world.join("ana")
    assert world.found("ana") == ["ana"]
    server.kill()
    try:
        found = search.app(request(SEARCH, query="q=ana", me=world.me), None)
        assert found["statusCode"] == 503
        assert int(found["headers"]["retry-after"]) > 0
    finally:
        server.start()
    assert world.found("ana") == ["ana"]


def test_the_log_has_nothing_of_what_was_looked_for(world: World) -> None:
    log = io.StringIO()
    handler = logging.StreamHandler(log)
    handler.setFormatter(telemetry.logger().registered_formatter)
    telemetry.logger().addHandler(handler)
    try:
        world.found("canary9f3b")
    finally:
        logging.getLogger("lambdagram").removeHandler(handler)
    assert log.getvalue()
    assert "canary" not in log.getvalue()


def test_a_search_of_many_uses_the_index(world: World) -> None:
    """What MongoDB looks at does not grow with how many people there are."""
    people: Any = generations.reading("people")
    many = [
        {"_id": new_id(), "version": 1, "keys": keys(called(f"user{number}", f"Name{number} Of{number * 7}"))}
        for number in range(3_000)
    ]
    people.insert_many(many)
    world.join("ana", "Ana Silva")
    for typed in ("ana", "silva ana", "sivla", "anna silva"):
        wanted = {"$and": [{"keys": {"$in": each}} for each in index._alternatives(parse_query(typed))]}
        plan = people.find(wanted, {"_id": 1}).limit(50).explain()
        assert plan["executionStats"]["totalKeysExamined"] < 60, typed
        assert plan["executionStats"]["totalDocsExamined"] < 5, typed
