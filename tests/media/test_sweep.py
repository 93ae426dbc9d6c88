"""What is lost is found: events that nobody got, uploads that never came."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest
from chalice.app import ScheduledEventConfig
from media import model, reads, store, sweep, uploads
from media.model import ARRIVES_WITHIN, LATE_AFTER, State

from kernel import clock
from kernel.ids import MediaId
from kit import meter
from support import camera
from support.uploads import ALICE, World

SMALL = camera.jpeg((64, 48))


def later(monkeypatch: pytest.MonkeyPatch, after: timedelta) -> None:
    moment: datetime = datetime.now().astimezone() + after
    monkeypatch.setattr(clock, "now", lambda: moment)


def state_of(media_id: MediaId) -> State:
    return uploads.read_media(ALICE, media_id).state


def test_the_schedule_and_the_age_keep_the_promise_of_five_minutes() -> None:
    (source,) = sweep.app.event_sources
    assert isinstance(source, ScheduledEventConfig)
    assert source.schedule_expression == "rate(4 minutes)"
    assert timedelta(minutes=4) + LATE_AFTER <= timedelta(minutes=5)


def test_an_upload_whose_event_was_lost_is_announced_and_processed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    media_id = world.upload(SMALL)
    assert len(world.messages()) == 1  # lost
    world.sweep()
    assert world.messages() == [], "too young: its event may be on its way"
    later(monkeypatch, LATE_AFTER + timedelta(seconds=5))
    world.sweep()
    world.settle()
    assert state_of(media_id) is State.READY
    world.sweep()
    assert world.messages() == []


def test_an_attempt_that_was_killed_and_whose_message_was_lost_is_taken_over(
    world: World, kill: Callable[[object, str, str], AbstractContextManager[None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    media_id = world.upload(SMALL)
    with kill(store, "claim", "after"):
        world.deliver(*world.messages())
    assert state_of(media_id) is State.PROCESSING
    later(monkeypatch, model.LEASE + LATE_AFTER)
    world.sweep()
    world.settle()
    assert state_of(media_id) is State.READY


def test_an_upload_that_never_came_is_rejected_after_an_hour(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    media_id = world.start(SMALL).media_id
    later(monkeypatch, ARRIVES_WITHIN - timedelta(seconds=5))
    world.sweep()
    assert state_of(media_id) is State.WAITING
    later(monkeypatch, ARRIVES_WITHIN + timedelta(seconds=1))
    world.sweep()
    shown = uploads.read_media(ALICE, media_id)
    assert (shown.state, shown.reason) == (State.REJECTED, "never-arrived")
    assert "MediaRejected.v1" in world.item(media_id)["fact"]
    assert (world.unfinished(ALICE), world.unfinished_rows()) == (0, set())
    before = world.item(media_id)
    world.sweep()
    assert world.item(media_id) == before


def test_an_upload_that_is_there_is_not_rejected_however_late(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    media_id = world.upload(SMALL)
    world.messages()
    later(monkeypatch, ARRIVES_WITHIN * 3)
    world.sweep()
    assert state_of(media_id) is State.WAITING
    world.settle()
    assert state_of(media_id) is State.READY


def test_an_upload_that_comes_after_its_rejection_is_thrown_away(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    media_id = world.start(SMALL).media_id
    later(monkeypatch, ARRIVES_WITHIN + timedelta(seconds=1))
    world.sweep()
    world.put(media_id, SMALL)
    world.settle()
    assert state_of(media_id) is State.REJECTED
    assert world.objects() == world.waiting_objects() == set()


def test_an_attempt_whose_upload_vanished_is_rejected_too(
    world: World, kill: Callable[[object, str, str], AbstractContextManager[None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    media_id = world.upload(SMALL)
    with kill(store, "claim", "after"):
        world.deliver(*world.messages())
    world.s3.delete_object(Bucket=f"{world.prefix}-uploads-000000000000", Key=f"uploads/{ALICE}/{media_id}")
    later(monkeypatch, ARRIVES_WITHIN + timedelta(seconds=1))
    world.sweep()
    assert uploads.read_media(ALICE, media_id).reason == "never-arrived"
    assert world.unfinished(ALICE) == 0


def test_many_lost_events_are_announced_in_batches_up_to_a_limit(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(23):
        world.upload(SMALL)
    world.messages()
    later(monkeypatch, LATE_AFTER + timedelta(seconds=5))
    with meter.metered() as seen:
        assert sweep.announce_late() == 23
    assert [number for name, number in seen.requests.items() if "SendMessageBatch" in str(name)] == [3]
    assert len(world.messages()) == 23
    monkeypatch.setattr(sweep, "MOST", 10)
    assert sweep.announce_late() == 10


def test_what_the_index_shows_too_long_is_looked_at_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    ready, waiting = world.upload(SMALL), world.start(SMALL).media_id
    world.settle()
    monkeypatch.setattr(reads, "on_shelf_before", lambda shard, moment: iter([ready, waiting]))  # the index lags
    assert sweep.reject_overdue() == 0
    assert (state_of(ready), state_of(waiting)) == (State.READY, State.WAITING)
