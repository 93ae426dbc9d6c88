"""What a session should meet, what blocks it, and whose token says that somebody is staff."""

import os
from base64 import b32decode
from collections.abc import Iterator
from typing import Any

import pytest
from identity import challenges, factors, sessions, signing_keys, store, tokens, totp
from identity.factors import AppCode, Disable
from identity.sessions import Refresh
from identity.store import AccountItem

from kernel import clock
from kernel.errors import NotFound
from kernel.ids import PersonId, new_id
from kit import store as kit_store
from kit.service import Service
from kit.settings import settings
from support.accounts import ANYBODY, PASSWORD, Device, join, sign_in
from support.emulator import emulator
from support.tables import client, tables


@pytest.fixture(scope="module")
def prefix(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    for endpoint in emulator(tmp_path_factory):
        more = {"ISSUER": "https://issuer.example"}
        with tables(endpoint, "identity", "profiles", secrets=("refresh-key", "factor-key"), **more) as prefix:
            tokens._keyring.cache_clear()
            signing_keys.rotate()
            yield prefix


@pytest.fixture
def strict(prefix: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An instance that wants contacts verified first."""
    monkeypatch.setenv("REQUIRE_VERIFIED", "true")
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


def verify(person: PersonId) -> None:
    verified = AccountItem.contact_verified_at.set("2026-01-01T12:00:00.000Z")
    kit_store.write(kit_store.update(AccountItem, f"PERSON#{person}", "ACCOUNT", [verified]))


def make_profile(prefix: str, person: PersonId) -> None:
    item = {"pk": f"PERSON#{person}", "sk": "CARD", "person_id": person, "username": "x", "name": "Alice"}

    database = client(os.environ["AWS_ENDPOINT_URL"], "dynamodb")
    database.put_item(TableName=f"{prefix}-profiles", Item={key: {"S": value} for key, value in item.items()})


def enrol(device: Device) -> str:
    """An app for this account; a recovery code."""

    secret = factors.begin_app(device.me, device.caller).secret
    code = totp.code(b32decode(secret + "=" * (-len(secret) % 8)), clock.seconds() // 30)
    return factors.confirm_app(device.me, AppCode(code=code), device.caller).recovery_codes[0]


def request(claims: dict[str, Any], path: str) -> dict[str, Any]:
    return {
        "routeKey": f"GET {path}",
        "requestContext": {
            "requestId": "r",
            "http": {"sourceIp": "198.51.100.7"},
            "authorizer": {"jwt": {"claims": {name: str(value) for name, value in claims.items()}}},
        },
        "headers": {},
    }


def test_challenges_are_told_until_they_are_met(prefix: str) -> None:
    alice = join()
    assert alice.challenges == ["verify_contact", "create_profile"]
    assert challenges.open_challenges(alice.me, alice.caller).blocking == []
    verify(alice.me)
    make_profile(prefix, alice.me)
    assert challenges.open_challenges(alice.me, alice.caller).challenges == []
    alice.refresh()
    assert alice.challenges == []
    assert "held" not in alice.claims


def test_where_the_instance_says_so_an_unverified_contact_blocks(strict: None) -> None:
    app = Service("toys")

    @app.get("/v1/toys")
    def toys(me: PersonId) -> PersonId:
        """Toys."""
        return me

    alice = join()
    assert challenges.open_challenges(alice.me, alice.caller).blocking == ["verify_contact"]
    refused = app(request(alice.claims, "/v1/toys"), None)
    assert refused["statusCode"] == 403
    assert "urn:lambdagram:problem:challenge-open" in refused["body"]
    assert challenges.app(request(alice.claims, "/v1/auth/challenges"), None)["statusCode"] == 200
    verify(alice.me)
    alice.refresh()
    assert app(request(alice.claims, "/v1/toys"), None)["statusCode"] == 200


def test_staff_without_a_second_factor_are_members(prefix: str) -> None:
    alice = join()
    store.set_roles(alice.me, ("moderator", "admin"))
    alice.refresh()
    assert "roles" not in alice.claims
    assert alice.challenges[0] == "enrol_second_factor"
    code = enrol(alice)
    alice.refresh()
    assert alice.caller.roles == ("admin", "moderator")
    waiting = sign_in(alice.username).challenge_token
    assert waiting is not None
    body = challenges.SecondStep(challenge_token=waiting.value, code=code)
    assert Device(challenges.finish_sign_in(body, ANYBODY).body).caller.roles == ("admin", "moderator")


def test_a_role_ends_with_the_next_token_when_it_or_the_factor_is_gone(prefix: str) -> None:
    alice = join()
    store.set_roles(alice.me, ("moderator",))
    code = enrol(alice)
    alice.refresh()
    assert alice.claims["roles"] == "moderator"
    factors.disable_app(alice.me, Disable(password=PASSWORD, code=code), alice.caller)
    alice.refresh()
    assert "roles" not in alice.claims
    enrol(alice)
    store.set_roles(alice.me, ())
    alice.refresh()
    assert "roles" not in alice.claims
    with pytest.raises(NotFound):
        store.set_roles(PersonId(new_id()), ("admin",))


def test_a_session_from_before_the_second_factor_is_no_session_of_staff(prefix: str) -> None:
    old = join()
    store.set_roles(old.me, ("admin",))
    new = Device(sessions.refresh(Refresh(refresh_token=old.refresh_token)).body)
    assert sign_in(old.username).access_token
    other = Device(sign_in(old.username))
    enrol(new)
    other.refresh()
    assert other.caller.roles == ()
    assert "enrol_second_factor" in other.challenges
