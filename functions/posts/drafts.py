"""Drafts, and posts that are published later."""

from collections.abc import Callable
from datetime import datetime, timedelta

from msgspec.structs import replace

from kernel import clock, paging
from kernel.errors import Conflict, Invalid, NotFound
from kernel.ids import PersonId, PostId, new_id
from kernel.paging import Cursor, Limit, Page
from kernel.shapes import Answer, Body
from kit import secrets
from kit.endpoints import IdempotencyKey
from kit.service import Service
from posts import changing, composing, draft_store, drafting, model, post_reads, reads
from posts.draft_store import DraftChanged
from posts.post_reads import Draft, DraftId
from posts.shapes import NewDraft
from posts.store import RequestRepeated
from views import visible
from views.posts import PostAnswer

app = Service("drafts")

PAGE = Limit(24)
SOONEST = timedelta(minutes=10)
LATEST = timedelta(days=75)


class PublishAt(Body, frozen=True):
    """When to publish: 10 minutes to 75 days from now. It happens within a minute of that."""

    publish_at: datetime


class DraftAnswer(Answer, frozen=True):
    """A draft. `state` is `draft`, `scheduled` (for `publish_at`), or `failed`: `problem` says why."""

    id: DraftId
    state: str
    content: NewDraft
    changed_at: datetime
    publish_at: datetime | None
    problem: str | None


@app.post("/v1/me/drafts")
def keep_draft(me: PersonId, body: NewDraft, idempotency_key: IdempotencyKey = None) -> DraftAnswer:
    """Keep a draft; one has at most 100. A repeat with the same `idempotency-key` answers with the first one."""
    composing.check(body)
    draft = Draft(id=DraftId(new_id()), owner=me, content=body, changed_at=_now())
    digest = model.digest(body)
    try:
        draft_store.add(draft, key=idempotency_key, digest=digest)
    except RequestRepeated:
        first = reads.first_request(me, "draft", idempotency_key or "", digest)
        draft = post_reads.own_draft(me, DraftId(first.made))
    return _answer(draft)


@app.get("/v1/me/drafts")
def list_drafts(me: PersonId, cursor: Cursor | None = None, limit: Limit = PAGE) -> Page[DraftAnswer]:
    """One's own drafts, newest first."""
    key, scope = secrets.key("cursor-key"), f"drafts:{me}"
    before = paging.unseal(cursor, str, key=key, scope=scope) if cursor else None
    found, after = post_reads.drafts_of(me, before=before, limit=limit)
    return Page([_answer(each) for each in found], paging.seal(after, key=key, scope=scope) if after else None)


@app.get("/v1/me/drafts/{draft_id}")
def show_draft(me: PersonId, draft_id: DraftId) -> DraftAnswer:
    """One draft."""
    return _answer(post_reads.own_draft(me, draft_id))


@app.put("/v1/me/drafts/{draft_id}", status=200)
def change_draft(me: PersonId, draft_id: DraftId, body: NewDraft) -> DraftAnswer:
    """Make a draft say something else. When it is to be published stays."""
    composing.check(body)

    def change(draft: Draft) -> Draft:
        state = "scheduled" if draft.publish_at else "draft"
        return replace(draft, content=body, state=state, problem=None)

    return _changed(me, draft_id, change)


@app.delete("/v1/me/drafts/{draft_id}")
def delete_draft(me: PersonId, draft_id: DraftId) -> None:
    """Delete a draft; doing so again changes nothing."""

    def write(draft: Draft | None) -> bool:
        return draft is None or draft_store.remove(draft)

    changing.settled(draft_id, lambda: post_reads.draft(me, draft_id), write)


@app.put("/v1/me/drafts/{draft_id}/schedule", status=200)
def schedule_draft(me: PersonId, draft_id: DraftId, body: PublishAt) -> DraftAnswer:
    """Have a draft published later, or at another time than said before."""
    now = clock.now()
    if body.publish_at.tzinfo is None or not SOONEST <= body.publish_at - now <= LATEST:
        raise Invalid.field("/publishAt", "Name a time from 10 minutes to 75 days from now, with its offset from UTC.")
    at = clock.read(clock.stamp(body.publish_at))

    def change(draft: Draft) -> Draft:
        if not draft.content.photos:
            raise Conflict("Add a photograph first.", code="nothing-to-publish")
        return replace(draft, state="scheduled", publish_at=at, problem=None)

    return _changed(me, draft_id, change)


@app.delete("/v1/me/drafts/{draft_id}/schedule", status=200)
def unschedule_draft(me: PersonId, draft_id: DraftId) -> DraftAnswer:
    """Have a draft not published by itself; doing so again changes nothing."""
    return _changed(me, draft_id, lambda draft: replace(draft, state="draft", publish_at=None, problem=None))


@app.post("/v1/me/drafts/{draft_id}/publish", limit="publish")
def publish_draft(me: PersonId, draft_id: DraftId) -> PostAnswer:
    """Publish a draft now. Doing so again within two days answers with the same post."""
    for _ in range(changing.TRIES):
        draft = post_reads.draft(me, draft_id)
        post_id = _publish(draft) if draft else drafting.published(me, draft_id)
        if post_id:
            return reads.answer(visible.post(post_id, to=me), me)
        if draft is None:
            break
    raise NotFound("This draft does not exist.", code="draft-not-found")


def _now() -> datetime:
    """To the millisecond, as it is kept."""
    return clock.read(clock.stamp(clock.now()))


def _publish(draft: Draft) -> PostId | None:
    if not draft.content.photos:
        raise Conflict("Add a photograph first.", code="nothing-to-publish")
    try:
        return drafting.publish(draft)
    except DraftChanged:
        return None


def _changed(me: PersonId, draft_id: DraftId, change: Callable[[Draft], Draft]) -> DraftAnswer:
    new: list[Draft] = []

    def write(draft: Draft) -> bool:
        wanted = replace(change(draft), changed_at=_now(), version=draft.version + 1)
        new[:] = [wanted]
        return draft_store.replace(draft, wanted)

    changing.settled(draft_id, lambda: post_reads.own_draft(me, draft_id), write)
    return _answer(new[0])


def _answer(draft: Draft) -> DraftAnswer:
    return DraftAnswer(
        id=draft.id,
        state=draft.state,
        content=draft.content,
        changed_at=draft.changed_at,
        publish_at=draft.publish_at,
        problem=draft.problem,
    )
