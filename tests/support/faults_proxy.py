"""A fault proxy in front of a DynamoDB API: every SDK and wire client that is pointed at it meets the same faults.

Faults are those of a network and of a busy store: a request that never arrives, an answer that is lost after the work
was done, a request that arrives twice, delay, throttling, a 500 before and after the work, a transaction that met
another. Which request meets which fault comes from a seed.

    with fault_proxy(endpoint, Plan(seed=7, chance=0.1)) as proxy:
        os.environ["AWS_ENDPOINT_URL"] = proxy.url
"""

import json
import random
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import IO, Any
from urllib.parse import urlsplit

WRITES = ("PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems")

KINDS = ("drop", "lose", "twice", "delay", "throttle", "fail-before", "fail-after", "conflict")
"""What may happen to a request. `conflict` happens to writes only; to others it is a throttle."""

LATE = "late"
"""A request arrives once more when all is over. Likes, comments and saves are guarded against it (tests/posts); what
is not yet (docs/reliability.md) keeps it from being part of the gates."""


@dataclass
class Plan:
    """How often what happens. `chance` is per write, for all kinds together; reads meet half as much.

    `outages` is the chance that a request begins `outage` seconds in which nothing comes through, one way or the other.
    `lies` is the planted fault: this share of writes is acknowledged and thrown away.
    """

    seed: int
    chance: float
    outages: float = 0.0
    outage: float = 0.3
    kinds: tuple[str, ...] = KINDS
    delay: float = 0.1
    lies: float = 0.0
    on: bool = True
    injected: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._dice = random.Random(self.seed)
        self._lock = threading.Lock()
        self._away_until = 0.0

    def fate(self, operation: str) -> str:
        """What happens to this request; empty: nothing."""
        with self._lock:
            luck, kind, lie = self._dice.random(), self._dice.choice(self.kinds), self._dice.random()
            if not self.on or not operation:
                return ""
            if lie < self.lies and operation in ("PutItem", "TransactWriteItems"):
                self.injected["lie"] += 1
                return "lie"
            if self._is_away():
                kind = "drop" if luck < 0.5 else "lose"
            elif luck >= self.chance / (1 if operation in WRITES else 2):
                return ""
            if kind == "conflict" and operation not in WRITES:
                kind = "throttle"
            self.injected[kind] += 1
            return kind

    def _is_away(self) -> bool:
        now = time.monotonic()
        if self._dice.random() < self.outages and now > self._away_until:
            self._away_until = now + self.outage
        return now < self._away_until


class Proxy:
    """Runs on a free port until it is closed; one thread per connection."""

    def __init__(self, upstream: str, plan: Plan) -> None:
        parts = urlsplit(upstream)
        self.upstream = (parts.hostname or "127.0.0.1", parts.port or 80)
        self.plan = plan
        self.requests = 0
        self._server = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.url = f"http://127.0.0.1:{self._server.getsockname()[1]}"
        self._open: set[socket.socket] = set()
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        with suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        for each in list(self._open):
            _end(each)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._server.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._open.add(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        upstream = _Upstream(self.upstream)
        try:
            with client.makefile("rb") as source:
                while request := _message(source):
                    self.requests += 1
                    if not self._handle(request, client, upstream):
                        return
        except OSError:
            pass  # the client hung up, or the test is over
        finally:
            upstream.close()
            self._open.discard(client)
            _end(client)

    def _handle(self, request: bytes, client: socket.socket, upstream: "_Upstream") -> bool:
        """Answer one request; False: the connection breaks."""
        operation = _operation(request)
        fate = self.plan.fate(operation)
        if fate == "drop":
            return False
        if fate == "delay":
            time.sleep(self.plan.delay)
        answer = _conflict(request) if fate == "conflict" else REFUSALS.get(fate) or upstream.ask(request)
        if fate in ("lose", "fail-after"):
            if fate == "lose":
                return False
            answer = _refusal(500, "InternalServerError")
        elif fate == "twice":
            answer = upstream.ask(request)
        elif fate == LATE:
            threading.Timer(0.5, self._again, [request]).start()
        client.sendall(answer)
        return True

    def _again(self, request: bytes) -> None:
        upstream = _Upstream(self.upstream)
        with suppress(OSError):
            upstream.ask(request)
        upstream.close()


class _Upstream:
    """One kept connection to the real store."""

    def __init__(self, address: tuple[str, int]) -> None:
        self._address = address
        self._socket: socket.socket | None = None

    def ask(self, request: bytes) -> bytes:
        if self._socket is None:
            self._socket = socket.create_connection(self._address, timeout=30)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._source = self._socket.makefile("rb")
        self._socket.sendall(request)
        answer = _message(self._source)
        if not answer:
            raise ConnectionError("the store hung up")
        return answer

    def close(self) -> None:
        if self._socket is not None:
            self._source.close()
            _end(self._socket)


@contextmanager
def fault_proxy(upstream: str, plan: Plan) -> Iterator[Proxy]:
    """A running proxy before `upstream`."""
    proxy = Proxy(upstream, plan)
    try:
        yield proxy
    finally:
        proxy.close()


def _message(source: IO[bytes]) -> bytes:
    """One whole HTTP message with a content length or in chunks; empty at the end of the connection."""
    lines = []
    length, chunked = 0, False
    while True:
        line = source.readline()
        if not line:
            return b""
        lines.append(line)
        if line in (b"\r\n", b"\n"):
            break
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
        elif name.lower() == b"transfer-encoding" and b"chunked" in value.lower():
            chunked = True
    if not chunked:
        return b"".join(lines) + (source.read(length) if length else b"")
    while True:
        line = source.readline()
        size = int(line.partition(b";")[0], 16)
        lines += [line, source.read(size + 2)]
        if size == 0:
            return b"".join(lines)


def _operation(request: bytes) -> str:
    """The DynamoDB operation of a request; empty for other services, which meet no faults."""
    head = request.partition(b"\r\n\r\n")[0].lower()
    _, found, rest = head.partition(b"x-amz-target: dynamodb_20120810.")
    if not found:
        return ""
    name = rest.partition(b"\r\n")[0].decode().strip()
    return next((each for each in _OPERATIONS if each.lower() == name), "")


_OPERATIONS = (*WRITES, "GetItem", "Query", "Scan", "BatchGetItem", "TransactGetItems")


def _conflict(request: bytes) -> bytes:
    """What a write is told that met another transaction; a transaction is told which of its items did."""
    steps = json.loads(request.partition(b"\r\n\r\n")[2]).get("TransactItems")
    if steps is None:
        return _refusal(400, "TransactionConflictException")
    reasons = [{"Code": "TransactionConflict"}, *[{"Code": "None"} for _ in steps[1:]]]
    return _refusal(400, "TransactionCanceledException", CancellationReasons=reasons)


def _refusal(status: int, code: str, **more: Any) -> bytes:
    said = {"__type": f"com.amazonaws.dynamodb.v20120810#{code}", "message": "planted", **more}
    body = json.dumps(said).encode()
    head = (
        f"HTTP/1.1 {status} planted\r\ncontent-type: application/x-amz-json-1.0\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _lie() -> bytes:
    return b"HTTP/1.1 200 OK\r\ncontent-type: application/x-amz-json-1.0\r\ncontent-length: 2\r\n\r\n{}"


REFUSALS = {
    "throttle": _refusal(400, "ProvisionedThroughputExceededException"),
    "fail-before": _refusal(500, "InternalServerError"),
    "lie": _lie(),
}


def _end(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()
