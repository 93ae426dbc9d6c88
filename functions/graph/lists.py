"""Who follows somebody, whom somebody follows, and whom of them the reader knows."""

from collections.abc import Callable
from typing import Annotated, NewType

from msgspec import Meta

from graph import reads
from graph.model import closed, folded, matches
from graph.reads import Line
from kernel import paging
from kernel.errors import NotFound
from kernel.ids import PersonId
from kernel.paging import Cursor, Limit, Page
from kernel.shapes import Answer
from kit import secrets
from kit.endpoints import Username
from kit.service import Service
from views import cards, visible
from views.profiles import PersonAnswer, person, profile_key
from views.visible import Sight

app = Service("lists")

PAGE = Limit(30)
FEW = Limit(3)

BUDGET = 300
"""Lines that one request looks through at most, so that it costs the same in a list of 50 and of a million."""

STRETCH = 100

_NEWEST = "~"  # after all ids

Search = NewType("Search", Annotated[str, Meta(min_length=1, max_length=50)])

Read = Callable[[str | None, int], list[Line]]


class Mutuals(Answer, frozen=True):
    """Those whom the reader follows among a person's followers.

    `people` are some of them, `count` all of them when it is `exact`; else they are those among the 300 people whom the
    reader has followed last.
    """

    people: list[PersonAnswer]
    count: int
    exact: bool


@app.get("/v1/people/{username}/followers")
def list_followers(
    me: PersonId | None, username: Username, cursor: Cursor | None = None, limit: Limit = PAGE, q: Search | None = None
) -> Page[PersonAnswer]:
    """Who follows a person, newest first. `q` looks for the beginning of a username or of a word of a name.

    A search finds whoever has exactly that username at once, and looks through 300 others; the cursor goes on from
    there, so a page may be short, even empty, and not be the last one.
    """
    them, sight = _opened(username, me)

    def read(before: str | None, most: int) -> list[Line]:
        return reads.followers_of(them, before=before, limit=most)

    if q is None:
        return _page(read, f"followers:{them}:{me or ''}", sight, cursor, limit)

    def follows(one: PersonId) -> bool:
        return bool(reads.followers_among(them, [one]))

    return _search(read, follows, q, f"followers:{them}:{me or ''}", sight, cursor, limit)


@app.get("/v1/people/{username}/following")
def list_following(
    me: PersonId | None, username: Username, cursor: Cursor | None = None, limit: Limit = PAGE, q: Search | None = None
) -> Page[PersonAnswer]:
    """Whom a person follows, newest first. `q` looks for the beginning of a username or of a word of a name.

    A search finds whoever has exactly that username at once, and looks through 300 others; the cursor goes on from
    there, so a page may be short, even empty, and not be the last one.
    """
    them, sight = _opened(username, me)

    def read(before: str | None, most: int) -> list[Line]:
        return reads.following_of(them, before=before, limit=most)

    if q is None:
        return _page(read, f"following:{them}:{me or ''}", sight, cursor, limit)

    def followed(one: PersonId) -> bool:
        return bool(reads.following_among(them, [one]))

    return _search(read, followed, q, f"following:{them}:{me or ''}", sight, cursor, limit)


@app.get("/v1/people/{username}/mutuals")
def list_mutuals(me: PersonId, username: Username, limit: Limit = FEW) -> Mutuals:
    """Whom of those whom one follows follow a person, too; the most recently followed come first."""
    them, sight = _opened(username, me)
    counts = reads.counters([me, them])
    mine, theirs = counts[me].get("following", 0), counts[them].get("followers", 0)
    if theirs < min(mine, BUDGET):
        among = [line.person for line in reads.followers_of(them, before=None, limit=BUDGET)]
        both = reads.following_among(me, among)
    else:
        among = [line.person for line in reads.following_of(me, before=None, limit=BUDGET)]
        both = reads.followers_among(them, among)
    people = [each for each in among if each in both and each not in (me, them)]
    found = _sight(people, sight)
    shown = [each for each in people if found.person(each)]
    exact = len(among) < BUDGET
    return Mutuals(people=[person(found.card(each)) for each in shown[:limit]], count=len(shown), exact=exact)


def _opened(username: str, me: PersonId | None) -> tuple[PersonId, Sight]:
    them, sight = reads.met(username, me)
    if not sight.posts_of(them):
        raise closed()
    return them, sight


def _page(read: Read, scope: str, sight: Sight, cursor: Cursor | None, limit: int) -> Page[PersonAnswer]:
    key = secrets.key("cursor-key")
    before = paging.unseal(cursor, str, key=key, scope=scope) if cursor else None
    found = read(before, limit + 1)
    page, more = found[:limit], len(found) > limit
    people = [line.person for line in page]
    shown = _sight(people, sight)
    after = paging.seal(page[-1].follow_id, key=key, scope=scope) if more else None
    return Page([person(shown.card(each)) for each in people if shown.person(each)], after)


def _search(
    read: Read,
    listed: Callable[[PersonId], bool],
    q: str,
    scope: str,
    sight: Sight,
    cursor: Cursor | None,
    limit: int,
) -> Page[PersonAnswer]:
    q = q.strip().removeprefix("@")
    key, wanted = secrets.key("cursor-key"), folded(q)
    scope = f"{scope}:{wanted}"
    before = paging.unseal(cursor, str, key=key, scope=scope) if cursor else None
    found: list[PersonAnswer] = [] if before else _exactly(q, listed, sight)
    if len(found) >= limit:
        return Page(found, paging.seal(_NEWEST, key=key, scope=scope))
    left = BUDGET
    while left:
        lines = read(before, STRETCH)
        shown = _sight([line.person for line in lines], sight)
        for line in lines:
            before = line.follow_id
            card = shown.card(line.person)
            if shown.person(line.person) and matches(card, wanted) and card.username.lower() != q.lower():
                found.append(person(card))
                if len(found) >= limit:
                    return Page(found, paging.seal(before, key=key, scope=scope))
        if len(lines) < STRETCH:
            return Page(found)
        left -= STRETCH
    return Page(found, paging.seal(before, key=key, scope=scope))


def _exactly(q: str, listed: Callable[[PersonId], bool], sight: Sight) -> list[PersonAnswer]:
    """Whoever has just this username, if they are in the list: found at once, however long it is.

    Also whoever had it not long ago, unless the name of today is one that the search comes to anyway.
    """
    if not q.isascii() or len(q) > 30:
        return []
    try:
        one, _ = reads.person_named(q, None)
    except NotFound:
        return []
    if not listed(one):
        return []
    shown = _sight([one], sight)
    card = shown.card(one)
    comes_later = card.username.lower() != q.lower() and matches(card, folded(q))
    return [person(card)] if shown.person(one) and not comes_later else []


def _sight(people: list[PersonId], reader: Sight) -> Sight:
    """What decides whom of the people the reader may meet."""
    loaded = cards.load(map(profile_key, people))
    return visible.sight(reader.reader, people, digest=reader.digest, loaded=loaded, followed=people)
