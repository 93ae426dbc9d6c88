"""What is published stays, what nobody shows goes: in whatever order the news come."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from media import keys, model, parts, reads, removal, store, sweep, uploads
from media.model import DISORDER, LEAVES_WITHIN, UNUSED_FOR, State

import contracts
from contracts.media import MediaReady
from contracts.posts import PostDeleted, PostPublished
from contracts.profiles import ProfileChanged
from kernel import clock
from kernel.errors import Conflict, NotFound
from kernel.ids import MediaId, PersonId, PostId, new_id
from kit import edge, objects
from kit.arrivals import announcement
from kit.settings import settings
from kit.wire import Table
from support import camera
from support.uploads import ALICE, BOB, World
from views.profiles import profile_key

SMALL = camera.jpeg((64, 48))
Kill = Callable[[object, str, str], AbstractContextManager[None]]


def ready(world: World, **more: Any) -> MediaId:
    media_id = world.start(SMALL, **more).media_id
    world.put(media_id, SMALL)
    assert world.deliver(announcement(settings().upload_bucket, [f"uploads/{ALICE}/{media_id}"])) == 0
    return media_id


def published(post: PostId, *media: MediaId, by: PersonId = ALICE) -> PostPublished:
    photos = [card.photo("") for each in media if (card := reads.card(each))]
    return PostPublished(post_id=post, author=by, published_at=clock.now(), photos=photos, mentions=[])


def deleted(post: PostId, *media: MediaId, by: PersonId = ALICE) -> PostDeleted:
    return PostDeleted(post_id=post, author=by, media=list(media))


def state_of(world: World, media_id: MediaId) -> str:
    return str(world.item(media_id)["state"])


def later(monkeypatch: pytest.MonkeyPatch, after: timedelta) -> None:
    moment = datetime.now(UTC) + after
    monkeypatch.setattr(clock, "now", lambda: moment)


def assert_gone(world: World, media_id: MediaId) -> None:
    item = world.item(media_id)
    assert item["state"] == "deleted"
    assert not [path for path in world.objects() if media_id in path]
    assert not {"unfinished", "widths", "thumbhash", "color", "uses", "dropped"} & set(item), "a tombstone"
    assert item["expires_at"] > clock.now().timestamp()
    with pytest.raises(NotFound):
        uploads.read_media(ALICE, media_id)


def test_what_is_published_stays(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    media_id, post = ready(world), PostId(new_id())
    assert world.shelf("UNUSED") == {media_id}
    world.hear(*[published(post, media_id)] * 3)
    assert (world.item(media_id)["uses"], world.shelf("UNUSED")) == ({post}, set())
    with pytest.raises(Conflict) as kept:
        parts.cancel_upload(ALICE, media_id)
    assert kept.value.code == "published"
    later(monkeypatch, UNUSED_FOR * 3)
    world.sweep()
    assert state_of(world, media_id) == "ready"


def test_with_a_post_its_photographs_go_at_once(world: World) -> None:
    media_id, other, post = ready(world), ready(world), PostId(new_id())
    world.hear(published(post, media_id, other))
    assert world.stored(ALICE) == (2, 2 * len(SMALL))
    world.hear(*[deleted(post, media_id)] * 3)
    assert_gone(world, media_id)
    assert state_of(world, other) == "ready", "only what the fact names"
    assert world.stored(ALICE) == (1, len(SMALL)), "given back once"
    assert len(world.objects()) == 3


def test_what_another_post_shows_stays(world: World) -> None:
    media_id, first, second = ready(world), PostId(new_id()), PostId(new_id())
    world.hear(published(first, media_id), published(second, media_id), deleted(first, media_id))
    assert world.item(media_id)["uses"] == {second}
    world.hear(published(first, media_id))  # late, again
    assert world.item(media_id)["uses"] == {second}, "a post that is deleted shows nothing any more"
    world.hear(deleted(second, media_id))
    assert_gone(world, media_id)


def test_a_deletion_that_is_heard_before_the_publication(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    media_id, post = ready(world), PostId(new_id())
    news = published(post, media_id)
    world.hear(deleted(post, media_id), news)
    assert state_of(world, media_id) == "leaving"
    later(monkeypatch, DISORDER)
    world.sweep()
    assert_gone(world, media_id)
    assert timedelta(minutes=4) + DISORDER < timedelta(minutes=10), "bar P16"


def test_nobody_deletes_another_persons_media(world: World) -> None:
    media_id, post = ready(world), PostId(new_id())
    world.hear(deleted(post, media_id, by=BOB), deleted(post, MediaId(new_id())))
    assert state_of(world, media_id) == "ready"


STEPS: list[tuple[object, str]] = [(store, "drop"), (store, "delete"), (objects, "remove_below"), (store, "forget")]


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize(("module", "name"), STEPS, ids=[name for _, name in STEPS])
def test_killed_anywhere_the_sweep_or_the_next_delivery_finishes(
    world: World, kill: Kill, monkeypatch: pytest.MonkeyPatch, module: object, name: str, moment: str
) -> None:
    media_id, post = ready(world), PostId(new_id())
    world.hear(published(post, media_id))
    with kill(module, name, moment):
        world.hear(deleted(post, media_id))
    if name != "drop":
        later(monkeypatch, timedelta(minutes=1))
        world.sweep()
    world.hear(deleted(post, media_id))
    later(monkeypatch, DISORDER + timedelta(minutes=2))
    world.sweep()
    assert_gone(world, media_id)
    assert world.stored(ALICE) == (0, 0)


def test_what_nobody_publishes_for_a_day_leaves_and_is_deleted(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    media_id = ready(world)
    later(monkeypatch, UNUSED_FOR - timedelta(minutes=1))
    world.sweep()
    assert state_of(world, media_id) == "ready"
    later(monkeypatch, UNUSED_FOR + timedelta(seconds=5))
    world.sweep()
    assert state_of(world, media_id) == "leaving"
    with pytest.raises(NotFound):
        uploads.read_media(ALICE, media_id)
    world.sweep()
    assert len(world.objects()) == 3
    later(monkeypatch, UNUSED_FOR + LEAVES_WITHIN + timedelta(minutes=1))
    world.sweep()
    assert_gone(world, media_id)
    assert (world.stored(ALICE), world.shelf("LEAVING")) == ((0, 0), set())


def test_a_picture_in_a_draft_waits_for_another_day(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    drafted, scheduled, cancelled = ready(world), ready(world), ready(world)
    rows = Table(settings().table("posts"))
    text = '{"photos": [{"mediaId": "%s"}]}'
    for media_id in (drafted, scheduled):
        rows.put({"pk": f"DRAFTS#{ALICE}", "sk": new_id(), "content": text % media_id})
    rows.put({"pk": f"DRAFTS#{BOB}", "sk": new_id(), "content": text % cancelled})
    parts.cancel_upload(ALICE, scheduled)
    for hours in (25, 50, 170, 195):
        later(monkeypatch, timedelta(hours=hours))
        world.sweep()
    assert (state_of(world, drafted), state_of(world, scheduled)) == ("ready", "ready")
    assert_gone(world, cancelled)
    assert world.shelf("UNUSED") == {drafted, scheduled}


def test_a_publication_that_is_heard_late_calls_it_back(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    media_id, post = ready(world), PostId(new_id())
    news = published(post, media_id)
    later(monkeypatch, UNUSED_FOR + timedelta(seconds=5))
    world.sweep()
    world.hear(news)
    assert (state_of(world, media_id), world.shelf("LEAVING")) == ("ready", set())
    later(monkeypatch, UNUSED_FOR * 4)
    world.sweep()
    assert state_of(world, media_id) == "ready"


def test_nothing_is_deleted_while_news_are_stuck(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    media_id = ready(world)
    parts.cancel_upload(ALICE, media_id)
    url = world.sqs.get_queue_url(QueueName=f"{world.prefix}-media-inbox-dead")["QueueUrl"]
    world.sqs.send_message(QueueUrl=url, MessageBody="{}")
    later(monkeypatch, LEAVES_WITHIN + timedelta(minutes=1))
    world.sweep()
    assert state_of(world, media_id) == "leaving"
    world.sqs.purge_queue(QueueUrl=url)
    world.sweep()
    assert_gone(world, media_id)


def test_a_picture_of_a_person_stays_until_it_is_replaced(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = ready(world, purpose="avatar"), ready(world, purpose="avatar")
    show(first)
    world.hear(ProfileChanged(person=ALICE, avatar=first))
    assert world.item(first)["uses"] == {ALICE}
    show(second)
    news = ProfileChanged(person=ALICE, avatar=second, replaced=first)
    world.hear(*[news, ProfileChanged(person=ALICE, avatar=first)] * 2)  # the older one late, and all twice
    assert (state_of(world, first), state_of(world, second)) == ("leaving", "ready")
    later(monkeypatch, LEAVES_WITHIN + timedelta(minutes=1))
    world.sweep()
    assert_gone(world, first)
    assert state_of(world, second) == "ready"


def test_a_picture_on_a_profile_is_never_deleted(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    unheard, taken_back = ready(world, purpose="avatar"), ready(world, purpose="avatar")
    show(unheard)
    later(monkeypatch, UNUSED_FOR + timedelta(seconds=5))
    sweep.leave_unused()
    assert (state_of(world, unheard), world.item(unheard)["uses"]) == ("ready", {ALICE})
    assert state_of(world, taken_back) == "leaving"
    show(taken_back)  # the profile was quicker than the sweep
    later(monkeypatch, UNUSED_FOR + LEAVES_WITHIN + timedelta(minutes=1))
    sweep.delete_left()
    assert state_of(world, taken_back) == "ready"


def test_the_edge_is_told_where_there_is_one(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    media_id = ready(world)
    assert edge.forget("/renditions/x/*") is False
    told: list[str] = []
    monkeypatch.setattr(edge, "forget", told.append)
    upload = reads.upload(media_id)
    assert upload is not None
    store.delete(media_id)
    removal.remove(upload)
    assert told == [f"/renditions/{media_id}/*"]


def test_facts_that_are_kept_in_cards_are_the_last_ones_said(world: World) -> None:
    media_id, post = ready(world), PostId(new_id())
    before = contracts.decode(world.item(media_id)["fact"], MediaReady)
    world.hear(published(post, media_id), deleted(post, media_id))
    assert contracts.decode(world.item(media_id)["fact"], type(before.fact)) == before, "nothing is said twice"
    assert model.ARROWS[State.DELETED] == frozenset()
    assert keys.master(media_id) not in world.objects()


def show(media_id: MediaId) -> None:
    """Put a picture on Alice's profile, as profiles keep it."""
    table, pk, sk = profile_key(ALICE)
    Table(table).put({"pk": pk, "sk": sk, "person_id": ALICE, "username": "alice", "avatar": media_id})
