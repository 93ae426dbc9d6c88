"""Forgets connections whose end was never told.

A gateway tells `$disconnect` once and not surely. Such a connection is found gone by the first frame to it, or here: an
index has all connections by the hour of their end, so nothing is scanned.
"""

import time

from kit import telemetry
from kit.consumers import Schedule
from realtime import reads, store

app = Schedule("sweep")


@app.every("rate(1 hour)")
def sweep() -> None:
    """Forget all connections whose end has passed."""
    swept = 0
    for connection in reads.overdue(int(time.time())):
        store.remove_socket(connection)
        swept += 1
    telemetry.count("SocketsSwept", swept)
    telemetry.logger().info("swept", extra={"sockets": swept})
