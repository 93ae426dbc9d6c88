"""What phones, cameras and keyboards really write goes in by the public doors and comes out right for everybody."""

import io
import unicodedata
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from PIL import Image, ImageStat

from desk.platform import Platform
from support import camera, plain
from support.people import Member, eventually, through

Join = Callable[[str], Member]

SMALL = (800, 600)
CORNERS = dict(zip(("upper left", "upper right", "lower right", "lower left"), camera.CORNERS, strict=True))
LEFT = ("upper left", "lower left")

PHOTOGRAPHS: dict[str, tuple[Callable[[], bytes], str, tuple[int, int]]] = {
    **{
        f"EXIF orientation {n}": (partial(camera.jpeg, size=SMALL, orientation=n), "image/jpeg", SMALL)
        for n in (1, 2, 3, 4, 5, 7, 8)
    },
    "12 MP, EXIF orientation 6": (
        partial(camera.jpeg, size=camera.TWELVE_MP, orientation=6),
        "image/jpeg",
        camera.TWELVE_MP,
    ),
    "progressive": (partial(camera.jpeg, size=SMALL, progressive=True), "image/jpeg", SMALL),
    "CMYK": (camera.cmyk_jpeg, "image/jpeg", (1200, 900)),
    "HEIC": (camera.heic, "image/heic", (1200, 900)),
    "HEIC, turned": (partial(camera.heic, size=SMALL, orientation=6), "image/heic", SMALL),
    "WebP, turned": (partial(camera.webp, 6), "image/webp", (1200, 900)),
    "40 MP panorama": (camera.panorama, "image/jpeg", (16_000, 2_500)),
}
TOLERANCE = 24
"""Of 255, in each colour: inks, chroma at half size and the smallest rendition's sharpening stay within."""


@pytest.fixture(scope="module")
def alice(platform: Platform) -> Iterator[Member]:
    alice = Member(platform.url, "alice")
    yield alice
    alice.close()


def fetched(address: str) -> bytes:
    """A rendition as a browser without any session gets it."""
    url, headers = through(address)
    found = plain.get(url, headers=headers, timeout=20)
    assert found.status_code == 200, found.text
    return found.content


