"""Local time: quiet hours and digests in every zone, also on the days when clocks change."""

from datetime import UTC, datetime, timedelta

import pytest
from notifications import hours

from kernel.ids import PersonId, new_id
from views.notifications import Digest, Preferences, QuietHours

NIGHT = QuietHours(22 * 60, 7 * 60)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def berlin(quiet: QuietHours = NIGHT) -> Preferences:
    return Preferences(time_zone="Europe/Berlin", quiet=quiet)


@pytest.mark.parametrize(
    ("now", "quiet"),
    [
        ("2026-11-22T20:59", False),
        ("2026-11-22T21:00", True),
        ("2026-11-22T23:30", True),
        ("2026-11-23T05:59", True),
        ("2026-11-23T06:00", False),
        ("2026-07-22T20:00", True),  # summer time: two hours ahead
        ("2026-07-23T04:59", True),
        ("2026-07-23T05:00", False),
    ],
)
def test_quiet_hours_go_through_midnight_by_the_clock_on_the_wall(now: str, quiet: bool) -> None:
    assert hours.is_quiet(berlin(), at(now)) is quiet


def test_quiet_hours_within_a_day() -> None:
    nap = berlin(QuietHours(13 * 60, 14 * 60 + 30))
    assert [hours.is_quiet(nap, at(f"2026-11-22T{time}")) for time in ("11:59", "12:00", "13:29", "13:30")] == [
        False,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("now", "end"),
    [
        ("2026-11-22T21:30", "2026-11-23T06:00"),
        ("2026-11-23T01:00", "2026-11-23T06:00"),
        ("2026-03-28T22:00", "2026-03-29T05:00"),  # clocks go forward in this night
        ("2026-10-24T22:00", "2026-10-25T06:00"),  # and back in this one
    ],
)
def test_quiet_hours_end_at_the_local_time(now: str, end: str) -> None:
    assert hours.quiet_until(berlin(), at(now)) == at(end)


def test_a_time_that_the_day_leaves_out_comes_later() -> None:
    skipped = berlin(QuietHours(22 * 60, 2 * 60 + 30))
    assert hours.quiet_until(skipped, at("2026-03-29T00:00")) == at("2026-03-29T01:30")
    assert not hours.is_quiet(skipped, at("2026-03-29T01:30"))


def test_nothing_is_quiet_without_quiet_hours() -> None:
    now = at("2026-11-22T23:00")
    assert not hours.is_quiet(Preferences(), now)
    assert hours.quiet_until(Preferences(), now) == now


def digest(zone: str, **wanted: object) -> Preferences:
    return Preferences(time_zone=zone, digest=Digest(**wanted))  # type: ignore[arg-type]


def test_a_daily_digest_comes_every_day_at_the_same_local_hour() -> None:
    daily = digest("Europe/Berlin", rhythm="daily", hour=8)
    now, local = at("2026-03-27T07:00"), []
    for _ in range(4):
        found = hours.next_digest(daily, now)
        assert found is not None
        assert found > now
        now = found
        local.append(now.strftime("%d %H:%M"))
    assert local == ["28 07:00", "29 06:00", "30 06:00", "31 06:00"]


def test_a_weekly_digest_comes_on_its_day_of_the_local_week() -> None:
    monday = digest("Pacific/Auckland", rhythm="weekly", hour=0, weekday=0)
    found = hours.next_digest(monday, at("2026-11-22T10:00"))
    assert found == at("2026-11-22T11:00"), "Monday begins on Sunday in UTC"
    assert hours.next_digest(monday, at("2026-11-22T11:00")) == at("2026-11-29T11:00")


def test_no_digest_is_due_for_whoever_wants_none() -> None:
    assert hours.next_digest(Preferences(), at("2026-11-22T10:00")) is None


def test_every_zone_has_a_next_digest_within_a_day() -> None:
    now = at("2026-03-29T00:59")
    for zone in hours.zones():
        found = hours.next_digest(digest(zone, rhythm="daily", hour=2), now)
        assert found is not None
        assert timedelta(0) < found - now <= timedelta(hours=25), zone


def test_a_slot_is_never_early_and_at_most_a_quarter_of_an_hour_late() -> None:
    for minutes in range(0, 60, 7):
        moment = at("2026-11-22T10:00") + timedelta(minutes=minutes)
        begins = datetime.fromtimestamp(hours.slot_of(moment) * hours.SLOT_SECONDS, UTC)
        assert timedelta(0) <= begins - moment < timedelta(minutes=15)
        assert hours.slot_now(begins) == hours.slot_of(moment)


def test_people_are_spread_over_the_shards() -> None:
    assert {hours.shard_of(PersonId(new_id())) for _ in range(200)} == set(range(hours.SHARDS))
