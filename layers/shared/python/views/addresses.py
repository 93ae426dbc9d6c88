"""Signed addresses of renditions, each signed once while its slot of ten minutes lasts."""

import time
from datetime import UTC, datetime
from functools import lru_cache

from kit import media_address, secrets
from kit.settings import settings


def rendition_path(media: str, width: int, format_: str) -> str:
    """Object key of a rendition; `format_` is `webp` or `jpg`."""
    return f"{folder(media)}{width}.{format_}"


def motion_path(media: str) -> str:
    """Object key of the rendition that moves."""
    return f"{folder(media)}motion.webp"


def folder(media: str) -> str:
    """What the keys of all renditions of a picture begin with."""
    return f"{media_address.FOLDER}{media}/"


def slot() -> int:
    """The present slot of time: addresses that are signed within one are the same."""
    return int(time.time()) // media_address.SLOT_SECONDS


def signed(*paths: str) -> tuple[str, ...]:
    """The addresses of renditions, each good for 10 to 20 minutes."""
    return _signed(paths, slot(), secrets.key("media-key"), settings().media_origin)


@lru_cache(maxsize=4096)
def _signed(paths: tuple[str, ...], at: int, key: bytes, origin: str) -> tuple[str, ...]:
    """Kept while the slot lasts: signing a page of 20 posts anew would be half of the work of a feed."""
    now = datetime.fromtimestamp(at * media_address.SLOT_SECONDS, UTC)
    return tuple(media_address.sign(path, key=key, now=now, origin=origin) for path in paths)
