"""Authenticator apps and recovery codes, on a real DynamoDB API."""

import base64
import json
import logging
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import boto3
import pytest
from identity import challenges, factor_store, factors, sealing, signing_keys, store, tokens, totp
from identity.challenges import Confirmation, SecondStep
from identity.factors import AppCode, Disable
from identity.opening import SignedIn

from kernel import clock
from kernel.errors import Conflict, Refusal, TooMany, Unauthenticated
from kernel.ids import PersonId, new_id
from kit import store as kit_store
from support.accounts import ANYBODY, PASSWORD, Device, join, sign_in
from support.emulator import emulator
from support.tables import tables

SECRETS = ("refresh-key", "factor-key")


@pytest.fixture(scope="module")
def prefix(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    for endpoint in emulator(tmp_path_factory):
        more = {"ISSUER": "https://issuer.example"}
        with tables(endpoint, "identity", "profiles", secrets=SECRETS, **more) as prefix:
            tokens._keyring.cache_clear()
            signing_keys.rotate()
            yield prefix


class App:
    """An authenticator app. Its clock can be put forward, so that tests need not wait for the next code."""

    def __init__(self, secret: str) -> None:
        self.secret = factors_secret(secret)

    def code(self, ahead: int = 0) -> str:
        return totp.code(self.secret, int(time.time()) // 30 + ahead)


def factors_secret(text: str) -> bytes:
    return base64.b32decode(text + "=" * (-len(text) % 8))


def enrol(device: Device) -> tuple[App, list[str]]:
    app = App(factors.begin_app(device.me, device.caller).secret)
    return app, factors.confirm_app(device.me, AppCode(code=app.code(-1)), device.caller).recovery_codes


def step(signed: SignedIn, code: str) -> Device:
    assert signed.challenge_token is not None
    body = SecondStep(challenge_token=signed.challenge_token.value, code=code)
    return Device(challenges.finish_sign_in(body, ANYBODY).body)


def at_once(times: int, do: Callable[[int], Any]) -> list[str]:
    """Do it in parallel; "done" or the code of each refusal."""

    def attempt(number: int) -> str:
        try:
            do(number)
        except Refusal as refused:
            return refused.code
        return "done"

    with ThreadPoolExecutor(10) as pool:
        return list(pool.map(attempt, range(times)))


def refused(code: str, do: Callable[[], Any]) -> Refusal:
    with pytest.raises(Refusal) as found:
        do()
    assert found.value.code == code
    return found.value


@pytest.mark.parametrize(
    ("moment", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (2000000000, "279037"), (20000000000, "353130")],
)
def test_codes_are_those_of_the_standard(moment: int, code: str) -> None:
    assert totp.code(b"12345678901234567890", moment // 30) == code, "RFC 6238, appendix B"


def test_one_step_of_drift_is_taken_and_no_more() -> None:
    secret = totp.new_secret()
    now = 1_800_000_000
    taken = [
        drift for drift in range(-3, 4) if totp.step_of(secret, totp.code(secret, now // 30 + drift), now, after=0)
    ]
    assert taken == [-1, 0, 1]


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "१२३४५६"])
def test_what_is_no_code_is_of_no_step(code: str) -> None:
    assert totp.step_of(b"x" * 20, code, 1_800_000_000, after=0) is None


def test_an_app_is_asked_for_only_after_it_has_shown_a_code(prefix: str) -> None:
    alice = join()
    answer = factors.begin_app(alice.me, alice.caller)
    assert answer.uri.startswith(f"otpauth://totp/Lambdagram:{alice.username}?secret={answer.secret}&issuer=Lambdagram")
    assert sign_in(alice.username).access_token
    refused("wrong-code", lambda: factors.confirm_app(alice.me, AppCode(code="000000"), alice.caller))
    codes = factors.confirm_app(alice.me, AppCode(code=App(answer.secret).code()), alice.caller).recovery_codes
    assert len(set(codes)) == 10
    waiting = sign_in(alice.username)
    assert (waiting.access_token, waiting.refresh_token) == (None, None)
    assert waiting.challenges == ["second_factor"]


def test_the_second_step_opens_a_session_and_a_code_counts_once(prefix: str) -> None:
    alice = join()
    app, _ = enrol(alice)
    assert step(sign_in(alice.username), app.code()).me == alice.me
    refused("wrong-code", lambda: step(sign_in(alice.username), app.code()))
    refused("wrong-code", lambda: step(sign_in(alice.username), app.code(-1)))
    assert step(sign_in(alice.username), app.code(1)).me == alice.me


def test_wrong_codes_are_refused_in_one_way(prefix: str) -> None:
    alice = join()
    app, codes = enrol(alice)
    waiting = sign_in(alice.username)
    step(waiting, codes[0])
    wrong = (app.code(-1), "000000", codes[0], "zzzz-zzzz-zzzz-zzzz-zzzz-zzzz")
    told = {refused("wrong-code", partial(step, sign_in(alice.username), code)).sentence for code in wrong}
    assert len(told) == 1


def test_five_wrong_codes_wait_and_a_right_one_then_waits_too(prefix: str) -> None:
    alice = join()
    app, _ = enrol(alice)
    waiting = sign_in(alice.username)
    told = at_once(20, lambda number: step(waiting, f"{number:06d}"))
    assert told.count("wrong-code") == factor_store.TRIES
    with pytest.raises(TooMany) as found:
        step(sign_in(alice.username), app.code())
    assert 0 < found.value.retry_after <= 600


def test_tries_come_back_after_ten_minutes(prefix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    account = PersonId(new_id())
    for _ in range(factor_store.TRIES):
        factor_store.spend_try(account)
    with pytest.raises(TooMany):
        factor_store.spend_try(account)
    later = clock.seconds() + factor_store.TRIES_SECONDS + 1
    monkeypatch.setattr(clock, "seconds", lambda: later)
    factor_store.spend_try(account)


def use(code: str, waiting: list[SignedIn], number: int) -> None:
    step(waiting[number % len(waiting)], code)


def test_fifty_at_once_use_one_code_once(prefix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(factor_store, "TRIES", 1000)
    alice = join()
    app, codes = enrol(alice)
    for code in (codes[0], app.code()):
        waiting = [sign_in(alice.username) for _ in range(5)]
        told = at_once(50, partial(use, code, waiting))
        assert told.count("done") == 1
        assert set(told) <= {"done", "wrong-code", "challenge-ended"}


def test_fifty_at_once_meet_one_challenge_once(prefix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(factor_store, "TRIES", 1000)
    alice = join()
    _, codes = enrol(alice)
    waiting = sign_in(alice.username)
    told = at_once(50, lambda number: step(waiting, codes[number % 10]))
    assert told.count("done") == 1
    assert factors.my_factors(alice.me, alice.caller).recovery_codes_left == 9, "what opened nothing was not spent"


def test_a_challenge_ends_after_five_minutes(prefix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    alice = join()
    app, _ = enrol(alice)
    waiting = sign_in(alice.username)
    later = clock.seconds() + 301
    monkeypatch.setattr(clock, "seconds", lambda: later)
    refused("challenge-ended", lambda: step(waiting, app.code()))


def test_a_change_of_the_password_ends_what_an_older_password_began(prefix: str) -> None:
    alice = join()
    app, _ = enrol(alice)
    waiting = sign_in(alice.username)
    ended = store.AccountItem.sessions_from.set(new_id(clock.milliseconds() + 1))
    kit_store.write(kit_store.update(store.AccountItem, f"PERSON#{alice.me}", "ACCOUNT", [ended]))
    refused("challenge-ended", lambda: step(waiting, app.code()))
    refused("session-ended", lambda: factors.renew_recovery_codes(alice.me, alice.caller))


@pytest.mark.parametrize("token", ["", "x", "a" * 43])
def test_a_challenge_that_nobody_was_given_is_refused(prefix: str, token: str) -> None:
    with pytest.raises(Unauthenticated):
        challenges.finish_sign_in(SecondStep(challenge_token=token, code="123456"), ANYBODY)


def test_factors_change_only_within_five_minutes_of_a_proof(prefix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    alice = join()
    now = clock.seconds()
    monkeypatch.setattr(clock, "seconds", lambda: now + 301)
    refused("confirm-first", lambda: factors.begin_app(alice.me, alice.caller))
    refused("wrong-password", lambda: challenges.confirm_it_is_me(alice.me, Confirmation(password="x"), alice.caller))
    challenges.confirm_it_is_me(alice.me, Confirmation(password=PASSWORD), alice.caller)
    factors.begin_app(alice.me, alice.caller)


def test_with_a_second_factor_the_password_alone_confirms_nothing(prefix: str) -> None:
    alice = join()
    _, codes = enrol(alice)
    for code in (None, "000000"):
        body = Confirmation(password=PASSWORD, code=code)
        refused("wrong-code", partial(challenges.confirm_it_is_me, alice.me, body, alice.caller))
    challenges.confirm_it_is_me(alice.me, Confirmation(password=PASSWORD, code=codes[0].upper()), alice.caller)


def test_a_stolen_session_cannot_guess_the_password(prefix: str) -> None:
    alice = join()
    wrong = Confirmation(password="wrong password")
    told = at_once(8, lambda _: challenges.confirm_it_is_me(alice.me, wrong, alice.caller))
    assert told.count("wrong-password") == factor_store.TRIES
    assert told.count("too-many") == 3


@pytest.mark.parametrize("by", ["app", "recovery code"])
def test_an_app_is_given_up_with_the_password_and_a_code(prefix: str, by: str) -> None:
    alice = join()
    app, codes = enrol(alice)
    code = app.code() if by == "app" else codes[3]
    wrong = Disable(password="x", code=code), Disable(password=PASSWORD, code="000000")
    refused("wrong-password", lambda: factors.disable_app(alice.me, wrong[0], alice.caller))
    refused("wrong-code", lambda: factors.disable_app(alice.me, wrong[1], alice.caller))
    factors.disable_app(alice.me, Disable(password=PASSWORD, code=code), alice.caller)
    found = factors.my_factors(alice.me, alice.caller)
    assert (found.authenticator_app, found.recovery_codes_left) == (False, 0)
    assert sign_in(alice.username).access_token


def test_new_recovery_codes_replace_the_old_ones(prefix: str) -> None:
    alice = join()
    with pytest.raises(Conflict):
        factors.renew_recovery_codes(alice.me, alice.caller)
    _, old = enrol(alice)
    new = factors.renew_recovery_codes(alice.me, alice.caller).recovery_codes
    assert not set(old) & set(new)
    refused("wrong-code", lambda: step(sign_in(alice.username), old[0]))
    assert step(sign_in(alice.username), new[0]).me == alice.me


def test_a_second_app_needs_the_first_one_given_up(prefix: str) -> None:
    alice = join()
    enrol(alice)
    refused("totp-on", lambda: factors.begin_app(alice.me, alice.caller))


def test_two_confirmations_at_once_take_one_app_into_use(prefix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(factor_store, "TRIES", 1000)
    alice = join()
    app = App(factors.begin_app(alice.me, alice.caller).secret)
    told = at_once(50, lambda _: factors.confirm_app(alice.me, AppCode(code=app.code()), alice.caller))
    assert told.count("done") == 1


def test_nothing_of_a_factor_is_stored_as_it_is_or_logged(
    prefix: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    alice = join()
    answer = factors.begin_app(alice.me, alice.caller)
    app = App(answer.secret)
    codes = factors.confirm_app(alice.me, AppCode(code=app.code(-1)), alice.caller).recovery_codes
    waiting = sign_in(alice.username)
    refused("wrong-code", lambda: step(waiting, "zzzzzz-not-a-code"))
    step(waiting, codes[0])
    assert waiting.challenge_token is not None
    dynamodb: Any = boto3.resource("dynamodb", endpoint_url=os.environ["AWS_ENDPOINT_URL"])
    stored = json.dumps(dynamodb.Table(f"{prefix}-identity").scan()["Items"], default=str)
    said = caplog.text + "".join(capfd.readouterr())
    plain = [code.replace("-", "") for code in codes]
    for secret in (answer.secret, app.secret.hex(), *codes, *plain, waiting.challenge_token.value, "not-a-code"):
        assert secret not in stored
        assert secret not in said


def test_a_sealed_secret_opens_for_its_account_only(prefix: str) -> None:
    mine, other = PersonId(new_id()), PersonId(new_id())
    sealed = sealing.seal(b"secret", mine)
    assert sealing.unseal(sealed, mine) == b"secret"
    with pytest.raises(ValueError, match="not sealed for this account"):
        sealing.unseal(sealed, other)
    assert sealing.recovery_hash("ab12", mine) != sealing.recovery_hash("ab12", other)


def test_a_session_that_ended_changes_nothing(prefix: str) -> None:
    alice = join()
    assert alice.caller.session
    store.end_session(alice.me, alice.caller.session)
    with pytest.raises(Unauthenticated):
        factors.begin_app(alice.me, alice.caller)


def test_factors_are_refused_to_the_signed_out(prefix: str) -> None:
    event = {
        "routeKey": "GET /v1/auth/factors",
        "requestContext": {"requestId": "r", "authorizer": {}, "http": {"sourceIp": "198.51.100.7"}},
        "headers": {},
    }
    assert factors.app(event, None)["statusCode"] == 401
