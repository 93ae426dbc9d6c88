"""Ending several sessions of an account: its others, or all that a change of the password made old."""

from identity import reads, store
from identity.model import Account
from kernel.ids import PersonId, SessionId

_AT_ONCE = 100


def end_all(account: PersonId, *, keep: SessionId | None = None) -> None:
    """End all sessions of an account, or all but one. Each is one transaction; a repeat goes on where one stopped."""
    after = None
    while found := reads.sessions(account, after=after, limit=_AT_ONCE):
        for session in found:
            if session.session_id != keep:
                store.end_session(account, session.session_id)
        after = found[-1].session_id


def end_older(account: Account) -> None:
    """End the sessions that a change of the password left behind. A repeat changes nothing."""
    after = None
    while found := reads.sessions(account.person_id, after=after, limit=_AT_ONCE):
        for session in found:
            if account.has_ended(session.session_id):
                store.end_session(account.person_id, session.session_id)
        after = found[-1].session_id
