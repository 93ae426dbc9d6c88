"""Chat's writes. What takes a place in a conversation's order moves its head in the same transaction.

The head is the only contended item: whoever read it first wins, the others read again (`in_turn`).
"""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, TypeVar

import msgspec
from pynamodb.attributes import Attribute, BinaryAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.update import Action

from chat import keys, reads
from chat.model import (
    REMEMBERED_SECONDS,
    Conversation,
    Head,
    Message,
    Note,
)
from chat.reads import Place
from contracts.chat import ConversationPictured, MessageRemoved, MessageSent, MessageWaits
from contracts.messages import Removal
from kernel.errors import Away
from kernel.ids import ConversationId, FactId, PersonId, derived, new_id
from kernel.packing import pack
from kit import store
from kit.store import Step

T = TypeVar("T")

TRIES = 14


class Item(store.Item):
    context = "chat"


class CardItem(Item):
    kind = UnicodeAttribute()
    members = BinaryAttribute(legacy_encoding=False)
    version = NumberAttribute()
    made_at = NumberAttribute()
    name = UnicodeAttribute(null=True)
    picture = UnicodeAttribute(null=True)
    picture_owner = UnicodeAttribute(null=True)
    picture_color = UnicodeAttribute(null=True)
    picture_hash = UnicodeAttribute(null=True)
    timer = NumberAttribute(null=True)


class HeadItem(Item):
    seq = NumberAttribute()
    rev = NumberAttribute()
    version = NumberAttribute()


class MarkItem(Item):
    read = NumberAttribute(null=True)
    own = NumberAttribute(null=True)
    delivered = NumberAttribute(null=True)
    seen = NumberAttribute(null=True)


class MessageItem(Item):
    seq = NumberAttribute()
    sender = UnicodeAttribute()
    sent_at = NumberAttribute()
    text = UnicodeAttribute(null=True)
    photos = BinaryAttribute(legacy_encoding=False, null=True)
    post_id = UnicodeAttribute(null=True)
    reply_to = NumberAttribute(null=True)
    client_id = UnicodeAttribute(null=True)
    reactions = UnicodeAttribute(null=True)
    edited_at = NumberAttribute(null=True)
    vanishes_at = NumberAttribute(null=True)
    removed = UnicodeAttribute(null=True)
    note = UnicodeAttribute(null=True)
    due_pk = UnicodeAttribute(null=True)
    due_sk = UnicodeAttribute(null=True)


class ChangeItem(Item):
    seq = NumberAttribute()


class SentItem(Item):
    conversation_id = UnicodeAttribute()
    seq = NumberAttribute()


class Overtaken(Exception):
    """Somebody else moved the conversation first; nothing was written."""


class SentBefore(Exception):
    """This client id was used before; nothing was written."""


def in_turn(conversation_id: ConversationId, first: Place, write: Callable[[Place], T]) -> T:
    """`write` with the conversation as it is now, again while others are faster. Away when they always are."""
    for attempt in store.turns(TRIES):
        try:
            return write(reads.place(conversation_id) if attempt else first)
        except Overtaken:
            continue
    raise Away("Too much is said at once.", retry_after=1)


def add_direct(conversation: Conversation, rows: Sequence[Step]) -> None:
    """Begin a conversation of two, without a message. Nothing changes when somebody has begun it already."""
    steps = [
        store.put(_card(conversation), unless_exists=True),
        store.put(_head(conversation, Head()), unless_exists=True),
    ]
    steps += rows
    with suppress(store.ConditionFailed):
        store.transact(steps)


def add_group(conversation: Conversation, by: PersonId, rows: Sequence[Step], note: Note, key: str | None) -> None:
    """Make a group, with the note that it was made. Raises SentBefore when `key` made one already."""
    message = Message(1, by, conversation.made_at, note=note)
    steps = [_remember(by, ConversationId("made"), key, conversation.conversation_id, 0)] if key else []
    steps += [
        store.put(_card(conversation), unless_exists=True),
        store.put(_head(conversation, Head(seq=1)), unless_exists=True),
        _put_message(conversation.conversation_id, message),
        store.put(MarkItem(*mark_keys(conversation.conversation_id, by), read=1, own=0, seen=1, delivered=1)),
    ]
    steps += rows
    if conversation.picture:
        steps.append(_pictured(None, conversation, by))
    store.transact(steps)


def add_message(place: Place, message: Message) -> None:
    """Put a message at the end. One transaction of head, message, its client id and its sender's mark.

    Raises Overtaken, and SentBefore when the sender used this client id here before.
    """
    conversation_id = place.conversation.conversation_id
    store.transact(
        [
            _remember(message.sender, conversation_id, message.client_id, conversation_id, message.seq),
            _advance(place, seq=message.seq),
            _put_message(conversation_id, message),
            store.update(MarkItem, *mark_keys(conversation_id, message.sender), [MarkItem.own.add(1)]),
        ]
    )


