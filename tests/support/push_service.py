"""A push service on loopback, and browsers that subscribe to it: the peer of Web Push, by the RFCs' own words.

The service checks every request as RFC 8030 and 8292 ask; a browser decrypts as RFC 8291 asks, with its own key.
It does so from the receiver's side and shares no code with the sender.
"""

import base64
import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kernel.ids import new_id


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Pushed:
    """One message that the service took."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Browser:
    """One subscription: keys of its own, and the address that the push service gave it."""

    endpoint: str
    service: "PushService"
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = field(default_factory=lambda: os.urandom(16))

    @property
    def subscription(self) -> dict[str, Any]:
        """What `PushSubscription.toJSON()` gives."""
        public = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        keys = {"p256dh": b64(public), "auth": b64(self.auth)}
        return {"endpoint": self.endpoint, "expirationTime": None, "keys": keys}

    @property
    def path(self) -> str:
        return "/" + self.endpoint.partition("//")[2].partition("/")[2]

    def received(self) -> list[dict[str, Any]]:
        """What this browser was sent, decrypted, oldest first."""
        return [self.open(each.body) for each in list(self.service.taken) if each.path == self.path]

    def open(self, body: bytes) -> dict[str, Any]:
        """Decrypt one message; fails when it is not for this browser."""
        salt, length = body[:16], body[20]
        assert int.from_bytes(body[16:20], "big") >= len(body) - 21 - length, "one record only"
        sender = body[21 : 21 + length]
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)
        mine = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        shared = self.key.exchange(ec.ECDH(), public)
        material = _derive(32, self.auth, b"WebPush: info\0" + mine + sender, shared)
        key = _derive(16, salt, b"Content-Encoding: aes128gcm\0", material)
        nonce = _derive(12, salt, b"Content-Encoding: nonce\0", material)
        padded = AESGCM(key).decrypt(nonce, body[21 + length :], None)
        text, mark, _ = padded.rstrip(b"\0").rpartition(b"\2")
        assert mark, "the last record ends with 2"
        return dict(json.loads(text))


def _derive(length: int, salt: bytes, info: bytes, material: bytes) -> bytes:
    return HKDF(SHA256(), length, salt, info).derive(material)


class PushService:
    """The service. `says[path]` are (status, headers) of the next requests for a path; 201 when there are none left."""

    def __init__(self, port: int) -> None:
        self.origin = f"http://127.0.0.1:{port}"
        self.taken: list[Pushed] = []
        self.asked: list[str] = []
        self.wrong: list[str] = []
        self.says: dict[str, list[tuple[int, dict[str, str]]]] = {}
        self.application_key: str | None = None
        self.slow = 0.0

    def browser(self) -> Browser:
        """A browser that has just subscribed here."""
        return Browser(f"{self.origin}/push/{new_id()}", self)

    def answer(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str]]:
        self.asked.append(path)
        time.sleep(self.slow)
        planned = self.says.get(path)
        if planned:
            return planned.pop(0)
        wrong = self.problem(headers, body)
        if wrong:
            self.wrong.append(wrong)
            return 403 if wrong.startswith("vapid") else 400, {}
        self.taken.append(Pushed(path, headers, body))
        return 201, {"Location": f"{self.origin}/m/{new_id()}"}

    def problem(self, headers: dict[str, str], body: bytes) -> str:
        """What is wrong with a request, by the RFCs; empty for nothing."""
        if not headers.get("ttl", "").isdigit():
            return "no TTL (RFC 8030 5.2)"
        if headers.get("urgency", "normal") not in ("very-low", "low", "normal", "high"):
            return "urgency (RFC 8030 5.3)"
        topic = headers.get("topic", "")
        if len(topic) > 32 or (topic and b64(unb64(topic)) != topic):
            return "topic (RFC 8030 5.4)"
        if headers.get("content-encoding") != "aes128gcm" or not 103 <= len(body) <= 4096:
            return "content (RFC 8291 4)"
        scheme, _, rest = headers.get("authorization", "").partition(" ")
        given = dict(part.strip().partition("=")[::2] for part in rest.split(","))
        if scheme.lower() != "vapid" or set(given) != {"t", "k"}:
            return "vapid header (RFC 8292 3)"
        if self.application_key is not None and given["k"] != self.application_key:
            return "vapid key is not the one of the subscription"
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unb64(given["k"]))
        try:
            claims = jwt.decode(given["t"], key, algorithms=["ES256"], audience=self.origin)
        except jwt.PyJWTError as error:
            return f"vapid token: {error}"
        if not 0 < claims["exp"] - time.time() <= 24 * 3600:
            return "vapid token lives too long"
        if not str(claims.get("sub", "")).startswith(("mailto:", "https:", "http:")):
            return "vapid token says no contact"
        return ""


@contextmanager
def push_service() -> Iterator[PushService]:
    """A running push service on a free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            status, headers = service.answer(self.path, {k.lower(): v for k, v in self.headers.items()}, body)
            self.send_response(status)
            for name, value in {"Content-Length": "0", **headers}.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    service = PushService(server.server_port)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
