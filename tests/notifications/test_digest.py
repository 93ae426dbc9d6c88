"""Digests: at their hour, about what is unread, and nobody gets one twice, wherever a run is killed."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from notifications import channel_reads, channel_store, digest, hours, store

from kernel import clock
from kernel.ids import PersonId
from kit import store as kit_store
from support.channels_world import a_post, notified, outbox, person, relations, world
from views.notifications import Digest, Preferences


@pytest.fixture
def prefix(endpoint: str) -> Iterator[str]:
    with world(endpoint) as prefix:
        channel_store.set_clock(hours.slot_now(NOON) - 1)
        yield prefix


NOON = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
DUE = NOON + timedelta(days=1, hours=-4)


def reader(username: str, **wanted: Any) -> PersonId:
    """Somebody who wants a digest every day at eight."""
    who = person(username)
    chosen = Preferences(digest=Digest(rhythm="daily", hour=8, **wanted))
    channel_store.change_preferences(who, lambda _: chosen, NOON)
    return who


def mails(prefix: str) -> list[dict[str, Any]]:
    return [each["fact"] for each in outbox(prefix) if each["type"] == "MailWanted.v1"]


def ms(minutes: int = 0) -> int:
    return clock.milliseconds() + minutes * 60_000


def test_a_digest_tells_of_what_is_unread_and_the_next_one_of_what_came_since(prefix: str) -> None:
    alice, bob, carol = reader("alice"), person("bob"), person("carol")
    post = a_post(alice)
    seen = notified(alice, bob)
    store.mark_seen(alice, seen.fact.notification_id)
    for number, actor in enumerate((bob, carol, bob)):
        notified(alice, actor, "like", ms(number + 1), post_id=post)
    notified(alice, carol, "follow", ms(5))

    digest.work(DUE - timedelta(minutes=16))
    assert mails(prefix) == [], "not before its hour"
    digest.work(DUE)
    digest.work(DUE + timedelta(minutes=15))
    (mail,) = mails(prefix)
    assert (mail["person"], mail["kind"], mail["subject"]) == (alice, "digest", "4 new notifications")
    assert mail["lines"] == ["3 likes: bob and carol", "1 new follower: carol"]

    notified(alice, bob, "follow", ms(10))
    digest.work(DUE + timedelta(days=1))
    assert [each["subject"] for each in mails(prefix)] == ["4 new notifications", "1 new notification"]
    digest.work(DUE + timedelta(days=2))
    assert len(mails(prefix)) == 2, "nothing new, no mail"
    assert channel_reads.next_digest(alice).due == hours.slot_of(DUE + timedelta(days=3))


def test_a_digest_tells_only_what_may_be_seen(prefix: str) -> None:
    alice, bob = reader("alice"), person("bob")
    relations(alice, blocked=[bob])
    notified(alice, bob)
    digest.work(DUE)
    assert mails(prefix) == []
    assert channel_reads.next_digest(alice).due == hours.slot_of(DUE + timedelta(days=1))


def test_an_hour_that_was_changed_moves_the_digest(prefix: str) -> None:
    alice, bob = reader("alice"), person("bob")
    notified(alice, bob)
    later = Preferences(digest=Digest(rhythm="daily", hour=10))
    channel_store.change_preferences(alice, lambda _: later, NOON)
    digest.work(DUE)
    assert mails(prefix) == []
    digest.work(DUE + timedelta(hours=2))
    assert len(mails(prefix)) == 1
    off = Preferences(digest=Digest(rhythm="off"))
    channel_store.change_preferences(alice, lambda _: off, NOON)
    notified(alice, bob, at_ms=ms(10))
    digest.work(DUE + timedelta(days=1, hours=2))
    assert len(mails(prefix)) == 1


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("after", [False, True], ids=["before the write", "after the write"])
def test_killed_anywhere_it_goes_on_and_nobody_gets_two(
    prefix: str, monkeypatch: pytest.MonkeyPatch, after: bool
) -> None:
    """Each run dies at its third write; enough runs bring one digest to each of nine people."""
    bob = person("bob")
    people = [reader(f"p{number}") for number in range(9)]
    for each in people:
        notified(each, bob)
    real_transact, real_write = kit_store.transact, kit_store.write
    left = [0]

    def mortal(real: Any) -> Any:
        def write(steps: Any) -> None:
            left[0] -= 1
            if left[0] < 0 and not after:
                raise Killed
            real(steps)
            if left[0] < 0:
                raise Killed

        return write

    monkeypatch.setattr(kit_store, "transact", mortal(real_transact))
    monkeypatch.setattr(kit_store, "write", mortal(real_write))
    deaths = 0
    for run in range(40):
        left[0] = 2
        try:
            digest.work(DUE + timedelta(minutes=15 * run))
        except Killed:
            deaths += 1
    assert deaths >= 3
    assert sorted(each["person"] for each in mails(prefix)) == sorted(people)
    assert {channel_reads.next_digest(each).due for each in people} == {hours.slot_of(DUE + timedelta(days=1))}


def test_two_runs_at_once_send_one(prefix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    alice, bob = reader("alice"), person("bob")
    notified(alice, bob)
    real = channel_store.tell_digest

    def twice(*given: Any) -> None:
        real(*given)
        real(*given)

    monkeypatch.setattr(channel_store, "tell_digest", twice)
    digest.work(DUE)
    assert len(mails(prefix)) == 1


def test_a_digest_that_fails_holds_no_other_up_and_is_given_up_some_time(
    prefix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice, carol, bob = reader("alice"), reader("carol"), person("bob")
    for each in (alice, carol):
        notified(each, bob)
    real = digest._summary

    def poisoned(who: PersonId, was: Any) -> Any:
        if who == alice:
            raise ValueError("poison")
        return real(who, was)

    monkeypatch.setattr(digest, "_summary", poisoned)
    for run in range(8):
        digest.work(DUE + timedelta(minutes=15 * run))
    assert [each["person"] for each in mails(prefix)] == [carol]
    assert [
        row for slot in range(20) for shard in range(4) for row in channel_reads.due(hours.slot_of(DUE) + slot, shard)
    ] == []


def test_the_clock_goes_on_past_empty_slots(prefix: str) -> None:
    first = channel_reads.clock_slot()
    digest.work(NOON + timedelta(hours=2))
    assert first is not None
    assert channel_reads.clock_slot() == first + 8  # the slot before the one that has just begun
