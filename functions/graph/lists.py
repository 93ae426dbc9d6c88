"""Who follows somebody, and whom somebody follows."""

from collections.abc import Callable
from typing import Annotated

from msgspec import Meta

from graph import reads
from graph.reads import Line
from kernel import paging
from kernel.ids import PersonId
from kernel.paging import Cursor, Limit, Page
from kit import secrets
from kit.service import Service
from views import cards, visible
from views.graph import Digest
from views.profiles import PersonAnswer, person, profile_key

app = Service("lists")

PAGE = Limit(30)

Username = Annotated[str, Meta(pattern="^[A-Za-z0-9_.]+$", max_length=30)]


@app.get("/v1/people/{username}/followers")
def list_followers(
    me: PersonId | None, username: Username, cursor: Cursor | None = None, limit: Limit = PAGE
) -> Page[PersonAnswer]:
    """Who follows a person, newest first."""
    them, digest = reads.person_named(username, me)

    def read(before: str | None, most: int) -> list[Line]:
        return reads.followers_of(them, before=before, limit=most)

    return _page(read, f"followers:{them}:{me or ''}", me, digest, cursor, limit)


@app.get("/v1/people/{username}/following")
def list_following(
    me: PersonId | None, username: Username, cursor: Cursor | None = None, limit: Limit = PAGE
) -> Page[PersonAnswer]:
    """Whom a person follows, newest first."""
    them, digest = reads.person_named(username, me)

    def read(before: str | None, most: int) -> list[Line]:
        return reads.following_of(them, before=before, limit=most)

    return _page(read, f"following:{them}:{me or ''}", me, digest, cursor, limit)


def _page(
    read: Callable[[str | None, int], list[Line]],
    scope: str,
    me: PersonId | None,
    digest: Digest,
    cursor: Cursor | None,
    limit: int,
) -> Page[PersonAnswer]:
    key = secrets.key("cursor-key")
    before = paging.unseal(cursor, str, key=key, scope=scope) if cursor else None
    found = read(before, limit + 1)
    page, more = found[:limit], len(found) > limit
    people = [line.person for line in page if visible.person(line.person, me, digest)]
    profiles = cards.people(cards.load(map(profile_key, people)), people)
    after = paging.seal(page[-1].follow_id, key=key, scope=scope) if more else None
    return Page([person(profiles[each]) for each in people], after)
