"""From cards and followings to the read models: what holds now is read, whatever a fact says and whenever it comes."""

from contracts import Envelope
from contracts.graph import PersonFollowed, PersonUnfollowed
from contracts.posts import (
    CoauthorJoined,
    CoauthorLeft,
    CommentAdded,
    CommentDeleted,
    PostArchived,
    PostDeleted,
    PostEdited,
    PostJudged,
    PostLiked,
    PostPublished,
    PostRestored,
    PostUnliked,
)
from contracts.profiles import CardChanged
from discovery import follows, index, interactions, posts_index, tag_heads, words
from discovery.model import called
from kernel import levels
from kernel.ids import PostId
from kit.consumers import Inbox
from kit.wire import batch_get
from views import graph, profiles

app = Inbox("discovery-inbox", queue="discovery-inbox")


@app.on(CardChanged)
def on_card_changed(envelope: Envelope[CardChanged]) -> None:
    """Let a person be found by what they are called now, or not at all while they are hidden and after their end."""
    person = envelope.fact.person
    item = batch_get([profiles.profile_key(person)], consistent=True).get(profiles.profile_key(person))
    if item is None:
        return
    card = profiles.decode(item)
    index.keep(person, card.version, called(card.username, card.name) if card.state == "active" else None)
    posts_index.judge(person, card)
    if card.state == "ended":
        interactions.forget(person)


@app.on(PostPublished)
def on_post_published(envelope: Envelope[PostPublished]) -> None:
    """Let a post be found by its caption, its hashtags and its place."""
    _hear(envelope.fact.post_id)


@app.on(PostEdited)
def on_post_edited(envelope: Envelope[PostEdited]) -> None:
    """Let it be found by what it says now."""
    _hear(envelope.fact.post_id)


@app.on(PostArchived)
def on_post_archived(envelope: Envelope[PostArchived]) -> None:
    """Let nobody find it."""
    _hear(envelope.fact.post_id)


@app.on(PostRestored)
def on_post_restored(envelope: Envelope[PostRestored]) -> None:
    """Let it be found again."""
    _hear(envelope.fact.post_id)


@app.on(PostJudged)
def on_post_judged(envelope: Envelope[PostJudged]) -> None:
    """Let it be found as staff decided."""
    _hear(envelope.fact.post_id)


@app.on(PostDeleted)
def on_post_deleted(envelope: Envelope[PostDeleted]) -> None:
    """Forget it."""
    _hear(envelope.fact.post_id)


@app.on(CoauthorJoined)
def on_coauthor_joined(envelope: Envelope[CoauthorJoined]) -> None:
    """Note whose post it is."""
    _hear(envelope.fact.post_id)


@app.on(CoauthorLeft)
def on_coauthor_left(envelope: Envelope[CoauthorLeft]) -> None:
    """Note whose post it is, if that changed."""
    if envelope.fact.joined:
        _hear(envelope.fact.post_id)


@app.on(PostLiked)
def on_post_liked(envelope: Envelope[PostLiked]) -> None:
    """Note it for what trends."""
    like = envelope.fact
    interactions.note("like", like.like_id, post=like.post_id, author=like.author, person=like.liker, stands=True)


@app.on(PostUnliked)
def on_post_unliked(envelope: Envelope[PostUnliked]) -> None:
    """Note that it was taken back."""
    like = envelope.fact
    interactions.note("like", like.like_id, post=like.post_id, author=like.author, person=like.liker, stands=False)


@app.on(CommentAdded)
def on_comment_added(envelope: Envelope[CommentAdded]) -> None:
    """Note it for what trends."""
    fact = envelope.fact
    interactions.note(
        "comment", fact.comment_id, post=fact.post_id, author=fact.author, person=fact.commenter, stands=True
    )


@app.on(CommentDeleted)
def on_comment_deleted(envelope: Envelope[CommentDeleted]) -> None:
    """Note that it is gone. Of several comments of one person the last one counts."""
    fact = envelope.fact
    interactions.note(
        "comment", fact.comment_id, post=fact.post_id, author=fact.author, person=fact.commenter, stands=False
    )


@app.on(PersonFollowed)
def on_person_followed(envelope: Envelope[PersonFollowed]) -> None:
    """Let suggestions know that a person follows another one now, if it is still so."""
    _keep_follow(envelope.fact)


@app.on(PersonUnfollowed)
def on_person_unfollowed(envelope: Envelope[PersonUnfollowed]) -> None:
    """Let suggestions know that a person follows another one no more, unless they follow again."""
    _keep_follow(envelope.fact)


def _keep_follow(fact: PersonFollowed | PersonUnfollowed) -> None:
    key = graph.follow_key(fact.follower, fact.followee)
    edge = graph.edge_of(batch_get([key], consistent=True).get(key))
    level = levels.began(edge.follow_id) if edge else levels.ended(fact.follow_id)
    follows.keep(fact.follower, fact.followee, level)


def _hear(post: PostId) -> None:
    """Make the indexes agree with a post, and then what feeds know of its hashtags with the indexes."""
    posts_index.hear(post, lambda labels: tag_heads.refresh(each[1:] for each in labels if each[0] == words.TAG))
