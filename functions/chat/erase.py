"""Erasing a person from chat: what they wrote, their reactions, their places in groups, their lists and choices.

Their messages keep their places, empty and nobody's. A conversation of two stays the other's.
"""

from msgspec.structs import replace

from chat import keys, model, reads, store
from chat.model import Conversation, Message, Note
from chat.reads import Place
from kernel import clock
from kernel.ids import ConversationId, PersonId
from kit.batches import delete_all
from kit.settings import settings
from kit.steps import Part, Steps, Work
from kit.wire import Table

app = Steps("erase", "chat")

PAGE = 200
"""Messages of one call that are looked at."""

_table = Table(lambda: settings().table("chat"))


@app.of("messages")
def messages(work: Work) -> Part:
    """What they wrote and how they reacted, in all conversations in which they are or were."""
    conversation_id, last = _at(work)
    if conversation_id is None:
        return Part(0)
    found = reads.messages(conversation_id, last + 1, 10**15 - 1, limit=PAGE)
    erased = 0
    for each in found:
        erased += _erase(conversation_id, each, work.person)
    if len(found) == PAGE:
        return Part(erased, f"{conversation_id} {found[-1].seq}")
    return Part(erased, _after(work.person, conversation_id))


@app.of("places")
def places(work: Work) -> Part:
    """Their places in groups, and how far they had read anywhere."""
    ids, after = reads.all_rows(work.person, None, limit=10)
    for conversation_id in ids:
        place = reads.find_place(conversation_id)
        if place is not None:
            store.in_turn(conversation_id, place, lambda there: _go(there, work.person))
        delete_all(_table.name, [(keys.conversation(conversation_id), keys.mark(work.person))])
        delete_all(_table.name, [(keys.person(work.person), conversation_id)])
    return Part(len(ids), "more" if after else None)


@app.of("choices")
def choices(work: Work) -> Part:
    """What they chose for all of chat, when they were last there, what their devices called their messages."""
    removed = 0
    for partition in (keys.chooser(work.person), keys.sent(work.person)):
        page = _table.query(partition, limit=500, consistent=True, project=["pk", "sk"])
        delete_all(_table.name, [(item["pk"], item["sk"]) for item in page])
        removed += len(page)
        if page.last_key:
            return Part(removed, "more")
    return Part(removed)


def _at(work: Work) -> tuple[ConversationId | None, int]:
    """Which conversation it is the turn of, and after which message."""
    if work.after is None:
        ids, _ = reads.all_rows(work.person, None, limit=1)
        return (ids[0], 0) if ids else (None, 0)
    conversation_id, _, seq = work.after.partition(" ")
    return ConversationId(conversation_id), int(seq or 0)


def _after(person: PersonId, conversation_id: ConversationId) -> str | None:
    ids, _ = reads.all_rows(person, conversation_id, limit=1)
    return ids[0] if ids else None


def _erase(conversation_id: ConversationId, message: Message, person: PersonId) -> int:
    if message.sender == person:
        store.empty_message(conversation_id, message, "erased")
        return 1
    note = message.note
    if person in message.reactions or (note and person in note.people):
        reactions = {each: symbol for each, symbol in message.reactions.items() if each != person}
        kept = replace(note, people=[each for each in note.people if each != person]) if note else None
        store.forget_in_message(conversation_id, message.seq, reactions, kept)
        return 1
    return 0


def _go(place: Place, person: PersonId) -> None:
    """Out of a group without a word, with the picture they gave it; in one of two nobody takes their place."""
    old: Conversation = place.conversation
    theirs = old.picture_owner == person  # also of a group that they had left
    if old.kind == "direct" or not (theirs or person in old.members):
        return
    new = replace(old, members=model.without(old, person), version=old.version + 1)
    if theirs:
        new = replace(new, picture=None, picture_owner=None, picture_hash="")
    note: Note | None = None
    store.rewrite(place, new, person, clock.milliseconds(), note=note)
