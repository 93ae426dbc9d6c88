"""Hashtags, captions, places and trends, through the public doors: found by what is so now, and never past a wall."""

import secrets
from collections.abc import Callable
from typing import Any

import pytest

from desk import places
from desk.platform import Platform
from support import camera
from support.people import Member, eventually

Join = Callable[[str], Member]
TAG = f"heron{secrets.token_hex(4)}"
WORD = "".join(secrets.choice("bdklmnr") for _ in range(8)) + "lamp"
"""A word of nobody else, whose plural has the same stem."""

ISLAND = f"Island {secrets.token_hex(4)}"


@pytest.fixture(scope="module")
def cast(platform: Platform, member: Join) -> dict[str, Member]:
    """Alice has a post with a hashtag, a rare word and a place; nobody follows anybody."""
    if not platform.mongodb_uri:
        pytest.skip("there is no MongoDB on this machine")
    people = {name: member(name) for name in ("alice", "bob", "carol", "dan")}
    publish(people["alice"])
    return people


def publish(who: Member) -> dict[str, Any]:
    photo = who.upload(camera.jpeg((320, 240)), "image/jpeg")
    return who.publish((photo, "A heron"), caption=f"{WORD}s at dawn #{TAG}", place={"name": ISLAND})


def posts(who: Member, path: str, **params: str) -> list[str]:
    page: dict[str, Any] = who.ask("GET", path, params=params)
    return [each["id"] for each in page["items"]]


def tagged(who: Member) -> list[str]:
    return posts(who, f"/v1/tags/{TAG}/posts")


def test_a_post_is_found_by_all_that_it_bears(cast: dict[str, Member]) -> None:
    bob = cast["bob"]
    (post,) = eventually(lambda: tagged(bob), bool)
    assert bob.ask("GET", f"/v1/tags/{TAG}")["posts"] == 1
    assert posts(bob, "/v1/search/posts", q=WORD) == [post], "by the stem of its word"
    assert [each["tag"] for each in bob.ask("GET", "/v1/search/tags", params={"q": TAG[:-1]})["items"]] == [TAG]
    (place,) = bob.ask("GET", "/v1/search/places", params={"q": ISLAND})["items"]
    assert (place["name"], place["posts"]) == (ISLAND, 1)
    assert posts(bob, f"/v1/places/{place['id']}/posts", order="top") == [post]
    everything = bob.ask("GET", "/v1/search", params={"q": f"#{TAG}"})
    assert [each["tag"] for each in everything["tags"]] == [TAG]
    assert [each["id"] for each in everything["posts"]] == [post]
    assert bob.http.get(f"/v1/tags/{TAG}", headers={"authorization": ""}).status_code == 401


def test_a_followed_hashtag_comes_into_the_feed(cast: dict[str, Member]) -> None:
    bob, carol = cast["bob"], cast["carol"]
    (old,) = tagged(bob)
    assert bob.feed() == []
    bob.ask("PUT", f"/v1/tags/{TAG}/follow", status=204)
    assert bob.ask("GET", "/v1/me/tags")["items"] == [TAG]
    assert [each["id"] for each in eventually(bob.feed, bool)] == [old], "what was there before comes, too"
    new = publish(carol)["id"]
    assert [each["id"] for each in eventually(bob.feed, lambda seen: len(seen) == 2)] == [new, old]
    bob.ask("DELETE", f"/v1/tags/{TAG}/follow", status=204)
    assert bob.feed() == [], "at once"


def test_walls_hold_at_once(cast: dict[str, Member]) -> None:
    alice, bob, carol = cast["alice"], cast["bob"], cast["carol"]
    assert len(tagged(bob)) == 2
    carol.ask("PUT", f"/v1/people/{bob.username}/block")
    assert len(tagged(bob)) == 1
    assert bob.ask("GET", f"/v1/tags/{TAG}")["posts"] == 1
    assert len(tagged(alice)) == 2
    carol.ask("DELETE", f"/v1/people/{bob.username}/block")
    alice.ask("PUT", "/v1/me/privacy", json={"private": True})
    assert len(tagged(bob)) == 1
    assert eventually(lambda: bob.ask("GET", f"/v1/tags/{TAG}")["posts"], lambda seen: seen == 1) == 1
    alice.ask("PUT", "/v1/me/privacy", json={"private": False})
    assert eventually(lambda: bob.ask("GET", f"/v1/tags/{TAG}")["posts"], lambda seen: seen == 2) == 2


def test_what_trends(platform: Platform, cast: dict[str, Member]) -> None:
    """With three people who use a hashtag, and three who like a post, after the clock's next tick."""
    alice, dan = cast["alice"], cast["dan"]
    publish(dan)
    eventually(lambda: tagged(dan), lambda seen: len(seen) == 3)
    liked = tagged(alice)[-1]
    for name in ("bob", "carol", "dan"):
        cast[name].ask("PUT", f"/v1/posts/{liked}/like")

    def trends() -> tuple[list[str], list[str]]:
        tick = (places.ROOT / "events" / "triggers" / "discovery.trending.json").read_bytes()
        called = platform.clients()("lambda").invoke(FunctionName=f"{platform.prefix}-discovery-trending", Payload=tick)
        assert "FunctionError" not in called, called["Payload"].read()
        told = [each["tag"] for each in alice.ask("GET", "/v1/trends/tags", params={"limit": 30})["items"]]
        return told, posts(alice, "/v1/trends/posts", limit="30")

    tags, best = eventually(trends, lambda seen: TAG in seen[0] and liked in seen[1])
    assert (TAG in tags, liked in best) == (True, True)


def test_a_deleted_post_is_found_nowhere(cast: dict[str, Member]) -> None:
    bob = cast["bob"]
    for name in ("alice", "carol", "dan"):
        mine = [each for each in tagged(bob) if each in own(cast[name])]
        cast[name].ask("DELETE", f"/v1/posts/{mine[0]}", status=204)
    assert tagged(bob) == []
    assert eventually(lambda: bob.ask("GET", f"/v1/tags/{TAG}")["posts"], lambda seen: seen == 0) == 0
    assert bob.ask("GET", "/v1/search/places", params={"q": ISLAND})["items"] == []


def own(who: Member) -> list[str]:
    return posts(who, f"/v1/people/{who.username}/posts")
