"""Photographs: from the bytes that a phone wrote to the pictures that the platform serves. Bytes in, values out.

Every output is encoded anew from pixels, so nothing of the upload but its picture survives: no EXIF, GPS, XMP, IPTC,
colour profile, comment, embedded thumbnail or trailing data. Colours are converted to sRGB, transparency lies on white
in every output (a published picture is opaque), EXIF orientation is applied.
"""

import base64
import io
import math
from typing import Final

import msgspec
import thumbhash as thumb_hash  # type: ignore[import-untyped, unused-ignore]
from PIL import Image

from media.decoding import Opened, Upright, decode, frames, open_picture
from media.faults import MAX_BYTES, MAX_PIXELS, Rejected
from media.headers import Format

__all__ = [
    "AVATAR_SIDES",
    "MASTER_SIDE",
    "MAX_BYTES",
    "MAX_PIXELS",
    "WIDTHS",
    "Crop",
    "Rejected",
    "Rendered",
    "Rendition",
    "avatar",
    "render",
]

WIDTHS: Final = (320, 640, 1080)
"""Widths of a photograph's renditions in pixels (product.md PO1)."""
MASTER_SIDE: Final = 2048
"""Long side of the private master in pixels (architecture.md, media addresses)."""
AVATAR_SIDES: Final = (96, 192, 384)
"""Sides of an avatar in pixels: a list row, a card and a profile page, each at twice its CSS size."""
AVATAR_MASTER_SIDE: Final = 768
"""Side of an avatar's private master in pixels."""

MASTER_QUALITY: Final = 90
JPEG_QUALITY: Final = 80
WEBP_QUALITY: Final = 80
WEBP_METHOD: Final = 2
"""Encoder effort, 0 to 6. Measured on three photographs at 1080: 4 takes twice the time for 3 to 6 % fewer bytes."""

MOTION_SIDE: Final = 640
"""Longest side of a moving rendition in pixels."""
MOTION_PIXELS: Final = 24_000_000
"""Most pixels of all its frames together: the longer it is, the smaller. Bounds memory (72 MB) and time."""
MOTION_QUALITY: Final = 65
_SHOWN_AT_LEAST, _SHOWN_AT_MOST, _SHOWN_OTHERWISE = 20, 10_000, 100
"""Milliseconds of a frame. Browsers show one that says 0 or 10 for 100."""


class Rendition(msgspec.Struct, frozen=True):
    """One served picture. `name` is its file name: the real width and the format."""

    name: str
    width: int
    height: int
    content_type: str
    data: bytes


class Rendered(msgspec.Struct, frozen=True):
    """What becomes of one upload; `width` and `height` are the upright original's, `master` is always JPEG.

    `motion` is an animated WebP of the whole, when the original moves; everything else shows its first frame.
    """

    width: int
    height: int
    format: Format
    dominant_colour: str
    thumbhash: str
    master: bytes
    renditions: list[Rendition]
    motion: bytes | None = None


class Crop(msgspec.Struct, frozen=True):
    """A square of the upright picture, in its pixels."""

    left: int
    top: int
    side: int


def render(data: bytes) -> Rendered:
    """A master and WebP and JPEG renditions of a photograph; Rejected when it cannot be taken.

    Renditions have the widths 320, 640 and 1080 and are never enlarged: of a narrower master its own width is the last
    one (a picture 800 wide gives 320, 640, 800; one 200 wide gives 200). All are made from the master, so a tall
    picture is at most 2,048 high; a panorama is shown whole at the same widths.
    """
    opened = open_picture(data)
    still = _rendered(opened, decode(opened, MASTER_SIDE), WIDTHS)
    return msgspec.structs.replace(still, motion=_motion(opened)) if opened.frames > 1 else still


def avatar(data: bytes, crop: Crop | None = None) -> Rendered:
    """A square portrait with sides of 96, 192 and 384, never enlarged; Rejected when it cannot be taken.

    Without a crop it is the largest square: the middle of a wide picture, a little above the middle of a tall one,
    where faces are. The master has at most 768 pixels a side; `width` and `height` are the upright original's.
    """
    opened = open_picture(data)
    side = crop.side if crop else min(opened.width, opened.height)
    if side < 1:
        raise Rejected("crop_outside", f"{crop}")
    whole = decode(opened, math.ceil(max(opened.width, opened.height) * AVATAR_MASTER_SIDE / side))
    sides = (min(AVATAR_MASTER_SIDE, side),) * 2
    square = whole.image.resize(sides, Image.Resampling.LANCZOS, box=_square(whole, crop))
    return _rendered(opened, msgspec.structs.replace(whole, image=square), AVATAR_SIDES)


