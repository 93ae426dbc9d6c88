"""What the social graph says."""

from typing import ClassVar

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
