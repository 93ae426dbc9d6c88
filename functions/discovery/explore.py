"""Pages of hashtags and places, and what trends."""

from discovery import lookups, reads, trends, words
from discovery.lookups import Found
from discovery.shapes import Order, PlaceId, PlacePage, PostTrends, Some, Span, TagName, TagPage, TagTrend, TagTrends
from kernel import paging
from kernel.errors import NotFound
from kernel.ids import PersonId, PostId
from kernel.paging import Cursor, Limit, Page
from kit import secrets
from kit.service import Service
from views.posts import PostAnswer

app = Service("explore")

PAGE = Limit(21)
SOME = Some(10)

RELATED = 8
RELATED_BY = 2
"""How many people must use two hashtags together for the one to be related to the other."""


@app.get("/v1/tags/{tag}", limit="search")
def show_tag(me: PersonId, tag: TagName) -> TagPage:
    """The head of a hashtag's page, without the #, in any case. A tag that nobody uses has 0 posts."""
    plain, reader = words.parse_tag(tag), reads.reader(me)
    found = lookups.label(words.tag_label(plain), reader.hides)
    hides = set(reader.hides)
    related = found.related.items() if found else ()
    beside = [name for name, people in related if len(set(people) - hides) >= RELATED_BY]
    return TagPage(
        tag=plain, posts=found.posts if found else 0, following=plain in reader.tags, related=beside[:RELATED]
    )


@app.get("/v1/tags/{tag}/posts", limit="search")
def list_tagged(
    me: PersonId, tag: TagName, order: Order = "recent", after: Cursor | None = None, limit: Limit = PAGE
) -> Page[PostAnswer]:
    """Posts with a hashtag that the reader may see, of accounts that are public: the newest or the best first."""
    return _labelled(me, words.tag_label(words.parse_tag(tag)), order, after, limit)


@app.get("/v1/places/{place_id}", limit="search")
def show_place(me: PersonId, place_id: PlaceId) -> PlacePage:
    """The head of a place's page. NotFound where no post that the reader may see was made."""
    found = lookups.label(words.place_label(place_id), reads.reader(me).hides)
    if found is None:
        raise NotFound("Nobody has posted from this place.", code="place-not-found")
    return PlacePage(id=place_id, name=found.name, posts=found.posts)


@app.get("/v1/places/{place_id}/posts", limit="search")
def list_placed(
    me: PersonId, place_id: PlaceId, order: Order = "recent", after: Cursor | None = None, limit: Limit = PAGE
) -> Page[PostAnswer]:
    """Posts made at a place, as those of a hashtag."""
    return _labelled(me, words.place_label(place_id), order, after, limit)


@app.get("/v1/trends/tags", limit="search")
def trending_tags(me: PersonId, span: Span = "day", limit: Some = SOME) -> TagTrends:
    """Hashtags that more people use than before, in the last day or week. Each person counts once."""
    found = trends.read("tags", span, set(reads.reader(me).hides))
    return TagTrends(items=[TagTrend(tag=each.id, people=each.people) for each in found[:limit]])


@app.get("/v1/trends/posts", limit="search")
def trending_posts(me: PersonId, span: Span = "day", limit: Some = SOME) -> PostTrends:
    """Posts that many people like and comment on, in the last day or week. Each person counts once."""
    reader = reads.reader(me)
    found = trends.read("posts", span, set(reader.hides))
    chosen = [Found(PostId(each.id), each.authors[0], each.score) for each in found[:limit]]
    return PostTrends(items=reads.shown(chosen, reader))


def _labelled(me: PersonId, label: str, order: Order, after: Cursor | None, limit: Limit) -> Page[PostAnswer]:
    reader = reads.reader(me)
    key, scope = secrets.key("cursor-key"), f"labelled:{me}:{label}:{order}"
    before = paging.unseal(after, tuple[float, PostId], key=key, scope=scope, at="?after") if after else None
    found = lookups.with_label(label, order, reader.hides, before=before, limit=limit + 1)
    page, last = found[:limit], found[limit - 1] if len(found) > limit else None
    following = paging.seal((last.rank, last.post), key=key, scope=scope) if last else None
    return Page(reads.shown(page, reader), following)
