"""The far end of open sockets: a frame for one connection, and its end (API Gateway's management API).

Thin like `kit.transport`, and for the same reason. A frame whose answer was lost is sent again, so a device may get it
twice: frames name what they tell by its id, and clients leave out what they know. A frame may also be lost with its
connection: nobody may rely on one for what is stored.
"""

import http.client
import os
import random
import threading
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from urllib.parse import quote, urlsplit

import msgspec

from contracts.frames import ToDevice
from kit import meter, telemetry, transport
from kit.answers import read_answer
from kit.settings import settings
from kit.sigv4 import CredentialSource, NoCredentials, Signer
from kit.transport import Throttled, Unavailable, WireError

ATTEMPTS = 3
SECONDS = 3.0
"""For so long one attempt may take."""

MAX_IDLE = 60.0
AT_ONCE = 16
"""Frames to many that are on their way at the same time."""

_encode = msgspec.json.Encoder().encode


def post(connection_id: str, frame: ToDevice) -> bool:
    """Send a frame. False when the connection is gone, or not open yet.

    Raises Throttled, Unavailable, WireError (refused for another reason) or NoCredentials.
    """
    return _send("POST", connection_id, _encode(frame))


def post_all(connection_ids: Iterable[str], frame: ToDevice) -> set[str]:
    """Send one frame to many connections, several at a time; returns those that are gone.

    Every connection is tried; the first failure is raised after that, so a repeat sends again to those that had it.
    """
    gone, failures = _post_each(dict.fromkeys(connection_ids, frame), ATTEMPTS)
    if failures:
        raise failures[0]
    return gone


def try_post(frames: Mapping[str, ToDevice]) -> None:
    """Send each connection its frame, several at a time, once, in this order.

    What does not arrive is counted as FramesUndelivered and not raised: for frames whose news is told once more by a
    slower way.
    """
    gone, failures = _post_each(frames, 1)
    telemetry.count("FramesSent", len(frames) - len(gone) - len(failures))
    if failures:
        telemetry.count("FramesUndelivered", len(failures))
        telemetry.logger().warning("undelivered", extra={"frames": len(failures), "reason": str(failures[0])})


def close(connection_id: str) -> bool:
    """End a connection; the device's `$disconnect` follows. False when it was gone already. Raises like `post`."""
    return _send("DELETE", connection_id, b"")


def reset() -> None:
    """Forget this thread's connection and the helpers' ones, so that settings are read again. For tests."""
    _lines.__dict__.clear()
    if _pool.cache_info().currsize:
        _pool().shutdown()
        _pool.cache_clear()


class _Line:
    """One kept-alive connection to the management endpoint. Not thread-safe: one per thread."""

    def __init__(self) -> None:
        parts = urlsplit(settings().socket_endpoint)
        region = os.environ.get("AWS_REGION")
        if parts.scheme not in ("http", "https") or not parts.hostname or not region:
            raise ValueError(f"SOCKET_ENDPOINT is no address, or AWS_REGION is not set: {settings().socket_endpoint!r}")
        default = {"http": 80, "https": 443}[parts.scheme]
        self._secure = parts.scheme == "https"
        self._host = parts.hostname if parts.port in (None, default) else f"{parts.hostname}:{parts.port}"
        self._path = parts.path.rstrip("/")
        self._signer = Signer("execute-api", region)
        self._credentials = CredentialSource()
        self._connection: http.client.HTTPConnection | None = None
        self._used_at = 0.0

    def ask(self, method: str, connection_id: str, body: bytes) -> tuple[int, str]:
        """Status and the error's name of one attempt. Raises OSError or HTTPException without an answer."""
        if self._connection is not None and time.monotonic() - self._used_at > MAX_IDLE:
            self.close()
        rested = self._connection is not None
        try:
            return self._exchange(method, connection_id, body)
        except (ConnectionError, http.client.RemoteDisconnected):
            if not rested:
                raise
            return self._exchange(method, connection_id, body)  # the other side had closed it meanwhile

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def __del__(self) -> None:
        """A line that is forgotten, as at the end of a thread, leaves no open socket behind."""
        if hasattr(self, "_connection"):
            self.close()

    def _exchange(self, method: str, connection_id: str, body: bytes) -> tuple[int, str]:
        path = f"{self._path}/@connections/{quote(connection_id, safe='')}"
        by = self._credentials.current()
        stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
        signed = [("content-type", "application/json"), ("x-amz-date", stamp)]
        if by.token:
            signed.append(("x-amz-security-token", by.token))
        canonical = quote(path, safe="/~")
        authorization = self._signer.authorization(self._host, canonical, signed, body, stamp, by, method)
        if meter.running():
            meter.sent("execute-api", "PostToConnection" if method == "POST" else "DeleteConnection")
        headed = [*signed, ("authorization", authorization)]
        try:
            if self._connection is None:
                self._connection = transport.connected(self._host, SECONDS, secure=self._secure)
            sock = self._connection.sock
            sock.sendall(transport.request_head(method, path, self._host, headed, len(body)) + body)
            status, headers, _ = read_answer(sock, time.monotonic() + SECONDS)
        except BaseException:
            self.close()
            raise
        self._used_at = time.monotonic()
        if headers.get("connection", "").lower() == "close":
            self.close()
        return status, headers.get("x-amzn-errortype", "").partition(":")[0]


_lines = threading.local()


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(AT_ONCE, thread_name_prefix="frames")


def _post_each(frames: Mapping[str, ToDevice], attempts: int) -> tuple[set[str], list[BaseException]]:
    """Those connections that are gone, and what went wrong with others."""
    encoded = {id(frame): _encode(frame) for frame in frames.values()}
    work = [(each, encoded[id(frame)]) for each, frame in frames.items()]
    others = [(each, _pool().submit(_send, "POST", each, body, attempts)) for each, body in work[1:]]
    sent = [(each, _now(each, body, attempts)) for each, body in work[:1]] + others
    failures = [failure for _, future in sent if (failure := future.exception())]
    return {each for each, future in sent if not future.exception() and not future.result()}, failures


def _now(connection_id: str, body: bytes, attempts: int) -> Future[bool]:
    """One frame from this thread, whose line is warm already."""
    done: Future[bool] = Future()
    try:
        done.set_result(_send("POST", connection_id, body, attempts))
    except (WireError, NoCredentials) as error:
        done.set_exception(error)
    return done


def _send(method: str, connection_id: str, body: bytes, attempts: int = ATTEMPTS) -> bool:
    line: _Line | None = getattr(_lines, "line", None)
    if line is None:
        line = _lines.line = _Line()
    attempt = 0
    while True:
        attempt += 1
        failure: WireError
        try:
            status, name = line.ask(method, connection_id, body)
        except (OSError, http.client.HTTPException) as error:
            failure = Unavailable("ConnectionError", f"{type(error).__name__}: {error}")
        else:
            if status in (200, 204):
                return True
            if status == 410:
                return False
            if status == 429:
                failure = Throttled(name or "LimitExceededException", "", status)
            elif status >= 500:
                failure = Unavailable(name or f"Status{status}", "", status)
            else:
                raise WireError(name or f"Status{status}", f"{method} of a frame", status)
        if attempt >= attempts:
            raise failure
        time.sleep(random.random() * 0.1 * 2**attempt)  # noqa: S311 - jitter


__all__ = ["NoCredentials", "close", "post", "post_all", "reset", "try_post"]
