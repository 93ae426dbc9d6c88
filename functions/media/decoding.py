"""Reading a photograph: from bytes to an upright, opaque sRGB picture without metadata, in the cheapest order."""

import io
import math
import struct
import warnings
from collections.abc import Iterator
from functools import cache
from typing import Final

import msgspec
from PIL import GifImagePlugin, Image, ImageCms, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from media.faults import Rejected, check_pixels
from media.headers import Format, look

MAX_PROFILE_BYTES: Final = 2 * 1024 * 1024
"""Largest colour profile that is applied; the largest in common use (coated paper, CMYK) has 1.8 MB."""


class Opened(msgspec.Struct, frozen=True):
    """A picture whose header was read; its pixels were not. The size is as stored, before orientation."""

    format: Format
    image: Image.Image
    width: int
    height: int
    frames: int = 1


class Upright(msgspec.Struct, frozen=True):
    """An opaque sRGB picture without metadata, and the size that the original has when upright."""

    image: Image.Image
    width: int
    height: int


# Registered by being imported; Pillow is never asked to try a format that is not named.
_PLUGINS: Final = (GifImagePlugin, JpegImagePlugin, PngImagePlugin, WebPImagePlugin)
_PILLOW_FORMAT: Final[dict[Format, str]] = {
    "jpeg": "JPEG",
    "png": "PNG",
    "webp": "WEBP",
    "avif": "AVIF",
    "heic": "HEIF",
    "gif": "GIF",
}

# What decoders raise over bytes that a stranger chose. MemoryError is not among them: it is ours, not the file's.
_DECODER_FAULTS: Final = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
)


def open_picture(data: bytes) -> Opened:
    """Read the header; Rejected when these bytes are no picture that we take. No pixel is decoded."""
    seen = look(data)
    _register(seen.format)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # our limits are stricter than Pillow's; odd metadata is dropped anyway
            image = Image.open(io.BytesIO(data), formats=[_PILLOW_FORMAT[seen.format]])
    except Image.DecompressionBombError as error:
        raise Rejected("too_many_pixels", str(error)) from error
    except _DECODER_FAULTS as error:
        raise _refusal(error) from error
    check_pixels(image.width, image.height)
    return Opened(seen.format, image, image.width, image.height, seen.frames)


@cache
def _register(format_: Format) -> None:
    """Load codecs of many megabytes that only their own format needs."""
    if format_ == "heic":
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False)
    elif format_ == "avif":
        from PIL import AvifImagePlugin  # noqa: F401 - registers itself


def _refusal(error: Exception) -> Rejected:
    detail = f"{type(error).__name__}: {error}"
    cut_short = any(word in detail.lower() for word in ("truncated", "end of file", "premature"))
    return Rejected("truncated" if cut_short else "damaged", detail)


def decode(opened: Opened, long_side: int) -> Upright:
    """Decode to at most this long side, never enlarged; Rejected when the picture is cut short or damaged."""
    image = opened.image
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if opened.format == "jpeg":
                _shrink_while_decoding(image, long_side)
            image.load()
            orientation = _orientation(image)
            clean = _clean(image, long_side, orientation)
    except _DECODER_FAULTS as error:
        raise _refusal(error) from error
    sideways = orientation >= 5
    width, height = (opened.height, opened.width) if sideways else (opened.width, opened.height)
    return Upright(clean, width, height)


def frames(opened: Opened, long_side: int) -> Iterator[tuple[Image.Image, int]]:
    """The frames of a moving picture as `decode` makes the first, each with the milliseconds for which it is shown."""
    image = opened.image
    orientation = _orientation(image)
    for number in range(opened.frames):
        try:
            image.seek(number)
            image.load()
            check_pixels(image.width, image.height)
            yield _clean(image, long_side, orientation), int(image.info.get("duration", 0))
        except _DECODER_FAULTS as error:
            raise _refusal(error) from error


def _clean(image: Image.Image, long_side: int, orientation: int) -> Image.Image:
    """A decoded picture, small, in sRGB, upright; a new picture, so that nothing that hung on the old one is left."""
    small = _to_srgb(_fitted(_opaque(image, long_side), long_side), image.info.get("icc_profile"))
    turn = _TURNS.get(orientation)
    if turn is not None:
        small = small.transpose(turn)
    clean = Image.new("RGB", small.size)
    clean.paste(small)
    return clean


def _shrink_while_decoding(image: Image.Image, long_side: int) -> None:
    """Let the JPEG decoder halve the picture, up to three times, when that loses at most 8 % of the wanted size.

    12 MP (4,032 x 3,024) becomes 2,016 x 1,512 with a quarter of the memory and no resampling.
    """
    least = long_side * 0.92 / max(image.size)
    image.draft(image.mode, (max(1, int(image.width * least)), max(1, int(image.height * least))))


def _orientation(image: Image.Image) -> int:
    """EXIF orientation 1 to 8; 1 when it is absent or unreadable. (pillow-heif has turned HEIC already and says 1.)"""
    try:
        value = image.getexif().get(0x0112, 1)
    except _DECODER_FAULTS:
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

_BAND: Final = 256


def _opaque(image: Image.Image, long_side: int) -> Image.Image:
    """L, RGB or CMYK without transparency, averaged down by a whole factor when far larger than needed.

    Works in bands of rows, so that beside the decoded picture (4 bytes a pixel) only the small result is held.
    """
    factor = max(1, int(max(image.size) / (long_side * 1.9)))
    ready = image.mode in ("L", "RGB", "CMYK") and not image.has_transparency_data
    if ready:
        return image.reduce(factor) if factor > 1 else image
    width, height = image.size
    result = Image.new("RGB", (math.ceil(width / factor), math.ceil(height / factor)))
    for top in range(0, height, _BAND * factor):
        band = _on_white(image.crop((0, top, width, min(height, top + _BAND * factor))))
        result.paste(band.reduce(factor) if factor > 1 else band, (0, top // factor))
    return result


def _on_white(band: Image.Image) -> Image.Image:
    if band.mode.startswith("I"):  # 16-bit grey: Pillow's own conversion cuts instead of scaling
        return band.convert("I").point(lambda value: value * (1 / 257)).convert("L").convert("RGB")
    if not band.has_transparency_data:
        return band.convert("RGB")
    band = band.convert("RGBA")
    white = Image.new("RGB", band.size, "white")
    white.paste(band, mask=band.getchannel("A"))
    return white


def _fitted(image: Image.Image, long_side: int) -> Image.Image:
    if max(image.size) <= long_side:
        return image
    ratio = long_side / max(image.size)
    size = (max(1, round(image.width * ratio)), max(1, round(image.height * ratio)))
    return image.resize(size, Image.Resampling.LANCZOS)


def _to_srgb(image: Image.Image, profile: object) -> Image.Image:
    """Through the embedded profile when it fits the picture and can be read; else as if it were sRGB or plain CMYK."""
    if isinstance(profile, bytes) and 0 < len(profile) <= MAX_PROFILE_BYTES:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            if source.profile.xcolor_space.strip() == _PROFILE_SPACE[image.mode]:
                converted = ImageCms.profileToProfile(image, source, _srgb(), outputMode="RGB")
                if converted is not None:
                    return converted
        except (ImageCms.PyCMSError, *_DECODER_FAULTS):
            pass  # a broken profile does not make a broken picture
    return image.convert("RGB")


_PROFILE_SPACE: Final = {"L": "GRAY", "RGB": "RGB", "CMYK": "CMYK"}


@cache
def _srgb() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
