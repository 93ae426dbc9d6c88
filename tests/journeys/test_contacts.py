"""ID2 and ID3 through the public doors, with real letters: verify, forget, change, and end other devices."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from desk.platform import Platform
from support import plain
from support.people import PASSWORD, Member, eventually

Join = Callable[[str], Member]
OTHER = "a rather different phrase"


def letter(platform: Platform, to: str, kind: str) -> dict[str, Any]:
    """The latest letter of a kind to an address, once it is there."""
    found = eventually(
        lambda: [each for each in platform.mails(to=to) if each["kind"] == kind], lambda seen: len(seen) > 0
    )
    return found[-1]


def token_of(found: dict[str, Any]) -> str:
    link = re.search(r"(\S+)#token=(\S+)", found["text"])
    assert link, found["text"]
    return link[2]


def code_of(found: dict[str, Any]) -> str:
    code = re.search(r"^ {4}(\d{6})\r?$", found["text"], re.MULTILINE)
    assert code, found["text"]
    return code[1]


def address_of(member: Member) -> str:
    return f"{member.username}@example.com"


def test_an_address_is_verified_by_the_code_of_a_letter(member: Join, platform: Platform) -> None:
    alice = member("alice")
    assert alice.ask("GET", "/v1/auth/contact") == {"contact": address_of(alice), "verified": False, "pending": None}
    found = letter(platform, address_of(alice), "verify")
    assert found["subject"].startswith(code_of(found))
    alice.ask("POST", "/v1/auth/contact/verify", json={"code": code_of(found)}, status=200)
    assert alice.ask("GET", "/v1/auth/contact")["verified"]
    alice.ask("POST", "/v1/auth/contact/confirm", json={"token": token_of(found)}, status=403)


def test_a_forgotten_password_is_set_anew_and_everybody_else_is_out(member: Join, platform: Platform) -> None:
    bob = member("bob")
    with bob.socket() as screen:
        forged = {
            "x-forwarded-host": "evil.example",
            "forwarded": "host=evil.example",
            "origin": "https://evil.example",
        }
        asked = {"login": address_of(bob)}
        answer = plain.post(f"{platform.url}/v1/auth/password/forgotten", json=asked, headers=forged)
        assert answer.status_code == 202
        found = letter(platform, address_of(bob), "reset")
        assert f"{platform.url}/reset#token=" in found["text"]
        assert "evil" not in found["text"] + found["html"]
        body = {"token": token_of(found), "password": OTHER}
        assert plain.post(f"{platform.url}/v1/auth/password/reset", json=body).status_code == 204
        assert plain.post(f"{platform.url}/v1/auth/password/reset", json=body).status_code == 403
        bob.ask("POST", "/v1/auth/refresh", json={"refreshToken": bob.refresh_token}, status=401)
        with pytest.raises(ConnectionClosed):
            screen.wait_for("nothing")
    bob.ask("POST", "/v1/auth/sign-in", json={"login": bob.username, "password": PASSWORD}, status=401)
    bob.ask("POST", "/v1/auth/sign-in", json={"login": address_of(bob), "password": OTHER}, status=201)


def test_another_address_and_another_password(member: Join, platform: Platform) -> None:
    carol = member("carol")
    new = f"new.{address_of(carol)}"
    carol.ask("PUT", "/v1/auth/contact", json={"contact": new, "password": OTHER}, status=403)
    carol.ask("PUT", "/v1/auth/contact", json={"contact": new, "password": PASSWORD}, status=202)
    found = letter(platform, new, "verify")
    assert carol.ask("GET", "/v1/auth/contact")["pending"] == new
    carol.ask("POST", "/v1/auth/contact/confirm", json={"token": token_of(found)}, status=204)
    letter(platform, address_of(carol), "contact-changed")
    carol.ask("PUT", "/v1/auth/password", json={"current": PASSWORD, "password": OTHER}, status=204)
    letter(platform, new, "password-changed")
    carol.ask("POST", "/v1/auth/sign-in", json={"login": new, "password": OTHER}, status=201)


def test_a_taken_address_answers_like_a_fresh_one(member: Join, platform: Platform) -> None:
    dan = member("dan")
    found = letter(platform, address_of(dan), "verify")
    dan.ask("POST", "/v1/auth/contact/verify", json={"code": code_of(found)}, status=200)
    told = []
    for number, login in enumerate((address_of(dan), f"fresh.{address_of(dan)}")):
        body = {"login": login, "password": OTHER, "username": f"eve{number}.{dan.username[-10:]}"}
        answer = plain.post(f"{platform.url}/v1/auth/sign-up", json=body)
        told.append((answer.status_code, sorted(answer.json()), answer.json()["challenges"], sorted(answer.headers)))
    assert told[0] == told[1]
    assert "#token=" not in letter(platform, address_of(dan), "already-yours")["text"]


def test_devices_are_listed_and_ended(member: Join, platform: Platform) -> None:
    mira = member("mira")
    body = {"login": mira.username, "password": PASSWORD}
    phone = plain.post(f"{platform.url}/v1/auth/sign-in", json=body, headers={"user-agent": "x (iPhone) Safari/1"})
    found = mira.ask("GET", "/v1/auth/sessions")["items"]
    assert [(each["device"], each["current"]) for each in found] == [("Safari on iPhone", False), ("A script", True)]
    page = mira.ask("GET", "/v1/auth/sessions", params={"limit": 1})
    assert mira.ask("GET", "/v1/auth/sessions", params={"limit": 1, "cursor": page["next"]})["items"] == found[1:]
    mira.ask("DELETE", f"/v1/auth/sessions/{found[0]['sessionId']}", status=204)
    mira.ask("DELETE", f"/v1/auth/sessions/{found[0]['sessionId']}", status=404)
    spent = {"refreshToken": phone.json()["refreshToken"]["value"]}
    mira.ask("POST", "/v1/auth/refresh", json=spent, status=401)
    mira.ask("POST", "/v1/auth/sign-in", json=body, status=201)
    mira.ask("DELETE", "/v1/auth/sessions", status=204)
    assert len(mira.ask("GET", "/v1/auth/sessions")["items"]) == 1


def test_anybody_may_know_the_instance_and_nobody_the_rest(platform: Platform) -> None:
    assert plain.get(f"{platform.url}/v1/public/instance").json()["signUp"] == "open"
    for method, path in (
        ("GET", "/v1/auth/sessions"),
        ("DELETE", "/v1/auth/sessions"),
        ("GET", "/v1/auth/contact"),
        ("PUT", "/v1/auth/contact"),
        ("PUT", "/v1/auth/password"),
        ("POST", "/v1/auth/contact/letters"),
        ("POST", "/v1/auth/contact/verify"),
    ):
        assert plain.request(method, f"{platform.url}{path}", json={}).status_code == 401, path
