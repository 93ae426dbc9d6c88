"""After a message was stored: lists move, devices that lack it are told, and people are told that it waits.

All of this may be repeated, and comes after those who are online have had the message already.
"""

import time
from collections.abc import Sequence

from chat import delivery, list_store, model, reads, store
from chat.model import Mark, Row
from contracts import Envelope
from contracts.chat import MessageSent, MessageWaits
from kernel.ids import FactId, PersonId
from kit import telemetry
from kit.consumers import Inbox
from kit.wire import Key
from views import visible
from views.graph import digest_key, digest_of
from views.realtime import connections_key

app = Inbox("inbox", queue="chat-inbox")

PART = 100
"""People that one fact names at most."""

OPENING_SECONDS = 15
"""A socket that opened so long before a message was stored may have come too late to be among those that were told."""


@app.on(MessageSent)
def on_message_sent(envelope: Envelope[MessageSent]) -> None:
    """Move the conversation up in its members' lists, and tell those who have neither read nor got the message.

    A socket that opened at about that time is told in any case: perhaps another device of its owner got it.
    Nobody is told whom a block parts from its sender, or who muted the conversation.
    """
    fact = envelope.fact
    conversation_id, sender = fact.conversation_id, fact.sender
    place = reads.find_place(conversation_id)
    if place is None:
        return
    people = place.conversation.listening
    rows = {each: reads.row_key(each, conversation_id) for each in people}
    wanted: list[Key] = [digest_key(sender), *rows.values(), *map(connections_key, people)]
    found = reads.many(wanted)
    walls = visible.parted(sender, people, digest_of(found.get(digest_key(sender))))
    marks = reads.marks(conversation_id)
    for each in people:
        item = found.get(rows[each])
        if item and fact.sent_at - int(item["moved_at"]) > model.GRAIN_MS:
            list_store.move_row(conversation_id, each, fact.sent_at)
    hearing = [each for each in people if each not in walls]
    lacking = [each for each in hearing if max(_mark(marks, each).read, _mark(marks, each).delivered) < fact.seq]
    opening = fact.sent_at // 1000 - OPENING_SECONDS
    online = reads.online(hearing, found)
    delivery.tell(delivery.reached(place), [each for each in online if each.person in lacking or each.since > opening])
    choices = {each: reads.row_of(found[key]) for each, key in rows.items() if key in found}
    _say_waiting(envelope.id, fact, place, [each for each in hearing if each != sender], choices, marks)
    telemetry.logger().info("moved", extra={"people": len(people), "lacking": len(lacking)})


def _say_waiting(
    cause: FactId,
    fact: MessageSent,
    place: reads.Place,
    people: Sequence[PersonId],
    rows: dict[PersonId, Row],
    marks: dict[PersonId, Mark],
) -> None:
    now = time.time()
    members = place.conversation.members
    waiting = [
        each
        for each in people
        if each in rows
        and not rows[each].muted(now)
        and fact.seq > members[each].since
        and model.first_unread(fact.seq, _mark(marks, each), members[each].since)
    ]
    for asked in (False, True):
        those = [each for each in waiting if (members[each].standing == "asked") is asked]
        for at in range(0, len(those), PART):
            waits = MessageWaits(
                conversation_id=fact.conversation_id,
                seq=fact.seq,
                sender=fact.sender,
                people=those[at : at + PART],
                asked=asked,
            )
            store.say_waiting(waits, cause=cause, part=at + asked)


def _mark(marks: dict[PersonId, Mark], person: PersonId) -> Mark:
    return marks.get(person) or Mark()
