"""Addresses of renditions: readable by whoever holds one, for a short while, and by nobody else.

An address is `<origin>/<path>?e=<expiry>&s=<signature>`: `e` in whole seconds since 1970, `s` the first 128 bits of
HMAC-SHA256 over `<path>\\n<expiry>` in url-safe base64 without padding. What every caller may rely on:

- all addresses of one path that are made within the same ten-minute slot are equal, so browsers cache them well;
- an address works for more than 10 and at most 20 minutes from the moment it was made;
- there is exactly one spelling of an address: other parameters, doubled parameters, escapes, empty or dotted
  segments are refused, so no proxy and no cache can read a path differently from the one who signed it.

The same check runs in the cloud as `infra/edge/sign_check.js` and locally in the dev origin; tests/infra/test_edge.py
holds the three together. Standard library only.
"""

import base64
import hashlib
import hmac
import re
from datetime import datetime
from functools import lru_cache

SLOT_SECONDS = 600
FOLDER = "renditions/"

_PATH = re.compile(r"renditions(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)+", re.ASCII)
_QUERY = re.compile(r"e=([1-9][0-9]{9})&s=([A-Za-z0-9_-]{22})", re.ASCII)
_MAX_PATH = 512


def sign(path: str, *, key: bytes, now: datetime, origin: str) -> str:
    """The address of the rendition at `path` (its object key, `renditions/…`), made at `now` (aware).

    `origin` is the media origin without a trailing slash, as in `https://media.example.com`. Raises ValueError for a
    path that is not a plain object key below `renditions/` or is longer than 512 characters, and for an empty key.
    """
    return _signed(path, (int(now.timestamp()) // SLOT_SECONDS + 2) * SLOT_SECONDS, key, origin)


def verify(path: str, query: str, *, key: bytes, now: datetime) -> bool:
    """Whether `path` (no leading slash) and the raw `query` are an address that was signed and still lives at `now`.

    Both are taken as they were sent, nothing decoded. Never raises for bad input; compares in constant time.
    """
    found = _QUERY.fullmatch(query)
    if found is None or not _is_plain(path):
        return False
    expiry, signature = found.groups()
    genuine = hmac.compare_digest(_signature(path, expiry, key), signature)
    return genuine and now.timestamp() < int(expiry)


def expiry_of(query: str) -> int:
    """The expiry (seconds since 1970) in a query that `verify` accepted."""
    found = _QUERY.fullmatch(query)
    if found is None:
        raise ValueError("not the query of a media address")
    return int(found.group(1))


@lru_cache(maxsize=4096)
def _signed(path: str, expiry: int, key: bytes, origin: str) -> str:
    """Kept, because a page of 20 posts has a hundred addresses and half of its work would be to sign them again."""
    if not _is_plain(path):
        raise ValueError("a rendition's path is made of plain names below renditions/")
    return f"{origin}/{path}?e={expiry}&s={_signature(path, str(expiry), key)}"


def _is_plain(path: str) -> bool:
    return len(path) <= _MAX_PATH and _PATH.fullmatch(path) is not None


def _signature(path: str, expiry: str, key: bytes) -> str:
    if not key:
        raise ValueError("an empty key signs nothing")
    digest = hmac.digest(key, f"{path}\n{expiry}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest[:16]).rstrip(b"=").decode()
