"""Key shapes of graph's table. Most keys are made in views/graph.py, because others read what lies there."""

from kernel.ids import ALPHABET, PersonId
from views.graph import FOLLOWER_SHARDS

EDGES = "FOLLOWS#"
"""First part of an edge's partition; the rest is the follower."""

ASKS = "ASKS#"
"""First part of a request's partition; the rest is who asks."""

CLOSE = "CLOSE#"
"""First part of the partition of somebody's close friends."""


def follows(follower: PersonId) -> str:
    """Partition of a person's edges; sort keys are the followees."""
    return f"{EDGES}{follower}"


def asks(asker: PersonId) -> str:
    """Partition of a person's requests; sort keys are who is asked."""
    return f"{ASKS}{asker}"


def asked(person: PersonId) -> str:
    """Partition, of the followers' index, of those who ask to follow somebody, by time."""
    return f"ASKED#{person}"


def owner_of(pk: str) -> PersonId:
    """Whose partition it is: the follower of an edge, who asks in a request."""
    return PersonId(pk.partition("#")[2])


def shard_of(follower: PersonId) -> int:
    """The shard of the followers' index in which a follower stands, whomever they follow."""
    return ALPHABET.index(follower[-1]) % FOLLOWER_SHARDS
