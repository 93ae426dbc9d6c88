"""Media's card: the state of an upload; and how a photograph is presented."""

from functools import lru_cache

from msgspec import Struct

from kernel.ids import MediaId, PersonId
from kernel.photos import Photo, PhotoAnswer, Source
from kit.settings import settings
from kit.wire import Key
from views.addresses import motion_path, rendition_path, signed, slot

__all__ = ["MediaCard", "PhotoAnswer", "Source", "media_key", "present", "rendition_path"]


class MediaCard(Struct, frozen=True):
    """An upload: `state` is waiting, processing, ready, rejected, leaving or deleted; `purpose` is post or avatar.

    Only what is ready may be published. What leaves was published by nobody for a day.
    """

    media_id: MediaId
    owner: PersonId
    state: str
    purpose: str
    width: int = 0
    height: int = 0
    widths: list[int] = []
    thumbhash: str = ""
    color: str = "#8a8a8a"
    animated: bool = False
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
            animated=self.animated,
        )


def media_key(media: MediaId) -> Key:
    return settings().table("media"), f"MEDIA#{media}", "CARD"


def present(photo: Photo) -> PhotoAnswer:
    """A photograph with signed addresses."""
    sources, motion = _sources(photo.media_id, tuple(photo.widths), photo.animated, slot())
    return PhotoAnswer(
        media_id=photo.media_id,
        width=photo.width,
        height=photo.height,
        alt=photo.alt,
        thumbhash=photo.thumbhash,
        color=photo.color,
        sources=sources,
        animated=photo.animated,
        motion=motion,
    )


@lru_cache(maxsize=2048)
def _sources(media: MediaId, widths: tuple[int, ...], animated: bool, _: int) -> tuple[list[Source], str | None]:
    """Kept while the slot lasts: making them anew would be a good part of the work of a feed."""
    paths = [rendition_path(media, width, format_) for width in widths for format_ in ("webp", "jpg")]
    addresses = signed(*paths, *([motion_path(media)] if animated else []))
    pairs = zip(widths, addresses[0::2], addresses[1::2], strict=False)
    return [Source(width=width, webp=webp, jpeg=jpeg) for width, webp, jpeg in pairs], (
        addresses[-1] if animated else None
    )
