"""What the feed does when others publish, archive, delete, follow and unfollow."""

from contracts import Envelope
from contracts.discovery import TagFollowed
from contracts.graph import AuthorPulled, PersonFollowed, PersonUnfollowed
from contracts.posts import CoauthorJoined, CoauthorLeft, PostArchived, PostDeleted, PostPublished, PostRestored
from feed import reads, rows, store
from feed.model import Row
from kernel import levels
from kernel.ids import PersonId, PostId
from kit import queues
from kit.consumers import Inbox
from kit.settings import settings
from views.graph import FOLLOWER_SHARDS

app = Inbox("inbox", queue="feed-inbox")


@app.on(PostPublished)
def on_post_published(envelope: Envelope[PostPublished]) -> None:
    """Keep the post under its author, then push it to followers, or into the head when the author is pulled."""
    post = envelope.fact
    _spread(Row(post.post_id, post.author), post.author)


@app.on(PostArchived)
def on_post_archived(envelope: Envelope[PostArchived]) -> None:
    """Take the post out of the timelines of its authors' followers."""
    post = envelope.fact
    _spread_all(post.post_id, post.author, post.coauthors)


@app.on(PostRestored)
def on_post_restored(envelope: Envelope[PostRestored]) -> None:
    """Put the post back to where it was, for those who follow now."""
    post = envelope.fact
    _spread_all(post.post_id, post.author, post.coauthors)


@app.on(PostDeleted)
def on_post_deleted(envelope: Envelope[PostDeleted]) -> None:
    """Take the post out of the timelines of its authors' followers."""
    post = envelope.fact
    _spread_all(post.post_id, post.author, post.coauthors)


@app.on(CoauthorJoined)
def on_coauthor_joined(envelope: Envelope[CoauthorJoined]) -> None:
    """Push the post to the co-author's followers, too; who follows both sees it once."""
    post = envelope.fact
    _spread(Row(post.post_id, post.coauthor, joined=True), post.author)


@app.on(CoauthorLeft)
def on_coauthor_left(envelope: Envelope[CoauthorLeft]) -> None:
    """Take the post from the co-author's followers who follow no other author of it."""
    post = envelope.fact
    if post.joined:
        _spread(Row(post.post_id, post.coauthor, joined=True), post.author, quiet=True)


@app.on(PersonFollowed)
def on_person_followed(envelope: Envelope[PersonFollowed]) -> None:
    """Put the followee's newest posts into the follower's timeline."""
    follow = envelope.fact
    _hear(follow.follower, follow.followee, levels.began(follow.follow_id))


@app.on(PersonUnfollowed)
def on_person_unfollowed(envelope: Envelope[PersonUnfollowed]) -> None:
    """Take the followee's posts out of the former follower's timeline."""
    follow = envelope.fact
    _hear(follow.follower, follow.followee, levels.ended(follow.follow_id))


@app.on(TagFollowed)
def on_tag_followed(envelope: Envelope[TagFollowed]) -> None:
    """Ask from now on which hashtags the person follows, when their feed is read."""
    rows.tagged(envelope.fact.person)


@app.on(AuthorPulled)
def on_author_pulled(envelope: Envelope[AuthorPulled]) -> None:
    """Pack the author's newest posts, which are merged into feeds from now on."""
    store.refresh_head(envelope.fact.author)


def _spread_all(post_id: PostId, author: PersonId, coauthors: list[PersonId]) -> None:
    _spread(Row(post_id, author), author, quiet=True)
    for each in coauthors:
        _spread(Row(post_id, each, joined=True), author, quiet=True)


def _spread(row: Row, owner: PersonId, *, quiet: bool = False) -> None:
    """Make all that is known of a post agree with its card, whatever was heard of it, in whatever order.

    The author's row comes first: who begins to follow while the post is delivered finds it there (back-fill). What is
    for close friends of its `owner` is pushed to them even when the author is pulled. Rows of a pulled author's older
    posts, from before, stay when such a post goes: they are dropped when read, and end with their 90 days.
    """
    was_close = reads.lies(row, close=True)
    audience = rows.place(row)
    if audience == "close" or (audience is None and was_close):
        orders = [rows.Deliver(row.post_id, row.author, 0, joined=row.joined, close_of=owner, quiet=quiet)]
    else:
        store.refresh_head(row.author)
        shards = () if reads.is_pulled(row.author) else range(FOLLOWER_SHARDS)
        orders = [rows.Deliver(row.post_id, row.author, shard, joined=row.joined, quiet=quiet) for shard in shards]
    if orders:
        queues.send(rows.FAN_OUT, orders)


def _hear(person: PersonId, author: PersonId, level_: str) -> None:
    """Settle now, and once more when all has come to rest that may have been on its way.

    A delivery in flight may write a row after an unfollow was settled (it read the followers before). The index of
    followers may lag, so that a delivery misses a new follower just after the back-fill.
    """
    store.hear(person, author, level_)
    store.settle(person, author)
    queues.send(rows.SETTLE, [rows.Settle(person, author, level_)], delay=settings().settle_seconds)
