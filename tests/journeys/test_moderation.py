"""Members report, staff hide and suspend, and it is as if nothing had happened when they take it back."""

import time
from base64 import b32decode
from collections.abc import Callable
from typing import Any

import pytest
from identity import totp

from desk import staff
from desk.platform import Platform
from support import camera
from support.people import PASSWORD, Member, eventually

Join = Callable[[str], Member]
STAFF_ROUTES = (
    ("GET", "/v1/staff/cases"),
    ("GET", "/v1/staff/audit"),
    ("GET", "/v1/staff/people/somebody"),
)


def code(secret: str, ahead: int = 0) -> str:
    return totp.code(b32decode(secret + "=" * (-len(secret) % 8)), int(time.time()) // 30 + ahead)


@pytest.fixture
def moderator(member: Join, platform: Platform) -> Member:
    """A member with the role of a moderator and a second factor."""
    mia = member("mia")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in platform.access.environ().items():
            patch.setenv(name, value)
        patch.setenv("PREFIX", platform.prefix)
        staff.speak_to(platform.access, platform.prefix)
        staff.grant(mia.username, "moderator")
        assert staff.verdict() == []
    mia.ask("GET", "/v1/staff/cases", status=404)  # the role needs a session with two factors
    secret = mia.ask("POST", "/v1/auth/factors/app", status=201)["secret"]
    mia.ask("POST", "/v1/auth/factors/app/confirm", json={"code": code(secret)}, status=201)
    asked = sign_in(mia)
    step = {"challengeToken": asked["challengeToken"]["value"], "code": code(secret, 1)}
    opened = mia.ask("POST", "/v1/auth/second-step", json=step, status=201)
    mia.http.headers["authorization"] = f"Bearer {opened['accessToken']['value']}"
    return mia


def sign_in(who: Member, status: int = 201) -> dict[str, Any]:
    body = {"login": who.username, "password": PASSWORD}
    return dict(who.ask("POST", "/v1/auth/sign-in", json=body, status=status))


def status_of(who: Member, path: str) -> int:
    return who.http.get(path).status_code


def test_from_a_report_to_a_suspension_and_back(member: Join, moderator: Member) -> None:
    alice, bob = member("alice"), member("bob")
    bob.follow(alice)
    media = alice.upload(camera.jpeg(size=(400, 300)), "image/jpeg")
    post = alice.publish((media, "A lake"), caption="buy this")
    path, name = f"/v1/posts/{post['id']}", f"post~{post['id']}"
    eventually(bob.feed, lambda seen: [each["id"] for each in seen] == [post["id"]])
    alice_id = post["author"]["id"]

    report = {"kind": "post", "post": post["id"], "reason": "spam", "text": "an advert"}
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
    eventually(lambda: status_of(bob, path), lambda seen: seen == 404, seconds=5)
    assert bob.feed() == []
    assert alice.ask("GET", path)["state"] == "hidden"
    assert [each["state"] for each in bob.ask("GET", "/v1/me/reports")["items"]] == ["acted"]
    moderator.ask("POST", f"/v1/staff/content/{name}/show", json={"reason": "a mistake"}, status=204)
    eventually(lambda: status_of(bob, path), lambda seen: seen == 200, seconds=5)

    because = {"reason": "again and again"}
    moderator.ask("POST", f"/v1/staff/people/{alice_id}/suspend", json=because, status=204)
    eventually(lambda: status_of(bob, f"/v1/people/{alice.username}"), lambda seen: seen == 404, seconds=5)
    eventually(lambda: status_of(bob, path), lambda seen: seen == 404, seconds=5)
    refresh = {"refreshToken": alice.refresh_token}
    eventually(
        lambda: alice.http.post("/v1/auth/refresh", json=refresh).status_code, lambda seen: seen == 401, seconds=5
    )
    assert sign_in(alice, 403)["type"].endswith(":suspended")
    wrong = alice.http.post("/v1/auth/sign-in", json={"login": alice.username, "password": "not this one at all"})
    assert wrong.json()["type"].endswith(":wrong-credentials")

    moderator.ask("POST", f"/v1/staff/people/{alice_id}/reinstate", json={"reason": "she is sorry"}, status=204)
    eventually(lambda: status_of(bob, path), lambda seen: seen == 200, seconds=5)
    eventually(
        lambda: alice.http.post("/v1/auth/sign-in", json={"login": alice.username, "password": PASSWORD}).status_code,
        lambda seen: seen == 201,
    )
    moderator.ask("GET", "/v1/staff/audit", status=403)
    found = moderator.ask("GET", f"/v1/staff/people/{alice.username}")
    assert (found["suspended"], "contact" in found) == (False, False)
