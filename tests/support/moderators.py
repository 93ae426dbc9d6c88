"""A member of staff as journeys need one: a member with the role and a second factor."""

import time
from base64 import b32decode
from typing import Any

import pytest
from identity import totp

from desk import staff
from desk.platform import Platform
from support.people import PASSWORD, Member


def become_moderator(mia: Member, platform: Platform) -> Member:
    """Give a member the role of a moderator and a second factor, and sign them in with both."""
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


def code(secret: str, ahead: int = 0) -> str:
    return totp.code(b32decode(secret + "=" * (-len(secret) % 8)), int(time.time()) // 30 + ahead)


def sign_in(who: Member, status: int = 201) -> dict[str, Any]:
    body = {"login": who.username, "password": PASSWORD}
    return dict(who.ask("POST", "/v1/auth/sign-in", json=body, status=status))
