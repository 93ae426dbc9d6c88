"""Signing up, in, out and refreshing, on a real DynamoDB API."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import boto3
import jwt
import pytest
from identity import passwords, sessions, signing_keys, store, tokens, well_known
from identity.model import GRACE, MAX_ATTEMPTS
from identity.opening import SignedIn, Token, Tokens
from identity.sessions import Credentials, NewPerson, Refresh

from kernel import clock
from kernel.errors import Conflict, Invalid, TooMany, Unauthenticated
from kernel.ids import PersonId, SessionId
from kit.endpoints import Caller, Reply
from support.tables import tables

PASSWORD = "correct horse battery staple"
HERE = Caller(None, None, "198.51.100.7", "a test")


@pytest.fixture
def prefix(endpoint: str) -> Iterator[str]:
    with tables(endpoint, "identity", "profiles", secrets=("refresh-key",), ISSUER="https://issuer.example") as prefix:
        tokens._keyring.cache_clear()
        signing_keys.rotate()
        yield prefix


def join(name: str = "alice") -> Tokens:
    return sessions.sign_up(NewPerson(login=f"{name}@example.com", password=PASSWORD, username=name), HERE).body


def refresh(token: Token | None) -> Reply[Tokens]:
    assert token is not None
    return sessions.refresh(Refresh(refresh_token=token.value))


def claims(answer: Tokens | SignedIn) -> dict[str, Any]:
    keys = {key["kid"]: jwt.PyJWK(key) for key in well_known.jwks().body["keys"]}
    assert answer.access_token is not None
    kid = jwt.get_unverified_header(answer.access_token.value)["kid"]
    return jwt.decode(answer.access_token.value, keys[kid], algorithms=["RS256"], audience="lambdagram")


def rows(prefix: str, endpoint: str) -> list[dict[str, Any]]:
    return list(boto3.resource("dynamodb", endpoint_url=endpoint).Table(f"{prefix}-identity").scan()["Items"])


def test_signing_up_gives_tokens_that_the_published_keys_verify(prefix: str) -> None:
    found = claims(join())
    assert found["iss"] == "https://issuer.example"
    assert found["exp"] - found["iat"] == 600


def test_the_fact_of_a_sign_up_holds_no_contact(prefix: str, endpoint: str) -> None:
    join()
    (fact,) = (json.loads(row["fact"]) for row in rows(prefix, endpoint) if "fact" in row)
    assert fact["type"] == "PersonSignedUp.v1"
    assert fact["fact"]["username"] == "alice"
    assert "example.com" not in json.dumps(fact)


def test_passwords_are_argon2id_with_owasp_parameters(prefix: str, endpoint: str) -> None:
    join()
    (hash_,) = (row["password_hash"] for row in rows(prefix, endpoint) if "password_hash" in row)
    assert hash_.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert PASSWORD not in json.dumps(rows(prefix, endpoint), default=str)


@pytest.mark.parametrize("login", ["alice@example.com", "ALICE@example.com", "alice", "Alice"])
def test_signing_in_by_any_login(prefix: str, login: str) -> None:
    person = claims(join())["sub"]
    answer = sessions.sign_in(Credentials(login=login, password=PASSWORD), HERE).body
    assert claims(answer)["sub"] == person


def test_a_wrong_password_and_a_missing_account_are_told_alike(prefix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    join()
    verified: list[str] = []
    real = passwords._hasher.verify

    class Counting:
        def verify(self, hash_: str, password: str) -> bool:
            verified.append(hash_)
            return real(hash_, password)

    monkeypatch.setattr(passwords, "_hasher", Counting())
    told = []
    for login in ("alice", "nobody"):
        with pytest.raises(Unauthenticated) as refused:
            sessions.sign_in(Credentials(login=login, password="wrong password"), HERE)
        told.append((refused.value.code, refused.value.sentence, refused.value.facts))
    assert told[0] == told[1]
    assert len(verified) == 2, "equal work, whether the account exists or not"


def test_too_many_attempts_wait_while_another_device_still_gets_in(prefix: str) -> None:
    join()
    for _ in range(MAX_ATTEMPTS):
        with pytest.raises(Unauthenticated):
            sessions.sign_in(Credentials(login="alice", password="wrong password"), HERE)
    with pytest.raises(TooMany) as refused:
        sessions.sign_in(Credentials(login="alice", password=PASSWORD), HERE)
    assert 0 < refused.value.retry_after <= 900
    elsewhere = Caller(None, None, "203.0.113.9", "")
    assert sessions.sign_in(Credentials(login="alice", password=PASSWORD), elsewhere).body.access_token


@pytest.mark.parametrize(
    ("login", "username", "pointer"),
    [
        ("nobody", "ana", "/login"),
        ("a@b", "ana", "/login"),
        ("a@example.com", "a", "/username"),
        ("a@example.com", "admin", "/username"),
    ],
)
def test_bad_sign_ups_point_at_the_field(prefix: str, login: str, username: str, pointer: str) -> None:
    with pytest.raises(Invalid) as refused:
        sessions.sign_up(NewPerson(login=login, password=PASSWORD, username=username), HERE)
    assert refused.value.errors[0].pointer == pointer


@pytest.mark.parametrize("password", ["short", "x" * 129, "alice123"])
def test_bad_passwords_are_refused(prefix: str, password: str) -> None:
    with pytest.raises(Invalid) as refused:
        sessions.sign_up(NewPerson(login="a@example.com", password=password, username="alice123"), HERE)
    assert refused.value.errors[0].pointer == "/password"


def test_a_username_and_a_contact_are_held_once_by_fifty_at_once(prefix: str) -> None:
    def attempt(_: int) -> str:
        try:
            join()
        except Conflict as refused:
            return refused.code
        return "made"

    with ThreadPoolExecutor(10) as pool:
        told = list(pool.map(attempt, range(50)))
    assert told.count("made") == 1
    assert set(told) <= {"made", "username-taken"}


def test_refresh_rotates_and_a_lost_answer_can_be_had_again(prefix: str) -> None:
    token = join().refresh_token
    once, again = refresh(token).body, refresh(token).body
    assert once.refresh_token == again.refresh_token != token


def test_twenty_refreshes_at_once_have_one_child(prefix: str) -> None:
    token = join().refresh_token
    with ThreadPoolExecutor(10) as pool:
        children = list(pool.map(lambda _: refresh(token).body.refresh_token, range(20)))
    assert len({child.value for child in children if child}) == 1
    assert refresh(children[0]).body.refresh_token != children[0]


def test_a_token_used_late_again_ends_the_session(prefix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    token = join().refresh_token
    child = refresh(token).body.refresh_token
    later = clock.now() + GRACE + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    for each in (token, child):
        with pytest.raises(Unauthenticated):
            refresh(each)


@pytest.mark.parametrize("text", ["", "x", "a.b.c", f"{'0' * 26}.{'0' * 26}.secret"])
def test_forged_refresh_tokens_are_refused(prefix: str, text: str) -> None:
    with pytest.raises(Unauthenticated):
        sessions.refresh(Refresh(refresh_token=text))


def test_browsers_get_the_refresh_token_in_a_cookie_only(prefix: str) -> None:
    join()
    reply = sessions.sign_in(Credentials(login="alice", password=PASSWORD), HERE, session_in="cookie")
    assert reply.body.refresh_token is None
    (cookie,) = reply.cookies
    assert cookie.startswith("__Secure-refresh=")
    for word in ("HttpOnly", "Secure", "SameSite=Strict", "Path=/v1/auth"):
        assert word in cookie
    value = cookie.partition("=")[2].partition(";")[0]
    assert sessions.refresh(Refresh(), session_in="cookie", cookie=value).cookies


def test_signing_out_ends_the_session_once_and_says_so(prefix: str, endpoint: str) -> None:
    answer = join()
    found = claims(answer)
    caller = Caller(PersonId(found["sub"]), SessionId(found["sid"]), "198.51.100.7", "")
    for _ in range(2):
        sessions.sign_out(PersonId(found["sub"]), caller)
    with pytest.raises(Unauthenticated):
        refresh(answer.refresh_token)
    lines = [row for row in rows(prefix, endpoint) if row["pk"] == "REVOKED"]
    assert len(lines) == 1
    assert lines[0]["sk"].endswith(found["sid"])
    assert json.loads(lines[0]["fact"])["type"] == "SessionEnded.v1"


def test_an_old_hash_is_made_anew_at_sign_in(prefix: str, endpoint: str) -> None:
    found = claims(join())
    weak = type(passwords._hasher)(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    current = next(row["password_hash"] for row in rows(prefix, endpoint) if "password_hash" in row)
    store.change_hash(PersonId(found["sub"]), current, weak)
    sessions.sign_in(Credentials(login="alice", password=PASSWORD), HERE)
    (hash_,) = (row["password_hash"] for row in rows(prefix, endpoint) if "password_hash" in row)
    assert "m=19456" in hash_


def test_signing_keys_rotate_with_a_day_of_notice(prefix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = signing_keys._read()
    signing_keys.rotate()
    assert signing_keys._read() == before, "nothing to do yet"
    assert before is not None
    at = before.active.made_at
    monkeypatch.setattr("identity.signing_keys.time.time", lambda: at + 31 * signing_keys.DAY)
    signing_keys.rotate()
    announced = signing_keys._read()
    assert announced is not None
    assert announced.active == before.active
    assert announced.coming is not None
    assert {key["kid"] for key in well_known.jwks().body["keys"]} == {announced.active.kid, announced.coming.kid}
    monkeypatch.setattr("identity.signing_keys.time.time", lambda: at + 32 * signing_keys.DAY)
    signing_keys.rotate()
    changed = signing_keys._read()
    assert changed is not None
    assert (changed.active, changed.coming) == (announced.coming, None)
