"""Likes."""

from kernel import paging
from kernel.ids import PersonId, PostId
from kernel.paging import Cursor, Limit, Page
from kit import secrets
from kit.service import Service
from posts import like_store, reads
from posts.model import Liker
from views import visible
from views.profiles import PersonAnswer, person

app = Service("likes")

PAGE = Limit(30)


@app.put("/v1/posts/{post_id}/like", status=204)
def like_post(me: PersonId, post_id: PostId) -> None:
    """Like a post; liking it again changes nothing."""
    like_store.add_like(visible.post(post_id, to=me), me)


@app.delete("/v1/posts/{post_id}/like")
def unlike_post(me: PersonId, post_id: PostId) -> None:
    """Take a like back; doing so again changes nothing. What one liked can be unliked even when it is hidden now."""
    like = reads.like(me, post_id)
    if like is None:
        visible.post(post_id, to=me)
        return
    like_store.remove_like(post_id, me, like)


@app.get("/v1/posts/{post_id}/likes")
def list_likers(
    me: PersonId | None, post_id: PostId, cursor: Cursor | None = None, limit: Limit = PAGE
) -> Page[PersonAnswer]:
    """Who likes a post, newest first."""
    visible.post(post_id, to=me)
    key, scope = secrets.key("cursor-key"), f"likers:{post_id}:{me or ''}"
    before = paging.unseal(cursor, str, key=key, scope=scope) if cursor else None
    found = reads.likers(post_id, before=before, limit=limit + 1)
    if me:
        found = _with_own(found, me, post_id, before)
    page, after = found[:limit], found[limit - 1].like_id if len(found) > limit else None
    sight = visible.sight(me, (liker.person for liker in page))
    people = [liker.person for liker in page if sight.person(liker.person)]
    return Page(
        [person(sight.card(each)) for each in people], paging.seal(after, key=key, scope=scope) if after else None
    )


def _with_own(found: list[Liker], me: PersonId, post_id: PostId, before: str | None) -> list[Liker]:
    """The reader's own like as it is stored, whatever the index says: it follows a little later."""
    others = [liker for liker in found if liker.person != me]
    own = reads.like(me, post_id)
    if own is None or (before is not None and own.like_id >= before):
        return others
    return sorted([*others, Liker(own.like_id, me)], key=lambda liker: liker.like_id, reverse=True)
