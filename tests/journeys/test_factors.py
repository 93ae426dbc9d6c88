"""ID4 and ID5 through the public doors: an authenticator app, recovery codes, and a passkey without a password."""

import time
from base64 import b32decode
from collections.abc import Callable
from typing import Any

from identity import totp

from desk.platform import Platform
from support.authenticator import Authenticator
from support.people import PASSWORD, Member

Join = Callable[[str], Member]


def code(secret: str, ahead: int = 0) -> str:
    """What the app shows; `ahead` is 1 for the next code, so that a journey need not wait for it."""
    return totp.code(b32decode(secret + "=" * (-len(secret) % 8)), int(time.time()) // 30 + ahead)


def sign_in(member: Member) -> dict[str, Any]:
    body = {"login": member.username, "password": PASSWORD}
    return dict(member.ask("POST", "/v1/auth/sign-in", json=body, status=201))


def take(member: Member, answer: dict[str, Any]) -> None:
    member.http.headers["authorization"] = f"Bearer {answer['accessToken']['value']}"


def test_a_member_signs_in_with_an_authenticator_app(member: Join) -> None:
    alice = member("alice")
    secret = alice.ask("POST", "/v1/auth/factors/app", status=201)["secret"]
    codes = alice.ask("POST", "/v1/auth/factors/app/confirm", json={"code": code(secret)}, status=201)["recoveryCodes"]
    assert len(codes) == 10

    answer = sign_in(alice)
    assert (answer["accessToken"], answer["challenges"]) == (None, ["second_factor"])
    step = {"challengeToken": answer["challengeToken"]["value"], "code": "000000"}
    alice.ask("POST", "/v1/auth/second-step", json=step, status=403)
    alice.ask("POST", "/v1/auth/second-step", json={**step, "code": code(secret)}, status=403)
    opened = alice.ask("POST", "/v1/auth/second-step", json={**step, "code": code(secret, 1)}, status=201)
    take(alice, opened)
    assert alice.ask("GET", "/v1/me")["person"]["username"] == alice.username
    alice.ask("POST", "/v1/auth/second-step", json={**step, "code": codes[0]}, status=401)

    left = alice.ask("GET", "/v1/auth/factors")
    assert left == {"authenticatorApp": True, "passkeys": 0, "recoveryCodesLeft": 10}
    body = {"password": PASSWORD, "code": codes[1]}
    alice.ask("POST", "/v1/auth/factors/app/disable", json=body, status=204)
    assert sign_in(alice)["accessToken"]


def test_a_member_signs_in_with_a_passkey_alone(member: Join, platform: Platform) -> None:
    bob = member("bob")
    device = Authenticator(platform.url)
    options = bob.ask("POST", "/v1/auth/passkeys/options", status=201)
    new = {"name": "Phone", "credential": device.create(options)}
    made = bob.ask("POST", "/v1/auth/passkeys", json=new, status=201)
    assert len(made["recoveryCodes"]) == 10

    bob.http.headers.pop("authorization")
    asked = bob.ask("POST", "/v1/auth/passkeys/sign-in/options", json={})
    answer = {"credential": device.get(asked)}
    take(bob, bob.ask("POST", "/v1/auth/passkeys/sign-in", json=answer, status=201))
    bob.ask("POST", "/v1/auth/passkeys/sign-in", json=answer, status=401)
    assert bob.ask("GET", "/v1/me")["person"]["username"] == bob.username

    asked = bob.ask("POST", "/v1/auth/passkeys/sign-in/options", json={})
    bob.ask("POST", "/v1/auth/passkeys/confirm", json={"credential": device.get(asked)}, status=204)
    passkey = made["passkey"]["id"]
    bob.ask("PATCH", f"/v1/auth/passkeys/{passkey}", json={"name": "Laptop"}, status=204)
    assert [each["name"] for each in bob.ask("GET", "/v1/auth/passkeys")["items"]] == ["Laptop"]
    bob.ask("DELETE", f"/v1/auth/passkeys/{passkey}", status=204)
    assert sign_in(bob)["accessToken"]


def test_challenges_are_told(member: Join) -> None:
    carol = member("carol")
    found = carol.ask("GET", "/v1/auth/challenges")
    assert found["blocking"] == []
    assert set(found["challenges"]) <= {"verify_contact", "create_profile"}
    carol.ask("POST", "/v1/auth/confirm", json={"password": PASSWORD}, status=204)
    carol.ask("POST", "/v1/auth/confirm", json={"password": "wrong password"}, status=403)
    carol.ask("POST", "/v1/auth/factors/recovery-codes", status=409)
