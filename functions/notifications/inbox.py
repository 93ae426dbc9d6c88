"""From facts to notifications.

A notification's id is derived from what happened and the person, so that it is told to each person once, however often
and in whatever order facts are delivered. What can be taken back goes by turns (store.turn) or is noted (store.tell).
Nobody hears of what they may not see, of people whom they mute, and of what they do themselves.
"""

from collections.abc import Mapping

from contracts import Envelope
from contracts.chat import MessageWaits
from contracts.graph import FollowRequested, FollowRequestEnded, PersonBlocked, PersonFollowed, PersonUnfollowed
from contracts.notifications import Kind
from contracts.posts import (
    CoauthorInvited,
    CoauthorJoined,
    CoauthorLeft,
    CommentAdded,
    CommentDeleted,
    CommentLiked,
    CommentUnliked,
    PostEdited,
    PostLiked,
    PostPublished,
    PostUnliked,
)
from kernel.ids import CommentId, FactId, PersonId, PostId
from kit import telemetry
from kit.consumers import Inbox
from notifications import keys, reads, store
from notifications.model import MAX_MENTIONS, Notification, notification_id, recipients, turn

app = Inbox("inbox", queue="notifications-inbox")


@app.on(PostLiked)
def on_post_liked(envelope: Envelope[PostLiked]) -> None:
    """Tell the author."""
    fact = envelope.fact
    about = keys.like(fact.post_id, fact.liker)
    _begins("like", fact.author, fact.liker, about, fact.like_id, post_id=fact.post_id)


@app.on(PostUnliked)
def on_post_unliked(envelope: Envelope[PostUnliked]) -> None:
    """Withdraw what the author was told, seen or not."""
    fact = envelope.fact
    if fact.author != fact.liker:
        _ends(fact.author, keys.like(fact.post_id, fact.liker), fact.like_id)


@app.on(CommentLiked)
def on_comment_liked(envelope: Envelope[CommentLiked]) -> None:
    """Tell whoever wrote the comment."""
    fact = envelope.fact
    about = keys.comment_like(fact.comment_id, fact.liker)
    _begins(
        "comment_like",
        fact.commenter,
        fact.liker,
        about,
        fact.like_id,
        post_id=fact.post_id,
        comment_id=fact.comment_id,
        if_seen=fact.post_id,
    )


@app.on(CommentUnliked)
def on_comment_unliked(envelope: Envelope[CommentUnliked]) -> None:
    """Withdraw what they were told, seen or not."""
    fact = envelope.fact
    if fact.commenter != fact.liker:
        _ends(fact.commenter, keys.comment_like(fact.comment_id, fact.liker), fact.like_id)


@app.on(PersonFollowed)
def on_person_followed(envelope: Envelope[PersonFollowed]) -> None:
    """Tell the followed person."""
    fact = envelope.fact
    _begins("follow", fact.followee, fact.follower, keys.follow(fact.follower, fact.followee), fact.follow_id)


@app.on(PersonUnfollowed)
def on_person_unfollowed(envelope: Envelope[PersonUnfollowed]) -> None:
    """Withdraw what the person was told, seen or not."""
    fact = envelope.fact
    _ends(fact.followee, keys.follow(fact.follower, fact.followee), fact.follow_id)


@app.on(FollowRequested)
def on_follow_requested(envelope: Envelope[FollowRequested]) -> None:
    """Tell the person who was asked."""
    fact = envelope.fact
    _begins("request", fact.asked, fact.asker, keys.request(fact.asker, fact.asked), fact.request_id)


@app.on(FollowRequestEnded)
def on_follow_request_ended(envelope: Envelope[FollowRequestEnded]) -> None:
    """Withdraw the request; tell the one who asked when it was approved, and nothing when it was not."""
    fact = envelope.fact
    _ends(fact.asked, keys.request(fact.asker, fact.asked), fact.request_id)
    if fact.outcome == "approved":
        _begins("approval", fact.asker, fact.asked, keys.approval(fact.asker, fact.asked), fact.request_id)


@app.on(PersonBlocked)
def on_person_blocked(envelope: Envelope[PersonBlocked]) -> None:
    """Withdraw what each was told of the other. The list hides it at once in any case."""
    fact = envelope.fact
    store.sweep(fact.blocker, fact.blocked)
    store.sweep(fact.blocked, fact.blocker)


@app.on(MessageWaits)
def on_message_waits(envelope: Envelope[MessageWaits]) -> None:
    """Tell people that somebody has written to them; not what. Said once for each stretch of unread messages."""
    fact = envelope.fact
    for person in fact.people:
        told = Notification(
            notification_id=notification_id(envelope.id, person),
            kind="message",
            actor=fact.sender,
            conversation_id=fact.conversation_id,
        )
        store.add(person, told)
    telemetry.logger().info("notified", extra={"people": len(fact.people)})


