"""Feed's reads."""

from collections.abc import Sequence
from typing import Any

from contracts.posts import Audience
from feed import hot, keys
from feed.hot import Top
from feed.model import END, FOLLOWINGS_AWAY, TOP, Head, Row, Source, Walk, row_at, source_of
from kernel import clock
from kernel.ids import PersonId, PostId
from kit.settings import settings
from kit.wire import Table, batch_get
from views import discovery, graph, posts, visible
from views.graph import Digest

SLACK = 10
"""Rows read beyond a page: they cost next to nothing, and a page with hidden rows is still full after one read."""

TOP_ROWS = 30
"""Rows of the top of a timeline: a page and the slack."""

_table = Table(lambda: settings().table("feed"))


def reader(person: PersonId) -> tuple[Digest, Row | None]:
    """A reader's digest, and their own newest post as posts knows it. One request, both as they are now."""
    digest, own = graph.digest_key(person), posts.author_counts_key(person)
    found = batch_get([digest, own], consistent=True)
    newest = found.get(own, {}).get("newest")
    return graph.digest_of(found.get(digest)), Row(PostId(newest), person) if newest else None


def top(person: PersonId) -> Top:
    """The top of a timeline: kept in Redis, or half a read unit; one to be kept is read strongly, for one unit."""
    if not hot.present():
        return _top(person, turn="")
    found = hot.top(person)
    if isinstance(found, Top):
        return found
    made = _top(person, turn=found)
    hot.keep_top(person, made)
    return made


def is_away(top: Top) -> bool:
    """Whether posts are missing in this timeline, because its person did not look at it for long."""
    return top.away is not None or (top.awake is not None and top.awake < clock.seconds())


def returns(person: PersonId) -> bool:
    """Whether a person's timeline is waiting for its rebuild, read strongly."""
    return "away" in (_table.get(keys.home(person), keys.AWAKE, consistent=True) or {})


def walk(
    person: PersonId,
    digest: Digest,
    *,
    before: str | None,
    page: int,
    first: Top | None = None,
    own: Row | None = None,
    away: bool = False,
    by_tags: bool = False,
) -> Walk:
    """The way down a person's feed from `before` on: their own timeline, and the pulled authors whom they follow.

    `first` is the timeline's top when the way begins there; `own` a post of their own that may not lie in it yet. Of
    somebody who was `away` all those whom they follow (some hundreds) are read as if they were pulled. `by_tags`:
    the newest posts of the hashtags that they follow are merged, and no older ones, for two requests.
    """
    timeline = Source(None, [], before or TOP)
    if first is not None:
        rows = [row_at(sk, author) for sk, author in first.rows]
        timeline = Source(None, rows, first.horizon, reads=1)
    sources = [timeline]
    if by_tags:
        rows = [row for row in tagged(person) if before is None or row.post_id < before]
        sources.insert(0, Source(None, rows, END))  # the timeline after: where both have a post, its row counts
    if own is not None:
        sources.append(Source(person, [own], END))
    heads_ = heads(digest.pulled)
    sources += [source_of(author, heads_.get(author), before) for author in digest.pulled]
    if away:
        followed = _followed(person, besides=set(digest.pulled))
        sources += [source_of(author, head, before) for author, head in heads(followed).items() if head.posts]

    def read(source: Source) -> Source:
        """The next stretch of one source. One request; half a read unit per 36 rows."""
        below = source.horizon if source.horizon != TOP else None
        if source.author is None:
            return _source(None, keys.home(person), below, page + SLACK)
        return _source(source.author, keys.author(source.author), below, page)

    return Walk(sources, read, lambda author: visible.in_feed(author, digest))


def tagged(person: PersonId) -> list[Row]:
    """The newest posts of the hashtags that a person follows, each once. Two requests."""
    table, pk, sk = discovery.tags_key(person)
    tags = discovery.tags_of(Table(table).get(pk, sk)).tags
    found = batch_get([discovery.tag_head_key(each) for each in tags]) if tags else {}
    newest: dict[PostId, Row] = {}
    for tag in tags:
        for post, author in discovery.tag_head_of(found.get(discovery.tag_head_key(tag))).posts:
            newest.setdefault(post, Row(post, author, tag=tag))
    return list(newest.values())


def since(person: PersonId, post: PostId, limit: int) -> list[Row]:
    """The rows of a feed that are newer than a post: at most `limit` of the timeline, and what hashtags brought.

    One request; two more for whoever follows hashtags.
    """
    page = _table.query(keys.home(person), sk_from=keys.after(post), sk_to=keys.AWAKE, limit=limit + 1, forward=False)
    rows = [row_at(item["sk"], PersonId(item["author"])) for item in page if item["sk"] != keys.AWAKE][:limit]
    if any("tagged" in item for item in page if item["sk"] == keys.AWAKE):
        rows += [row for row in tagged(person) if row.post_id > post]
    return rows


