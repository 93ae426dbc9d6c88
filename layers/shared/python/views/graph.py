"""The graph's cards: what one person is to another, counts, and the viewer digest."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from msgspec import Struct

from kernel.ids import FactId, PersonId, made_at
from kit.settings import settings
from kit.wire import Index, Key, Table

FOLLOWER_SHARDS = 4
"""Partitions of the followers' index, so that no author's followers take all of one partition's writes."""

FOLLOWERS = Index("followers", "followers_pk", "followers_sk")

OWN_CHANGE = timedelta(seconds=5)
"""For so long after a follow or unfollow its actor sees it counted, however far the stream lags."""


class FollowEdge(Struct, frozen=True):
    """`pk`'s person follows `followee`; the item exists exactly while that holds.

    `followers` is how many the followee had with this one, as the follower saw it.
    """

    followee: PersonId
    follow_id: FactId
    followers: int = 0


class Left(Struct, frozen=True):
    """`pk`'s person does not follow `followee` any more, and the digest hides the followee until timelines are clean.

    The item exists exactly while the digest says so. `follow_id` is the following that ended. When its own person ended
    it, `at` (milliseconds) says when, and the followee had `followers` from then on; else `at` is 0.
    """

    at: int
    followers: int
    follow_id: FactId = FactId("")


class FollowRequest(Struct, frozen=True):
    """`pk`'s person waits for the approval of `sk`'s."""

    request_id: FactId


class FollowCounts(Struct, frozen=True):
    """How many follow a person and how many the person follows; aggregated, at most 2 s behind."""

    followers: int = 0
    following: int = 0


class Relation(Struct, frozen=True, rename="camel"):
    """What a person is to the reader; all false for a reader who is not signed in.

    `requested`: the reader waits for approval; `asked`: the person waits for the reader's. `blocking` is the reader's
    own block (who is blocked *by* somebody finds nobody there). `close_friend`: on the reader's list.
    """

    following: bool = False
    followed_by: bool = False
    requested: bool = False
    asked: bool = False
    blocking: bool = False
    muting_posts: bool = False
    muting_stories: bool = False
    close_friend: bool = False
    me: bool = False


class Digest(Struct, frozen=True):
    """What a reader needs to know of their relations, in one small item that is read strongly.

    It is written in the same transaction as the follow, unfollow or block that changes it. `pulled` are the followed
    authors whose posts are read when a feed is read; `severed` those not followed any more whose rows are still being
    removed; `muted` and `muted_stories` those whose posts or stories the reader does not want in feeds.

    `blocked` are blocked either way, `blocking` those of them whom the reader blocked. When `blocked_more`, the reader
    is also blocked by people who are not named here: whoever decides about somebody must look for `block_key`
    (`views.visible` does). A feed need not: an author's block severs.
    """

    pulled: Sequence[PersonId] = ()
    severed: Collection[PersonId] = ()
    blocked: Collection[PersonId] = ()
    muted: Collection[PersonId] = ()
    blocking: Collection[PersonId] = ()
    muted_stories: Collection[PersonId] = ()
    blocked_more: bool = False

    def hides(self, author: PersonId) -> bool:
        """Whether posts of `author` must not appear in this reader's feed."""
        return author in self.blocked or author in self.muted or author in self.severed


def follow_key(follower: PersonId, followee: PersonId) -> Key:
    return settings().table("graph"), f"FOLLOWS#{follower}", followee


def left_key(follower: PersonId, followee: PersonId) -> Key:
    """Key of the trace of a following that ended; see `Left`."""
    return settings().table("graph"), f"LEFT#{follower}", followee


def request_key(asker: PersonId, asked: PersonId) -> Key:
    """Key of a request to follow a private account; the item exists exactly while it waits."""
    return settings().table("graph"), f"ASKS#{asker}", asked


def close_key(owner: PersonId, friend: PersonId) -> Key:
    """Key of a close friend; the item exists exactly while `friend` is on the list of `owner`."""
    return settings().table("graph"), f"CLOSE#{owner}", friend


def block_key(blocker: PersonId, blocked: PersonId) -> Key:
    """Key of a block; the item exists exactly while it holds.

    It lies beside the digest of the one who is blocked: who may read the one may read the other.
    """
    return settings().table("graph"), f"PERSON#{blocked}", f"BY#{blocker}"


def counts_key(person: PersonId) -> Key:
    return settings().table("graph"), f"PERSON#{person}", "COUNTS"


def digest_key(person: PersonId) -> Key:
    return settings().table("graph"), f"PERSON#{person}", "DIGEST"


def digest_of(item: dict[str, Any] | None) -> Digest:
    """The digest in an item; nobody has one before their first relation that it must know of."""
    if item is None:
        return Digest()
    blocking = frozenset(item.get("blocking", ()))
    return Digest(
        pulled=sorted(item.get("pulled", ())),
        severed=frozenset(item.get("severed", ())),
        blocked=blocking | frozenset(item.get("blocked_by", ())),
        muted=frozenset(item.get("muted", ())),
        blocking=blocking,
        muted_stories=frozenset(item.get("muted_stories", ())),
        blocked_more="blocked_more" in item,
    )


