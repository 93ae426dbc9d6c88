"""People whom one may want to follow, and why."""

from discovery import dismissals, suggesting
from discovery.shapes import Some, Suggestions
from kernel.ids import PersonId
from kit.service import Service

app = Service("suggestions")

SOME = Some(10)


@app.get("/v1/suggestions", limit="search")
def list_suggestions(me: PersonId, limit: Some = SOME) -> Suggestions:
    """People whom one may want to follow, with the reason. Never whom one follows, asked, blocked, muted, dismissed.

    Those whom most of the people follow whom one follows come first, then who posts under hashtags that one follows or
    uses, then who is popular. There may be fewer than asked for. 503 while what is proposed cannot be read.
    """
    reader = suggesting.asked(me)
    return Suggestions(suggesting.judged(reader, suggesting.propose(reader, 2 * limit), limit))


@app.delete("/v1/suggestions/{person_id}")
def dismiss_suggestion(me: PersonId, person_id: PersonId) -> None:
    """Never suggest this person again; doing so again changes nothing. Whether there is such a person is not said.

    It is kept for good, for any number of people.
    """
    dismissals.keep(me, person_id)
