"""A new password: for who knows the old one, and for who can read the account's letters.

Neither opens a session, so neither goes round a second factor; both end the sessions that the old password opened.
"""

from typing import Annotated

from msgspec import Meta

from identity import endings, letter_store, letters, limits, opening, passwords, proofs, reads
from identity.model import read_login
from kernel.errors import Invalid, at
from kernel.ids import PersonId
from kernel.shapes import Body
from kit.endpoints import Caller
from kit.service import Service

app = Service("password-change")

ASKED_BY_ADDRESS, ASKED_FOR_LOGIN = 20, 5
"""How often a new password may be asked for within 15 minutes."""

RESETS = 30

Password = Annotated[str, Meta(min_length=1, max_length=1024)]


class Forgotten(Body, frozen=True):
    """`login` is an e-mail address or a username."""

    login: Annotated[str, Meta(min_length=1, max_length=254)]


class NewPassword(Body, frozen=True):
    """`token` is what follows `#token=` in the letter's link."""

    token: Annotated[str, Meta(min_length=1, max_length=128)]
    password: Password


class ChangedPassword(Body, frozen=True):
    """The current password and the one that takes its place."""

    current: Password
    password: Password


@app.post("/v1/auth/password/forgotten", status=202, limit="sign")
def forgot_password(body: Forgotten, caller: Caller) -> None:
    """Have a letter sent with which a new password can be set within 15 minutes.

    The answer and the work are the same whether there is such an account or not: it is looked for later.
    """
    login = at("/login", read_login, body.login)
    if login[:1] == "+":
        raise Invalid.field("/login", "This platform sends no text messages. Give an e-mail address or a username.")
    limits.spend("forgot-address", caller.address, ASKED_BY_ADDRESS)
    limits.spend("forgot-login", login, ASKED_FOR_LOGIN)
    letter_store.ask("reset", login=login)


@app.post("/v1/auth/password/reset", status=204, limit="sign")
def reset_password(body: NewPassword, caller: Caller) -> None:
    """Set a new password with the link of the latest letter. Works once; all sessions end; sign in afterwards."""
    limits.spend("reset", caller.address, RESETS)
    person = letters.account_of(body.token) or PersonId("nobody")
    letter, account = reads.letter(person, letters.RESET), reads.account(person)
    if letter is None or account is None or not letters.is_token(letter, body.token):
        raise letter_store.wrong_letter()
    hash_ = passwords.hash_of(_checked(body.password, account.username, account.contact))
    letter_store.set_password(person, hash_, reset=letter)
    endings.end_all(person)


@app.put("/v1/auth/password", status=204, limit="sign")
def change_password(me: PersonId, body: ChangedPassword, caller: Caller) -> None:
    """Change one's password. All other sessions end; this one stays."""
    account = reads.account(caller.account or me)
    if account is None or caller.session is None:
        raise opening.ended()
    proofs.password(account, body.current)
    hash_ = passwords.hash_of(_checked(body.password, account.username, account.contact))
    letter_store.set_password(account.person_id, hash_, old=account.password_hash, keep=caller.session)
    endings.end_all(account.person_id, keep=caller.session)


def _checked(password: str, username: str, contact: str) -> str:
    return at("/password", lambda text: passwords.check(text, username=username, contact=contact), password)
