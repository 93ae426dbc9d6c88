"""Writes of likes: of posts and of comments.

A like is one item with its own fact, one plain write. Taken back, it leaves a trace in its place for an hour (`gone`),
so that a request for it that hung in the network cannot bring it back: it is older than the trace. Later than the hour
nothing can come, because the store refuses signatures of more than some minutes.
"""

from collections.abc import Callable

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition

from contracts import Fact
from contracts.posts import CommentLiked, CommentUnliked, PostLiked, PostUnliked
from kernel import clock
from kernel.errors import Away
from kernel.ids import CommentId, FactId, PersonId, PostId, made_at, new_id
from kit import store
from posts import keys, reads
from posts.model import Comment, Like
from posts.store import TRACE_SECONDS, Item
from views.posts import PostCard, likes_partition

_TRIES = 4


class LikeItem(Item):
    like_id = UnicodeAttribute()
    author = UnicodeAttribute()
    gone = NumberAttribute(null=True)
    liked_pk = UnicodeAttribute(null=True)
    liked_sk = UnicodeAttribute(null=True)


def add_like(post: PostCard, liker: PersonId) -> None:
    """Like a post; nothing changes and nothing is said when it is liked already. One write."""

    def fact(like_id: FactId) -> Fact:
        return PostLiked(like_id=like_id, post_id=post.post_id, author=post.author, liker=liker)

    index = keys.liked(post.post_id, keys.shard_of(liker))
    _add(likes_partition(liker), post.post_id, post.author, index, liker, fact)


def remove_like(post_id: PostId, liker: PersonId, like: Like) -> None:
    """Take a like back; nothing changes and nothing is said when it is gone already, or was given anew meanwhile."""
    fact = PostUnliked(like_id=FactId(like.like_id), post_id=post_id, author=like.author, liker=liker)
    _remove(likes_partition(liker), post_id, like, liker, fact)


def add_comment_like(comment: Comment, liker: PersonId) -> None:
    """Like a comment; nothing changes and nothing is said when it is liked already. One write."""

    def fact(like_id: FactId) -> Fact:
        return CommentLiked(
            like_id=like_id,
            comment_id=comment.comment_id,
            post_id=comment.post_id,
            commenter=comment.commenter,
            liker=liker,
        )

    index = keys.liked(comment.comment_id, keys.shard_of(liker))
    pk, sk = keys.comment_like(liker, comment.post_id, comment.comment_id)
    _add(pk, sk, comment.commenter, index, liker, fact)


def remove_comment_like(post_id: PostId, comment_id: CommentId, liker: PersonId, like: Like) -> None:
    """Take the like of a comment back; as with posts."""
    fact = CommentUnliked(
        like_id=FactId(like.like_id), comment_id=comment_id, post_id=post_id, commenter=like.author, liker=liker
    )
    _remove(*keys.comment_like(liker, post_id, comment_id), like, liker, fact)


def _add(pk: str, sk: str, author: PersonId, index: str, liker: PersonId, fact: Callable[[FactId], Fact]) -> None:
    like_id = FactId(new_id())
    for _ in range(_TRIES):
        item = LikeItem(
            pk,
            sk,
            like_id=like_id,
            author=author,
            liked_pk=index,
            liked_sk=like_id,
            fact=store.sealed(fact(like_id), actor=liker),
        )
        try:
            store.write(store.put(item, condition=_free_for(like_id)))
        except store.ConditionFailed:
            trace = reads.like_trace(pk, sk)
            if trace is None or trace.like_id == like_id:
                return  # it is liked
            like_id = _later_than(FactId(trace.like_id))  # the clock that made the trace's id is ahead of ours
        else:
            return
    raise Away("Too much happens at once. Try again.", retry_after=1)


def _remove(pk: str, sk: str, like: Like, liker: PersonId, fact: Fact) -> None:
    trace = LikeItem(
        pk,
        sk,
        like_id=like.like_id,
        author=like.author,
        gone=1,
        fact=store.sealed(fact, actor=liker),
        expires_at=clock.seconds() + TRACE_SECONDS,
    )
    try:
        store.write(store.put(trace, condition=(LikeItem.like_id == like.like_id) & LikeItem.gone.does_not_exist()))
    except store.ConditionFailed:
        return


def _free_for(like_id: str) -> Condition:
    """Nothing is there, or the trace of an older like."""
    older: Condition = LikeItem.gone.exists() & (LikeItem.like_id < like_id)
    free: Condition = LikeItem.pk.does_not_exist() | older
    return free


def _later_than(like_id: FactId) -> FactId:
    return FactId(new_id(int(made_at(like_id).timestamp() * 1000) + 1))
