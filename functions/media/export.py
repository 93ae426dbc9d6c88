"""Writing down for a person which pictures are theirs, and how many they uploaded."""

from kit.exporting import Exports, Source
from kit.steps import Work
from kit.wire import Index
from media import keys

app = Exports("media")

OWNERS = Index("owners", "owner", "pk")
"""Whose uploads there are; only cards have an `owner`."""


@app.things("pictures", "photos", but=["parts", "unfinished"])
def pictures(work: Work) -> list[Source]:
    """Everything that they uploaded. The pictures themselves are put into the archive by the last step."""
    return [Source(work.person, by=OWNERS)]


@app.things("counts", "account")
def counts(work: Work) -> list[Source]:
    """How much they store and uploaded."""
    return [Source(keys.person(work.person))]
