"""One comment, as somebody may see it."""

from kernel.errors import NotFound
from kernel.ids import CommentId, PersonId, PostId
from posts import comment_reads
from posts.model import Comment
from views import visible
from views.graph import Digest
from views.posts import PostCard


class CommentNotFound(NotFound):
    code = "comment-not-found"
    sentence = "This comment does not exist."


def seen(post_id: PostId, comment_id: CommentId, to: PersonId | None) -> tuple[Comment, PostCard, Digest]:
    """The comment, if `to` may see it, its post, and the reader's digest. NotFound otherwise.

    Three requests, four for a reply, one more when its writer is not in the cache.
    """
    post, sight = visible.seen(post_id, to=to)
    comment = comment_reads.comment(post_id, comment_id)
    if comment is None or not is_shown(comment, post, to, sight.digest):
        raise CommentNotFound
    return comment, post, sight.digest


def is_shown(comment: Comment, post: PostCard, reader: PersonId | None, digest: Digest) -> bool:
    """Whether the reader, who sees the post, sees this comment: by its state, and whether they may meet its writer."""
    if not comment.shown_to(reader, post.authors):
        return False
    return comment.commenter == reader or visible.sight(reader, [comment.commenter], digest=digest).person(
        comment.commenter
    )
