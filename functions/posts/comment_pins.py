"""Comments that a post's authors pin above the others."""

from kernel.errors import Away, Conflict, Forbidden
from kernel.ids import CommentId, PersonId, PostId
from kit.service import Service
from posts import comment_reads, comment_sight, comment_store
from posts.comment_sight import CommentNotFound
from posts.model import MAX_PINNED
from views import visible
from views.posts import PostCard

app = Service("comment-pins")

_TRIES = 12


@app.put("/v1/posts/{post_id}/comments/{comment_id}/pin", status=204)
def pin_comment(me: PersonId, post_id: PostId, comment_id: CommentId) -> None:
    """Pin a comment under a post of one's own, up to 3, the newest pin first; pinning it again changes nothing."""
    comment, post, _ = comment_sight.seen(post_id, comment_id, to=me)
    _only_authors(me, post)
    if comment.parent or comment.held:
        raise Conflict("A reply, or a comment that nobody else sees, cannot be pinned.", code="not-to-be-pinned")
    for _ in range(_TRIES):
        old = comment_reads.pins(post_id)
        there = comment_reads.comments(post_id, {*old.ids, comment_id})
        if comment_id not in there:
            raise CommentNotFound
        if comment_id in old.ids:
            return
        kept = [each for each in old.ids if each in there]
        if len(kept) >= MAX_PINNED:
            raise Conflict(f"{MAX_PINNED} comments are pinned. Unpin one first.", code="pins-full")
        if comment_store.replace_pins(post_id, [comment_id, *kept], old):
            return
    raise Away("Too much happens at once. Try again.", retry_after=1)


@app.delete("/v1/posts/{post_id}/comments/{comment_id}/pin")
def unpin_comment(me: PersonId, post_id: PostId, comment_id: CommentId) -> None:
    """Pin a comment no longer; doing so again changes nothing."""
    _only_authors(me, visible.post(post_id, to=me))
    for _ in range(_TRIES):
        old = comment_reads.pins(post_id)
        if comment_id not in old.ids:
            return
        if comment_store.replace_pins(post_id, [each for each in old.ids if each != comment_id], old):
            return
    raise Away("Too much happens at once. Try again.", retry_after=1)


def _only_authors(me: PersonId, post: PostCard) -> None:
    if me not in post.authors:
        raise Forbidden("Only the authors of a post pin comments.", code="not-the-author")
