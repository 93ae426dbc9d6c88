"""What the first bytes of an upload say it is, decided before any decoder sees it.

The name and the declared content type of an upload are never asked. Nothing here needs a decoder, so a file that
declares 30,000 x 30,000 pixels costs microseconds. A file that passes is not yet a good picture: only decoding shows.
"""

import re
from typing import Final, Literal, NamedTuple

from media.faults import MAX_BYTES, Rejected, check_pixels
from media.moving import gif_frames, webp_frames

Format = Literal["jpeg", "png", "webp", "avif", "heic", "gif"]

MAX_SCANS: Final = 64
"""Most scans of a progressive JPEG. Cameras and editors write about 10; each costs one pass over the whole picture."""


class Seen(NamedTuple):
    """What a file is: its format, and how many frames it has (1: it does not move)."""

    format: Format
    frames: int = 1


def look(data: bytes) -> Seen:
    """What these bytes are; Rejected when they are no picture that we take."""
    if not data:
        raise Rejected("empty")
    if len(data) > MAX_BYTES:
        raise Rejected("too_large", f"{len(data)} bytes")
    if data.startswith(b"\xff\xd8\xff"):
        _check_jpeg(data)
        return Seen("jpeg")
    if data.startswith(_PNG):
        _check_png(data)
        return Seen("png")
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return Seen("webp", _check_webp(data))
    if data.startswith((b"GIF87a", b"GIF89a")):
        return Seen("gif", gif_frames(data))
    if data[4:8] == b"ftyp":
        return Seen(_check_heif(data))
    raise Rejected("format_not_supported" if _OTHER_MEDIA.match(data) else "not_media")


_PNG = b"\x89PNG\r\n\x1a\n"
# Pictures and films that are known but not taken: their owner is told which kinds are. Nothing else depends on this.
_OTHER_MEDIA = re.compile(
    rb"BM.{4}\0\0\0\0|II\*\0|MM\0\*|8BPS|\x00\x00\x01\x00"  # BMP, TIFF, Photoshop, icon
    rb"|\0\0\0\x0cjP  |\0\0\0\x0cJXL |\xff\x0a|\x1aE\xdf\xa3|RIFF.{4}AVI "  # JPEG 2000, JPEG XL, Matroska and WebM, AVI
    rb"|(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*)?(?:<!doctype svg[^>]{0,300}>\s*)?<svg\b",
    re.DOTALL | re.IGNORECASE,
)
# In a JPEG the byte FF is followed by 00 inside picture data and by D0 to D7 at restart points; all else is a marker.
_JPEG_MARKER = re.compile(rb"\xff([^\x00\xff\xd0-\xd7])", re.DOTALL)
_JPEG_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def _check_jpeg(data: bytes) -> None:
    at, scans = 2, 0
    while found := _JPEG_MARKER.search(data, at):
        marker, at = found[1][0], found.end()
        if marker == 0xD9:  # end of the picture; what phones put behind it (depth, a film) is not looked at
            return
        if marker in (0x01, 0xD8):
            continue
        if marker in _JPEG_SIZES and len(data) >= at + 7:
            check_pixels(
                int.from_bytes(data[at + 5 : at + 7], "big"),
                int.from_bytes(data[at + 3 : at + 5], "big"),
            )
        if marker == 0xDA:
            scans += 1
            if scans > MAX_SCANS:
                raise Rejected("too_many_scans")
        at += int.from_bytes(data[at : at + 2], "big")
    # No end marker: some cameras forget it, so whether anything is missing is left to the decoder.


def _check_png(data: bytes) -> None:
    if len(data) >= 24:
        check_pixels(int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big"))
    at = len(_PNG)
    while at + 8 <= len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if kind == b"acTL":
            raise Rejected("animated_not_supported")
        if kind == b"IEND":
            return
        at += 12 + length
    raise Rejected("truncated", "no IEND chunk")


def _check_webp(data: bytes) -> int:
    """The number of frames."""
    if len(data) < 8 + int.from_bytes(data[4:8], "little") or len(data) < 30:
        raise Rejected("truncated", "shorter than its RIFF size")
    kind, body = data[12:16], data[20:30]
    if kind == b"VP8X":
        check_pixels(1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little"))
        return webp_frames(data) if body[0] & 0x02 else 1
    if kind == b"VP8 ":
        check_pixels(int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF)
    elif kind == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        check_pixels(1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF))
    else:
        raise Rejected("damaged", "no WebP picture chunk")
    return 1


_HEIC_STILL = frozenset((b"heic", b"heix", b"heim", b"heis"))
_MOVING = frozenset((b"hevc", b"hevx", b"hevm", b"hevs", b"msf1", b"avis"))
_AVIF = b"avif"
_HEIF_ANY = b"mif1"
_SIZES = re.compile(rb"ispe\0\0\0\0(.{4})(.{4})", re.DOTALL)
_SIZES_WITHIN: Final = 256 * 1024


def _check_heif(data: bytes) -> Format:
    """Brands of ISO/IEC 23008-12: HEVC and AV1 stills pass; films, MP4 and QuickTime share the container and do not."""
    size = int.from_bytes(data[:4], "big")
    if len(data) < size:
        raise Rejected("truncated", "shorter than its ftyp box")
    major = data[8:12]
    brands = {data[at : at + 4] for at in range(16, min(size, 400), 4)}
    if major in _MOVING:
        raise Rejected("animated_not_supported")
    if major in _HEIC_STILL or (major == _HEIF_ANY and brands & _HEIC_STILL):
        format_: Format = "heic"
    elif major == _AVIF or (major == _HEIF_ANY and _AVIF in brands):
        format_ = "avif"
    else:
        raise Rejected("format_not_supported", f"brand {major!r}")
    at = 0
    while at + 16 <= len(data):  # top-level boxes; a size of 0 means "to the end", 1 means "64 bits follow"
        length = int.from_bytes(data[at : at + 4], "big")
        if length == 1:
            length = int.from_bytes(data[at + 8 : at + 16], "big")
        if length < 8:
            break
        if at + length > len(data) and data[at + 4 : at + 8] in (b"meta", b"mdat"):
            raise Rejected("truncated", "shorter than its boxes")
        at += length
    for width, height in _SIZES.findall(data[:_SIZES_WITHIN]):
        check_pixels(int.from_bytes(width, "big"), int.from_bytes(height, "big"))
    return format_
