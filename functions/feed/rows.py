"""Rows of timelines: written and removed as pure puts and deletes under deterministic keys, over the wire client."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from contracts.posts import Audience
from feed import hot, keys, reads
from feed.model import AWAKE_SECONDS, BACK_FILL, Row, agree, expiry, row_at
from kernel import clock
from kernel.ids import PersonId, PostId
from kit.batches import delete_all, put_all, write_all
from kit.settings import settings
from kit.wire import Table, batch_get
from views import graph

CLEAN_PAGE = 100
"""Posts of an author that are looked up in a timeline at once: as many as one BatchGetItem takes."""

FAN_OUT = "feed-fan-out"
SETTLE = "feed-settle"
REBUILD = "feed-rebuild"

_table = Table(lambda: settings().table("feed"))


class Deliver(Struct, frozen=True):
    """The command to make timelines agree with whether `author` has a post; `after` is where the page starts.

    The page is one of a shard of the author's followers; with `close_of` one of this person's close friends instead, as
    far as they follow. `joined`: the author is a co-author. `quiet`: the post is not new, open screens need not hear.
    """

    post_id: PostId
    author: PersonId
    shard: int
    after: dict[str, str] | None = None
    joined: bool = False
    close_of: PersonId | None = None
    quiet: bool = False


class Settle(Struct, frozen=True):
    """The command to look again at what `person` should have of `author`; `level` is what was heard some time ago."""

    person: PersonId
    author: PersonId
    level: str


class Rebuild(Struct, frozen=True):
    """The command to rebuild a person's timeline from a place on.

    Followings up to `after` are done. With `below` all of them are, and so are the rows from there upwards.
    """

    person: PersonId
    after: PersonId | None = None
    below: str | None = None


def place(row: Row) -> Audience | None:
    """Keep a post under its author and in the author's own timeline, or in neither, as its card says; whose it is then.

    None when the post is not to be seen: it was deleted or archived, or the co-author left.
    """

    def act(audience: Audience | None) -> None:
        own = keys.home(row.author), row
        every, close = (keys.author(row.author), row), (keys.close(row.author), row)
        if audience is None:
            delete_all(_table.name, [(pk, each.sk) for pk, each in (every, close, own)])
        else:
            put_all(_table.name, [keys.row(pk, each) for pk, each in (every if audience == "everyone" else close, own)])
        hot.changed([row.author])

    return agree(lambda: reads.audience(row), act)


def deliver(row: Row, people: Sequence[PersonId]) -> None:
    """Put a post into these people's timelines: one write unit each."""
    common = {"sk": {"S": row.sk}, "author": {"S": row.author}, "expires_at": {"N": str(expiry(row.post_id))}}
    once = dict.fromkeys(people)  # one request may not name a key twice
    write_all(
        _table.name,
        ({"PutRequest": {"Item": {"pk": {"S": keys.home(each)}, **common}}} for each in once),
    )
    hot.changed(once)


def withdraw(row: Row, people: Sequence[PersonId]) -> None:
    """Take a post out of these people's timelines."""
    once = dict.fromkeys(people)
    delete_all(_table.name, [(keys.home(each), row.sk) for each in once])
    hot.changed(once)


def fill(person: PersonId, author: PersonId) -> None:
    """Put the author's newest posts into a timeline; those that lie there already cost no write."""
    newest = _newest(keys.author(author), author)
    if close := _newest(keys.close(author), author):
        newest += close if person == author or _is_close(author, person) else []
    there = _among(person, newest)
    missing = [keys.row(keys.home(person), row) for row in newest if row not in there]
    put_all(_table.name, missing)
    if missing:
        hot.changed([person])


def clean(person: PersonId, author: PersonId) -> None:
    """Remove an author's posts from a timeline.

    Looked up by the author's posts (no more than they published while rows live), not by walking through the timeline,
    which may hold very many of others. Half a write unit's price for ten posts, one write unit for each that is there.
    """
    for partition in (keys.author(author), keys.close(author)):
        start: dict[str, Any] | None = None
        while True:
            page = _table.query(partition, limit=CLEAN_PAGE, consistent=True, start=start, project=["pk", "sk"])
            remove(person, [row_at(item["sk"], author) for item in page])
            start = page.last_key
            if start is None:
                break


def remove(person: PersonId, rows: Sequence[Row]) -> None:
    """Remove these rows from a timeline; those that do not lie there cost no write."""
    found = sorted(row.sk for row in _among(person, rows))
    delete_all(_table.name, [(keys.home(person), sk) for sk in found])
    if found:
        hot.changed([person])


def wake(person: PersonId, *, away: bool = False) -> None:
    """Note that a person looks at their feed: posts are delivered into it for some weeks from now on.

    `away`: they did not for long, and from now on a rebuild makes up for what was not delivered meanwhile.
    """
    until, now = {"until": clock.seconds() + AWAKE_SECONDS}, {"away": clock.seconds()}
    if away:
        _table.merge(keys.home(person), keys.AWAKE, until | now)
    else:
        _table.merge(keys.home(person), keys.AWAKE, until, without=["away"])
    hot.changed([person])


def tagged(person: PersonId) -> None:
    """Note that a person follows hashtags: whoever reads their feed asks from now on which."""
    _table.merge(keys.home(person), keys.AWAKE, {"tagged": 1})
    hot.changed([person])


def _newest(partition: str, author: PersonId) -> list[Row]:
    page = _table.query(partition, limit=BACK_FILL, forward=False, consistent=True, project=["sk"])
    return [row_at(item["sk"], author) for item in page]


def _is_close(owner: PersonId, friend: PersonId) -> bool:
    return bool(batch_get([graph.close_key(owner, friend)], consistent=True))


def _among(person: PersonId, rows: Sequence[Row]) -> set[Row]:
    wanted = {(_table.name, keys.home(person), row.sk): row for row in rows}
    found = batch_get(wanted, consistent=True) if wanted else {}
    return {wanted[key] for key in found}
