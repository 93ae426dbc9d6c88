"""What everybody knows of a processed photograph: enough to lay out a page before a byte of it has arrived."""

from typing import Annotated

from msgspec import Meta, Struct

from kernel.ids import MediaId
from kernel.shapes import Answer

AltText = Annotated[str, Meta(max_length=1000)]


class Photo(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A photograph as posts and timelines keep it. `widths` are those of its renditions, each as WebP and as JPEG.

    An `animated` one has a rendition that moves, too; the others show its first frame.
    """

    media_id: MediaId
    width: int
    height: int
    widths: list[int]
    thumbhash: str
    color: str
    alt: str = ""
    animated: bool = False


class Source(Answer, frozen=True):
    """One rendition: as wide as `width` pixels, in two formats."""

    width: int
    webp: str
    jpeg: str


class PhotoAnswer(Answer, frozen=True):
    """A photograph to show. Width and height are the original's, upright; addresses live 10 to 20 minutes.

    Of a moving picture the sources show the first frame, and `motion` is the address of an animated WebP.
    """

    media_id: MediaId
    width: int
    height: int
    alt: str
    thumbhash: str
    color: str
    sources: list[Source]
    animated: bool = False
    motion: str | None = None
