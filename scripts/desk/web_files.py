"""What the web app's files are served with, locally and by the CDN: their type, and how long they may be kept."""

from __future__ import annotations

import mimetypes
import re

FOREVER = "public, max-age=31536000, immutable"
ASK_FIRST = "no-cache"

_HASHED = re.compile(r"^/?assets/|\.[0-9a-f]{8,}\.[a-z0-9]+\Z")
_TYPES = {
    "avif": "image/avif",
    "css": "text/css; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "ico": "image/x-icon",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "map": "application/json",
    "mjs": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
    "wasm": "application/wasm",
    "webmanifest": "application/manifest+json",
    "webp": "image/webp",
    "woff2": "font/woff2",
}


def is_hashed(path: str) -> bool:
    """Whether a file's name carries its content's hash, so that it never means anything else."""
    return _HASHED.search(path) is not None


def headers_of(path: str) -> dict[str, str]:
    """Content-Type and Cache-Control of a file of the app, by its path."""
    kind = _TYPES.get(path.rpartition(".")[2]) or mimetypes.guess_type(path)[0] or "application/octet-stream"
    return {"Content-Type": kind, "Cache-Control": FOREVER if is_hashed(path) else ASK_FIRST}
