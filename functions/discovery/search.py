"""Searching for people."""

from typing import Annotated, NamedTuple, NewType

from msgspec import Meta

from discovery import index, reads
from discovery.model import called, parse_query, rank
from discovery.reads import PersonFound
from kernel import paging
from kernel.errors import at
from kernel.ids import PersonId
from kernel.paging import Cursor, Page
from kit import secrets
from kit.service import Service

app = Service("search")

Some = NewType("Some", Annotated[int, Meta(ge=1, le=30)])
Words = NewType("Words", Annotated[str, Meta(min_length=1, max_length=200)])

PAGE = Some(20)


class Place(NamedTuple):
    """Where somebody stands among those found: by the class of the fit, then whom one follows, then the errors."""

    fit: int
    stranger: bool
    errors: int
    username: str
    person: PersonId


@app.get("/v1/search/people", limit="search")
def search_people(me: PersonId, q: Words, after: Cursor | None = None, limit: Some = PAGE) -> Page[PersonFound]:
    """People by username or name, the best first: exactly so, beginning so, a word of the name, with a typing error.

    Among those that fit alike whom one follows comes first. `q` has 1 to 60 characters, without a leading @. 50 people
    are found at most. 503 while search is away.
    """
    query = at("?q", parse_query, q)
    key, scope = secrets.key("cursor-key"), f"search:{me}:{query.text}"
    last = paging.unseal(after, Place, key=key, scope=scope, at="?after") if after else None
    people = index.find(query)
    met = reads.met(me, people)
    places: list[Place] = []
    for each in people:
        card = met.sight.card(each)
        # the card decides, not the index, which may be a moment behind
        fits = rank(query, called(card.username, card.name)) if met.sight.person(each) else None
        if fits is not None:
            places.append(Place(fits[0], each not in met.follows, fits[1], card.username, each))
    left = [place for place in sorted(places) if last is None or place > last]
    page, more = left[:limit], len(left) > limit
    following = paging.seal(page[-1], key=key, scope=scope) if more else None
    return Page([met.found(place.person) for place in page], following)
