"""What graph learns from others: a timeline is clean, so nothing needs hiding; an account is open, so nobody waits."""

from contracts import Envelope
from contracts.feed import TimelineCleaned
from contracts.profiles import AccountWentPublic
from graph import store
from graph.model import WORK, Admit
from kit import queues
from kit.consumers import Inbox
from kit.settings import settings

app = Inbox("graph-inbox", queue="graph-inbox")


@app.on(TimelineCleaned)
def on_timeline_cleaned(envelope: Envelope[TimelineCleaned]) -> None:
    """Take the author of exactly this following off the digest; one who was left again later stays."""
    fact = envelope.fact
    store.forget_left(fact.person, fact.author, fact.follow_id)


@app.on(AccountWentPublic)
def on_account_went_public(envelope: Envelope[AccountWentPublic]) -> None:
    """Let in all who wait. Who asked before the account was open is in the index when the order is carried out."""
    queues.send(WORK, [Admit(person=envelope.fact.person)], delay=settings().index_lag_seconds)
