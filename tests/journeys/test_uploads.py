"""Uploads by the public doors: in parts, moving, refused, and gone when their post is."""

import io
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from PIL import Image

from support import camera, plain
from support.people import Member, eventually, through

Join = Callable[[str], Member]
PART = 8 * 1024 * 1024


def send(part: dict[str, Any], data: bytes) -> httpx.Response:
    address, headers = through(part["url"])
    return plain.put(address, content=data, headers=headers, timeout=30)


def get(address: str) -> httpx.Response:
    url, headers = through(address)
    return plain.get(url, headers=headers, timeout=20)


def test_a_large_photograph_comes_in_parts_and_is_taken_up_again(member: Join, request: pytest.FixtureRequest) -> None:
    alice, bob = member("alice"), member("bob")
    photo = camera.jpeg((1200, 900), 6) + bytes(PART)
    started = alice.ask("POST", "/v1/media/parts", json={"contentType": "image/jpeg", "bytes": len(photo)}, status=201)
    media = started["mediaId"]
    assert (started["parts"], started["partBytes"]) == (2, PART)
    first, second = alice.ask("POST", f"/v1/media/{media}/parts", json={"numbers": [1, 2]})["parts"]
    assert send(second, photo[PART:]).status_code == 200
    if request.config.getoption("--auth"):  # else the emulator looks at no signature
        assert send(first, photo[: PART - 1]).status_code == 403, "another size"
    for path in (f"/v1/media/{media}", f"/v1/media/{media}/parts"):
        bob.ask("GET", path, status=404)
    problem = alice.ask("POST", f"/v1/media/{media}/complete", status=409)
    assert problem["type"] == "urn:lambdagram:problem:parts-missing"
    arrived = alice.ask("GET", f"/v1/media/{media}/parts")["arrived"]
    assert arrived == [{"number": 2, "bytes": len(photo) - PART}]
    assert send(first, photo[:PART]).status_code == 200
    alice.ask("POST", f"/v1/media/{media}/complete", status=204)
    shown = alice.processed(media)
    assert shown["state"] == "ready", shown
    assert (shown["photo"]["width"], shown["photo"]["height"]) == (1200, 900)
    for secret in (f"uploads/x/{media}", f"masters/{media}.jpg", f"renditions/{media}/320.webp"):
        origin = shown["photo"]["sources"][0]["webp"].partition("/renditions")[0]
        assert get(f"{origin}/{secret}").status_code == 403, "nothing is served without a signature"


def test_a_moving_picture_moves_and_goes_with_its_post(member: Join) -> None:
    alice = member("alice")
    frames = [Image.new("RGB", (400, 300), colour) for colour in ("red", "lime", "blue")]
    film = camera.saved(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=200, loop=0)
    media = alice.upload(film, "image/gif")
    still = alice.upload(camera.avif(), "image/avif")
    post = alice.publish((media, "three colours"), (still, "a still"))
    moving, other = post["photos"]
    assert (moving["animated"], other["animated"], other["motion"]) == (True, False, None)
    served = Image.open(io.BytesIO(get(moving["motion"]).content))
    assert (served.format, getattr(served, "n_frames", 1)) == ("WEBP", 3)
    alice.ask("DELETE", f"/v1/posts/{post['id']}")
    addresses = [moving["motion"], *(each["webp"] for each in (*moving["sources"], *other["sources"]))]
    eventually(lambda: {get(each).status_code for each in addresses}, lambda seen: seen == {404})
    alice.ask("GET", f"/v1/media/{media}", status=404)


def test_what_is_no_picture_or_too_much_of_one_is_refused_in_words(member: Join) -> None:
    alice = member("alice")
    wanted = {"contentType": "image/jpeg", "bytes": 61 * 1024 * 1024}
    assert alice.ask("POST", "/v1/media/parts", json=wanted, status=422)["type"].endswith(":invalid")
    samples = {
        "truncated": camera.truncated(camera.jpeg((200, 100))),
        "too-many-pixels": camera.png_declaring(30_000, 30_000),
        "not-media": camera.HTML,
    }
    sent = {reason: alice.start_upload(data, "image/jpeg") for reason, data in samples.items()}
    for reason, media in sent.items():
        seen = alice.processed(media)
        assert (seen["state"], seen["reason"], seen["photo"]) == ("rejected", reason, None)
        assert seen["sentence"].endswith(".")
    gone = alice.ask("POST", "/v1/media", json={"contentType": "image/png", "bytes": 9}, status=201)["mediaId"]
    alice.ask("DELETE", f"/v1/media/{gone}")
    assert alice.ask("GET", f"/v1/media/{gone}")["reason"] == "cancelled"
