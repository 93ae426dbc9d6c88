"""Key shapes of notifications' table."""

from kernel.ids import PersonId, PostId

CARD = "CARD"
SEEN = "SEEN"

FIRST, LAST = "0", "8"
"""Bounds of notification ids, which are a person's sort keys beside SEEN."""


def person(person_id: PersonId) -> str:
    """Partition of a person's notifications, newest last, and of how far they have been seen.

    One key takes 1,000 writes per second: somebody who gets more of them than that waits in the queue.
    """
    return f"PERSON#{person_id}"


def like(post: PostId, liker: PersonId) -> str:
    """Partition of what stands of one person's like of one post."""
    return f"ABOUT#like#{post}#{liker}"


def follow(follower: PersonId, followee: PersonId) -> str:
    """Partition of what stands of one person's following of another."""
    return f"ABOUT#follow#{follower}#{followee}"


def after(seen: str | None) -> str:
    """Lower bound, inclusive, of the ids after this one."""
    return f"{seen}0" if seen else FIRST
