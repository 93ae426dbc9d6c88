"""Photographs as phones, print shops and attackers send them, and what becomes of each."""

import base64
import io
import math
import random
import subprocess
import sys
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import pytest
from media import faults
from media.imaging import MAX_BYTES, Crop, Rejected, Rendered, avatar, render
from PIL import Image, ImageStat

from support import camera

ROOT: Final = Path(__file__).parents[2]
WIDE: Final = (1200, 900)


def twelve_megapixels() -> bytes:
    return camera.jpeg(camera.TWELVE_MP, orientation=6)


# What is taken


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photograph_stands_upright_whichever_way_the_camera_was_held(orientation: int) -> None:
    shown = render(camera.jpeg(WIDE, orientation))
    assert (shown.width, shown.height) == WIDE
    for picture in pictures_of(shown):
        assert_upright(picture)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (lambda: camera.heic(orientation=6), "heic"),
        (lambda: camera.heic(orientation=5), "heic"),
        (lambda: camera.webp(orientation=8), "webp"),
        (camera.png, "png"),
        (camera.cmyk_jpeg, "jpeg"),
        (camera.several_in_one_jpeg, "jpeg"),
        (lambda: camera.jpeg(progressive=True), "jpeg"),
    ],
    ids=["heic", "heic mirrored", "webp", "png", "cmyk", "mpo", "progressive"],
)
def test_every_kind_of_photograph_is_taken(data: Callable[[], bytes], kind: str) -> None:
    shown = render(data())
    assert shown.format == kind
    assert (shown.width, shown.height) == WIDE
    for picture in pictures_of(shown):
        assert_upright(picture)


def test_a_twelve_megapixel_photograph_gets_a_master_and_three_renditions_in_two_formats() -> None:
    shown = render(twelve_megapixels())
    assert (shown.width, shown.height) == camera.TWELVE_MP
    assert sizes_of(shown) == {320: 240, 640: 480, 1080: 810}
    assert [rendition.name for rendition in shown.renditions] == [
        "320.webp",
        "320.jpg",
        "640.webp",
        "640.jpg",
        "1080.webp",
        "1080.jpg",
    ]
    for rendition in shown.renditions:
        picture = Image.open(io.BytesIO(rendition.data))
        assert picture.size == (rendition.width, rendition.height)
        assert picture.get_format_mimetype() == rendition.content_type
        assert_upright(picture)
    master = Image.open(io.BytesIO(shown.master))
    assert master.size == (2016, 1512), "halved by the JPEG decoder, which is what keeps memory small"
    assert_upright(master)


@pytest.mark.parametrize(
    ("size", "sizes"),
    [
        ((800, 600), {320: 240, 640: 480, 800: 600}),
        ((640, 480), {320: 240, 640: 480}),
        ((200, 100), {200: 100}),
        ((1, 1), {1: 1}),
        ((600, 3000), {320: 1598, 410: 2048}),
        ((3000, 100), {320: 11, 640: 21, 1080: 36}),
        ((5000, 1), {320: 1, 640: 1, 1080: 1}),
    ],
)
def test_nothing_is_enlarged_and_the_shape_is_kept(size: tuple[int, int], sizes: dict[int, int]) -> None:
    shown = render(camera.saved(Image.new("RGB", size, "teal"), "PNG"))
    assert (shown.width, shown.height) == size
    assert sizes_of(shown) == pytest.approx(sizes, abs=2)
    assert all(part <= whole for part, whole in zip(Image.open(io.BytesIO(shown.master)).size, size, strict=True))


def test_the_master_is_as_large_as_it_may_be() -> None:
    for width, height in ((2500, 1600), (3600, 2000)):  # halving while decoding would make them too small
        master = Image.open(io.BytesIO(render(camera.jpeg((width, height))).master))
        assert max(master.size) == 2048


def test_a_film_behind_the_picture_is_not_counted_as_scans() -> None:
    moving = camera.jpeg() + bytes(8) + b"\xff\xda\0\2" * 1000  # as phones store a moving photograph
    assert render(moving) == render(camera.jpeg())


