"""The reads of channels: preferences, devices, what was sent and held, and what is due."""

from collections.abc import Iterator

import msgspec
from msgspec import Struct

from kernel import clock
from kernel.ids import NotificationId, PersonId, SessionId
from kit.settings import settings
from kit.wire import Table, batch_get
from notifications import keys, reads
from notifications.model import Notification
from views.notifications import Preferences, preferences_of, settings_key

_table = Table(lambda: settings().table("notifications"))


class Subscription(Struct, frozen=True):
    """A device that takes pushes; it lives and dies with `session`."""

    subscription_id: str
    endpoint: str
    p256dh: str
    auth: str
    session: SessionId
    device: str
    made_at: int


class Sent(Struct, frozen=True):
    """What became of one message on one way: it `waits` (until a moment, so many tries), was `sent` or `dropped`."""

    state: str
    until: int = 0
    tries: int = 0


class Held(Struct, frozen=True):
    pushes: int = 0
    mails: int = 0


class NextDigest(Struct, frozen=True):
    """The slot in which a digest is due (0: in none), and the newest notification that the last one told of."""

    due: int = 0
    told: NotificationId | None = None


class Due(Struct, frozen=True):
    """Something to be looked at in a slot: `what` is `digest` or `quiet`."""

    slot: int
    shard: int
    what: str
    person: PersonId
    tries: int = 0


def preferences(person: PersonId) -> tuple[int, Preferences]:
    """A person's preferences and their version (0: none chosen), read strongly."""
    _, pk, sk = settings_key(person)
    item = _table.get(pk, sk, consistent=True)
    return (int(item["version"]) if item else 0), preferences_of(item)


def standing(
    person: PersonId, notification_id: NotificationId, group: NotificationId | None = None
) -> tuple[Notification | None, Preferences]:
    """A notification, None when it was withdrawn, and the person's preferences. One request, read strongly."""
    wanted, chosen = (_table.name, keys.person(person), keys.row(notification_id, group)), settings_key(person)
    found = batch_get([wanted, chosen], consistent=True)
    item = found.get(wanted)
    made = reads.notification_of(item) if item else None
    return made, preferences_of(found.get(chosen))


def devices(person: PersonId) -> list[Subscription]:
    """A person's subscriptions, the newest first, read strongly."""
    page = _table.query(keys.devices(person), consistent=True)
    now = clock.seconds()
    found = [
        msgspec.convert({**item, "subscription_id": item["sk"]}, Subscription)
        for item in page
        if item["expires_at"] > now
    ]
    return sorted(found, key=lambda each: (each.made_at, each.subscription_id), reverse=True)


def subscribed_in(session: SessionId) -> list[tuple[PersonId, str]]:
    """The persons and ids of what was subscribed in a session, read strongly. It may act as several persons."""
    page = _table.query(keys.session(session), sk_prefix="DEVICE#", consistent=True)
    return [(PersonId(item["sk"].split("#")[1]), item["sk"].split("#")[2]) for item in page]


def sent(what: str) -> dict[str, Sent]:
    """What became of something, by way, read strongly."""
    page = _table.query(keys.sent(what), consistent=True)
    return {item["sk"]: msgspec.convert(item, Sent) for item in page}


def mails_within(person: PersonId, hour: int) -> int:
    item = _table.get(keys.mails(person, hour), keys.CARD)
    return int(item["n"]) if item else 0


def held(person: PersonId) -> Held | None:
    item = _table.get(keys.held(person), keys.CARD, consistent=True)
    return msgspec.convert(item, Held) if item else None


def next_digest(person: PersonId) -> NextDigest:
    item = _table.get(keys.digest(person), keys.CARD, consistent=True)
    return msgspec.convert(item, NextDigest) if item else NextDigest()


def unread(person: PersonId, after: NotificationId | None, limit: int) -> list[Notification]:
    """The newest notifications after this one, at most `limit`, newest first. One request."""
    page = _table.query(
        keys.person(person), sk_from=keys.after(after), sk_to=keys.LAST, limit=limit, forward=False, consistent=True
    )
    now = clock.seconds()
    return [reads.notification_of(item) for item in page if item["expires_at"] > now]


def clock_slot() -> int | None:
    """The first slot that may hold something; None before the clock's first tick."""
    item = _table.get(keys.CLOCK, keys.CARD, consistent=True)
    return int(item["slot"]) if item else None


def due(slot: int, shard: int) -> Iterator[Due]:
    """What is due in one part of a slot."""
    start = None
    while True:
        page = _table.query(keys.due(slot, shard), limit=100, start=start, consistent=True)
        for item in page:
            what = str(item["sk"]).partition("#")[0]
            yield Due(slot, shard, what, PersonId(item["person"]), int(item.get("tries", 0)))
        start = page.last_key
        if start is None:
            return
