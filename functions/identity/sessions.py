"""Signing up, in and out, and refreshing."""

from typing import Annotated

from msgspec import Meta

from identity import invitations, limits, opening, passwords, reads, store
from identity.model import Account, RefreshToken, is_email, read_login, rotation
from identity.opening import COOKIE, SignedIn, Tokens
from kernel import clock
from kernel.errors import Forbidden, Invalid, Unauthenticated, at
from kernel.ids import PersonId, new_id
from kernel.names import parse_username
from kernel.shapes import Body
from kit import secrets
from kit.endpoints import Caller, Cookie, Header, Reply
from kit.service import Service
from kit.settings import settings

app = Service("identity")

REFRESH_KEY = "refresh-key"

Login = Annotated[str, Meta(min_length=1, max_length=254)]
Password = Annotated[str, Meta(min_length=1, max_length=1024)]
SessionIn = Annotated[str, Header("x-session-in")]


class NewPerson(Body, frozen=True):
    """`login` is an e-mail address or an E.164 phone number; `invitation` is asked for where sign-up needs one."""

    login: Login
    password: Password
    username: Annotated[str, Meta(min_length=1, max_length=64)]
    invitation: Annotated[str, Meta(max_length=64)] | None = None


class Credentials(Body, frozen=True):
    """`login` is an e-mail address, a phone number or a username."""

    login: Login
    password: Password


class Refresh(Body, frozen=True):
    """Browsers leave the token out: theirs is in the cookie."""

    refresh_token: Annotated[str, Meta(max_length=256)] | None = None


@app.post("/v1/auth/sign-up", limit="sign")
def sign_up(body: NewPerson, caller: Caller, session_in: SessionIn = "body") -> Reply[Tokens]:
    """Make an account and sign in to it.

    The answer is the same whether the e-mail address is new here or not: it is the account's once it is verified, and
    until then it signs in whoever gave it last.
    """
    mode = settings().signup_mode
    if mode == "closed":
        raise Forbidden("Nobody can sign up here at present.", code="sign-up-closed")
    if mode == "invitation" and not body.invitation:
        raise Forbidden("You need an invitation to sign up here.", code="invitation-needed")
    username = at("/username", parse_username, body.username)
    contact = at("/login", read_login, body.login)
    if contact[0] != "+" and "@" not in contact:
        raise Invalid.field("/login", "Give an e-mail address or a phone number.")
    password = at("/password", lambda text: passwords.check(text, username=username, contact=contact), body.password)
    person = PersonId(new_id())
    hash_ = passwords.hash_of(password)
    invitation = [invitations.use(body.invitation, person)] if mode == "invitation" and body.invitation else []
    store.add_person(person, contact, username, hash_, *invitation)
    limits.remember(person, caller.address)
    return opening.open_session(Account(person, username, hash_, contact=contact), caller, session_in)


@app.post("/v1/auth/sign-in", limit="sign")
def sign_in(body: Credentials, caller: Caller, session_in: SessionIn = "body") -> Reply[SignedIn]:
    """Open a session on this device, or ask for the second factor of an account that has one.

    A wrong password and a missing account get the same answer, after the same work.
    """
    login = at("/login", read_login, body.login)
    accounts = reads.candidates(login)
    limits.may_sign_in(login, caller.address, accounts)
    account = _proven(login, accounts, body.password)
    if account is None:
        limits.count_failure(login, caller.address)
        raise Unauthenticated("The login or the password is wrong.", code="wrong-credentials", address=caller.address)
    if passwords.is_dated(account.password_hash):
        store.change_hash(account.person_id, account.password_hash, passwords.hash_of(body.password))
    limits.remember(account.person_id, caller.address)
    return opening.sign_in(account, caller, session_in, acting=account.acting)


@app.post("/v1/auth/refresh", status=200)
def refresh(
    body: Refresh, session_in: SessionIn = "body", cookie: Annotated[str, Cookie(COOKIE)] = ""
) -> Reply[Tokens]:
    """Trade a refresh token for a new pair.

    Each token works once; within 10 seconds a repeat gets the same new pair, for answers that were lost. A token that
    is used later again ends the whole session, on every device that holds one of its tokens.
    """
    token = RefreshToken.read((cookie if session_in == "cookie" else body.refresh_token) or "")
    session = reads.session(token.person_id, token.session_id) if token else None
    if token is None or session is None:
        raise opening.ended()
    now = clock.now()
    child = token.child(secrets.key(REFRESH_KEY))
    verdict = rotation(session, token, now)
    if verdict == "rotate" and not store.rotate(session, child, now):
        session = reads.session(token.person_id, token.session_id)
        verdict = rotation(session, token, now) if session else "ended"
    if verdict == "reuse":
        store.end_session(token.person_id, token.session_id)
    if session is None or verdict not in ("rotate", "repeat"):
        raise opening.ended()
    return opening.refreshed(session, child, session_in)


@app.post("/v1/auth/sign-out", status=204)
def sign_out(me: PersonId, caller: Caller) -> Reply[None]:
    """End this session, on the server as well: its tokens stop working within 60 seconds, its sockets are closed."""
    assert caller.session is not None
    store.end_session(caller.account or me, caller.session)
    return Reply(None, cookies=[opening.cookie("", 0)])


def _proven(login: str, accounts: list[Account], password: str) -> Account | None:
    """The account whose password this is. A contact may be two accounts' (one wishes for it, one has verified it).

    When it is nobody's, that costs two verifications of a contact and one of a username, however many there are.
    """
    for account in accounts:
        if passwords.matches(account.password_hash, password):
            return account
    most = 2 if is_email(login) or login[:1] == "+" else 1
    for _ in range(most - len(accounts)):
        passwords.matches(None, password)
    return None
