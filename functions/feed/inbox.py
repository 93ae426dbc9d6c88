"""What the feed does when others publish, follow and unfollow."""

from contracts import Envelope
from contracts.graph import AuthorPulled, PersonFollowed, PersonUnfollowed
from contracts.posts import PostPublished
from feed import reads, rows, store
from feed.model import Row, level
from kernel.ids import PersonId
from kit import queues
from kit.consumers import Inbox
from kit.settings import settings
from views.graph import FOLLOWER_SHARDS

app = Inbox("inbox", queue="feed-inbox")


@app.on(PostPublished)
def on_post_published(envelope: Envelope[PostPublished]) -> None:
    """Keep the post under its author, then push it to followers, or into the head when the author is pulled.

    The author's row comes first: who begins to follow while the post is delivered finds it there (back-fill).
    """
    post = envelope.fact
    rows.add_post(Row(post.post_id, post.author))
    if reads.is_pulled(post.author):
        store.refresh_head(post.author)
    else:
        shards = range(FOLLOWER_SHARDS)
        queues.send(rows.FAN_OUT, [rows.Deliver(post.post_id, post.author, shard) for shard in shards])


@app.on(PersonFollowed)
def on_person_followed(envelope: Envelope[PersonFollowed]) -> None:
    """Put the followee's newest posts into the follower's timeline."""
    follow = envelope.fact
    _hear(follow.follower, follow.followee, level(follow.follow_id, "began"))


@app.on(PersonUnfollowed)
def on_person_unfollowed(envelope: Envelope[PersonUnfollowed]) -> None:
    """Take the followee's posts out of the former follower's timeline."""
    follow = envelope.fact
    _hear(follow.follower, follow.followee, level(follow.follow_id, "ended"))


@app.on(AuthorPulled)
def on_author_pulled(envelope: Envelope[AuthorPulled]) -> None:
    """Pack the author's newest posts, which are merged into feeds from now on."""
    store.refresh_head(envelope.fact.author)


def _hear(person: PersonId, author: PersonId, level_: str) -> None:
    """Settle now, and once more when all has come to rest that may have been on its way.

    A delivery in flight may write a row after an unfollow was settled (it read the followers before). The index of
    followers may lag, so that a delivery misses a new follower just after the back-fill.
    """
    store.hear(person, author, level_)
    store.settle(person, author)
    queues.send(rows.SETTLE, [rows.Settle(person, author, level_)], delay=settings().settle_seconds)
