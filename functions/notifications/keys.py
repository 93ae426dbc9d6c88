"""Key shapes of notifications' table."""

from kernel.ids import PersonId, PostId, SessionId

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


# How people are told: channels


def devices(person_id: PersonId) -> str:
    """Partition of a person's push subscriptions."""
    return f"DEVICES#{person_id}"


ENDED = "ENDED"


def session(session_id: SessionId) -> str:
    """Partition of what was subscribed in a session, and of the mark ENDED, after which nothing is."""
    return f"SESSION#{session_id}"


def subscribed(person_id: PersonId, subscription_id: str) -> str:
    return f"DEVICE#{person_id}#{subscription_id}"


def sent(what: str) -> str:
    """Partition of what became of one notification (or summary) on its ways out: a row per device, mail or hold."""
    return f"SENT#{what}"


def mails(person_id: PersonId, hour: int) -> str:
    """Partition of the number of mails that a person got within one hour."""
    return f"MAILS#{person_id}#{hour}"


def held(person_id: PersonId) -> str:
    """Partition of how much was held back in a person's quiet hours."""
    return f"HELD#{person_id}"


def digest(person_id: PersonId) -> str:
    """Partition of when a person's next digest is due, and how far the last one told."""
    return f"DIGEST#{person_id}"


CLOCK = "CLOCK"
"""Partition of the first slot that may still hold something due."""


def due(slot: int, shard: int) -> str:
    """Partition of what is due in a slot of time; sort keys are `digest#<person>` and `quiet#<person>`."""
    return f"DUE#{slot}#{shard}"
