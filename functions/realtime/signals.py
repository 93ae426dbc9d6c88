"""What devices say that concerns the socket itself; and the answer to what cannot be understood."""

from contracts.frames import Ping, Pong
from kit.sockets import Socket

app = Socket("signals")


@app.on_frame(Ping)
def answer_ping(connection_id: str, frame: Ping) -> Pong:  # noqa: ARG001 - every frame comes from a connection
    """Show that the socket is alive, and keep it so."""
    return Pong(client_id=frame.client_id)


app.refuse_others()
