"""Which changes carry a fact, and how facts travel in batches."""

from collections.abc import Iterable, Iterator

import msgspec

from contracts import SealedEnvelope
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
        text = (record.new or {}).get("fact")
        if text is None or text == (record.old or {}).get("fact"):
            continue
        try:
            sealed = msgspec.json.decode(text, type=SealedEnvelope)
        except (msgspec.DecodeError, TypeError) as error:
            yield Poison(str(text), str(error))
            continue
        if len(text.encode()) > MAX_BYTES:
            yield Poison(text, "larger than the bus takes")
        else:
            yield Fact(text, sealed)


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