def change_message(
    place: Place, seq: int, actions: Sequence[Action], *, unchanged: Message, say: MessageRemoved | None = None
) -> int:
    """Change a message that stands, as it was read, and write that into the log. Returns the number of the change.

    Raises Overtaken, also when the message is not `unchanged` any more.
    """
    conversation_id = place.conversation.conversation_id
    pk, rev = keys.conversation(conversation_id), place.head.rev + 1
    as_read = MessageItem.removed.does_not_exist()
    as_read &= (
        MessageItem.edited_at == unchanged.edited_at if unchanged.edited_at else MessageItem.edited_at.does_not_exist()
    )
    given = reactions_text(unchanged.reactions)
    as_read &= MessageItem.reactions == given if given else MessageItem.reactions.does_not_exist()
    steps = [
        store.update(MessageItem, pk, keys.message(seq), actions, condition=as_read, refusal=Overtaken()),
        _advance(place, rev=rev),
        store.put(ChangeItem(pk, keys.change(rev), seq=seq)),
    ]
    if say is not None:
        steps.append(store.outbox(Item, say, actor=unchanged.sender))
    store.transact(steps)
    return rev


def edited(text: str, now_ms: int) -> list[Action]:
    return [MessageItem.text.set(text), MessageItem.edited_at.set(now_ms)]


def reacted(given: Mapping[PersonId, str]) -> list[Action]:
    text = reactions_text(given)
    return [MessageItem.reactions.set(text) if text else MessageItem.reactions.remove()]


def emptied(why: Removal) -> list[Action]:
    """Nothing stays of a message but its place, its time, and who sent it (unless they were erased)."""
    told: list[Attribute[Any]] = [
        MessageItem.text,
        MessageItem.photos,
        MessageItem.post_id,
        MessageItem.reply_to,
        MessageItem.reactions,
        MessageItem.client_id,
        MessageItem.edited_at,
        MessageItem.due_pk,
        MessageItem.due_sk,
        Item.fact,
    ]
    actions: list[Action] = [each.remove() for each in told]
    if why == "erased":
        actions += [MessageItem.sender.set(""), MessageItem.note.remove()]
    return [MessageItem.removed.set(why), *actions]


def empty_message(conversation_id: ConversationId, message: Message, why: Removal) -> None:
    """Take what stands in a message away by the clock or for an erased sender, without a line in the log of changes.

    Devices know the timer themselves, and an erased sender's name is gone everywhere. Again it changes nothing.
    """
    pk, sk = keys.conversation(conversation_id), keys.message(message.seq)
    stands = MessageItem.seq.exists() & (MessageItem.removed.does_not_exist() | (MessageItem.removed != why))
    steps = [store.update(MessageItem, pk, sk, emptied(why), condition=stands)]
    if message.removed is None:
        steps.append(store.outbox(Item, removal(conversation_id, message), actor=None))
    with suppress(store.ConditionFailed):
        store.transact(steps)


def forget_in_message(
    conversation_id: ConversationId, seq: int, reactions: Mapping[PersonId, str], note: Note | None
) -> None:
    """Write reactions and note of a message anew, without those who were erased and without a line in the log."""
    actions = reacted(reactions)
    if note is not None:
        actions.append(MessageItem.note.set(msgspec.json.encode(note).decode()))
    there = MessageItem.seq.exists() & MessageItem.removed.does_not_exist()
    with suppress(store.ConditionFailed):
        pk = keys.conversation(conversation_id)
        store.write(store.update(MessageItem, pk, keys.message(seq), actions, condition=there))


def removal(conversation_id: ConversationId, message: Message) -> MessageRemoved:
    return MessageRemoved(
        conversation_id=conversation_id,
        seq=message.seq,
        sender=message.sender,
        media=[photo.media_id for photo in message.photos],
    )


def rewrite(
    place: Place, new: Conversation, by: PersonId, now_ms: int, *, note: Note | None, rows: Sequence[Step] = ()
) -> Message | None:
    """Change a conversation's card, with a note at its end if there is one. One transaction. Raises Overtaken."""
    old, head = place.conversation, place.head
    conversation_id = old.conversation_id
    message = Message(head.seq + 1, by, now_ms, note=note) if note else None
    steps: list[Step] = [
        store.put(_card(new), condition=CardItem.version == old.version, refusal=Overtaken()),
        _advance(place, seq=message.seq if message else None, version=new.version),
        *rows,
    ]
    if message is not None:
        steps.append(_put_message(conversation_id, message))
        if by in new.members:
            steps.append(store.update(MarkItem, *mark_keys(conversation_id, by), [MarkItem.own.add(1)]))
    if new.picture != old.picture:
        steps.append(_pictured(old, new, by))
    store.transact(steps)
    return message


