"""Following, the digest and the hand-over of an author: rules without a store."""

import msgspec
from msgspec import Struct

from kernel.errors import Conflict, Invalid, TooMany
from kernel.ids import FactId, PersonId, made_at, new_id
from views.graph import Digest, FollowCounts, FollowEdge, Severed

MAX_FOLLOWING = 7_500
"""People that one person may follow."""

MAX_SEVERED = 1_000
"""Unfollowings whose timelines are still being cleaned; each is gone after some minutes."""


HAND_OVER = "graph-pulled"
"""The queue of `Pull` orders."""


class Between(Struct, frozen=True):
    """All that is known of two people before one of them follows or leaves the other.

    `counts` are the followee's as the follower sees them; `pulling` says that every follower's digest must name the
    followee; `version` is the digest's, 0 while there is none.
    """

    follower: PersonId
    followee: PersonId
    edge: FollowEdge | None
    followed_by: bool
    counts: FollowCounts
    pulling: bool
    following: int
    digest: Digest
    version: int

    def check_follow(self) -> None:
        """Raises Invalid for oneself and Conflict for one too many."""
        self.check_other()
        if self.following >= MAX_FOLLOWING:
            raise Conflict(f"One can follow {MAX_FOLLOWING:,} people.", code="follows-too-many")

    def check_leave(self) -> None:
        """Raises Invalid for oneself, and TooMany while very many are still being cleaned up."""
        self.check_other()
        if len(self.digest.severed) >= MAX_SEVERED:
            raise TooMany("That is many at once. Wait a minute.", retry_after=60)

    def check_other(self) -> None:
        if self.follower == self.followee:
            raise Invalid("Nobody can follow themselves.", code="follow-oneself")

    def next_follow_id(self) -> FactId:
        """An id above that of the following of the same two that ended last, whatever this machine's clock says."""
        fresh = new_id()
        for line in self.digest.severed:
            if line.author == self.followee and fresh <= line.follow_id:
                fresh = new_id(at_ms=int(made_at(line.follow_id).timestamp() * 1000) + 1)
        return FactId(fresh)

    def digest_after_follow(self) -> Digest:
        return followed(self.digest, self.followee, pulled=self.pulling)

    def digest_after_leave(self, follow_id: FactId) -> Digest:
        return left(self.digest, self.followee, follow_id)


class Pull(Struct, frozen=True, kw_only=True, rename="camel"):
    """Hand an author over. `shard` and `after` say which page; without a shard it is the beginning.

    `late` are followers of an author already (being) handed over whose edges do not say that their digests know.
    """

    author: PersonId
    shard: int | None = None
    after: dict[str, str] | None = None
    late: list[PersonId] = []


def followed(digest: Digest, author: PersonId, *, pulled: bool) -> Digest:
    """The digest of somebody who follows `author` from now on: nothing severed, and named when pulled."""
    severed = [line for line in digest.severed if line.author != author]
    return msgspec.structs.replace(digest, severed=severed, pulled=_with(digest.pulled, author, wanted=pulled))


def left(digest: Digest, author: PersonId, follow_id: FactId) -> Digest:
    """The digest of somebody who follows `author` no more: not pulled, and severed until the timeline is clean."""
    severed = [line for line in digest.severed if line.author != author]
    return msgspec.structs.replace(
        digest,
        pulled=[each for each in digest.pulled if each != author],
        severed=[*severed, Severed(author=author, follow_id=follow_id)],
    )


def cleaned(digest: Digest, author: PersonId, follow_id: str) -> Digest:
    """The digest when the timeline holds nothing more of the following `follow_id`; a later one's line stays."""
    gone = [line for line in digest.severed if line.author == author and line.follow_id == follow_id]
    return msgspec.structs.replace(digest, severed=[line for line in digest.severed if line not in gone])


def _with(people: list[PersonId], person: PersonId, *, wanted: bool) -> list[PersonId]:
    return [*people, person] if wanted and person not in people else people
