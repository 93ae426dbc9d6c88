"""Key shapes of posts' table. Cards, counts and likes have theirs in views/posts.py."""

import hashlib

from kernel.ids import PersonId, PostId
from posts.model import CollectionId

CARD = "CARD"
COUNTS = "COUNTS"
ROW = "POST#"
"""First part of the sort keys of an author's rows."""

LIKED_SHARDS = 8
"""Partitions of a post's likers, so that 5,000 likes per second take 625 of the 1,000 writes that a key can have."""


def post(post_id: PostId) -> str:
    return f"POST#{post_id}"


def author(person: PersonId) -> str:
    """Partition of an author's rows, newest last, and of the number of their posts."""
    return f"AUTHOR#{person}"


def row(post_id: PostId) -> str:
    return f"{ROW}{post_id}"


def liked(post_id: PostId, shard: int) -> str:
    """Partition of the index of who likes a post; sort keys are like ids."""
    return f"LIKED#{post_id}#{shard}"


def shard_of(liker: PersonId) -> int:
    return hashlib.sha256(liker.encode()).digest()[0] % LIKED_SHARDS


def comments(post_id: PostId) -> str:
    """Partition of a post's comments; sort keys are comment ids. One key: 1,000 comments per second and post."""
    return f"COMMENTS#{post_id}"


def saves(person: PersonId) -> str:
    """Partition of what a person saved; sort keys are post ids."""
    return f"SAVES#{person}"


def saved(person: PersonId, collection: CollectionId) -> str:
    """Partition of one collection's rows; sort keys are save ids."""
    return f"SAVED#{person}#{collection}"


def collections(person: PersonId) -> str:
    """Partition of a person's collections; sort keys are collection ids."""
    return f"COLLECTIONS#{person}"


def request(person: PersonId) -> str:
    """Partition of what a person's requests with an idempotency key have made."""
    return f"REQUEST#{person}"


def request_key(verb: str, key: str) -> str:
    """Sort key for the caller's own key, of any letters and length."""
    return f"{verb}#{hashlib.sha256(key.encode()).hexdigest()[:32]}"
