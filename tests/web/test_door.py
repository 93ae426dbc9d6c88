"""Doors other than the plain form: letters, a second step, a passkey, and an account that is to be deleted."""

import base64
import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from identity import totp
from playwright.sync_api import expect
from web.conftest import Take

from support import plain
from support.browser import At, Seat
from support.people import PASSWORD, Member, eventually

REFUSED = ("status of 401", "status of 403", "status of 422")  # a browser says so of each refusal
HOME = "Home"
MAKE_PASSKEY = """async (authorization) => {
  const headers = { "content-type": "application/json", authorization };
  const asked = await fetch("/v1/auth/passkeys/options", { method: "POST", headers });
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(await asked.json());
  const credential = (await navigator.credentials.create({ publicKey })).toJSON();
  const body = JSON.stringify({ credential, name: "Key" });
  return (await fetch("/v1/auth/passkeys", { method: "POST", headers, body })).status;
}"""


@pytest.fixture
def somebody(platform: At) -> Iterator[Callable[[], Member]]:
    made: list[Member] = []

    def join() -> Member:
        made.append(Member(platform.url, "door"))
        return made[-1]

    yield join
    for each in made:
        each.close()


def letter(platform: At, person: Member, kind: str) -> str:
    """The text of the newest letter of a kind to somebody."""
    mailbox = f"{platform.url}/__mail"

    def found() -> list[dict[str, Any]]:
        given = plain.get(mailbox, headers={"accept": "application/json"}).json()
        return [each for each in given if person.username in each["to"] and each["kind"] == kind]

    return str(eventually(found, bool)[0]["text"])


def fill(here: Seat, person: Member, password: str = PASSWORD) -> None:
    here.page.get_by_label("Username, e-mail or phone").fill(person.username)
    here.page.get_by_label("Password", exact=True).fill(password)
    here.page.get_by_role("button", name="Sign in", exact=True).click()


def inside(here: Seat) -> None:
    expect(here.page.get_by_role("navigation").get_by_role("link", name="Publish", exact=True)).to_be_visible()


def test_a_letter_brings_back_in_who_forgot_the_password(
    take: Take, platform: At, somebody: Callable[[], Member]
) -> None:
    person = somebody()
    here = take()
    page = here.page
    page.get_by_role("link", name="Forgotten your password?").click()
    page.get_by_label("Username, e-mail or phone").fill(person.username)
    page.get_by_role("button", name="Send me a link").click()
    expect(page.get_by_role("heading", name="Look into your letters")).to_be_visible()
    found = re.search(r"/reset#token=(\S+)", letter(platform, person, "reset"))
    assert found
    here.open(f"/reset#token={found[1]}")
    expect(page.get_by_role("heading", name="A new password")).to_be_visible()
    assert "token" not in page.url
    page.get_by_label("New password", exact=True).fill("another lamp by the fjord")
    page.get_by_role("button", name="Set the new password").click()
    expect(page.get_by_role("heading", name="Your new password is set")).to_be_visible()
    here.open("/")
    fill(here, person, "another lamp by the fjord")
    inside(here)
    here.forgive(*REFUSED)


def test_the_answer_is_the_same_for_a_name_that_nobody_has(take: Take) -> None:
    here = take(path="/forgotten")
    here.page.get_by_label("Username, e-mail or phone").fill("nobody.at.all.here")
    here.page.get_by_role("button", name="Send me a link").click()
    expect(here.page.get_by_role("heading", name="Look into your letters")).to_be_visible()


def test_a_letter_that_works_no_more_says_so(take: Take) -> None:
    here = take(path="/verify#token=01m00000000000000000000000.aaa")
    expect(here.page.get_by_role("heading", name="This link works no more")).to_be_visible()
    assert "token" not in here.page.url
    here.forgive(*REFUSED)


def test_the_second_step_takes_the_apps_code_or_a_recovery_code(take: Take, somebody: Callable[[], Member]) -> None:
    person = somebody()
    person.ask("POST", "/v1/auth/confirm", json={"password": PASSWORD})
    text = person.ask("POST", "/v1/auth/factors/app")["secret"]
    secret = base64.b32decode(text + "=" * (-len(text) % 8))
    now = totp.code(secret, int(time.time()) // 30)
    codes = person.ask("POST", "/v1/auth/factors/app/confirm", json={"code": now})["recoveryCodes"]
    here = take()
    page = here.page
    fill(here, person)
    expect(page.get_by_role("heading", name="One more step")).to_be_focused()
    page.get_by_label("Code of six digits").fill("000 000")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("This code is wrong.")).to_be_visible()
    page.get_by_role("button", name="Use a recovery code").click()
    page.get_by_label("Recovery code").fill(codes[0])
    page.get_by_role("button", name="Sign in", exact=True).click()
    inside(here)
    here.forgive(*REFUSED)


def test_a_passkey_opens_the_door_and_an_account_can_be_kept(take: Take, somebody: Callable[[], Member]) -> None:
    person = somebody()
    here = take()
    page = here.page
    device = here.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    unlocked = {"isUserVerified": True, "automaticPresenceSimulation": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": {**kind, **unlocked}})
    person.ask("POST", "/v1/auth/confirm", json={"password": PASSWORD})
    assert page.evaluate(MAKE_PASSKEY, person.http.headers["authorization"]) == 201
    person.ask("POST", "/v1/me/leave", status=202)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="Your account will be deleted")).to_be_visible()
    here.open("/settings")
    expect(page.get_by_role("heading", name="Your account will be deleted")).to_be_visible()
    page.get_by_role("button", name="Keep my account").click()
    expect(page.get_by_role("heading", name=HOME)).to_be_attached()
    here.forgive(*REFUSED)