def _square(whole: Upright, crop: Crop | None) -> tuple[float, float, float, float]:
    """The wanted square in the pixels of the decoded picture."""
    if crop is None:
        side = min(whole.width, whole.height)
        crop = Crop((whole.width - side) // 2, (whole.height - side) * 2 // 5, side)
    right, bottom = crop.left + crop.side, crop.top + crop.side
    if crop.left < 0 or crop.top < 0 or right > whole.width or bottom > whole.height:
        raise Rejected("crop_outside", f"{crop} of {whole.width} x {whole.height}")
    across, down = whole.image.width / whole.width, whole.image.height / whole.height
    return crop.left * across, crop.top * down, right * across, bottom * down


def _rendered(opened: Opened, upright: Upright, widths: tuple[int, ...]) -> Rendered:
    master = upright.image
    renditions: list[Rendition] = []
    last = min(master.width, widths[-1])
    # From large to small, each from the one before: a smaller picture is cheaper to shrink and looks the same.
    picture = master
    for width in (last, *(width for width in reversed(widths) if width < last)):
        height = max(1, round(width * master.height / master.width))
        picture = picture.resize((width, height), Image.Resampling.LANCZOS)
        renditions += _encoded(picture)
    return Rendered(
        width=upright.width,
        height=upright.height,
        format=opened.format,
        dominant_colour=_dominant_colour(picture),
        thumbhash=_thumbhash(picture),
        master=_save(master, "JPEG", quality=MASTER_QUALITY),
        renditions=renditions[::-1],
    )


def _motion(opened: Opened) -> bytes:
    side = min(MOTION_SIDE, int(math.sqrt(MOTION_PIXELS / opened.frames)))
    loop = opened.image.info.get("loop", 1)  # a GIF that does not say is shown once
    pictures, shown = zip(*frames(opened, side), strict=True)
    out = io.BytesIO()
    pictures[0].save(
        out,
        "WEBP",
        save_all=True,
        append_images=pictures[1:],
        duration=[_shown(each) for each in shown],
        loop=loop if isinstance(loop, int) and 0 <= loop <= 0xFFFF else 0,
        quality=MOTION_QUALITY,
        method=0,
    )
    return out.getvalue()


def _shown(milliseconds: int) -> int:
    return min(_SHOWN_AT_MOST, milliseconds) if milliseconds >= _SHOWN_AT_LEAST else _SHOWN_OTHERWISE


def _encoded(picture: Image.Image) -> tuple[Rendition, Rendition]:
    width, height = picture.size
    jpeg = _save(picture, "JPEG", quality=JPEG_QUALITY, progressive=width > 320)
    webp = _save(picture, "WEBP", quality=WEBP_QUALITY, method=WEBP_METHOD)
    return (
        Rendition(f"{width}.jpg", width, height, "image/jpeg", jpeg),
        Rendition(f"{width}.webp", width, height, "image/webp", webp),
    )


def _save(picture: Image.Image, encoder: str, **options: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, encoder, **options)
    return out.getvalue()


def _dominant_colour(picture: Image.Image) -> str:
    """The commonest of the eight colours that describe the picture best, as #rrggbb."""
    palette = picture.resize((48, 48), Image.Resampling.BOX).quantize(8, Image.Quantize.MEDIANCUT)
    colours = palette.getcolors() or [(0, 0)]
    _, commonest = max(colours)
    red, green, blue = (palette.getpalette() or [])[3 * int(str(commonest)) :][:3]
    return f"#{red:02x}{green:02x}{blue:02x}"


def _thumbhash(picture: Image.Image) -> str:
    """Base64 of the ThumbHash (evanw.github.io/thumbhash), about 25 bytes.

    Taken from 40 pixels: the hash keeps seven waves a side, and the encoder's work grows with the pixels.
    """
    tiny = picture.convert("RGBA")
    tiny.thumbnail((40, 40), Image.Resampling.BOX)
    return base64.b64encode(bytes(thumb_hash.rgba_to_thumb_hash(*tiny.size, tiny.tobytes()))).decode("ascii")
