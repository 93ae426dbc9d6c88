"""What stands under a post: replies, likes of comments, pins, hidden words, who may comment; collections; sharing."""

from collections.abc import Callable
from typing import Any

import pytest

from desk.platform import Platform
from kernel.ids import new_id
from support import camera, plain
from support.people import Member, eventually

Join = Callable[[str], Member]


@pytest.fixture(scope="module")
def cast(member: Join) -> tuple[Member, Member, Member]:
    return member("alice"), member("bob"), member("carol")


def a_post(author: Member, caption: str = "Morning at the lake", **more: Any) -> str:
    photo = author.upload(camera.jpeg(size=(640, 480)), "image/jpeg")
    body = {"photos": [{"mediaId": photo, "alt": "A lake"}], "caption": caption, **more}
    return str(author.ask("POST", "/v1/posts", json=body, status=201)["id"])


def test_a_conversation_under_a_post(cast: tuple[Member, Member, Member], platform: Platform) -> None:
    alice, bob, carol = cast
    post = a_post(alice)
    under = f"/v1/posts/{post}/comments"
    top = bob.ask("POST", under, json={"text": "What a morning"}, status=201)["id"]
    reply = carol.ask("POST", under, json={"text": "Indeed", "replyTo": top}, status=201)
    again = bob.ask("POST", under, json={"text": "You were asleep", "replyTo": reply["id"]}, status=201)
    assert (again["parent"], again["replyTo"]) == (top, reply["id"])
    carol.ask("PUT", f"{under}/{top}/like", status=204)
    alice.ask("PUT", f"{under}/{reply['id']}/like", status=204)
    second = bob.ask("POST", under, json={"text": "And the coffee"}, status=201)["id"]
    alice.ask("PUT", f"{under}/{top}/pin", status=204)
    bob.ask("PUT", f"{under}/{top}/pin", status=403)

    seen = eventually(
        lambda: carol.ask("GET", under)["items"], lambda all_: all_[0]["replies"] == 2 and all_[0]["likes"] == 1
    )
    assert [each["id"] for each in seen] == [top, second]
    assert (seen[0]["pinned"], seen[0]["liked"], seen[1]["pinned"]) == (True, True, False)
    assert [each["text"] for each in seen[0]["firstReplies"]] == ["Indeed", "You were asleep"]
    anybody = plain.get(f"{platform.url}/v1/public/posts/{post}/comments/{top}/replies").json()["items"]
    assert [each["likes"] for each in anybody] == [1, 0]
    assert [each["username"] for each in bob.ask("GET", f"{under}/{top}/likes")["items"]] == [carol.username]
    eventually(lambda: alice.ask("GET", f"/v1/posts/{post}")["comments"], lambda number: number == 4)

    carol.ask("DELETE", f"{under}/{top}/like", status=204)
    alice.ask("DELETE", f"{under}/{top}/pin", status=204)
    carol.ask("DELETE", f"{under}/{top}", status=404)
    bob.ask("DELETE", f"{under}/{top}", status=204)
    carol.ask("GET", f"{under}/{top}/replies", status=404)
    assert [each["id"] for each in carol.ask("GET", under)["items"]] == [second]
    eventually(lambda: alice.ask("GET", f"/v1/posts/{post}")["comments"], lambda number: number == 1)


def test_a_hidden_word_waits_for_the_author(cast: tuple[Member, Member, Member]) -> None:
    alice, bob, carol = cast
    post = a_post(alice)
    under = f"/v1/posts/{post}/comments"
    alice.ask("PUT", "/v1/me/hidden-words", json={"words": ["spam"], "usual": True}, status=200)
    assert alice.ask("GET", "/v1/me/hidden-words") == {"words": ["spam"], "usual": True}
    held = bob.ask("POST", under, json={"text": "S.P.A.M for you"}, status=201)
    assert not held["held"]
    assert len(bob.ask("GET", under)["items"]) == 1
    assert carol.ask("GET", under)["items"] == []
    assert alice.ask("GET", under)["items"][0]["held"]
    bob.ask("PUT", f"{under}/{held['id']}/approval", status=403)
    alice.ask("PUT", f"{under}/{held['id']}/approval", status=204)
    assert [each["id"] for each in carol.ask("GET", under)["items"]] == [held["id"]]
    alice.ask("PUT", "/v1/me/hidden-words", json={"words": []}, status=200)


