"""Erasing a profile. A tombstone stays, which says nothing but that there was somebody."""

from kit.steps import Part, Steps, Work
from profiles import store

app = Steps("erase", "profiles")


@app.of("profile")
def profile(work: Work) -> Part:
    """Leave a tombstone in the profile's place: without it a fact that comes late would make the profile anew."""
    return Part(int(store.end_profile(work.person)))
