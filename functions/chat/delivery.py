"""Straight to the open sockets of those concerned, with nothing in between.

What does not arrive is not tried again here: `MessageSent` is heard by the inbox, which tells devices how far a
conversation has come, and a device that lacks something asks for it.
"""

import time
from collections.abc import Collection, Iterable

from chat import reads
from chat.model import Conversation, Message, answer
from contracts.frames import ConversationMoved, NewMessage, ToDevice
from kernel.ids import PersonId
from kit import connections
from views import visible
from views.graph import digest_key, digest_of
from views.media import present
from views.profiles import decode, profile_key
from views.realtime import Connection, connections_key


def online_with_blocks(me: PersonId, people: Collection[PersonId]) -> tuple[list[Connection], set[PersonId]]:
    """The open sockets of people, and whom of them a block parts from `me`, either way. One request, seldom two.

    A hundred people are one request; more are asked for at the same time.
    """
    found = reads.many([digest_key(me), *map(connections_key, people)])
    walls = visible.parted(me, people, digest_of(found.get(digest_key(me))))
    return reads.online([each for each in people if each not in walls], found), walls


def standing_of(sender: PersonId, people: Collection[PersonId]) -> tuple[bool, set[PersonId]]:
    """Whether somebody can be met at all, and whom of these a block parts from them. One request, seldom two."""
    found = reads.many([digest_key(sender), profile_key(sender)])
    card = found.get(profile_key(sender))
    there = card is not None and decode(card).state == "active"
    return there, visible.parted(sender, people, digest_of(found.get(digest_key(sender))))


def tell_message(conversation: Conversation, message: Message, to: Iterable[Connection]) -> None:
    """Tell devices of a message, the sender's own ones with the id that one of them gave it."""
    connections.try_post(frames_of(conversation, message, to))


def frames_of(conversation: Conversation, message: Message, to: Iterable[Connection]) -> dict[str, ToDevice]:
    """What each device is told of a message."""
    now = time.time()
    own, others = (
        NewMessage(
            conversation_id=conversation.conversation_id,
            message=answer(message, reader, now, present=present),
        )
        for reader in (message.sender, None)
    )
    return {each.connection_id: own if each.person == message.sender else others for each in to}


def tell(frame: ToDevice, to: Iterable[Connection], *, but: str | None = None) -> None:
    """Tell devices something, `but` the one that said it."""
    connections.try_post({each.connection_id: frame for each in to if each.connection_id != but})


def tell_people(frame: ToDevice, me: PersonId, people: Collection[PersonId], *, but: str | None = None) -> None:
    """Tell the devices of people whom no block parts from `me`."""
    to, _ = online_with_blocks(me, people)
    tell(frame, to, but=but)


def moved(place: reads.Place) -> ConversationMoved:
    """That a conversation is otherwise than before."""
    return ConversationMoved(
        conversation_id=place.conversation.conversation_id, seq=place.head.seq, rev=place.head.rev, settings=True
    )
