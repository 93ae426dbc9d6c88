"""Requests to follow a private account: who waits, for whom one waits oneself, yes and no."""

from datetime import datetime

from graph import approving, reads, store
from graph.model import nobody
from graph.reads import Line
from kernel import paging
from kernel.errors import NotFound
from kernel.ids import PersonId, made_at
from kernel.paging import Cursor, Limit, Page
from kernel.shapes import Answer
from kit import secrets
from kit.endpoints import Username
from kit.service import Service
from views import cards, visible
from views.profiles import PersonAnswer, person, profile_key

app = Service("requests")

PAGE = Limit(30)


class Request(Answer, frozen=True):
    """Somebody who waits, or for whom one waits, and since when."""

    person: PersonAnswer
    asked_at: datetime


class Requests(Answer, frozen=True):
    """Who waits, newest first. `waiting` is how many do: exact on a page that is the only one, else at most 2 s old."""

    items: list[Request]
    next: Cursor | None
    waiting: int


@app.get("/v1/me/follow-requests")
def list_requests(me: PersonId, cursor: Cursor | None = None, limit: Limit = PAGE) -> Requests:
    """Who waits for one's approval, newest first."""
    key, scope = secrets.key("cursor-key"), f"requests:{me}"
    before = paging.unseal(cursor, str, key=key, scope=scope) if cursor else None
    found = reads.waiting_for(me, before=before, limit=limit + 1)
    page, more = found[:limit], len(found) > limit
    waiting = reads.still_waiting((line.person, me) for line in page)
    items = _answers(me, [line for line in page if (line.person, me) in waiting])
    alone = before is None and not more
    return Requests(
        items=items,
        next=paging.seal(page[-1].follow_id, key=key, scope=scope) if more else None,
        waiting=len(items) if alone else int(reads.counters([me])[me].get("requests", 0)),
    )


@app.get("/v1/me/follow-requests/sent")
def list_sent_requests(me: PersonId, cursor: Cursor | None = None, limit: Limit = PAGE) -> Page[Request]:
    """For whose approval one waits, newest first."""
    key, scope = secrets.key("cursor-key"), f"sent-requests:{me}"
    before = paging.unseal(cursor, str, key=key, scope=scope) if cursor else None
    found = reads.asked_by(me, before=before, limit=limit + 1)
    page, more = found[:limit], len(found) > limit
    waiting = reads.still_waiting((me, line.person) for line in page)
    after = paging.seal(page[-1].follow_id, key=key, scope=scope) if more else None
    return Page(_answers(me, [line for line in page if (me, line.person) in waiting]), after)


@app.put("/v1/me/follow-requests/{username}", status=204)
def approve_request(me: PersonId, username: Username) -> None:
    """Let somebody follow who asked to; doing so again changes nothing."""
    them, _ = reads.person_named(username, None)
    if approving.approve(them, me, by="owner") == "nothing":
        _check_met(me, them)
        raise NotFound("There is no request of this person.", code="request-not-found")


@app.delete("/v1/me/follow-requests/{username}", status=204)
def decline_request(me: PersonId, username: Username) -> None:
    """Do not let somebody follow who asked to, without telling them; doing so again changes nothing."""
    them, _ = reads.person_named(username, None)

    def attempt() -> None:
        before = reads.between(them, me)
        if before.request is not None:
            store.end_request(before.request.request_id, them, me, "declined", actor=me)
        elif before.edge is None:
            _check_met(me, them)

    store.settled(attempt)


def _check_met(me: PersonId, them: PersonId) -> None:
    if me == them:
        raise nobody()
    reads.check_meeting(reads.between(me, them))


def _answers(me: PersonId, lines: list[Line]) -> list[Request]:
    people = [line.person for line in lines]
    loaded = cards.load(map(profile_key, people))
    sight = visible.sight(me, people, loaded=loaded, followed=people)
    return [
        Request(person=person(sight.card(line.person)), asked_at=made_at(line.follow_id))
        for line in lines
        if sight.person(line.person)
    ]
