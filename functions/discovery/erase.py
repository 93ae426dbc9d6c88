"""Erasing whom a person opened from a search. The index forgot the person when they left: see `inbox`."""

from discovery import store
from kit.steps import Part, Steps, Work

app = Steps("erase", "discovery")


@app.of("searches")
def searches(work: Work) -> Part:
    """Their list."""
    return Part(int(store.forget_searches(work.person)))