def test_a_panorama_of_forty_megapixels_is_taken() -> None:
    shown = render(camera.panorama())
    assert (shown.width, shown.height) == (16000, 2500)
    assert list(sizes_of(shown)) == [320, 640, 1080]
    for picture in pictures_of(shown):
        assert_upright(picture)


def test_the_same_file_gives_the_same_bytes() -> None:
    assert render(camera.jpeg()) == render(camera.jpeg())


# What nobody else may see


@pytest.mark.parametrize(
    "data",
    [
        lambda: camera.jpeg(profile=camera.display_p3()),
        twelve_megapixels,
        camera.heic,
        camera.webp,
        camera.png,
        camera.jpeg_with_trailing_script,
        camera.jpeg_with_trailing_zip,
    ],
    ids=["jpeg", "12 MP", "heic", "webp", "png", "script behind", "zip behind"],
)
def test_place_maker_and_whatever_was_hidden_in_the_file_are_gone(data: Callable[[], bytes]) -> None:
    upload = data()
    assert camera.PLACE.encode() in upload or camera.PLACE.encode("utf-16-be") in upload
    for shown in (render(upload), avatar(upload)):
        for output in (shown.master, *(rendition.data for rendition in shown.renditions)):
            assert camera.PLACE.encode() not in output
            assert_only_pixels(output)


def test_the_check_for_metadata_sees_it_where_it_is() -> None:
    for upload in (camera.jpeg(), camera.webp()):
        with pytest.raises(AssertionError):
            assert_only_pixels(upload)


# Colours


def test_a_print_shops_inks_keep_their_colours() -> None:
    for picture in pictures_of(render(camera.cmyk_jpeg())):
        assert_upright(picture, tolerance=12)


def test_wide_gamut_colours_are_converted() -> None:
    # Display P3 (200, 100, 50) is sRGB (215, 93, 31) by the matrices of both standards.
    upload = camera.saved(Image.new("RGB", (400, 300), (200, 100, 50)), "PNG", icc_profile=camera.display_p3())
    for picture in pictures_of(render(upload)):
        assert_close(colour_at(picture, 0.5, 0.5), (215, 93, 31), 4)


@pytest.mark.parametrize("profile", [b"", b"x", bytes(5000), random.Random(1).randbytes(200_000), bytes(8_000_000)])
def test_a_broken_or_huge_profile_is_ignored(profile: bytes) -> None:
    for picture in pictures_of(render(camera.jpeg(profile=profile))):
        assert_upright(picture)


def test_a_profile_above_the_limit_is_not_even_read() -> None:
    flat = Image.new("RGB", (400, 300), (200, 100, 50))
    for padding, wanted in ((100_000, (215, 93, 31)), (3_000_000, (200, 100, 50))):
        profile = camera.display_p3() + bytes(padding)
        profile = len(profile).to_bytes(4, "big") + profile[4:]
        shown = render(camera.saved(flat, "JPEG", quality=95, icc_profile=profile))
        assert_close(colour_at(pictures_of(shown)[0], 0.5, 0.5), wanted, 5)


def test_a_profile_for_other_inks_is_ignored() -> None:
    upload = camera.saved(camera.scene().convert("CMYK"), "JPEG", quality=90, icc_profile=camera.display_p3())
    assert_upright(pictures_of(render(upload))[0], tolerance=12)


def test_transparency_lies_on_white_in_every_output() -> None:
    shown = render(camera.png_16_bit())
    for picture in pictures_of(shown):
        assert picture.mode == "RGB"
        assert_close(colour_at(picture, 0.02, 0.1), camera.CORNERS[0], 24)
        assert min(colour_at(picture, 0.995, 0.5)) > 240


def test_a_palette_with_a_transparent_entry_lies_on_white() -> None:
    drawn = Image.new("P", (64, 64))
    drawn.putpalette([0, 0, 0, 200, 0, 0])
    drawn.paste(1, (0, 0, 32, 64))
    picture = pictures_of(render(camera.saved(drawn, "PNG", transparency=0)))[0]
    assert_close(colour_at(picture, 0.9, 0.5), (255, 255, 255), 6)
    assert_close(colour_at(picture, 0.1, 0.5), (200, 0, 0), 6)


