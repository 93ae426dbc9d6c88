"""Rows of timelines: written and removed as pure puts and deletes under deterministic keys, over the wire client."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from feed import keys
from feed.model import BACK_FILL, Row, expiry
from kernel.ids import PersonId, PostId
from kit.batches import delete_all, put_all, write_all
from kit.settings import settings
from kit.wire import Table, batch_get

CLEAN_PAGE = 100
"""Posts of an author that are looked up in a timeline at once: as many as one BatchGetItem takes."""

FAN_OUT = "feed-fan-out"
SETTLE = "feed-settle"

_table = Table(lambda: settings().table("feed"))


class Deliver(Struct, frozen=True):
    """The command to deliver a post to one page of one shard of its author's followers; `after` is where it starts."""

    post_id: PostId
    author: PersonId
    shard: int
    after: dict[str, str] | None = None


class Settle(Struct, frozen=True):
    """The command to look again at what `person` should have of `author`; `level` is what was heard some time ago."""

    person: PersonId
    author: PersonId
    level: str


def add_post(row: Row) -> None:
    """Keep a post in its author's partition and in the author's own timeline."""
    partitions = keys.author(row.author), keys.home(row.author)
    put_all(_table.name, [keys.row(each, row.post_id, row.author) for each in partitions])


def deliver(row: Row, people: Sequence[PersonId]) -> None:
    """Put a post into these people's timelines: one write unit each."""
    common = {"sk": {"S": row.post_id}, "author": {"S": row.author}, "expires_at": {"N": str(expiry(row.post_id))}}
    once = dict.fromkeys(people)  # one request may not name a key twice
    write_all(
        _table.name,
        ({"PutRequest": {"Item": {"pk": {"S": keys.home(each)}, **common}}} for each in once),
    )


def fill(person: PersonId, author: PersonId) -> None:
    """Put the author's newest posts into a timeline; those that lie there already cost no write."""
    newest = _table.query(keys.author(author), limit=BACK_FILL, forward=False, consistent=True, project=["sk"])
    posts = [PostId(item["sk"]) for item in newest]
    there = _among(person, posts)
    put_all(_table.name, [keys.row(keys.home(person), post, author) for post in posts if post not in there])


def clean(person: PersonId, author: PersonId) -> None:
    """Remove an author's posts from a timeline.

    Looked up by the author's posts (no more than they published while rows live), not by walking through the timeline,
    which may hold very many of others. Half a write unit's price for ten posts, one write unit for each that is there.
    """
    start: dict[str, Any] | None = None
    while True:
        page = _table.query(keys.author(author), limit=CLEAN_PAGE, consistent=True, start=start, project=["pk", "sk"])
        remove(person, [PostId(item["sk"]) for item in page])
        start = page.last_key
        if start is None:
            return


def remove(person: PersonId, posts: Sequence[PostId]) -> None:
    """Remove these posts from a timeline; those that do not lie there cost no write."""
    delete_all(_table.name, [(keys.home(person), post) for post in sorted(_among(person, posts))])


def _among(person: PersonId, posts: Sequence[PostId]) -> set[PostId]:
    wanted = [(_table.name, keys.home(person), post) for post in posts]
    return {PostId(sk) for _, _, sk in batch_get(wanted, consistent=True)}
