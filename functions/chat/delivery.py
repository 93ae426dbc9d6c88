"""Straight to the open sockets of those concerned, with nothing in between.

What does not arrive is not tried again here: `MessageSent` is heard by the inbox, which tells devices how far a
conversation has come, and a device that lacks something asks for it.
"""

import time
from collections.abc import Collection, Iterable, Mapping

from msgspec.structs import replace

from chat import reads
from chat.model import Conversation, Message, answer
from contracts.frames import ConversationMoved, MessageChanged, NewMessage, ToDevice
from kernel.ids import ConversationId, PersonId
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


def walls_around(message: Message, people: Collection[PersonId]) -> tuple[bool, dict[PersonId, set[PersonId]]]:
    """Whether a message's sender can be met at all; whom of these a block parts from them and from who reacted.

    One request; more for those who are blocked by very many.
    """
    sender, concerned = message.sender, {message.sender, *message.reactions}
    found = reads.many([profile_key(sender), *map(digest_key, concerned)])
    card = found.get(profile_key(sender))
    there = card is not None and decode(card).state == "active"
    return there, {each: visible.parted(each, people, digest_of(found.get(digest_key(each)))) for each in concerned}


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


def tell_change(
    conversation_id: ConversationId,
    rev: int,
    message: Message,
    around: Mapping[PersonId, Collection[PersonId]],
    to: Iterable[Connection],
) -> None:
    """Tell devices how a message is now. `around`: its sender and who reacted, with whom a block parts from each.

    Who is parted from the sender hears nothing, and nobody hears of a reaction of somebody from whom they are parted.
    A reaction that came in meanwhile is left out: it has a change of its own, which is told after this one.
    """
    late = message.reactions.keys() - around.keys()
    frames: dict[frozenset[PersonId], MessageChanged] = {}
    told: dict[str, ToDevice] = {}
    now = time.time()
    for each in to:
        if each.person in around.get(message.sender, ()):
            continue
        parted = frozenset(late | {person for person, those in around.items() if each.person in those})
        if parted not in frames:
            shown = answer(message, None, now, present=present, parted=parted)
            frames[parted] = MessageChanged(conversation_id=conversation_id, rev=rev, message=shown)
        told[each.connection_id] = frames[parted]
    connections.try_post(told)


def tell(frame: ToDevice, to: Iterable[Connection], *, but: str | None = None) -> None:
    """Tell devices something, `but` the one that said it."""
    connections.try_post({each.connection_id: frame for each in to if each.connection_id != but})


def tell_people(frame: ToDevice, me: PersonId, people: Collection[PersonId], *, but: str | None = None) -> None:
    """Tell the devices of people whom no block parts from `me`."""
    to, _ = online_with_blocks(me, people)
    tell(frame, to, but=but)


def reached(place: reads.Place) -> ConversationMoved:
    """How far a conversation has come: whose device lacks something asks for it."""
    head = place.head
    return ConversationMoved(conversation_id=place.conversation.conversation_id, seq=head.seq, rev=head.rev)


def moved(place: reads.Place) -> ConversationMoved:
    """That a conversation is otherwise than before."""
    return replace(reached(place), settings=True)
