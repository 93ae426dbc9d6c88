"""Digests as graph keeps them, for tests that need one without going through graph."""

from typing import Any

from views.graph import Digest


def stored(digest: Digest) -> dict[str, Any]:
    """The attributes of an item of which `views.graph.digest_of` makes this digest."""
    kept = {
        "pulled": digest.pulled,
        "severed": digest.severed,
        "blocking": digest.blocking,
        "blocked_by": set(digest.blocked) - set(digest.blocking),
        "muted": digest.muted,
        "muted_stories": digest.muted_stories,
    }
    more = {"blocked_more": 1} if digest.blocked_more else {}
    return {name: set(people) for name, people in kept.items() if people} | more
