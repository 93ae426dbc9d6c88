"""The main job: a photograph travels from one person's phone to their followers' open screens."""

import io
from collections.abc import Callable

import httpx
import pytest
from PIL import Image

from desk.platform import Platform
from support import camera, plain
from support.people import Member, eventually, through

Join = Callable[[str], Member]

CAPTION = "Süßes Licht 🌅 مساء الخير a\u0303 #goldenhour #غروب @{friend} 👩‍👩‍👧"


def phone_photo(orientation: int) -> bytes:
    """What a phone writes: turned by EXIF, with the place where it was taken."""
    return camera.jpeg(size=(1600, 1200), orientation=orientation)


def fetch(url: str) -> httpx.Response:
    """A rendition, as a browser asks for it."""
    address, headers = through(url)
    return plain.get(address, headers=headers)


def test_a_photograph_travels_from_phone_to_open_screens(member: Join, platform: Platform) -> None:
    alice, bob = member("alice"), member("bob")
    avatar = alice.upload(phone_photo(6), "image/jpeg", purpose="avatar")
    alice.ask("PUT", "/v1/me/avatar", json={"mediaId": avatar})
    bob.follow(alice)
    eventually(lambda: alice.profile(alice.username)["counts"]["followers"], lambda n: n == 1)

    with bob.socket() as screen, alice.socket() as phone:
        photos = [
            (alice.upload(phone_photo(8), "image/jpeg"), "A field at dusk"),
            (alice.upload(camera.heic(), "image/heic"), "The same field from the hill"),
            (alice.upload(camera.png_16_bit(), "image/png"), "A drawing of it"),
        ]
        post = alice.publish(*photos, caption=CAPTION.format(friend=bob.username))
        assert screen.wait_for("post")["postId"] == post["id"]

        (seen,) = eventually(bob.feed, lambda items: len(items) == 1)
        assert seen["id"] == post["id"]
        assert seen["author"]["username"] == alice.username
        assert seen["author"]["avatar"]["small"]
        assert "🌅" in seen["caption"]
        assert [photo["alt"] for photo in seen["photos"]] == [alt for _, alt in photos]
        for photo in seen["photos"]:
            assert photo["thumbhash"]
            for source in photo["sources"]:
                for address in (source["webp"], source["jpeg"]):
                    found = fetch(address)
                    assert found.status_code == 200, found.text
                    picture = Image.open(io.BytesIO(found.content))
                    assert picture.width == source["width"]
                    assert not picture.getexif(), "no EXIF, and so no place, reaches anybody"

        bob.ask("PUT", f"/v1/posts/{post['id']}/like", status=204)
        phone.wait_for("notification", about=("like",))
        bob.ask("POST", f"/v1/posts/{post['id']}/comments", json={"text": f"Lovely, @{alice.username}!"}, status=201)
        phone.wait_for("notification", about=("comment", "mention"))

    kinds = eventually(lambda: {each["kind"] for each in alice.notifications()}, lambda found: len(found) >= 3)
    assert {"follow", "like", "comment"} <= kinds
    counted = eventually(
        lambda: alice.ask("GET", f"/v1/posts/{post['id']}"), lambda found: (found["likes"], found["comments"]) == (1, 1)
    )
    assert counted["liked"] is False

    bob.unfollow(alice)
    assert bob.feed() == [], "what one does not follow is gone at once"
    eventually(lambda: alice.profile(alice.username)["counts"]["followers"], lambda n: n == 0)


def test_a_mentioned_member_is_told(member: Join) -> None:
    alice, bob = member("alice"), member("bob")
    alice.publish((alice.upload(camera.webp(), "image/webp"), "x"), caption=f"for @{bob.username}")
    (told,) = eventually(bob.notifications, lambda found: len(found) == 1)
    assert told["kind"] == "mention"
    assert told["actor"]["username"] == alice.username


def test_posts_of_a_celebrity_are_read_when_the_feed_is_read(member: Join) -> None:
    star = member("star")
    fans = [member(f"fan{n}") for n in range(4)]
    photo = star.upload(phone_photo(1), "image/jpeg")
    first = star.publish((photo, "before"), caption="before")
    for fan in fans:
        fan.follow(star)
    eventually(lambda: star.profile(star.username)["counts"]["followers"], lambda n: n == 4)
    later = star.publish((star.upload(phone_photo(1), "image/jpeg"), "after"), caption="after")
    for fan in fans:
        eventually(lambda fan=fan: [each["id"] for each in fan.feed()], lambda ids: ids == [later["id"], first["id"]])  # type: ignore[misc]


def test_an_anonymous_reader_sees_public_posts_and_changes_nothing(member: Join, platform: Platform) -> None:
    alice = member("alice")
    post = alice.publish((alice.upload(phone_photo(1), "image/jpeg"), "x"))
    assert plain.get(f"{platform.url}/v1/public/posts/{post['id']}").json()["id"] == post["id"]
    for method, path in (
        ("PUT", f"/v1/posts/{post['id']}/like"),
        ("POST", f"/v1/posts/{post['id']}/comments"),
        ("POST", "/v1/posts"),
        ("POST", "/v1/media"),
        ("PUT", f"/v1/people/{alice.username}/follow"),
        ("GET", "/v1/feed"),
        ("GET", "/v1/notifications"),
        ("POST", "/v1/socket-tickets"),
    ):
        assert plain.request(method, platform.url + path, json={}).status_code == 401, path


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "truncated": (lambda: camera.truncated(phone_photo(1)), "image/jpeg"),
    "declares 30,000 x 30,000": (lambda: camera.png_declaring(30_000, 30_000), "image/png"),
    "svg": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "image/png"),
    "no image, image name": (lambda: b"hello, I am a text" * 100, "image/jpeg"),
    "pdf": (lambda: b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n" * 40, "image/png"),
}


@pytest.mark.parametrize("kind", BAD)
def test_what_is_no_photograph_is_refused_with_its_reason(member: Join, kind: str) -> None:
    alice = member("alice")
    make, content_type = BAD[kind]
    media = alice.start_upload(make(), content_type)
    state = alice.processed(media)
    assert state["state"] == "rejected"
    assert state["sentence"]
    alice.ask("POST", "/v1/posts", json={"photos": [{"mediaId": media, "alt": ""}], "caption": ""}, status=422)
