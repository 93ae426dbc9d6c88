"""What is left of a comment that was deleted: its replies, and the likes of it and of them.

Deleting a comment is one write; the rest goes when `CommentDeleted` comes back over the bus, in as many turns as it
takes. A reply or a like that was being written at that moment is found by a second look, half a minute later: longer
than a function runs that had still seen the comment.
"""

import time
from datetime import timedelta

from contracts import Envelope
from contracts.posts import CommentDeleted
from kernel import clock
from kernel.ids import CommentId, PersonId, PostId
from kit.batches import delete_all
from kit.settings import settings
from posts import comment_reads, comment_store, keys, reads

SECOND_LOOK = 30
"""Seconds after which a deleted comment is looked at again, at most."""

TURN = 5.0
"""Seconds that one turn takes; what is left is for the next."""

_BATCH = 25


def on_comment_deleted(envelope: Envelope[CommentDeleted]) -> int | None:
    """Clear what is left. The seconds after which the same fact must be handled again; None when all is done."""
    fact = envelope.fact
    if not clear_comment(fact.post_id, fact.comment_id, by=envelope.actor, until=time.monotonic() + TURN):
        return 0
    early = clock.now() - envelope.occurred_at < timedelta(seconds=SECOND_LOOK)
    return SECOND_LOOK if early else None


def clear_comment(post_id: PostId, comment_id: CommentId, *, by: PersonId | None, until: float) -> bool:
    """Delete a comment's replies, each with its fact, and its likes. False: there is more, but it is late."""
    while True:
        found, after = comment_reads.replies_of(post_id, comment_id, after=None, limit=_BATCH, consistent=True)
        for reply in found:
            if time.monotonic() > until:
                return False
            comment_store.remove_comment(reply, by=by or reply.author)
        if after is None:
            break
    return clear_likes(post_id, comment_id, until=until)


def clear_likes(post_id: PostId, comment_id: CommentId, *, until: float) -> bool:
    """Delete the likes of a comment that is gone; nobody is told. False: there is more, but it is late."""
    while found := reads.likers(comment_id, before=None, limit=_BATCH):
        if time.monotonic() > until:
            return False
        delete_all(settings().table("posts"), [keys.comment_like(each.person, post_id, comment_id) for each in found])
        if len(found) < _BATCH:
            break
    return True


def clear_post(post_id: PostId, *, until: float) -> bool:
    """Delete all comments of a post that is gone, with what is left of each; nobody is told (`PostDeleted` was said).

    False: there is more, but it is late. Harmless to repeat.
    """
    table = settings().table("posts")
    while True:
        found = comment_reads.comments_of(post_id, before=None, limit=_BATCH, consistent=True)
        for comment in found.comments:
            while True:
                some, after = comment_reads.replies_of(
                    post_id, comment.comment_id, after=None, limit=_BATCH, consistent=True
                )
                for each in [*some, comment]:
                    if time.monotonic() > until or not clear_likes(post_id, each.comment_id, until=until):
                        return False
                pks = [(keys.replies(post_id, comment.comment_id), each.comment_id) for each in some]
                delete_all(table, pks)
                delete_all(table, [(keys.comment(each.comment_id), keys.PLACE) for each in some])
                delete_all(table, [(keys.comment(each.comment_id), keys.COUNTS) for each in some])
                if after is None:
                    break
            delete_all(table, [(keys.comments(post_id), comment.comment_id)])
        if found.after is None:
            break
    delete_all(table, [(keys.comments(post_id), keys.PINS)])
    return True
