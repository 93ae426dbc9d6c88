"""Comments as they are answered: with their writers, counts, the reader's own likes, and first replies."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from kernel import ids
from kernel.ids import CommentId, PersonId
from kernel.shapes import Answer
from kernel.text import Entity
from posts import comment_reads
from posts.comment_reads import CommentCounts
from posts.model import Comment
from views import cards, visible
from views.graph import Digest
from views.posts import PostCard
from views.profiles import PersonAnswer, ProfileCard, person, profile_key

A = TypeVar("A", bound="CommentAnswer")

FIRST_REPLIES = 2
"""Replies that are shown with the comment that they stand below: the oldest."""


class CommentAnswer(Answer, frozen=True):
    """A comment or a reply. Offsets of `entities` count Unicode code points.

    A reply stands below `parent` and answers `reply_to`. `liked` is the reader's own. `removable` says whether the
    reader may delete it. `held`: it has one of the reader's hidden words, and only its writer sees it with them.
    """

    id: CommentId
    author: PersonAnswer
    written_at: datetime
    text: str
    entities: list[Entity]
    removable: bool
    likes: int = 0
    liked: bool = False
    parent: CommentId | None = None
    reply_to: CommentId | None = None
    held: bool = False


class ThreadAnswer(CommentAnswer, frozen=True):
    """A comment with how many replies it has, and the first of them."""

    replies: int = 0
    first_replies: list[CommentAnswer] = []  # noqa: RUF012 - msgspec copies defaults
    pinned: bool = False


def written(comment: Comment, writer: ProfileCard) -> CommentAnswer:
    """A comment as its writer sees it, just written or not long ago."""
    return CommentAnswer(**_common(comment, writer, comment.commenter, ()))


def replies(found: Sequence[Comment], reader: PersonId | None, post: PostCard, digest: Digest) -> list[CommentAnswer]:
    """Those of these replies that the reader may see."""
    around = _Around(found, reader, post, digest)
    return [around.answer(CommentAnswer, each) for each in found if around.shows(each)]


def threads(
    found: Sequence[Comment], reader: PersonId | None, post: PostCard, digest: Digest, pinned: Sequence[CommentId] = ()
) -> list[ThreadAnswer]:
    """Those of these comments that the reader may see, with first replies. One query for each that was answered."""
    below = {each.comment_id: _first_replies(each, reader) for each in found if each.answered}
    around = _Around([*found, *(reply for some in below.values() for reply in some)], reader, post, digest)
    shown = []
    for each in found:
        if not around.shows(each):
            continue
        some = [around.answer(CommentAnswer, reply) for reply in below.get(each.comment_id, []) if around.shows(reply)]
        count = max(around.counts(each).replies, len(some))
        shown.append(
            around.answer(ThreadAnswer, each, replies=count, first_replies=some, pinned=each.comment_id in pinned)
        )
    return shown


class _Around:
    """What comments need beside themselves: at most 3 requests for all of them."""

    def __init__(self, found: Sequence[Comment], reader: PersonId | None, post: PostCard, digest: Digest) -> None:
        self.reader, self.authors = reader, post.authors
        people = list(dict.fromkeys(each.commenter for each in found))
        wanted = [*map(profile_key, people), *(comment_reads.counts_key(each.comment_id) for each in found)]
        self.cards = cards.load(wanted)
        self.sight = visible.sight(reader, people, digest=digest, loaded=self.cards)
        seen = [each.comment_id for each in found]
        self.liked = comment_reads.liked_among(reader, post.post_id, seen) if reader else set()

    def shows(self, comment: Comment) -> bool:
        return comment.shown_to(self.reader, self.authors) and self.sight.person(comment.commenter)

    def counts(self, comment: Comment) -> CommentCounts:
        return comment_reads.counts_of(self.cards.get(comment_reads.counts_key(comment.comment_id)))

    def answer(self, kind: type[A], comment: Comment, **more: Any) -> A:
        return kind(
            **_common(comment, self.sight.card(comment.commenter), self.reader, self.authors),
            likes=self.counts(comment).likes,
            liked=comment.comment_id in self.liked,
            **more,
        )


def _common(
    comment: Comment, writer: ProfileCard, reader: PersonId | None, authors: Sequence[PersonId]
) -> dict[str, Any]:
    return {
        "id": comment.comment_id,
        "author": person(writer),
        "written_at": ids.made_at(comment.comment_id),
        "text": comment.text,
        "entities": comment.entities,
        "removable": reader is not None and comment.removable_by(reader, authors),
        "parent": comment.parent,
        "reply_to": comment.reply_to,
        "held": comment.held and reader in authors and reader != comment.commenter,
    }


def _first_replies(comment: Comment, reader: PersonId | None) -> list[Comment]:
    found, _ = comment_reads.replies_of(
        comment.post_id, comment.comment_id, after=None, limit=FIRST_REPLIES, consistent=reader is not None
    )
    return found
