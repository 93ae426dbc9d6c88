"""Private accounts, requests, blocks, mutes and close friends, through the public doors."""

from collections.abc import Callable
from typing import Any

import pytest

from support import plain
from support.people import Member, eventually

Join = Callable[[str], Member]


@pytest.fixture(scope="module")
def cast(member: Join) -> dict[str, Member]:
    return {name: member(name) for name in ("alice", "bob", "carol")}


def private(who: Member, on: bool) -> None:
    who.ask("PUT", "/v1/me/privacy", json={"private": on})


def follow(who: Member, other: Member) -> dict[str, Any]:
    return dict(who.ask("PUT", f"/v1/people/{other.username}/follow")["relation"])


def names(page: dict[str, Any]) -> list[str]:
    return [each["username"] for each in page["items"]]


def test_asking_to_follow_a_private_account(cast: dict[str, Member]) -> None:
    alice, bob, carol = cast.values()
    private(alice, True)
    assert follow(bob, alice)["requested"]
    assert follow(carol, alice)["requested"]
    refused = bob.ask("GET", f"/v1/people/{alice.username}/followers", status=403)
    assert refused["type"] == "urn:lambdagram:problem:account-private"
    waiting = alice.ask("GET", "/v1/me/follow-requests")
    assert (names_of(waiting), waiting["waiting"]) == ([carol.username, bob.username], 2)
    assert names_of(bob.ask("GET", "/v1/me/follow-requests/sent")) == [alice.username]
    alice.ask("PUT", f"/v1/me/follow-requests/{bob.username}", status=204)
    alice.ask("DELETE", f"/v1/me/follow-requests/{carol.username}", status=204)
    assert names(bob.ask("GET", f"/v1/people/{alice.username}/followers")) == [bob.username]
    assert follow(carol, alice)["requested"]
    carol.unfollow(alice)
    assert alice.ask("GET", "/v1/me/follow-requests")["items"] == []
    alice.ask("DELETE", f"/v1/me/followers/{bob.username}", status=204)
    bob.ask("GET", f"/v1/people/{alice.username}/followers", status=403)


def names_of(page: dict[str, Any]) -> list[str]:
    return [each["person"]["username"] for each in page["items"]]


def test_going_public_lets_in_who_waits(cast: dict[str, Member]) -> None:
    alice, bob, carol = cast.values()
    private(alice, True)
    assert follow(carol, alice)["requested"]
    private(alice, False)
    eventually(
        lambda: names(bob.ask("GET", f"/v1/people/{alice.username}/followers")),
        lambda seen: carol.username in seen,
        seconds=30,
    )
    found = bob.ask("GET", f"/v1/people/{alice.username}/followers?q=CAROL")
    assert names(found) == [carol.username]
    bob.follow(carol)
    mutual = bob.ask("GET", f"/v1/people/{alice.username}/mutuals")
    assert (mutual["count"], [each["username"] for each in mutual["people"]]) == (1, [carol.username])
    bob.unfollow(carol)


def test_close_friends_and_mutes(cast: dict[str, Member]) -> None:
    alice, bob, carol = cast.values()
    carol.follow(alice)
    alice.ask("PUT", f"/v1/me/close-friends/{carol.username}", status=204)
    alice.ask("PUT", f"/v1/me/close-friends/{bob.username}", status=409)
    assert names(alice.ask("GET", "/v1/me/close-friends")) == [carol.username]
    alice.ask("DELETE", f"/v1/me/close-friends/{carol.username}", status=204)
    assert alice.ask("GET", "/v1/me/close-friends")["items"] == []
    carol.ask("PUT", f"/v1/people/{alice.username}/mute", json={"stories": False}, status=204)
    (muted,) = carol.ask("GET", "/v1/me/mutes")["items"]
    assert (muted["person"]["username"], muted["posts"], muted["stories"]) == (alice.username, True, False)
    carol.ask("DELETE", f"/v1/people/{alice.username}/mute", status=204)


def test_a_list_says_what_everybody_in_it_is_to_one(member: Join) -> None:
    alice, bob, carol, dan = people = [member(name) for name in ("alice", "bob", "carol", "dan")]
    ids = {each.username: each.profile(each.username)["person"]["id"] for each in people}
    private(carol, True)
    for one, other in ((alice, bob), (bob, alice), (alice, carol)):
        one.follow(other)
    dan.ask("PUT", f"/v1/people/{alice.username}/block", status=204)
    asked = f"/v1/me/relations?people={','.join(ids.values())}"
    found = alice.ask("GET", asked)["items"]
    assert [each["personId"] for each in found] == [ids[each.username] for each in (alice, bob, carol)]
    for each, who in zip(found, people, strict=False):
        assert each["relation"] == alice.profile(who.username)["relation"], "as the person's page says"
    assert [name for name, on in found[1]["relation"].items() if on] == ["following", "followedBy"]
    assert [name for name, on in found[2]["relation"].items() if on] == ["requested"]
    assert {each["personId"] for each in dan.ask("GET", asked)["items"]} == set(ids.values()) - {ids[alice.username]}
    assert plain.get(f"{alice.url}{asked}").status_code == 401
    alice.ask("GET", f"/v1/me/relations?people={alice.username}", status=422)


def test_a_block_parts_two_people_at_once(cast: dict[str, Member]) -> None:
    bob, carol = cast["bob"], cast["carol"]
    follow(bob, carol), follow(carol, bob)
    carol.ask("PUT", f"/v1/people/{bob.username}/block", status=204)
    for one, other in ((bob, carol), (carol, bob)):
        gone = one.ask("GET", f"/v1/people/{other.username}", status=404)
        missing = one.ask("GET", "/v1/people/nobody.at.all", status=404)
        assert (gone["type"], gone["detail"]) == (missing["type"], missing["detail"])
        one.ask("PUT", f"/v1/people/{other.username}/follow", status=404)
        one.ask("GET", f"/v1/people/{other.username}/followers", status=404)
    assert names(carol.ask("GET", "/v1/me/blocks")) == [bob.username]
    bob.ask("PUT", f"/v1/people/{carol.username}/block", status=204)
    carol.ask("DELETE", f"/v1/people/{bob.username}/block", status=204)
    bob.ask("GET", f"/v1/people/{carol.username}", status=404)
    bob.ask("DELETE", f"/v1/people/{carol.username}/block", status=204)
    assert bob.profile(carol.username)["relation"]["following"] is False
    assert follow(bob, carol)["following"]
