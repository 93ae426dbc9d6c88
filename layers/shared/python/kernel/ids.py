"""Identifiers: 26 characters of lower-case Crockford base32 that sort by the millisecond of their making (ULID)."""

import os
from datetime import UTC, datetime
from typing import Annotated, NewType

from msgspec import Meta

from kernel import clock

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
PATTERN = "^[0-7][0-9a-hjkmnp-tv-z]{25}$"

_Id = Annotated[str, Meta(pattern=PATTERN)]

PersonId = NewType("PersonId", _Id)
SessionId = NewType("SessionId", _Id)
MediaId = NewType("MediaId", _Id)
PostId = NewType("PostId", _Id)
CommentId = NewType("CommentId", _Id)
FactId = NewType("FactId", _Id)
NotificationId = NewType("NotificationId", _Id)


def new_id(at_ms: int | None = None, randomness: bytes | None = None) -> str:
    """A fresh id. 80 random bits, so that two of one millisecond differ; `at_ms` and `randomness` are for tests."""
    moment = clock.milliseconds() if at_ms is None else at_ms
    number = (moment << 80) | int.from_bytes(os.urandom(10) if randomness is None else randomness, "big")
    return "".join(ALPHABET[(number >> shift) & 31] for shift in range(125, -5, -5))


def made_at(id_: str) -> datetime:
    """The moment at which an id was made, to the millisecond."""
    milliseconds = 0
    for letter in id_[:10]:
        milliseconds = (milliseconds << 5) | ALPHABET.index(letter)
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
