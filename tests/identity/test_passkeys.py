"""Passkeys against a software authenticator (tests/support/authenticator.py), on a real DynamoDB API."""

import base64
import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import msgspec
import pytest
from identity import factors, passkeys, sealing, signing_keys, tokens
from identity.passkey_shapes import Credential, NewCredential
from identity.passkeys import NewPasskey, PasskeyProof, PasskeySignIn, Rename, Wish

from kernel import clock
from kernel.errors import NotFound, Refusal
from support.accounts import ANYBODY, Device, join, sign_in
from support.authenticator import USER_PRESENT, Authenticator, base64url
from support.emulator import emulator
from support.tables import tables

ORIGIN = "http://localhost:8080"


@pytest.fixture(scope="module")
def prefix(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    for endpoint in emulator(tmp_path_factory):
        more = {"ISSUER": "https://issuer.example", "APP_ORIGIN": ORIGIN}
        with tables(endpoint, "identity", "profiles", secrets=("refresh-key", "factor-key"), **more) as prefix:
            tokens._keyring.cache_clear()
            signing_keys.rotate()
            yield prefix


def as_json(answer: Any) -> dict[str, Any]:
    return dict(msgspec.json.decode(msgspec.json.encode(answer)))


def made(device: Device, authenticator: Authenticator) -> NewPasskey:
    """A new passkey as the browser hands it over."""
    options = as_json(passkeys.begin_passkey(device.me, device.caller))
    return NewPasskey(name="My phone", credential=msgspec.convert(authenticator.create(options), NewCredential))


def enrol(device: Device) -> tuple[Authenticator, list[str]]:
    authenticator = Authenticator(ORIGIN)
    return authenticator, passkeys.add_passkey(device.me, made(device, authenticator), device.caller).recovery_codes


def signed(authenticator: Authenticator, challenge_token: str | None = None) -> PasskeySignIn:
    options = as_json(passkeys.begin_sign_in(Wish(challenge_token=challenge_token)))
    credential = msgspec.convert(authenticator.get(options), Credential)
    return PasskeySignIn(credential=credential, challenge_token=challenge_token)


def enter(answer: PasskeySignIn) -> Device:
    return Device(passkeys.sign_in_by_passkey(answer, ANYBODY).body)


def refused(code: str, do: Callable[[], Any]) -> str:
    with pytest.raises(Refusal) as found:
        do()
    assert found.value.code == code
    return found.value.sentence


def test_a_passkey_signs_in_without_name_and_password(prefix: str) -> None:
    alice = join()
    authenticator, codes = enrol(alice)
    assert len(codes) == 10
    assert enter(signed(authenticator)).me == alice.me
    (passkey,) = passkeys.my_passkeys(alice.me, alice.caller).items
    assert (passkey.name, bool(passkey.used_at)) == ("My phone", True)


def test_a_passkey_is_also_the_second_step_after_the_password(prefix: str) -> None:
    alice, bob = join("alice"), join("bob")
    authenticator, _ = enrol(alice)
    waiting = sign_in(alice.username)
    assert waiting.challenges == ["second_factor"]
    assert waiting.challenge_token is not None
    token = waiting.challenge_token.value
    assert len(passkeys.begin_sign_in(Wish(challenge_token=token)).allow_credentials) == 1
    assert enter(signed(authenticator, token)).me == alice.me
    refused("challenge-ended", lambda: enter(signed(authenticator, token)))
    enrol(bob)
    foreign = sign_in(bob.username).challenge_token
    assert foreign is not None
    refused("challenge-ended", lambda: enter(signed(authenticator, foreign.value)))


@pytest.mark.parametrize(
    "change",
    [
        {"origin": "http://localhost:8081"},
        {"origin": "https://lambdagram.evil.example"},
        {"rp_id": "evil.example"},
        {"flags": USER_PRESENT},
        {"flags": 0},
        {"handle": base64url(b"0" * 26)},
        {"credential_id": b"x" * 32},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_is_not_as_asked_is_refused_in_one_way(prefix: str, change: dict[str, Any]) -> None:
    alice = join()
    authenticator, _ = enrol(alice)
    for name, value in change.items():
        setattr(authenticator, name, value)
    assert refused("wrong-passkey", lambda: enter(signed(authenticator))) == "This passkey cannot be used here."


def test_another_key_cannot_sign_for_a_passkey(prefix: str) -> None:
    authenticator, _ = enrol(join())
    authenticator.key = Authenticator(ORIGIN).key
    refused("wrong-passkey", lambda: enter(signed(authenticator)))


def test_a_page_inside_another_page_is_refused(prefix: str) -> None:
    authenticator, _ = enrol(join())
    authenticator.cross_origin = True
    refused("challenge-ended", lambda: enter(signed(authenticator)))


def test_a_counter_that_goes_back_is_a_copy(prefix: str) -> None:
    authenticator, _ = enrol(join())
    authenticator.counter = 41
    enter(signed(authenticator))
    authenticator.counter = 40
    for _ in range(2):
        refused("wrong-passkey", lambda: enter(signed(authenticator)))


@pytest.mark.parametrize("counts", [True, False], ids=["counter", "no counter"])
def test_an_answer_counts_once_of_fifty(prefix: str, counts: bool) -> None:
    authenticator, _ = enrol(join())
    authenticator.counts = counts
    answer = signed(authenticator)

    def attempt(_: int) -> str:
        try:
            enter(answer)
        except Refusal as refusal:
            return refusal.code
        return "done"

    with ThreadPoolExecutor(10) as pool:
        told = list(pool.map(attempt, range(50)))
    assert told.count("done") == 1
    assert set(told) <= {"done", "challenge-ended", "wrong-passkey"}
    enter(signed(authenticator))


def test_a_challenge_lives_for_five_minutes(prefix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    authenticator, _ = enrol(join())
    answer = signed(authenticator)
    now = clock.seconds()
    monkeypatch.setattr("identity.sealing.time.time", lambda: now + 301)
    refused("challenge-ended", lambda: enter(answer))


@pytest.mark.parametrize("challenge", ["", "AAAA", base64url(bytes(64)), "é"])
def test_a_challenge_of_nobody_is_refused(prefix: str, challenge: str) -> None:
    authenticator, _ = enrol(join())
    credential = msgspec.convert(authenticator.get({"challenge": challenge}), Credential)
    refused("challenge-ended", lambda: enter(PasskeySignIn(credential=credential)))


def test_a_challenge_for_one_thing_is_none_for_another(prefix: str) -> None:
    alice, bob = join("alice"), join("bob")
    authenticator, _ = enrol(alice)
    options = as_json(passkeys.begin_passkey(alice.me, alice.caller))
    credential = msgspec.convert(authenticator.get(options), Credential)
    refused("challenge-ended", lambda: enter(PasskeySignIn(credential=credential)))
    for_alice = made(alice, Authenticator(ORIGIN))
    refused("challenge-ended", lambda: passkeys.add_passkey(bob.me, for_alice, bob.caller))


def test_a_new_passkey_answers_its_challenge_once_from_our_page(prefix: str) -> None:
    alice, bob = join("alice"), join("bob")
    wrong = made(alice, Authenticator("https://evil.example")), made(alice, Authenticator(ORIGIN, flags=USER_PRESENT))
    for each in wrong:
        refused("invalid", partial(passkeys.add_passkey, alice.me, each, alice.caller))
    authenticator = Authenticator(ORIGIN)
    right = made(alice, authenticator)
    passkeys.add_passkey(alice.me, right, alice.caller)
    refused("challenge-ended", lambda: passkeys.add_passkey(alice.me, right, alice.caller))
    refused("passkey-taken", lambda: passkeys.add_passkey(bob.me, made(bob, authenticator), bob.caller))


@pytest.mark.parametrize("data", [b"", b"x", b"[]", b'{"challenge": 1}', b"\xff"])
def test_garbage_is_refused(prefix: str, data: bytes) -> None:
    authenticator, _ = enrol(join())
    said = authenticator.get(as_json(passkeys.begin_sign_in(Wish())))
    said["response"]["clientDataJSON"] = base64url(data) or "A"
    refused("challenge-ended", lambda: enter(PasskeySignIn(credential=msgspec.convert(said, Credential))))
    said = authenticator.get(as_json(passkeys.begin_sign_in(Wish())))
    said["response"]["authenticatorData"] = base64url(data) or "A"
    refused("wrong-passkey", lambda: enter(PasskeySignIn(credential=msgspec.convert(said, Credential))))


def test_passkeys_change_only_after_a_fresh_proof(prefix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    alice = join()
    authenticator, _ = enrol(alice)
    (passkey,) = passkeys.my_passkeys(alice.me, alice.caller).items
    now = clock.seconds()
    monkeypatch.setattr(clock, "seconds", lambda: now + 301)
    refused("confirm-first", lambda: passkeys.begin_passkey(alice.me, alice.caller))
    refused("confirm-first", lambda: passkeys.remove_passkey(alice.me, passkey.id, alice.caller))
    authenticator.counts = False
    proof = PasskeyProof(credential=signed(authenticator).credential)
    passkeys.confirm_by_passkey(alice.me, proof, alice.caller)
    refused("challenge-ended", lambda: passkeys.confirm_by_passkey(alice.me, proof, alice.caller))
    passkeys.begin_passkey(alice.me, alice.caller)


def test_nobody_confirms_with_the_passkey_of_another(prefix: str) -> None:
    alice, bob = join("alice"), join("bob")
    authenticator, _ = enrol(alice)
    proof = PasskeyProof(credential=signed(authenticator).credential)
    refused("wrong-passkey", lambda: passkeys.confirm_by_passkey(bob.me, proof, bob.caller))


def test_a_passkey_is_renamed_and_removed_by_its_owner_only(prefix: str) -> None:
    alice, bob = join("alice"), join("bob")
    authenticator, _ = enrol(alice)
    (passkey,) = passkeys.my_passkeys(alice.me, alice.caller).items
    with pytest.raises(NotFound):
        passkeys.rename_passkey(bob.me, passkey.id, Rename(name="Mine"), bob.caller)
    with pytest.raises(NotFound):
        passkeys.remove_passkey(bob.me, passkey.id, bob.caller)
    passkeys.rename_passkey(alice.me, passkey.id, Rename(name=" Laptop "), alice.caller)
    assert [each.name for each in passkeys.my_passkeys(alice.me, alice.caller).items] == ["Laptop"]
    passkeys.remove_passkey(alice.me, passkey.id, alice.caller)
    assert passkeys.my_passkeys(alice.me, alice.caller).items == []
    assert factors.my_factors(alice.me, alice.caller).recovery_codes_left == 0
    refused("wrong-passkey", lambda: enter(signed(authenticator)))
    assert sign_in(alice.username).access_token


def test_known_passkeys_are_not_offered_again(prefix: str) -> None:
    alice = join()
    authenticator, _ = enrol(alice)
    options = passkeys.begin_passkey(alice.me, alice.caller)
    assert [each.id for each in options.exclude_credentials] == [base64url(authenticator.credential_id)]
    assert base64.urlsafe_b64decode(options.user.id + "==").decode() == alice.me
    assert alice.username not in json.dumps(as_json(passkeys.begin_sign_in(Wish())))
    assert sealing.is_challenge(options.challenge, f"add.{alice.me}")
