"""From facts to notifications.

A notification's id is derived from the fact and the person, so that a fact notifies each person once, however often
and in whatever order it is delivered. What can be taken back goes by turns (store.turn).
"""

from contracts import Envelope
from contracts.graph import PersonFollowed, PersonUnfollowed
from contracts.posts import CommentAdded, PostLiked, PostPublished, PostUnliked
from kernel.ids import PersonId
from kit import telemetry
from kit.consumers import Inbox
from notifications import keys, reads, store
from notifications.model import (
    MAX_MENTIONS,
    Notification,
    follow_turn,
    like_turn,
    notification_id,
    recipients,
)

app = Inbox("inbox", queue="notifications-inbox")


@app.on(PostLiked)
def on_post_liked(envelope: Envelope[PostLiked]) -> None:
    """Tell the author."""
    fact = envelope.fact
    if not _hears(fact.author, fact.liker):
        return
    made = Notification(notification_id(envelope.id, fact.author), "like", fact.liker, fact.post_id)
    store.turn(fact.author, keys.like(fact.post_id, fact.liker), like_turn(envelope.id), made)


@app.on(PostUnliked)
def on_post_unliked(envelope: Envelope[PostUnliked]) -> None:
    """Withdraw what the author was told, seen or not."""
    fact = envelope.fact
    if fact.author != fact.liker:
        store.turn(fact.author, keys.like(fact.post_id, fact.liker), like_turn(envelope.id), None)


@app.on(PersonFollowed)
def on_person_followed(envelope: Envelope[PersonFollowed]) -> None:
    """Tell the followed person."""
    fact = envelope.fact
    if not _hears(fact.followee, fact.follower):
        return
    made = Notification(notification_id(fact.follow_id, fact.followee), "follow", fact.follower)
    about = keys.follow(fact.follower, fact.followee)
    store.turn(fact.followee, about, follow_turn(fact.follow_id, ends=False), made)


@app.on(PersonUnfollowed)
def on_person_unfollowed(envelope: Envelope[PersonUnfollowed]) -> None:
    """Withdraw what the person was told, seen or not."""
    fact = envelope.fact
    about = keys.follow(fact.follower, fact.followee)
    store.turn(fact.followee, about, follow_turn(fact.follow_id, ends=True), None)


@app.on(CommentAdded)
def on_comment_added(envelope: Envelope[CommentAdded]) -> None:
    """Tell the post's author, and everybody whom the comment mentions."""
    fact = envelope.fact
    mentioned = reads.people_named(fact.mentions[:MAX_MENTIONS])
    to = recipients(fact.author, mentioned, fact.commenter)
    for person in sorted(reads.hear_of(to, fact.commenter)):
        store.add(
            person,
            Notification(
                notification_id=notification_id(envelope.id, person),
                kind=to[person],
                actor=fact.commenter,
                post_id=fact.post_id,
                comment_id=fact.comment_id,
                excerpt=fact.excerpt,
            ),
        )
    telemetry.logger().info("notified", extra={"people": len(to)})


@app.on(PostPublished)
def on_post_published(envelope: Envelope[PostPublished]) -> None:
    """Tell everybody whom the caption mentions."""
    fact = envelope.fact
    to = recipients(None, reads.people_named(fact.mentions[:MAX_MENTIONS]), fact.author)
    for person in sorted(reads.hear_of(to, fact.author)):
        store.add(person, Notification(notification_id(envelope.id, person), "mention", fact.author, fact.post_id))
    telemetry.logger().info("notified", extra={"people": len(to)})


def _hears(person: PersonId, actor: PersonId) -> bool:
    return person != actor and bool(reads.hear_of([person], actor))