def say_waiting(fact: MessageWaits, *, cause: FactId, part: int) -> None:
    """Say once, however often its cause is heard, that a message waits for these people."""
    sealed = store.sealed(fact, actor=fact.sender, id_=derived(cause, f"waits {part}"))
    item = Item(f"WAITS#{fact.conversation_id}", f"{cause}#{part}", fact=sealed, expires_at=_in(7 * 24 * 3600))
    with suppress(store.ConditionFailed):
        store.write(store.put(item, unless_exists=True))


def reactions_text(given: Mapping[PersonId, str]) -> str:
    return msgspec.json.encode(dict(sorted(given.items()))).decode() if given else ""


def _advance(place: Place, *, seq: int | None = None, rev: int | None = None, version: int | None = None) -> Step:
    """The step that moves a conversation's head on from where it was read."""
    head = place.head
    actions: list[Action] = []
    as_read = HeadItem.version == head.version
    if seq is not None:
        actions.append(HeadItem.seq.set(seq))
        as_read &= HeadItem.seq == head.seq
    if rev is not None:
        actions.append(HeadItem.rev.set(rev))
        as_read &= HeadItem.rev == head.rev
    if version is not None:
        actions.append(HeadItem.version.set(version))
    pk = keys.conversation(place.conversation.conversation_id)
    return store.update(HeadItem, pk, keys.HEAD, actions, condition=as_read, refusal=Overtaken())


def _put_message(conversation_id: ConversationId, message: Message) -> Step:
    fact = MessageSent(
        conversation_id=conversation_id,
        seq=message.seq,
        sender=message.sender,
        sent_at=message.sent_at,
        media=[photo.media_id for photo in message.photos],
    )
    vanishes = message.vanishes_at
    return store.put(
        MessageItem(
            keys.conversation(conversation_id),
            keys.message(message.seq),
            seq=message.seq,
            sender=message.sender,
            sent_at=message.sent_at,
            text=message.text or None,
            photos=pack(msgspec.json.encode(message.photos).decode()) if message.photos else None,
            post_id=message.post_id,
            reply_to=message.reply_to,
            client_id=message.client_id or None,
            note=msgspec.json.encode(message.note).decode() if message.note else None,
            vanishes_at=vanishes or None,
            due_pk=keys.due(vanishes // 3600, keys.shard_of(conversation_id)) if vanishes else None,
            due_sk=keys.due_key(vanishes, conversation_id, message.seq) if vanishes else None,
            fact=store.sealed(fact, actor=message.sender, id_=new_id(message.sent_at)),
        ),
        unless_exists=True,
    )


def _remember(
    person: PersonId, scope: ConversationId, client_id: str, conversation_id: ConversationId, seq: int
) -> Step:
    """The step that keeps a client id with what it made."""
    item = SentItem(
        keys.sent(person),
        keys.sent_key(scope, client_id),
        conversation_id=conversation_id,
        seq=seq,
        expires_at=_in(REMEMBERED_SECONDS),
    )
    return Step("put", SentItem, item=item, condition=SentItem.pk.does_not_exist(), refusal=SentBefore())


def _pictured(old: Conversation | None, new: Conversation, by: PersonId) -> Step:
    fact = ConversationPictured(
        conversation_id=new.conversation_id,
        owner=new.picture_owner or by,
        picture=new.picture,
        replaced=old.picture if old else None,
        replaced_owner=old.picture_owner if old else None,
    )
    return store.outbox(Item, fact, actor=by)


def _card(conversation: Conversation) -> CardItem:
    return CardItem(
        keys.conversation(conversation.conversation_id),
        keys.CARD,
        kind=conversation.kind,
        members=pack(msgspec.json.encode(list(conversation.members.values())).decode()),
        version=conversation.version,
        made_at=conversation.made_at,
        name=conversation.name or None,
        picture=conversation.picture,
        picture_owner=conversation.picture_owner,
        picture_color=conversation.picture_color if conversation.picture else None,
        picture_hash=conversation.picture_hash or None,
        timer=conversation.timer or None,
    )


def _head(conversation: Conversation, head: Head) -> HeadItem:
    pk = keys.conversation(conversation.conversation_id)
    return HeadItem(pk, keys.HEAD, seq=head.seq, rev=head.rev, version=conversation.version)


def mark_keys(conversation_id: ConversationId, person: PersonId) -> tuple[str, str]:
    return keys.conversation(conversation_id), keys.mark(person)


def _in(seconds: int) -> int:
    return int(time.time()) + seconds
