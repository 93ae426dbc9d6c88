"""Writes of drafts. Each is one transaction: the draft, their number, and the row that has it published in time."""

import msgspec
from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute

from kernel import clock
from kernel.errors import Conflict
from kernel.packing import pack
from kit import store
from posts import keys
from posts.post_reads import Draft
from posts.store import Item, held, remembered

MAX_DRAFTS = 100


class DraftItem(Item):
    content = BinaryAttribute(legacy_encoding=False)
    changed_at = UnicodeAttribute()
    state = UnicodeAttribute()
    publish_at = UnicodeAttribute(null=True)
    problem = UnicodeAttribute(null=True)
    version = NumberAttribute()


class Number(Item):
    drafts = NumberAttribute()


class Due(Item):
    pass


class DraftChanged(Exception):
    """The draft is not as it was read any more; nothing was written."""


def add(draft: Draft, *, key: str | None = None, digest: str = "") -> None:
    """Keep a new draft. Raises RequestRepeated when `key` was used before, and Conflict above 100 drafts."""
    full = Conflict(f"You have {MAX_DRAFTS} drafts. Delete one first.", code="drafts-full")
    room = Number.drafts.does_not_exist() | (Number.drafts < MAX_DRAFTS)
    one_more = [Number.drafts.add(1)]
    steps = [
        *remembered(draft.owner, "draft", key, digest, draft.id),
        store.put(_item(draft), unless_exists=True),
        store.update(Number, keys.drafts(draft.owner), keys.COUNTS, one_more, condition=room, refusal=full),
    ]
    held(steps)  # an id that is there already is an earlier attempt of this very call whose answer was lost


def replace(old: Draft, new: Draft) -> bool:
    """Put `new` in the place of `old`. False, and nothing written, when `old` is not how it is now."""
    steps = [store.put(_item(new), condition=DraftItem.version == old.version)]
    if old.due != new.due:
        steps += [store.delete(Due, *old.due)] if old.due else []
        steps += [store.put(Due(*new.due))] if new.due else []
    return held(steps)


def gone(draft: Draft) -> list[store.Step]:
    """The steps that take a draft away. Their refusal is DraftChanged."""
    pk, unchanged = keys.drafts(draft.owner), DraftItem.version == draft.version
    return [
        store.delete(DraftItem, pk, draft.id, condition=unchanged, refusal=DraftChanged()),
        store.update(Number, pk, keys.COUNTS, [Number.drafts.add(-1)]),
        *([store.delete(Due, *draft.due)] if draft.due else []),
    ]


def remove(draft: Draft) -> bool:
    """Delete a draft. False, and nothing written, when it changed meanwhile."""
    try:
        return held(gone(draft))
    except DraftChanged:
        return False


def _item(draft: Draft) -> DraftItem:
    return DraftItem(
        keys.drafts(draft.owner),
        draft.id,
        content=pack(msgspec.json.encode(draft.content).decode()),
        changed_at=clock.stamp(draft.changed_at),
        state=draft.state,
        publish_at=clock.stamp(draft.publish_at) if draft.publish_at else None,
        problem=draft.problem,
        version=draft.version,
    )
