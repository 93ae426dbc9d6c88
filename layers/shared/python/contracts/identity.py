"""What identity says."""

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
