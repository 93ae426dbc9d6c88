"""Reading an HTTP/1.1 answer from a socket: what AWS's JSON services send, and no more.

http.client reads the same through a message parser, which is half of the CPU of a small read. Known here: a status
line, headers once each, a body by its length or in chunks (RFC 9112). Anything else is refused as a broken answer.
"""

import http.client
import time
from collections.abc import Callable
from socket import socket
from typing import TypeAlias

Headers: TypeAlias = dict[str, str]
"""By name in lower case."""

MAX_HEAD = 64 * 1024
MAX_BODY = 32 * 1024 * 1024
_PIECE = 64 * 1024


def read_answer(sock: socket, until: float) -> tuple[int, Headers, bytes]:
    """The status, headers and whole body of the next answer; `until` is when to give up, as time.monotonic counts.

    Raises OSError and http.client.HTTPException. An answer that says nothing of its length is refused: cut within its
    headers it would look empty, and an item would seem not to exist.
    """
    have = bytearray()

    def more() -> None:
        if time.monotonic() >= until:
            raise TimeoutError("the answer took too long")
        piece = sock.recv(_PIECE)
        if not piece:
            if not have:
                raise http.client.RemoteDisconnected("the other side closed without an answer")
            raise http.client.IncompleteRead(bytes(have[:100]))
        have.extend(piece)

    while True:
        status, headers, start = _head(have, more)
        if status >= 200:
            break
        del have[:start]  # 100 Continue and the like: the answer comes after it
    if status == 204:  # which has no body and says no length (RFC 9110, 8.6)
        return status, headers, b""
    if headers.get("transfer-encoding", "").lower() == "chunked":
        return status, headers, _chunks(have, start, more)
    return status, headers, _measured(have, start, headers.get("content-length", ""), more)


def _measured(have: bytearray, start: int, length: str, more: Callable[[], None]) -> bytes:
    if not (length.isascii() and length.isdecimal()) or int(length) > MAX_BODY:
        raise http.client.IncompleteRead(b"")
    end = start + int(length)
    while len(have) < end:
        more()
    if len(have) > end:
        raise http.client.HTTPException("more came than was announced")
    return bytes(have[start:])


def _head(have: bytearray, more: Callable[[], None]) -> tuple[int, Headers, int]:
    """The status, the headers, and where the body starts."""
    end = -1
    while end < 0:
        if not have:
            more()
        end = have.find(b"\r\n\r\n")
        if end < 0:
            if len(have) > MAX_HEAD:
                raise http.client.LineTooLong("headers")
            more()
            end = have.find(b"\r\n\r\n")
    first, *lines = have[:end].decode("latin-1").split("\r\n")
    version, _, rest = first.partition(" ")
    number = rest[:3]
    if version != "HTTP/1.1" or not (number.isascii() and number.isdecimal() and len(number) == 3):
        raise http.client.BadStatusLine(first[:100])
    headers: Headers = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon or name[:1] <= " " or name[-1] <= " ":
            raise http.client.HTTPException(f"not a header: {line[:100]!r}")
        headers[name.lower()] = value.strip()
    return int(number), headers, end + 4


def _chunks(have: bytearray, at: int, more: Callable[[], None]) -> bytes:
    body = bytearray()
    while True:
        size, at = _line(have, at, more)
        digits = size.partition(b";")[0].strip()
        try:
            length = int(digits, 16)
        except ValueError:
            raise http.client.IncompleteRead(bytes(body[:100])) from None
        if length < 0 or len(body) + length > MAX_BODY:
            raise http.client.HTTPException("a chunk that is too large")
        if length == 0:
            while _line(have, at, more)[0]:  # trailers, which nobody reads
                at = _line(have, at, more)[1]
            return bytes(body)
        while len(have) < at + length + 2:
            more()
        body += have[at : at + length]
        at += length + 2


def _line(have: bytearray, at: int, more: Callable[[], None]) -> tuple[bytes, int]:
    while (end := have.find(b"\r\n", at)) < 0:
        if len(have) - at > MAX_HEAD:
            raise http.client.LineTooLong("chunk")
        more()
    return bytes(have[at:end]), end + 2
