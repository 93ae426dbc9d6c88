"""Members report, staff hide and suspend, and it is as if nothing had happened when they take it back."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import httpx
import pytest
from websockets.exceptions import ConnectionClosed

from desk.platform import Platform
from kernel.ids import new_id
from support import camera, plain
from support.moderators import become_moderator, sign_in
from support.people import PASSWORD, Member, eventually

Join = Callable[[str], Member]
STAFF_ROUTES = (
    ("GET", "/v1/staff/cases"),
    ("GET", "/v1/staff/audit"),
    ("GET", "/v1/staff/people/somebody"),
)


GONE_SECONDS = 5
"""What staff take away is gone, and back, within this time (P16)."""

TOKEN_SECONDS = 60
"""An access token of an ended session lives no longer than this."""


@pytest.fixture(scope="module")
def moderator(member: Join, platform: Platform) -> Member:
    return become_moderator(member("mia"), platform)


def status_of(who: Member, path: str) -> int:
    return who.http.get(path).status_code


@dataclass
class Scene:
    """A post of Alice's that Bob follows, has saved, and commented on; a post of Bob's that she likes and commented."""

    alice: Member
    bob: Member
    carol: Member
    post: str
    alice_id: str
    carols: str
    bobs_post: str
    alices: str

    def ids(self, path: str) -> list[str]:
        """The ids in one of Bob's lists; none when the list is gone."""
        found = self.bob.http.get(path)
        return [each["id"] for each in found.json()["items"]] if found.status_code == 200 else []

    def shows(self, path: str) -> bool:
        return status_of(self.bob, path) == 200

    def post_is_seen(self) -> dict[str, bool]:
        """Where Bob can meet Alice's post, and whether he does."""
        path = f"/v1/posts/{self.post}"
        saved = [self.ids(f"/v1/me/saved/{each}") for each in self.ids("/v1/me/saved")]
        return {
            "page": self.shows(path),
            "share": self.shows(f"{path}/share"),
            "page of anybody": status_of(self.bob, f"/v1/public/posts/{self.post}") == 200,
            "grid": self.post in self.ids(f"/v1/people/{self.alice.username}/posts"),
            "feed": self.post in self.ids("/v1/feed"),
            "saved": self.post in [each for held in saved for each in held],
            "notifications": self.post in [each.get("postId") for each in self.bob.notifications()],
        }

    def alice_is_seen(self) -> dict[str, bool]:
        """Where else Bob can meet Alice herself."""
        likers = self.bob.ask("GET", f"/v1/posts/{self.bobs_post}/likes")["items"]
        told = [each["actor"]["username"] for each in self.bob.notifications()]
        return {
            "profile": self.shows(f"/v1/people/{self.alice.username}"),
            "profile by id": self.shows(f"/v1/people/by-id/{self.alice_id}"),
            "likes": self.alice.username in [each["username"] for each in likers],
            "comments": self.alices in self.ids(f"/v1/posts/{self.bobs_post}/comments"),
            "notifications of her": self.alice.username in told,
        }


@pytest.fixture(scope="module")
def scene(member: Join) -> Scene:
    alice, bob, carol = member("alice"), member("bob"), member("carol")
    bob.follow(alice)
    photos = [who.upload(camera.jpeg(size=(400, 300)), "image/jpeg") for who in (alice, bob)]
    post = alice.publish((photos[0], "A lake"), caption="buy this")
    bobs_post = bob.publish((photos[1], "A hill"))["id"]
    bob.ask("PUT", f"/v1/posts/{post['id']}/save", json={})
    under = f"/v1/posts/{post['id']}/comments"
    bobs = bob.ask("POST", under, json={"text": "How much?"}, status=201)["id"]
    carols = carol.ask("POST", under, json={"text": "Cheaper at my shop"}, status=201)["id"]
    carol.ask("PUT", f"{under}/{bobs}/like", status=204)
    alice.ask("PUT", f"/v1/posts/{bobs_post}/like", status=204)
    alices = alice.ask("POST", f"/v1/posts/{bobs_post}/comments", json={"text": "Mine is higher"}, status=201)["id"]
    made = Scene(alice, bob, carol, post["id"], post["author"]["id"], carols, bobs_post, alices)
    eventually(made.post_is_seen, lambda seen: all(seen.values()))
    eventually(made.alice_is_seen, lambda seen: all(seen.values()))
    return made


def test_a_comment_is_reported_hidden_and_shown(scene: Scene, moderator: Member) -> None:
    name, under = f"comment~{scene.post}~{scene.carols}", f"/v1/posts/{scene.post}/comments"
    about = {"kind": "comment", "post": scene.post, "comment": scene.carols, "reason": "spam"}
    scene.bob.ask("POST", "/v1/reports", json=about, status=201)
    verdict = {"outcome": "hide", "reason": "an advert"}
    moderator.ask("POST", f"/v1/staff/cases/{name}/decision", json=verdict, status=204)
    eventually(lambda: scene.carols in scene.ids(under), lambda seen: not seen, seconds=GONE_SECONDS)
    assert scene.carols in [each["id"] for each in scene.carol.ask("GET", under)["items"]], "its writer still sees it"
    anybody = plain.get(f"{scene.bob.url}/v1/public/posts/{scene.post}/comments").json()["items"]
    assert scene.carols not in [each["id"] for each in anybody]
    moderator.ask("POST", f"/v1/staff/content/{name}/show", json={"reason": "a mistake"}, status=204)
    eventually(lambda: scene.carols in scene.ids(under), bool, seconds=GONE_SECONDS)


