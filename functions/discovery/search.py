"""Searching for people, hashtags, places and posts."""

from collections.abc import Mapping
from typing import NamedTuple

from discovery import index, lookups, reads, words
from discovery.lookups import Label, LabelPlace
from discovery.model import Query, called, parse_query, rank
from discovery.reads import Met, Reader
from discovery.shapes import Everything, PersonFound, PlaceFound, PlaceId, Some, TagFound, Words
from kernel import paging
from kernel.errors import at
from kernel.ids import PersonId, PostId
from kernel.paging import Cursor, Page
from kit import secrets
from kit.service import Service
from views.graph import Digest
from views.posts import PostAnswer

app = Service("search")

PAGE = Some(20)

BEST_PEOPLE, BEST_TAGS, BEST_PLACES, BEST_POSTS = 5, 5, 3, 9
"""Of each kind in the answer of all."""


class Place(NamedTuple):
    """Where somebody stands among those found: by the class of the fit, whom one follows, errors, popularity."""

    fit: int
    stranger: bool
    errors: int
    less: float
    username: str
    person: PersonId


@app.get("/v1/search/people", limit="search")
def search_people(me: PersonId, q: Words, after: Cursor | None = None, limit: Some = PAGE) -> Page[PersonFound]:
    """People by username or name, the best first: exactly so, beginning so, a word of the name, with a typing error.

    Among those that fit alike whom one follows comes first, then whose posts many like these days. `q` has 1 to 60
    characters, without a leading @. 50 people are found at most. 503 while search is away.
    """
    query = at("?q", parse_query, q)
    key, scope = secrets.key("cursor-key"), f"search:{me}:{query.text}"
    last = paging.unseal(after, Place, key=key, scope=scope, at="?after") if after else None
    places, met = _people(me, query, index.find(query))
    left = [place for place in places if last is None or place > last]
    page, more = left[:limit], len(left) > limit
    following = paging.seal(page[-1], key=key, scope=scope) if more else None
    return Page([met.found(place.person) for place in page], following)


@app.get("/v1/search/tags", limit="search")
def search_tags(me: PersonId, q: Words, after: Cursor | None = None, limit: Some = PAGE) -> Page[TagFound]:
    """Hashtags that are called or begin so, the most used first, also with a typing error; with or without #."""
    reader = reads.reader(me)
    found, following = _labels(reader, words.TAG, at("?q", parse_query, q).text, after, limit)
    return Page([_tag(reader, each) for each in found], following)


@app.get("/v1/search/places", limit="search")
def search_places(me: PersonId, q: Words, after: Cursor | None = None, limit: Some = PAGE) -> Page[PlaceFound]:
    """Places a word of whose name begins so, the most used first, also with a typing error."""
    found, following = _labels(reads.reader(me), words.PLACE, at("?q", parse_query, q).text, after, limit)
    return Page([_place(each) for each in found], following)


@app.get("/v1/search/posts", limit="search")
def search_posts(me: PersonId, q: Words, after: Cursor | None = None, limit: Some = PAGE) -> Page[PostAnswer]:
    """Posts of public accounts whose captions have all of these words, in any form that their stem has; newest first.

    A word with # stands for the hashtag.
    """
    at("?q", parse_query, q)
    key, scope = secrets.key("cursor-key"), f"search-posts:{me}:{q}"
    before = paging.unseal(after, PostId, key=key, scope=scope, at="?after") if after else None
    reader = reads.reader(me)
    found = lookups.with_words(q, reader.hides, before=before, limit=limit + 1)
    page, more = found[:limit], len(found) > limit
    return Page(reads.shown(page, reader), paging.seal(page[-1].post, key=key, scope=scope) if more else None)


@app.get("/v1/search", limit="search")
def search_all(me: PersonId, q: Words) -> Everything:
    """The best of each kind: people, hashtags, places, posts by their captions."""
    query, reader = at("?q", parse_query, q), reads.reader(me)
    best = lookups.of_all_kinds(query, q, reader.hides, posts=BEST_POSTS)
    people, met = _people(me, query, best.people, reader.digest)
    return Everything(
        people=[met.found(place.person) for place in people[:BEST_PEOPLE]],
        tags=[_tag(reader, each) for each in best.tags[:BEST_TAGS]],
        places=[_place(each) for each in best.places[:BEST_PLACES]],
        posts=reads.shown(best.posts, reader),
    )


def _people(
    me: PersonId, query: Query, people: Mapping[PersonId, float], digest: Digest | None = None
) -> tuple[list[Place], Met]:
    """Who of those that the index has fits, the best first."""
    met = reads.met(me, people, digest)
    places: list[Place] = []
    for each in people:
        card = met.sight.card(each)
        # the card decides, not the index, which may be a moment behind
        fits = rank(query, called(card.username, card.name)) if met.sight.person(each) else None
        if fits is not None:
            places.append(Place(fits[0], each not in met.follows, fits[1], -people[each], card.username, each))
    return sorted(places), met


def _labels(
    reader: Reader, kind: str, text: str, after: Cursor | None, limit: int
) -> tuple[list[Label], Cursor | None]:
    """One page of the labels that fit, and where the next one starts."""
    key, scope = secrets.key("cursor-key"), f"search-labels:{reader.me}:{kind}:{text}"
    last = paging.unseal(after, LabelPlace, key=key, scope=scope, at="?after") if after else None
    left = [each for each in lookups.labels(kind, text, reader.hides) if last is None or each[0] > last]
    page, more = left[:limit], len(left) > limit
    return [label for _, label in page], paging.seal(page[-1][0], key=key, scope=scope) if more else None


def _tag(reader: Reader, found: Label) -> TagFound:
    return TagFound(tag=found.name, posts=found.posts, following=found.name in reader.tags)


def _place(found: Label) -> PlaceFound:
    return PlaceFound(id=PlaceId(found.id[1:]), name=found.name, posts=found.posts)
