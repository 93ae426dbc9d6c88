"""Letters that verify, change and reset: who gets them, what they do once, and what nobody learns."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from argon2 import PasswordHasher
from identity import (
    contacts,
    devices,
    inbox,
    letter_store,
    password_change,
    passwords,
    reads,
    sessions,
    signing_keys,
    tokens,
)
from identity.contacts import LetterCode, LetterLink, NewContact
from identity.model import MAX_CODE_TRIES
from identity.password_change import ChangedPassword, Forgotten, NewPassword
from identity.sessions import Credentials, NewPerson

from kernel import clock
from kernel.errors import Away, Conflict, Forbidden, Invalid, NotFound, Refusal, TooMany, Unauthenticated
from kernel.ids import new_id
from kernel.paging import Limit
from kit import mail
from kit.endpoints import Caller
from support.accounts import Device
from support.letters import Postbox
from support.tables import tables

PASSWORD = "correct horse battery staple"
OTHER = "a rather different phrase"
HERE = Caller(None, None, "198.51.100.7", "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0")


@pytest.fixture(scope="module")
def prefix(endpoint: str) -> Iterator[str]:
    secrets = ("refresh-key", "letter-key", "cursor-key", "factor-key")
    more = {"MAIL_URL": "smtp://127.0.0.1:1", "APP_ORIGIN": "https://photos.example", "ISSUER": "https://i.example"}
    with tables(endpoint, "identity", "profiles", secrets=secrets, **more) as prefix:
        tokens._keyring.cache_clear()
        signing_keys.rotate()
        yield prefix
        tokens._keyring.cache_clear()


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """What hashes cost is shown elsewhere."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def post(endpoint: str, prefix: str, monkeypatch: pytest.MonkeyPatch) -> Postbox:
    box = Postbox(endpoint, prefix)
    monkeypatch.setattr(mail, "send", box.send)
    box.begin()
    return box


class Member(Device):
    """Somebody who has signed up."""

    def __init__(self, contact: str = "", *, password: str = PASSWORD) -> None:
        self.username = f"m.{new_id()[-10:]}"
        self.contact = contact or f"{self.username}@example.com"
        body = NewPerson(login=self.contact, password=password, username=self.username)
        super().__init__(sessions.sign_up(body, HERE).body)

    def verified(self, post: Postbox) -> "Member":
        post.deliver()
        letter = next(each for each in reversed(post.sent) if each.to == self.contact)
        contacts.verify_by_code(self.me, LetterCode(code=letter.code), self.caller)
        post.deliver()
        post.sent.clear()
        return self


def sign_in(login: str, password: str = PASSWORD, address: str = "198.51.100.7") -> Device:
    body = Credentials(login=login, password=password)
    return Device(sessions.sign_in(body, Caller(None, None, address, "another")).body)


def elsewhere(number: int) -> Caller:
    """Somebody at another address."""
    return Caller(None, None, f"203.0.113.{number}", "elsewhere")


def at_once(times: int, work: Callable[[], object]) -> list[str]:
    """The outcome of each of many parallel tries: `done` or the code of the refusal."""

    def one(_: int) -> str:
        try:
            work()
        except Refusal as refusal:
            return refusal.code
        return "done"

    with ThreadPoolExecutor(times) as pool:
        return sorted(pool.map(one, range(times)))


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


# Who knows nothing learns nothing


def test_signing_up_with_a_taken_address_is_told_and_stored_like_with_a_fresh_one(post: Postbox) -> None:
    alice = Member().verified(post)
    shapes = []
    for contact in (alice.contact, f"fresh.{new_id()[-10:]}@example.com"):
        before = post.rows()
        eve = Member(contact, password=OTHER)
        written = sorted(
            (row["pk"].partition("#")[0], row["sk"].partition("#")[0], sorted(row)) for row in post.rows()
            if row not in before
        )  # fmt: skip
        assert sign_in(contact, OTHER).me == eve.me, "signing in tells nothing either"
        shapes.append((written, eve.challenges, contacts.read_contact(eve.me, eve.caller).verified))
    assert shapes[0] == shapes[1]
    assert sign_in(alice.contact).me == alice.me, "whose address it is still gets in"
    letters = post.deliver()
    assert (letters[0].to, letters[0].kind) == (alice.contact, "already-yours")
    assert not any(digit.isdigit() and len(digit) == 6 for digit in letters[0].text.split()), "no code"


