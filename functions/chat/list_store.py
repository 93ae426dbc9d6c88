"""Writes of what each member has for themselves: the list of conversations, marks, choices, presence."""

from contextlib import suppress

import msgspec
from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.expressions.update import Action

from chat import keys
from chat.model import GRAIN_MS, Conversation, Folder, Mark, Member
from chat.store import Item, MarkItem, Overtaken, mark_keys
from kernel import clock
from kernel.ids import ConversationId, PersonId
from kit import store
from kit.store import Step


class RowItem(Item):
    conversation_id = UnicodeAttribute()
    folder = UnicodeAttribute(null=True)
    muted_until = NumberAttribute(null=True)
    moved_at = NumberAttribute()
    since = NumberAttribute(null=True)
    other = UnicodeAttribute(null=True)
    recent_pk = UnicodeAttribute(null=True)
    recent_sk = UnicodeAttribute(null=True)


class ChoicesItem(Item):
    choices = UnicodeAttribute()


class PresenceItem(Item):
    at = NumberAttribute()
    until = NumberAttribute()


def put_row(conversation: Conversation, member: Member, folder: Folder, now_ms: int) -> Step:
    """A step that puts a conversation into a member's list."""
    id_ = conversation.conversation_id
    return store.put(
        RowItem(
            keys.person(member.person),
            id_,
            conversation_id=id_,
            folder=folder,
            moved_at=now_ms,
            since=member.since or None,
            other=conversation.other(member.person),
            recent_pk=keys.recent(member.person, folder),
            recent_sk=keys.recent_key(now_ms, id_),
        )
    )


def file_row(conversation_id: ConversationId, person: PersonId, folder: Folder | None) -> Step:
    """A step that moves a conversation into another folder of somebody's list, or (None) out of it.

    The row stays: it leads to what they wrote there.
    """
    actions: list[Action]
    if folder is None:
        actions = [RowItem.recent_pk.remove(), RowItem.recent_sk.remove(), RowItem.folder.remove()]
    else:
        now = clock.milliseconds()
        actions = [
            RowItem.recent_pk.set(keys.recent(person, folder)),
            RowItem.recent_sk.set(keys.recent_key(now, conversation_id)),
            RowItem.folder.set(folder),
            RowItem.moved_at.set(now),
        ]
    return store.update(RowItem, keys.person(person), conversation_id, actions, condition=RowItem.moved_at.exists())


def forget_mark(conversation_id: ConversationId, person: PersonId) -> Step:
    return store.delete(MarkItem, *mark_keys(conversation_id, person))


def choose(
    conversation_id: ConversationId, person: PersonId, *, folder: Folder | None = None, muted_until: int | None = None
) -> None:
    """Write down somebody's choices for a conversation of theirs."""
    actions: list[Action] = []
    if folder is not None:
        actions += [RowItem.recent_pk.set(keys.recent(person, folder)), RowItem.folder.set(folder)]
    if muted_until is not None:
        actions.append(RowItem.muted_until.set(muted_until) if muted_until else RowItem.muted_until.remove())
    if actions:
        there = RowItem.recent_pk.exists()
        with suppress(store.ConditionFailed):
            store.write(store.update(RowItem, keys.person(person), conversation_id, actions, condition=there))


def move_row(conversation_id: ConversationId, person: PersonId, now_ms: int) -> None:
    """Move a conversation up in somebody's list, unless it was moved within the last minute."""
    actions = [RowItem.moved_at.set(now_ms), RowItem.recent_sk.set(keys.recent_key(now_ms, conversation_id))]
    old = RowItem.recent_pk.exists() & (RowItem.moved_at < now_ms - GRAIN_MS)
    with suppress(store.ConditionFailed):
        store.write(store.update(RowItem, keys.person(person), conversation_id, actions, condition=old))


def mark_read(conversation_id: ConversationId, person: PersonId, old: Mark, new: Mark) -> None:
    """Move a member's mark. Raises Overtaken when it is not as it was read."""
    same = MarkItem.read == old.read if old.read else MarkItem.read.does_not_exist() | (MarkItem.read == 0)
    same &= MarkItem.own == old.own if old.own else MarkItem.own.does_not_exist() | (MarkItem.own == 0)
    actions: list[Action] = [
        MarkItem.read.set(new.read),
        MarkItem.own.set(new.own),
        MarkItem.seen.set(new.seen),
        MarkItem.delivered.set(new.delivered),
    ]
    step = store.update(MarkItem, *mark_keys(conversation_id, person), actions, condition=same, refusal=Overtaken())
    store.write(step)


def mark_delivered(conversation_id: ConversationId, person: PersonId, seq: int) -> bool:
    """A device has got all up to there. False when that was known."""
    newer = MarkItem.delivered.does_not_exist() | (MarkItem.delivered < seq)
    actions = [MarkItem.delivered.set(seq)]
    try:
        store.write(store.update(MarkItem, *mark_keys(conversation_id, person), actions, condition=newer))
    except store.ConditionFailed:
        return False
    return True


def choose_for_all(person: PersonId, choices: msgspec.Struct) -> None:
    """Write down what a person has chosen for all of chat."""
    text = msgspec.json.encode(choices).decode()
    store.write(store.put(ChoicesItem(keys.chooser(person), keys.CARD, choices=text)))


def be_present(person: PersonId, at: int, until: int) -> None:
    """Write down when somebody was last there, and until when they count as being there (seconds)."""
    store.write(store.put(PresenceItem(keys.chooser(person), keys.PRESENCE, at=at, until=until)))