@pytest.mark.parametrize(("value", "tone"), [(0x0000, 0), (0x4040, 64), (0x8080, 128), (0xFFFF, 255)])
def test_sixteen_bit_grey_keeps_its_tone(value: int, tone: int) -> None:
    picture = pictures_of(render(camera.png_16_bit_grey(value)))[0]
    assert_close(colour_at(picture, 0.5, 0.5), (tone, tone, tone), 2)


def test_the_dominant_colour_is_the_commonest_not_the_mean() -> None:
    drawn = Image.new("RGB", (300, 200), (20, 60, 200))
    drawn.paste((250, 240, 20), (0, 0, 100, 200))
    colour = render(camera.saved(drawn, "PNG")).dominant_colour
    assert_close(tuple(bytes.fromhex(colour[1:])), (20, 60, 200), 6)


def test_the_placeholder_shows_each_corner_in_its_colour() -> None:
    picture = placeholder(render(camera.jpeg()).thumbhash)
    assert picture.width > picture.height
    for seen, colour in zip(corners_of(picture), camera.CORNERS, strict=True):
        nearest = min(camera.CORNERS, key=lambda other: distance(seen, other))
        assert nearest == colour, f"{seen} should be near {colour}"


def test_the_placeholder_is_as_the_reference_encoder_writes_it() -> None:
    # By the reference implementation (npm thumbhash 0.1.1) from the same 40 x 30 pixels.
    drawn = Image.new("RGB", (40, 30), (200, 40, 40))
    drawn.paste((40, 80, 200), (20, 0, 40, 15))
    drawn.paste((240, 220, 60), (0, 15, 20, 30))
    assert render(camera.saved(drawn, "PNG")).thumbhash == REFERENCE_HASH


# What is refused


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (lambda: b"", "empty"),
        (lambda: b"\xff", "not_media"),
        (lambda: b"Not a picture at all.", "not_media"),
        (lambda: camera.HTML, "not_media"),
        (lambda: camera.PDF, "not_media"),
        (lambda: camera.ELF, "not_media"),
        (lambda: bytes(1000), "not_media"),
        (lambda: camera.SVG, "format_not_supported"),
        (lambda: b"\n<svg/>", "format_not_supported"),
        (lambda: camera.MP4, "format_not_supported"),
        (lambda: camera.saved(camera.scene(64, 64), "TIFF"), "format_not_supported"),
        (lambda: camera.saved(camera.scene(64, 64), "BMP"), "format_not_supported"),
        (lambda: camera.animated("PNG"), "animated_not_supported"),
        (lambda: camera.png_declaring(30_000, 30_000), "too_many_pixels"),
        (lambda: camera.png_declaring(0, 10), "damaged"),
        (lambda: camera.png_declaring(2_000_000_000, 1), "too_many_pixels"),
        (lambda: jpeg_declaring(60_000, 60_000), "too_many_pixels"),
        (lambda: webp_declaring(16_000, 16_000), "too_many_pixels"),
        (lambda: camera.png() + bytes(MAX_BYTES), "too_large"),
        (camera.jpeg_of_many_scans, "too_many_scans"),
        (lambda: camera.truncated(camera.jpeg()), "truncated"),
        (lambda: camera.truncated(camera.jpeg(progressive=True)), "truncated"),
        (lambda: camera.truncated(camera.png()), "truncated"),
        (lambda: camera.truncated(camera.webp()), "truncated"),
        (lambda: camera.truncated(camera.heic()), "truncated"),
        (lambda: camera.jpeg()[:100], "truncated"),
        (lambda: camera.heic()[:100], "truncated"),
        (lambda: camera.png()[:20], "truncated"),
        (lambda: camera.png()[:-12], "truncated"),
        (lambda: b"\xff\xd8\xff", "damaged"),
        (lambda: camera.png_of(64, 64, 8, 2, b"not deflated"), "damaged"),
        (lambda: camera.png_of(64, 64, 8, 2, zlib.compress(bytes(100))), "truncated"),
    ],
)
def test_what_is_no_photograph_of_ours_is_refused_with_its_reason(data: Callable[[], bytes], reason: str) -> None:
    for take in (render, avatar):
        with pytest.raises(Rejected) as refused:
            take(data())
        assert refused.value.reason == reason, refused.value.detail
        assert refused.value.sentence == faults.SENTENCES[reason]


