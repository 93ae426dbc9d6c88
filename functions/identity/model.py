"""Logins, sessions and the rotation of refresh tokens: rules without a store."""

import hashlib
import hmac
import os
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct

from kernel import names
from kernel.errors import Invalid
from kernel.ids import PersonId, SessionId

SESSION_LIFE = timedelta(days=60)
"""A session ends when it has not been refreshed for this long."""

GRACE = timedelta(seconds=10)
"""How long a spent refresh token still answers with its child, for a device that never got the answer."""

WINDOW_SECONDS = 900
"""Attempts are counted in windows of this length."""

MAX_ATTEMPTS = 10
"""Failed sign-ins of one address with one login within one window, before it has to wait."""

MAX_LOGIN_ATTEMPTS = 20
"""The same of all addresses with one login; those from which the account was signed in to are not held up by it."""

MAX_ADDRESS_ATTEMPTS = 100
"""The same of one address with all logins."""

VERIFY_SECONDS = 24 * 3600
RESET_SECONDS = 15 * 60
"""Lives of letters: a contact is verified within a day, a password is set anew within 15 minutes."""

MAX_CODE_TRIES = 5
"""Wrong codes that one letter stands."""

INVITATION_DAYS = 14

CHALLENGE_SECONDS = 300
"""Life of a challenge: the second factor after the password, or the random bytes that a passkey signs."""

EXPORT_STEPS = ("profiles", "graph", "discovery", "posts", "chat", "notifications", "media", "identity", "archive")
"""Whose turn it is in an export, in order."""

EXPORT_AGAIN_SECONDS = 24 * 3600
EXPORT_KEPT_SECONDS = 7 * 24 * 3600
EXPORT_LINK_SECONDS = 15 * 60

EXPORT_PATIENCE_SECONDS = 6 * 3600
"""An export that is not ready after this long has failed: its state machine has ended by then."""

ExportState = Literal["working", "ready", "failed", "expired"]
AskKind = Literal["verify", "change", "reset", "password-changed", "contact-changed"]
Strength = Literal["one", "two"]
"""With how many factors a session was opened; a passkey that verified its user is two."""


class Account(Struct, frozen=True):
    """What identity keeps for signing in. An account has the id of its first person.

    `roles` are those of staff, parted by spaces. `acting` is said by a login that names another person of the account.
    `sessions_from` is an id of the moment at which all older sessions ended, but `kept_session`. `erase_at` says from
    when on an account that asked to be deleted is erased.
    """

    person_id: PersonId
    username: str
    password_hash: str
    roles: str = ""
    acting: PersonId | None = None
    contact: str = ""
    contact_verified_at: str | None = None
    sessions_from: str = ""
    kept_session: str = ""
    erase_at: str = ""

    @property
    def contact_verified(self) -> bool:
        return self.contact_verified_at is not None

    def has_ended(self, session: SessionId) -> bool:
        """Whether a session is older than the change that ended all of them, and was not the one that was kept."""
        return session < self.sessions_from and session != self.kept_session


class Session(Struct, frozen=True):
    """One signed-in device. Tokens are kept as hashes only.

    `person_id` is the account, `acting` the person of it that the session acts as. `fresh_at`: when somebody last
    proved on this device who they are, in seconds since 1970.
    """

    session_id: SessionId
    person_id: PersonId
    current: str
    previous: str
    rotated_at: datetime
    device: str = ""
    acting: PersonId | None = None
    strength: Strength = "one"
    fresh_at: int = 0


class Letter(Struct, frozen=True):
    """A letter that an account can answer with its link's token or with its code, once. Both are kept as hashes.

    `cause` is the id of the fact that caused it; a newer letter of the same purpose takes the place of an older one.
    """

    cause: str
    contact: str
    token_hash: str
    code_hash: str
    expires_at: int
    tries: int = 0
    sent_at: str | None = None
    used_at: str | None = None


class Ask(Struct, frozen=True):
    """A letter that somebody asked for: to an account's contact, to another address, or to whoever has a login."""

    kind: AskKind
    account: PersonId | None = None
    login: str | None = None
    contact: str | None = None


