"""What profiles learns from others: somebody signed up, so there is a profile."""

from contracts import Envelope
from contracts.identity import PersonSignedUp
from kit.consumers import Inbox
from profiles import store

app = Inbox("profiles-inbox", queue="profiles-inbox")


@app.on(PersonSignedUp)
def on_person_signed_up(envelope: Envelope[PersonSignedUp]) -> None:
    """Make the profile, unless it is there: a repeat never undoes what its owner wrote."""
    store.add_profile(envelope.fact.person_id, envelope.fact.username)
