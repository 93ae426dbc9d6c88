"""What identity says."""

from datetime import datetime
from typing import ClassVar

from contracts import Fact
from kernel.ids import PersonId, SessionId


class PersonSignedUp(Fact, frozen=True):
    """Somebody made an account. Said once per person; e-mail and phone never leave identity."""

    key_field: ClassVar[str] = "person_id"
    person_id: PersonId
    username: str


class SessionEnded(Fact, frozen=True):
    """A session was signed out, revoked, or lost to a reused refresh token. Not said when a session just expires."""

    key_field: ClassVar[str] = "session_id"
    session_id: SessionId
    person_id: PersonId


class LetterAsked(Fact, frozen=True):
    """A letter to an account's own address was asked for. Whom it goes to and whether it is sent is identity's secret.

    Said for addresses without an account as well, so that asking tells nothing.
    """

    key_field: ClassVar[str] = "letter_id"
    letter_id: str


class ContactVerified(Fact, frozen=True):
    """A person showed that their e-mail address is theirs. The address itself never leaves identity."""

    key_field: ClassVar[str] = "person_id"
    person_id: PersonId


class PersonAdded(Fact, frozen=True):
    """An account (named after its first person) got a further person, with a profile of its own."""

    key_field: ClassVar[str] = "person_id"
    person_id: PersonId
    account: PersonId
    username: str


class UsernameChanged(Fact, frozen=True):
    """A person goes by another name. The old one leads to them for 14 days and is nobody else's so long."""

    key_field: ClassVar[str] = "person_id"
    person_id: PersonId
    old: str
    new: str


class AccountLeaving(Fact, frozen=True):
    """An account asked to be deleted: all its people are hidden from now on and erased at `erase_at`."""

    key_field: ClassVar[str] = "account"
    account: PersonId
    people: list[PersonId]
    erase_at: datetime


class AccountStayed(Fact, frozen=True):
    """An account took its deletion back within the grace: its people are there again."""

    key_field: ClassVar[str] = "account"
    account: PersonId
    people: list[PersonId]


class PersonErased(Fact, frozen=True):
    """Everything of a person was erased, everywhere. Only allow-listed tombstones keep the id."""

    key_field: ClassVar[str] = "person_id"
    person_id: PersonId
