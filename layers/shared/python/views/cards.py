"""Hydration: cards for ids, from the cache where it has them and from one BatchGet where not."""

from collections.abc import Iterable
from functools import cache
from typing import Any

import msgspec

from kernel.ids import PersonId, PostId
from kit.cache import Cache
from kit.settings import settings
from kit.wire import Key, batch_get
from views import posts, profiles

SECONDS = {"posts": 30, "profiles": 30}
"""How long a card may be kept: how much older than the truth a list may be. Counts follow within that time."""

COUNTS = "COUNTS"
"""Sort key of counts. They begin with the first like, so that most posts have none, and a cache that did not keep
their absence would send every page to the store."""

HELD = 5.0
"""Seconds for which a changed card is not kept, so that who read the old one just before cannot put it back."""

_CHANGED = b""
"""What stands for a changed card while it is held: a miss that nobody overwrites."""

Cards = dict[Key, dict[str, Any]]


def load(keys: Iterable[Key]) -> Cards:
    """The items behind these keys; what does not exist is left out. One request per 100 that the cache lacks."""
    wanted = list(dict.fromkeys(keys))
    if not _cache().present:
        return batch_get(wanted) if wanted else {}
    cached = _cache().get_many([_name(key) for key in wanted])
    found: Cards = {}
    missing: list[Key] = []
    for key in wanted:
        raw = cached.get(_name(key))
        if raw is None or raw == _CHANGED:
            missing.append(key)
        elif (item := msgspec.msgpack.decode(raw)) is not None:
            found[key] = item
    if missing:
        read = batch_get(missing)
        found.update(read)
        uncounted = {key: None for key in missing if key not in read and key[2] == COUNTS}
        for context, seconds in SECONDS.items():
            table = settings().table(context)
            known = {**read, **uncounted}
            fresh = {_name(key): msgspec.msgpack.encode(item) for key, item in known.items() if key[0] == table}
            if fresh:
                _cache().set_many(fresh, seconds, missing_only=True)
    return found


def forget(*keys: Key) -> None:
    """Drop cards from the cache: called by whoever has just changed them, after the change.

    From then on nobody reads the old one, not even from somebody who read the store before the change and keeps what
    they found after it. When Redis is away just then, an old card may live on for `SECONDS`.
    """
    _cache().set_many({_name(key): _CHANGED for key in keys}, HELD)


def people(cards: Cards, ids: Iterable[PersonId]) -> dict[PersonId, profiles.ProfileCard]:
    """Profile cards among loaded cards; a missing one is stood in for."""
    found = {}
    for person in ids:
        item = cards.get(profiles.profile_key(person))
        found[person] = profiles.decode(item) if item else profiles.unknown(person)
    return found


def post_keys(post: PostId, author: PersonId) -> list[Key]:
    """All cards that one post in a list needs."""
    return [posts.post_key(post), posts.counts_key(post), profiles.profile_key(author)]


def _name(key: Key) -> str:
    return "\x1f".join(key)


@cache
def _cache() -> Cache:
    return Cache.from_url(settings().redis_url)


__all__ = ["Cards", "forget", "load", "people", "post_keys"]
