"""Writes of likes."""

from pynamodb.attributes import UnicodeAttribute

from contracts.posts import PostLiked, PostUnliked
from kernel.ids import FactId, PersonId, PostId, new_id
from kit import store
from posts import keys
from posts.model import Like
from posts.store import Item
from views.posts import PostCard, likes_partition


class LikeItem(Item):
    like_id = UnicodeAttribute()
    author = UnicodeAttribute()
    liked_pk = UnicodeAttribute()
    liked_sk = UnicodeAttribute()


def add_like(post: PostCard, liker: PersonId) -> None:
    """Like a post; nothing changes and nothing is said when it is liked already. One write."""
    like_id = new_id()
    fact = PostLiked(like_id=FactId(like_id), post_id=post.post_id, author=post.author, liker=liker)
    item = LikeItem(
        likes_partition(liker),
        post.post_id,
        like_id=like_id,
        author=post.author,
        liked_pk=keys.liked(post.post_id, keys.shard_of(liker)),
        liked_sk=like_id,
        fact=store.sealed(fact, actor=liker),
    )
    try:
        store.write(store.put(item, unless_exists=True))
    except store.ConditionFailed:
        return


def remove_like(post_id: PostId, liker: PersonId, like: Like) -> None:
    """Take a like back; nothing changes and nothing is said when it is gone already, or was given anew meanwhile."""
    fact = PostUnliked(like_id=FactId(like.like_id), post_id=post_id, author=like.author, liker=liker)
    this_one = LikeItem.like_id == like.like_id
    try:
        store.transact(
            [
                store.delete(LikeItem, likes_partition(liker), post_id, condition=this_one),
                store.outbox(Item, fact, actor=liker),
            ]
        )
    except store.ConditionFailed:
        return
