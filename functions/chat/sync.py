"""What a device missed: exactly the messages after the last one it has, and the older ones that changed meanwhile."""

import msgspec

from chat import reads, showing, speaking
from chat.model import Message
from chat.reads import Place
from contracts.frames import Missed, SyncSince
from contracts.messages import MessageAnswer, Seq
from kernel.ids import ConversationId, PersonId
from kernel.shapes import Answer
from kit.sockets import Socket

app = Socket("sync")

PAGE = 50
BYTES = 100_000
"""Of one answer: a message of the gateway may have 128 KB."""


class MissedAnswer(Answer, frozen=True):
    """The messages after the given `seq`, in order, and older ones that changed after `rev`, as they are now.

    Who asked has all up to `seq` and `rev` now. `more`: ask again with these two.
    """

    messages: list[MessageAnswer]
    changed: list[MessageAnswer]
    seq: int
    rev: int
    more: bool


@app.on_frame(SyncSince)
def sync_frame(connection_id: str, frame: SyncSince) -> Missed:
    """Ask for what a device missed."""
    me, place = speaking.place(connection_id, frame.conversation_id, "signal")
    found = _missed(me, place, frame.seq, frame.rev)
    return Missed(
        client_id=frame.client_id,
        conversation_id=frame.conversation_id,
        messages=found.messages,
        changed=found.changed,
        seq=found.seq,
        rev=found.rev,
        more=found.more,
    )


@app.get("/v1/conversations/{conversation_id}/sync", limit="read")
def sync_since(me: PersonId, conversation_id: ConversationId, seq: Seq, rev: Seq = 0) -> MissedAnswer:
    """What a device missed that has a conversation up to these two numbers, in pages of 50 and 100 KB."""
    return _missed(me, reads.place(conversation_id), seq, rev)


def _missed(me: PersonId, place: Place, seq: int, rev: int) -> MissedAnswer:
    """Changes of messages that come as new ones are left out: these come as they are now.

    The head was read before the messages and changes, so none of what it counts is missing.
    """
    conversation_id, head = place.conversation.conversation_id, place.head
    since = showing.readable(me, place)
    first = max(seq, since) + 1
    found = reads.messages(conversation_id, first, head.seq, limit=PAGE)
    log = [each for each in reads.changes(conversation_id, rev, limit=PAGE) if each[0] <= head.rev]
    older = sorted({number for _, number in log if since < number < first})
    changed = _messages(conversation_id, older)
    answers, _ = showing.messages([*found, *changed], me)
    new, old = answers[: len(found)], {each.seq: each for each in answers[len(found) :]}
    told, seen, room = _changed(log, old, rev)
    new = new[: max(_fitting(new, room), 0 if told else 1)]
    at = new[-1].seq if new else max(seq, since)
    return MissedAnswer(messages=new, changed=told, seq=at, rev=seen, more=at < head.seq or seen < head.rev)


def _changed(
    log: list[tuple[int, int]], old: dict[int, MessageAnswer], rev: int
) -> tuple[list[MessageAnswer], int, int]:
    """The changed messages that fit into an answer, each once, up to which change they tell, and the room left over."""
    told: dict[int, MessageAnswer] = {}
    room = BYTES
    for number, seq in log:
        if seq in old and seq not in told:
            size = len(msgspec.json.encode(old[seq])) + 1
            if told and size > room:
                break
            told[seq] = old[seq]
            room -= size
        rev = number
    return sorted(told.values(), key=lambda each: each.seq), rev, room


def _messages(conversation_id: ConversationId, numbers: list[int]) -> list[Message]:
    keys = [reads.message_key(conversation_id, number) for number in numbers]
    found = reads.many(keys)
    return [reads.message_of(found[key]) for key in keys if key in found]


def _fitting(answers: list[MessageAnswer], room: int) -> int:
    """How many of these fit into so many bytes."""
    for place, each in enumerate(answers):
        room -= len(msgspec.json.encode(each)) + 1
        if room < 0:
            return place
    return len(answers)
