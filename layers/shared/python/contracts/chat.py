"""What chat says: that messages were sent and removed, never what stands in them."""

from typing import ClassVar

from contracts import Fact
from kernel.ids import ConversationId, MediaId, PersonId


class MessageSent(Fact, frozen=True):
    """A message, or a note such as "Ana added Bob", took the place `seq` of a conversation.

    A repeated send says nothing. `media` are its photographs; `sent_at` is in milliseconds.
    """

    key_field: ClassVar[str] = "conversation_id"
    conversation_id: ConversationId
    seq: int
    sender: PersonId
    sent_at: int
    media: list[MediaId] = []


class MessageRemoved(Fact, frozen=True):
    """What stood in a message is gone: its sender took it back, its time was over, or its sender was erased."""

    key_field: ClassVar[str] = "conversation_id"
    conversation_id: ConversationId
    seq: int
    sender: PersonId
    media: list[MediaId] = []


class MessageWaits(Fact, frozen=True):
    """A message is the first that these people have not read in a conversation.

    Said once for each stretch of unread messages, not for every message, and not for people who muted the conversation.
    `asked`: they have not accepted the conversation yet.
    """

    key_field: ClassVar[str] = "conversation_id"
    conversation_id: ConversationId
    seq: int
    sender: PersonId
    people: list[PersonId]
    asked: bool = False


class ConversationPictured(Fact, frozen=True):
    """A group has another picture, or none; `replaced` is the one before."""

    key_field: ClassVar[str] = "conversation_id"
    conversation_id: ConversationId
    owner: PersonId
    picture: MediaId | None = None
    replaced: MediaId | None = None
    replaced_owner: PersonId | None = None
