"""Following, requests, blocks, and the hand-over of an author: rules without a store."""

import unicodedata
from typing import TypeAlias

from msgspec import Struct

from kernel.errors import Conflict, Forbidden, Invalid, NotFound, TooMany
from kernel.ids import FactId, PersonId, made_at, new_id
from views.graph import Digest, FollowCounts, FollowEdge, FollowRequest, Left
from views.profiles import ProfileCard

MAX_FOLLOWING = 7_500
"""People that one person may follow."""

MAX_ASKING = 1_000
"""Requests of one person that wait for an answer."""

MAX_SEVERED = 1_000
"""Unfollowings whose timelines are still being cleaned; each is gone after some minutes."""

MAX_BLOCKING = MAX_MUTING = MAX_CLOSE = 1_000
"""People whom one person may block, mute, or have as close friends."""

MAX_BLOCKED_BY = 64
"""Blockers whom a digest names. Of more it says only that there are more: it must stay small though many hate one."""

WORK = "graph-pulled"
"""The queue of `Work` orders. One queue for both kinds: each queue costs something while it is empty, too."""


class Between(Struct, frozen=True):
    """All that is known of two people before something changes between them.

    `edge`, `left` and `request` go from the follower to the followee, `back` and `back_request` the other way. `counts`
    are the followee's as the follower sees them; `pulling` says that every follower's digest must name the followee.
    `digest` and `close_friend` (the followee is one) are the follower's.
    """

    follower: PersonId
    followee: PersonId
    edge: FollowEdge | None
    left: Left | None
    request: FollowRequest | None
    back: FollowEdge | None
    back_request: FollowRequest | None
    counts: FollowCounts
    pulling: bool
    following: int
    asking: int
    digest: Digest
    close_friend: bool
    card: ProfileCard

    def check_follow(self) -> None:
        """Raises Invalid for oneself and Conflict for one too many."""
        self.check_other()
        if self.following >= MAX_FOLLOWING:
            raise Conflict(f"One can follow {MAX_FOLLOWING:,} people.", code="follows-too-many")

    def check_ask(self) -> None:
        """Like `check_follow`, and Conflict for one waiting request too many."""
        self.check_follow()
        if self.asking >= MAX_ASKING:
            raise Conflict(f"{MAX_ASKING:,} requests of yours wait for an answer already.", code="asks-too-many")

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
        if self.left is not None and fresh <= self.left.follow_id:
            fresh = new_id(at_ms=int(made_at(self.left.follow_id).timestamp() * 1000) + 1)
        return FactId(fresh)


class Pair(Struct, frozen=True):
    """What a block of `blocked` by `blocker` ends and where it is noted; `there`: it holds already."""

    blocker: PersonId
    blocked: PersonId
    there: bool
    edges: dict[tuple[PersonId, PersonId], FollowEdge]
    requests: dict[tuple[PersonId, PersonId], FollowRequest]
    digests: dict[PersonId, Digest]
    named: int

    def check(self) -> None:
        """Raises Invalid for oneself and Conflict for one too many."""
        if self.blocker == self.blocked:
            raise Invalid("Nobody can block themselves.", code="block-oneself")
        if len(self.digests[self.blocker].blocking) >= MAX_BLOCKING:
            raise Conflict(f"One can block {MAX_BLOCKING:,} people.", code="blocks-too-many")

    @property
    def full(self) -> bool:
        """Whether the digest of the one who is blocked names as many blockers as it may."""
        return self.named >= MAX_BLOCKED_BY


class Pull(Struct, frozen=True, kw_only=True, rename="camel", tag="pull"):
    """Hand an author over. `shard` and `after` say which page; without a shard it is the beginning.

    `late` are followers of an author already (being) handed over whose edges do not say that their digests know.
    """

    author: PersonId
    shard: int | None = None
    after: dict[str, str] | None = None
    late: list[PersonId] = []


class Admit(Struct, frozen=True, kw_only=True, rename="camel", tag="admit"):
    """Let in one page of those who wait for `person`, who has gone public; `after` says where it starts."""

    person: PersonId
    after: dict[str, str] | None = None


Work: TypeAlias = Pull | Admit


def nobody() -> NotFound:
    """What is said of who does not exist, and of whom the reader may not meet: the same."""
    return NotFound("This person does not exist.", code="person-not-found")


def closed() -> Forbidden:
    """What is said when a private account's lists are asked for by somebody who does not follow it."""
    return Forbidden("This account is private. Follow it to see more.", code="account-private")


def folded(text: str) -> str:
    """Text as it is compared in searches: without case and without marks on letters."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).strip()


def matches(card: ProfileCard, wanted: str) -> bool:
    """Whether the username, the name, or a word of the name begins with `wanted`, which is `folded`."""
    name = folded(card.name)
    return (
        card.username.lower().startswith(wanted)
        or name.startswith(wanted)
        or any(word.startswith(wanted) for word in name.split())
    )
