"""Posts' writes."""

from collections.abc import Sequence

import msgspec
from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from contracts.posts import CommentAdded, PostLiked, PostPublished, PostSaved, PostUnliked
from kernel import clock, text
from kernel.ids import FactId, PersonId, PostId, new_id
from kernel.text import Entity
from kit import store
from posts import keys
from posts.model import Collection, CollectionId, Comment, Like, Save, excerpt
from views.posts import PostCard, likes_partition

REQUEST_SECONDS = 2 * 24 * 3600
"""For so long a repeated request with the same idempotency key gets the first answer."""


class Item(store.Item):
    context = "posts"


class Card(Item):
    post_id = UnicodeAttribute()
    author = UnicodeAttribute()
    published_at = UnicodeAttribute()
    photos = UnicodeAttribute()
    caption = UnicodeAttribute(null=True)
    entities = UnicodeAttribute(null=True)


class AuthorCounts(Item):
    posts = NumberAttribute()


class LikeItem(Item):
    like_id = UnicodeAttribute()
    author = UnicodeAttribute()
    liked_pk = UnicodeAttribute()
    liked_sk = UnicodeAttribute()


class CommentItem(Item):
    comment_id = UnicodeAttribute()
    post_id = UnicodeAttribute()
    commenter = UnicodeAttribute()
    text = UnicodeAttribute()
    entities = UnicodeAttribute(null=True)


class SaveItem(Item):
    save_id = UnicodeAttribute()
    author = UnicodeAttribute()
    collection = UnicodeAttribute()


class SavedRow(Item):
    post_id = UnicodeAttribute()
    author = UnicodeAttribute()


class CollectionItem(Item):
    name = UnicodeAttribute()
    posts = NumberAttribute()


class Request(Item):
    made = UnicodeAttribute()
    digest = UnicodeAttribute()


class RequestRepeated(Exception):
    """The idempotency key was used before; nothing was written."""


def add_post(card: PostCard, *, key: str | None = None, digest: str = "") -> None:
    """Publish: card, author's row, author's number of posts and the fact in one transaction.

    The row carries the fact, because facts of one author keep their order only within one partition.
    Raises RequestRepeated when `key` was used before.
    """
    fact = PostPublished(
        post_id=card.post_id,
        author=card.author,
        published_at=card.published_at,
        photos=card.photos,
        mentions=list(text.mentions(card.caption)),
    )
    item = Card(
        keys.post(card.post_id),
        keys.CARD,
        post_id=card.post_id,
        author=card.author,
        published_at=clock.stamp(card.published_at),
        photos=msgspec.json.encode(card.photos).decode(),
        caption=card.caption or None,
        entities=_entities(card.entities),
    )
    author = keys.author(card.author)
    steps = [
        *_remembered(card.author, "publish", key, digest, card.post_id),
        store.put(item, unless_exists=True),
        store.put(Item(author, keys.row(card.post_id), fact=store.sealed(fact, actor=card.author))),
        store.update(AuthorCounts, author, keys.COUNTS, [AuthorCounts.posts.add(1)]),
    ]
    try:
        store.transact(steps)
    except store.ConditionFailed:
        return  # nobody else makes this id: an earlier attempt of this very call was applied and its answer lost


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


def add_comment(comment: Comment, author: PersonId, *, key: str | None = None, digest: str = "") -> None:
    """Write a comment under a post of `author`. Raises RequestRepeated when `key` was used before."""
    fact = CommentAdded(
        comment_id=comment.comment_id,
        post_id=comment.post_id,
        author=author,
        commenter=comment.commenter,
        excerpt=excerpt(comment.text),
        mentions=list(text.mentions(comment.text)),
    )
    item = CommentItem(
        keys.comments(comment.post_id),
        comment.comment_id,
        comment_id=comment.comment_id,
        post_id=comment.post_id,
        commenter=comment.commenter,
        text=comment.text,
        entities=_entities(comment.entities),
        fact=store.sealed(fact, actor=comment.commenter),
    )
    if key is None:
        store.write(store.put(item))
    else:
        remembered = _remembered(comment.commenter, "comment", key, digest, comment.comment_id)
        store.transact([*remembered, store.put(item)])


def remove_comment(comment: Comment) -> None:
    """Remove a comment; removing it again changes nothing."""
    store.write(store.delete(CommentItem, keys.comments(comment.post_id), comment.comment_id))


def add_save(post: PostCard, saver: PersonId, into: Collection) -> bool:
    """Save a post that is not saved yet. False, and nothing written, when it was saved meanwhile."""
    save_id = new_id()
    item = SaveItem(
        keys.saves(saver),
        post.post_id,
        save_id=save_id,
        author=post.author,
        collection=into.id,
        fact=store.sealed(PostSaved(post_id=post.post_id, author=post.author, saver=saver), actor=saver),
    )
    row = SavedRow(keys.saved(saver, into.id), save_id, post_id=post.post_id, author=post.author)
    return _held([store.put(item, unless_exists=True), store.put(row), _count(saver, into.id, 1, into.name)])


def move_save(post_id: PostId, saver: PersonId, old: Save, into: Collection) -> bool:
    """Take a saved post to another collection. False, and nothing written, when `old` is not how it is saved now."""
    save_id = new_id()
    actions = [SaveItem.save_id.set(save_id), SaveItem.collection.set(into.id)]
    unchanged = SaveItem.save_id == old.save_id
    return _held(
        [
            store.update(SaveItem, keys.saves(saver), post_id, actions, condition=unchanged),
            store.delete(SavedRow, keys.saved(saver, old.collection), old.save_id),
            store.put(SavedRow(keys.saved(saver, into.id), save_id, post_id=post_id, author=old.author)),
            _count(saver, old.collection, -1),
            _count(saver, into.id, 1, into.name),
        ]
    )


def remove_save(post_id: PostId, saver: PersonId, old: Save) -> bool:
    """Save a post no longer. False, and nothing written, when `old` is not how it is saved now."""
    unchanged = SaveItem.save_id == old.save_id
    return _held(
        [
            store.delete(SaveItem, keys.saves(saver), post_id, condition=unchanged),
            store.delete(SavedRow, keys.saved(saver, old.collection), old.save_id),
            _count(saver, old.collection, -1),
        ]
    )


def _held(steps: list[store.Step]) -> bool:
    try:
        store.transact(steps)
    except store.ConditionFailed:
        return False
    return True


def _count(person: PersonId, collection: CollectionId, by: int, name: str | None = None) -> store.Step:
    actions = [CollectionItem.posts.add(by), *([CollectionItem.name.set(name)] if name else [])]
    return store.update(CollectionItem, keys.collections(person), collection, actions)


def _remembered(person: PersonId, verb: str, key: str | None, digest: str, made: str) -> list[store.Step]:
    if key is None:
        return []
    expiry = clock.seconds() + REQUEST_SECONDS
    item = Request(keys.request(person), keys.request_key(verb, key), made=made, digest=digest, expires_at=expiry)
    return [store.put(item, unless_exists=True, refusal=RequestRepeated())]


def _entities(found: Sequence[Entity]) -> str | None:
    return msgspec.json.encode(found).decode() if found else None
