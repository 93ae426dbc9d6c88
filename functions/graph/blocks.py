"""Blocking: from the answer on, each is nobody to the other, everywhere."""

from graph import reads, relation_store
from kernel import paging
from kernel.ids import PersonId
from kernel.paging import Cursor, Limit, Page
from kit import secrets
from kit.endpoints import Username
from kit.service import Service
from views import cards
from views.profiles import PersonAnswer, person, profile_key

app = Service("blocks")

PAGE = Limit(30)


@app.put("/v1/people/{username}/block", status=204)
def block_person(me: PersonId, username: Username) -> None:
    """Block somebody, also somebody who blocks oneself; doing so again changes nothing. They are not told.

    Followings, requests and places on lists of close friends end both ways. Takes up to some seconds while very many
    block the same person at this moment.
    """
    them, _ = reads.person_named(username, None)

    def attempt() -> None:
        pair = reads.pair(me, them)
        if not pair.there:
            pair.check()
            relation_store.add_block(pair)

    relation_store.patiently(attempt)


@app.delete("/v1/people/{username}/block", status=204)
def unblock_person(me: PersonId, username: Username) -> None:
    """Take a block back; doing so again changes nothing. Nothing that it ended comes back; a block of theirs stays."""
    them, _ = reads.person_named(username, None)

    def attempt() -> None:
        pair = reads.pair(me, them)
        if pair.there:
            relation_store.remove_block(me, them, named=me in pair.digests[them].blocked)

    relation_store.patiently(attempt)


@app.get("/v1/me/blocks")
def list_blocked(me: PersonId, cursor: Cursor | None = None, limit: Limit = PAGE) -> Page[PersonAnswer]:
    """Whom one has blocked: those who joined last come first."""
    key, scope = secrets.key("cursor-key"), f"blocks:{me}"
    before = paging.unseal(cursor, str, key=key, scope=scope) if cursor else None
    known = sorted(reads.digest(me).blocking, reverse=True)
    left = [each for each in known if before is None or each < before]
    page, more = left[:limit], len(left) > limit
    found = cards.people(cards.load(map(profile_key, page)), page)
    return Page([person(found[each]) for each in page], paging.seal(page[-1], key=key, scope=scope) if more else None)
