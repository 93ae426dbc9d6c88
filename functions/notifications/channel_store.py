"""The writes of channels: preferences, devices, what was sent and held, and what is due. All harmless to repeat."""

import random
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

import msgspec
from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from contracts.notifications import MailWanted, QuietHoursEnded
from kernel import clock
from kernel.errors import Away
from kernel.ids import PersonId, SessionId
from kit import store
from kit.store import Step
from notifications import channel_reads, hours, keys
from notifications.channel_reads import Due, Held, NextDigest, Subscription
from notifications.store import Item
from views.notifications import Preferences, settings_key

MAX_DEVICES = 20
"""Subscriptions of one person; a further one replaces the oldest."""

DEVICE_SECONDS = 60 * 24 * 3600
"""A subscription that is not renewed for so long is forgotten, as is its session."""

SENT_SECONDS = 3 * 24 * 3600
LEASE_SECONDS = 60
"""How long a message that is being sent is left to whoever sends it."""

TRIES = 8


class MoreCame(Exception):
    """More was held back while the rest was being told."""


class SettingsItem(Item):
    preferences = UnicodeAttribute()
    version = NumberAttribute()


class DeviceItem(Item):
    endpoint = UnicodeAttribute()
    p256dh = UnicodeAttribute()
    auth = UnicodeAttribute()
    session = UnicodeAttribute()
    device = UnicodeAttribute()
    made_at = NumberAttribute()


class SentItem(Item):
    state = UnicodeAttribute()
    until = NumberAttribute()
    tries = NumberAttribute()


class HeldItem(Item):
    pushes = NumberAttribute()
    mails = NumberAttribute()


class CountItem(Item):
    n = NumberAttribute()


class DigestItem(Item):
    due = NumberAttribute()
    told = UnicodeAttribute(null=True)


class DueItem(Item):
    person = UnicodeAttribute()
    tries = NumberAttribute(default=0)


class ClockItem(Item):
    slot = NumberAttribute()


# preferences


def change_preferences(person: PersonId, change: Callable[[Preferences], Preferences], now: datetime) -> Preferences:
    """Change preferences, and with them when a digest is due. Nothing of a change made at the same time is lost.

    One read and one transaction. What was held back in quiet hours that ended by this is told within a quarter of an
    hour.
    """
    for tries in range(TRIES):
        version, old = channel_reads.preferences(person)
        new = change(old)
        if new == old:
            return new
        _, pk, sk = settings_key(person)
        text = msgspec.json.encode(new).decode()
        unchanged = (SettingsItem.version == version) if version else SettingsItem.pk.does_not_exist()
        steps = [store.put(SettingsItem(pk, sk, preferences=text, version=version + 1), condition=unchanged)]
        if (old.digest, old.time_zone) != (new.digest, new.time_zone):
            steps += _next_digest(person, new, now)
        if (old.quiet, old.time_zone) != (new.quiet, new.time_zone):
            steps.append(_due("quiet", person, hours.slot_now(now)))
        try:
            store.transact(steps)
        except store.ConditionFailed:
            time.sleep(random.random() * 0.02 * 2**tries)  # noqa: S311 - jitter
        else:
            return new
    raise Away("Too much happens at once.", retry_after=1)


def _next_digest(person: PersonId, preferences: Preferences, now: datetime) -> list[Step]:
    moment = hours.next_digest(preferences, now)
    slot = hours.slot_of(moment) if moment else 0
    steps = [store.update(DigestItem, keys.digest(person), keys.CARD, [DigestItem.due.set(slot)])]
    return [*steps, _due("digest", person, slot)] if slot else steps


# devices


def add_device(person: PersonId, made: Subscription) -> bool:
    """Keep a subscription, under an id that its endpoint gives. False when its session has ended.

    The oldest go when there are more than MAX_DEVICES; whoever comes last of many at once sees them all.
    """
    item = DeviceItem(
        keys.devices(person),
        made.subscription_id,
        endpoint=made.endpoint,
        p256dh=made.p256dh,
        auth=made.auth,
        session=made.session,
        device=made.device,
        made_at=made.made_at,
        expires_at=clock.seconds() + DEVICE_SECONDS,
    )
    of_session = keys.session(made.session)
    lives = store.check(Item, of_session, keys.ENDED, Item.pk.does_not_exist())
    trace = Item(of_session, keys.subscribed(person, made.subscription_id), expires_at=item.expires_at)
    try:
        store.transact([lives, store.put(item), store.put(trace)])
    except store.ConditionFailed:
        return False
    for each in channel_reads.devices(person)[MAX_DEVICES:]:
        remove_device(person, each.subscription_id)
    return True


def remove_device(person: PersonId, subscription_id: str) -> None:
    """Removing one that is not there changes nothing."""
    store.write(store.delete(DeviceItem, keys.devices(person), subscription_id))


