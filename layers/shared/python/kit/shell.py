"""The web app's shell, for functions that answer with pages: the built `index.html`, as the deploy put it into storage.

It is kept in memory and looked at again at most once a minute; what is kept outlives storage that is away. Storage is
asked without botocore: one signed GET, once a minute, is no reason for 160 ms of a cold start.
"""

import http.client
import os
import time
from hashlib import sha256
from urllib.parse import urlsplit

from msgspec import Struct

from kit import meter, telemetry
from kit.settings import settings
from kit.sigv4 import CredentialSource, NoCredentials, Signer
from kit.transport import tls

KEY = "app/shell.html"
"""Where the shell lies in the bucket of the stage's artifacts."""

KEEP = 60.0
"""Seconds until a shell is looked at again."""

HURRY = 2.0
"""Seconds until one that was not there is looked for again."""

PATIENCE = 2.0
"""Seconds to wait for storage."""

MAX_SIZE = 1024 * 1024

_NOTHING = sha256(b"").hexdigest()
_credentials = CredentialSource()


class _Kept(Struct):
    text: str | None = None
    tag: str = ""
    look_again: float = 0.0


_kept = _Kept()


def text() -> str | None:
    """The shell as it is now, or was a minute ago; None when there is none, or none can be had."""
    now = time.monotonic()
    if now >= _kept.look_again:
        try:
            _look()
        except (OSError, http.client.HTTPException, NoCredentials, UnicodeDecodeError) as error:
            telemetry.logger().error("the shell cannot be read", extra={"reason": f"{type(error).__name__}: {error}"})
        _kept.look_again = now + (HURRY if _kept.text is None else KEEP)
    return _kept.text


def reset() -> None:
    """Forget the shell. For tests."""
    _kept.text, _kept.tag, _kept.look_again = None, "", 0.0


def _look() -> None:
    status, tag, body = _get(_kept.tag)
    if status == 304:
        return
    if status != 200:
        raise OSError(f"storage answers {status}")
    _kept.text, _kept.tag = body.decode(), tag


def _get(tag: str) -> tuple[int, str, bytes]:
    """Status, entity tag and body of the object, unless it still has this tag."""
    scheme, host, path = _place()
    region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or ""
    by = _credentials.current()
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    signed = [("x-amz-content-sha256", _NOTHING), ("x-amz-date", stamp)]
    if by.token:
        signed.append(("x-amz-security-token", by.token))
    authorization = Signer("s3", region).authorization(host, path, signed, b"", stamp, by, method="GET")
    headers = {**dict(signed), "authorization": authorization, **({"if-none-match": tag} if tag else {})}
    if scheme == "https":
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(host, timeout=PATIENCE, context=tls())
    else:
        connection = http.client.HTTPConnection(host, timeout=PATIENCE)
    if meter.running():
        meter.sent("s3", "GetObject")
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        body = answer.read(MAX_SIZE + 1)
    finally:
        connection.close()
    if len(body) > MAX_SIZE:
        raise OSError("this is too large for a shell")
    return answer.status, answer.headers.get("etag", ""), body


def _place() -> tuple[str, str, str]:
    """Scheme, host and path of the object: the bucket is in the name of the host, in the path behind an endpoint."""
    bucket = settings().artifacts_bucket
    endpoint = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
    if endpoint:
        parts = urlsplit(endpoint)
        return parts.scheme, parts.netloc, f"{parts.path.rstrip('/')}/{bucket}/{KEY}"
    region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or ""
    suffix = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
    return "https", f"{bucket}.s3.{region}.{suffix}", f"/{KEY}"
