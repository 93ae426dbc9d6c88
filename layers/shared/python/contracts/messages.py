"""What a message looks like to whoever may read it: the same over HTTP and over a socket."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta

from kernel.ids import PersonId, PostId
from kernel.photos import PhotoAnswer
from kernel.shapes import Answer
from kernel.text import Entity

Seq = Annotated[int, Meta(ge=0, le=2**53 - 1)]
"""A place in a conversation's one order: 1 is the first message; 0 stands before it."""

NoteKind = Literal["made", "added", "removed", "left", "named", "pictured", "timer", "role"]

Removal = Literal["unsent", "vanished", "erased", "hidden"]


class ReactionAnswer(Answer, frozen=True):
    """Who answered a message with this emoji; one for each person."""

    emoji: str
    people: list[PersonId]


class NoteAnswer(Answer, frozen=True):
    """What happened to the conversation.

    `people` are whom it happened to; `name` is the new name, `seconds` the new timer (0: none).
    """

    kind: NoteKind
    people: list[PersonId] = []
    name: str = ""
    seconds: int = 0


class MessageAnswer(Answer, frozen=True):
    """One message. `seq` is its place; conversation and `seq` name it.

    `sender` is null where the reader may not know who that is. `removed` says why nothing stands in it any more: it was
    `unsent`, it `vanished` by the timer, its sender was `erased`, or it is `hidden` from this reader. `note` is set
    where it is no one's message, but tells what happened to the conversation. `vanishes_at` is when the timer takes it.
    `client_id` is what its sender's device called it, for the sender only. `post_id` is a shared post, which is there
    for those who may see it.
    """

    seq: int
    sender: PersonId | None
    sent_at: datetime
    text: str = ""
    entities: list[Entity] = []
    photos: list[PhotoAnswer] = []
    post_id: PostId | None = None
    reply_to: int | None = None
    reactions: list[ReactionAnswer] = []
    edited_at: datetime | None = None
    removed: Removal | None = None
    note: NoteAnswer | None = None
    vanishes_at: datetime | None = None
    client_id: str | None = None
