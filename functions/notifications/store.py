"""Notifications' writes. All are harmless to repeat: keys and ids are derived from the facts that cause them."""

import random
import time
from contextlib import suppress

from pynamodb.attributes import UnicodeAttribute

from contracts.notifications import PersonNotified
from kernel import clock
from kernel.errors import Away
from kernel.ids import NotificationId, PersonId
from kit import store
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
    excerpt = UnicodeAttribute(null=True)


class StandingItem(Item):
    turn = UnicodeAttribute()
    notification = UnicodeAttribute(null=True)


class SeenItem(Item):
    until = UnicodeAttribute()


def add(person: PersonId, notification: Notification) -> None:
    """Notify a person; nothing changes and nothing is said when they have this notification already. One write."""
    with suppress(store.ConditionFailed):
        store.write(_put(person, notification, unless_exists=True))


def turn(person: PersonId, about: str, turn: str, notification: Notification | None) -> None:
    """Take the next turn about something that can be taken back: `notification` stands from now on, None withdraws.

    A turn that was taken, or overtaken by a later one, changes nothing; so a withdrawal wins over what it withdraws,
    whichever is delivered first. One read and one transaction; Away when others are always faster.
    """
    for tries in range(TRIES):
        standing = reads.standing(about)
        if standing is not None and not standing.is_before(turn):
            return
        unchanged = StandingItem.turn == standing.turn if standing else StandingItem.pk.does_not_exist()
        item = StandingItem(
            about,
            keys.CARD,
            turn=turn,
            notification=notification.notification_id if notification else None,
            expires_at=_expiry(),
        )
        steps = [store.put(item, condition=unchanged)]
        if standing is not None and standing.notification is not None:
            steps.append(store.delete(NotificationItem, keys.person(person), standing.notification))
        if notification is not None:
            steps.append(_put(person, notification))
        try:
            store.write(steps[0]) if len(steps) == 1 else store.transact(steps)
        except store.ConditionFailed:
            time.sleep(random.random() * 0.02 * 2**tries)  # noqa: S311 - jitter
        else:
            return
    raise Away("Too much happens at once.", retry_after=1)


def mark_seen(person: PersonId, until: NotificationId) -> None:
    """All notifications up to this one have been seen; the mark never goes back."""
    newer = SeenItem.pk.does_not_exist() | (SeenItem.until < until)
    with suppress(store.ConditionFailed):
        store.write(
            store.update(SeenItem, keys.person(person), keys.SEEN, [SeenItem.until.set(until)], condition=newer)
        )


def _put(person: PersonId, notification: Notification, *, unless_exists: bool = False) -> Step:
    fact = PersonNotified(notification_id=notification.notification_id, person=person, kind=notification.kind)
    item = NotificationItem(
        keys.person(person),
        notification.notification_id,
        kind=notification.kind,
        actor=notification.actor,
        post_id=notification.post_id,
        comment_id=notification.comment_id,
        excerpt=notification.excerpt or None,
        expires_at=_expiry(),
        fact=store.sealed(fact, actor=notification.actor, id_=told_id(notification.notification_id)),
    )
    return store.put(item, unless_exists=unless_exists)


def _expiry() -> int:
    return clock.seconds() + LIFE_SECONDS
