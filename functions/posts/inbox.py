"""Posts' reactions: what a block ends, what staff decide, what is left of deleted posts and comments."""

from contracts import Envelope
from contracts.graph import PersonBlocked
from contracts.moderation import ContentHidden, ContentShown
from contracts.posts import CommentDeleted, PostDeleted
from kernel.ids import CommentId, PersonId, PostId
from kit import queues
from kit.consumers import Inbox
from posts import changing, cleaning, coauthor_store, comment_clearing, comment_store, post_reads, post_store
from posts.post_reads import Post

QUEUE = "posts-inbox"

app = Inbox("inbox", queue=QUEUE)

SECOND_LOOK = 60
"""Seconds after which a deleted post is looked at again."""


@app.on(PersonBlocked)
def on_person_blocked(envelope: Envelope[PersonBlocked]) -> None:
    """End collaborations of the two, and take each off the other's photographs."""
    fact = envelope.fact
    for author, other in ((fact.blocker, fact.blocked), (fact.blocked, fact.blocker)):
        for post_id in post_reads.collaborations(other, author):
            _end(post_id, other, fact.blocker)
        for post_id in post_reads.tags_by(other, author):
            _untag(post_id, other)


@app.on(ContentHidden)
def on_content_hidden(envelope: Envelope[ContentHidden]) -> None:
    """Staff took a post or a comment down: nobody but its author sees it from now on."""
    _decide(envelope.fact.subject_kind, envelope.fact.subject, envelope.id, hidden=True)


@app.on(ContentShown)
def on_content_shown(envelope: Envelope[ContentShown]) -> None:
    """Staff took it back."""
    _decide(envelope.fact.subject_kind, envelope.fact.subject, envelope.id, hidden=False)


@app.on(PostDeleted)
def on_post_deleted(envelope: Envelope[PostDeleted]) -> None:
    """Remove what is left of a post of one's own context, in turns."""
    post_id = envelope.fact.post_id
    post_store.forget(post_id)
    done = cleaning.clean(post_id)
    if not done:
        queues.again(QUEUE, envelope, delay=0 if done is None else SECOND_LOOK)


@app.on(CommentDeleted)
def on_comment_deleted(envelope: Envelope[CommentDeleted]) -> None:
    """Remove what is left of a comment, in turns."""
    delay = comment_clearing.on_comment_deleted(envelope)
    if delay is not None:
        queues.again(QUEUE, envelope, delay=delay)


def _end(post_id: PostId, person: PersonId, by: PersonId) -> None:
    def write(post: Post | None) -> bool:
        return post is None or person not in post.invitations or coauthor_store.leave(post, person, by)

    changing.settled(post_id, lambda: post_reads.post(post_id), write)


def _untag(post_id: PostId, person: PersonId) -> None:
    def write(post: Post | None) -> bool:
        there = post is not None and any(tag.person == person for tag in post.card.people)
        return post is None or not there or post_store.untag(post, [person])

    changing.settled(post_id, lambda: post_reads.post(post_id), write)


def _decide(kind: str, subject: str, fact_id: str, *, hidden: bool) -> None:
    if kind == "comment":
        post, _, comment = subject.partition("/")
        comment_store.hide_comment(PostId(post), CommentId(comment), hidden)
        return

    def write(post: Post | None) -> bool:
        # the facts of one post may come in another order than they happened
        return post is None or post.moderated >= fact_id or post_store.take_down(post, fact_id, hidden=hidden)

    changing.settled(subject, lambda: post_reads.post(PostId(subject)), write)
