"""Writes of posts."""

import msgspec
from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from contracts.posts import PostPublished
from kernel import clock, text
from kit import store
from posts import keys
from posts.store import Item, entities_text, remembered
from views.posts import PostCard


class Card(Item):
    post_id = UnicodeAttribute()
    author = UnicodeAttribute()
    published_at = UnicodeAttribute()
    photos = UnicodeAttribute()
    caption = UnicodeAttribute(null=True)
    entities = UnicodeAttribute(null=True)


class AuthorCounts(Item):
    posts = NumberAttribute()


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
        entities=entities_text(card.entities),
    )
    author = keys.author(card.author)
    steps = [
        *remembered(card.author, "publish", key, digest, card.post_id),
        store.put(item, unless_exists=True),
        store.put(Item(author, keys.row(card.post_id), fact=store.sealed(fact, actor=card.author))),
        store.update(AuthorCounts, author, keys.COUNTS, [AuthorCounts.posts.add(1)]),
    ]
    try:
        store.transact(steps)
    except store.ConditionFailed:
        return  # nobody else makes this id: an earlier attempt of this very call was applied and its answer lost
