"""The graph's cards: what one person is to another, counts, and the viewer digest."""

from typing import Any

import msgspec
from msgspec import Struct

from kernel.ids import FactId, PersonId
from kit.settings import settings
from kit.wire import Index, Key, Table

FOLLOWER_SHARDS = 4
"""Partitions of the followers' index, so that no author's followers take all of one partition's writes."""

FOLLOWERS = Index("followers", "followers_pk", "followers_sk")


class FollowEdge(Struct, frozen=True):
    """`pk`'s person follows `followee`; the item exists exactly while that holds."""

    followee: PersonId
    follow_id: FactId


class FollowCounts(Struct, frozen=True):
    """How many follow a person and how many the person follows; aggregated, at most 2 s behind."""

    followers: int = 0
    following: int = 0


class Severed(Struct, frozen=True):
    """An author whose posts must not be shown any more, though some may still lie in the timeline."""

    author: PersonId
    follow_id: FactId


class Digest(Struct, frozen=True):
    """What a reader needs to know of their relations, in one small item that is read strongly.

    It is written in the same transaction as the follow, unfollow or block that changes it. `pulled` are the followed
    authors whose posts are read when a feed is read; `severed` those unfollowed whose rows are still being removed.
    """

    pulled: list[PersonId] = []
    severed: list[Severed] = []
    blocked: list[PersonId] = []
    muted: list[PersonId] = []

    def hides(self, author: PersonId) -> bool:
        """Whether posts of `author` must not appear in this reader's feed."""
        return author in self.blocked or author in self.muted or any(each.author == author for each in self.severed)


def follow_key(follower: PersonId, followee: PersonId) -> Key:
    return settings().table("graph"), f"FOLLOWS#{follower}", followee


def counts_key(person: PersonId) -> Key:
    return settings().table("graph"), f"PERSON#{person}", "COUNTS"


def digest_key(person: PersonId) -> Key:
    return settings().table("graph"), f"PERSON#{person}", "DIGEST"


def digest_of(item: dict[str, Any] | None) -> Digest:
    """The digest in an item; nobody has an empty one before their first follow."""
    return msgspec.json.decode(item["digest"], type=Digest) if item else Digest()


def counts_of(item: dict[str, Any] | None) -> FollowCounts:
    return msgspec.convert(item, FollowCounts) if item else FollowCounts()


def followers_partition(followee: PersonId, shard: int) -> str:
    return f"{followee}#{shard}"


def followers(
    followee: PersonId, shard: int, *, limit: int, after: dict[str, Any] | None = None
) -> tuple[list[PersonId], Any]:
    """One page of a shard of a person's followers, and where to go on (None at the end). For delivery."""
    page = Table(settings().table("graph")).query(
        followers_partition(followee, shard), index=FOLLOWERS, limit=limit, start=after
    )
    return [PersonId(item["pk"].partition("#")[2]) for item in page.items], page.last_key


def is_pulled_key(author: PersonId) -> Key:
    """Key of the mark that an author's posts are pulled; the item exists from then on."""
    return settings().table("graph"), f"PERSON#{author}", "PULLED"
