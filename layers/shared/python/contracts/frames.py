"""What travels over an open socket, both ways: tagged unions, by `action` (from a device) and by `type` (to it)."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from contracts.messages import MessageAnswer, Seq
from kernel.ids import ConversationId, MediaId, NotificationId, PersonId, PostId

ClientId = Annotated[str, Meta(min_length=1, max_length=64)]
"""What a device calls a frame of its own; the answer has it, too."""

MessageText = Annotated[str, Meta(max_length=4_000)]
Emoji = Annotated[str, Meta(min_length=1, max_length=16)]

MAX_PHOTOS = 10
"""Photographs of one message."""

Photos = Annotated[list[MediaId], Meta(max_length=MAX_PHOTOS)]


class Frame(Struct, frozen=True, kw_only=True, rename="camel", tag_field="type"):
    """Base of what a device is sent."""


class NewPost(Frame, frozen=True, tag="post"):
    """A followed person published: show "new posts", then read the feed."""

    post_id: PostId
    author: PersonId


class NewNotification(Frame, frozen=True, tag="notification"):
    """There is a new notification of this kind: read the list, whose entry (it may have been there before) it names."""

    notification_id: NotificationId
    kind: str


class MediaDone(Frame, frozen=True, tag="media"):
    """An upload of one's own was processed: `state` is `ready` or `rejected`, then with a sentence."""

    media_id: MediaId
    state: str
    sentence: str | None = None


class NewMessage(Frame, frozen=True, tag="message"):
    """A message of a conversation, told to all devices of its members, the sender's other ones included.

    One whose `seq` a device has is to be left out. Where some before it are missing, `syncSince` has them.
    """

    conversation_id: ConversationId
    message: MessageAnswer


class MessageChanged(Frame, frozen=True, tag="changed"):
    """A message is now like this: it was edited, taken back, or reacted to.

    `rev` counts the changes of a conversation.
    """

    conversation_id: ConversationId
    rev: int
    message: MessageAnswer


class ConversationMoved(Frame, frozen=True, tag="conversation"):
    """A conversation has come so far, or is otherwise than before: who lacks something asks with `syncSince`.

    `settings`: one's own choices for it changed, or whether one is in it: read it again. What happens to all of it
    comes as a message with a `note`.
    """

    conversation_id: ConversationId
    seq: int
    rev: int
    settings: bool = False


class MessageAccepted(Frame, frozen=True, tag="sent"):
    """The answer to `sendMessage`: the message is stored, under this `seq`. A repeat gets the first one's answer."""

    client_id: str
    conversation_id: ConversationId
    message: MessageAnswer


class SomebodyTypes(Frame, frozen=True, tag="typing"):
    """Somebody is writing; it holds for 6 seconds or until their message comes."""

    conversation_id: ConversationId
    person: PersonId


class SomebodyRead(Frame, frozen=True, tag="read"):
    """A member has read up to `seq`. One's own reading is told to one's other devices."""

    conversation_id: ConversationId
    person: PersonId
    seq: int


class SomebodyReceived(Frame, frozen=True, tag="delivered"):
    """A device of a member has got all up to `seq`."""

    conversation_id: ConversationId
    person: PersonId
    seq: int


class PresenceChanged(Frame, frozen=True, tag="presence"):
    """Somebody whom one talks with is there, or was last there at `last_seen`."""

    person: PersonId
    active: bool
    last_seen: datetime


class Missed(Frame, frozen=True, kw_only=True, tag="synced"):
    """The answer to `syncSince`: in order, the messages after the given `seq`, and older ones that changed after `rev`.

    The device has all up to `seq` and `rev` now. `more`: ask again with these two.
    """

    client_id: str | None = None
    conversation_id: ConversationId
    messages: list[MessageAnswer]
    changed: list[MessageAnswer]
    seq: int
    rev: int
    more: bool


