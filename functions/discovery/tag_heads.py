"""The newest posts of hashtags that somebody follows, kept where feeds find them without asking MongoDB."""

from collections.abc import Iterable

from discovery import lookups, reads, store, words
from discovery.lookups import Found

POSTS = 50
"""Posts of a hashtag that feeds know: who reads further down meets no older ones there."""


def refresh(tags: Iterable[str]) -> None:
    """Make the heads of these hashtags agree with the index; those that nobody follows have none. Away: not done."""
    for tag in reads.tag_heads(tags):
        store.refresh_head(tag, lambda tag=tag: newest(tag))  # type: ignore[misc]


def newest(tag: str) -> list[Found]:
    """The newest posts of a hashtag that everybody may see."""
    return lookups.with_label(words.tag_label(tag), "recent", (), before=None, limit=POSTS)
