"""A server of scripted answers, for clients that must live with throttles, 500s, dropped and stale connections."""

import json
import ssl
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Say:
    """An answer; `close` ends the connection after it without saying so, `wait` seconds pass before it."""

    body: Any = field(default_factory=dict)
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    close: bool = False
    wait: float = 0.0


@dataclass(frozen=True)
class Drop:
    """Take the request and close without an answer, or after the first `after` bytes of one."""

    after: int = 0


def fault(code: str, status: int = 400, **more: Any) -> Say:
    """An error as DynamoDB writes it."""
    return Say({"__type": f"com.amazonaws.dynamodb.v20120810#{code}", "message": f"it is {code}", **more}, status)


@dataclass
class Seen:
    """A request as it came, and the number of its connection."""

    path: str
    headers: dict[str, str]
    body: bytes
    connection: int


class FaultServer:
    """Gives its `script` one by one, then empty answers. `seen` is what was asked."""

    def __init__(self) -> None:
        self.script: deque[Say | Drop] = deque()
        self.seen: list[Seen] = []
        self.connections = 0
        self.url = ""

    def will(self, *answers: Say | Drop) -> None:
        self.script.extend(answers)


class Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """A client that hangs up in the middle of a handshake is part of the tests."""


class Handler(BaseHTTPRequestHandler):
    """Speaks the plan's script. Made anew for each connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    plan: FaultServer

    def setup(self) -> None:
        super().setup()
        self.plan.connections += 1
        self.number = self.plan.connections

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", "0")))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.plan.seen.append(Seen(self.path, headers, body, self.number))
        step = self.plan.script.popleft() if self.plan.script else Say()
        if isinstance(step, Drop):
            self.wfile.write(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{"[: step.after])
            self.close_connection = True
            return
        time.sleep(step.wait)
        data = step.body if isinstance(step.body, bytes) else json.dumps(step.body).encode()
        try:
            self.send_response(step.status)
            for name, value in {"content-length": str(len(data)), **step.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)
        except ConnectionError:
            self.close_connection = True
        if step.close:
            self.close_connection = True

    def do_GET(self) -> None:
        self.do_POST()

    def do_DELETE(self) -> None:
        self.do_POST()

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


@contextmanager
def fault_server(tls: ssl.SSLContext | None = None) -> Iterator[FaultServer]:
    """A running server on a free port of this machine, with TLS when a context is given."""
    plan = FaultServer()
    server = Quiet(("127.0.0.1", 0), type("PlannedHandler", (Handler,), {"plan": plan}))
    plan.url = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}"
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield plan
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
