"""Realtime's reads."""

from collections.abc import Iterable, Iterator

import msgspec

from kernel.ids import PersonId
from kit.settings import settings
from kit.wire import Index, Table, batch_get
from realtime import keys
from realtime.model import KEPT_SECONDS, Connection, Ticket, connections_in, digest

DUE = Index("due", "due_pk", "due_sk")

_table = Table(lambda: settings().table("realtime"))


def ticket(text: str) -> Ticket | None:
    """A ticket that has not been spent; it may be too old."""
    item = _table.get(keys.ticket(digest(text)), keys.CARD, consistent=True)
    return msgspec.convert(item, Ticket) if item else None


def connection(connection_id: str) -> Connection | None:
    item = _table.get(keys.socket(connection_id), keys.CARD, consistent=True)
    return msgspec.convert({**item, "connection_id": connection_id}, Connection) if item else None


def connections_of(people: Iterable[PersonId], now: int, *, consistent: bool = False) -> list[Connection]:
    """The open sockets of these people. One request per 100 people; those who are not online cost half a read unit."""
    wanted = {(_table.name, keys.person(person), keys.SOCKETS): person for person in people}
    found = batch_get(wanted, consistent=consistent)
    return [each for key, item in found.items() for each in connections_in(item, wanted[key], now)]


def overdue(now: int) -> Iterator[Connection]:
    """Connections whose end has passed and that nobody removed. Reads 4 partitions for each hour of the last day."""
    for hour in range((now - KEPT_SECONDS) // 3600, now // 3600 + 1):
        for shard in range(keys.DUE_SHARDS):
            start = None
            while True:
                page = _table.query(
                    keys.due(hour, shard), index=DUE, sk_to=keys.due_key(now, ""), limit=1000, start=start
                )
                for item in page:
                    yield msgspec.convert({**item, "connection_id": item["pk"].partition("#")[2]}, Connection)
                start = page.last_key
                if start is None:
                    break
