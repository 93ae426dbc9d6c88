"""What a notification is, under which id it is kept, and when it is withdrawn: rules without a store."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from msgspec import Struct

from contracts.notifications import Kind
from kernel.ids import CommentId, FactId, NotificationId, PersonId, PostId, made_at, new_id

LIFE_SECONDS = 90 * 24 * 3600
MAX_MENTIONS = 20
"""People whom one post or comment can mention with effect."""

MAX_UNREAD = 100
"""The number of unread ones is not counted further."""

EXCERPT = 100
"""Characters of what was written that a notification shows."""


class Notification(Struct, frozen=True):
    """Something that `actor` did."""

    notification_id: NotificationId
    kind: Kind
    actor: PersonId
    post_id: PostId | None = None
    comment_id: CommentId | None = None
    excerpt: str = ""

    @property
    def happened_at(self) -> datetime:
        return made_at(self.notification_id)


class Standing(Struct, frozen=True):
    """What holds about one thing that can be taken back, such as one person's like of one post.

    `turn` sorts what was done and undone; `notification` is what stands of it.
    """

    turn: str
    notification: NotificationId | None = None

    def is_before(self, turn: str) -> bool:
        return self.turn < turn


def notification_id(fact: FactId, person: PersonId) -> NotificationId:
    """The one id of what a fact is to a person, however often it is delivered; it sorts by the fact's time."""
    return NotificationId(_derived(fact, f"for {person}"))


def told_id(notification: NotificationId) -> FactId:
    """The id of the fact that a notification was stored."""
    return FactId(_derived(notification, "told"))


def like_turn(fact: FactId) -> str:
    """Likes and unlikes of one person come in the order of their facts' ids: each is made after the one before."""
    return fact


def follow_turn(follow_id: FactId, *, ends: bool) -> str:
    """A following ends after it began; a later one of the same two people has a greater id."""
    return f"{follow_id}{'-' if ends else '+'}"  # + sorts before -


def recipients(
    author: PersonId | None, mentioned: Iterable[PersonId], actor: PersonId
) -> dict[PersonId, Literal["comment", "mention"]]:
    """Who hears of something written, each once, and as what: the author under whose post it stands as of a comment."""
    found: dict[PersonId, Literal["comment", "mention"]] = dict.fromkeys(mentioned, "mention")
    if author is not None:
        found[author] = "comment"
    found.pop(actor, None)
    return found


def _derived(id_: str, purpose: str) -> str:
    """An id of the same millisecond, always the same for the same purpose."""
    randomness = hashlib.sha256(f"{id_} {purpose}".encode()).digest()[:10]
    return id_[:10] + new_id(0, randomness)[10:]
