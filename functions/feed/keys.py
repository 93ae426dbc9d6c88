"""Key shapes of feed's table and the rows that lie there.

A row says only that a post belongs here and whose it is: about 120 bytes. What a page shows comes from the post's
card, which is read anyway, so photographs in the row would buy nothing and cost much: ten of them make 2 KB, and a
delivery 3 write units instead of 1.
"""

from typing import Any

from feed.model import expiry
from kernel.ids import PersonId, PostId

HEAD = "HEAD"


def home(person: PersonId) -> str:
    """Partition of a person's timeline; sort keys are post ids."""
    return f"HOME#{person}"


def author(person: PersonId) -> str:
    """Partition of all posts of an author, pushed or pulled; sort keys are post ids."""
    return f"AUTHOR#{person}"


def head(person: PersonId) -> str:
    """Partition of a pulled author's newest posts, packed in one item."""
    return f"HEAD#{person}"


def fence(person: PersonId) -> str:
    """Partition of how far a person's timeline has heard of their followings; sort keys are authors."""
    return f"FENCE#{person}"


def row(partition: str, post_id: PostId, by: PersonId) -> dict[str, Any]:
    """One row. It is the same whenever it is made, so writing it again changes nothing."""
    return {"pk": partition, "sk": post_id, "author": by, "expires_at": expiry(post_id)}
