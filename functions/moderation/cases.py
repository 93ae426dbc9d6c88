"""The queue of reports for staff: grouped by subject, claimed, decided; hiding and suspending without a report too."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from kernel import clock, paging
from kernel.errors import Conflict, Invalid, NotFound
from kernel.ids import PersonId
from kernel.paging import Cursor, Limit, Page
from kernel.shapes import Answer, Body
from kit import secrets
from kit.endpoints import Caller
from kit.service import Service
from kit.store import Step
from kit.wire import batch_get
from moderation import reads, rights, store
from moderation.model import Case, Outcome, Subject, read_subject
from views import comments
from views.posts import card_of, post_key

app = Service("cases")

DEFAULT_LIMIT = Limit(20)

Why = Annotated[str, Meta(min_length=3, max_length=1000)]
CaseName = Annotated[str, Meta(max_length=100)]


class Because(Body, frozen=True):
    reason: Why


class Decision(Body, frozen=True):
    """`until` ends a suspension by itself; without it the suspension has no end."""

    outcome: Outcome
    reason: Why
    until: datetime | None = None


class SuspendFor(Body, frozen=True):
    reason: Why
    until: datetime | None = None


class CaseAnswer(Answer, frozen=True):
    """`waiting_since` is the time of the first report that is not decided; `claimed_by` a member of staff."""

    subject: str
    owner: PersonId
    reports: int
    state: str
    waiting_since: str | None
    claimed_by: PersonId | None
    claimed_until: str | None


class CaseReport(Answer, frozen=True):
    id: str
    reporter: PersonId
    reason: str
    text: str
    reported_at: str


class Claimed(Answer, frozen=True):
    until: str


@app.get("/v1/staff/cases")
def queue(me: PersonId, caller: Caller, cursor: Cursor | None = None, limit: Limit = DEFAULT_LIMIT) -> Page[CaseAnswer]:
    """Open cases, those first that have waited longest."""
    rights.require(me, caller)
    key, scope = secrets.key("cursor-key"), f"cases:{me}"
    after = paging.unseal(cursor, tuple[str, str], key=key, scope=scope) if cursor else None
    found = reads.queue(after, limit + 1)
    page, more = found[:limit], len(found) > limit
    place = (page[-1].queue_sk, page[-1].subject) if more else None
    return Page([_answer(each) for each in page], paging.seal(place, key=key, scope=scope) if place else None)


@app.get("/v1/staff/cases/{case}/reports")
def case_reports(
    me: PersonId, caller: Caller, case: CaseName, cursor: Cursor | None = None, limit: Limit = DEFAULT_LIMIT
) -> Page[CaseReport]:
    """The reports of one subject, newest first."""
    rights.require(me, caller)
    name = read_subject(case).name
    key, scope = secrets.key("cursor-key"), f"case:{name}:{me}"
    before = paging.unseal(cursor, str, key=key, scope=scope) if cursor else None
    found = reads.reports_of(name, before, limit + 1)
    page, more = found[:limit], len(found) > limit
    answers = [
        CaseReport(id=each.report_id, reporter=each.reporter, reason=each.reason, text=each.text, reported_at=each.at)
        for each in page
    ]
    return Page(answers, paging.seal(page[-1].report_id, key=key, scope=scope) if more else None)


@app.put("/v1/staff/cases/{case}/claim")
def claim(me: PersonId, caller: Caller, case: CaseName) -> Claimed:
    """Work on a case: for 15 minutes nobody else decides it. Claiming it again makes that longer."""
    rights.require(me, caller)
    return Claimed(until=store.claim(me, _known(case).subject))


@app.post("/v1/staff/cases/{case}/decision", status=204)
def decide(me: PersonId, caller: Caller, case: CaseName, body: Decision) -> None:
    """Close a case: hide what was reported, suspend whose it is, or dismiss the reports."""
    mine = rights.require(me, caller)
    known, subject = _known(case), read_subject(case)
    rights.may_judge(me, caller, mine, known.owner)
    if body.outcome == "hide" and subject.kind == "account":
        raise Invalid.field("/outcome", "An account is suspended, not hidden.")
    until = _until(body.until) if body.outcome == "suspend" else None

    def steps() -> list[Step]:
        found = [store.close(me, subject.name, body.outcome)]
        if body.outcome == "hide":
            found += store.set_hidden(me, subject, known.owner, hidden=True)
        elif body.outcome == "suspend":
            found += store.suspend(me, known.owner, until, body.reason)
        return found

    store.record(me, body.outcome, subject.name, body.reason, steps, detail=clock.stamp(until) if until else "")


@app.post("/v1/staff/content/{case}/hide", status=204)
def hide(me: PersonId, caller: Caller, case: CaseName, body: Because) -> None:
    """Take a post or a comment down; nobody but its author sees it. Doing so again changes nothing."""
    _set_hidden(me, caller, case, body.reason, hidden=True)


@app.post("/v1/staff/content/{case}/show", status=204)
def show(me: PersonId, caller: Caller, case: CaseName, body: Because) -> None:
    """Take a take-down back. Doing so again changes nothing."""
    _set_hidden(me, caller, case, body.reason, hidden=False)


@app.post("/v1/staff/people/{person}/suspend", status=204)
def suspend(me: PersonId, caller: Caller, person: PersonId, body: SuspendFor) -> None:
    """Suspend a person, with all others of their account, until a moment or until somebody reinstates them.

    Nothing of theirs is lost.
    """
    mine = rights.require(me, caller)
    _exists(person)
    rights.may_judge(me, caller, mine, person)
    until = _until(body.until)
    detail = clock.stamp(until) if until else ""
    name = Subject("account", person=person).name
    store.record(me, "suspend", name, body.reason, lambda: store.suspend(me, person, until, body.reason), detail=detail)


@app.post("/v1/staff/people/{person}/reinstate", status=204)
def reinstate(me: PersonId, caller: Caller, person: PersonId, body: Because) -> None:
    """End the suspension of a person and all others of their account: everything is as it was before."""
    mine = rights.require(me, caller)
    _exists(person)
    rights.may_judge(me, caller, mine, person)
    name = Subject("account", person=person).name
    store.record(me, "reinstate", name, body.reason, lambda: store.reinstate(me, person))


def _set_hidden(me: PersonId, caller: Caller, case: str, reason: str, *, hidden: bool) -> None:
    mine = rights.require(me, caller)
    subject = read_subject(case)
    owner = _owner(subject)
    rights.may_judge(me, caller, mine, owner)
    if reads.is_hidden(subject.name) == hidden:
        return
    verb = "hide" if hidden else "show"
    store.record(me, verb, subject.name, reason, lambda: store.set_hidden(me, subject, owner, hidden=hidden))


def _owner(subject: Subject) -> PersonId:
    """Whose content it is, whatever its state."""
    if subject.post is not None and subject.comment is not None:
        comment = comments.comment(subject.post, subject.comment)
        if comment is not None:
            return comment.commenter
    elif subject.post is not None:
        key = post_key(subject.post)
        item = batch_get([key], consistent=True).get(key)
        if item is not None:
            return card_of(item).author
    raise NotFound


def _exists(person: PersonId) -> None:
    if reads.profile(person) is None:
        raise NotFound("This profile does not exist.", code="person-not-found")


def _known(case: str) -> Case:
    found = reads.case(read_subject(case).name)
    if found is None:
        raise NotFound
    if found.queue_sk is None:
        raise Conflict("This case is decided.", code="decided")
    return found


def _until(until: datetime | None) -> datetime | None:
    if until is not None and (until.tzinfo is None or until <= clock.now()):
        raise Invalid.field("/until", "Give a moment in the future, with its time zone.")
    return until


def _answer(case: Case) -> CaseAnswer:
    return CaseAnswer(
        subject=case.subject,
        owner=case.owner,
        reports=case.reports,
        state=case.state,
        waiting_since=case.queue_sk.partition("#")[0] if case.queue_sk else None,
        claimed_by=case.claimed_by,
        claimed_until=case.claimed_until or None,
    )
