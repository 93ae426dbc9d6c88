"""Small signs: somebody writes, has read, has got, is there. Over a socket or over HTTP; the first is never stored."""

import time
from functools import cache

from chat import delivery, list_store, marking, reads, speaking
from chat.model import Conversation, moment
from chat.reads import Place
from contracts.frames import MarkDelivered, MarkRead, PresenceChanged, SetPresence, SomebodyTypes, Typing
from contracts.messages import Seq
from kernel.ids import ConversationId, PersonId
from kernel.shapes import Body
from kit import limits
from kit.cache import Cache
from kit.limits import Bucket
from kit.settings import settings
from kit.sockets import Socket

app = Socket("signals")

TYPING_SECONDS = 3.0
PRESENT_SECONDS = 6 * 60
"""Who says every 5 minutes that they are there counts as being there so long."""
PARTNERS = 20
"""So many of those whom one talked with last are told that one is there."""


class UpTo(Body, frozen=True):
    """The newest message that it is true of."""

    seq: Seq


class Here(Body, frozen=True):
    """Whether somebody sits in front of the device."""

    active: bool


@app.on_frame(Typing)
def type_frame(connection_id: str, frame: Typing) -> None:
    """Say that one is writing."""
    me, place = speaking.place(connection_id, frame.conversation_id, "signal")
    _type(me, place)


@app.post("/v1/conversations/{conversation_id}/typing", status=204, limit="signal")
def type_message(me: PersonId, conversation_id: ConversationId) -> None:
    """Say that one is writing. More often than every 3 seconds is ignored; nothing is stored."""
    _type(me, reads.place(conversation_id))


@app.on_frame(MarkRead)
def read_frame(connection_id: str, frame: MarkRead) -> None:
    """Say how far one has read."""
    me, place = speaking.place(connection_id, frame.conversation_id, "signal")
    marking.read(me, place, frame.seq, by=connection_id)


@app.put("/v1/conversations/{conversation_id}/read", status=204, limit="signal")
def mark_conversation_read(me: PersonId, conversation_id: ConversationId, body: UpTo) -> None:
    """Say how far one has read; saying so of an older message changes nothing."""
    marking.read(me, reads.place(conversation_id), body.seq)


@app.on_frame(MarkDelivered)
def deliver_frame(connection_id: str, frame: MarkDelivered) -> None:
    """Say how much this device has got."""
    me, place = speaking.place(connection_id, frame.conversation_id, "signal")
    marking.delivered(me, place, frame.seq, by=connection_id)


@app.put("/v1/conversations/{conversation_id}/delivered", status=204, limit="signal")
def mark_conversation_delivered(me: PersonId, conversation_id: ConversationId, body: UpTo) -> None:
    """Say how much a device has got; saying so of an older message changes nothing."""
    marking.delivered(me, reads.place(conversation_id), body.seq)


@app.on_frame(SetPresence)
def presence_frame(connection_id: str, frame: SetPresence) -> None:
    """Say that somebody is there, or is no more."""
    _be_present(speaking.person(connection_id, "signal"), active=frame.state == "active")


@app.put("/v1/me/presence", status=204, limit="signal")
def set_presence(me: PersonId, body: Here) -> None:
    """Say that somebody sits in front of the device (say it again every 5 minutes), or does no more."""
    _be_present(me, active=body.active)


def _type(me: PersonId, place: Place) -> None:
    conversation = place.conversation
    if conversation.member(me).standing != "in" or not _may_type(conversation, me):
        return
    frame = SomebodyTypes(conversation_id=conversation.conversation_id, person=me)
    others = [each for each in conversation.listening if each != me]
    there = [each for each in others if conversation.members[each].standing == "in"]
    delivery.tell_people(frame, me, there)


def _may_type(conversation: Conversation, me: PersonId) -> bool:
    """Whether the last sign was long enough ago: known to all environments with Redis, else to this one."""
    name = f"typing:{conversation.conversation_id}:{me}"
    count = _cache().incr_window(name, TYPING_SECONDS)
    if count is None:
        return not _here().take([(name, Bucket(1, 1 / TYPING_SECONDS))])
    return count == 1


def _be_present(me: PersonId, *, active: bool) -> None:
    now = int(time.time())
    if not reads.choices(me).presence:
        return
    list_store.be_present(me, now, now + PRESENT_SECONDS if active else now)
    rows, _ = reads.rows(me, "inbox", limit=PARTNERS)
    pinned, _ = reads.rows(me, "pinned", limit=PARTNERS)
    partners = [each.other for each in (*pinned, *rows) if each.other]
    if partners:
        allowed = reads.letting_see(partners)
        frame = PresenceChanged(person=me, active=active, last_seen=moment(now * 1000))
        delivery.tell_people(frame, me, allowed)


@cache
def _here() -> limits.InProcess:
    return limits.InProcess()


@cache
def _cache() -> Cache:
    return Cache.from_url(settings().redis_url)