def test_a_reported_post_is_hidden_everywhere_and_shown_again(scene: Scene, moderator: Member) -> None:
    alice, bob = scene.alice, scene.bob
    path, name = f"/v1/posts/{scene.post}", f"post~{scene.post}"
    report = {"kind": "post", "post": scene.post, "reason": "spam", "text": "an advert"}
    first = bob.ask("POST", "/v1/reports", json=report, status=201)
    assert bob.ask("POST", "/v1/reports", json=report, status=201)["id"] == first["id"]
    for method, route in STAFF_ROUTES:
        bob.ask(method, route, status=404)

    waiting = eventually(
        lambda: moderator.ask("GET", "/v1/staff/cases")["items"],
        lambda seen: name in [each["subject"] for each in seen],
    )
    assert [each["reports"] for each in waiting if each["subject"] == name] == [1]
    moderator.ask("PUT", f"/v1/staff/cases/{name}/claim")
    verdict = {"outcome": "hide", "reason": "an advert"}
    moderator.ask("POST", f"/v1/staff/cases/{name}/decision", json=verdict, status=204)
    eventually(scene.post_is_seen, lambda seen: not any(seen.values()), seconds=GONE_SECONDS)
    assert alice.ask("GET", path)["state"] == "hidden"
    assert {each["subject"]: each["state"] for each in bob.ask("GET", "/v1/me/reports")["items"]}[name] == "acted"
    moderator.ask("POST", f"/v1/staff/content/{name}/show", json={"reason": "a mistake"}, status=204)
    eventually(scene.post_is_seen, lambda seen: all(seen.values()), seconds=GONE_SECONDS)


def old_token_dies(url: str, authorization: str) -> None:
    """An access token from before is refused in its time. Each environment of a function learns it by itself."""
    with httpx.Client(
        base_url=url, headers={"authorization": authorization}, timeout=20, verify=plain.NO_CERTIFICATES
    ) as old:
        eventually(
            lambda: [old.get("/v1/me").status_code for _ in range(5)],
            lambda seen: set(seen) == {401},
            seconds=TOKEN_SECONDS,
        )


def socket_closes(who: Member) -> Callable[[], None]:
    """Open a socket; what is given back waits until the platform has closed it."""
    opened = who.socket()
    socket = opened.__enter__()

    def wait() -> None:
        try:
            with pytest.raises(ConnectionClosed):
                socket.wait_for("nothing")
        finally:
            opened.__exit__(None, None, None)

    return wait


def test_a_suspended_person_is_gone_and_comes_back_as_they_were(scene: Scene, moderator: Member) -> None:
    alice, suspend = scene.alice, f"/v1/staff/people/{scene.alice_id}"
    studio = alice.ask("POST", "/v1/auth/people", json={"username": f"studio.{new_id()[-10:]}"}, status=201)
    of_studio = f"/v1/people/{studio['username']}"
    eventually(lambda: scene.shows(of_studio), bool)
    closed, before = socket_closes(alice), alice.http.headers["authorization"]

    def seen() -> dict[str, bool]:
        return {**scene.post_is_seen(), **scene.alice_is_seen(), "her other person": scene.shows(of_studio)}

    assert all(seen().values())
    with ThreadPoolExecutor(2) as pool:
        moderator.ask("POST", f"{suspend}/suspend", json={"reason": "again and again"}, status=204)
        waits = [pool.submit(closed), pool.submit(old_token_dies, alice.url, before)]
        eventually(seen, lambda found: not any(found.values()), seconds=GONE_SECONDS)
        refresh = {"refreshToken": alice.refresh_token}
        eventually(lambda: alice.http.post("/v1/auth/refresh", json=refresh).status_code, lambda got: got == 401)
        assert sign_in(alice, 403)["type"].endswith(":suspended")
        wrong = {"login": alice.username, "password": "not this one at all"}
        assert alice.http.post("/v1/auth/sign-in", json=wrong).json()["type"].endswith(":wrong-credentials")
        as_studio = {"login": studio["username"], "password": PASSWORD}
        alice.ask("POST", "/v1/auth/sign-in", json=as_studio, status=403)

        moderator.ask("POST", f"{suspend}/reinstate", json={"reason": "she is sorry"}, status=204)
        eventually(seen, lambda found: all(found.values()), seconds=GONE_SECONDS)
        again = {"login": alice.username, "password": PASSWORD}
        eventually(lambda: alice.http.post("/v1/auth/sign-in", json=again).status_code, lambda got: got == 201)
        for each in waits:
            each.result()
    moderator.ask("GET", "/v1/staff/audit", status=403)
    found = moderator.ask("GET", f"/v1/staff/people/{alice.username}")
    assert (found["suspended"], "contact" in found) == (False, False)
