"""Realtime's writes."""

from contextlib import suppress

import msgspec
from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.expressions.operand import Path

from kernel.errors import Forbidden
from kernel.ids import SessionId
from kit import store
from realtime import keys
from realtime.model import (
    ENDED_SECONDS,
    KEPT_SECONDS,
    TICKET_SECONDS,
    Ticket,
    digest,
)
from views.realtime import SOCKET, Connection, Entry, connection_key, connections_key


class Item(store.Item):
    context = "realtime"


class TicketItem(Item):
    person = UnicodeAttribute()
    session = UnicodeAttribute()
    network = UnicodeAttribute()
    until = NumberAttribute()


class SocketItem(Item):
    person = UnicodeAttribute()
    session = UnicodeAttribute()
    since = NumberAttribute()
    until = NumberAttribute()
    due_pk = UnicodeAttribute()
    due_sk = UnicodeAttribute()


def add_ticket(text: str, ticket: Ticket, now: float) -> None:
    """Keep a ticket, as a digest, for its 30 seconds."""
    item = TicketItem(
        keys.ticket(digest(text)),
        keys.CARD,
        person=ticket.person,
        session=ticket.session,
        network=ticket.network,
        until=now + TICKET_SECONDS,
        expires_at=int(now) + TICKET_SECONDS + 60,
    )
    store.write(store.put(item))


def open_socket(connection: Connection, ticket: str, now: float) -> None:
    """Spend the ticket and write the connection down, both or neither.

    Raises Forbidden when the ticket was spent or is too old, or when its session has ended meanwhile.
    """
    id_, until = connection.connection_id, connection.until
    entry = msgspec.json.encode(Entry(connection.session, connection.since, until)).decode()
    expires = until + KEPT_SECONDS
    refusal = refused()
    store.transact(
        [
            store.delete(
                TicketItem,
                keys.ticket(digest(ticket)),
                keys.CARD,
                condition=TicketItem.until > now,  # which a missing ticket has not either
                refusal=refusal,
            ),
            store.check(Item, keys.ended(connection.session), keys.CARD, Item.pk.does_not_exist(), refusal=refusal),
            store.put(
                SocketItem(
                    *connection_key(id_)[1:],
                    person=connection.person,
                    session=connection.session,
                    since=connection.since,
                    until=until,
                    due_pk=keys.due(until // 3600, keys.shard_of(id_)),
                    due_sk=keys.due_key(until, id_),
                    expires_at=expires,
                )
            ),
            store.update(
                Item,
                *connections_key(connection.person)[1:],
                [Path([SOCKET + id_]).set(entry), Item.expires_at.set(expires)],
            ),
        ]
    )


def remove_socket(connection: Connection) -> None:
    """Forget a connection; forgetting it again changes nothing.

    The person's item goes first: what is cut off between the two writes is found again by the sweep.
    """
    gone = Path([SOCKET + connection.connection_id])
    with suppress(store.ConditionFailed):  # an update without the condition would make an empty item
        store.write(
            store.update(Item, *connections_key(connection.person)[1:], [gone.remove()], condition=gone.exists())
        )
    store.write(store.delete(SocketItem, *connection_key(connection.connection_id)[1:]))


def end_session(session: SessionId, now: float) -> None:
    """From now on no socket of this session can be opened."""
    store.write(store.put(Item(keys.ended(session), keys.CARD, expires_at=int(now) + ENDED_SECONDS)))


def refused() -> Forbidden:
    """The one answer to a ticket that does not fit, whatever is wrong with it."""
    return Forbidden("This ticket does not open a socket.", code="ticket-refused")
