"""Who signs, and the signature: AWS Signature Version 4 for requests with one path, no query and a body in memory.

Source: "Create a signed AWS API request" in the IAM User Guide. botocore's signature of the same request is the same,
byte for byte (tests/kit/test_wire.py).
"""

import hmac
import http.client
import json
import os
import time
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit


class NoCredentials(Exception):
    """The environment names no credentials, or the place that it names does not give any."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """A key pair, with a session token when it is a role's."""

    key_id: str
    secret: str = field(repr=False)
    token: str | None = field(default=None, repr=False)


class CredentialSource:
    """Credentials of this environment: its variables, or else the container endpoint that Lambda has under SnapStart.

    Those of an endpoint expire; they are asked for again in their last five minutes, and kept on when that fails while
    they are still good. Variables are read at each call, so replacing them takes effect at once.
    """

    EARLY = 300.0
    _LOOPBACK = ("localhost", "127.0.0.1", "::1", "169.254.170.2", "169.254.170.23", "fd00:ec2::23")

    def __init__(self) -> None:
        self._fetched: Credentials | None = None
        self._expires = 0.0

    def current(self) -> Credentials:
        """The credentials to sign with now. Raises NoCredentials."""
        key_id = os.environ.get("AWS_ACCESS_KEY_ID")
        if key_id:
            secret = os.environ.get("AWS_SECRET_ACCESS_KEY")
            if not secret:
                raise NoCredentials("AWS_ACCESS_KEY_ID is set without AWS_SECRET_ACCESS_KEY")
            return Credentials(key_id, secret, os.environ.get("AWS_SESSION_TOKEN") or None)
        now = time.time()
        if self._fetched is None or now > self._expires - self.EARLY:
            try:
                self._fetch()
            except (OSError, http.client.HTTPException, ValueError, KeyError) as error:
                if self._fetched is None or now >= self._expires:
                    raise NoCredentials(f"the credentials endpoint gave none: {type(error).__name__}") from error
        assert self._fetched is not None
        return self._fetched

    def _fetch(self) -> None:
        url = os.environ.get("AWS_CONTAINER_CREDENTIALS_FULL_URI")
        if not url:
            raise NoCredentials("neither AWS_ACCESS_KEY_ID nor AWS_CONTAINER_CREDENTIALS_FULL_URI is set")
        parts = urlsplit(url)
        host = parts.hostname or ""
        if parts.scheme != "https" and host not in self._LOOPBACK:
            raise NoCredentials("AWS_CONTAINER_CREDENTIALS_FULL_URI is neither https nor of this machine")
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(host, parts.port, timeout=2)
        try:
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request("GET", path, headers={"Authorization": _container_token()} if _container_token() else {})
            answer = connection.getresponse()
            body = answer.read(65_536)
            if answer.status != 200:
                raise OSError(f"status {answer.status}")
        finally:
            connection.close()
        data = json.loads(body)
        self._expires = datetime.fromisoformat(data["Expiration"]).timestamp()
        self._fetched = Credentials(data["AccessKeyId"], data["SecretAccessKey"], data.get("Token") or None)


class Signer:
    """Signs for one service and region. The derived key is kept for the day, which saves four of six hashes."""

    def __init__(self, service: str, region: str) -> None:
        self._service, self._region = service, region
        self._derived: tuple[str, str] = ("", "")
        self._key = b""

    def authorization(
        self,
        host: str,
        path: str,
        signed: list[tuple[str, str]],
        body: bytes,
        stamp: str,
        by: Credentials,
        method: str = "POST",
    ) -> str:
        """The `authorization` header of a request.

        `path` is in its canonical form: what is sent, with every segment escaped once more. `signed` are the headers
        besides `host`: lower-case names, trimmed values, any order. `stamp` is the time as `20261122T161500Z` and is
        also sent as `x-amz-date`, which `signed` must hold.
        """
        headers = sorted([("host", host), *signed])
        names = ";".join(name for name, _ in headers)
        lines = "".join(f"{name}:{value}\n" for name, value in headers)
        request = f"{method}\n{path}\n\n{lines}\n{names}\n{sha256(body).hexdigest()}"
        day = stamp[:8]
        scope = f"{day}/{self._region}/{self._service}/aws4_request"
        text = f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{sha256(request.encode()).hexdigest()}"
        signature = self.signature(text, day, by)
        return f"AWS4-HMAC-SHA256 Credential={by.key_id}/{scope}, SignedHeaders={names}, Signature={signature}"

    def signature(self, text: str, day: str, by: Credentials) -> str:
        """The signature of any text, as of `day` (20261122): of requests, and of the policies of upload forms."""
        return hmac.digest(self._key_of(day, by.secret), text.encode(), "sha256").hex()

    def _key_of(self, day: str, secret: str) -> bytes:
        if self._derived != (day, secret):
            key = f"AWS4{secret}".encode()
            for part in (day, self._region, self._service, "aws4_request"):
                key = hmac.digest(key, part.encode(), "sha256")
            self._key, self._derived = key, (day, secret)
        return self._key


def _container_token() -> str:
    token = os.environ.get("AWS_CONTAINER_AUTHORIZATION_TOKEN", "")
    if path := os.environ.get("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"):
        token = Path(path).read_text("utf-8").strip()
    if "\r" in token or "\n" in token:
        raise ValueError("the container authorization token holds a line break")
    return token