def end_session(session: SessionId) -> None:
    """Forget the subscriptions of a session, and let none be made in it: first the mark, then the reading."""
    store.write(store.put(Item(keys.session(session), keys.ENDED, expires_at=clock.seconds() + 24 * 3600)))
    still = DeviceItem.session == session  # a device may have been subscribed again in another session
    for person, subscription_id in channel_reads.subscribed_in(session):
        with suppress(store.ConditionFailed):
            store.write(store.delete(DeviceItem, keys.devices(person), subscription_id, condition=still))


# what was sent, and what was held back


def claim(what: str, way: str, now: int) -> bool:
    """Take it upon oneself to send something one way. False when it was sent, or somebody is about to."""
    free = SentItem.pk.does_not_exist() | ((SentItem.state == "waits") & (SentItem.until <= now))
    actions = [
        SentItem.state.set("waits"),
        SentItem.until.set(now + LEASE_SECONDS),
        SentItem.tries.add(1),
        SentItem.expires_at.set(now + SENT_SECONDS),
    ]
    try:
        store.write(store.update(SentItem, keys.sent(what), way, actions, condition=free))
    except store.ConditionFailed:
        return False
    return True


def settle(what: str, way: str, state: str, until: int = 0) -> None:
    """Say what became of what was claimed: `sent`, `dropped`, or `waits` until a moment for another try."""
    actions = [SentItem.state.set(state), SentItem.until.set(until)]
    store.write(store.update(SentItem, keys.sent(what), way, actions))


def count_mail(person: PersonId, what: str, hour: int) -> None:
    """Note that a mail was asked for, once."""
    actions = [CountItem.n.add(1), CountItem.expires_at.set((hour + 2) * 3600)]
    sent = SentItem(keys.sent(what), "mail", state="sent", until=0, tries=1, expires_at=clock.seconds() + SENT_SECONDS)
    with suppress(store.ConditionFailed):
        store.transact(
            [
                store.put(sent, unless_exists=True),
                store.update(CountItem, keys.mails(person, hour), keys.CARD, actions),
            ]
        )


def hold(person: PersonId, what: str, *, pushes: int, mails: int, until: datetime) -> None:
    """Hold a notification back until quiet hours end, once. One transaction."""
    kept = SentItem(keys.sent(what), "held", state="sent", until=0, tries=1, expires_at=clock.seconds() + SENT_SECONDS)
    more = [HeldItem.pushes.add(pushes), HeldItem.mails.add(mails)]
    with suppress(store.ConditionFailed):
        store.transact(
            [
                store.put(kept, unless_exists=True),
                store.update(HeldItem, keys.held(person), keys.CARD, more),
                _due("quiet", person, hours.slot_of(until)),
            ]
        )


# what is due


def tell_held(row: Due, found: Held) -> None:
    """Quiet hours are over: say what was held, and forget it. MoreCame when more was held meanwhile."""
    same = (HeldItem.pushes == found.pushes) & (HeldItem.mails == found.mails)
    fact = QuietHoursEnded(person=row.person, pushes=found.pushes, mails=found.mails)
    store.transact(
        [
            store.delete(HeldItem, keys.held(row.person), keys.CARD, condition=same, refusal=MoreCame()),
            drop_due(row),
            store.outbox(Item, fact, actor=None),
        ]
    )


def tell_digest(
    row: Due, was: NextDigest, told: str | None, upcoming: datetime | None, mail: MailWanted | None
) -> None:
    """A digest is said and the next one is due, or nothing at all happens: so nobody gets one twice or none."""
    slot = hours.slot_of(upcoming) if upcoming else 0
    actions = [DigestItem.due.set(slot)]
    if told:
        actions.append(DigestItem.told.set(told))
    steps = [
        store.update(DigestItem, keys.digest(row.person), keys.CARD, actions, condition=DigestItem.due == was.due),
        drop_due(row),
    ]
    if slot:
        steps.append(_due("digest", row.person, slot))
    if mail:
        steps.append(store.outbox(Item, mail, actor=None))
    with suppress(store.ConditionFailed):
        store.transact(steps)


def move_due(row: Due, slot: int, *, tries: int = 0) -> None:
    """Look at something again in a later slot."""
    store.transact([drop_due(row), _due(row.what, row.person, slot, tries)])


def forget_due(row: Due) -> None:
    store.write(drop_due(row))


def set_clock(slot: int) -> None:
    """Slots before this one are empty for good."""
    store.write(store.put(ClockItem(keys.CLOCK, keys.CARD, slot=slot)))


def drop_due(row: Due) -> Step:
    """A step that takes something out of its slot."""
    return store.delete(DueItem, keys.due(row.slot, row.shard), f"{row.what}#{row.person}")


def _due(what: str, person: PersonId, slot: int, tries: int = 0) -> Step:
    item = DueItem(keys.due(slot, hours.shard_of(person)), f"{what}#{person}", person=person, tries=tries)
    return store.put(item)
