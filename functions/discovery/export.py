"""Writing down a person's own lists.

The read models hold nothing that is not in what profiles, graph and posts write down.
"""

from discovery import keys
from kit.exporting import Exports, Source
from kit.steps import Work
from views.discovery import tags_key

app = Exports("discovery")


@app.things("searches", "searches")
def searches(work: Work) -> list[Source]:
    """What they opened from a search, or looked for; people by their ids."""
    return [Source(keys.searches(work.person))]


@app.things("tags", "tags")
def tags(work: Work) -> list[Source]:
    """The hashtags that they follow."""
    return [Source(tags_key(work.person)[1])]


@app.things("dismissed", "suggestions")
def dismissed(work: Work) -> list[Source]:
    """Whom they did not want suggested, by their ids."""
    return [Source(keys.dismissed(work.person))]
