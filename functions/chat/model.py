"""Conversations, members, messages: what they are and what may happen to them. No store, no clock."""

import hashlib
import unicodedata
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime
from typing import Final, Literal

import msgspec
from msgspec import Struct

from contracts.messages import MessageAnswer, NoteAnswer, NoteKind, ReactionAnswer, Removal
from kernel import text
from kernel.errors import Conflict, Forbidden, Invalid, NotFound
from kernel.ids import ConversationId, MediaId, PersonId, PostId, new_id
from kernel.photos import Photo, PhotoAnswer

MAX_MEMBERS: Final = 250
MAX_ADDED: Final = 50
"""People who can be added at once: with the rest of the change they fit into one transaction of 100 items."""
MAX_TEXT: Final = 4_000
MAX_ENTITIES: Final = 100
"""Mentions, tags and links of a message that are told; a text made of nothing else would not fit into a frame."""
MAX_NAME: Final = 60
MAX_PINNED: Final = 10
EDIT_SECONDS: Final = 15 * 60
REMEMBERED_SECONDS: Final = 8 * 24 * 3600
"""How long a repeated client id is known (reliability.md R9 asks for 7 days)."""
REQUEST_MESSAGES: Final = 5
"""Messages that somebody can write who has not been answered yet."""
TIMERS: Final = frozenset({0, 3600, 24 * 3600, 7 * 24 * 3600, 90 * 24 * 3600})
"""Seconds after which messages disappear; 0: never."""
GRAIN_MS: Final = 60_000
"""A conversation moves up in its members' lists at most so often; lists are put in order by the truth when read."""
TOLD_MEMBERS: Final = 32
"""In larger groups nobody is told at once who has read how far; who opens the conversation reads it."""

_KEYCAP = "\u20e3"

Kind = Literal["direct", "group"]
Role = Literal["member", "admin"]
Folder = Literal["inbox", "pinned", "archived", "requests"]
Standing = Literal["in", "asked", "declined"]
"""Somebody `asked` has not accepted yet; who `declined` neither gets nor sees anything, and nobody is told."""


class Member(Struct, frozen=True, omit_defaults=True):
    """Somebody in a conversation. They see what came after `since`."""

    person: PersonId
    role: Role = "member"
    since: int = 0
    standing: Standing = "in"


class Conversation(Struct, frozen=True):
    """Who talks with each other. `version` grows with each change of people, name, picture or timer.

    `timer` are seconds after which messages disappear, 0 for never; `picture` is a media id, of `picture_owner`.
    """

    conversation_id: ConversationId
    kind: Kind
    members: dict[PersonId, Member]
    version: int = 1
    made_at: int = 0
    name: str = ""
    picture: MediaId | None = None
    picture_owner: PersonId | None = None
    picture_color: str = "#8a8a8a"
    picture_hash: str = ""
    timer: int = 0

    def member(self, person: PersonId) -> Member:
        """The member. NotFound for everybody else, and for who declined: as if there were no conversation."""
        found = self.members.get(person)
        if found is None or found.standing == "declined":
            raise not_found()
        return found

    def other(self, person: PersonId) -> PersonId | None:
        """Whom `person` talks with, in a conversation of two."""
        return next((each for each in self.members if each != person), None) if self.kind == "direct" else None

    @property
    def listening(self) -> list[PersonId]:
        """Who gets what is said."""
        return [each.person for each in self.members.values() if each.standing != "declined"]

    @property
    def admins(self) -> list[PersonId]:
        return [each.person for each in self.members.values() if each.role == "admin"]


class Head(Struct, frozen=True):
    """How far a conversation has come: its newest message, its newest change of an older one, its card's version."""

    seq: int = 0
    rev: int = 0
    version: int = 1


class Mark(Struct, frozen=True):
    """How far somebody is: `read` up to there, `own` messages of theirs after that, all `delivered` to a device.

    `seen` is how far they let others know that they read.
    """

    read: int = 0
    own: int = 0
    delivered: int = 0
    seen: int = 0


class Row(Struct, frozen=True):
    """A conversation in somebody's list, with their choices. `muted_until` is in seconds; `moved_at` in milliseconds.

    `other` is whom one talks with in a conversation of two; `since` as in `Member`.
    """

    conversation_id: ConversationId
    folder: Folder = "inbox"
    muted_until: int = 0
    moved_at: int = 0
    since: int = 0
    other: PersonId | None = None

    def muted(self, now: float) -> bool:
        return self.muted_until > now


class Note(Struct, frozen=True, omit_defaults=True):
    """What happened to a conversation."""

    kind: NoteKind
    people: list[PersonId] = []
    name: str = ""
    seconds: int = 0


class Message(Struct, frozen=True):
    """A message as it is kept. Times in milliseconds, `vanishes_at` in seconds; `removed` says why it is empty."""

    seq: int
    sender: PersonId
    sent_at: int
    text: str = ""
    photos: list[Photo] = []
    post_id: PostId | None = None
    reply_to: int | None = None
    client_id: str = ""
    reactions: dict[PersonId, str] = {}
    edited_at: int = 0
    vanishes_at: int = 0
    removed: Removal | None = None
    note: Note | None = None

    def gone(self, now: float) -> Removal | None:
        """Why nothing may be shown of it: the timer counts from its second on, whenever it is swept."""
        return self.removed or ("vanished" if self.vanishes_at and self.vanishes_at <= now else None)


class Draft(Struct, frozen=True):
    """What somebody wants to say."""

    client_id: str
    text: str = ""
    photos: list[MediaId] = []
    post_id: PostId | None = None
    reply_to: int | None = None


