"""Writes of comments."""

from pynamodb.attributes import UnicodeAttribute

from contracts.posts import CommentAdded
from kernel import text
from kernel.ids import PersonId
from kit import store
from posts import keys
from posts.model import Comment, excerpt
from posts.store import Item, entities_text, remembered


class CommentItem(Item):
    comment_id = UnicodeAttribute()
    post_id = UnicodeAttribute()
    commenter = UnicodeAttribute()
    text = UnicodeAttribute()
    entities = UnicodeAttribute(null=True)


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
        entities=entities_text(comment.entities),
        fact=store.sealed(fact, actor=comment.commenter),
    )
    if key is None:
        store.write(store.put(item))
    else:
        store.transact([*remembered(comment.commenter, "comment", key, digest, comment.comment_id), store.put(item)])


def remove_comment(comment: Comment) -> None:
    """Remove a comment; removing it again changes nothing."""
    store.write(store.delete(CommentItem, keys.comments(comment.post_id), comment.comment_id))
