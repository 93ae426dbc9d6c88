"""Who may sign up, with which password, and how often somebody may be wrong."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from identity import instance, invitations, limits, passwords, sessions, signing_keys, tokens
from identity.model import MAX_ADDRESS_ATTEMPTS, MAX_LOGIN_ATTEMPTS
from identity.sessions import Credentials, NewPerson

from kernel.errors import Forbidden, Invalid, Refusal, TooMany, Unauthenticated
from kernel.ids import new_id
from kit.endpoints import Caller
from kit.settings import settings
from support.emulator import emulator
from support.tables import tables

PASSWORD = "correct horse battery staple"


@pytest.fixture(scope="module")
def prefix(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    for endpoint in emulator(tmp_path_factory):
        with tables(endpoint, "identity", "profiles", secrets=("refresh-key",), ISSUER="https://i.example") as prefix:
            tokens._keyring.cache_clear()
            signing_keys.rotate()
            yield prefix
            tokens._keyring.cache_clear()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Verifications without their work; what was verified."""
    verified: list[str] = []

    def matches(hash_: str | None, password: str) -> bool:
        verified.append(hash_ or "nobody")
        return hash_ == f"hash of {password}"

    monkeypatch.setattr(passwords, "matches", matches)
    monkeypatch.setattr(passwords, "hash_of", lambda password: f"hash of {password}")
    monkeypatch.setattr(passwords, "is_dated", lambda hash_: False)
    return verified


def at(number: int) -> Caller:
    """Somebody at one of many addresses."""
    return Caller(None, None, f"10.{number >> 8}.{number & 255}.{new_id()[-3:]}", "a test")


def join(caller: Caller, invitation: str | None = None, *, contact: str = "") -> NewPerson:
    name = f"m.{new_id()[-10:]}"
    login = contact or f"{name}@example.com"
    body = NewPerson(login=login, password=PASSWORD, username=name, invitation=invitation)
    sessions.sign_up(body, caller)
    return body


def tries(login: str, caller: Caller, given: str = "wrong") -> str:
    """How a sign-in ends."""
    try:
        sessions.sign_in(Credentials(login=login, password=given), caller)
    except TooMany as refused:
        return "too-many" if 0 < refused.retry_after <= 900 else f"wait {refused.retry_after}"
    except Unauthenticated as refused:
        return refused.code
    return "in"


# Guessing


def test_twenty_addresses_on_one_account_wait_while_a_known_device_gets_in(prefix: str, quick: list[str]) -> None:
    home = at(1)
    body = join(home)
    assert {tries(body.username, at(number)) for number in range(MAX_LOGIN_ATTEMPTS)} == {"wrong-credentials"}
    assert tries(body.username, at(1000)) == "too-many"
    assert tries(body.username, at(1001), PASSWORD) == "too-many", "nor is the right one told"
    assert tries(body.username, home, PASSWORD) == "in"


def test_one_address_on_two_hundred_accounts_waits(prefix: str, quick: list[str]) -> None:
    here = at(2)
    told = [tries(f"account.{number}", here) for number in range(MAX_ADDRESS_ATTEMPTS)]
    assert set(told) == {"wrong-credentials"}
    assert [tries(f"account.{number}", here) for number in (200, 201)] == ["too-many"] * 2


def test_who_is_wrong_is_told_alike_and_costs_alike_whoever_exists(prefix: str, quick: list[str]) -> None:
    alice = join(at(3))
    for logins, work in (((alice.login, "nobody@example.com"), 2), ((alice.username, "nobody.here"), 1)):
        for login in logins:
            quick.clear()
            assert tries(login, at(4)) == "wrong-credentials"
            assert len(quick) == work, login


def test_waiting_is_told_alike_whoever_exists(prefix: str, quick: list[str]) -> None:
    alice = join(at(5))
    for login in (alice.username, f"nobody.{new_id()[-8:]}"):
        told = [tries(login, at(number)) for number in range(MAX_LOGIN_ATTEMPTS + 1)]
        assert told == ["wrong-credentials"] * MAX_LOGIN_ATTEMPTS + ["too-many"]


def test_a_limit_of_fifty_at_once_is_exact(prefix: str) -> None:
    def spend(_: int) -> bool:
        try:
            limits.spend("test", prefix, 7)
        except TooMany:
            return False
        return True

    with ThreadPoolExecutor(50) as pool:
        assert sum(pool.map(spend, range(50))) == 7


# Passwords


def test_the_fifty_most_common_passwords_and_rare_ones_of_the_list_are_refused() -> None:
    common = sorted(passwords._common())
    assert len(common) >= 10_000
    for word in ("password", "12345678", "qwertyuiop", "Password1", *common[:: len(common) // 46]):
        with pytest.raises(Invalid):
            passwords.check(word, username="ana")


@pytest.mark.parametrize(
    "word",
    ["marialopez", "MariaLopez", "marialopez1987!", "M4riaL0pez", "12marialopez", "lambdagram", "L4mbdagram2026"],
)
def test_passwords_made_of_names_are_refused(word: str) -> None:
    with pytest.raises(Invalid):
        passwords.check(word, username="x", contact="maria.lopez@example.com")
    with pytest.raises(Invalid):
        passwords.check(word, username="maria.lopez")


@pytest.mark.parametrize(
    "word",
    ["correct horse battery staple", "x" * 64, "ä" * 128, "🎈" * 8, "maria.lopez likes rain", " spaces at the ends "],
)
def test_long_and_foreign_passwords_are_fine_and_kept_whole(word: str) -> None:
    assert passwords.check(word, username="maria.lopez") == word
    hash_ = passwords.hash_of(word)
    assert passwords.matches(hash_, word)
    assert not passwords.matches(hash_, word[:-1])


# Modes


@pytest.fixture
def mode(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    settings.cache_clear()
    yield monkeypatch
    monkeypatch.undo()
    settings.cache_clear()


def test_closed_takes_nobody_and_says_so(prefix: str, mode: pytest.MonkeyPatch, quick: list[str]) -> None:
    mode.setenv("SIGNUP_MODE", "closed")
    assert instance.read_instance().body.sign_up == "closed"
    with pytest.raises(Forbidden) as refused:
        join(at(6), invitations.make("staff"))
    assert refused.value.code == "sign-up-closed"


def test_an_invitation_lets_one_of_fifty_in(prefix: str, mode: pytest.MonkeyPatch, quick: list[str]) -> None:
    mode.setenv("SIGNUP_MODE", "invitation")
    code = invitations.make("staff")

    def one(number: int) -> str:
        try:
            join(at(number), f" {code.upper()} " if number % 2 else code)
        except Refusal as refusal:
            return refusal.code
        return "in"

    with ThreadPoolExecutor(50) as pool:
        told = sorted(pool.map(one, range(50)))
    assert told == ["in"] + ["invitation-refused"] * 49


@pytest.mark.parametrize(
    ("code", "told"), [(None, "invitation-needed"), ("", "invitation-needed"), ("x", "invitation-refused")]
)
def test_without_an_invitation_nobody_comes_in(
    prefix: str, mode: pytest.MonkeyPatch, quick: list[str], code: str | None, told: str
) -> None:
    mode.setenv("SIGNUP_MODE", "invitation")
    with pytest.raises(Forbidden) as refused:
        join(at(7), code)
    assert refused.value.code == told


def test_an_old_invitation_is_refused(prefix: str, mode: pytest.MonkeyPatch, quick: list[str]) -> None:
    mode.setenv("SIGNUP_MODE", "invitation")
    with pytest.raises(Forbidden):
        join(at(8), invitations.make("staff", days=-1))
