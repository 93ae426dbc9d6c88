"""What all of posts' writes share: the item, answers to repeated requests."""

from collections.abc import Sequence

import msgspec
from pynamodb.attributes import UnicodeAttribute

from kernel import clock
from kernel.ids import PersonId
from kernel.text import Entity
from kit import store
from posts import keys

REQUEST_SECONDS = 2 * 24 * 3600
"""For so long a repeated request with the same idempotency key gets the first answer."""


TRACE_SECONDS = 3600
"""For so long what was taken away leaves a trace in its place, longer than a request can hang in the network."""


class Item(store.Item):
    context = "posts"


class Request(Item):
    made = UnicodeAttribute()
    digest = UnicodeAttribute()


class RequestRepeated(Exception):
    """The idempotency key was used before; nothing was written."""


def remembered(person: PersonId, verb: str, key: str | None, digest: str, made: str) -> list[store.Step]:
    """The step that keeps what a request under `key` made; none without a key."""
    if key is None:
        return []
    expiry = clock.seconds() + REQUEST_SECONDS
    item = Request(keys.request(person), keys.request_key(verb, key), made=made, digest=digest, expires_at=expiry)
    return [store.put(item, unless_exists=True, refusal=RequestRepeated())]


def held(steps: list[store.Step]) -> bool:
    """Write all steps; False, and nothing written, when a condition did not hold."""
    try:
        store.transact(steps)
    except store.ConditionFailed:
        return False
    return True


def entities_text(found: Sequence[Entity]) -> str | None:
    """Entities as an attribute."""
    return msgspec.json.encode(found).decode() if found else None
