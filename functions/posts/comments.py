"""Comments."""

from datetime import datetime
from typing import Annotated, NoReturn

from msgspec import Meta

from kernel import ids, paging, text
from kernel.errors import NotFound, at
from kernel.ids import CommentId, PersonId, PostId, new_id
from kernel.paging import Cursor, Limit, Page
from kernel.shapes import Answer, Body
from kernel.text import Entity
from kit import secrets
from kit.endpoints import Header
from kit.service import Service
from posts import comment_store, model, reads
from posts.model import Comment
from posts.store import RequestRepeated
from views import cards, visible
from views.profiles import PersonAnswer, ProfileCard, person, profile_key

app = Service("comments")

PAGE = Limit(20)

IdempotencyKey = Annotated[Annotated[str, Meta(min_length=1, max_length=200)] | None, Header("idempotency-key")]


class NewComment(Body, frozen=True):
    """1 to 2,200 characters, of which one can be seen."""

    text: str


class CommentAnswer(Answer, frozen=True):
    """A comment. Offsets of `entities` count Unicode code points. `removable` says whether the reader may delete it."""

    id: CommentId
    author: PersonAnswer
    written_at: datetime
    text: str
    entities: list[Entity]
    removable: bool


@app.post("/v1/posts/{post_id}/comments")
def comment_on(
    me: PersonId, post_id: PostId, body: NewComment, idempotency_key: IdempotencyKey = None
) -> CommentAnswer:
    """Write a comment.

    A repeat with the same `idempotency-key`, post and text within two days answers with the first comment.
    """
    written = at("/text", model.comment, body.text)
    post = visible.post(post_id, to=me)
    comment = Comment(CommentId(new_id()), post_id, me, written, list(text.entities(written)))
    digest = model.digest(post_id, body)
    try:
        comment_store.add_comment(comment, post.author, key=idempotency_key, digest=digest)
    except RequestRepeated:
        first = CommentId(reads.first_request(me, "comment", idempotency_key or "", digest).made)
        comment = reads.comment(post_id, first) or _comment_not_found()
    return _answers([comment], me, post.author)[0]


@app.get("/v1/posts/{post_id}/comments")
def list_comments(
    me: PersonId | None, post_id: PostId, cursor: Cursor | None = None, limit: Limit = PAGE
) -> Page[CommentAnswer]:
    """What was written under a post, newest first."""
    post, _ = visible.seen(post_id, to=me)
    key, scope = secrets.key("cursor-key"), f"comments:{post_id}:{me or ''}"
    before = paging.unseal(cursor, str, key=key, scope=scope) if cursor else None
    found, after = reads.comments_of(post_id, before=before, limit=limit, consistent=me is not None)
    sight = visible.sight(me, (each.commenter for each in found))
    shown = [each for each in found if sight.person(each.commenter)]
    return Page(_answers(shown, me, post.author), paging.seal(after, key=key, scope=scope) if after else None)


@app.delete("/v1/posts/{post_id}/comments/{comment_id}")
def delete_comment(me: PersonId, post_id: PostId, comment_id: CommentId) -> None:
    """Delete a comment of one's own, or one under a post of one's own."""
    post = visible.post(post_id, to=me)
    comment = reads.comment(post_id, comment_id)
    if comment is None or not comment.removable_by(me, post.author):
        _comment_not_found()
    comment_store.remove_comment(comment)


def _comment_not_found() -> NoReturn:
    raise NotFound("This comment does not exist.", code="comment-not-found")


def _answers(found: list[Comment], reader: PersonId | None, post_author: PersonId) -> list[CommentAnswer]:
    people = [comment.commenter for comment in found]
    profiles = cards.people(cards.load(map(profile_key, people)), people)
    return [_answer(comment, profiles[comment.commenter], reader, post_author) for comment in found]


def _answer(comment: Comment, profile: ProfileCard, reader: PersonId | None, post_author: PersonId) -> CommentAnswer:
    return CommentAnswer(
        id=comment.comment_id,
        author=person(profile),
        written_at=ids.made_at(comment.comment_id),
        text=comment.text,
        entities=comment.entities,
        removable=reader is not None and comment.removable_by(reader, post_author),
    )
