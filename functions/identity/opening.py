"""What happens after somebody has proven who they are: a session, its tokens, and what it still has to meet.

A session acts as one person of its account at a time: that person is `sub` of its access tokens, the account is `acc`.
Roles of staff are in a token only when the session was opened with two factors or a passkey.
"""

from typing import Literal

from msgspec import field

from identity import reads, store, suspension, tokens
from identity.model import CHALLENGE_SECONDS, Account, RefreshToken, Session, Strength
from kernel import clock
from kernel.errors import Unauthenticated
from kernel.ids import PersonId, SessionId, new_id
from kernel.shapes import Answer
from kit.endpoints import Caller, Reply
from kit.revocation import TOKEN_SECONDS
from kit.settings import settings

COOKIE = "__Secure-refresh"
REFRESH_SECONDS = 60 * 24 * 3600

Challenge = Literal["second_factor", "verify_contact", "create_profile", "enrol_second_factor", "leaving"]


class Token(Answer, frozen=True):
    """A token and its life in seconds."""

    value: str
    ttl: int


class Tokens(Answer, frozen=True):
    """The refresh token is left out where it went into the cookie (header `x-session-in: cookie`).

    `challenges` names what the session should still meet; see `GET /v1/auth/challenges`.
    """

    access_token: Token
    refresh_token: Token | None = None
    challenges: list[Challenge] = field(default_factory=list)


class SignedIn(Answer, frozen=True):
    """Tokens; or, when `challenges` has `second_factor`, none of them but a `challengeToken` to prove it with."""

    access_token: Token | None = None
    refresh_token: Token | None = None
    challenges: list[Challenge] = field(default_factory=list)
    challenge_token: Token | None = None


def sign_in(account: Account, caller: Caller, session_in: str, *, acting: PersonId | None = None) -> Reply[SignedIn]:
    """After the right password: a session, or the challenge of a second factor where the account has one."""
    if reads.factors(account.person_id).any:
        secret = store.keep_challenge(account.person_id, acting or account.person_id)
        return Reply(SignedIn(challenges=["second_factor"], challenge_token=Token(value=secret, ttl=CHALLENGE_SECONDS)))
    reply = open_session(account, caller, session_in, acting=acting)
    found = reply.body
    signed_in = SignedIn(
        access_token=found.access_token, refresh_token=found.refresh_token, challenges=found.challenges
    )
    return Reply(signed_in, cookies=reply.cookies)


def open_session(
    account: Account, caller: Caller, session_in: str, *, acting: PersonId | None = None, strength: Strength = "one"
) -> Reply[Tokens]:
    """A new session on this device and its first tokens."""
    session, token = new_session(account.person_id, caller, acting=acting, strength=strength)
    store.open_session(session)
    return tokens_of(account, session, token, session_in)


def new_session(
    account: PersonId, caller: Caller, *, acting: PersonId | None = None, strength: Strength = "one"
) -> tuple[Session, RefreshToken]:
    """A session that is not stored yet, and its first refresh token. Forbidden for an account that staff suspended."""
    suspension.refuse(account)
    token = RefreshToken.first(account, SessionId(new_id()))
    now = clock.now()
    session = Session(
        session_id=token.session_id,
        person_id=account,
        current=token.hash,
        previous="",
        rotated_at=now,
        device=caller.device,
        acting=acting or account,
        strength=strength,
        fresh_at=int(now.timestamp()),
    )
    return session, token


def refreshed(session: Session, token: RefreshToken, session_in: str) -> Reply[Tokens]:
    """The next pair of a session. Roles are looked up anew, so that a role that was taken ends within 10 minutes."""
    account = reads.account(session.person_id)
    if account is None or account.has_ended(session.session_id):
        raise ended()
    suspension.refuse(account.person_id)  # a session that was opened while its account was being suspended
    return tokens_of(account, session, token, session_in)


def tokens_of(account: Account, session: Session, token: RefreshToken, session_in: str) -> Reply[Tokens]:
    """The answer with both tokens of a session, in the body or the refresh token in the cookie."""
    open_ = challenges(account, session)
    access = access_token(account, session, open_)
    if session_in == "cookie":
        cookies = [cookie(token.text, REFRESH_SECONDS)]
        return Reply(Tokens(access_token=access, challenges=open_), cookies=cookies)
    refresh = Token(value=token.text, ttl=REFRESH_SECONDS)
    return Reply(Tokens(access_token=access, refresh_token=refresh, challenges=open_))


def access_token(account: Account, session: Session, open_: list[Challenge]) -> Token:
    """An access token for whom the session acts as."""
    value = tokens.issue(
        session.acting or account.person_id,
        session.session_id,
        account=account.person_id,
        roles="" if "enrol_second_factor" in open_ else account.roles,
        held=next(iter(blocking(open_)), ""),
    )
    return Token(value=value, ttl=TOKEN_SECONDS)


def challenges(account: Account, session: Session) -> list[Challenge]:
    """What a session should still meet. Only `blocking` ones keep it from anything."""
    found: list[Challenge] = ["leaving"] if account.erase_at else []
    if account.roles and not (session.strength == "two" and reads.factors(account.person_id).any):
        found.append("enrol_second_factor")
    if not account.contact_verified:
        found.append("verify_contact")
    if not reads.has_profile(session.acting or account.person_id):
        found.append("create_profile")
    return found


def blocking(open_: list[Challenge]) -> list[Challenge]:
    """Those of the open challenges that keep a session from everything but `/v1/auth`."""
    if "leaving" in open_:
        return ["leaving"]
    return ["verify_contact"] if settings().require_verified and "verify_contact" in open_ else []


def cookie(value: str, seconds: int) -> str:
    """The `set-cookie` that hands the refresh token to a browser; an empty value takes it back."""
    return f"{COOKIE}={value}; Path=/v1/auth; Max-Age={seconds}; Secure; HttpOnly; SameSite=Strict"


def ended() -> Unauthenticated:
    """The refusal of a session that is no more."""
    return Unauthenticated("This session has ended. Sign in again.", code="session-ended")
