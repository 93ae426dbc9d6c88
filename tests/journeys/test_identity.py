"""ID1 and ID2 through the public doors, and what forged, spent and missing tokens get."""

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest

from desk.platform import Platform
from support import plain
from support.people import PASSWORD, Member

Join = Callable[[str], Member]


def test_a_member_signs_in_refreshes_and_signs_out(member: Join) -> None:
    alice = member("alice")
    again = alice.ask("POST", "/v1/auth/refresh", json={"refreshToken": alice.refresh_token})
    alice.http.headers["authorization"] = f"Bearer {again['accessToken']['value']}"
    assert alice.ask("GET", "/v1/me")["person"]["username"] == alice.username
    alice.ask("POST", "/v1/auth/sign-out", status=204)
    alice.ask("POST", "/v1/auth/refresh", json={"refreshToken": again["refreshToken"]["value"]}, status=401)
    alice.ask("POST", "/v1/auth/sign-in", json={"login": alice.username, "password": PASSWORD}, status=201)


def test_a_browser_keeps_its_refresh_token_in_a_cookie(member: Join, platform: Platform) -> None:
    bob = member("bob")
    body = {"login": bob.username, "password": PASSWORD}
    found = plain.post(f"{platform.url}/v1/auth/sign-in", json=body, headers={"x-session-in": "cookie"})
    assert "refreshToken" not in found.json() or found.json()["refreshToken"] is None
    cookie = found.headers["set-cookie"].partition(";")[0]
    headers = {"x-session-in": "cookie", "cookie": cookie}
    assert plain.post(f"{platform.url}/v1/auth/refresh", json={}, headers=headers).status_code == 200


def _attacks(token: str) -> dict[str, str]:
    head, claims, signature = token.split(".")

    def part(value: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    header = json.loads(base64.urlsafe_b64decode(head + "=="))
    body = json.loads(base64.urlsafe_b64decode(claims + "=="))
    return {
        "word": "x",
        "no signature": f"{head}.{claims}.",
        "zero signature": f"{head}.{claims}.{'A' * len(signature)}",
        "alg none": f"{part({**header, 'alg': 'none'})}.{claims}.",
        "alg NoNe": f"{part({**header, 'alg': 'NoNe'})}.{claims}.{signature}",
        "alg HS256": f"{part({**header, 'alg': 'HS256'})}.{claims}.{signature}",
        "another person": f"{head}.{part({**body, 'sub': '0' * 26})}.{signature}",
        "later expiry": f"{head}.{part({**body, 'exp': body['exp'] + 9999})}.{signature}",
        "no expiry": f"{head}.{part({k: v for k, v in body.items() if k != 'exp'})}.{signature}",
        "kid as path": f"{part({**header, 'kid': '../../etc/passwd'})}.{claims}.{signature}",
        "embedded key": f"{part({**header, 'jwk': {'kty': 'RSA', 'n': 'AQAB', 'e': 'AQAB'}})}.{claims}.{signature}",
    }


def test_forged_access_tokens_are_refused(member: Join, platform: Platform) -> None:
    carol = member("carol")
    token = carol.http.headers["authorization"].removeprefix("Bearer ")
    for name, forged in _attacks(token).items():
        found = plain.get(f"{platform.url}/v1/me", headers={"authorization": f"Bearer {forged}"})
        assert found.status_code == 401, (name, found.text)


@pytest.mark.parametrize("headers", [{}, {"authorization": "Basic YTpi"}, {"authorization": "Bearer"}])
def test_without_a_token_there_is_no_way_in(platform: Platform, headers: dict[str, str]) -> None:
    assert plain.get(f"{platform.url}/v1/me", headers=headers).status_code == 401
