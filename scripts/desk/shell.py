"""The app's shell, where the functions that answer with pages look for it."""

from __future__ import annotations

from pathlib import Path

from desk import places
from desk.cloud import client
from desk.emulator import Access
from desk.terminal import Say, silent

BUILT = places.ROOT / "web" / "dist" / "index.html"
KEY = "app/shell.html"
"""As `kit.shell` reads it; tests/desk/test_shell.py compares the two."""


def upload(access: Access, bucket: str, page: Path = BUILT, *, speak: Say = silent) -> bool:
    """Put the built page into the bucket of the stage's artifacts; False when the app has not been built.

    Functions have it after a minute at most. Doing it again is cheap, and needed after every build: the page names its
    scripts by the hash of what is in them.
    """
    if not page.is_file():
        return False
    data = page.read_bytes()
    client(access, "s3").put_object(
        Bucket=bucket, Key=KEY, Body=data, ContentType="text/html; charset=utf-8", CacheControl="no-cache"
    )
    speak(f"  the app's shell is up, {len(data)} bytes")
    return True
