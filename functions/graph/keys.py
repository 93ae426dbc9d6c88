"""Key shapes of graph's table. Edges, counts, digests and marks have theirs in views/graph.py: others read them."""

from kernel.ids import ALPHABET, PersonId
from views.graph import FOLLOWER_SHARDS

EDGES = "FOLLOWS#"
"""First part of an edge's partition; the rest is the follower."""


def follows(follower: PersonId) -> str:
    """Partition of a person's edges; sort keys are the followees."""
    return f"{EDGES}{follower}"


def follower_of(pk: str) -> PersonId:
    return PersonId(pk.removeprefix(EDGES))


def shard_of(follower: PersonId) -> int:
    """The shard of the followers' index in which a follower stands, whomever they follow."""
    return ALPHABET.index(follower[-1]) % FOLLOWER_SHARDS
