"""Time, read in one place and written in one form: RFC 3339 in UTC with milliseconds (`2026-01-31T12:00:00.000Z`)."""

import time
from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def milliseconds() -> int:
    """Whole milliseconds since 1970, for ids."""
    return time.time_ns() // 1_000_000


def stamp(moment: datetime) -> str:
    """`moment` as text; texts made so sort as the moments do."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def read(text: str) -> datetime:
    """The moment that `stamp` wrote. Raises ValueError for anything else."""
    if len(text) != 24 or text[10] != "T" or text[-1] != "Z" or text[19] != ".":
        raise ValueError(f"not a moment as stamp() writes it: {text[:40]!r}")
    return datetime.fromisoformat(text)


def seconds() -> int:
    """Whole seconds since 1970, for expiry attributes."""
    return int(time.time())
