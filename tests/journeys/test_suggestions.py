"""Whom one may want to follow, through the public doors: for the reason of today, and never past a block."""

from collections.abc import Callable
from typing import Any

import pytest

from desk.platform import Platform
from support.people import Member, eventually

Join = Callable[[str], Member]


@pytest.fixture(scope="module")
def cast(platform: Platform, member: Join) -> dict[str, Member]:
    """Alice follows Bob and Carol, who both follow Dan; Carol follows Erin, too."""
    if not platform.mongodb_uri:
        pytest.skip("there is no MongoDB on this machine")
    people = {name: member(name) for name in ("alice", "bob", "carol", "dan", "erin")}
    for follower, followee in (
        ("alice", "bob"),
        ("alice", "carol"),
        ("bob", "dan"),
        ("carol", "dan"),
        ("carol", "erin"),
    ):
        people[follower].follow(people[followee])
    return people


def suggested(who: Member, others: dict[str, Member]) -> dict[str, Any]:
    """Whom of the cast somebody is suggested, and who is named as the reason."""
    names = {each.username: name for name, each in others.items()}
    found = who.ask("GET", "/v1/suggestions", params={"limit": 30})["items"]
    return {
        names[each["person"]["username"]]: [names[one["username"]] for one in each["reason"]["people"]]
        for each in found
        if each["person"]["username"] in names
    }


def test_whom_friends_follow_is_suggested(cast: dict[str, Member]) -> None:
    wanted = {"dan": ["carol", "bob"], "erin": ["carol"]}
    assert eventually(lambda: suggested(cast["alice"], cast), lambda seen: seen == wanted) == wanted
    assert cast["alice"].http.get("/v1/suggestions", headers={"authorization": ""}).status_code == 401


def test_who_is_followed_is_not_suggested_and_comes_back(cast: dict[str, Member]) -> None:
    alice, erin = cast["alice"], cast["erin"]
    alice.follow(erin)
    assert "erin" not in suggested(alice, cast), "at once"
    alice.unfollow(erin)
    assert "erin" in eventually(lambda: suggested(alice, cast), lambda seen: "erin" in seen)


def test_who_leaves_is_not_named_any_more(cast: dict[str, Member]) -> None:
    cast["bob"].unfollow(cast["dan"])
    assert suggested(cast["alice"], cast)["dan"] == ["carol"], "at once"
    cast["bob"].follow(cast["dan"])
    eventually(lambda: suggested(cast["alice"], cast)["dan"], lambda seen: seen == ["carol", "bob"])


def test_who_has_asked_is_not_suggested(cast: dict[str, Member]) -> None:
    alice, erin = cast["alice"], cast["erin"]
    erin.ask("PUT", "/v1/me/privacy", json={"private": True})
    assert "erin" in suggested(alice, cast), "a private account may be suggested"
    alice.follow(erin)
    assert "erin" not in suggested(alice, cast)
    alice.unfollow(erin)
    assert "erin" in suggested(alice, cast)


def test_a_block_parts_at_once(cast: dict[str, Member]) -> None:
    alice, dan = cast["alice"], cast["dan"]
    dan.ask("PUT", f"/v1/people/{alice.username}/block")
    assert "dan" not in suggested(alice, cast)
    dan.ask("DELETE", f"/v1/people/{alice.username}/block")
    assert "dan" in suggested(alice, cast)


def test_a_dismissal_is_for_good(cast: dict[str, Member]) -> None:
    alice, dan = cast["alice"], cast["dan"]
    person = dan.profile(dan.username)["person"]["id"]
    for _ in range(2):
        alice.ask("DELETE", f"/v1/suggestions/{person}", status=204)
        assert "dan" not in suggested(alice, cast)
