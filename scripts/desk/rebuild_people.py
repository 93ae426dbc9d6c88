"""The index of people made anew from profiles' table, for scripts/rebuild discovery.

It is written beside the one that is read, and takes its place when it is whole: searches go on meanwhile. What changes
meanwhile is written to both by the platform. Whoever read which index there is just before the new one was begun may
still write to the old one alone, so the table is gone through again when such a one has surely ended.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from desk.emulator import Access
from desk.stage import pages
from desk.terminal import DeskError, Say, silent

LOCAL = "mongodb://127.0.0.1:27018/"
"""Where scripts/dev has its MongoDB."""

TOLD_EVERY = 1_000

SETTLED = 35.0
"""Seconds after which an inbox that was at work when the rebuilding began has ended: its function may run for 30."""


class Card(msgspec.Struct, frozen=True):
    """What the index needs of a profile's card."""

    person_id: str
    username: str
    name: str = ""
    state: str = "active"
    version: int = 0


@dataclass
class People:
    """The index of people of one stage."""

    access: Access
    prefix: str
    speak: Say = silent
    settled: float = SETTLED

    def rebuild(self) -> int:
        """Make the index anew and let it take its place; returns how many people it has looked at.

        DeskError when MongoDB does not answer, or when somebody else began another one meanwhile. Repeating it is
        harmless, and so is stopping it: the index that is read stays as it is.
        """
        from discovery import index

        from kernel.errors import Away
        from kit import mongo

        try:
            with mongo.answering():
                return self._rebuild(index)
        except Away:
            raise DeskError(
                "MongoDB does not answer. Is scripts/dev running? Name another one by the variable MONGODB_URI."
            ) from None

    def cards(self) -> Iterator[Card]:
        """All cards. Reads profiles' whole table, about half a read unit per 4 KB."""
        from kit.items import item_from_wire

        request = {
            "TableName": f"{self.prefix}-profiles",
            "FilterExpression": "begins_with(pk, :person) AND sk = :card",
            "ExpressionAttributeValues": {":person": {"S": "PERSON#"}, ":card": {"S": "CARD"}},
        }
        for page in pages(self.access, "dynamodb", "scan", **request):
            for item in page["Items"]:
                yield msgspec.convert(item_from_wire(item), Card)

    def _rebuild(self, index: Any) -> int:
        name, began = index.begin(), time.monotonic()
        self._fill(index, name, self.speak)
        time.sleep(max(0.0, began + self.settled - time.monotonic()))
        looked_at = self._fill(index, name, silent)
        before = index.switch(name)
        if before is None:
            index.drop(name)
            raise DeskError("Another rebuilding was begun meanwhile; this one was given up.")
        time.sleep(self.settled)  # until nobody reads the old one any more, or writes to it
        index.drop(before)
        return looked_at

    def _fill(self, index: Any, name: str, speak: Say) -> int:
        from discovery.model import called

        number = 0
        for number, card in enumerate(self.cards(), 1):
            who = called(card.username, card.name) if card.state == "active" else None
            index.put(name, card.person_id, card.version, who)
            if number % TOLD_EVERY == 0:
                speak(f"  {number} people")
        return number


def environ(access: Access, prefix: str) -> Mapping[str, str]:
    """What the platform's own code must find to work on this stage. The address of MongoDB is never said."""
    return {**access.environ(), "PREFIX": prefix, "MONGODB_URI": os.environ.get("MONGODB_URI") or LOCAL}