@app.on(CommentAdded)
def on_comment_added(envelope: Envelope[CommentAdded]) -> None:
    """Tell the post's author, whoever is answered, and everybody whom the comment mentions."""
    fact = envelope.fact
    mentioned = reads.people_named(fact.mentions[:MAX_MENTIONS])
    to = recipients(fact.author, mentioned, fact.commenter, answered=fact.reply_to_author)
    hearing = reads.hear_of(to, fact.commenter, fact.post_id)
    made = {
        person: Notification(
            notification_id=notification_id(FactId(fact.comment_id), person),
            kind=to[person],
            actor=fact.commenter,
            post_id=fact.post_id,
            comment_id=fact.comment_id,
            excerpt=fact.excerpt,
        )
        for person in hearing
    }
    if made:
        store.tell(keys.comment(fact.comment_id), made)
    telemetry.logger().info("notified", extra={"people": len(made)})


@app.on(CommentDeleted)
def on_comment_deleted(envelope: Envelope[CommentDeleted]) -> None:
    """Withdraw what everybody was told of it."""
    comment = envelope.fact.comment_id
    store.untell(keys.comment(comment), lambda person: notification_id(FactId(comment), person))


@app.on(PostPublished)
def on_post_published(envelope: Envelope[PostPublished]) -> None:
    """Tell everybody who is tagged on the photographs, or mentioned in the caption."""
    fact = envelope.fact
    to = _named(fact.author, fact.mentions, fact.people)
    for person in sorted(reads.hear_of(to, fact.author, fact.post_id)):
        id_ = notification_id(FactId(fact.post_id), person)
        store.add(person, Notification(id_, to[person], fact.author, fact.post_id))
    telemetry.logger().info("notified", extra={"people": len(to)})


@app.on(PostEdited)
def on_post_edited(envelope: Envelope[PostEdited]) -> None:
    """Tell those who were added to it; each once per post, however often it is edited."""
    fact = envelope.fact
    to = _named(fact.author, fact.mentions, fact.people)
    for person in sorted(reads.hear_of(to, fact.author, fact.post_id)):
        if not reads.has(person, notification_id(FactId(fact.post_id), person)):
            made = Notification(notification_id(envelope.id, person), to[person], fact.author, fact.post_id)
            store.turn(person, keys.named(fact.post_id, person), "+", made)


@app.on(CoauthorInvited)
def on_coauthor_invited(envelope: Envelope[CoauthorInvited]) -> None:
    """Tell the invited person, who may see the post when they have joined."""
    fact = envelope.fact
    about = keys.invitation(fact.invitation_id)
    _begins("coauthor", fact.invited, fact.author, about, fact.invitation_id, post_id=fact.post_id)


@app.on(CoauthorJoined)
def on_coauthor_joined(envelope: Envelope[CoauthorJoined]) -> None:
    """Withdraw the invitation, which was answered, and tell the author."""
    fact = envelope.fact
    about = keys.invitation(fact.invitation_id)
    _ends(fact.coauthor, about, fact.invitation_id)
    _begins("coauthor", fact.author, fact.coauthor, f"{about}#joined", fact.invitation_id, post_id=fact.post_id)


@app.on(CoauthorLeft)
def on_coauthor_left(envelope: Envelope[CoauthorLeft]) -> None:
    """Withdraw the invitation, or that somebody joined."""
    fact = envelope.fact
    about = keys.invitation(fact.invitation_id)
    _ends(fact.coauthor, about, fact.invitation_id)
    _ends(fact.author, f"{about}#joined", fact.invitation_id)


def _begins(
    kind: Kind,
    person: PersonId,
    actor: PersonId,
    about: str,
    id_: FactId,
    *,
    post_id: PostId | None = None,
    comment_id: CommentId | None = None,
    if_seen: PostId | None = None,
) -> None:
    """Tell `person` of something that may end; `if_seen` is a post that they must be allowed to see."""
    if person == actor or not reads.hear_of([person], actor, if_seen):
        return
    made = Notification(notification_id(id_, person), kind, actor, post_id, comment_id)
    store.turn(person, about, turn(id_), made)


def _ends(person: PersonId, about: str, id_: FactId) -> None:
    store.turn(person, about, turn(id_, ends=True), None)


def _named(author: PersonId, mentions: list[str], people: list[PersonId]) -> Mapping[PersonId, Kind]:
    return recipients(None, reads.people_named(mentions[:MAX_MENTIONS]), author, tagged=people)
