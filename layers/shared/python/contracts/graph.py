"""What the social graph says."""

from typing import ClassVar, Literal

from contracts import Fact
from kernel.ids import FactId, PersonId


class PersonFollowed(Fact, frozen=True):
    """`follower` began to follow `followee`. Following again while following says nothing.

    `follow_id` is the id of this following; a later one of the same two people has a greater one.
    """

    key_field: ClassVar[str] = "follower"
    follow_id: FactId
    follower: PersonId
    followee: PersonId


class PersonUnfollowed(Fact, frozen=True):
    """`follower` stopped following `followee`. `follow_id` is the following that ended."""

    key_field: ClassVar[str] = "follower"
    follow_id: FactId
    follower: PersonId
    followee: PersonId


class AuthorPulled(Fact, frozen=True):
    """An author's followers passed the pull threshold.

    From now on every follower's digest names the author, and posts are read when a feed is read instead of being
    delivered. Said once per author, after the last digest.
    """

    key_field: ClassVar[str] = "author"
    author: PersonId


class FollowRequested(Fact, frozen=True):
    """`asker` asked to follow `asked`, whose account is private. Asking again while waiting says nothing."""

    key_field: ClassVar[str] = "asker"
    request_id: FactId
    asker: PersonId
    asked: PersonId


class FollowRequestEnded(Fact, frozen=True):
    """A request waits no more. `approved` comes with a `PersonFollowed` of the same two."""

    key_field: ClassVar[str] = "asker"
    request_id: FactId
    asker: PersonId
    asked: PersonId
    outcome: Literal["approved", "declined", "withdrawn"]


class PersonBlocked(Fact, frozen=True):
    """`blocker` blocked `blocked`: from then on each is nobody to the other. What it ended is said beside it."""

    key_field: ClassVar[str] = "blocker"
    blocker: PersonId
    blocked: PersonId


class PersonUnblocked(Fact, frozen=True):
    """`blocker` took a block back. Nothing that it ended comes back."""

    key_field: ClassVar[str] = "blocker"
    blocker: PersonId
    blocked: PersonId


class PersonMuted(Fact, frozen=True):
    """`muter` does not want to see posts or stories of `muted`, who is never told."""

    key_field: ClassVar[str] = "muter"
    muter: PersonId
    muted: PersonId
    posts: bool
    stories: bool


class PersonUnmuted(Fact, frozen=True):
    """`muter` wants to see everything of `muted` again."""

    key_field: ClassVar[str] = "muter"
    muter: PersonId
    muted: PersonId
