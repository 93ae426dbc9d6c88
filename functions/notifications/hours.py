"""Local time: quiet hours, the next digest, and the slots in which what is due is found. Pure rules."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from kernel.ids import PersonId
from views.notifications import Digest, Preferences, QuietHours

SLOT_SECONDS = 900
"""Due things lie in slots of a quarter of an hour; a clock empties those that have begun."""

SHARDS = 4
"""Partitions of one slot, so that a morning's digests do not take all of one partition."""


@cache
def zones() -> frozenset[str]:
    """The names of the IANA time zone database."""
    return frozenset(available_timezones())


def is_quiet(preferences: Preferences, now: datetime) -> bool:
    """Whether `now` falls into the person's quiet hours, by the clock on their wall."""
    quiet = preferences.quiet
    if quiet is None:
        return False
    local = now.astimezone(ZoneInfo(preferences.time_zone))
    return _inside(quiet, local.hour * 60 + local.minute)


def _inside(quiet: QuietHours, minute: int) -> bool:
    if quiet.start < quiet.end:
        return quiet.start <= minute < quiet.end
    return minute >= quiet.start or minute < quiet.end


def quiet_until(preferences: Preferences, now: datetime) -> datetime:
    """When the quiet hours that hold at `now` are over; `now` when none do."""
    if preferences.quiet is None or not is_quiet(preferences, now):
        return now
    return _next(preferences, now, preferences.quiet.end, lambda _: True)


def next_digest(preferences: Preferences, now: datetime) -> datetime | None:
    """The next moment after `now` at which a digest is due; None when the person wants none."""
    wanted: Digest = preferences.digest
    if wanted.rhythm == "off":
        return None
    return _next(
        preferences, now, wanted.hour * 60, lambda day: wanted.rhythm == "daily" or day.weekday() == wanted.weekday
    )


def _next(preferences: Preferences, now: datetime, minute: int, fits: Callable[[datetime], bool]) -> datetime:
    """The first moment after `now` at which a local clock shows `minute` on a day that fits.

    A time that a day leaves out (clocks go forward) comes as much later; of one that it has twice the first counts.
    """
    zone = ZoneInfo(preferences.time_zone)
    today = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    for days in range(9):
        day = today + timedelta(days=days)
        moment = (day + timedelta(minutes=minute)).replace(tzinfo=zone).astimezone(UTC)
        if fits(day) and moment > now:
            return moment
    raise AssertionError("every weekday comes within nine days")


def slot_of(moment: datetime) -> int:
    """The slot in which something due at `moment` is found: the first that begins then or later, so never early."""
    return -int(-moment.timestamp() // SLOT_SECONDS)


def slot_now(now: datetime) -> int:
    """The slot that has begun last."""
    return int(now.timestamp() // SLOT_SECONDS)


def shard_of(person: PersonId) -> int:
    """The last letters of an id are random."""
    return sum(person[-4:].encode()) % SHARDS
