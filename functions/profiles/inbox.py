"""What profiles learns from others: there is a new person, one goes by another name, or is hidden for a while."""

from contracts import Envelope
from contracts.identity import AccountLeaving, AccountStayed, PersonAdded, PersonSignedUp, UsernameChanged
from contracts.moderation import PersonReinstated, PersonSuspended
from kit.consumers import Inbox
from profiles import store

app = Inbox("profiles-inbox", queue="profiles-inbox")


@app.on(PersonSignedUp)
def on_person_signed_up(envelope: Envelope[PersonSignedUp]) -> None:
    """Make the profile, unless it is there: a repeat never undoes what its owner wrote."""
    store.add_profile(envelope.fact.person_id, envelope.fact.username)


@app.on(PersonAdded)
def on_person_added(envelope: Envelope[PersonAdded]) -> None:
    """Make the profile of a further person of an account."""
    store.add_profile(envelope.fact.person_id, envelope.fact.username)


@app.on(UsernameChanged)
def on_username_changed(envelope: Envelope[UsernameChanged]) -> None:
    """Show the new name; of two changes the later one counts, whichever comes first."""
    store.rename(envelope.fact.person_id, envelope.fact.new, envelope.id)


@app.on(PersonSuspended)
def on_person_suspended(envelope: Envelope[PersonSuspended]) -> None:
    """Hide the person from everybody."""
    store.set_state(envelope.fact.person, "suspended", envelope.id, hidden=True)


@app.on(PersonReinstated)
def on_person_reinstated(envelope: Envelope[PersonReinstated]) -> None:
    """Show the person again."""
    store.set_state(envelope.fact.person, "suspended", envelope.id, hidden=False)


@app.on(AccountLeaving)
def on_account_leaving(envelope: Envelope[AccountLeaving]) -> None:
    """Hide all people of the account while the grace runs."""
    for person in envelope.fact.people:
        store.set_state(person, "leaving", envelope.id, hidden=True)


@app.on(AccountStayed)
def on_account_stayed(envelope: Envelope[AccountStayed]) -> None:
    """Show the people of the account again."""
    for person in envelope.fact.people:
        store.set_state(person, "leaving", envelope.id, hidden=False)
