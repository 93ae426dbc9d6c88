"""Feed's reads."""

from collections.abc import Sequence
from typing import Any

from feed import keys
from feed.model import END, TOP, Head, Row, Source, Walk, source_of
from kernel.ids import PersonId, PostId
from kit.settings import settings
from kit.wire import Table, batch_get
from views import graph, visible
from views.graph import Digest

SLACK = 10
"""Rows read beyond a page: they cost next to nothing, and a page with hidden rows is still full after one read."""

_table = Table(lambda: settings().table("feed"))


def digest(person: PersonId) -> Digest:
    """A reader's digest as it is now."""
    table, pk, sk = graph.digest_key(person)
    return graph.digest_of(Table(table).get(pk, sk, consistent=True))


def walk(person: PersonId, digest: Digest, *, before: str | None, page: int) -> Walk:
    """The way down a person's feed from `before` on: their own timeline, and the pulled authors whom they follow."""
    heads_ = heads(digest.pulled)
    sources = [Source(None, [], before or TOP)]
    sources += [source_of(author, heads_.get(author), before) for author in digest.pulled]

    def read(source: Source) -> Source:
        """The next stretch of one source. One request; half a read unit per 36 rows."""
        below = source.horizon if source.horizon != TOP else None
        if source.author is None:
            return _source(None, keys.home(person), below, page + SLACK)
        return _source(source.author, keys.author(source.author), below, page)

    return Walk(sources, read, lambda author: visible.in_feed(author, digest))


def heads(authors: Sequence[PersonId]) -> dict[PersonId, Head]:
    """Heads of pulled authors; one request per 100. Those that are still being made are missing."""
    wanted = {author: (_table.name, keys.head(author), keys.HEAD) for author in authors}
    found = batch_get(wanted.values()) if wanted else {}
    return {author: _head(found[key]) for author, key in wanted.items() if key in found}


def head(author: PersonId) -> Head | None:
    """One author's head, read strongly."""
    item = _table.get(keys.head(author), keys.HEAD, consistent=True)
    return _head(item) if item else None


def newest(author: PersonId, limit: int) -> tuple[list[PostId], bool]:
    """An author's newest posts, read strongly, and whether there may be older ones."""
    page = _table.query(keys.author(author), limit=limit, forward=False, consistent=True, project=["pk", "sk"])
    return [PostId(item["sk"]) for item in page], page.last_key is not None


def level(person: PersonId, author: PersonId) -> str:
    """The level in a fence, read strongly. KeyError when there is none."""
    item = _table.get(keys.fence(person), author, consistent=True) or {}
    return str(item["level"])


def levels(person: PersonId, authors: Sequence[PersonId]) -> dict[PersonId, str]:
    """The levels in a person's fences of these authors, read strongly; one request per 100. Some may have none."""
    found = batch_get([(_table.name, keys.fence(person), author) for author in authors], consistent=True)
    return {PersonId(sk): str(item["level"]) for (_, _, sk), item in found.items()}


def followed(person: PersonId, authors: Sequence[PersonId]) -> set[PersonId]:
    """Those of the authors whom a person follows, read strongly; one request per 100."""
    found = batch_get([graph.follow_key(person, author) for author in authors], consistent=True)
    return {PersonId(sk) for _, _, sk in found}


def stretch(person: PersonId, below: PostId | None, limit: int) -> tuple[list[Row], PostId | None]:
    """One page of a timeline's rows below a post, newest first, read strongly, and where to go on (None at the end)."""
    partition = keys.home(person)
    start = {"pk": partition, "sk": below} if below else None
    page = _table.query(partition, start=start, limit=limit, forward=False, consistent=True)
    rows = [Row(PostId(item["sk"]), PersonId(item["author"])) for item in page]
    return rows, PostId(page.last_key["sk"]) if page.last_key else None


def is_pulled(author: PersonId) -> bool:
    """Whether an author's posts are pulled by now."""
    table, pk, sk = graph.is_pulled_key(author)
    return Table(table).get(pk, sk, consistent=True) is not None


def _source(author: PersonId | None, partition: str, before: str | None, limit: int) -> Source:
    start = {"pk": partition, "sk": before} if before else None
    page = _table.query(partition, start=start, limit=limit, forward=False)
    rows = [Row(PostId(item["sk"]), PersonId(item["author"])) for item in page]
    return Source(author, rows, str(page.last_key["sk"]) if page.last_key else END)


def _head(item: dict[str, Any]) -> Head:
    return Head([PostId(post) for post in item["posts"].split()], bool(item["more"]), item["version"])
