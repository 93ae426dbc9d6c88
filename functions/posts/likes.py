"""Likes."""

from kernel import paging
from kernel.ids import PersonId, PostId
from kernel.paging import Cursor, Limit, Page
from kit import secrets
from kit.service import Service
from posts import like_store, reads
from views import visible
from views.profiles import PersonAnswer, person

app = Service("likes")

PAGE = Limit(30)


@app.put("/v1/posts/{post_id}/like", status=204, limit="like")
def like_post(me: PersonId, post_id: PostId) -> None:
    """Like a post; liking it again changes nothing."""
    like_store.add_like(visible.post(post_id, to=me), me)


@app.delete("/v1/posts/{post_id}/like", limit="like")
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
    """Who likes a post: the reader first, then the others, newest first."""
    _, seen = visible.seen(post_id, to=me)
    key, scope = secrets.key("cursor-key"), f"likers:{post_id}:{me or ''}"
    before = paging.unseal(cursor, str, key=key, scope=scope) if cursor else None
    own = reads.like(me, post_id) if me and before is None else None
    people, after = reads.who_likes(post_id, me, own, before=before, limit=limit)
    sight = visible.sight(me, people, digest=seen.digest)
    return Page(
        [person(sight.card(each)) for each in people if sight.person(each)],
        paging.seal(after, key=key, scope=scope) if after else None,
    )
