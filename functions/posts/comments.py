"""Comments: written, listed, deleted."""

from kernel import paging, text
from kernel.errors import Forbidden, at
from kernel.ids import CommentId, PersonId, PostId, new_id
from kernel.paging import Cursor, Limit, Page
from kernel.shapes import Body
from kit import secrets
from kit.endpoints import IdempotencyKey
from kit.service import Service
from posts import comment_answers, comment_reads, comment_sight, comment_store, model, reads, words
from posts.comment_answers import CommentAnswer, ThreadAnswer
from posts.comment_reads import HiddenWords, Setting
from posts.comment_sight import CommentNotFound
from posts.model import Comment
from posts.store import RequestRepeated
from views import visible

app = Service("comments")

PAGE = Limit(20)


class NewComment(Body, frozen=True):
    """1 to 2,200 characters, of which one can be seen. A reply to a reply stands below the same comment."""

    text: str
    reply_to: CommentId | None = None


@app.post("/v1/posts/{post_id}/comments", limit="comment")
def comment_on(
    me: PersonId, post_id: PostId, body: NewComment, idempotency_key: IdempotencyKey = None
) -> CommentAnswer:
    """Write a comment, or a reply.

    A repeat with the same `idempotency-key`, post and body within two days answers with the first comment.
    """
    written = at("/text", model.comment, body.text)
    post, sight = visible.seen(post_id, to=me)
    setting = comment_reads.setting(post, me, body.reply_to)
    follows = post.author in sight.follows
    if not model.may_comment(post, me, follows=follows, followed=setting.followed):
        raise Forbidden("You cannot comment on this post.", code="comments-closed")
    answered, above = setting.answered, setting.parent
    if body.reply_to and not (answered and above and comment_sight.is_shown(answered, post, me, sight.digest)):
        raise CommentNotFound
    comment = Comment(
        CommentId(new_id()),
        post_id,
        post.author,
        me,
        written,
        list(text.entities(written)),
        parent=above.comment_id if above else None,
        reply_to=answered.comment_id if answered else None,
        reply_to_author=answered.commenter if answered else None,
        held=_is_held(written, setting),
    )
    digest = model.digest(post_id, body)
    try:
        comment_store.add_comment(comment, above, key=idempotency_key, digest=digest)
    except RequestRepeated:
        first = CommentId(reads.first_request(me, "comment", idempotency_key or "", digest).made)
        again = comment_reads.comment(post_id, first)
        if again is None:
            raise CommentNotFound from None
        comment = again
    except comment_store.ParentGone:
        raise CommentNotFound from None
    return comment_answers.written(comment, setting.writer)


@app.get("/v1/posts/{post_id}/comments")
def list_comments(
    me: PersonId | None, post_id: PostId, cursor: Cursor | None = None, limit: Limit = PAGE
) -> Page[ThreadAnswer]:
    """What was written under a post, newest first, after what its authors pinned. A page may be short.

    The numbers beside posts and comments also count what this reader does not see.
    """
    post, sight = visible.seen(post_id, to=me)
    key, scope = secrets.key("cursor-key"), f"comments:{post_id}:{me or ''}"
    before, pinned = (
        paging.unseal(cursor, tuple[str, list[CommentId]], key=key, scope=scope)
        if cursor
        else (None, list[CommentId]())
    )
    found = comment_reads.comments_of(post_id, before=before, limit=limit, consistent=me is not None)
    first = []
    if found.pins:
        pinned = found.pins.ids
        there = comment_reads.comments(post_id, found.pins.ids)
        first = [there[each] for each in found.pins.ids if each in there]
    shown = [*first, *(each for each in found.comments if each.comment_id not in pinned)]
    position = (found.after, pinned) if found.after else None
    return Page(
        comment_answers.threads(shown, me, post, sight.digest, pinned),
        paging.seal(position, key=key, scope=scope) if position else None,
    )


@app.delete("/v1/posts/{post_id}/comments/{comment_id}")
def delete_comment(me: PersonId, post_id: PostId, comment_id: CommentId) -> None:
    """Delete a comment of one's own, even under a post that one cannot see now, or one under a post of one's own.

    Its replies go with it, within seconds.
    """
    comment = comment_reads.comment(post_id, comment_id)
    if comment is None or comment.commenter != me:
        post = visible.post(post_id, to=me)
        if comment is None or me not in post.authors or not comment.shown_to(me, post.authors):
            raise CommentNotFound
    comment_store.remove_comment(comment, by=me)


def _is_held(written: str, setting: Setting) -> bool:
    return any(words.found_in(written, _all_of(each)) for each in setting.words)


def _all_of(hidden: HiddenWords) -> list[str]:
    return [*hidden.words, *(words.USUAL if hidden.usual else ())]
