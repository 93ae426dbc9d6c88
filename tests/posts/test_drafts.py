"""Drafts and scheduled posts: one's own, at most 100, published once, whatever happens on the way."""

from datetime import UTC, datetime, timedelta, timezone
from types import SimpleNamespace

import pytest
from msgspec.structs import replace
from posts import schedule
from posts.drafts import (
    DraftAnswer,
    PublishAt,
    change_draft,
    delete_draft,
    keep_draft,
    list_drafts,
    publish_draft,
    schedule_draft,
    show_draft,
    unschedule_draft,
)
from posts.post_reads import DraftId
from posts.read import list_posts_of, show_post
from posts.shapes import ChosenPhoto, NewDraft

from kernel import clock
from kernel.errors import Conflict, Invalid, NotFound
from kernel.ids import new_id
from kernel.paging import Limit
from kit import store
from support.posts_world import (
    ALICE,
    BOB,
    at_once,
    become,
    facts,
    items,
    number_of_posts,
    upload,
)
from views.posts import PostAnswer

pytestmark = pytest.mark.usefixtures("prefix")


def content(caption: str = "later", state: str = "ready") -> NewDraft:
    return NewDraft(photos=[ChosenPhoto(media_id=upload(ALICE, state=state))], caption=caption)


def scheduled(caption: str = "later", *, state: str = "ready", minutes: int = 20) -> DraftAnswer:
    draft = keep_draft(ALICE, content(caption, state))
    return schedule_draft(ALICE, draft.id, PublishAt(publish_at=datetime.now(UTC) + timedelta(minutes=minutes)))


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """The schedule runs 25 minutes from now."""
    clock_ahead = SimpleNamespace(now=lambda: datetime.now(UTC) + timedelta(minutes=25))
    monkeypatch.setattr(schedule, "clock", clock_ahead)


def left() -> list[str]:
    return [item["pk"].partition("#")[0] for item in items() if item["pk"].startswith(("DRAFTS", "DUE"))]


def test_drafts_are_ones_own() -> None:
    draft = keep_draft(ALICE, content())
    for work in (show_draft, publish_draft, unschedule_draft):
        with pytest.raises(NotFound):
            work(BOB, draft.id)
    delete_draft(BOB, draft.id)
    assert list_drafts(BOB).items == []
    assert list_drafts(ALICE).items == [draft]


def test_a_draft_may_be_anything_that_a_post_may_become() -> None:
    empty = keep_draft(ALICE, NewDraft())
    for wrong in (NewDraft(caption="x" * 2201), NewDraft(caption=" ".join(f"#tag{n}" for n in range(31)))):
        with pytest.raises(Invalid):
            change_draft(ALICE, empty.id, wrong)
    changed = change_draft(ALICE, empty.id, content("now with one", state="processing"))
    assert show_draft(ALICE, empty.id) == changed
    assert [each.content.caption for each in list_drafts(ALICE).items] == ["now with one"]


def test_pages_of_drafts() -> None:
    made = [keep_draft(ALICE, NewDraft(caption=str(number))).id for number in range(5)]
    first = list_drafts(ALICE, limit=Limit(3))
    second = list_drafts(ALICE, cursor=first.next, limit=Limit(3))
    assert [each.id for each in first.items + second.items] == made[::-1]
    assert second.next is None


