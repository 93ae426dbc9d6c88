"""Files as phones, cameras and attackers write them; every function gives the same bytes each time.

The picture is always `scene`: soft shapes and grain with a distinct colour in each corner (red, green, blue, yellow,
clockwise from the upper left: CORNERS), so that a test can say which way is up.
"""

import io
import math
import random
import struct
import zipfile
import zlib
from functools import lru_cache
from typing import Final

import pillow_heif
from PIL import Image, ImageOps

Colour = tuple[int, int, int]

CORNERS: Final[tuple[Colour, Colour, Colour, Colour]] = (
    (220, 30, 30),
    (30, 170, 50),
    (30, 60, 210),
    (235, 215, 30),
)
"""Upper left, upper right, lower right, lower left."""
TWELVE_MP: Final = (4032, 3024)
PLACE: Final = "LambdagramSecretPlace"
"""Stands in every kind of metadata that these files carry; it must be in no output."""


@lru_cache(maxsize=4)
def scene(width: int = 1200, height: int = 900) -> Image.Image:
    """The picture; RGB. As hard to compress as a photograph: about 3 MB of JPEG at 12 MP."""
    chance = random.Random(f"{width}x{height}")
    picture = Image.new("RGB", (width, height), (110, 130, 150))
    for cells, share in ((5, 0.6), (24, 0.3), (160, 0.22)):
        size = (cells, max(1, cells * height // width))
        clouds = Image.frombytes("RGB", size, chance.randbytes(size[0] * size[1] * 3))
        picture = Image.blend(picture, clouds.resize((width, height), Image.Resampling.BICUBIC), share)
    tile = Image.frombytes("RGB", (512, 512), chance.randbytes(512 * 512 * 3)).resize((640, 640))
    grain = Image.new("RGB", (width, height))
    for top in range(0, height, 640):
        for left in range(0, width, 640):
            grain.paste(tile, (left, top))
    picture = Image.blend(picture, grain, 0.16)
    across, down = width // 4, height // 4
    places = (
        (0, 0),
        (width - across, 0),
        (width - across, height - down),
        (0, height - down),
    )
    for colour, place in zip(CORNERS, places, strict=True):
        picture.paste(colour, (*place, place[0] + across, place[1] + down))
    return picture


@lru_cache(maxsize=16)
def jpeg(
    size: tuple[int, int] = (1200, 900),
    orientation: int = 1,
    *,
    progressive: bool = False,
    profile: bytes = b"",
) -> bytes:
    """A camera's JPEG with EXIF (orientation, GPS, maker), XMP, IPTC, a comment; upright it shows `scene(*size)`."""
    out = io.BytesIO()
    _as_stored(scene(*size), orientation).save(
        out,
        "JPEG",
        quality=90,
        progressive=progressive,
        exif=exif(orientation),
        xmp=_XMP,
        comment=PLACE,
        icc_profile=profile,
    )
    data = out.getvalue()
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(PLACE)) + PLACE.encode()
    return data[:2] + b"\xff\xed" + struct.pack(">H", len(iptc) + 2) + iptc + data[2:]


def exif(orientation: int) -> bytes:
    """An EXIF block with an orientation, a place on earth and a maker."""
    tags = Image.Exif()
    tags[0x010F] = PLACE
    tags[0x0112] = orientation
    gps = tags.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (48.0, 51.0, 30.0), "E", (2.0, 17.0, 40.0)
    return tags.tobytes()


def cmyk_jpeg() -> bytes:
    """A print shop's JPEG: four inks, stored inverted with Adobe's marker, no profile."""
    return _saved(scene().convert("CMYK"), "JPEG", quality=90)


@lru_cache(maxsize=16)
def heic(size: tuple[int, int] = (1200, 900), orientation: int = 1) -> bytes:
    """A phone's HEIC with GPS. The container carries the turn; upright it shows `scene(*size)`."""
    picture = pillow_heif.from_pillow(_as_stored(scene(*size), orientation))
    out = io.BytesIO()
    picture.save(
        out,
        quality=80,
        exif=exif(orientation),
        enc_params={"preset": "ultrafast", "x265:pools": "1"},
    )
    return out.getvalue()


@lru_cache(maxsize=16)
def webp(orientation: int = 1) -> bytes:
    """A WebP with EXIF and XMP."""
    picture = _as_stored(scene(), orientation)
    return _saved(picture, "WEBP", quality=85, exif=exif(orientation), xmp=_XMP)


@lru_cache(maxsize=16)
def png() -> bytes:
    """A screenshot with a text note and EXIF."""
    from PIL.PngImagePlugin import PngInfo

    note = PngInfo()
    note.add_text("Comment", PLACE)
    return _saved(scene(), "PNG", pnginfo=note, exif=exif(1))


def png_16_bit(width: int = 600, height: int = 400) -> bytes:
    """16-bit RGBA: the scene, opaque at its left edge, ever more transparent to the right."""
    rows = bytearray()
    fade = Image.linear_gradient("L").rotate(-90).resize((width, height))
    pixels = scene(width, height).copy()
    pixels.putalpha(ImageOps.invert(fade) if fade.getpixel((0, 0)) == 0 else fade)
    wide = bytearray(2 * 4 * width)
    for row in range(height):
        line = pixels.crop((0, row, width, row + 1)).tobytes()
        wide[0::2] = wide[1::2] = line
        rows += b"\0" + wide
    return png_of(width, height, 16, 6, zlib.compress(bytes(rows), 1))


def png_16_bit_grey(value: int = 0x8080) -> bytes:
    """16-bit grey, one tone."""
    row = b"\0" + struct.pack(">H", value) * 64
    return png_of(64, 64, 16, 0, zlib.compress(row * 64))


@lru_cache(maxsize=16)
def panorama() -> bytes:
    """40 MP: 16,000 x 2,500."""
    return _saved(
        scene(4000, 625).resize((16000, 2500), Image.Resampling.BILINEAR),
        "JPEG",
        quality=85,
    )


def png_declaring(width: int, height: int, stored_rows: int = 0) -> bytes:
    """A PNG whose header claims this size; its data unpack to that many empty rows."""
    if not stored_rows:
        return png_of(width, height, 8, 2, zlib.compress(b""))
    block, rows = zlib.compressobj(9, zlib.DEFLATED, -15), 20
    packed = block.compress(bytes(rows * (3 * width + 1))) + block.flush(zlib.Z_FULL_FLUSH)
    return png_of(width, height, 8, 2, b"\x78\xda" + packed * math.ceil(stored_rows / rows))


def jpeg_with_trailing_script() -> bytes:
    """A picture with a page behind its end, as in stored cross-site scripting."""
    return jpeg() + b"<script>fetch('/" + PLACE.encode() + b"')</script>"


def jpeg_with_trailing_zip() -> bytes:
    """A picture that is an archive too."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo(PLACE + ".txt"), PLACE)
    return jpeg() + out.getvalue()


def jpeg_of_many_scans(scans: int = 2000) -> bytes:
    """A small progressive JPEG whose last scan is repeated: each repeat is a pass over the whole picture."""
    data = _saved(scene(64, 64), "JPEG", progressive=True)
    start = data.rindex(b"\xff\xda")
    return data[:start] + data[start:-2] * scans + data[-2:]


def several_in_one_jpeg() -> bytes:
    """A multi-picture JPEG (MPO), as some phones write for depth."""
    return _saved(scene(), "MPO", save_all=True, append_images=[scene(64, 64)])


def gif() -> bytes:
    """A still GIF."""
    return _saved(scene(64, 64), "GIF")


def gif_with_page() -> bytes:
    """A GIF that is a page too."""
    return gif() + b"<html><script>1</script></html>"


def animated(encoder: str) -> bytes:
    """A moving picture of two frames: PNG or WEBP."""
    return _saved(
        scene(64, 64),
        encoder,
        save_all=True,
        append_images=[Image.new("RGB", (64, 64))],
        duration=100,
    )


@lru_cache(maxsize=1)
def long_gif(frames: int = 400, size: tuple[int, int] = (700, 700)) -> bytes:
    """As many and as large frames as are taken: a white block wanders over stripes."""
    stripes = Image.new("P", size)
    stripes.putpalette([0, 0, 120, 200, 30, 30, 255, 255, 255])
    for top in range(0, size[1], 20):
        stripes.paste(1, (0, top, size[0], top + 10))
    pictures = []
    for number in range(frames):
        picture = stripes.copy()
        picture.paste(2, (number, number, number + 200, number + 200))
        pictures.append(picture)
    return _saved(pictures[0], "GIF", save_all=True, append_images=pictures[1:], duration=40, optimize=False)


def avif() -> bytes:
    """A still AVIF."""
    return _saved(scene(64, 64), "AVIF")


def saved(picture: Image.Image, encoder: str, **options: object) -> bytes:
    """Any picture through one of Pillow's encoders."""
    return _saved(picture, encoder, **options)


def truncated(data: bytes, share: float = 0.6) -> bytes:
    """What an upload leaves that stopped half-way."""
    return data[: int(len(data) * share)]


SVG: Final = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'
HTML: Final = b"<!DOCTYPE html><html><body><script>1</script></body></html>"
PDF: Final = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n%%EOF"
ELF: Final = b"\x7fELF\x02\x01\x01" + bytes(57)
MP4: Final = b"\0\0\0\x18ftypisom\0\0\2\0isomiso2\0\0\0\x08mdat"


def display_p3() -> bytes:
    """The colour profile of phone screens: Display P3 (SMPTE EG 432-1, adapted to D50; sRGB's tone curve)."""
    curve = (
        b"para"
        + bytes(4)
        + struct.pack(
            ">HH5i",
            3,
            0,
            *map(_fixed, (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)),
        )
    )
    tags = {
        b"desc": b"mluc"
        + bytes(4)
        + struct.pack(">IIHHII", 1, 12, 0x656E, 0x5553, 20, 28)
        + "Display P3".encode("utf-16-be"),
        b"cprt": b"mluc" + bytes(4) + struct.pack(">IIHHII", 1, 12, 0x656E, 0x5553, 6, 28) + "CC0".encode("utf-16-be"),
        b"wtpt": _xyz(0.9642, 1.0, 0.8249),
        b"rXYZ": _xyz(0.51512, 0.24120, -0.00105),
        b"gXYZ": _xyz(0.29198, 0.69225, 0.04189),
        b"bXYZ": _xyz(0.15710, 0.06657, 0.78407),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    table, body = struct.pack(">I", len(tags)), b""
    for name, value in tags.items():
        table += name + struct.pack(">II", 132 + 12 * len(tags) + len(body), len(value))
        body += value + bytes(-len(value) % 4)
    head = struct.pack(">4xI4s4s4s12s4s", 0x04000000, b"mntr", b"RGB ", b"XYZ ", bytes(12), b"acsp")
    head += bytes(28) + struct.pack(">3i", *map(_fixed, (0.9642, 1.0, 0.8249))) + bytes(48)
    return struct.pack(">I", 128 + len(table) + len(body)) + head + table + body


def png_of(
    width: int,
    height: int,
    depth: int,
    colour_type: int,
    packed: bytes,
    extra: bytes = b"",
) -> bytes:
    """A PNG put together by hand; `extra` are whole chunks between header and data."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour_type, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def chunk(name: bytes, body: bytes) -> bytes:
    """One PNG chunk."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _as_stored(upright: Image.Image, orientation: int) -> Image.Image:
    """The pixels as a camera held that way stores them: what the orientation says is undone beforehand."""
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    return upright.transpose(turns[orientation]) if orientation in turns else upright


def _saved(picture: Image.Image, encoder: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, encoder, **options)
    return out.getvalue()


def _fixed(value: float) -> int:
    return round(value * 65536)


def _xyz(*values: float) -> bytes:
    return b"XYZ " + bytes(4) + struct.pack(">3i", *map(_fixed, values))


_XMP: Final = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" dc:source="'
    + PLACE.encode()
    + b'"/></rdf:RDF></x:xmpmeta>'
)
