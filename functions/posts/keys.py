"""Key shapes of posts' table. Cards, counts and likes have theirs in views/posts.py."""

import hashlib

from kernel.ids import CommentId, PersonId, PostId
from posts.model import CollectionId

CARD = "CARD"
COUNTS = "COUNTS"
PLACE = "PLACE"
PINS = "PINS"
"""Sort key, after those of all comments, of the item that says which of them are pinned: it is read with the first."""
WORDS = "WORDS"
ALL = "ALL"
ARCHIVED = "ARCHIVED#"
POST_PINS = "POST~PINS"
"""Sort key, after those of all rows, of what an author pinned: it is read with the first page of the grid."""
GRID = "POST"
"""First part of the sort keys of rows and pins."""
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


def liked(subject: PostId | CommentId, shard: int) -> str:
    """Partition of the index of who likes a post or a comment; sort keys are like ids."""
    return f"LIKED#{subject}#{shard}"


def shard_of(liker: PersonId) -> int:
    return hashlib.sha256(liker.encode()).digest()[0] % LIKED_SHARDS


def comments(post_id: PostId) -> str:
    """Partition of a post's comments; sort keys are comment ids. One key: 1,000 comments per second and post."""
    return f"COMMENTS#{post_id}"


def replies(post_id: PostId, parent: CommentId) -> str:
    """Partition of the replies below a comment; sort keys are comment ids."""
    return f"REPLIES#{post_id}#{parent}"


def comment(comment_id: CommentId) -> str:
    """Partition of what is known of a comment beside itself: its counts, and below which one it is, if any."""
    return f"COMMENT#{comment_id}"


def comment_likes(person: PersonId) -> str:
    """Partition of the comments that a person likes."""
    return f"COMMENT_LIKES#{person}"


def comment_like(person: PersonId, post_id: PostId, comment_id: CommentId) -> tuple[str, str]:
    """Both keys of a person's like of a comment."""
    return comment_likes(person), f"{post_id}#{comment_id}"


def words(person: PersonId) -> str:
    """Partition of the one item with a person's hidden words."""
    return f"WORDS#{person}"


def saves(person: PersonId) -> str:
    """Partition of what a person saved; sort keys are post ids."""
    return f"SAVES#{person}"


def saved(person: PersonId, collection: CollectionId) -> str:
    """Partition of one collection's rows; sort keys are save ids."""
    return f"SAVED#{person}#{collection}"


def collections(person: PersonId) -> str:
    """Partition of a person's collections; sort keys are collection ids, their names, and `ALL`."""
    return f"COLLECTIONS#{person}"


def collection_name(name: str) -> str:
    """Sort key of the item that says which collection has this name, however it is written."""
    return "NAME#" + hashlib.sha256(name.casefold().encode()).hexdigest()[:32]


def archived(post_id: PostId) -> str:
    """Sort key of an author's row while the post is archived."""
    return f"{ARCHIVED}{post_id}"


def gone(post_id: PostId) -> str:
    """Sort key, in its author's partition, of the trace of a deleted post."""
    return f"GONE#{post_id}"


def history(post_id: PostId) -> str:
    """Partition of a post's former versions; sort keys are ids made when they were replaced."""
    return f"HISTORY#{post_id}"


def tagged(person: PersonId) -> str:
    """Partition of the posts on which a person is tagged; sort keys are post ids."""
    return f"TAGGED#{person}"


def invited(person: PersonId) -> str:
    """Partition of invitations that wait for a person; sort keys are post ids."""
    return f"INVITED#{person}"


def collaborations(person: PersonId) -> str:
    """Partition of the posts of others that a person is an author of, or invited to be one."""
    return f"COLLABS#{person}"


def collaboration(author: PersonId, post_id: PostId | str = "") -> str:
    """Sort key of a collaboration; without a post, the first part of those with one author."""
    return f"{author}#{post_id}"


def drafts(person: PersonId) -> str:
    """Partition of a person's drafts and of their number; sort keys of drafts are their ids."""
    return f"DRAFTS#{person}"


def due(day: str) -> str:
    """Partition of the drafts to be published on a day (UTC, `2026-01-31`)."""
    return f"DUE#{day}"


def due_row(stamp: str, person: PersonId, draft: str) -> str:
    """Sort key of a draft to be published: times as `kernel.clock` writes them sort as they pass."""
    return f"{stamp}#{person}#{draft}"


def request(person: PersonId) -> str:
    """Partition of what a person's requests with an idempotency key have made."""
    return f"REQUEST#{person}"


def request_key(verb: str, key: str) -> str:
    """Sort key for the caller's own key, of any letters and length."""
    return f"{verb}#{hashlib.sha256(key.encode()).hexdigest()[:32]}"