def test_never_more_than_a_hundred(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(97):
        keep_draft(ALICE, NewDraft())
    answers = at_once(lambda: keep_draft(ALICE, NewDraft()), 10)
    assert {type(each) for each in answers} == {DraftAnswer, Conflict}
    kept = [each for each in answers if isinstance(each, DraftAnswer)]
    assert len(kept) == 3
    for _ in range(2):
        delete_draft(ALICE, kept[0].id)
    keep_draft(ALICE, NewDraft())
    with pytest.raises(Conflict):
        keep_draft(ALICE, NewDraft())


def test_a_draft_with_a_key_is_kept_once() -> None:
    body = content()
    assert len({each.id for each in at_once(lambda: keep_draft(ALICE, body, "key"), 20)}) == 1  # type: ignore[union-attr]
    with pytest.raises(Conflict):
        keep_draft(ALICE, NewDraft(), "key")


def test_fifty_at_once_publish_one_post() -> None:
    draft = keep_draft(ALICE, content())
    answers = at_once(lambda: publish_draft(ALICE, draft.id))
    assert len({each.id for each in answers if isinstance(each, PostAnswer)}) == 1
    assert [each for each in answers if isinstance(each, Exception)] == []
    assert number_of_posts(ALICE) == 1
    assert (list_drafts(ALICE).items, [fact.type for fact in facts()]) == ([], ["PostPublished.v1"])


def test_what_cannot_be_published_stays_a_draft() -> None:
    for body, kind in ((NewDraft(), Conflict), (content(state="processing"), Invalid)):
        draft = keep_draft(ALICE, body)
        with pytest.raises(kind):
            publish_draft(ALICE, draft.id)
        assert show_draft(ALICE, draft.id) == draft
    with pytest.raises(NotFound):
        publish_draft(ALICE, DraftId(new_id()))


@pytest.mark.parametrize("ahead", [timedelta(minutes=9), timedelta(days=75, minutes=1), timedelta(days=-1)])
def test_times_that_cannot_be_scheduled(ahead: timedelta) -> None:
    draft = keep_draft(ALICE, content())
    for moment in (datetime.now(UTC) + ahead, datetime.now() + timedelta(days=1)):  # noqa: DTZ005 - without an offset
        with pytest.raises(Invalid) as refused:
            schedule_draft(ALICE, draft.id, PublishAt(publish_at=moment))
        assert [error.pointer for error in refused.value.errors] == ["/publishAt"]


@pytest.mark.usefixtures("later")
def test_what_is_due_is_published_once_and_what_is_not_waits() -> None:
    due, waiting = scheduled("due"), scheduled("waiting", minutes=600)
    for _ in range(2):
        schedule.publish_due()
    assert [each.caption for each in list_posts_of(None, "alice").items] == ["due"]
    assert [each.id for each in list_drafts(ALICE).items] == [waiting.id]
    assert publish_draft(ALICE, due.id).caption == "due", "asked for by hand it is the same post"
    assert number_of_posts(ALICE) == 1
    assert sorted(left()) == ["DRAFTS", "DRAFTS", "DUE"]


@pytest.mark.usefixtures("later")
def test_runs_at_once_and_a_hand_publish_once() -> None:
    for _ in range(3):
        scheduled()
    answers = at_once(schedule.publish_due, 5)
    assert [each for each in answers if each is not None] == []
    assert number_of_posts(ALICE) == 3
    assert left() == ["DRAFTS"]


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize("applied", [False, True], ids=["before the write", "after it"])
def test_a_run_that_is_killed_publishes_once(applied: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    scheduled()
    whole = store.transact

    def killed(steps: list[store.Step]) -> None:
        if applied:
            whole(steps)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(store, "transact", killed)
        with pytest.raises(KeyboardInterrupt):
            schedule.publish_due()
    schedule.publish_due()
    assert number_of_posts(ALICE) == 1
    assert left() == ["DRAFTS"]


@pytest.mark.usefixtures("later")
def test_another_time_and_no_time() -> None:
    moved, cancelled = scheduled(), scheduled()
    schedule_draft(ALICE, moved.id, PublishAt(publish_at=datetime.now(UTC) + timedelta(days=1)))
    assert unschedule_draft(ALICE, cancelled.id).state == "draft"
    changed = change_draft(ALICE, moved.id, replace(content(), caption="changed"))
    assert (changed.state, changed.content.caption) == ("scheduled", "changed")
    schedule.publish_due()
    assert number_of_posts(ALICE) == 0
    delete_draft(ALICE, moved.id)
    assert left().count("DUE") == 0


@pytest.mark.usefixtures("later")
def test_why_it_was_not_published_stands_in_the_draft() -> None:
    draft = scheduled(state="rejected")
    schedule.publish_due()
    failed = show_draft(ALICE, draft.id)
    assert (failed.state, failed.publish_at) == ("failed", None)
    assert failed.problem == "This upload was refused."
    assert change_draft(ALICE, draft.id, content()).state == "draft"
    assert left().count("DUE") == 0


@pytest.mark.usefixtures("later")
def test_an_upload_in_process_is_waited_for_and_a_suspended_account_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = scheduled(state="processing")
    monkeypatch.setattr(schedule, "PATIENCE", timedelta(minutes=10))
    schedule.publish_due()
    assert show_draft(ALICE, waiting.id).state == "scheduled"
    delete_draft(ALICE, waiting.id)
    draft = scheduled()
    become(ALICE, "suspended")
    schedule.publish_due()
    assert show_draft(ALICE, draft.id).state == "failed"


def test_times_are_kept_in_utc() -> None:
    draft = keep_draft(ALICE, content())
    moment = (datetime.now(UTC) + timedelta(hours=5)).astimezone(timezone(timedelta(hours=9)))
    shown = schedule_draft(ALICE, draft.id, PublishAt(publish_at=moment)).publish_at
    assert shown == clock.read(clock.stamp(moment))
    post = publish_draft(ALICE, draft.id)
    assert show_post(None, post.id).published_at < moment
    assert left() == ["DRAFTS"]
