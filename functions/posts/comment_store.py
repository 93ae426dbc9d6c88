"""Writes of comments.

A comment is one item that carries its own fact, one plain write. Deleted, it leaves a trace in its place for an hour,
so that a request for it that hung in the network cannot bring it back. A reply is two items in a transaction: itself,
and `PLACE`, which says below which comment it stands; the trace is left in the second.
"""

from collections.abc import Sequence

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from contracts.posts import CommentAdded, CommentDeleted
from kernel import clock, text
from kernel.ids import CommentId, PersonId, PostId
from kit import store
from posts import comment_reads, keys
from posts.model import Comment, Pins, excerpt
from posts.store import TRACE_SECONDS, Item, entities_text, remembered


class CommentItem(Item):
    comment_id = UnicodeAttribute()
    post_id = UnicodeAttribute()
    author = UnicodeAttribute()
    commenter = UnicodeAttribute()
    text = UnicodeAttribute()
    entities = UnicodeAttribute(null=True)
    parent = UnicodeAttribute(null=True)
    reply_to = UnicodeAttribute(null=True)
    reply_to_author = UnicodeAttribute(null=True)
    held = NumberAttribute(null=True)
    hidden = NumberAttribute(null=True)
    answered = NumberAttribute(null=True)


class Place(Item):
    parent = UnicodeAttribute()


class Trace(Item):
    gone = NumberAttribute()


class PinsItem(Item):
    pinned = UnicodeAttribute()
    version = NumberAttribute()


class ParentGone(Exception):
    """The comment that a reply was to stand below was deleted meanwhile; nothing was written."""


def add_comment(comment: Comment, above: Comment | None = None, *, key: str | None = None, digest: str = "") -> None:
    """Write a comment, or a reply below `above`. Nothing is said of one that is held until it is approved.

    Raises RequestRepeated when `key` was used before, and ParentGone.
    """
    pk, sk = _where(comment)
    item = CommentItem(
        pk,
        sk,
        comment_id=comment.comment_id,
        post_id=comment.post_id,
        author=comment.author,
        commenter=comment.commenter,
        text=comment.text,
        entities=entities_text(comment.entities),
        parent=comment.parent,
        reply_to=comment.reply_to,
        reply_to_author=comment.reply_to_author,
        held=1 if comment.held else None,
        fact=None if comment.held else _said(comment),
    )
    steps = [*remembered(comment.commenter, "comment", key, digest, comment.comment_id)]
    if above is not None:
        steps += _below(above, comment.comment_id)
    steps.append(store.put(item, unless_exists=True))
    try:
        if len(steps) == 1:
            store.write(steps[0])
        else:
            store.transact(steps)
    except store.ConditionFailed:
        return  # nobody else makes this id: an earlier attempt of this very call was applied and its answer lost


def remove_comment(comment: Comment, by: PersonId) -> None:
    """Delete a comment; nothing changes and nothing is said when it is gone already. Its replies go when that is heard.

    One write; a reply takes one transaction.
    """
    fact = CommentDeleted(
        comment_id=comment.comment_id, post_id=comment.post_id, author=comment.author, commenter=comment.commenter
    )
    pk, sk = _where(comment)
    place = (keys.comment(comment.comment_id), keys.PLACE) if comment.parent else (pk, sk)
    trace = Trace(*place, gone=1, fact=store.sealed(fact, actor=by), expires_at=clock.seconds() + TRACE_SECONDS)
    try:
        if comment.parent:
            here = Place.parent == comment.parent
            store.transact([store.put(trace, condition=here), store.delete(CommentItem, pk, sk)])
        else:
            store.write(store.put(trace, condition=CommentItem.comment_id.exists()))
    except store.ConditionFailed:
        return


def approve_comment(comment: Comment) -> bool:
    """Show a held comment to everybody and say it now. False when it is held no longer."""
    pk, sk = _where(comment)
    actions = [CommentItem.held.remove(), CommentItem.fact.set(_said(comment))]
    try:
        store.write(store.update(CommentItem, pk, sk, actions, condition=CommentItem.held.exists()))
    except store.ConditionFailed:
        return False
    return True


def hide_comment(post_id: PostId, comment_id: CommentId, hidden: bool) -> None:
    """Staff take a comment down, or take that back; nothing changes when it is so already, or the comment is gone."""
    comment = comment_reads.comment(post_id, comment_id)
    if comment is None:
        return
    action = CommentItem.hidden.set(1) if hidden else CommentItem.hidden.remove()
    try:
        store.write(
            store.update(CommentItem, *_where(comment), [action], condition=CommentItem.comment_id.exists()),
        )
    except store.ConditionFailed:
        return


def replace_pins(post_id: PostId, ids: Sequence[CommentId], old: Pins) -> bool:
    """Pin these. False, and nothing written, when `old` is not how they are now."""
    item = PinsItem(keys.comments(post_id), keys.PINS, pinned=" ".join(ids), version=old.version + 1)
    as_read = PinsItem.version == old.version if old.version else PinsItem.pk.does_not_exist()
    try:
        store.write(store.put(item, condition=as_read))
    except store.ConditionFailed:
        return False
    return True


def _where(comment: Comment) -> tuple[str, str]:
    if comment.parent:
        return keys.replies(comment.post_id, comment.parent), comment.comment_id
    return keys.comments(comment.post_id), comment.comment_id


def _below(above: Comment, reply: CommentId) -> list[store.Step]:
    """Steps that put a reply below a comment. The first one marks it, so that lists look for replies there."""
    steps = [store.put(Place(keys.comment(reply), keys.PLACE, parent=above.comment_id), unless_exists=True)]
    if not above.answered:
        mark = [CommentItem.answered.set(1)]
        there = CommentItem.comment_id.exists()
        steps.append(store.update(CommentItem, *_where(above), mark, condition=there, refusal=ParentGone()))
    return steps


def _said(comment: Comment) -> str:
    fact = CommentAdded(
        comment_id=comment.comment_id,
        post_id=comment.post_id,
        author=comment.author,
        commenter=comment.commenter,
        excerpt=excerpt(comment.text),
        mentions=list(text.mentions(comment.text)),
        reply_to=comment.reply_to,
        reply_to_author=comment.reply_to_author,
    )
    return store.sealed(fact, actor=comment.commenter)
