"""Close friends: those of one's followers who see what is published for close friends."""

from graph import reads, relation_store
from graph.model import MAX_CLOSE
from kernel import paging
from kernel.errors import Conflict
from kernel.ids import PersonId
from kernel.paging import Cursor, Limit, Page
from kit import secrets
from kit.endpoints import Username
from kit.service import Service
from views import cards, visible
from views.graph import close_friends
from views.profiles import PersonAnswer, person, profile_key

app = Service("close-friends")

PAGE = Limit(30)


@app.put("/v1/me/close-friends/{username}", status=204)
def add_close_friend(me: PersonId, username: Username) -> None:
    """Put a follower on one's list of close friends; doing so again changes nothing. They are not told.

    Only followers can be close friends: who follows no more is none.
    """
    them, _ = reads.met(username, me)
    known, _ = close_friends(me, limit=MAX_CLOSE)
    if len(known) >= MAX_CLOSE and them not in known:
        raise Conflict(f"One can have {MAX_CLOSE:,} close friends.", code="close-friends-too-many")
    relation_store.add_close(me, them)


@app.delete("/v1/me/close-friends/{username}", status=204)
def remove_close_friend(me: PersonId, username: Username) -> None:
    """Take somebody off one's list of close friends; doing so again changes nothing."""
    them, _ = reads.met(username, me)
    relation_store.remove_close(me, them)


@app.get("/v1/me/close-friends")
def list_close_friends(me: PersonId, cursor: Cursor | None = None, limit: Limit = PAGE) -> Page[PersonAnswer]:
    """One's close friends: those who joined first come first."""
    key, scope = secrets.key("cursor-key"), f"close-friends:{me}"
    after = PersonId(paging.unseal(cursor, str, key=key, scope=scope)) if cursor else None
    page, more = close_friends(me, limit=limit, after=after)
    loaded = cards.load(map(profile_key, page))
    sight = visible.sight(me, page, loaded=loaded, followed=page)
    return Page(
        [person(sight.card(each)) for each in page if sight.person(each)],
        paging.seal(more, key=key, scope=scope) if more else None,
    )
