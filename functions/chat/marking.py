"""How far somebody is in a conversation, and who is told."""

from chat import delivery, list_store, reads, store
from chat.model import TOLD_MEMBERS, Conversation, Mark
from chat.reads import Place
from contracts.frames import SomebodyRead, SomebodyReceived
from kernel.errors import Away, Invalid
from kernel.ids import PersonId

TRIES = 6


def read(me: PersonId, place: Place, seq: int, *, by: str | None = None) -> None:
    """Everything up to `seq` was read; nothing changes when that was so already. Others are told if one wants them to.

    Only people who accepted the conversation are seen to read. One's other devices are told in any case.
    """
    _known(place, seq)
    conversation = place.conversation
    member = conversation.member(me)
    tells = member.standing == "in" and reads.choices(me).receipts
    conversation_id = conversation.conversation_id
    for _ in range(TRIES):
        mark = reads.mark(conversation_id, me)
        seen = max(mark.seen, seq) if tells else mark.seen
        if seq <= mark.read and seen == mark.seen:
            return
        new = Mark(
            read=max(mark.read, seq),
            own=reads.own_after(conversation_id, me, max(mark.read, seq)) if mark.own else 0,
            delivered=max(mark.delivered, seq),
            seen=seen,
        )
        try:
            list_store.mark_read(conversation_id, me, mark, new)
        except store.Overtaken:
            continue
        frame = SomebodyRead(conversation_id=conversation_id, person=me, seq=new.read)
        delivery.tell_people(frame, me, _told(conversation, me, tells=new.seen > mark.seen), but=by)
        return
    raise Away("Too much is said at once.", retry_after=1)


def delivered(me: PersonId, place: Place, seq: int, *, by: str | None = None) -> None:
    """A device has got everything up to `seq`. In a conversation of two the other one is told."""
    _known(place, seq)
    conversation = place.conversation
    member = conversation.member(me)
    if list_store.mark_delivered(conversation.conversation_id, me, seq) and conversation.kind == "direct":
        frame = SomebodyReceived(conversation_id=conversation.conversation_id, person=me, seq=seq)
        told = _told(conversation, me, tells=member.standing == "in")
        delivery.tell_people(frame, me, [each for each in told if each != me], but=by)


def _told(conversation: Conversation, me: PersonId, *, tells: bool) -> list[PersonId]:
    people = conversation.listening
    return people if tells and len(people) <= TOLD_MEMBERS else [me]


def _known(place: Place, seq: int) -> None:
    if seq > place.head.seq:
        raise Invalid.field("/seq", "There is no such message yet.")
