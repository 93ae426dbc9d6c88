"""Key shapes of chat's table. Sort keys within a conversation: CARD, HEAD, `AT#`, `M#`, `X#`."""

import hashlib

from chat.model import Folder
from kernel.ids import ConversationId, PersonId

CARD = "CARD"
HEAD = "HEAD"
MARK = "AT#"
MESSAGE = "M#"
CHANGE = "X#"

DUE_SHARDS = 4
"""Partitions of the messages that disappear in one hour, so that no key of the index takes all of them."""


def conversation(conversation_id: ConversationId) -> str:
    """Partition of a conversation: its card, head, marks, messages, and log of changes. 1,000 writes per second."""
    return f"CONV#{conversation_id}"


def mark(person: PersonId) -> str:
    """Sort key of how far a member is."""
    return f"{MARK}{person}"


def message(seq: int) -> str:
    return f"{MESSAGE}{seq:015d}"


def change(rev: int) -> str:
    return f"{CHANGE}{rev:015d}"


def person(person_id: PersonId) -> str:
    """Partition of a person's conversations, those that they left included; sort keys are their ids."""
    return f"PERSON#{person_id}"


def recent(person_id: PersonId, folder: Folder) -> str:
    """Partition of the index of a person's conversations in a folder."""
    return f"RECENT#{folder}#{person_id}"


def recent_key(moved_at: int, conversation_id: ConversationId) -> str:
    return f"{moved_at:015d}#{conversation_id}"


def sent(person_id: PersonId) -> str:
    """Partition of what a person's devices have sent in the last days."""
    return f"SENT#{person_id}"


def sent_key(conversation_id: ConversationId | str, client_id: str) -> str:
    return f"{conversation_id}#{client_id}"


def chooser(person_id: PersonId) -> str:
    """Partition of what a person has chosen for all of chat, and of when they were last there."""
    return f"CHOICES#{person_id}"


PRESENCE = "PRESENCE"


def due(hour: int, shard: int) -> str:
    """Partition of the index of messages by the hour (since 1970) in which they disappear."""
    return f"DUE#{hour}#{shard}"


def due_key(vanishes_at: int, conversation_id: ConversationId, seq: int) -> str:
    return f"{vanishes_at:012d}#{conversation_id}#{seq}"


def shard_of(conversation_id: ConversationId) -> int:
    return hashlib.sha256(conversation_id.encode()).digest()[0] % DUE_SHARDS