def test_what_is_refused_by_its_first_bytes_meets_no_decoder(monkeypatch: pytest.MonkeyPatch) -> None:
    def decoder(*_: object, **__: object) -> None:
        pytest.fail("a decoder was asked")

    monkeypatch.setattr(Image, "open", decoder)
    for upload in (camera.SVG, camera.HTML, camera.PDF, camera.MP4, camera.png_declaring(30_000, 30_000)):
        with pytest.raises(Rejected):
            render(upload)


def test_only_the_decoder_of_the_format_seen_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Sequence[str]] = []

    def decoder(_: object, formats: Sequence[str]) -> None:
        asked.append(formats)
        raise OSError

    monkeypatch.setattr(Image, "open", decoder)
    for upload in (camera.jpeg(), camera.png(), camera.webp(), camera.heic(), camera.avif(), camera.gif()):
        with pytest.raises(Rejected):
            render(upload)
    assert asked == [["JPEG"], ["PNG"], ["WEBP"], ["HEIF"], ["AVIF"], ["GIF"]]


def test_chunks_that_unpack_to_hundreds_of_megabytes_do_no_harm() -> None:
    bomb = zlib.compress(bytes(200_000_000), 9)
    row = zlib.compress((b"\0" + bytes(64 * 3)) * 64)
    for extra in (
        camera.chunk(b"iCCP", b"p\0\0" + bomb),
        camera.chunk(b"zTXt", b"t\0\0" + bomb),
        camera.chunk(b"iTXt", b"t\0\1\0\0\0" + bomb),
    ):
        upload = camera.png_of(64, 64, 8, 2, row, extra)
        with pytest.raises(Rejected) as refused:
            render(upload)
        assert refused.value.reason == "damaged"
    # More rows than the header declares: what is too much is not unpacked.
    assert render(camera.png_of(64, 64, 8, 2, bomb)).width == 64


def test_changed_bytes_end_in_a_picture_or_a_refusal_and_in_nothing_else() -> None:
    chance = random.Random(20)
    small = camera.scene(96, 64)
    originals = [
        camera.saved(small, "JPEG", exif=camera.exif(6), icc_profile=camera.display_p3()),
        camera.saved(small, "PNG", exif=camera.exif(6), icc_profile=camera.display_p3()),
        camera.saved(small, "WEBP", exif=camera.exif(6)),
        camera.heic((96, 64)),
    ]
    outcomes = {"taken": 0, "refused": 0}
    for number in range(240):
        data = bytearray(originals[number % 4])
        for _ in range(chance.choice((1, 3, 20))):
            data[chance.randrange(min(len(data), chance.choice((100, 600, len(data)))))] = chance.randrange(256)
        try:
            assert render(bytes(data)).renditions
            outcomes["taken"] += 1
        except Rejected:
            outcomes["refused"] += 1
    assert min(outcomes.values()) > 20, outcomes


# Faces


def test_a_face_comes_in_three_squares() -> None:
    shown = avatar(twelve_megapixels())
    assert sizes_of(shown) == {96: 96, 192: 192, 384: 384}
    assert Image.open(io.BytesIO(shown.master)).size == (768, 768)
    assert (shown.width, shown.height) == camera.TWELVE_MP


def test_a_small_face_is_not_enlarged() -> None:
    assert sizes_of(avatar(camera.saved(camera.scene(120, 100), "PNG"))) == {96: 96, 100: 100}


def test_without_a_crop_a_tall_picture_is_cut_a_little_above_its_middle() -> None:
    drawn = Image.new("RGB", (400, 1000), "red")
    drawn.paste("blue", (0, 640, 400, 1000))  # the square spans 240 to 640
    for picture in pictures_of(avatar(camera.saved(drawn, "PNG"))):
        assert_close(colour_at(picture, 0.5, 0.97), (255, 0, 0), 12)
    drawn.paste("lime", (0, 0, 400, 260))
    assert_close(colour_at(pictures_of(avatar(camera.saved(drawn, "PNG")))[0], 0.5, 0.01), (0, 255, 0), 12)