class Export(Struct, frozen=True):
    """The latest export of an account; times in seconds since 1970, `done` are steps."""

    export_id: str
    asked_at: int
    done: int = 0
    ready_at: int = 0

    @property
    def ends_at(self) -> int:
        """When the archive is deleted."""
        return self.ready_at + EXPORT_KEPT_SECONDS

    def state(self, now: int) -> ExportState:
        if self.ready_at:
            return "ready" if now < self.ends_at else "expired"
        return "working" if now - self.asked_at < EXPORT_PATIENCE_SECONDS else "failed"


class RefreshToken(Struct, frozen=True):
    """`<person>.<session>.<secret>`: says where to look before it is proven."""

    person_id: PersonId
    session_id: SessionId
    secret: str

    @property
    def text(self) -> str:
        return f"{self.person_id}.{self.session_id}.{self.secret}"

    @property
    def hash(self) -> str:
        return hashlib.sha256(self.secret.encode()).hexdigest()

    @classmethod
    def read(cls, text: str) -> "RefreshToken | None":
        """The token in `text`, or None when it is not formed like one."""
        parts = text.split(".")
        if len(parts) != 3 or len(parts[0]) != 26 or len(parts[1]) != 26:
            return None
        return cls(PersonId(parts[0]), SessionId(parts[1]), parts[2])

    @classmethod
    def first(cls, person_id: PersonId, session_id: SessionId) -> "RefreshToken":
        """A new session's token: 256 random bits."""
        return cls(person_id, session_id, urlsafe_b64encode(os.urandom(32)).rstrip(b"=").decode())

    def child(self, key: bytes) -> "RefreshToken":
        """The token that follows this one: always the same, and not to be known without the platform's key.

        So a repeated or parallel refresh within the grace gets the very same child, though only hashes are stored.
        """
        secret = hmac.digest(key, self.text.encode(), "sha256")
        return RefreshToken(self.person_id, self.session_id, urlsafe_b64encode(secret).rstrip(b"=").decode())


class Totp(Struct, frozen=True):
    """An authenticator app of an account. `last_step` is that of the last code that was taken."""

    sealed: str
    confirmed: bool
    last_step: int


class Passkey(Struct, frozen=True):
    """A WebAuthn credential. `passkey_id` is the start of its id's hash, `transports` are parted by spaces."""

    passkey_id: str
    credential_id: str
    public_key: str
    sign_count: int
    name: str
    made_at: str
    transports: str = ""
    used_at: str | None = None


class Factors(Struct, frozen=True):
    """With what an account proves who it is, beside its password."""

    totp: Totp | None = None
    recovery: frozenset[str] = frozenset()
    passkeys: list[Passkey] = []

    @property
    def has_totp(self) -> bool:
        return self.totp is not None and self.totp.confirmed

    @property
    def any(self) -> bool:
        """Whether the password alone opens no session."""
        return self.has_totp or bool(self.passkeys)


class TotpProof(Struct, frozen=True):
    """A right code of an authenticator app, that of step `step`."""

    step: int


class RecoveryProof(Struct, frozen=True):
    """A recovery code that may be one of the account's."""

    hash: str


class Waiting(Struct, frozen=True):
    """A sign-in whose password was right and whose second factor is still to come.

    `began` sorts among session ids: a change of the password ends what began before it.
    """

    account: PersonId
    acting: PersonId
    began: SessionId


def rotation(session: Session, token: RefreshToken, now: datetime) -> str:
    """What to do with a presented token: `rotate`, `repeat` (within the grace), or `reuse` (revoke the session)."""
    if hmac.compare_digest(session.current, token.hash):
        return "rotate"
    if hmac.compare_digest(session.previous, token.hash) and now - session.rotated_at <= GRACE:
        return "repeat"
    return "reuse"


def read_login(text: str) -> str:
    """An e-mail address, a phone number or a username in the one form in which it is looked up.

    Raises Invalid for what can be none of them.
    """
    text = text.strip()
    if "@" in text:
        return names.parse_email(text)
    if text.startswith("+"):
        return names.parse_phone(text)
    if not text or len(text) > names.MAX_USERNAME:
        raise Invalid("Give an e-mail address, a phone number or a username.")
    return names.canonical(text)


def is_email(contact: str) -> bool:
    """Whether letters can be sent to a contact; the others are telephone numbers."""
    return "@" in contact


def digest(secret: str) -> str:
    """What is kept of a random secret of 256 bits: enough to recognise it, not to use it."""
    return hashlib.sha256(secret.encode()).hexdigest()
