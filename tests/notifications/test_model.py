"""Ids and turns: rules without a store."""

from notifications.model import Standing, follow_turn, like_turn, notification_id, recipients, told_id

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


def test_turns_of_likes_follow_their_facts() -> None:
    liked, unliked = FactId(new_id(1000)), FactId(new_id(1001))
    assert Standing(like_turn(liked)).is_before(like_turn(unliked))
    assert not Standing(like_turn(unliked)).is_before(like_turn(liked))
    assert not Standing(like_turn(liked)).is_before(like_turn(liked))


def test_turns_of_followings() -> None:
    first, second = FactId(new_id(1000)), FactId(new_id(1001))
    turns = [follow_turn(each, ends=ends) for each in (first, second) for ends in (False, True)]
    assert turns == sorted(set(turns))


def test_nobody_hears_of_what_they_write_themselves_and_everybody_once() -> None:
    assert recipients(ALICE, [BOB, BOB, ALICE, CAROL], CAROL) == {ALICE: "comment", BOB: "mention"}
    assert recipients(ALICE, [ALICE], ALICE) == {}
    assert recipients(None, [ALICE, BOB], ALICE) == {BOB: "mention"}
