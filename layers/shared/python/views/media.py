"""Media's card: the state of an upload; and how a photograph is presented."""

from datetime import UTC, datetime

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
    return PhotoAnswer(
        media_id=photo.media_id,
        width=photo.width,
        height=photo.height,
        alt=photo.alt,
        thumbhash=photo.thumbhash,
        color=photo.color,
        sources=[
            Source(
                width=w,
                webp=_address(photo.media_id, w, "webp"),
                jpeg=_address(photo.media_id, w, "jpg"),
            )
            for w in photo.widths
        ],
    )


def _address(media: MediaId, width: int, format_: str) -> str:
    return media_address.sign(
        rendition_path(media, width, format_),
        key=secrets.key("media-key"),
        now=datetime.now(UTC),
        origin=settings().media_origin,
    )