def test_asking_for_a_password_is_the_same_for_nobody(post: Postbox) -> None:
    alice = Member().verified(post)
    writes = []
    for number, login in enumerate((alice.contact, alice.username, "nobody@example.com", "nobody.at.all")):
        before = {row["pk"] for row in post.rows()}
        assert password_change.forgot_password(Forgotten(login=login), elsewhere(number)) is None
        new = [row for row in post.rows() if row["pk"] not in before]
        writes.append(sorted((row["pk"].partition("#")[0], sorted(row)) for row in new))
    assert writes[0] == writes[2]
    assert writes[1] == writes[3]
    assert {each.to for each in post.deliver()} == {alice.contact}


def test_no_address_token_or_code_is_in_a_fact_or_a_log_line(post: Postbox, capsys: pytest.CaptureFixture[str]) -> None:
    alice = Member()
    (letter,) = post.deliver()
    with pytest.raises(Forbidden):
        contacts.verify_by_link(LetterLink(token=letter.token + "x"), HERE)
    contacts.verify_by_link(LetterLink(token=letter.token), HERE)
    password_change.forgot_password(Forgotten(login=alice.contact), HERE)
    (reset,) = post.deliver()
    out = "".join(capsys.readouterr()) + json.dumps(post.facts())
    for secret in (alice.contact, letter.token, letter.code, reset.token, PASSWORD):
        assert secret not in out
    stored = json.dumps(post.rows(), default=str)
    for secret in (letter.token, reset.token, PASSWORD):
        assert secret not in stored
    assert f'"{letter.code}"' not in stored


# Verifying


def test_a_new_member_gets_a_letter_and_its_code_verifies_once(post: Postbox) -> None:
    alice = Member()
    (letter,) = post.deliver()
    assert (letter.to, letter.kind) == (alice.contact, "verify")
    assert "https://photos.example/verify#token=" in letter.text
    assert letter.code in letter.html
    assert contacts.verify_by_code(alice.me, LetterCode(code=letter.code), alice.caller).verified
    assert contacts.read_contact(alice.me, alice.caller) == contacts.Contact(contact=alice.contact, verified=True)
    facts = [json.loads(text)["type"] for text in post.facts()]
    assert "ContactVerified.v1" in facts
    for again in (
        lambda: contacts.verify_by_code(alice.me, LetterCode(code=letter.code), alice.caller),
        lambda: contacts.verify_by_link(LetterLink(token=letter.token), HERE),
    ):
        with pytest.raises(Forbidden):
            again()


def test_ten_at_once_with_one_link_and_one_is_right(post: Postbox) -> None:
    Member()
    (letter,) = post.deliver()
    told = at_once(10, lambda: contacts.verify_by_link(LetterLink(token=letter.token), HERE))
    assert told == ["done"] + ["letter-refused"] * 9


def test_a_code_is_guessed_five_times_at_most(post: Postbox) -> None:
    alice = Member()
    (letter,) = post.deliver()
    told = at_once(20, lambda: contacts.verify_by_code(alice.me, LetterCode(code=wrong(letter.code)), alice.caller))
    assert set(told) == {"letter-refused"}
    row = next(row for row in post.rows() if row["sk"] == "LETTER#contact" and row["pk"] == f"PERSON#{alice.me}")
    assert row["tries"] == MAX_CODE_TRIES
    with pytest.raises(Forbidden):
        contacts.verify_by_code(alice.me, LetterCode(code=letter.code), alice.caller)


@pytest.mark.parametrize("token", ["x", "", "." * 70, f"{new_id()}.{'A' * 43}", "é" * 26 + "." + "x" * 43])
def test_what_is_no_token_is_refused_alike(post: Postbox, token: str) -> None:
    with pytest.raises(Forbidden) as refused:
        contacts.verify_by_link(LetterLink(token=token), Caller(None, None, "203.0.113.77", ""))
    assert refused.value.code == "letter-refused"
    with pytest.raises(Forbidden) as refused:
        password_change.reset_password(NewPassword(token=token, password=OTHER), HERE)
    assert refused.value.code == "letter-refused"


