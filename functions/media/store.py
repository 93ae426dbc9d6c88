"""Media's writes.

An upload's card and its owner's count of unfinished uploads change in one transaction, so the count is exact. A card
that becomes ready or rejected carries the fact itself.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from pynamodb.attributes import ListAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from contracts import Fact
from contracts.media import MediaReady, MediaRejected
from kernel.errors import TooMany
from kernel.ids import new_id
from kit import store, telemetry
from media import keys
from media.model import LEASE, MAX_UNFINISHED, Placed, Refused, State, Upload

_REJECTED_LIFE = timedelta(days=30)
_FULL_SECONDS = 60


class Item(store.Item):
    context = "media"


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
    width = NumberAttribute(null=True)
    height = NumberAttribute(null=True)
    widths: ListAttribute[Any] = ListAttribute(null=True)
    thumbhash = UnicodeAttribute(null=True)
    color = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    sentence = UnicodeAttribute(null=True)


class Quota(Item):
    unfinished_uploads = NumberAttribute()


def add_upload(upload: Upload) -> None:
    """Remember an upload that is going to come.

    TooMany when its owner has 60 unfinished ones; nothing is written then.
    """
    full = TooMany("Too many uploads are unfinished. Finish some, or wait.", retry_after=_FULL_SECONDS)
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
        unfinished=keys.shard(upload.media_id),
    )
    room = Quota.unfinished_uploads.does_not_exist() | (Quota.unfinished_uploads < MAX_UNFINISHED)
    store.transact([store.put(card, unless_exists=True), _count(upload, 1, condition=room, refusal=full)])


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
        store.write(_update(upload, actions, as_seen | (Card.claim == token)))
    except store.ConditionFailed:
        return None
    return Upload(
        media_id=upload.media_id,
        owner=upload.owner,
        purpose=upload.purpose,
        state=State.PROCESSING,
        max_bytes=upload.max_bytes,
        journey=upload.journey,
        attempts=upload.attempts + 1,
        claim=token,
        claimed_until=until,
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
        store.write(_update(upload, actions, _held(upload)))
    except store.ConditionFailed:
        return


def finish(upload: Upload, placed: Placed) -> bool:
    """Say that an upload is ready. False, and nothing written, when this attempt no longer has it."""
    fact = MediaReady(media_id=upload.media_id, owner=upload.owner)
    actions = [
        Card.state.set(State.READY.value),
        Card.width.set(placed.width),
        Card.height.set(placed.height),
        Card.widths.set(placed.widths),
        Card.thumbhash.set(placed.thumbhash),
        Card.color.set(placed.color),
    ]
    return _end(upload, actions, fact, _held(upload))


def reject(upload: Upload, refused: Refused, now: datetime) -> bool:
    """Say that an upload is refused. False, and nothing written, when it has changed meanwhile."""
    fact = MediaRejected(media_id=upload.media_id, owner=upload.owner, reason=refused.reason, sentence=refused.sentence)
    actions = [
        Card.state.set(State.REJECTED.value),
        Card.reason.set(refused.reason),
        Card.sentence.set(refused.sentence),
        Card.expires_at.set(int((now + _REJECTED_LIFE).timestamp())),
    ]
    return _end(upload, actions, fact, _held(upload))


def _end(upload: Upload, actions: Sequence[Action], fact: Fact, held: Condition) -> bool:
    sealed = store.sealed(fact, actor=upload.owner)
    ends = [*actions, Card.fact.set(sealed), Card.unfinished.remove(), Card.claim.remove(), Card.claimed_until.remove()]
    try:
        store.transact([_update(upload, ends, held), _count(upload, -1)])
    except store.ConditionFailed:
        return False
    return True


def _held(upload: Upload) -> Condition:
    """The card is as `upload` says: in the same attempt, or in none."""
    same_claim = (Card.claim == upload.claim) if upload.claim else Card.claim.does_not_exist()
    condition: Condition = (Card.state == upload.state.value) & same_claim
    return condition


def _update(upload: Upload, actions: Sequence[Action], condition: Condition) -> store.Step:
    return store.update(Card, keys.media(upload.media_id), keys.CARD, actions, condition=condition)


def _count(
    upload: Upload, by: int, *, condition: Condition | None = None, refusal: Exception | None = None
) -> store.Step:
    actions = [Quota.unfinished_uploads.add(by)]
    return store.update(Quota, keys.person(upload.owner), keys.QUOTA, actions, condition=condition, refusal=refusal)
