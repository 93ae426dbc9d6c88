"""Notifications' writes. All are harmless to repeat: keys and ids are derived from the facts that cause them."""

import random
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from contracts.notifications import PersonNotified
from kernel import clock
from kernel.errors import Away
from kernel.ids import NotificationId, PersonId
from kit import batches, store
from kit.settings import settings
from kit.store import Step
from notifications import keys, reads
from notifications.model import LIFE_SECONDS, Notification, told_id

TRIES = 8


class Item(store.Item):
    context = "notifications"


class NotificationItem(Item):
    kind = UnicodeAttribute()
    actor = UnicodeAttribute()
    post_id = UnicodeAttribute(null=True)
    comment_id = UnicodeAttribute(null=True)
    conversation_id = UnicodeAttribute(null=True)
    excerpt = UnicodeAttribute(null=True)
    group = UnicodeAttribute(null=True)


class StandingItem(Item):
    turn = UnicodeAttribute()
    notification = UnicodeAttribute(null=True)
    group = UnicodeAttribute(null=True)


class OpenItem(Item):
    """The group that takes what happens next."""

    group = UnicodeAttribute()


class ToldItem(Item):
    """To whom something was told (their ids), and whether it is gone."""

    people = UnicodeAttribute(null=True)
    gone = NumberAttribute(null=True)


class SeenItem(Item):
    until = UnicodeAttribute()


def add(person: PersonId, notification: Notification) -> None:
    """Notify a person; nothing changes and nothing is said when they have this notification already. One write."""
    with suppress(store.ConditionFailed):
        store.write(_put(person, notification, unless_exists=True))


def turn(person: PersonId, about: str, turn: str, notification: Notification | None) -> None:
    """Take the next turn about something that can be taken back: `notification` stands from now on, None withdraws.

    A turn that was taken, or overtaken by a later one, changes nothing; so a withdrawal wins over what it withdraws,
    whichever is delivered first. One of a kind that is grouped joins the open group of its subject, or opens the next.
    Nothing that many share is written then but once per group. One read and one transaction; Away when others are
    always faster.
    """
    for tries in range(TRIES):
        standing, made, opens = reads.before_turn(person, about, notification)
        if standing is not None and not standing.is_before(turn):
            return
        unchanged = StandingItem.turn == standing.turn if standing else StandingItem.pk.does_not_exist()
        item = StandingItem(
            about,
            keys.CARD,
            turn=turn,
            notification=made.notification_id if made else None,
            group=made.group if made else None,
            expires_at=_expiry(),
        )
        steps = [store.put(item, condition=unchanged)]
        if standing is not None and standing.notification is not None:
            old = keys.row(standing.notification, standing.group)
            if made is None or old != keys.row(made.notification_id, made.group):
                steps.append(store.delete(NotificationItem, keys.person(person), old))
        if made is not None:
            steps.append(_put(person, made))
            if opens is not None:
                steps.append(_open(person, made, opens.group))
        try:
            store.write(steps[0]) if len(steps) == 1 else store.transact(steps)
        except store.ConditionFailed:
            time.sleep(random.random() * 0.02 * 2**tries)  # noqa: S311 - jitter
        else:
            return
    raise Away("Too much happens at once.", retry_after=1)


def tell(about: str, made: Mapping[PersonId, Notification]) -> None:
    """Notify these people of something that may go: nobody when it is gone. Two writes and a read for one of them.

    Whom it is told to is noted first, and whether it went meanwhile is looked at afterwards: `untell` then finds
    whoever was told, or is seen here.
    """
    note = [ToldItem.people.set(" ".join(sorted(made))), ToldItem.expires_at.set(_expiry())]
    try:
        store.write(store.update(ToldItem, about, keys.CARD, note, condition=ToldItem.gone.does_not_exist()))
    except store.ConditionFailed:
        return
    for person, notification in sorted(made.items()):
        add(person, notification)
    if reads.told(about).gone:
        _withdraw((person, keys.row(each.notification_id, each.group)) for person, each in made.items())


def untell(about: str, row_of: Callable[[PersonId], NotificationId]) -> None:
    """Withdraw what was told of something that is gone, and let nothing more be told of it."""
    gone = [ToldItem.gone.set(1), ToldItem.expires_at.set(_expiry())]
    store.write(store.update(ToldItem, about, keys.CARD, gone))
    _withdraw((person, row_of(person)) for person in reads.told(about).people)


def sweep(person: PersonId, actor: PersonId) -> None:
    """Withdraw all that a person was told of somebody's doings. One request per 1 MB of notifications."""
    _withdraw((person, sk) for sk in reads.rows_of(person, actor))


def mark_seen(person: PersonId, until: NotificationId) -> None:
    """All entries up to this one have been seen; the mark never goes back."""
    _mark(person, keys.SEEN, until)


def mark_all_read(person: PersonId, until: NotificationId) -> None:
    """All entries up to this one have been read; the mark never goes back."""
    _mark(person, keys.READ, until)


def mark_read(person: PersonId, entry: NotificationId) -> None:
    """One entry has been read; saying so again changes nothing."""
    store.write(store.put(Item(keys.read(person), entry, expires_at=_expiry())))


def _mark(person: PersonId, mark: str, until: NotificationId) -> None:
    newer = SeenItem.pk.does_not_exist() | (SeenItem.until < until)
    with suppress(store.ConditionFailed):
        store.write(store.update(SeenItem, keys.person(person), mark, [SeenItem.until.set(until)], condition=newer))


def _withdraw(rows: Iterable[tuple[PersonId, str]]) -> None:
    batches.delete_all(settings().table("notifications"), [(keys.person(person), sk) for person, sk in rows])


def _open(person: PersonId, made: Notification, old: NotificationId | None) -> Step:
    """The step that opens a group, if nobody else opened one since the old one was read."""
    item = OpenItem(keys.opened(person, made.kind, made.subject), keys.CARD, group=made.entry, expires_at=_expiry())
    return store.put(item, condition=OpenItem.group == old if old else OpenItem.pk.does_not_exist())


def _put(person: PersonId, notification: Notification, *, unless_exists: bool = False) -> Step:
    fact = PersonNotified(
        notification_id=notification.notification_id, person=person, kind=notification.kind, group=notification.group
    )
    item = NotificationItem(
        keys.person(person),
        keys.row(notification.notification_id, notification.group),
        kind=notification.kind,
        actor=notification.actor,
        post_id=notification.post_id,
        comment_id=notification.comment_id,
        conversation_id=notification.conversation_id,
        excerpt=notification.excerpt or None,
        group=notification.group,
        expires_at=_expiry(),
        fact=store.sealed(fact, actor=notification.actor, id_=told_id(notification.notification_id)),
    )
    return store.put(item, unless_exists=unless_exists)


def _expiry() -> int:
    return clock.seconds() + LIFE_SECONDS
