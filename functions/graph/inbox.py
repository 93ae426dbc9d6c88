"""What graph learns from others: feed has cleaned a timeline, so nothing needs hiding any more."""

from contracts import Envelope
from contracts.feed import TimelineCleaned
from graph import reads, store
from graph.model import cleaned
from kit.consumers import Inbox

app = Inbox("graph-inbox", queue="graph-inbox")


@app.on(TimelineCleaned)
def on_timeline_cleaned(envelope: Envelope[TimelineCleaned]) -> None:
    """Take the severed line of exactly this following off the digest; one of a later unfollowing stays."""
    fact = envelope.fact

    def attempt() -> None:
        digest, version = reads.digest(fact.person)
        after = cleaned(digest, fact.author, fact.follow_id)
        if after != digest:
            store.replace_digest(fact.person, after, version)

    store.settled(attempt)
