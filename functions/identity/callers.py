"""The account and session behind a request, and how long ago somebody has proven who they are."""

from identity import opening, reads
from identity.model import Account, Session
from kernel import clock
from kernel.errors import Forbidden
from kernel.ids import PersonId, SessionId
from kit.endpoints import Caller

FRESH_SECONDS = 300
"""How long after a proof a session may change how its account signs in (ASVS 7.5.1)."""


def known(me: PersonId, caller: Caller) -> tuple[PersonId, SessionId]:
    """The account and session of somebody who is signed in."""
    assert caller.session is not None
    return caller.account or me, caller.session


def own(me: PersonId, caller: Caller) -> tuple[Account, Session]:
    """The caller's account and session as they are stored. Refused when one of them is no more."""
    account_id, session_id = known(me, caller)
    account, session = reads.account(account_id), reads.session(account_id, session_id)
    if account is None or session is None or account.has_ended(session_id):
        raise opening.ended()
    return account, session


def fresh(me: PersonId, caller: Caller) -> tuple[Account, Session]:
    """`own`, for changes of factors: refused unless the caller has proven who they are within 5 minutes."""
    account, session = own(me, caller)
    if clock.seconds() - session.fresh_at > FRESH_SECONDS:
        raise Forbidden("Confirm first that it is you.", code="confirm-first")
    return account, session
