"""Leaving the platform: the account is hidden at once and erased after a grace in which that can be taken back."""

from datetime import datetime, timedelta

from identity import callers, endings, leaving_store, reads
from identity.model import Account
from kernel import clock
from kernel.ids import PersonId
from kernel.shapes import Answer
from kit.endpoints import Caller
from kit.service import Service
from kit.settings import settings

app = Service("leaving")


class Leaving(Answer, frozen=True):
    """From when on the account is erased. Until then signing in and `POST /v1/auth/stay` take it back."""

    erase_at: datetime


@app.post("/v1/me/leave", status=202)
def leave(me: PersonId, caller: Caller) -> Leaving:
    """Have my account deleted, with all its profiles. Asks for a proof within the last 5 minutes.

    All sessions end and nobody sees its profiles from now on. It is erased, everywhere and for good, after the grace.
    """
    account, _ = callers.fresh(me, caller)
    erase_at = clock.now() + timedelta(days=settings().grace_days)
    leaving_store.leave(account.person_id, _people(account), erase_at)
    endings.end_all(account.person_id)
    return Leaving(erase_at=erase_at)


@app.post("/v1/auth/stay", status=204)
def stay(me: PersonId, caller: Caller) -> None:
    """Take back that my account is to be deleted. Refresh the session afterwards: the present token does little.

    Doing so again changes nothing. Conflict once the erasure has begun.
    """
    account, _ = callers.own(me, caller)
    if account.erase_at:
        leaving_store.stay(account.person_id, _people(account), account.erase_at)


def _people(account: Account) -> list[PersonId]:
    return [account.person_id, *(person for person, _ in reads.people(account.person_id))]
