"""The e-mail address of an account: shown to its owner, verified by link or code, changed with the password."""

from typing import Annotated

from msgspec import Meta

from identity import letter_store, letters, limits, opening, proofs, reads
from identity.model import Account, is_email, read_login
from kernel.errors import Conflict, Invalid, at
from kernel.ids import PersonId
from kernel.shapes import Answer, Body
from kit.endpoints import Caller
from kit.service import Service

app = Service("contacts")

LETTERS_ASKED = 5
"""How often an account may ask for a letter within 15 minutes."""

CONFIRMATIONS = 30
"""How many tokens one address may try within 15 minutes."""


class Contact(Answer, frozen=True):
    """`pending` is an address that waits to be verified before it takes this one's place."""

    contact: str
    verified: bool
    pending: str | None = None


class NewContact(Body, frozen=True):
    """`password` is the current one."""

    contact: Annotated[str, Meta(min_length=1, max_length=254)]
    password: Annotated[str, Meta(min_length=1, max_length=1024)]


class LetterCode(Body, frozen=True):
    """Six digits of a letter."""

    code: Annotated[str, Meta(pattern="^[0-9]{6}$")]


class LetterLink(Body, frozen=True):
    """What follows `#token=` in a letter's link."""

    token: Annotated[str, Meta(min_length=1, max_length=128)]


@app.get("/v1/auth/contact")
def read_contact(me: PersonId, caller: Caller) -> Contact:
    """One's own address, and whether it is verified."""
    return _answer(_account(me, caller))


@app.post("/v1/auth/contact/letters", status=202, limit="sign")
def ask_for_letter(me: PersonId, caller: Caller) -> None:
    """Have the letter that verifies one's address sent again. The one before stops working."""
    account = _account(me, caller)
    pending = _pending(account)
    if account.contact_verified and pending is None:
        raise Conflict("Your address is verified already.", code="already-verified")
    _must_be_email("", pending or account.contact)
    limits.spend("ask-letter", account.person_id, LETTERS_ASKED)
    if pending is not None:
        letter_store.ask("change", account=account.person_id, contact=pending)
    else:
        letter_store.ask("verify", account=account.person_id)


@app.put("/v1/auth/contact", status=202, limit="sign")
def change_contact(me: PersonId, body: NewContact, caller: Caller) -> None:
    """Change one's address: a letter goes to the new one, and only its answer changes anything.

    The answer is the same when the address is another account's; its holder gets a letter that says so.
    """
    contact = at("/contact", read_login, body.contact)
    _must_be_email("/contact", contact)
    account = _account(me, caller)
    proofs.password(account, body.password)
    if account.contact == contact and account.contact_verified:
        raise Conflict("This is your address already.", code="already-verified")
    limits.spend("ask-letter", account.person_id, LETTERS_ASKED)
    letter_store.ask("change", account=account.person_id, contact=contact)


@app.post("/v1/auth/contact/verify", status=200, limit="sign")
def verify_by_code(me: PersonId, body: LetterCode, caller: Caller) -> Contact:
    """Verify an address with the code of the latest letter. Five wrong codes, and that letter works no more."""
    account = _account(me, caller)
    letter = reads.letter(account.person_id, letters.CONTACT)
    if letter is None:
        raise letter_store.wrong_letter()
    letter_store.spend_try(account.person_id, letters.CONTACT, letter)
    if not letters.is_code(letter, account.person_id, body.code):
        raise letter_store.wrong_letter()
    letter_store.verify(account, letter)
    return Contact(contact=letter.contact, verified=True)


@app.post("/v1/auth/contact/confirm", status=204, limit="sign")
def verify_by_link(body: LetterLink, caller: Caller) -> None:
    """Verify an address with the link of the latest letter. Works once, on any device, without signing in."""
    limits.spend("confirm", caller.address, CONFIRMATIONS)
    person = letters.account_of(body.token) or PersonId("nobody")
    letter, account = reads.letter(person, letters.CONTACT), reads.account(person)
    if letter is None or account is None or not letters.is_token(letter, body.token):
        raise letter_store.wrong_letter()
    letter_store.verify(account, letter)


def _account(me: PersonId, caller: Caller) -> Account:
    account = reads.account(caller.account or me)
    if account is None:
        raise opening.ended()
    return account


def _pending(account: Account) -> str | None:
    letter = reads.letter(account.person_id, letters.CONTACT)
    return letter.contact if letter and letter.contact != account.contact else None


def _answer(account: Account) -> Contact:
    return Contact(contact=account.contact, verified=account.contact_verified, pending=_pending(account))


def _must_be_email(pointer: str, contact: str) -> None:
    if not is_email(contact):
        if contact[:1] != "+":
            raise Invalid.field(pointer, "Give an e-mail address.")
        raise Invalid.field(pointer, "This platform sends no text messages. Give an e-mail address.")
