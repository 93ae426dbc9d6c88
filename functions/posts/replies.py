"""Replies below a comment."""

from kernel import paging
from kernel.ids import CommentId, PersonId, PostId
from kernel.paging import Cursor, Limit, Page
from kit import secrets
from kit.service import Service
from posts import comment_answers, comment_reads, comment_sight
from posts.comment_answers import CommentAnswer

app = Service("replies")

PAGE = Limit(20)


@app.get("/v1/posts/{post_id}/comments/{comment_id}/replies")
def list_replies(
    me: PersonId | None, post_id: PostId, comment_id: CommentId, cursor: Cursor | None = None, limit: Limit = PAGE
) -> Page[CommentAnswer]:
    """Replies below a comment, oldest first. A page may be short."""
    _, post, digest = comment_sight.seen(post_id, comment_id, to=me)
    key, scope = secrets.key("cursor-key"), f"replies:{post_id}:{comment_id}:{me or ''}"
    start = paging.unseal(cursor, str, key=key, scope=scope) if cursor else None
    found, after = comment_reads.replies_of(post_id, comment_id, after=start, limit=limit, consistent=me is not None)
    return Page(
        comment_answers.replies(found, me, post, digest),
        paging.seal(after, key=key, scope=scope) if after else None,
    )
