"""Whom one opened from a search lately: one's own list."""

from discovery import reads, store
from discovery.shapes import PersonFound
from kernel.ids import PersonId
from kernel.shapes import Answer, Body
from kit.service import Service

app = Service("recent")


class Opened(Body, frozen=True):
    """Somebody whom one opened from a search."""

    person_id: PersonId


class Searches(Answer, frozen=True):
    """At most 20 people, the latest first."""

    items: list[PersonFound]


@app.get("/v1/me/searches")
def list_searches(me: PersonId) -> Searches:
    """Whom one opened from a search, the latest first. Whom one may not meet now is left out."""
    people = reads.recent(me).people
    if not people:
        return Searches([])
    met = reads.met(me, people)
    there = [each for each in people if met.sight.person(each) and each in met.sight.people]
    return Searches([met.found(each) for each in there])


@app.post("/v1/me/searches", status=204)
def keep_search(me: PersonId, body: Opened) -> None:
    """Remember that one opened somebody; again puts them first. Whether there is such a person is not said."""
    store.keep_search(me, body.person_id)


@app.delete("/v1/me/searches/{person_id}")
def forget_search(me: PersonId, person_id: PersonId) -> None:
    """Forget that one opened somebody; doing so again changes nothing."""
    store.forget_search(me, person_id)


@app.delete("/v1/me/searches")
def forget_searches(me: PersonId) -> None:
    """Forget all of them; doing so again changes nothing."""
    store.forget_searches(me)
