"""From cards to the index: what a card says now is read, whatever the fact says and whenever it comes."""

from contracts import Envelope
from contracts.profiles import CardChanged
from discovery import index
from discovery.model import called
from kit.consumers import Inbox
from kit.wire import batch_get
from views import profiles

app = Inbox("discovery-inbox", queue="discovery-inbox")


@app.on(CardChanged)
def on_card_changed(envelope: Envelope[CardChanged]) -> None:
    """Let a person be found by what they are called now, or not at all while they are hidden and after their end."""
    person = envelope.fact.person
    item = batch_get([profiles.profile_key(person)], consistent=True).get(profiles.profile_key(person))
    if item is None:
        return
    card = profiles.decode(item)
    index.keep(person, card.version, called(card.username, card.name) if card.state == "active" else None)
