"""Which changes carry a fact, and how facts travel in batches."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from contracts import SealedEnvelope
from kernel.packing import unpack
from kit.consumers import StreamRecord

BATCH = 10
"""Entries that one PutEvents takes."""

MAX_BYTES = 240_000
"""Bytes of facts in one PutEvents; EventBridge takes 256 KB with everything around them."""


class Fact(msgspec.Struct, frozen=True):
    """A fact on its way: its text as the context wrote it, and what the bus routes by."""

    text: str
    sealed: SealedEnvelope


class Poison(msgspec.Struct, frozen=True):
    """What stood where a fact should be, and why it is none."""

    text: str
    reason: str


def facts(records: Iterable[StreamRecord]) -> Iterator[Fact | Poison]:
    """The facts that these changes establish, in order. A later write that keeps the fact says nothing again."""
    for record in records:
        found = _of(record.new)
        if found is None or found == _of(record.old):
            continue
        try:
            text = unpack(found) if isinstance(found, bytes) else found
            sealed = msgspec.json.decode(text, type=SealedEnvelope)
        except (msgspec.DecodeError, ValueError, TypeError) as error:
            yield Poison(str(found), str(error))
            continue
        if len(text.encode()) > MAX_BYTES:
            yield Poison(text, "larger than the bus takes")
        else:
            yield Fact(text, sealed)


def _of(item: dict[str, Any] | None) -> Any:
    """The fact that an item carries: text, or the same packed."""
    item = item or {}
    return item.get("fact", item.get("packed"))


def batches(facts: Iterable[Fact]) -> Iterator[list[Fact]]:
    """Facts in batches that one PutEvents takes, order kept."""
    batch: list[Fact] = []
    size = 0
    for fact in facts:
        weight = len(fact.text.encode())
        if batch and (len(batch) == BATCH or size + weight > MAX_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(fact)
        size += weight
    if batch:
        yield batch
