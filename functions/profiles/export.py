"""Writing a person's profile down for them: how they present themselves, and how many posts they show."""

from kit.exporting import Exports, Source
from kit.steps import Work

app = Exports("profiles")


@app.things("profile", "profile")
def profile(work: Work) -> list[Source]:
    """Their profile as they wrote it."""
    return [Source(f"PERSON#{work.person}")]
