"""Realtime's cards: which devices of whom have an open socket."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from kernel.ids import PersonId, SessionId
from kit.settings import settings
from kit.wire import Key, batch_get

SETTLE_SECONDS = 10
"""A connection may be written down so long before the gateway knows it; until then "gone" means "not open yet"."""

SOCKET = "socket_"
"""First part of the names of the attributes with which a person's item keeps connections; the rest is their id."""


class Connection(Struct, frozen=True):
    """An open socket. `since` and `until` are seconds since 1970."""

    connection_id: str
    person: PersonId
    session: SessionId
    since: int
    until: int

    def settled(self, now: int) -> bool:
        """Whether the gateway must know it by now."""
        return now - self.since >= SETTLE_SECONDS


class Entry(Struct, frozen=True):
    """A connection as its person's item keeps it, one attribute each."""

    session: SessionId
    since: int
    until: int


def connection_key(connection_id: str) -> Key:
    """Key of one connection; the item exists from its opening until its end is known."""
    return settings().table("realtime"), f"SOCKET#{connection_id}", "CARD"


def connections_key(person: PersonId) -> Key:
    """Key of a person's open sockets: one item with an attribute for each."""
    return settings().table("realtime"), f"PERSON#{person}", "SOCKETS"


def connection_of(connection_id: str, item: Mapping[str, Any] | None) -> Connection | None:
    return msgspec.convert({**item, "connection_id": connection_id}, Connection) if item else None


def connections_in(item: Mapping[str, Any] | None, person: PersonId, now: int) -> Iterator[Connection]:
    """The connections in a person's item that can still be open."""
    for name, value in (item or {}).items():
        if name.startswith(SOCKET):
            entry = msgspec.json.decode(value, type=Entry)
            if entry.until > now:
                yield Connection(name.removeprefix(SOCKET), person, entry.session, entry.since, entry.until)


def connections_of(people: Iterable[PersonId], now: int, *, consistent: bool = False) -> list[Connection]:
    """The open sockets of these people. One request per 100 people; those who are not online cost half a read unit."""
    wanted = {connections_key(person): person for person in people}
    found = batch_get(wanted, consistent=consistent)
    return [each for key, item in found.items() for each in connections_in(item, wanted[key], now)]
