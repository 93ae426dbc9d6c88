"""Erasing a person's own lists.

The read models forgot the person when they left, and whom they followed: see `inbox` and `follows`.
"""

from discovery import dismissals, store
from kit.steps import Part, Steps, Work

app = Steps("erase", "discovery")


@app.of("searches")
def searches(work: Work) -> Part:
    """What they opened from a search, or looked for."""
    return Part(int(store.forget_searches(work.person)))


@app.of("tags")
def tags(work: Work) -> Part:
    """The hashtags that they followed."""
    return Part(int(store.forget_tags(work.person)))


@app.of("dismissed")
def dismissed(work: Work) -> Part:
    """Whom they dismissed from suggestions."""
    gone, more = dismissals.forget(work.person)
    return Part(gone, "more" if more else None)
