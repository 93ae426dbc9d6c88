"""Moving pictures, and those who would have us decode for ever (security.md row 21)."""

import io
import struct
from collections.abc import Callable

import pytest
from media import faults, moving
from media.imaging import MAX_BYTES, MOTION_SIDE, Rejected, avatar, render
from PIL import Image

from support import camera

COLOURS = ("red", "lime", "blue", "white", "black")


def film(encoder: str, size: tuple[int, int] = (160, 120), **options: object) -> bytes:
    """Five frames, each of one colour."""
    first, *others = (Image.new("RGB", size, colour) for colour in COLOURS)
    given = {"duration": [0, 40, 100, 30_000, 500], "loop": 3, **options}
    return camera.saved(first, encoder, save_all=True, append_images=others, **given)


def colour_of(picture: Image.Image) -> tuple[int, ...]:
    seen = picture.convert("RGB").getpixel((picture.width // 2, picture.height // 2))
    assert isinstance(seen, tuple)
    return tuple(255 * (value > 127) for value in map(int, seen))


@pytest.mark.parametrize("encoder", ["GIF", "WEBP"])
def test_a_moving_picture_moves_and_its_stills_show_the_first_frame(encoder: str) -> None:
    shown = render(film(encoder))
    assert shown.motion is not None
    picture = Image.open(io.BytesIO(shown.motion))
    assert (picture.format, getattr(picture, "n_frames", 1), picture.size) == ("WEBP", 5, (160, 120))
    assert picture.info["loop"] == 3
    seen, shown_for = [], []
    for number in range(5):
        picture.seek(number)
        picture.load()
        seen.append(colour_of(picture))
        shown_for.append(picture.info["duration"])
    assert seen == [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255), (0, 0, 0)]
    assert shown_for[1:3] == [40, 100]
    assert (shown_for[0], shown_for[3]) == (100, 10_000), "as browsers show it, and not for ever"
    stills = [Image.open(io.BytesIO(each.data)) for each in shown.renditions]
    assert [(still.format, getattr(still, "n_frames", 1), colour_of(still)) for still in stills] == [
        ("WEBP", 1, (255, 0, 0)),
        ("JPEG", 1, (255, 0, 0)),
    ]


def test_a_large_or_long_one_is_made_smaller() -> None:
    motion = render(film("GIF", (1600, 1200))).motion
    assert motion is not None
    assert Image.open(io.BytesIO(motion)).size == (MOTION_SIDE, MOTION_SIDE * 3 // 4)


def test_what_does_not_move_stays_a_still() -> None:
    for still in (camera.gif(), camera.avif(), camera.saved(camera.scene(64, 64), "WEBP", save_all=True)):
        assert render(still).motion is None
    assert avatar(film("GIF")).motion is None


def test_an_avif_is_taken_upright_and_without_its_place() -> None:
    upload = camera.saved(camera.scene(400, 300), "AVIF", exif=camera.exif(1))
    shown = render(upload)
    assert (shown.format, shown.width, shown.height) == ("avif", 400, 300)
    turned = render(camera.saved(camera.scene(400, 300).rotate(90, expand=True), "AVIF", exif=camera.exif(6)))
    assert (turned.width, turned.height) == (400, 300)
    upper_left = Image.open(io.BytesIO(turned.renditions[-1].data)).convert("RGB").getpixel((20, 20))
    assert isinstance(upper_left, tuple)
    assert all(abs(mine - wanted) < 30 for mine, wanted in zip(upper_left, camera.CORNERS[0], strict=True))
    for each in (*shown.renditions, *turned.renditions):
        assert camera.PLACE.encode() not in each.data
        assert not Image.open(io.BytesIO(each.data)).getexif()


def test_a_page_within_or_behind_a_gif_is_gone() -> None:
    hidden = film("GIF", comment=b"<script>" + camera.PLACE.encode() + b"</script>")
    for upload in (hidden, hidden + camera.HTML, camera.gif_with_page(), hidden.replace(b"GIF89a", b"GIF87a", 1)):
        shown = render(upload)
        for output in (shown.master, shown.motion or b"", *(each.data for each in shown.renditions)):
            assert b"script" not in output
            assert camera.PLACE.encode() not in output


def gif_frame(left: int, top: int, width: int, height: int, data: bytes = b"\x02\x02\x44\x01\x00") -> bytes:
    return b"," + struct.pack("<HHHHB", left, top, width, height, 0) + data


def gif_of(*frames: bytes, size: tuple[int, int] = (1, 1), end: bytes = b";") -> bytes:
    return b"GIF89a" + struct.pack("<HHBBB", *size, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff" + b"".join(frames) + end


def webp_of_frames(count: int, width: int, height: int) -> bytes:
    """A WebP that announces frames; there is nothing in them."""
    size = b"".join(struct.pack("<I", side - 1)[:3] for side in (width, height))
    frame = b"ANMF" + struct.pack("<I", 24) + bytes(24)
    chunks = b"VP8X" + struct.pack("<IB", 10, 0x02) + bytes(3) + size + b"ANIM" + struct.pack("<I", 6) + bytes(6)
    body = b"WEBP" + chunks + frame * count
    return b"RIFF" + struct.pack("<I", len(body)) + body


def avif_film() -> bytes:
    frames = [Image.new("RGB", (64, 64), colour) for colour in COLOURS]
    return camera.saved(frames[0], "AVIF", save_all=True, append_images=frames[1:])


BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "a GIF of 5,000 frames": (lambda: gif_of(*[gif_frame(0, 0, 1, 1)] * 5000), "too_much_motion"),
    "a GIF of 60,000 squared": (lambda: gif_of(gif_frame(0, 0, 1, 1), size=(60_000, 60_000)), "too_many_pixels"),
    "a GIF whose second frame is huge": (
        lambda: gif_of(gif_frame(0, 0, 1, 1), gif_frame(0, 0, 60_000, 60_000)),
        "too_many_pixels",
    ),
    "a GIF whose frames lie far out": (
        lambda: gif_of(gif_frame(0, 0, 1, 1), gif_frame(65_000, 65_000, 1, 1)),
        "too_many_pixels",
    ),
    "a GIF of large frames": (lambda: gif_of(*[gif_frame(0, 0, 1, 1)] * 9, size=(7_000, 7_000)), "too_much_motion"),
    "a WebP of 5,000 frames": (lambda: webp_of_frames(5_000, 8, 8), "too_much_motion"),
    "a WebP of large frames": (lambda: webp_of_frames(20, 7_000, 7_000), "too_much_motion"),
    "a moving PNG": (lambda: camera.animated("PNG"), "animated_not_supported"),
    "a moving AVIF": (avif_film, "animated_not_supported"),
    "an AVIF that declares 30,000 squared": (lambda: avif_declaring(30_000, 30_000), "too_many_pixels"),
    "a GIF of tiny blocks": (lambda: gif_of(b"!\xfe" + b"\x01x" * 1_000_000 + b"\0"), "damaged"),
    "a GIF of zeros": (lambda: gif_of(bytes(1_000_000)), "damaged"),
    "no frame at all": (gif_of, "damaged"),
    "a GIF cut within its frame": (lambda: film("GIF")[:-40], "truncated"),
    "a GIF's header": (lambda: b"GIF89a", "truncated"),
    "a block that no GIF has": (lambda: gif_of(b"\x99"), "damaged"),
    "a WebP that moves without a frame": (lambda: webp_of_frames(0, 8, 8), "damaged"),
    "WebP frames of nothing": (lambda: webp_of_frames(3, 8, 8), "damaged"),
}


def avif_declaring(width: int, height: int) -> bytes:
    data = camera.avif()
    at = data.index(b"ispe") + 8
    return data[:at] + struct.pack(">II", width, height) + data[at + 8 :]


@pytest.mark.parametrize("case", BOMBS)
def test_what_is_too_much_is_refused(case: str) -> None:
    make, reason = BOMBS[case]
    for take in (render, avatar):
        with pytest.raises(Rejected) as refused:
            take(make())
        assert refused.value.reason == reason, refused.value.detail


def test_bombs_meet_no_decoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "open", lambda *_, **__: pytest.fail("a decoder was asked"))
    for case, (make, _) in BOMBS.items():
        if case != "WebP frames of nothing":
            with pytest.raises(Rejected):
                render(make())


def test_the_limits_fit_each_other() -> None:
    assert moving._MAX_BLOCKS > MAX_BYTES / 256 * 2
    assert faults.MAX_MOVING_PIXELS >= faults.MAX_FRAMES * 480 * 270
