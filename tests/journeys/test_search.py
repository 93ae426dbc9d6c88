"""Finding people, through the public doors: from the sign-up on, by the name of today, and never past a block."""

from collections.abc import Callable
from typing import Any

import pytest

from desk.platform import Platform
from support.people import Member, eventually

Join = Callable[[str], Member]


@pytest.fixture(scope="module")
def cast(platform: Platform, member: Join) -> dict[str, Member]:
    if not platform.mongodb_uri:
        pytest.skip("there is no MongoDB on this machine")
    return {name: member(name) for name in ("alice", "bob")}


def found(who: Member, q: str) -> list[str]:
    page: dict[str, Any] = who.ask("GET", "/v1/search/people", params={"q": q})
    return [each["username"] for each in page["items"]]


def test_who_has_signed_up_is_found(cast: dict[str, Member]) -> None:
    alice, bob = cast.values()
    assert eventually(lambda: found(bob, alice.username), bool) == [alice.username]
    assert alice.username in found(bob, f"@{alice.username[:-1].upper()}")


def test_a_new_name_is_found_and_the_old_one_is_not(cast: dict[str, Member]) -> None:
    alice, bob = cast.values()
    alice.ask("PATCH", "/v1/me", json={"name": "Zoë Quarkstein"})
    assert alice.username in eventually(lambda: found(bob, "zoe quarkstein"), bool)
    assert alice.username in found(bob, "quarkstien")
    alice.ask("PATCH", "/v1/me", json={"name": "Alma"})
    assert found(bob, "quarkstein") == []
    new = f"{alice.username}.new"
    alice.ask("PUT", "/v1/me/username", json={"username": new})
    assert eventually(lambda: found(bob, new), bool) == [new]
    alice.username = new


def test_recent_searches_are_ones_own(cast: dict[str, Member]) -> None:
    alice, bob = cast.values()
    person = bob.ask("GET", f"/v1/people/{alice.username}")["person"]["id"]
    bob.ask("POST", "/v1/me/searches", json={"kind": "person", "what": person}, status=204)
    bob.ask("POST", "/v1/me/searches", json={"kind": "place", "what": "Lake Bled"}, status=204)
    place, other = bob.ask("GET", "/v1/me/searches")["items"]
    assert (place["name"], other["person"]["id"]) == ("Lake Bled", person)
    bob.ask("DELETE", f"/v1/me/searches/{place['id']}", status=204)
    assert bob.ask("GET", "/v1/me/searches")["items"] == [other]
    assert alice.ask("GET", "/v1/me/searches")["items"] == []


def test_a_block_parts_both_ways_at_once(cast: dict[str, Member]) -> None:
    alice, bob = cast.values()
    alice.ask("PUT", f"/v1/people/{bob.username}/block")
    assert found(bob, alice.username) == found(bob, "nobody.of.this.name") == []
    assert found(alice, bob.username) == []
    assert bob.ask("GET", "/v1/me/searches")["items"] == []
    alice.ask("DELETE", f"/v1/people/{bob.username}/block")
    assert eventually(lambda: found(bob, alice.username), bool) == [alice.username]
    bob.ask("DELETE", "/v1/me/searches", status=204)
    assert bob.ask("GET", "/v1/me/searches")["items"] == []
