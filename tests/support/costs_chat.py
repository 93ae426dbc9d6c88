"""Chat in the table of costs: conversations of every size, long ones, and many of one person. Nobody is online.

A frame for each device that is online comes on top: one request to the gateway each, and none to a store.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from chat import (
    ahead,
    change_message,
    conversations,
    groups,
    history,
    inbox,
    list_store,
    model,
    send_message,
    signals,
    store,
    sync,
)
from chat.groups import Choices, MorePeople, NewGroup
from chat.model import Conversation, Head, Member, Message

from contracts import envelope
from contracts.chat import MessageSent
from contracts.frames import EditMessage, MarkDelivered, MarkRead, React, SendMessage, SyncSince, Typing, UnsendMessage
from kernel import clock
from kernel.ids import ConversationId, PersonId, new_id
from kernel.paging import Limit
from kit import batches
from kit.settings import settings
from kit.store import Step, put
from kit.wire import Table
from support import events
from support.posts_world import ALICE, BOB, CAROL

if TYPE_CHECKING:
    from support.costs_world import World

SOCKETS = {ALICE: "alices=", BOB: "bobs="}
"""Connections by which frames come; nothing can be sent to them."""


A_LOOK = 210
"""Messages that a search reads at a time, and some more."""


class Chat:
    """Bob talks with many; with Alice for long; and there are groups of 3, 100 and 250 that Alice made."""

    def __init__(self, here: "World", enough: int) -> None:
        self.ids = here.ids
        self.made: dict[ConversationId, int] = {}
        self.crowd = here.crowd
        number = max(here.many, enough)
        long = max(here.many, A_LOOK)
        self.talk = self._conversation(long, BOB, ALICE)
        self.asked = self._conversation(1, CAROL, ALICE)
        for other in self._others(number):
            self._conversation(1, BOB, other)
        people = [PersonId(self.ids()) for _ in range(250)]
        self.groups = {size: self._conversation(long, ALICE, BOB, *people[: size - 2]) for size in (3, 100, 250)}
        self.seq = long
        for person, connection in SOCKETS.items():
            until = clock.seconds() + 7_000
            entry = {"person": person, "session": new_id(), "since": 1, "until": until}
            Table(settings().table("realtime")).put({"pk": f"SOCKET#{connection}", "sk": "CARD", **entry})

    def _others(self, number: int) -> list[PersonId]:
        """As many as there are conversations; their cards are those of the crowd, as far as it goes."""
        return [*self.crowd[:number], *[PersonId(self.ids()) for _ in range(number - len(self.crowd))]]

    def _conversation(self, messages: int, *members: PersonId) -> ConversationId:
        kind: model.Kind = "direct" if len(members) == 2 else "group"
        id_ = model.direct_id(*members) if len(members) == 2 else ConversationId(self.ids())
        now = clock.milliseconds()
        those = {
            each: Member(each, role="admin" if kind == "group" and each == members[0] else "member") for each in members
        }
        self.made[id_] = now
        made = Conversation(id_, kind, those, made_at=now)
        keep([put(store._card(made)), put(store._head(made, Head(seq=messages)))])
        keep([list_store.put_row(made, each, "inbox", now) for each in those.values()])
        keep([store._put_message(id_, Message(n + 1, members[-1], now, text="A lake")) for n in range(messages)])
        return id_


def keep(steps: Sequence[Step]) -> None:
    raw = [step.item.serialize() for step in steps if step.item]
    batches.write_all(settings().table("chat"), ({"PutRequest": {"Item": each}} for each in raw))


def chatting(here: "World") -> dict[str, Callable[[], object]]:
    """Writing, changing, marking and reading; by sockets, but for what only HTTP has."""
    chat = here.chat
    talk, seq = chat.talk, chat.seq
    to: dict[str, Any] = {"conversation_id": talk}
    catch_up: Any = partial(sync.sync_frame, SOCKETS[BOB], SyncSince(seq=seq - 60, rev=2, **to))
    mine = SendMessage(client_id="one", text="What a day!", **to)
    following = SendMessage(client_id="next", text="And what a night.", **to)

    def cold() -> None:
        ahead.forget()
        send_message.send_frame(SOCKETS[ALICE], mine)

    found: dict[str, Callable[[], object]] = {
        "send a message": cold,
        "send the next message": partial(send_message.send_frame, SOCKETS[ALICE], following),
        "send a message again": cold,
        "send a message over HTTP": lambda: send_message.send_message(
            ALICE, talk, send_message.NewMessage(client_id="two", text="What a day!")
        ),
    }
    for size, group in chat.groups.items():
        said = SendMessage(client_id="one", conversation_id=group, text="What a day!")
        found[f"send a message to {size}"] = partial(send_message.send_frame, SOCKETS[ALICE], said)
    edit = EditMessage(seq=seq + 1, text="What a night!", **to)
    return found | {
        "edit a message": partial(change_message.edit_frame, SOCKETS[ALICE], edit),
        "react": partial(change_message.react_frame, SOCKETS[BOB], React(seq=seq, emoji="👍", **to)),
        "unsend a message": partial(change_message.unsend_frame, SOCKETS[ALICE], UnsendMessage(seq=seq + 2, **to)),
        "typing": partial(signals.type_frame, SOCKETS[ALICE], Typing(**to)),
        "messages delivered": partial(signals.deliver_frame, SOCKETS[BOB], MarkDelivered(seq=seq + 2, **to)),
        "messages read": partial(signals.read_frame, SOCKETS[BOB], MarkRead(seq=seq + 2, **to)),
        "messages read after writing": partial(signals.read_frame, SOCKETS[ALICE], MarkRead(seq=seq + 2, **to)),
        "catch up on 50 messages": lambda: _full(catch_up().messages, 50),
        "messages": lambda: _full(history.list_messages(BOB, talk, limit=Limit(20)).items, 20),
        "search messages": lambda: _full(
            history.search_messages(BOB, chat.groups[3], "lake", limit=Limit(20)).items, 20
        ),
        "conversations": lambda: _full(conversations.list_conversations(BOB, limit=Limit(20)).items, 20),
        "one conversation": lambda: conversations.read_conversation(BOB, talk),
        "unread messages": lambda: conversations.count_unread_messages(BOB),
        "members of 3": lambda: _full(conversations.list_members(BOB, chat.groups[3]).items, 3),
        "open a conversation": lambda: groups.open_direct(ALICE, chat.crowd[0]),
        "open a conversation again": lambda: groups.open_direct(ALICE, chat.crowd[0]),
        "make a group of 3": lambda: groups.make_group(ALICE, NewGroup(people=[BOB, CAROL]), "key"),
        "add somebody to a group": lambda: groups.add_members(
            ALICE, chat.groups[3], MorePeople(people=[chat.crowd[1]])
        ),
        "mute a conversation": lambda: groups.choose(BOB, talk, Choices(muted_for=3600)),
        "tell of a message": lambda: _hears(chat, chat.asked, 1, 0),
        "tell 250 of a message": lambda: _hears(chat, chat.groups[250], 1, 0),
        "tell of a message that moves it up": lambda: _hears(chat, chat.asked, 2, 120_000),
    }


def _hears(chat: Chat, conversation_id: ConversationId, seq: int, later: int) -> None:
    at = chat.made[conversation_id] + later
    fact = MessageSent(conversation_id=conversation_id, seq=seq, sender=ALICE, sent_at=at)
    told: Any = inbox.app(events.facts(envelope(fact, actor=ALICE, journey="j")), None)
    assert told == {"batchItemFailures": []}


def _full(found: Sequence[object], size: int) -> None:
    assert len(found) == size, f"a page of {len(found)}"