class Done(Frame, frozen=True, tag="done"):
    """The answer to a frame with a `client_id` that needs no other answer: it was carried out."""

    client_id: str


class Pong(Frame, frozen=True, tag="pong"):
    """The answer to a ping."""

    client_id: str | None = None


class FrameRefused(Frame, frozen=True, tag="error"):
    """The answer to a frame that is wrong; the connection stays. `client_id` echoes the frame's own.

    `retry_after` are the seconds to wait, where trying again is of use.
    """

    code: str
    detail: str
    client_id: str | None = None
    retry_after: int | None = None


ToDevice = (
    NewPost
    | NewNotification
    | MediaDone
    | NewMessage
    | MessageChanged
    | ConversationMoved
    | MessageAccepted
    | SomebodyTypes
    | SomebodyRead
    | SomebodyReceived
    | PresenceChanged
    | Missed
    | Done
    | Pong
    | FrameRefused
)


class Action(Struct, frozen=True, kw_only=True, rename="camel", tag_field="action", forbid_unknown_fields=True):
    """Base of what a device says."""


class Ping(Action, frozen=True, kw_only=True, tag="ping"):
    """Keeps the connection from idling out; send one at least every 9 minutes."""

    client_id: str | None = None


class SendMessage(Action, frozen=True, kw_only=True, tag="sendMessage"):
    """Write a message: text of 1 to 4,000 characters, up to 10 photographs of one's own uploads, or a post.

    `client_id` makes repeats harmless: for 8 days the same one of the same sender in the same conversation is answered
    with the first message, whatever else the repeat says. `reply_to` is the message that it answers.
    """

    client_id: ClientId
    conversation_id: ConversationId
    text: MessageText = ""
    photos: Photos = []
    post_id: PostId | None = None
    reply_to: Seq | None = None


class EditMessage(Action, frozen=True, kw_only=True, tag="editMessage"):
    """Write one's own message anew, within 15 minutes."""

    client_id: ClientId | None = None
    conversation_id: ConversationId
    seq: Seq
    text: MessageText


class UnsendMessage(Action, frozen=True, kw_only=True, tag="unsendMessage"):
    """Take one's own message back, for everybody, at any time."""

    client_id: ClientId | None = None
    conversation_id: ConversationId
    seq: Seq


class React(Action, frozen=True, kw_only=True, tag="react"):
    """Answer a message with an emoji, or with another one than before; null takes it away."""

    client_id: ClientId | None = None
    conversation_id: ConversationId
    seq: Seq
    emoji: Emoji | None = None


class Typing(Action, frozen=True, kw_only=True, tag="typing"):
    """Say that one is writing, at most every 3 seconds; more often is ignored. Nothing is stored."""

    client_id: ClientId | None = None
    conversation_id: ConversationId


class MarkRead(Action, frozen=True, kw_only=True, tag="markRead"):
    """One has read up to this message; saying so of an older one changes nothing."""

    client_id: ClientId | None = None
    conversation_id: ConversationId
    seq: Seq


class MarkDelivered(Action, frozen=True, kw_only=True, tag="markDelivered"):
    """This device has got all up to this message; saying so of an older one changes nothing."""

    client_id: ClientId | None = None
    conversation_id: ConversationId
    seq: Seq


class SyncSince(Action, frozen=True, kw_only=True, tag="syncSince"):
    """Ask for all that a device missed which has a conversation up to these two numbers."""

    client_id: ClientId | None = None
    conversation_id: ConversationId
    seq: Seq
    rev: Seq = 0


class SetPresence(Action, frozen=True, kw_only=True, tag="setPresence"):
    """Say that somebody sits in front of the device (say it again every 5 minutes), or does no more."""

    client_id: ClientId | None = None
    state: Literal["active", "away"]


FromDevice = (
    Ping
    | SendMessage
    | EditMessage
    | UnsendMessage
    | React
    | Typing
    | MarkRead
    | MarkDelivered
    | SyncSince
    | SetPresence
)
