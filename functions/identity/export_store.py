"""Writes of an export: asked for, on its way, ready. One item per account: the latest."""

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from identity import keys
from identity.model import EXPORT_AGAIN_SECONDS, EXPORT_KEPT_SECONDS, EXPORT_PATIENCE_SECONDS
from identity.store import Item
from kernel.ids import PersonId
from kit import store


class ExportItem(Item):
    export_id = UnicodeAttribute()
    asked_at = NumberAttribute()
    done = NumberAttribute()
    ready_at = NumberAttribute(null=True)


def ask(account: PersonId, export_id: str, now: int) -> bool:
    """Note that an export is made. False when one is being made, or was made within a day."""
    given_up = (ExportItem.ready_at.does_not_exist()) & (ExportItem.asked_at <= now - EXPORT_PATIENCE_SECONDS)
    free = ExportItem.pk.does_not_exist() | (ExportItem.asked_at <= now - EXPORT_AGAIN_SECONDS) | given_up
    item = ExportItem(
        keys.person(account),
        keys.EXPORT,
        export_id=export_id,
        asked_at=now,
        done=0,
        expires_at=now + EXPORT_KEPT_SECONDS + EXPORT_PATIENCE_SECONDS,
    )
    return _held(store.put(item, condition=free))


def take_back(account: PersonId, export_id: str) -> None:
    """Forget an export that could not be started."""
    _held(store.delete(ExportItem, keys.person(account), keys.EXPORT, condition=ExportItem.export_id == export_id))


def advance(account: PersonId, export_id: str, done: int, *, ready_at: int | None = None) -> bool:
    """Note how many steps are done, and when the last is. False when it is not the account's latest export."""
    actions = [ExportItem.done.set(done)]
    if ready_at is not None:
        actions.append(ExportItem.ready_at.set(ready_at))
    same = ExportItem.export_id == export_id
    return _held(store.update(ExportItem, keys.person(account), keys.EXPORT, actions, condition=same))


def _held(step: store.Step) -> bool:
    try:
        store.transact([step])
    except store.ConditionFailed:
        return False
    return True