def test_only_whom_the_author_wants_may_comment(cast: tuple[Member, Member, Member]) -> None:
    alice, bob, carol = cast
    post = a_post(alice, commentsBy="followers")
    under = f"/v1/posts/{post}/comments"
    refused = carol.ask("POST", under, json={"text": "hello"}, status=403)
    assert refused["type"].endswith("comments-closed")
    bob.follow(alice)
    bob.ask("POST", under, json={"text": "hello"}, status=201)
    bob.unfollow(alice)
    bob.ask("POST", under, json={"text": "hello"}, status=403)


def test_a_page_says_which_of_its_posts_one_has_saved(cast: tuple[Member, Member, Member]) -> None:
    alice, bob, carol = cast
    lake, hill, road = (a_post(alice) for _ in range(3))
    carol.ask("PUT", f"/v1/posts/{lake}/save", json={"collection": "Water"}, status=204)
    carol.ask("PUT", f"/v1/posts/{road}/save", json={}, status=204)
    marks = f"/v1/me/saves?posts={road},{hill},{lake}"
    assert _marks(carol, marks) == [(road, "Saved"), (lake, "Water")]
    assert _marks(alice, marks) == _marks(bob, marks) == []
    assert plain.get(f"{bob.url}{marks}").status_code == 401
    carol.ask("GET", "/v1/me/saves?posts=lake", status=422)
    alice.ask("PUT", f"/v1/people/{carol.username}/block", status=204)
    assert _marks(carol, marks) == []
    alice.ask("DELETE", f"/v1/people/{carol.username}/block", status=204)
    carol.ask("DELETE", f"/v1/posts/{road}/save", status=204)
    assert _marks(carol, marks) == [(lake, "Water")]


def _marks(who: Member, path: str) -> list[tuple[str, str]]:
    return [(each["postId"], each["collection"]) for each in who.ask("GET", path)["items"]]


def test_collections_and_sharing(cast: tuple[Member, Member, Member], platform: Platform) -> None:
    alice, bob, _ = cast
    post = a_post(alice, "A lake in the morning")
    for name in ("Lakes", "Mornings"):
        bob.ask("PUT", f"/v1/posts/{post}/save", json={"collection": name}, status=204)
    found = {each["name"]: each for each in bob.ask("GET", "/v1/me/saved")["items"]}
    assert {name: each["posts"] for name, each in found.items()} == {"Mornings": 1, "Lakes": 0}
    assert found["Mornings"]["cover"]["alt"] == "A lake"
    lakes, mornings = (found[name]["id"] for name in ("Lakes", "Mornings"))
    bob.ask("PATCH", f"/v1/me/saved/{mornings}", json={"name": "Early"}, status=204)
    bob.ask("PATCH", f"/v1/me/saved/{mornings}", json={"name": "lakes"}, status=409)
    bob.ask("PUT", "/v1/me/saved/order", json={"collections": [lakes, mornings]}, status=204)
    assert [each["name"] for each in bob.ask("GET", "/v1/me/saved")["items"]] == ["Lakes", "Early"]
    bob.ask("DELETE", f"/v1/me/saved/{mornings}", status=204)
    assert {each["name"]: each["posts"] for each in bob.ask("GET", "/v1/me/saved")["items"]} == {"Saved": 1, "Lakes": 0}
    bob.ask("DELETE", f"/v1/posts/{post}/save", status=204)

    card = plain.get(f"{platform.url}/v1/public/posts/{post}/share").json()
    assert card["url"].endswith(f"/p/{post}")
    assert card["description"] == "A lake in the morning"
    assert card["image"]
    assert bob.ask("GET", f"/v1/posts/{post}/share")["title"] == card["title"]
    bob.ask("GET", f"/v1/posts/{new_id()}/share", status=404)
