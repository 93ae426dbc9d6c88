"""Media's writes.

An upload's card and what is counted of its owner change in one transaction, so the counts are exact: how many uploads
are unfinished, how much is stored, how much came today. A card that becomes ready or rejected carries the fact itself.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from pynamodb.attributes import BooleanAttribute, ListAttribute, NumberAttribute, UnicodeAttribute, UnicodeSetAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from contracts import Fact
from contracts.media import MediaReady, MediaRejected
from kernel.ids import MediaId, new_id
from kit import store, telemetry
from media import keys
from media.model import LEASE, Placed, Refused, State, Upload
from media.quotas import Item, give_back_steps, take_steps

_REJECTED_LIFE = timedelta(days=30)
_DELETED_LIFE = timedelta(days=30)


class Card(Item):
    media_id = UnicodeAttribute()
    owner = UnicodeAttribute()
    purpose = UnicodeAttribute()
    state = UnicodeAttribute()
    max_bytes = NumberAttribute()
    journey = UnicodeAttribute()
    attempts = NumberAttribute()
    claim = UnicodeAttribute(null=True)
    claimed_until = NumberAttribute(null=True)
    unfinished = UnicodeAttribute(null=True)
    parts = UnicodeAttribute(null=True)
    ready_at = NumberAttribute(null=True)
    leaves_at = NumberAttribute(null=True)
    uses = UnicodeSetAttribute(null=True)
    dropped = UnicodeSetAttribute(null=True)
    animated = BooleanAttribute(null=True)
    width = NumberAttribute(null=True)
    height = NumberAttribute(null=True)
    widths: ListAttribute[Any] = ListAttribute(null=True)
    thumbhash = UnicodeAttribute(null=True)
    color = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    sentence = UnicodeAttribute(null=True)


def add_upload(upload: Upload, now: datetime) -> None:
    """Remember an upload that is going to come.

    TooMany when its owner has 60 unfinished ones or has uploaded enough today, Conflict when their storage is full;
    nothing is written then.
    """
    card = Card(
        keys.media(upload.media_id),
        keys.CARD,
        media_id=upload.media_id,
        owner=upload.owner,
        purpose=upload.purpose,
        state=State.WAITING.value,
        max_bytes=upload.max_bytes,
        journey=telemetry.journey.get(),
        attempts=0,
        parts=upload.parts or None,
        unfinished=keys.shard("PARTS" if upload.parts else "UNFINISHED", upload.media_id),
    )
    store.transact([store.put(card, unless_exists=True), *take_steps(upload, now)])


def claim(upload: Upload, now: datetime) -> Upload | None:
    """Begin an attempt: the upload as it is then, or None when another was faster."""
    token = new_id()
    until = int((now + LEASE).timestamp())
    actions = [
        Card.state.set(State.PROCESSING.value),
        Card.attempts.set(upload.attempts + 1),
        Card.claim.set(token),
        Card.claimed_until.set(until),
    ]
    as_seen = _held(upload) & (Card.attempts == upload.attempts)
    try:
        # the second half makes a repeat after a lost answer harmless
        store.write(_update(upload.media_id, actions, as_seen | (Card.claim == token)))
    except store.ConditionFailed:
        return None
    return msgspec.structs.replace(
        upload, state=State.PROCESSING, attempts=upload.attempts + 1, claim=token, claimed_until=until
    )


def give_back(upload: Upload) -> None:
    """End an attempt that failed through no fault of the upload's: it waits again, and the attempt does not count."""
    actions = [
        Card.state.set(State.WAITING.value),
        Card.attempts.set(upload.attempts - 1),
        Card.claim.remove(),
        Card.claimed_until.remove(),
    ]
    try:
        store.write(_update(upload.media_id, actions, _held(upload)))
    except store.ConditionFailed:
        return


def finish(upload: Upload, placed: Placed, now: datetime) -> bool:
    """Say that an upload is ready. False, and nothing written, when this attempt no longer has it."""
    fact = MediaReady(media_id=upload.media_id, owner=upload.owner)
    actions = [
        Card.state.set(State.READY.value),
        Card.ready_at.set(int(now.timestamp())),
        Card.unfinished.set(keys.shard("UNUSED", upload.media_id)),
        Card.width.set(placed.width),
        Card.height.set(placed.height),
        Card.widths.set(placed.widths),
        Card.thumbhash.set(placed.thumbhash),
        Card.color.set(placed.color),
    ]
    if placed.animated:
        actions.append(Card.animated.set(True))
    return _end(upload, actions, fact, give_back_steps(upload))


