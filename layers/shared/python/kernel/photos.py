"""What everybody knows of a processed photograph: enough to lay out a page before a byte of it has arrived."""

from typing import Annotated

from msgspec import Meta, Struct

from kernel.ids import MediaId

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
