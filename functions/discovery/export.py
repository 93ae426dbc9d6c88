"""Writing down for a person whom they opened from a search. The index holds nothing that their profile does not."""

from discovery import keys
from kit.exporting import Exports, Source
from kit.steps import Work

app = Exports("discovery")


@app.things("searches", "searches")
def searches(work: Work) -> list[Source]:
    """Whom they opened from a search, by their ids."""
    return [Source(keys.searches(work.person))]