def reject(upload: Upload, refused: Refused, now: datetime, *, came: bool = True) -> bool:
    """Say that an upload is refused. False, and nothing written, when it has changed meanwhile.

    What it took of its owner's storage is given back; what it took of the day only when it never came.
    """
    fact = MediaRejected(media_id=upload.media_id, owner=upload.owner, reason=refused.reason, sentence=refused.sentence)
    actions = [
        Card.state.set(State.REJECTED.value),
        Card.unfinished.remove(),
        Card.reason.set(refused.reason),
        Card.sentence.set(refused.sentence),
        Card.expires_at.set(int((now + _REJECTED_LIFE).timestamp())),
    ]
    return _end(upload, actions, fact, give_back_steps(upload, storage=True, day=not came))


def use(media_id: MediaId, by: str) -> bool:
    """Keep a picture because `by` (a post, or the person whose picture it is) shows it.

    False, and nothing written, when `by` has stopped to show it already or the picture is not there any more.
    """
    actions = [
        Card.uses.add({by}),
        Card.state.set(State.READY.value),
        Card.unfinished.remove(),
        Card.leaves_at.remove(),
    ]
    return _change(media_id, actions, _shown() & ~Card.dropped.contains(by))


def drop(media_id: MediaId, by: str) -> bool:
    """Take a use back, also one that is still to be told of. False when the picture is not there any more."""
    return _change(media_id, [Card.uses.delete({by}), Card.dropped.add({by})], _shown())


def stop_use(media_id: MediaId, by: str) -> bool:
    """Take a use back that may come again, as that of a person's picture. False when it is not there any more."""
    return _change(media_id, [Card.uses.delete({by})], _shown())


def let_go(media_id: MediaId, at: datetime) -> bool:
    """Let a picture that nothing uses leave at a moment: it cannot be published any more. False when it is used."""
    actions = [
        Card.state.set(State.LEAVING.value),
        Card.unfinished.set(keys.shard("LEAVING", media_id)),
        Card.leaves_at.set(int(at.timestamp())),
    ]
    return _change(media_id, actions, _shown() & Card.uses.does_not_exist())


def wait_on(media_id: MediaId, now: datetime) -> bool:
    """Let a picture that nothing uses wait for another day to be published. False when it is used, or gone."""
    actions = [
        Card.state.set(State.READY.value),
        Card.unfinished.set(keys.shard("UNUSED", media_id)),
        Card.ready_at.set(int(now.timestamp())),
        Card.leaves_at.remove(),
    ]
    return _change(media_id, actions, _shown() & Card.uses.does_not_exist())


def delete(media_id: MediaId) -> bool:
    """Say that a picture which nothing uses is gone; its objects are to follow. False when it is used, or was gone."""
    actions = [Card.state.set(State.DELETED.value), Card.unfinished.set(keys.shard("LEAVING", media_id))]
    return _change(media_id, actions, _shown() & Card.uses.does_not_exist())


def forget(upload: Upload, now: datetime) -> None:
    """Leave a tombstone of a deleted picture, once its objects are gone, and give back what it took of the storage."""
    rest: list[Any] = [Card.dropped, Card.widths, Card.width, Card.height, Card.thumbhash, Card.color, Card.animated]
    actions = [
        Card.unfinished.remove(),
        Card.leaves_at.remove(),
        Card.expires_at.set(int((now + _DELETED_LIFE).timestamp())),
        *(each.remove() for each in rest),
    ]
    waiting = (Card.state == State.DELETED.value) & Card.unfinished.exists()
    try:
        store.transact(
            [_update(upload.media_id, actions, waiting), *give_back_steps(upload, ended=False, storage=True)]
        )
    except store.ConditionFailed:
        return


def _end(upload: Upload, actions: Sequence[Action], fact: Fact, counts: Sequence[store.Step]) -> bool:
    sealed = store.sealed(fact, actor=upload.owner)
    ends = [*actions, Card.fact.set(sealed), Card.parts.remove(), Card.claim.remove(), Card.claimed_until.remove()]
    try:
        store.transact([_update(upload.media_id, ends, _held(upload)), *counts])
    except store.ConditionFailed:
        return False
    return True


def _change(media_id: MediaId, actions: Sequence[Action], condition: Condition) -> bool:
    """A change that is harmless to repeat."""
    try:
        store.write(_update(media_id, actions, condition))
    except store.ConditionFailed:
        return False
    return True


def _shown() -> Condition:
    condition: Condition = Card.state.is_in(State.READY.value, State.LEAVING.value)
    return condition


def _held(upload: Upload) -> Condition:
    """The card is as `upload` says: in the same attempt, or in none."""
    same_claim = (Card.claim == upload.claim) if upload.claim else Card.claim.does_not_exist()
    condition: Condition = (Card.state == upload.state.value) & same_claim
    return condition


def _update(media_id: MediaId, actions: Sequence[Action], condition: Condition) -> store.Step:
    return store.update(Card, keys.media(media_id), keys.CARD, actions, condition=condition)