def heads(authors: Sequence[PersonId]) -> dict[PersonId, Head]:
    """Heads of authors; one request per 100 that Redis does not have. Those that are still being made are missing."""
    found = hot.heads(authors) if authors and hot.present() else {}
    wanted = {author: (_table.name, keys.head(author), keys.HEAD) for author in authors if author not in found}
    if wanted:
        items = batch_get(wanted.values())
        read = {author: _head(items[key]) for author, key in wanted.items() if key in items}
        hot.keep_heads(read)
        found |= read
    return found


def head(author: PersonId) -> Head | None:
    """One author's head, read strongly."""
    item = _table.get(keys.head(author), keys.HEAD, consistent=True)
    return _head(item) if item else None


def newest(author: PersonId, limit: int) -> tuple[list[PostId], bool]:
    """An author's newest posts for everybody, read strongly, and whether there may be older ones."""
    page = _table.query(keys.author(author), limit=limit, forward=False, consistent=True, project=["pk", "sk"])
    return [row_at(item["sk"], author).post_id for item in page], page.last_key is not None


def audience(row: Row) -> Audience | None:
    """Whom a row's post is for, as its card says, read strongly; None when the post has no place in feeds.

    A post that staff hid keeps its rows, since they may show it again: whoever reads it looks at its card.
    """
    key = posts.post_key(row.post_id)
    item = batch_get([key], consistent=True).get(key)
    if item is None:
        return None
    card = posts.card_of(item)
    if card.state == "archived" or row.author not in card.authors:
        return None
    return "close" if card.audience == "close" else "everyone"


def lies(row: Row, *, close: bool) -> bool:
    """Whether a row lies under its author, read strongly."""
    partition = keys.close(row.author) if close else keys.author(row.author)
    return _table.get(partition, row.sk, consistent=True, project=["pk"]) is not None


def awake(people: Sequence[PersonId]) -> list[PersonId]:
    """Those who looked at their feed lately, or never; one request per 100.

    Read strongly: who begins to look again marks it first and has their timeline rebuilt then, from authors' rows that
    lie there before anything is delivered. So a post is either found by the rebuild or delivered.
    """
    now = clock.seconds()
    found = batch_get([(_table.name, keys.home(each), keys.AWAKE) for each in people], consistent=True)
    asleep = {pk for (_, pk, _), item in found.items() if "until" in item and item["until"] < now}
    return [each for each in people if keys.home(each) not in asleep]


def close_followers(
    owner: PersonId, author: PersonId, *, limit: int, after: dict[str, Any] | None
) -> tuple[list[PersonId], dict[str, Any] | None]:
    """Close friends of `owner` who follow `author`: one page, and where to go on (None at the end)."""
    friends, last = graph.close_friends(owner, limit=limit, after=after["friend"] if after else None)
    edges = {graph.follow_key(friend, author): friend for friend in friends}
    found = batch_get(edges, consistent=True) if edges else {}
    return [friend for key, friend in edges.items() if key in found], {"friend": last} if last else None


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


def stretch(person: PersonId, below: str | None, limit: int) -> tuple[list[Row], str | None]:
    """A page of a timeline's rows below a place, newest first, read strongly, and where to go on (None at the end)."""
    partition = keys.home(person)
    start = {"pk": partition, "sk": below or keys.AWAKE}
    page = _table.query(partition, start=start, limit=limit, forward=False, consistent=True)
    rows = [row_at(item["sk"], PersonId(item["author"])) for item in page]
    return rows, str(page.last_key["sk"]) if page.last_key else None


def is_pulled(author: PersonId) -> bool:
    """Whether an author's posts are pulled by now."""
    table, pk, sk = graph.is_pulled_key(author)
    return Table(table).get(pk, sk, consistent=True) is not None


def _followed(person: PersonId, *, besides: set[PersonId]) -> list[PersonId]:
    found: list[PersonId] = []
    after: PersonId | None = None
    while len(found) < FOLLOWINGS_AWAY:
        edges, after = graph.followings(person, limit=100, after=after)
        found += [edge.followee for edge in edges if edge.followee not in besides]
        if after is None:
            break
    return found[:FOLLOWINGS_AWAY]


def _top(person: PersonId, *, turn: str) -> Top:
    page = _table.query(keys.home(person), limit=TOP_ROWS + 1, forward=False, consistent=bool(turn))
    mark: dict[str, Any] = next((item for item in page if item["sk"] == keys.AWAKE), {})
    rows = [(item["sk"], PersonId(item["author"])) for item in page if item["sk"] != keys.AWAKE]
    horizon = str(page.last_key["sk"]) if page.last_key else END
    return Top(rows, horizon, mark.get("until"), mark.get("away"), turn, tagged="tagged" in mark)


def _source(author: PersonId | None, partition: str, before: str | None, limit: int) -> Source:
    start = {"pk": partition, "sk": before or keys.AWAKE}
    page = _table.query(partition, start=start, limit=limit, forward=False)
    rows = [row_at(item["sk"], PersonId(item["author"])) for item in page]
    return Source(author, rows, str(page.last_key["sk"]) if page.last_key else END)


def _head(item: dict[str, Any]) -> Head:
    return Head([PostId(post) for post in item["posts"].split()], bool(item["more"]), item["version"])
