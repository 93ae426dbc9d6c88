"""Opening a socket (`$connect`).

The ticket stands in the query string, because browsers can send nothing else with a handshake. It is good once, for 30
seconds, for its session and network. A browser tells the page's origin, which must be ours; other clients tell none.
"""

import time

from kernel.errors import Forbidden
from kit import telemetry
from kit.settings import settings
from kit.sockets import Handshake, Socket
from realtime import reads, store
from realtime.model import SOCKET_SECONDS, fits
from views.realtime import Connection

app = Socket("connect")

MAX_TICKET = 64


@app.on_open
def open_socket(handshake: Handshake) -> None:
    """Let a device in. Forbidden for a foreign origin and for a missing, spent, expired or foreign ticket."""
    if handshake.origin is not None and handshake.origin != settings().app_origin:
        raise Forbidden("This page may not connect.", code="foreign-origin", origin=handshake.origin[:200])
    ticket = reads.ticket(handshake.ticket) if 0 < len(handshake.ticket) <= MAX_TICKET else None
    if ticket is None or not fits(ticket, handshake.address):
        raise store.refused()
    now = time.time()
    since = int(now)
    connection = Connection(handshake.connection_id, ticket.person, ticket.session, since, since + SOCKET_SECONDS)
    store.open_socket(connection, handshake.ticket, now)
    telemetry.logger().info("opened", extra={"person": ticket.person, "session": ticket.session})
