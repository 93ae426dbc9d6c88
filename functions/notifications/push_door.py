"""The one door to addresses that strangers name: push services (security.md row 19).

An endpoint is https with a name, never a number. When something is sent the name is resolved once, every address that
it has must be a public one, and exactly that address is connected to, so that nothing can be rebound in between.
Redirects are answers like any other and are never followed; an answer has three seconds, and its body is not read.
With the setting PUSH_LOOPBACK (tests, local development) endpoints on this machine are allowed, by http too.
"""

import http.client
import ipaddress
import re
import socket
import ssl
import threading
import time
from contextlib import suppress
from email.utils import parsedate_to_datetime
from functools import cache
from typing import NamedTuple
from urllib.parse import urlsplit

from kernel.errors import Invalid
from kit.settings import settings

SECONDS = 3.0
LONGEST = 1024
_NAME = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])")
_INSIDE = (".local", ".localhost", ".internal", ".lan", ".home", ".corp", ".arpa", ".onion", ".test", ".invalid")
_LOOPBACK = ("localhost", "127.0.0.1")
_EMBEDS_V4 = [ipaddress.ip_network(each) for each in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")]


class Refused(Exception):
    """The endpoint leads where nothing may be sent."""


class NoAnswer(Exception):
    """The push service did not answer in time, or not in HTTP."""


class Target(NamedTuple):
    secure: bool
    host: str
    port: int
    path: str


class Answer(NamedTuple):
    """A push service's status, and the seconds that it asks to wait (0: it does not say)."""

    status: int
    retry_after: int


def read_endpoint(endpoint: str) -> Target:
    """Where an endpoint leads. Raises Invalid for what is not the https address of a push service."""
    refused = Invalid("This is not an address of a push service: give the endpoint as the browser has it.")
    if len(endpoint) > LONGEST or not endpoint.isascii() or re.search(r"[\x00-\x20\x7f\\]", endpoint):
        raise refused
    try:
        parts = urlsplit(endpoint)
        port, host = parts.port, (parts.hostname or "").rstrip(".")
    except ValueError:
        raise refused from None
    if parts.username is not None or parts.password is not None or parts.fragment or "@" in parts.netloc:
        raise refused
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if settings().push_loopback and host in _LOOPBACK and parts.scheme in ("http", "https"):
        return Target(parts.scheme == "https", host, port or (443 if parts.scheme == "https" else 80), path)
    if parts.scheme != "https" or port not in (None, 443) or not _NAME.fullmatch(host) or host.endswith(_INSIDE):
        raise refused
    return Target(True, host, 443, path)


def is_public(address: str) -> bool:
    """Whether an address is one of the public internet, in whatever form it is written."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None or any(found in network for network in _EMBEDS_V4):
            return False  # an IPv4 address in disguise has no business here
        if found.is_site_local:
            return False
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified)


def resolve(target: Target) -> str:
    """The one address to connect to. Refused unless all addresses of the name are public ones."""
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NoAnswer(str(error)) from error
    addresses = [str(each[4][0]) for each in found]
    if settings().push_loopback and target.host in _LOOPBACK:
        return "127.0.0.1"
    if not addresses or not all(is_public(each) for each in addresses):
        raise Refused(target.host)
    return addresses[0]


def post(endpoint: str, headers: dict[str, str], body: bytes) -> Answer:
    """Send one message. Raises Refused, NoAnswer, or Invalid for an endpoint that could never have been stored."""
    target = read_endpoint(endpoint)
    address = resolve(target)
    connection = _Pinned(target, address)
    watch = threading.Timer(SECONDS, connection.cut)  # a socket's own time-out starts anew with every byte
    watch.daemon = True
    watch.start()
    try:
        connection.request("POST", target.path, body, headers)
        answer = connection.getresponse()
        return Answer(answer.status, _seconds(answer.getheader("Retry-After")))
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NoAnswer(type(error).__name__) from error
    finally:
        watch.cancel()
        connection.close()


class _Pinned(http.client.HTTPConnection):
    """A connection to one address, whose certificate must be that of the name."""

    def __init__(self, target: Target, address: str) -> None:
        super().__init__(target.host, target.port, timeout=SECONDS)
        self._target, self._address = target, address
        self._line: socket.socket | None = None
        self._over = False

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self._target.port), SECONDS)
        self._line = plain.dup()  # TLS takes the descriptor of `plain` over
        if self._over:
            raise TimeoutError
        self.sock = _trusted().wrap_socket(plain, server_hostname=self._target.host) if self._target.secure else plain

    def cut(self) -> None:
        """End whatever is being waited for."""
        self._over = True
        if self._line is not None:
            with suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        super().close()
        if self._line is not None:
            self._line.close()


@cache
def _trusted() -> ssl.SSLContext:
    return ssl.create_default_context()


def _seconds(text: str | None) -> int:
    """A Retry-After header in seconds, 0 to a day; it may be a number or a date (RFC 9110)."""
    if not text:
        return 0
    try:
        wait = int(text) if text.strip().isdigit() else parsedate_to_datetime(text).timestamp() - time.time()
    except (ValueError, TypeError, OverflowError):
        return 0
    return max(0, min(86_400, int(wait)))