@pytest.mark.parametrize("orientation", [1, 6, 7])
def test_the_crop_counts_in_pixels_of_the_upright_picture(orientation: int) -> None:
    upload = camera.jpeg(WIDE, orientation)
    for place, colour in zip(((0, 0), (1000, 0), (1000, 700), (0, 700)), camera.CORNERS, strict=True):
        shown = avatar(upload, Crop(*place, 200))
        assert sizes_of(shown) == {96: 96, 192: 192, 200: 200}
        for seen in corners_of(pictures_of(shown)[0]):
            assert_close(seen, colour, 10)


@pytest.mark.parametrize(
    "crop", [Crop(-1, 0, 10), Crop(0, 0, 0), Crop(0, 0, 901), Crop(1199, 0, 2), Crop(0, 0, 10**18)]
)
def test_a_crop_outside_the_picture_is_refused(crop: Crop) -> None:
    with pytest.raises(Rejected) as refused:
        avatar(camera.jpeg(WIDE), crop)
    assert refused.value.reason == "crop_outside"


# What it costs


@pytest.mark.parametrize(
    ("upload", "megabytes"),
    [
        (twelve_megapixels, 150),
        (lambda: camera.jpeg(camera.TWELVE_MP, progressive=True), 150),
        (camera.panorama, 512),
        (lambda: camera.heic(camera.TWELVE_MP), 512),
        (lambda: camera.png_declaring(16_000, 2_500, stored_rows=2_500), 512),
        (camera.long_gif, 512),
    ],
    ids=["12 MP", "12 MP progressive", "40 MP panorama", "12 MP heic", "40 MP png", "long GIF"],
)
def test_memory_stays_below_what_the_function_has(upload: Callable[[], bytes], megabytes: int, tmp_path: Path) -> None:
    outcome, peak, _ = measured(upload(), tmp_path)
    assert outcome == "taken"
    assert 15 < peak <= megabytes


def test_a_header_of_thirty_thousand_squared_costs_nothing(tmp_path: Path) -> None:
    upload = camera.png_declaring(30_000, 30_000, stored_rows=30_000)
    assert len(upload) > 2_000_000
    outcome, peak, milliseconds = measured(upload, tmp_path)
    assert outcome == "too_many_pixels"
    assert peak <= 40
    assert milliseconds < 20


# Helpers

REFERENCE_HASH: Final = "XZkGZZJ/dXkQp2h3iKiKeI+gqFd/"

_MEASURE: Final = """
import sys, time
from media.imaging import Rejected, render
def peak():  # not ru_maxrss: that counts the parent's memory at the moment of the fork
    lines = open("/proc/self/status").read().splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM"))
data = open(sys.argv[1], "rb").read()
start = time.process_time()
try:
    outcome = "taken" if render(data) else ""
except Rejected as refused:
    outcome = refused.reason
spent = (time.process_time() - start) * 1000
print(outcome, peak(), spent)
"""


