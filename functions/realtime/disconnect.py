"""The end of a socket (`$disconnect`)."""

from kit.sockets import Socket
from realtime import reads, store

app = Socket("disconnect")


@app.on_close
def forget_socket(connection_id: str) -> None:
    """Forget a connection that has ended. A second time changes nothing."""
    connection = reads.connection(connection_id)
    if connection is not None:
        store.remove_socket(connection)
