"""Key shapes of feed's table and the rows that lie there.

A row says only that a post belongs here and whose it is: about 120 bytes. What a page shows comes from the post's
card, which is read anyway, so photographs in the row would buy nothing and cost much: ten of them make 2 KB, and a
delivery 3 write units instead of 1.
"""

from typing import Any

from feed.model import Row, expiry
from kernel.ids import PersonId

HEAD = "HEAD"

AWAKE = "~"
"""Sort key, in a person's timeline and above all posts, of the moment until which posts are delivered into it.

The first page of a feed reads it along.
"""

FIRST, LAST = "0", "8"
"""Bounds of post ids."""


def home(person: PersonId) -> str:
    """Partition of a person's timeline; sort keys are those of rows, and AWAKE."""
    return f"HOME#{person}"


def author(person: PersonId) -> str:
    """Partition of all posts of an author for everybody, pushed or pulled; sort keys are those of rows."""
    return f"AUTHOR#{person}"


def close(person: PersonId) -> str:
    """Partition of an author's posts for close friends. They are always pushed, and never in a head."""
    return f"CLOSE#{person}"


def head(person: PersonId) -> str:
    """Partition of an author's newest posts, packed in one item."""
    return f"HEAD#{person}"


def fence(person: PersonId) -> str:
    """Partition of how far a person's timeline has heard of their followings; sort keys are authors."""
    return f"FENCE#{person}"


def row(partition: str, row: Row) -> dict[str, Any]:
    """One row. It is the same whenever it is made, so writing it again changes nothing."""
    return {"pk": partition, "sk": row.sk, "author": row.author, "expires_at": expiry(row.post_id)}


def after(post: str) -> str:
    """Lower bound, inclusive, of the rows of newer posts than this one."""
    return f"{post}$"  # co-authors' rows of the post itself go on with "#", which sorts before