def counts_of(item: dict[str, Any] | None) -> FollowCounts:
    return msgspec.convert(item, FollowCounts) if item else FollowCounts()


def edge_of(item: dict[str, Any] | None) -> FollowEdge | None:
    return msgspec.convert(item, FollowEdge) if item else None


def left_of(item: dict[str, Any] | None) -> Left | None:
    return msgspec.convert(item, Left) if item else None


def request_of(item: dict[str, Any] | None) -> FollowRequest | None:
    return msgspec.convert(item, FollowRequest) if item else None


def counts_seen(counts: FollowCounts, edge: FollowEdge | None, left: Left | None, now: datetime) -> FollowCounts:
    """A person's counts as somebody sees them whose edge to that person (or trace of having left) this is.

    One's own change counts at once; what others do is seen when the stream has been counted.
    """
    followers = counts.followers
    if edge is not None:
        if now - made_at(edge.follow_id) < OWN_CHANGE:
            followers = max(followers, edge.followers)
    elif left is not None and now.timestamp() * 1000 - left.at < OWN_CHANGE.total_seconds() * 1000:
        followers = min(followers, left.followers)
    return FollowCounts(followers=followers, following=counts.following)


def relation_keys(reader: PersonId, person: PersonId) -> list[Key]:
    """What `relation_of` needs beside the two edges."""
    return [request_key(reader, person), request_key(person, reader), close_key(reader, person)]


def relation_of(
    reader: PersonId,
    person: PersonId,
    found: Mapping[Key, dict[str, Any]],
    digest: Digest,
    *,
    following: bool,
    followed_by: bool,
) -> Relation:
    """What `person` is to `reader`, out of the items of `relation_keys` and the reader's digest."""
    return Relation(
        following=following,
        followed_by=followed_by,
        requested=request_key(reader, person) in found,
        asked=request_key(person, reader) in found,
        close_friend=close_key(reader, person) in found,
        blocking=person in digest.blocking,
        muting_posts=person in digest.muted,
        muting_stories=person in digest.muted_stories,
    )


def followers_partition(followee: PersonId, shard: int) -> str:
    return f"FOLLOWERS#{followee}#{shard}"


def followers(
    followee: PersonId, shard: int, *, limit: int, after: dict[str, Any] | None = None
) -> tuple[list[PersonId], Any]:
    """One page of a shard of a person's followers, and where to go on (None at the end). For delivery."""
    page = Table(settings().table("graph")).query(
        followers_partition(followee, shard), index=FOLLOWERS, limit=limit, start=after
    )
    return [PersonId(item["pk"].partition("#")[2]) for item in page.items], page.last_key


def followings(
    follower: PersonId, *, limit: int, after: PersonId | None = None
) -> tuple[list[FollowEdge], PersonId | None]:
    """One page of whom a person follows, read strongly, and after whom to go on (None at the end). For rebuilding."""
    table, partition, _ = follow_key(follower, follower)
    start = {"pk": partition, "sk": after} if after else None
    page = Table(table).query(partition, limit=limit, start=start, consistent=True)
    edges = [msgspec.convert(item, FollowEdge) for item in page]
    return edges, PersonId(page.last_key["sk"]) if page.last_key else None


def close_friends(
    owner: PersonId, *, limit: int, after: PersonId | None = None
) -> tuple[list[PersonId], PersonId | None]:
    """One page of a person's close friends by id, read strongly, and after whom to go on (None at the end)."""
    table, partition, _ = close_key(owner, owner)
    start = {"pk": partition, "sk": after} if after else None
    page = Table(table).query(partition, limit=limit, start=start, consistent=True, project=["sk"])
    return [PersonId(item["sk"]) for item in page], PersonId(page.last_key["sk"]) if page.last_key else None


def is_pulled_key(author: PersonId) -> Key:
    """Key of the mark that an author's posts are pulled; the item exists from then on."""
    return settings().table("graph"), f"PERSON#{author}", "PULLED"


def parted_key(person: PersonId, other: PersonId) -> Key:
    """Key of the note that `person`, who is being erased, followed or was followed by `other`; see graph.erase."""
    return settings().table("graph"), f"PARTED#{person}", other


def parted(person: PersonId, *, limit: int, after: str | None = None) -> tuple[list[PersonId], str | None]:
    """One page of those from whom a person to be erased was parted, and after whom to go on (None at the end)."""
    table, partition, _ = parted_key(person, person)
    start = {"pk": partition, "sk": after} if after else None
    page = Table(table).query(partition, limit=limit, start=start, consistent=True, project=["pk", "sk"])
    return [PersonId(item["sk"]) for item in page], page.last_key["sk"] if page.last_key else None
