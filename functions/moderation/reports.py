"""Members report what they may see; whoever is reported is never told."""

from typing import Annotated

from msgspec import Meta

from kernel import clock, paging
from kernel.errors import Invalid, NotFound
from kernel.ids import CommentId, PersonId, PostId, new_id
from kernel.paging import Cursor, Limit, Page
from kernel.shapes import Answer, Body
from kit import secrets
from kit.service import Service
from moderation import reads, store
from moderation.model import Kind, Reason, Report, Subject
from views import comments, visible

app = Service("reports")

DEFAULT_LIMIT = Limit(20)


class NewReport(Body, frozen=True):
    """`post` names a post, `post` and `comment` a comment, `person` an account, `message` a message."""

    kind: Kind
    reason: Reason
    text: Annotated[str, Meta(max_length=1000)] = ""
    post: PostId | None = None
    comment: CommentId | None = None
    person: PersonId | None = None
    message: Annotated[str, Meta(max_length=64)] | None = None


class ReportAnswer(Answer, frozen=True):
    """`state` is `open`, `acted` (staff did something) or `dismissed`."""

    id: str
    subject: str
    reason: str
    text: str
    reported_at: str
    state: str


@app.post("/v1/reports", limit="report")
def report(me: PersonId, body: NewReport) -> ReportAnswer:
    """Report a post, a comment or an account. Reporting it again answers with the first report."""
    subject, owner = _seen(me, body)
    if owner == me:
        raise Invalid.field("/kind", "This is your own. You can delete it yourself.")
    kept = Report(new_id(), me, subject.name, body.reason, body.text, clock.stamp(clock.now()))
    if not store.add_report(kept, owner):
        kept = reads.report(me, subject.name) or kept
    case = reads.case(subject.name)
    return _answer(kept, case.state if case else "open")


@app.get("/v1/me/reports")
def my_reports(me: PersonId, cursor: Cursor | None = None, limit: Limit = DEFAULT_LIMIT) -> Page[ReportAnswer]:
    """What you reported, newest first, and what became of it."""
    key, scope = secrets.key("cursor-key"), f"reports:{me}"
    before = paging.unseal(cursor, str, key=key, scope=scope) if cursor else None
    found = reads.reports(me, before, limit + 1)
    page, more = found[:limit], len(found) > limit
    cases = reads.cases([each.subject for each in page]) if page else {}
    answers = [_answer(each, cases[each.subject].state if each.subject in cases else "open") for each in page]
    return Page(answers, paging.seal(page[-1].report_id, key=key, scope=scope) if more else None)


def _seen(me: PersonId, body: NewReport) -> tuple[Subject, PersonId]:
    """What is reported and whose it is. NotFound for what the reporter may not see."""
    given = {name for name in ("post", "comment", "person", "message") if getattr(body, name) is not None}
    wanted = {"post": {"post"}, "comment": {"post", "comment"}, "account": {"person"}, "message": {"message"}}
    if given != wanted[body.kind]:
        names = " and ".join(sorted(wanted[body.kind]))
        raise Invalid.field("/kind", f"A report of kind {body.kind} names {names} and nothing else.")
    if body.kind == "message":
        raise Invalid.field("/kind", "There are no messages here yet, so none can be reported.")
    if body.person is not None:
        if reads.profile(body.person) is None or not visible.sight(me, [body.person]).person(body.person):
            raise NotFound("This profile does not exist.", code="person-not-found")
        return Subject("account", person=body.person), body.person
    assert body.post is not None
    card, _ = visible.seen(body.post, to=me)
    if body.comment is None:
        return Subject("post", post=body.post), card.author
    found = comments.comment(body.post, body.comment)
    if (
        found is None
        or not found.shown_to(me, card)
        or not visible.sight(me, [found.commenter]).person(found.commenter)
    ):
        raise NotFound("This comment does not exist.", code="comment-not-found")
    return Subject("comment", post=body.post, comment=body.comment), found.commenter


def _answer(report: Report, state: str) -> ReportAnswer:
    return ReportAnswer(
        id=report.report_id,
        subject=report.subject,
        reason=report.reason,
        text=report.text,
        reported_at=report.at,
        state=state,
    )
