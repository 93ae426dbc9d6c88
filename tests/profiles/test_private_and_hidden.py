"""Private accounts, hidden people, and what is said of changes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import permutations
from typing import Any

import pytest
from profiles import profiles

from contracts.identity import AccountLeaving, AccountStayed, UsernameChanged
from contracts.moderation import PersonReinstated, PersonSuspended
from kernel.ids import new_id
from kit.settings import settings
from kit.wire import Table
from support.events import answer, request
from support.profiles_world import ALICE, BOB, PAGE, PUBLIC, echo, outbox, put, show, told, upload
from views import graph
from views.profiles import profile_key


def test_a_private_account_is_met_but_not_seen(prefix: str) -> None:
    status, mine = answer(profiles.app, request("PUT /v1/me/privacy", me=ALICE, body={"private": True}))
    assert (status, mine["private"], mine["visible"]) == (200, True, True)
    for reader in (None, BOB):
        seen = show("alice", reader)
        assert (seen["private"], seen["visible"]) == (True, False)
        assert seen["counts"] == {"posts": 0, "followers": 0, "following": 0}
    put(graph.follow_key(BOB, ALICE), followee=ALICE, follow_id=new_id(), followers=1)
    assert show("alice", BOB)["visible"] is True


def test_privacy_is_said_once_each_time_it_changes(prefix: str) -> None:
    for private in (True, True, False, False, True):
        answer(profiles.app, request("PUT /v1/me/privacy", me=ALICE, body={"private": private}))
    assert told(prefix) == ["AccountWentPrivate.v1", "AccountWentPublic.v1", "AccountWentPrivate.v1"]


def test_fifty_at_once_say_it_once(prefix: str) -> None:
    with ThreadPoolExecutor(10) as threads:
        list(threads.map(lambda _: profiles.set_my_privacy(ALICE, profiles.Privacy(private=True)), range(50)))
    assert told(prefix) == ["AccountWentPrivate.v1"]


def test_a_replaced_picture_is_named_so_that_it_can_go(prefix: str) -> None:
    first, second = upload(), upload()
    for media in (first, second, second):
        answer(profiles.app, request("PUT /v1/me/avatar", me=ALICE, body={"mediaId": media}))
    answer(profiles.app, request("DELETE /v1/me/avatar", me=ALICE))
    changes = [(each["fact"].get("avatar"), each["fact"].get("replaced")) for each in outbox(prefix)]
    assert changes == [(first, None), (second, first), (second, None), (None, second)]


def test_who_is_hidden_is_as_if_there_were_nobody(prefix: str) -> None:
    told_of = []
    echo(PersonSuspended(person=ALICE), new_id(1))
    for username in ("alice", "nobody"):
        for event in (request(PUBLIC, path={"username": username}), request(PAGE, path={"username": username}, me=BOB)):
            status, problem = answer(profiles.app, event)
            told_of.append((status, {**problem, "instance": ""}))
    assert told_of[0] == told_of[1] == told_of[2] == told_of[3]
    assert told_of[0][0] == 404
    assert show("alice", ALICE)["person"]["username"] == "alice"
    body = answer(profiles.app, request("GET /v1/people", me=BOB, query=f"ids={ALICE},{BOB}"))[1]
    assert [each["id"] for each in body["items"]] == [BOB]


HIDE, SHOW = PersonSuspended(person=ALICE), PersonReinstated(person=ALICE)
LEAVE = AccountLeaving(account=ALICE, people=[ALICE], erase_at=datetime(2026, 1, 1, tzinfo=UTC))
STAY = AccountStayed(account=ALICE, people=[ALICE])


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ([HIDE], "suspended"),
        ([LEAVE], "leaving"),
        ([HIDE, LEAVE], "suspended"),
        ([LEAVE, HIDE], "suspended"),
        ([HIDE, LEAVE, SHOW], "leaving"),
        ([HIDE, LEAVE, STAY], "suspended"),
        ([HIDE, LEAVE, SHOW, STAY], None),
        ([HIDE, SHOW, HIDE], "suspended"),
        ([LEAVE, STAY], None),
    ],
)
def test_two_reasons_to_be_hidden_whatever_comes_first_and_how_often(
    prefix: str, said: list[Any], state: str | None
) -> None:
    numbered = list(enumerate(said, 1))
    for order in permutations(numbered * 2 if len(said) < 3 else numbered):
        for number, fact in order:
            echo(fact, new_id(number))
        item = Table(settings().table("profiles")).get(*profile_key(ALICE)[1:], consistent=True)
        assert item is not None
        assert item.get("state") == state, order
        put(profile_key(ALICE), person_id=ALICE, username="alice")


def test_a_later_name_stands_whatever_comes_first(prefix: str) -> None:
    first = UsernameChanged(person_id=ALICE, old="alice", new="ada")
    second = UsernameChanged(person_id=ALICE, old="ada", new="lovelace")
    echo(second, new_id(2))
    echo(first, new_id(1))
    echo(second, new_id(2))
    assert show("alice")["person"]["username"] == "lovelace"


def test_people_by_their_ids(prefix: str) -> None:
    ask = "GET /v1/people"
    body = answer(profiles.app, request(ask, me=ALICE, query=f"ids={BOB},{ALICE},{BOB},{new_id()}"))[1]
    assert [each["username"] for each in body["items"]] == ["bob", "alice"]
    put(graph.digest_key(ALICE), blocking={BOB})
    body = answer(profiles.app, request(ask, me=ALICE, query=f"ids={BOB}"))[1]
    assert body["items"] == []
    for bad in ("", "x", f"{BOB},", ",".join([new_id() for _ in range(100)]) + "," + BOB):
        assert answer(profiles.app, request(ask, me=ALICE, query=f"ids={bad}"))[0] == 422
    by_id = "GET /v1/people/by-id/{person_id}"
    assert answer(profiles.app, request(by_id, me=BOB, path={"person_id": ALICE}))[1]["person"]["username"] == "alice"
    hidden = answer(profiles.app, request(by_id, me=ALICE, path={"person_id": BOB}))
    missing = answer(profiles.app, request(by_id, me=ALICE, path={"person_id": new_id()}))
    assert hidden[0] == missing[0] == 404
    assert {**hidden[1], "instance": ""} == {**missing[1], "instance": ""}


def test_a_block_that_the_digest_does_not_name_counts_too(prefix: str) -> None:
    put(graph.digest_key(ALICE), blocked_more=1)
    assert show("bob", ALICE)["person"]["id"] == BOB
    put(graph.block_key(BOB, ALICE), since=1)
    assert answer(profiles.app, request(PAGE, path={"username": "bob"}, me=ALICE))[0] == 404
