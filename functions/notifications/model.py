"""What a notification is, under which id it is kept, and when it is withdrawn: rules without a store."""

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from contracts.notifications import Kind
from kernel.ids import CommentId, ConversationId, FactId, NotificationId, PersonId, PostId, derived, made_at

LIFE_SECONDS = 90 * 24 * 3600
MAX_MENTIONS = 20
"""People whom one post or comment can mention with effect."""

MAX_UNREAD = 100
"""The number of unread ones is not counted further."""

EXCERPT = 100
"""Characters of what was written that a notification shows."""


GROUPED: frozenset[Kind] = frozenset({"like", "comment_like", "follow"})
"""Kinds of which one entry of the list tells several: "ana and 12 others". What has words of its own stands alone."""

GROUP_SECONDS = 24 * 3600
"""How long a group takes what happens; it takes nothing more when its person has seen it."""

MAX_PEOPLE = 1000
"""The people of a group are not counted further."""


class Notification(Struct, frozen=True):
    """Something that `actor` did. `group` is the entry of the list that tells of it and of others like it, if one does.

    A group has the id of what opened it and stays where that was, however it grows: pages do not move.
    """

    notification_id: NotificationId
    kind: Kind
    actor: PersonId
    post_id: PostId | None = None
    comment_id: CommentId | None = None
    excerpt: str = ""
    group: NotificationId | None = None
    conversation_id: ConversationId | None = None

    @property
    def happened_at(self) -> datetime:
        return made_at(self.notification_id)

    @property
    def entry(self) -> NotificationId:
        """The entry of the list that tells of it."""
        return self.group or self.notification_id

    @property
    def subject(self) -> str:
        """What a group of its kind is about."""
        return self.comment_id or self.post_id or self.conversation_id or ""


class Standing(Struct, frozen=True):
    """What holds about one thing that can be taken back, such as one person's like of one post.

    `turn` sorts what was done and undone; `notification` (in `group`) is what stands of it.
    """

    turn: str
    notification: NotificationId | None = None
    group: NotificationId | None = None

    def is_before(self, turn: str) -> bool:
        return self.turn < turn


class Entry(Struct, frozen=True):
    """One line of the list: a notification, or a group of them, newest first. Not `whole`: there are more."""

    id: NotificationId
    events: list[Notification]
    whole: bool = True


def takes(group: NotificationId | None, seen: NotificationId | None, made: Notification) -> bool:
    """Whether an open group takes one more: it was not seen, and not opened a day before (or after)."""
    if group is None or (seen is not None and group <= seen):
        return False
    return abs((made.happened_at - made_at(group)).total_seconds()) < GROUP_SECONDS


def notification_id(fact: FactId, person: PersonId) -> NotificationId:
    """The one id of what a fact is to a person, however often it is delivered; it sorts by the fact's time."""
    return NotificationId(derived(fact, f"for {person}"))


def told_id(notification: NotificationId) -> FactId:
    """The id of the fact that a notification was stored."""
    return FactId(derived(notification, "told"))


def turn(id_: FactId, *, ends: bool = False) -> str:
    """Something with this id ends after it began; a later one of the same people and things has a greater id."""
    return f"{id_}{'-' if ends else '+'}"  # + sorts before -


def recipients(
    author: PersonId | None,
    mentioned: Iterable[PersonId],
    actor: PersonId,
    *,
    answered: PersonId | None = None,
    tagged: Iterable[PersonId] = (),
) -> dict[PersonId, Kind]:
    """Who hears of something written, each once, and as what.

    The author under whose post it stands as of a comment, who is answered as of a reply, who is on a photograph as of a
    tag, who is named as of a mention; what comes first in this sentence counts, but an answer more than a comment.
    """
    found: dict[PersonId, Kind] = dict.fromkeys(mentioned, "mention")
    found |= dict.fromkeys(tagged, "tag")
    if author is not None:
        found[author] = "comment"
    if answered is not None:
        found[answered] = "reply"
    found.pop(actor, None)
    return found
