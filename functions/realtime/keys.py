"""Key shapes of realtime's table. Those of connections stand in views/realtime.py."""

import hashlib

from kernel.ids import SessionId

CARD = "CARD"

DUE_SHARDS = 4
"""Partitions of the sockets that end in one hour, so that no key of the index takes all of the connecting."""


def ticket(digest: str) -> str:
    return f"TICKET#{digest}"


def ended(session_id: SessionId) -> str:
    """Partition of the mark that a session has ended: no socket of it may open any more."""
    return f"ENDED#{session_id}"


def due(hour: int, shard: int) -> str:
    """Partition of the index of sockets by the hour (since 1970) of their end."""
    return f"{hour}#{shard}"


def due_key(until: int, connection_id: str) -> str:
    return f"{until:012d}#{connection_id}"


def shard_of(connection_id: str) -> int:
    return hashlib.sha256(connection_id.encode()).digest()[0] % DUE_SHARDS