def test_a_new_letter_takes_the_place_of_the_old_one_and_asking_has_a_limit(post: Postbox) -> None:
    alice = Member()
    (first,) = post.deliver()
    contacts.ask_for_letter(alice.me, alice.caller)
    (second,) = post.deliver()
    assert second.code != first.code or second.token != first.token
    with pytest.raises(Forbidden):
        contacts.verify_by_link(LetterLink(token=first.token), HERE)
    assert post.deliver(again=True) == [], "an older fact that comes late changes nothing"
    for _ in range(contacts.LETTERS_ASKED - 1):
        contacts.ask_for_letter(alice.me, alice.caller)
    with pytest.raises(TooMany) as refused:
        contacts.ask_for_letter(alice.me, alice.caller)
    assert refused.value.retry_after > 0
    assert len(post.deliver()) <= inbox.PER_HOUR - 2, "nor is a postbox filled"


def test_a_repeated_fact_sends_nothing_and_revives_nothing(post: Postbox) -> None:
    alice = Member()
    (letter,) = post.deliver()
    contacts.verify_by_code(alice.me, LetterCode(code=letter.code), alice.caller)
    assert post.deliver(again=True) == []
    assert reads.letter(alice.me, "contact") is None


def test_a_letter_lives_for_a_day_and_a_reset_for_a_quarter_of_an_hour(
    post: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice = Member()
    (letter,) = post.deliver()
    password_change.forgot_password(Forgotten(login=alice.contact), HERE)
    (reset,) = post.deliver()
    now = clock.seconds()
    monkeypatch.setattr(clock, "seconds", lambda: now + 15 * 60 + 1)
    with pytest.raises(Forbidden):
        password_change.reset_password(NewPassword(token=reset.token, password=OTHER), HERE)
    monkeypatch.setattr(clock, "seconds", lambda: now + 24 * 3600 + 1)
    with pytest.raises(Forbidden):
        contacts.verify_by_link(LetterLink(token=letter.token), HERE)


def test_who_verifies_an_address_has_it(post: Postbox) -> None:
    contact = f"shared.{new_id()[-10:]}@example.com"
    first, second = Member(contact), Member(contact, password=OTHER)
    letters = post.deliver()
    contacts.verify_by_code(first.me, LetterCode(code=letters[0].code), first.caller)
    with pytest.raises(Conflict) as refused:
        contacts.verify_by_code(second.me, LetterCode(code=letters[1].code), second.caller)
    assert refused.value.code == "contact-taken"
    assert sign_in(contact).me == first.me


def test_a_server_that_is_away_costs_no_letter(post: Postbox, monkeypatch: pytest.MonkeyPatch) -> None:
    alice = Member()

    def away(*_given: object, **_more: object) -> None:
        raise Away

    with monkeypatch.context() as broken:
        broken.setattr(mail, "send", away)
        for _ in range(inbox.PER_HOUR + 1):
            with pytest.raises(Away):
                post.deliver(again=True)
    assert [each.to for each in post.deliver(again=True)].count(alice.contact) == 1
    assert post.deliver(again=True) == []


# Changing


def test_changing_the_address_asks_the_password_and_the_new_address(post: Postbox) -> None:
    alice = Member().verified(post)
    new = f"new.{alice.contact}"
    with pytest.raises(Forbidden):
        contacts.change_contact(alice.me, NewContact(contact=new, password=OTHER), alice.caller)
    contacts.change_contact(alice.me, NewContact(contact=new, password=PASSWORD), alice.caller)
    (letter,) = post.deliver()
    assert letter.to == new
    assert contacts.read_contact(alice.me, alice.caller).pending == new
    assert sign_in(alice.contact).me == alice.me, "nothing has changed yet"
    contacts.verify_by_link(LetterLink(token=letter.token), HERE)
    (notice,) = post.deliver()
    assert (notice.to, notice.kind) == (alice.contact, "contact-changed")
    assert post.deliver(again=True) == []
    assert sign_in(new).me == alice.me
    with pytest.raises(Unauthenticated):
        sign_in(alice.contact)
    pks = {row["pk"] for row in post.rows()}
    assert not {f"LOGIN#{alice.contact}", f"WISH#{alice.contact}"} & pks, "the old address is free"


def test_changing_to_somebody_elses_address_is_told_to_them_only(post: Postbox) -> None:
    alice, eve = Member().verified(post), Member().verified(post)
    assert contacts.change_contact(eve.me, NewContact(contact=alice.contact, password=PASSWORD), eve.caller) is None
    (letter,) = post.deliver()
    assert (letter.to, letter.kind) == (alice.contact, "already-yours")
    assert contacts.read_contact(eve.me, eve.caller).contact == eve.contact


@pytest.mark.parametrize("contact", ["+491701234567", "alice", "a@b"])
def test_a_new_address_is_an_email_address(post: Postbox, contact: str) -> None:
    alice = Member()
    with pytest.raises(Invalid) as refused:
        contacts.change_contact(alice.me, NewContact(contact=contact, password=PASSWORD), alice.caller)
    assert refused.value.errors[0].pointer == "/contact"


# Passwords


def test_a_reset_ends_every_session_and_opens_none(post: Postbox) -> None:
    alice = Member().verified(post)
    phone = sign_in(alice.username)
    password_change.forgot_password(Forgotten(login=alice.username), HERE)
    (letter,) = post.deliver()
    assert letter.text.count("https://photos.example/reset#token=") == 1
    assert password_change.reset_password(NewPassword(token=letter.token, password=OTHER), HERE) is None
    for device in (alice, phone):
        with pytest.raises(Unauthenticated):
            device.refresh()
    revoked = {row["sk"].rpartition("#")[2] for row in post.rows() if row["pk"] == "REVOKED"}
    assert {alice.caller.session, phone.caller.session} <= revoked
    with pytest.raises(Unauthenticated):
        sign_in(alice.contact)
    assert sign_in(alice.contact, OTHER).me == alice.me
    assert [each.kind for each in post.deliver()] == ["password-changed"]
    assert post.deliver(again=True) == [], "nor does a repeat of what asked for it make it good again"


def test_ten_at_once_with_one_reset_and_one_is_right(post: Postbox) -> None:
    alice = Member().verified(post)
    password_change.forgot_password(Forgotten(login=alice.contact), HERE)
    (letter,) = post.deliver()
    body = NewPassword(token=letter.token, password=OTHER)
    told = at_once(10, lambda: password_change.reset_password(body, Caller(None, None, "203.0.113.5", "")))
    assert told == ["done"] + ["letter-refused"] * 9


def test_a_reset_that_was_cut_short_still_ends_the_sessions(post: Postbox) -> None:
    alice = Member().verified(post)
    letter_store.set_password(alice.me, "another hash")  # and the process died here
    with pytest.raises(Unauthenticated):
        alice.refresh()
    post.deliver()
    assert reads.sessions(alice.me, limit=10) == []


def test_changing_the_password_keeps_this_session_only(post: Postbox) -> None:
    alice = Member().verified(post)
    phone = sign_in(alice.username)
    with pytest.raises(Forbidden):
        password_change.change_password(alice.me, ChangedPassword(current=OTHER, password=OTHER), alice.caller)
    password_change.change_password(alice.me, ChangedPassword(current=PASSWORD, password=OTHER), alice.caller)
    alice.refresh()
    with pytest.raises(Unauthenticated):
        phone.refresh()
    assert [each.kind for each in post.deliver()] == ["password-changed"]
    alice.refresh()
    assert sign_in(alice.username, OTHER).me == alice.me


@pytest.mark.parametrize("login", ["+491701234567", "", "a@b"])
def test_what_gets_no_letters_is_told_so(post: Postbox, login: str) -> None:
    with pytest.raises(Invalid):
        password_change.forgot_password(Forgotten(login=login), HERE)


# Devices


def test_devices_are_listed_newest_first_and_ended_one_by_one(post: Postbox) -> None:
    alice, stranger = Member(), Member()
    phone, tablet = sign_in(alice.username), sign_in(alice.username)
    page = devices.list_sessions(alice.me, alice.caller, limit=Limit(2))
    rest = devices.list_sessions(alice.me, alice.caller, cursor=page.next, limit=Limit(2))
    found = [*page.items, *rest.items]
    assert [each.session_id for each in found] == [
        tablet.caller.session,
        phone.caller.session,
        alice.caller.session,
    ]
    assert [each.current for each in found] == [False, False, True]
    assert found[-1].device == "Firefox on Linux"
    assert rest.next is None
    assert phone.caller.session is not None
    with pytest.raises(NotFound):
        devices.end_one(stranger.me, phone.caller.session, stranger.caller)
    devices.end_one(alice.me, phone.caller.session, alice.caller)
    with pytest.raises(Unauthenticated):
        phone.refresh()
    devices.end_others(alice.me, alice.caller)
    with pytest.raises(Unauthenticated):
        tablet.refresh()
    alice.refresh()
    stranger.refresh()
