"""Planted faults of a conversation: what its one order and its counts would be without the care that is taken."""

import time
from collections.abc import Callable

import pytest
from chat import keys, reads
from chat import store as chat_store
from chat.model import Message
from chat.reads import Place
from chat.store import HeadItem, MarkItem, SentBefore

from kit import store
from kit.store import Step


def without_turn(patch: pytest.MonkeyPatch) -> None:
    """The head is moved and the message put whatever somebody else did meanwhile."""

    def advance(place: Place, *, seq: int | None = None, rev: int | None = None, version: int | None = None) -> Step:
        wanted = ((HeadItem.seq, seq), (HeadItem.rev, rev), (HeadItem.version, version))
        actions = [each.set(value) for each, value in wanted if value is not None]
        return store.update(HeadItem, keys.conversation(place.conversation.conversation_id), keys.HEAD, actions)

    def add_message(place: Place, message: Message) -> None:
        put = chat_store._put_message(place.conversation.conversation_id, message)
        put.condition = None
        store.transact([_remember(place, message), advance(place, seq=message.seq), put, _own(place, message)])

    patch.setattr(chat_store, "_advance", advance)
    patch.setattr(chat_store, "add_message", add_message)


def remembered_apart(patch: pytest.MonkeyPatch) -> None:
    """A client id is looked up before and kept a moment after the message, not with it."""

    def add_message(place: Place, message: Message) -> None:
        talk = place.conversation.conversation_id
        if reads.first_sent(message.sender, talk, message.client_id):
            raise SentBefore
        store.transact([_advance(place, message), chat_store._put_message(talk, message), _own(place, message)])
        time.sleep(0.1)
        remember = _remember(place, message)
        remember.condition = None
        store.write(remember)

    patch.setattr(chat_store, "add_message", add_message)


def counted_apart(patch: pytest.MonkeyPatch) -> None:
    """One's own messages are counted by a plain write, before the message."""

    def add_message(place: Place, message: Message) -> None:
        put = chat_store._put_message(place.conversation.conversation_id, message)
        store.write(_own(place, message))
        store.transact([_remember(place, message), _advance(place, message), put])

    patch.setattr(chat_store, "add_message", add_message)


def _remember(place: Place, message: Message) -> Step:
    talk = place.conversation.conversation_id
    return chat_store._remember(message.sender, talk, message.client_id, talk, message.seq)


def _advance(place: Place, message: Message) -> Step:
    return chat_store._advance(place, seq=message.seq)


def _own(place: Place, message: Message) -> Step:
    mark = chat_store.mark_keys(place.conversation.conversation_id, message.sender)
    return store.update(MarkItem, *mark, [MarkItem.own.add(1)])


PLANTS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "without turn": without_turn,
    "remembered apart": remembered_apart,
    "counted apart": counted_apart,
}
