"""Media's card: the state of an upload; and how a photograph is presented."""

import time
from datetime import UTC, datetime
from functools import lru_cache

from msgspec import Struct

from kernel.ids import MediaId, PersonId
from kernel.photos import Photo
from kernel.shapes import Answer
from kit import media_address, secrets
from kit.settings import settings
from kit.wire import Key


class MediaCard(Struct, frozen=True):
    """An upload: `state` is waiting, processing, ready or rejected; `purpose` is post or avatar."""

    media_id: MediaId
    owner: PersonId
    state: str
    purpose: str
    width: int = 0
    height: int = 0
    widths: list[int] = []
    thumbhash: str = ""
    color: str = "#8a8a8a"
    reason: str | None = None
    sentence: str | None = None

    def photo(self, alt: str) -> Photo:
        return Photo(
            media_id=self.media_id,
            width=self.width,
            height=self.height,
            widths=self.widths,
            thumbhash=self.thumbhash,
            color=self.color,
            alt=alt,
        )


class Source(Answer, frozen=True):
    """One rendition: as wide as `width` pixels, in two formats."""

    width: int
    webp: str
    jpeg: str


class PhotoAnswer(Answer, frozen=True):
    """A photograph to show. Width and height are the original's, upright; addresses live 10 to 20 minutes."""

    media_id: MediaId
    width: int
    height: int
    alt: str
    thumbhash: str
    color: str
    sources: list[Source]


def media_key(media: MediaId) -> Key:
    return settings().table("media"), f"MEDIA#{media}", "CARD"


def rendition_path(media: MediaId, width: int, format_: str) -> str:
    """Object key of a rendition; `format_` is `webp` or `jpg`."""
    return f"renditions/{media}/{width}.{format_}"


def present(photo: Photo) -> PhotoAnswer:
    """A photograph with signed addresses."""
    slot = int(time.time()) // media_address.SLOT_SECONDS
    key, origin = secrets.key("media-key"), settings().media_origin
    return PhotoAnswer(
        media_id=photo.media_id,
        width=photo.width,
        height=photo.height,
        alt=photo.alt,
        thumbhash=photo.thumbhash,
        color=photo.color,
        sources=_sources(photo.media_id, tuple(photo.widths), slot, key, origin),
    )


@lru_cache(maxsize=2048)
def _sources(media: MediaId, widths: tuple[int, ...], slot: int, key: bytes, origin: str) -> list[Source]:
    """Kept while the slot lasts: signing a page of 20 posts anew would be half of the work of a feed."""
    now = datetime.fromtimestamp(slot * media_address.SLOT_SECONDS, UTC)

    def address(width: int, format_: str) -> str:
        return media_address.sign(rendition_path(media, width, format_), key=key, now=now, origin=origin)

    return [Source(width=width, webp=address(width, "webp"), jpeg=address(width, "jpg")) for width in widths]