def direct_id(one: PersonId, other: PersonId) -> ConversationId:
    """The one conversation of two people, for ever: the same whoever asks first."""
    digest = hashlib.sha256("|".join(sorted((one, other))).encode()).digest()
    moment = int.from_bytes(digest[:6], "big") & ((1 << 48) - 1)
    return ConversationId(new_id(moment, digest[6:16]))


def body(written: str, *, parts: int) -> str:
    """The text of a message as it is kept. Invalid when it is too long, or empty beside nothing else."""
    cleaned = text.clean(written, max_length=MAX_TEXT)
    if text.blank(cleaned):
        if not parts:
            raise Invalid("Write something.")
        return ""
    return cleaned


def group_name(written: str) -> str:
    """A group's name as it is kept; empty takes it away. Invalid when it is too long or has several lines."""
    name = text.clean(written, max_length=MAX_NAME)
    if "\n" in name:
        raise Invalid("A name has one line.")
    return "" if text.blank(name) else name


def emoji(written: str) -> str:
    """The emoji of a reaction. Invalid for what is not one symbol."""
    one = text.boundary(written, len(written) - 1) == 0
    if not one or not (_KEYCAP in written or any(unicodedata.category(each) == "So" for each in written)):
        raise Invalid("Give one emoji.")
    return written


def unread(head: Head, mark: Mark, since: int) -> int:
    """Messages after the last read one that are not one's own."""
    return max(0, head.seq - max(mark.read, since) - mark.own)


def first_unread(seq: int, mark: Mark, since: int) -> bool:
    """Whether the message `seq`, which is not one's own, is the first that somebody has not read."""
    last = max(mark.read, since)
    return seq > last and seq - last - 1 <= mark.own


def editable(message: Message, me: PersonId, now_ms: int) -> None:
    """Refuse to edit what is not one's own, empty, a note, or older than 15 minutes."""
    _own(message, me)
    if now_ms - message.sent_at > EDIT_SECONDS * 1000:
        raise Conflict("A message can be edited for 15 minutes.", code="too-late")


def removable(message: Message, me: PersonId) -> None:
    """Refuse to take back what is not one's own, or a note."""
    _own(message, me)


def administers(conversation: Conversation, me: PersonId) -> Member:
    """The member, who may change the group's people. Forbidden for members who are no admins."""
    member = in_group(conversation, me)
    if member.role != "admin":
        raise Forbidden("Only admins of the group may do this.", code="admins-only")
    return member


def in_group(conversation: Conversation, me: PersonId) -> Member:
    """A member of a group. Conflict in a conversation of two, which nothing of this can happen to."""
    member = conversation.member(me)
    if conversation.kind == "direct":
        raise Conflict("A conversation of two stays one.", code="direct-conversation")
    return member


def without(conversation: Conversation, person: PersonId) -> dict[PersonId, Member]:
    """The members after somebody went. A group keeps an admin: the one who has been there longest becomes one."""
    left = {each: member for each, member in conversation.members.items() if each != person}
    if left and not any(member.role == "admin" for member in left.values()):
        heir = min(left.values(), key=lambda member: (member.standing != "in", member.since, member.person))
        left[heir.person] = msgspec.structs.replace(heir, role="admin")
    return left


def answer(
    message: Message,
    reader: PersonId | None,
    now: float,
    *,
    present: Callable[[Photo], PhotoAnswer],
    hidden: bool = False,
    parted: Collection[PersonId] = (),
) -> MessageAnswer:
    """A message for its reader; `hidden`: they may not meet its sender. `present` makes photographs presentable.

    What those reacted from whom a block parts the reader is left out.
    """
    removed = "hidden" if hidden else message.gone(now)
    at = moment(message.sent_at)
    if removed:
        sender = None if removed in ("hidden", "erased") else message.sender
        return MessageAnswer(seq=message.seq, sender=sender, sent_at=at, removed=removed)
    return MessageAnswer(
        seq=message.seq,
        sender=message.sender,
        sent_at=at,
        text=message.text,
        entities=list(text.entities(message.text, MAX_ENTITIES)) if message.text else [],
        photos=[present(photo) for photo in message.photos],
        post_id=message.post_id,
        reply_to=message.reply_to,
        reactions=reactions({each: symbol for each, symbol in message.reactions.items() if each not in parted}),
        edited_at=moment(message.edited_at) if message.edited_at else None,
        note=_note(message.note) if message.note else None,
        vanishes_at=moment(message.vanishes_at * 1000) if message.vanishes_at else None,
        client_id=message.client_id or None if reader == message.sender else None,
    )


def reactions(given: Mapping[PersonId, str]) -> list[ReactionAnswer]:
    """Who reacted with what, what many chose first."""
    found: dict[str, list[PersonId]] = {}
    for person, symbol in sorted(given.items()):
        found.setdefault(symbol, []).append(person)
    ordered = sorted(found.items(), key=lambda each: (-len(each[1]), each[0]))
    return [ReactionAnswer(emoji=symbol, people=people) for symbol, people in ordered]


def moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def folded(words: str) -> str:
    """A text as search compares it: without case and accents."""
    plain = unicodedata.normalize("NFKD", words.casefold())
    return "".join(each for each in plain if not unicodedata.combining(each))


def not_found() -> NotFound:
    """What is said of a conversation that does not exist, and to whoever is not in it: the same."""
    return NotFound("This conversation does not exist.", code="conversation-not-found")


def no_message() -> NotFound:
    return NotFound("This message does not exist.", code="message-not-found")


def _own(message: Message, me: PersonId) -> None:
    if message.note is not None or message.sender != me:
        raise Forbidden("This is not your message.", code="not-your-message")


def _note(note: Note) -> NoteAnswer:
    return NoteAnswer(kind=note.kind, people=note.people, name=note.name, seconds=note.seconds)
