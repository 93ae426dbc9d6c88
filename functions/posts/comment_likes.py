"""Likes of comments."""

from kernel import paging
from kernel.ids import CommentId, PersonId, PostId
from kernel.paging import Cursor, Limit, Page
from kit import secrets
from kit.service import Service
from posts import comment_sight, keys, like_store, reads
from views import visible
from views.profiles import PersonAnswer, person

app = Service("comment-likes")

PAGE = Limit(30)


@app.put("/v1/posts/{post_id}/comments/{comment_id}/like", status=204, limit="like")
def like_comment(me: PersonId, post_id: PostId, comment_id: CommentId) -> None:
    """Like a comment; liking it again changes nothing."""
    comment, _, _ = comment_sight.seen(post_id, comment_id, to=me)
    like_store.add_comment_like(comment, me)


@app.delete("/v1/posts/{post_id}/comments/{comment_id}/like", limit="like")
def unlike_comment(me: PersonId, post_id: PostId, comment_id: CommentId) -> None:
    """Take a like of a comment back; doing so again changes nothing. It can be done even when it is hidden now."""
    like = reads.like_at(*keys.comment_like(me, post_id, comment_id))
    if like is None:
        comment_sight.seen(post_id, comment_id, to=me)
        return
    like_store.remove_comment_like(post_id, comment_id, me, like)


@app.get("/v1/posts/{post_id}/comments/{comment_id}/likes")
def list_comment_likers(
    me: PersonId | None, post_id: PostId, comment_id: CommentId, cursor: Cursor | None = None, limit: Limit = PAGE
) -> Page[PersonAnswer]:
    """Who likes a comment: the reader first, then the others, newest first."""
    _, _, digest = comment_sight.seen(post_id, comment_id, to=me)
    key, scope = secrets.key("cursor-key"), f"comment-likers:{comment_id}:{me or ''}"
    before = paging.unseal(cursor, str, key=key, scope=scope) if cursor else None
    own = reads.like_at(*keys.comment_like(me, post_id, comment_id)) if me and before is None else None
    people, after = reads.who_likes(comment_id, me, own, before=before, limit=limit)
    sight = visible.sight(me, people, digest=digest)
    return Page(
        [person(sight.card(each)) for each in people if sight.person(each)],
        paging.seal(after, key=key, scope=scope) if after else None,
    )