def corners(picture: Image.Image) -> dict[str, list[float]]:
    across, down = max(1, picture.width // 8), max(1, picture.height // 8)
    right, bottom = picture.width - across, picture.height - down
    places = zip(CORNERS, ((0, 0), (right, 0), (right, bottom), (0, bottom)), strict=True)
    return {name: ImageStat.Stat(picture.crop((x, y, x + across, y + down))).mean for name, (x, y) in places}


def check_smallest(photo: dict[str, Any], at: tuple[str, ...] = tuple(CORNERS)) -> None:
    """Both formats of the smallest rendition: upright, its corners in their colours, nothing but pixels in the file."""
    smallest = photo["sources"][0]
    assert smallest["width"] == min(320, photo["width"])
    for format_ in ("webp", "jpeg"):
        data = fetched(smallest[format_])
        picture = Image.open(io.BytesIO(data))
        assert picture.format == format_.upper()
        assert abs(picture.height - picture.width * photo["height"] / photo["width"]) < 1, "undistorted"
        seen = corners(picture.convert("RGB"))
        for name in at:
            away = max(abs(mine - wanted) for mine, wanted in zip(seen[name], CORNERS[name], strict=True))
            assert away <= TOLERANCE, (format_, name, seen[name], CORNERS[name])
        assert not picture.getexif()
        assert not {"exif", "xmp", "comment", "photoshop"} & set(picture.info)
        assert camera.PLACE.encode() not in data, "where it was taken reaches nobody"


def test_photographs_as_phones_and_cameras_write_them(alice: Member) -> None:
    sent = {name: alice.start_upload(make(), kind) for name, (make, kind, _) in PHOTOGRAPHS.items()}
    for name, media in sent.items():
        seen = alice.processed(media)
        assert seen["state"] == "ready", (name, seen)
        photo = seen["photo"]
        assert (photo["width"], photo["height"]) == PHOTOGRAPHS[name][2], (name, "upright")
        assert photo["thumbhash"], name
        assert len({source["width"] for source in photo["sources"]}) == len(photo["sources"]), name
        check_smallest(photo)


def test_the_check_of_corners_sees_a_picture_that_lies_on_its_side(alice: Member) -> None:
    lying = camera.saved(camera.scene(*SMALL).transpose(Image.Transpose.ROTATE_90), "JPEG")
    seen = alice.processed(alice.start_upload(lying, "image/jpeg"))
    with pytest.raises(AssertionError):
        check_smallest(seen["photo"])


def test_sixteen_bits_and_transparency_lie_on_white(alice: Member) -> None:
    photo = alice.processed(alice.start_upload(camera.png_16_bit(), "image/png"))["photo"]
    check_smallest(photo, at=LEFT)
    picture = Image.open(io.BytesIO(fetched(photo["sources"][0]["jpeg"]))).convert("RGB")
    right = picture.crop((picture.width - 2, 0, picture.width, picture.height))
    assert min(ImageStat.Stat(right).mean) > 235


def test_a_post_of_ten_keeps_its_order(alice: Member, member: Join) -> None:
    media = [alice.start_upload(camera.jpeg(size=(400 + 20 * n, 300)), "image/jpeg") for n in range(10)]
    for each in media:
        assert alice.processed(each)["state"] == "ready"
    post = alice.publish(*((each, f"Number {n}") for n, each in enumerate(media)))
    seen = member("bob").ask("GET", f"/v1/posts/{post['id']}")["photos"]
    assert [each["mediaId"] for each in seen] == media
    assert [each["alt"] for each in seen] == [f"Number {n}" for n in range(10)]
    assert [each["width"] for each in seen] == [400 + 20 * n for n in range(10)]


CAPTIONS: dict[str, tuple[str, list[tuple[str, str, str]]]] = {
    "emoji": (
        "👩‍👩‍👧 👩🏽‍🚀 🏳️‍🌈 🇩🇪 🏴󠁧󠁢󠁳󠁣󠁴󠁿 1️⃣ ❤️ ☺︎ #sea🌊 🌅#dawn",
        [("hashtag", "#sea", "sea"), ("hashtag", "#dawn", "dawn")],
    ),
    "right to left": (
        "מִזְמוֹר לַיּוֹם #שקיעה مساء الخير #غروب_الشمس يا @bob.smith 12:30",
        [
            ("hashtag", "#שקיעה", "שקיעה"),
            ("hashtag", "#غروب_الشمس", "غروب_الشمس"),
            ("mention", "@bob.smith", "bob.smith"),
        ],
    ),
    "isolated direction": ("He said \u2068שלום\u2069 to me #שלום", [("hashtag", "#שלום", "שלום")]),
    "marks that have no composed form": (
        "q\u0303 x\u0331\u0307 m\u0302 #q\u0303uilt",
        [("hashtag", "#q\u0303uilt", "q\u0303uilt")],
    ),
    "scripts with joined letters": (
        "क्षितिज पर #सूर्यास्त ครับ #พระอาทิตย์ตก می\u200cخواهم 日本 #夕焼け",
        [
            ("hashtag", "#सूर्यास्त", "सूर्यास्त"),
            ("hashtag", "#พระอาทิตย์ตก", "พระอาทิตย์ตก"),
            ("hashtag", "#夕焼け", "夕焼け"),
        ],
    ),
    "a link and what is none": (
        "𝒜 https://example.com/a?b=c#d, mail me: ana@example.com\n\nC# &#39; 100%",
        [("link", "https://example.com/a?b=c#d", "https://example.com/a?b=c#d")],
    ),
    "markup is words": ("<b>bold</b> \"quoted\" 'single' \\ & ${x} {{y}} '; DROP TABLE posts;--", []),
    "30 hashtags": (
        " ".join(f"#tag{n}ö" for n in range(30)),
        [("hashtag", f"#tag{n}ö", f"tag{n}ö") for n in range(30)],
    ),
    "2,200 characters, four bytes each": ("🌅" * 2200, []),
}


def found_in(post: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Each entity: its kind, the words that its offsets cut out of the caption, and what it points at."""
    points = {"hashtag": "tag", "mention": "username", "link": "url"}
    return [
        (each["kind"], post["caption"][each["start"] : each["end"]], each[points[each["kind"]]])
        for each in post["entities"]
    ]


@pytest.fixture(scope="module")
def photo(alice: Member) -> str:
    return alice.upload(camera.jpeg(size=SMALL), "image/jpeg")


@pytest.mark.parametrize("kind", CAPTIONS)
def test_captions_come_back_exactly_with_what_they_point_at(
    alice: Member, photo: str, platform: Platform, kind: str
) -> None:
    caption, wanted = CAPTIONS[kind]
    post = alice.publish((photo, caption[:1000]), caption=caption)
    anonymous = plain.get(f"{platform.url}/v1/public/posts/{post['id']}").json()
    (own,) = eventually(lambda: [each for each in alice.feed() if each["id"] == post["id"]], bool)
    for seen in (post, anonymous, own):
        assert seen["caption"] == unicodedata.normalize("NFC", caption)
        assert seen["photos"][0]["alt"] == unicodedata.normalize("NFC", caption[:1000])
        assert found_in(seen) == wanted


def test_a_decomposed_letter_is_kept_as_one(alice: Member, photo: str) -> None:
    """A Mac's keyboard and a telephone's write the same word in two ways; it is one word and one hashtag."""
    post = alice.publish((photo, ""), caption="a\u0303 #cafe\u0301 #CAFÉ")
    assert post["caption"] == "ã #café #CAFÉ"
    assert {tag for _, _, tag in found_in(post)} == {"café"}


def test_comments_and_names_are_kept_as_written(alice: Member, photo: str) -> None:
    words = f"👩‍👩‍👧 מזל טוב q\u0303 #sea @{alice.username}"
    post = alice.publish((photo, ""))
    made = alice.ask("POST", f"/v1/posts/{post['id']}/comments", json={"text": words})
    (seen,) = alice.ask("GET", f"/v1/posts/{post['id']}/comments")["items"]
    for each in (made, seen):
        assert each["text"] == words
        assert [each["text"][e["start"] : e["end"]] for e in each["entities"]] == ["#sea", f"@{alice.username}"]
    alice.ask("PATCH", "/v1/me", json={"name": "José 👩🏽‍🚀 אבג", "bio": words})
    profile = alice.profile(alice.username)
    assert (profile["person"]["name"], profile["bio"]) == ("José 👩🏽‍🚀 אבג", words)


def test_the_31st_hashtag_is_one_too_many(alice: Member, photo: str) -> None:
    caption = " ".join(f"#tag{n}" for n in range(31))
    body = {"photos": [{"mediaId": photo, "alt": ""}], "caption": caption}
    refused = alice.ask("POST", "/v1/posts", json=body, status=422)
    assert [each["pointer"] for each in refused["errors"]] == ["/caption"]
    assert "30" in refused["errors"][0]["detail"]
    again = alice.publish((photo, ""), caption=" ".join(f"#tag{n % 30}" for n in range(31)))
    assert len(again["entities"]) == 31, "the same tag twice is one tag"
