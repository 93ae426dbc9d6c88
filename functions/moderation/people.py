"""What staff may know of a person, their notes, and the log of what staff do."""

from typing import Annotated

from msgspec import Meta

from kernel import paging
from kernel.errors import NotFound
from kernel.ids import PersonId
from kernel.paging import Cursor, Limit, Page
from kernel.shapes import Answer, Body
from kit import secrets
from kit.endpoints import Caller
from kit.service import Service
from moderation import reads, rights, store
from moderation.model import Subject
from views import identity

app = Service("people")

DEFAULT_LIMIT = Limit(20)

NOTES = 50


class NewNote(Body, frozen=True):
    text: Annotated[str, Meta(min_length=1, max_length=2000)]


class NoteAnswer(Answer, frozen=True):
    id: str
    by: PersonId
    text: str


class Noted(Answer, frozen=True):
    id: str


class LookUp(Answer, frozen=True):
    """A person as staff see them: no address, no number. `reports` are those of the account itself."""

    id: PersonId
    username: str
    name: str
    state: str
    private: bool
    suspended: bool
    suspended_until: str | None
    suspended_because: str | None
    reports: int
    roles: list[str]
    notes: list[NoteAnswer]


class EntryAnswer(Answer, frozen=True):
    n: int
    at: str
    actor: str
    action: str
    subject: str
    reason: str
    detail: str
    hash: str


@app.get("/v1/staff/people/{username}")
def look_up(me: PersonId, caller: Caller, username: str) -> LookUp:
    """Look a person up by username: their state, suspension and the latest 50 notes."""
    rights.require(me, caller)
    person = reads.holder(username)
    card = reads.profile(person) if person else None
    if person is None or card is None:
        raise NotFound("This profile does not exist.", code="person-not-found")
    suspension, case = reads.suspension(person), reads.case(Subject("account", person=person).name)
    running = suspension if suspension and suspension.active else None
    return LookUp(
        id=person,
        username=card.username,
        name=card.name,
        state=card.state,
        private=card.private,
        suspended=running is not None,
        suspended_until=running.until if running else None,
        suspended_because=running.reason if running else None,
        reports=case.reports if case else 0,
        roles=sorted(reads.roles(identity.account(person).account)),
        notes=[NoteAnswer(id=n["id"], by=PersonId(n["by"]), text=n["text"]) for n in reads.notes(person, NOTES)],
    )


@app.post("/v1/staff/people/{person}/notes")
def note(me: PersonId, caller: Caller, person: PersonId, body: NewNote) -> Noted:
    """Keep a note about a person, for staff only."""
    rights.require(me, caller)
    if reads.profile(person) is None:
        raise NotFound("This profile does not exist.", code="person-not-found")
    return Noted(id=store.note(me, person, body.text))


@app.get("/v1/staff/audit")
def audit(
    me: PersonId, caller: Caller, cursor: Cursor | None = None, limit: Limit = DEFAULT_LIMIT
) -> Page[EntryAnswer]:
    """What staff did, newest first. For admins."""
    rights.require(me, caller, rights.ADMINS)
    key, scope = secrets.key("cursor-key"), f"audit:{me}"
    newest = paging.unseal(cursor, int, key=key, scope=scope) if cursor else reads.head()[0]
    found = [
        EntryAnswer(
            n=e.n,
            at=e.at,
            actor=e.actor,
            action=e.action,
            subject=e.subject,
            reason=e.reason,
            detail=e.detail,
            hash=e.hash,
        )
        for e in reads.entries(newest, limit)
    ]
    left = newest - limit
    return Page(found, paging.seal(left, key=key, scope=scope) if left > 0 else None)
