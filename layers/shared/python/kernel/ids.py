"""Identifiers: 26 characters of lower-case Crockford base32 that sort by the millisecond of their making (ULID)."""

import hashlib
import os
from datetime import UTC, datetime
from typing import Annotated, NewType

from msgspec import Meta, ValidationError, convert

from kernel import clock
from kernel.errors import Invalid

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
PATTERN = "^[0-7][0-9a-hjkmnp-tv-z]{25}$"

MAX_IDS = 100
"""Ids that one request may name."""

_Id = Annotated[str, Meta(pattern=PATTERN)]

PersonId = NewType("PersonId", _Id)
SessionId = NewType("SessionId", _Id)
MediaId = NewType("MediaId", _Id)
PostId = NewType("PostId", _Id)
CommentId = NewType("CommentId", _Id)
FactId = NewType("FactId", _Id)
NotificationId = NewType("NotificationId", _Id)
ConversationId = NewType("ConversationId", _Id)


def new_id(at_ms: int | None = None, randomness: bytes | None = None) -> str:
    """A fresh id. 80 random bits, so that two of one millisecond differ; `at_ms` and `randomness` are for tests."""
    moment = clock.milliseconds() if at_ms is None else at_ms
    number = (moment << 80) | int.from_bytes(os.urandom(10) if randomness is None else randomness, "big")
    return "".join(ALPHABET[(number >> shift) & 31] for shift in range(125, -5, -5))


def first_id(moment: datetime) -> str:
    """The least id that can be made at a moment: below all others of it and of later ones."""
    return new_id(int(moment.timestamp() * 1000), bytes(10))


def derived(id_: str, purpose: str) -> str:
    """An id of the same millisecond as `id_`, always the same for the same purpose."""
    randomness = hashlib.sha256(f"{id_} {purpose}".encode()).digest()[:10]
    return id_[:10] + new_id(0, randomness)[10:]


def parse_ids(text: str) -> list[str]:
    """1 to 100 ids in a list that commas separate, each once, in their order. Raises Invalid."""
    try:
        found = convert(text.split(","), list[_Id])
    except ValidationError:
        raise Invalid("Give ids, separated by commas.") from None
    if len(found) > MAX_IDS:
        raise Invalid(f"Give at most {MAX_IDS} ids.")
    return list(dict.fromkeys(found))


def made_at(id_: str) -> datetime:
    """The moment at which an id was made, to the millisecond."""
    milliseconds = 0
    for letter in id_[:10]:
        milliseconds = (milliseconds << 5) | ALPHABET.index(letter)
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
