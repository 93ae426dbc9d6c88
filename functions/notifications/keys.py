"""Key shapes of notifications' table."""

from kernel.ids import CommentId, FactId, NotificationId, PersonId, PostId, SessionId

CARD = "CARD"
SEEN = "SEEN"
READ = "READ"

FIRST, LAST = "0", "8"
"""Bounds of notification ids, with which a person's sort keys beside SEEN and READ begin."""


def person(person_id: PersonId) -> str:
    """Partition of a person's notifications, newest last, and of how far they have been seen and read.

    One key takes 1,000 writes per second: somebody who gets more of them than that waits in the queue.
    """
    return f"PERSON#{person_id}"


def row(notification: NotificationId, group: NotificationId | None) -> str:
    """Sort key of a notification: one of a group lies above the group's own place, the newest at the top."""
    return f"{group}#{notification}" if group else notification


def rows_to(entry: NotificationId) -> str:
    """Upper bound, inclusive, of the rows of an entry of the list, whose lower bound is its id."""
    return f"{entry}$"


def after(seen: str | None) -> str:
    """Lower bound, inclusive, of the entries after this one."""
    return f"{seen}0" if seen else FIRST


def opened(person_id: PersonId, kind: str, subject: str) -> str:
    """Partition of the group that takes what happens next of a kind and to a subject, such as likes of a post."""
    return f"OPEN#{person_id}#{kind}#{subject}"


def read(person_id: PersonId) -> str:
    """Partition of the entries that a person read one by one; sort keys are their ids."""
    return f"READ#{person_id}"


# What stands of something that can be taken back: one partition each


def like(post: PostId, liker: PersonId) -> str:
    return f"ABOUT#like#{post}#{liker}"


def comment_like(comment: CommentId, liker: PersonId) -> str:
    return f"ABOUT#comment_like#{comment}#{liker}"


def follow(follower: PersonId, followee: PersonId) -> str:
    return f"ABOUT#follow#{follower}#{followee}"


def request(asker: PersonId, asked: PersonId) -> str:
    """What the one who was asked to let somebody follow was told."""
    return f"ABOUT#request#{asker}#{asked}"


def approval(asker: PersonId, asked: PersonId) -> str:
    return f"ABOUT#approval#{asker}#{asked}"


def invitation(invitation_id: FactId) -> str:
    """What was told of an invitation to be a co-author."""
    return f"ABOUT#coauthor#{invitation_id}"


def named(post: PostId, person_id: PersonId) -> str:
    """What somebody was told who was named on a post after it was published."""
    return f"ABOUT#named#{post}#{person_id}"


def comment(comment_id: CommentId) -> str:
    """Whom a comment was told to, and whether it is gone."""
    return f"ABOUT#comment#{comment_id}"


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
