"""Realtime's reads."""

from collections.abc import Iterator

import msgspec

from kit.settings import settings
from kit.wire import Index, Table
from realtime import keys
from realtime.model import KEPT_SECONDS, Ticket, digest
from views import realtime
from views.realtime import Connection

DUE = Index("due", "due_pk", "due_sk")

_table = Table(lambda: settings().table("realtime"))


def ticket(text: str) -> Ticket | None:
    """A ticket that has not been spent; it may be too old."""
    item = _table.get(keys.ticket(digest(text)), keys.CARD, consistent=True)
    return msgspec.convert(item, Ticket) if item else None


def connection(connection_id: str) -> Connection | None:
    _, pk, sk = realtime.connection_key(connection_id)
    return realtime.connection_of(connection_id, _table.get(pk, sk, consistent=True))


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
                    connection = realtime.connection_of(item["pk"].partition("#")[2], item)
                    assert connection is not None
                    yield connection
                start = page.last_key
                if start is None:
                    break
