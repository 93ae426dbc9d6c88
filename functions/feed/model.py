"""A feed's nouns and rules: merging, following's levels, derived ids."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from msgspec import Struct

from kernel import ids, levels
from kernel.ids import FactId, PersonId, PostId

T = TypeVar("T")

ROW_SECONDS = 90 * 24 * 3600
"""Life of a row after its post was published."""

BACK_FILL = 20
"""Posts of an author that a new follower finds in the feed at once."""

HEAD_POSTS = 30
"""Newest posts of a pulled author that are kept in one item."""

END = ""
"""Horizon of a source of which nothing is left: below every id."""

TOP = "~"
"""Horizon of a source of which nothing is known: above every id."""

MAX_STRETCHES = 3
"""Times that one page reads one source."""

MAX_PASSES = 10

AWAKE_SECONDS = 30 * 24 * 3600
"""Time after the last look at a feed for which posts are still delivered into it."""

WAKE_SECONDS = 24 * 3600
"""How often a look at a feed is written down, at most."""

ASK_SECONDS = 60
"""After this a rebuild that was asked for and is not done is asked for again."""

FOLLOWINGS_AWAY = 300
"""Followings whose newest posts are merged at once for somebody who was away; a rebuild sees to the others."""


class Row(Struct, frozen=True):
    """A post that belongs into a feed because `author` is followed: who made it, or, if `joined`, a co-author of it.

    `tag`: it belongs there because this hashtag of it is followed; such rows are made when a feed is read, never kept.
    Each following has rows of its own, so what one of them brings and takes away is no matter of the other's; a feed
    shows a post once.
    """

    post_id: PostId
    author: PersonId
    joined: bool = False
    tag: str | None = None

    @property
    def sk(self) -> str:
        """The row's place in a timeline: that of its post, and of a co-author's row just above it."""
        return f"{self.post_id}#{self.author}" if self.joined else self.post_id


def row_at(sk: str, author: PersonId) -> Row:
    """The row that lies at a sort key."""
    post, joined, _ = sk.partition("#")
    return Row(PostId(post), author, bool(joined))


class Head(Struct, frozen=True):
    """A pulled author's newest posts, newest first. `more`: the author has older ones."""

    posts: list[PostId]
    more: bool
    version: int = 0


@dataclass(slots=True)
class Source:
    """One stream of posts into a feed, newest first: a timeline (`author` is None) or a pulled author.

    `rows` hold all that the source has from `horizon` on; below it nothing is known yet.
    """

    author: PersonId | None
    rows: list[Row]
    horizon: str
    reads: int = 0


def expiry(post_id: PostId) -> int:
    """When a post's rows may go, in seconds since 1970."""
    return int(ids.made_at(post_id).timestamp()) + ROW_SECONDS


def source_of(author: PersonId, head: Head | None, before: str | None) -> Source:
    """What a head says about the posts below `before`. Without a head (it is still being made) nothing is known."""
    if head is None:
        return Source(author, [], before or TOP)
    rows = [Row(post, author) for post in head.posts if before is None or post < before]
    horizon = head.posts[-1] if head.more else END
    return Source(author, rows, horizon if before is None else min(horizon, before))


class Walk:
    """A way down a feed. `read` fetches a source's next stretch below its horizon; `shows` says whose posts appear.

    Each source is read at most `MAX_STRETCHES` times, so a walk through posts that are all hidden ends, further down.
    """

    def __init__(
        self, sources: list[Source], read: Callable[[Source], Source], shows: Callable[[PersonId], bool]
    ) -> None:
        self._sources, self._read, self._shows = sources, read, shows
        for source in sources:
            source.rows = [row for row in source.rows if shows(row.author)]
        self.position = TOP
        """Everything from here on has been looked at."""

    @property
    def done(self) -> bool:
        """Whether nothing is left below the position."""
        return all(source.horizon == END and not source.rows for source in self._sources)

    def take(self, want: int) -> list[Row]:
        """The next rows, at most `want`, newest first, each post once. Fewer when the stretches are used up."""
        while short := [each for each in too_short(self._sources, want) if each.reads < MAX_STRETCHES]:
            source = short[0]
            more = self._read(source)
            source.rows += [row for row in more.rows if self._shows(row.author)]
            source.horizon = more.horizon
            source.reads += 1
        merged, horizon = merge(self._sources)
        taken = merged[:want]
        self.position = taken[-1].post_id if len(taken) == want else horizon
        for source in self._sources:
            source.rows = [row for row in source.rows if row.post_id < self.position]
        return taken


def merge(sources: Iterable[Source]) -> tuple[list[Row], str]:
    """All rows that can be put in order now, newest first, each post once; and the horizon below which they end."""
    known = list(sources)
    horizon = max((source.horizon for source in known), default=END)
    found = {row.post_id: row for source in known for row in source.rows if row.post_id >= horizon}
    return [found[post] for post in sorted(found, reverse=True)], horizon


def too_short(sources: Iterable[Source], want: int) -> list[Source]:
    """The sources that must be read further before the newest `want` posts are known; the most urgent first."""
    known = list(sources)
    posts = sorted({row.post_id for source in known for row in source.rows}, reverse=True)
    lowest = posts[want - 1] if len(posts) >= want else END
    return sorted((each for each in known if each.horizon > lowest), key=lambda each: each.horizon, reverse=True)


# A following has a level (see kernel.levels) in the follower's fence: follow ids of the same two people grow.


NEVER = FactId("0" * 26)
"""A follow id below every other: of two people one of whom is not known to have followed the other."""


def agree(look: Callable[[], T], act: Callable[[T], None]) -> T:
    """Make rows agree with what decides about them; returns what they agree with.

    Any number of workers may do this at once and stop anywhere, if each message is repeated until it succeeds: a pass
    that acted on something old looks afterwards, sees that it changed, and makes another pass. So every write for
    something old that came after the change is followed by a whole pass for the new, and all passes for the same write
    the same. A message is therefore never "too late": it does whatever holds now.
    """
    at = look()
    for _ in range(MAX_PASSES):
        act(at)
        now = look()
        if now == at:
            return at
        at = now
    raise RuntimeError("changed faster than rows can be written")


def settle(read_level: Callable[[], str], fill: Callable[[], None], clean: Callable[[], None]) -> str:
    """Make a timeline agree with its fence; returns the level that it agrees with."""
    return agree(read_level, lambda level: fill() if levels.lasts(level) else clean())


def derived_id(post_id: PostId, *parts: str) -> FactId:
    """The id of a fact that a post causes, the same each time it is made of the same parts."""
    digest = hashlib.sha256("\0".join((post_id, *parts)).encode()).digest()
    return FactId(ids.new_id(int(ids.made_at(post_id).timestamp() * 1000), digest[:10]))
