"""What is left of a deleted post: likes, comments, former versions, counts.

The card, rows, tags and invitations went with the post; nobody sees the rest without it. It is removed when the fact
comes back over the bus, in as many turns as it takes. Looked at again a minute later, because the index of likes
follows its table, and what somebody wrote at that very moment may have come after.
"""

import time

from kernel.ids import PostId
from kit.batches import delete_all
from kit.settings import settings
from posts import comment_clearing, comment_reads, keys, post_reads, reads
from views.posts import likes_partition

TURN = 10.0
"""Seconds that one turn takes; what is left is for the next."""

_BATCH = 100


def clean(post_id: PostId) -> bool | None:
    """Remove what is left of a post. True when there was nothing, False when it was removed, None when more is left."""
    until, table, found_some = time.monotonic() + TURN, settings().table("posts"), False
    while found := reads.likers(post_id, before=None, limit=_BATCH):
        found_some = True
        delete_all(table, [(likes_partition(each.person), post_id) for each in found])
        if time.monotonic() > until:
            return None
        if len(found) < _BATCH:
            break
    while versions := post_reads.version_keys(post_id, _BATCH):
        found_some = True
        delete_all(table, versions)
    found_some |= bool(comment_reads.comments_of(post_id, before=None, limit=1, consistent=True).comments)
    if not comment_clearing.clear_post(post_id, until=until):
        return None
    if not found_some:
        delete_all(table, [(keys.post(post_id), keys.COUNTS)])
    return not found_some