def measured(upload: bytes, folder: Path) -> tuple[str, int, float]:
    """Outcome, peak memory in MB and CPU milliseconds of `render` in a process of its own."""
    (folder / "upload").write_bytes(upload)
    path = f"{ROOT / 'functions'}:{ROOT / 'layers' / 'shared' / 'python'}"
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, str(folder / "upload")],
        env={"PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    outcome, peak, spent = done.stdout.split()
    return outcome, int(peak), float(spent)


def jpeg_declaring(width: int, height: int) -> bytes:
    data = camera.saved(camera.scene(64, 64), "JPEG")
    at = data.index(b"\xff\xc0") + 5
    return data[:at] + height.to_bytes(2, "big") + width.to_bytes(2, "big") + data[at + 4 :]


def webp_declaring(width: int, height: int) -> bytes:
    data = camera.saved(camera.scene(64, 64), "WEBP")
    return data[:26] + width.to_bytes(2, "little") + height.to_bytes(2, "little") + data[30:]


def pictures_of(shown: Rendered) -> list[Image.Image]:
    """The widest rendition in both formats, and the master."""
    return [Image.open(io.BytesIO(data)) for data in (*(one.data for one in shown.renditions[-2:]), shown.master)]


def sizes_of(shown: Rendered) -> dict[int, int]:
    """Height by width; both formats have each."""
    both = [{one.width: one.height for one in shown.renditions if one.content_type == kind} for kind in KINDS]
    assert both[0] == both[1]
    assert len(shown.renditions) == 2 * len(both[0])
    return both[0]


KINDS: Final = ("image/webp", "image/jpeg")


def colour_at(picture: Image.Image, across: float, down: float) -> tuple[int, ...]:
    pixel = picture.convert("RGB").getpixel((int(picture.width * across), int(picture.height * down)))
    assert isinstance(pixel, tuple)
    return tuple(int(part) for part in pixel)


def corners_of(picture: Image.Image) -> list[tuple[int, ...]]:
    """Mean colours near the corners, clockwise from the upper left."""
    across, down = max(1, picture.width // 8), max(1, picture.height // 8)
    right, bottom = picture.width - across, picture.height - down
    seen = []
    for left, top in ((0, 0), (right, 0), (right, bottom), (0, bottom)):
        part = picture.convert("RGB").crop((left, top, left + across, top + down))
        seen.append(tuple(round(mean) for mean in ImageStat.Stat(part).mean))
    return seen


def assert_upright(picture: Image.Image, tolerance: int = 8) -> None:
    for seen, colour in zip(corners_of(picture), camera.CORNERS, strict=True):
        assert_close(seen, colour, tolerance)


def assert_close(seen: tuple[int, ...], wanted: tuple[int, ...], tolerance: int) -> None:
    assert distance(seen, wanted) <= tolerance, f"{seen} is not {wanted}"


def distance(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    return max(abs(mine - yours) for mine, yours in zip(one, other, strict=True))


def placeholder(text: str) -> Image.Image:
    """The picture that a ThumbHash stands for, 32 pixels at its long side (opaque only; evanw.github.io/thumbhash)."""
    data = base64.b64decode(text)
    head, tail = int.from_bytes(data[:3], "little"), int.from_bytes(data[3:5], "little")
    assert not head >> 23, "no transparency is ever published"
    short, landscape = tail & 7, tail >> 15
    waves = (7, max(3, short)) if landscape else (max(3, short), 7)
    steps = iter([part / 7.5 - 1 for byte in data[5:] for part in (byte & 15, byte >> 4)])
    channels = []
    for mean, scale, (across, down) in (
        ((head & 63) / 63, (head >> 18 & 31) / 31, waves),
        ((head >> 6 & 63) / 31.5 - 1, (tail >> 3 & 63) / 63, (3, 3)),
        ((head >> 12 & 63) / 31.5 - 1, (tail >> 9 & 63) / 63, (3, 3)),
    ):
        terms = [(x, y) for y in range(down) for x in range(across) if (x or y) and x * down < across * (down - y)]
        channels.append((mean, [(x, y, scale * next(steps)) for x, y in terms]))
    size = (32, round(32 * short / 7)) if landscape else (round(32 * short / 7), 32)
    picture = Image.new("RGB", size)
    for row in range(size[1]):
        for column in range(size[0]):
            light, yellow, red = (
                mean
                + sum(
                    2
                    * term
                    * math.cos(math.pi / size[0] * (column + 0.5) * x)
                    * math.cos(math.pi / size[1] * (row + 0.5) * y)
                    for x, y, term in terms
                )
                for mean, terms in channels
            )
            blue = light - 2 / 3 * yellow
            reds = (3 * light - blue + red) / 2
            picture.putpixel((column, row), tuple(round(255 * min(1, max(0, v))) for v in (reds, reds - red, blue)))
    return picture


def assert_only_pixels(data: bytes) -> None:
    """Nothing but what a decoder needs: no application segments, comments or profiles, nothing behind the end."""
    picture = Image.open(io.BytesIO(data))
    assert not picture.getexif()
    assert not {"exif", "xmp", "icc_profile", "comment", "photoshop"} & set(picture.info)
    if picture.format == "WEBP":
        assert data[12:16] == b"VP8 "
        assert 20 + int.from_bytes(data[16:20], "little") in (len(data), len(data) - 1)
        return
    assert data.endswith(b"\xff\xd9")
    at, markers = 2, set()
    while data[at + 1] != 0xDA:
        markers.add(data[at + 1])
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    assert markers <= {0xE0, 0xDB, 0xC0, 0xC2, 0xC4, 0xDD}, markers
