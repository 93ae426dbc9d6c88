"""Ids and turns: rules without a store."""

from notifications.model import Notification, Standing, notification_id, recipients, takes, told_id, turn

from kernel.ids import FactId, NotificationId, PersonId, made_at, new_id

ALICE, BOB, CAROL = (PersonId(new_id()) for _ in range(3))


def test_a_fact_is_one_notification_for_each_person() -> None:
    fact = FactId(new_id())
    assert notification_id(fact, ALICE) == notification_id(fact, ALICE)
    assert notification_id(fact, ALICE) != notification_id(fact, BOB)
    assert notification_id(FactId(new_id()), ALICE) != notification_id(fact, ALICE)


def test_notifications_sort_by_the_time_of_their_facts() -> None:
    times = [1, 77, 1_800_000_000_000, 1_800_000_000_001]
    ids = [notification_id(FactId(new_id(ms)), ALICE) for ms in times]
    assert ids == sorted(ids)
    assert [round(made_at(each).timestamp() * 1000) for each in ids] == times


def test_the_fact_of_a_notification_has_an_id_of_its_own() -> None:
    id_ = NotificationId(new_id())
    assert told_id(id_) == told_id(id_)
    assert str(told_id(id_)) != str(id_)
    assert len(told_id(id_)) == 26


def test_turns() -> None:
    first, second = FactId(new_id(1000)), FactId(new_id(1001))
    turns = [turn(each, ends=ends) for each in (first, second) for ends in (False, True)]
    assert turns == sorted(set(turns))
    assert Standing(turns[0]).is_before(turns[1])
    assert not Standing(turns[1]).is_before(turns[0])
    assert not Standing(turns[0]).is_before(turns[0])


def test_a_group_takes_what_happens_within_a_day_until_it_is_seen() -> None:
    hour = 3600 * 1000
    group, later = NotificationId(new_id(100 * hour)), NotificationId(new_id(123 * hour))
    made = Notification(later, "like", BOB)
    assert takes(group, None, made)
    assert takes(group, NotificationId(new_id(99 * hour)), made)
    assert not takes(None, None, made)
    assert not takes(group, group, made)
    assert not takes(group, NotificationId(new_id(101 * hour)), made)
    assert not takes(group, None, Notification(NotificationId(new_id(124 * hour)), "like", BOB))


def test_nobody_hears_of_what_they_write_themselves_and_everybody_once() -> None:
    assert recipients(ALICE, [BOB, BOB, ALICE, CAROL], CAROL) == {ALICE: "comment", BOB: "mention"}
    assert recipients(ALICE, [ALICE], ALICE) == {}
    assert recipients(None, [ALICE, BOB], ALICE) == {BOB: "mention"}


def test_who_is_answered_or_tagged_hears_of_that() -> None:
    assert recipients(ALICE, [BOB], CAROL, answered=BOB) == {ALICE: "comment", BOB: "reply"}
    assert recipients(ALICE, [], CAROL, answered=ALICE) == {ALICE: "reply"}
    assert recipients(ALICE, [], CAROL, answered=CAROL) == {ALICE: "comment"}
    assert recipients(None, [BOB, CAROL], ALICE, tagged=[BOB, ALICE]) == {BOB: "tag", CAROL: "mention"}
