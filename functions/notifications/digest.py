"""What is due: digests at their hour, and the summary of what was held back when quiet hours end.

Due things lie in slots of time, so finding them costs what is due and not what exists. Each is one transaction that
takes it out of its slot; whatever kills a run, the next one finds the rest, and nothing twice.
"""

import time
from datetime import datetime

from contracts.notifications import MailWanted
from kernel import clock
from kernel.ids import NotificationId, PersonId
from kit import telemetry
from kit.consumers import Schedule
from notifications import channel_reads, channel_store, hours, mails, reads, sights, wording
from notifications.channel_reads import Due, NextDigest

app = Schedule("digest")

SECONDS = 50.0
"""How long a run works; the function may run for 60. The next run goes on."""

LOOK_BACK = 24 * 3600 // hours.SLOT_SECONDS
"""Slots that the very first run looks through."""

MOST_TRIES = 5
MOST = 50
"""Notifications that a digest tells of."""


@app.every("rate(15 minutes)")
def tick() -> None:
    """Empty all slots that have begun."""
    work(clock.now())


def work(now: datetime) -> int:
    """Do what is due at `now`; returns how much that was."""
    until, current, done = time.monotonic() + SECONDS, hours.slot_now(now), 0
    first = channel_reads.clock_slot()
    clean = current - 1  # a slot that has just begun may still be written to
    for slot in range(current - LOOK_BACK if first is None else first, current + 1):
        for shard in range(hours.SHARDS):
            for row in channel_reads.due(slot, shard):
                if time.monotonic() > until:
                    telemetry.logger().warning("left for the next run")
                    return done
                _one(row, now)
                done += 1
    if first is None or first < clean:
        channel_store.set_clock(clean)
    telemetry.logger().info("due", extra={"done": done})
    return done


def _one(row: Due, now: datetime) -> None:
    """Do one thing; one that fails is looked at again later, and holds nothing else up."""
    try:
        _quiet(row, now) if row.what == "quiet" else _digest(row, now)
    except channel_store.MoreCame:
        channel_store.move_due(row, hours.slot_now(now) + 1)  # then it is told with what came
    except Exception:  # noqa: BLE001 - whatever it is, it is this row's alone
        telemetry.logger().exception("due thing failed", extra={"what": row.what, "tries": row.tries})
        if row.tries + 1 < MOST_TRIES:
            channel_store.move_due(row, hours.slot_now(now) + 1, tries=row.tries + 1)
        else:
            telemetry.count("MessagesGivenUp")
            channel_store.forget_due(row)


def _quiet(row: Due, now: datetime) -> None:
    held = channel_reads.held(row.person)
    if held is None:
        channel_store.forget_due(row)
        return
    _, preferences = channel_reads.preferences(row.person)
    if hours.is_quiet(preferences, now):
        channel_store.move_due(row, max(row.slot + 1, hours.slot_of(hours.quiet_until(preferences, now))))
        return
    channel_store.tell_held(row, held)


def _digest(row: Due, now: datetime) -> None:
    was = channel_reads.next_digest(row.person)
    if not 0 < was.due <= hours.slot_now(now):
        channel_store.forget_due(row)  # the person has chosen another time, or none
        return
    _, preferences = channel_reads.preferences(row.person)
    mail, told = _summary(row.person, was)
    channel_store.tell_digest(row, was, told, hours.next_digest(preferences, now), mail)


def _summary(person: PersonId, was: NextDigest) -> tuple[MailWanted | None, NotificationId | None]:
    """The mail about what is unread and was not in a digest before, and the newest that it tells of."""
    seen, _ = reads.seen_and_digest(person)
    after = max(filter(None, (seen, was.told)), default=None)
    found = channel_reads.unread(person, after, MOST)
    visible = sights.seen(person, found)
    if not visible:
        return None, found[0].notification_id if found else None
    mail = mails.wanted(
        person,
        f"digest-{person}-{was.due}",
        "digest",
        wording.digest_subject(len(visible), len(found) == MOST),
        wording.digest_lines(visible),
        wording.OVERVIEW,
    )
    return mail, found[0].notification_id
