"""The demo world is whole: files, words, credits and the web of people agree with each other."""

import json
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from kernel.names import parse_display_name, parse_email, parse_username
from kernel.text import hashtags, mentions

WORLD = Path(__file__).resolve().parents[2] / "scripts" / "world"
PHOTOS, FACES = WORLD / "photos", WORLD / "faces"
FREE = {
    "Public domain", "CC0-1.0", "CC-BY-2.0", "CC-BY-3.0", "CC-BY-4.0", "CC-BY-SA-2.0", "CC-BY-SA-3.0", "CC-BY-SA-4.0",
}  # fmt: skip
PASSWORD = "correct horse battery staple"
MEGABYTE = 1_000_000

Row = dict[str, Any]
CAST: list[Row] = json.loads((WORLD / "cast.json").read_text(encoding="utf-8"))
POSTS: list[Row] = json.loads((WORLD / "posts.json").read_text(encoding="utf-8"))
USED: list[Row] = [photo for post in POSTS for photo in post["photos"]]
PEOPLE: dict[str, Row] = {person["username"]: person for person in CAST}
STAR = "stella.nova"


def followers(username: str) -> set[str]:
    return {person["username"] for person in CAST if username in person["follows"]}


# People


def test_the_cast_is_twelve_and_starts_with_the_four_of_every_suite() -> None:
    assert [person["username"] for person in CAST[:4]] == ["alice", "bob", "carol", "dan"]
    assert len(PEOPLE) == len(CAST) == 12


@pytest.mark.parametrize("person", CAST, ids=lambda person: person["username"])
def test_a_person_could_sign_up(person: Row) -> None:
    assert parse_username(person["username"]) == person["username"]
    assert parse_display_name(person["name"]) == person["name"]
    assert parse_email(person["email"]) == f"{person['username']}@example.com"
    assert person["password"] == PASSWORD
    assert 0 < len(person["bio"]) <= 150


@pytest.mark.parametrize("person", CAST, ids=lambda person: person["username"])
def test_a_person_follows_others_of_the_cast_once_each(person: Row) -> None:
    follows = person["follows"]
    assert len(set(follows)) == len(follows)
    assert set(follows) <= PEOPLE.keys() - {person["username"]}


def test_everybody_follows_the_one_celebrity() -> None:
    assert [person["username"] for person in CAST if person.get("celebrity")] == [STAR]
    assert followers(STAR) == PEOPLE.keys() - {STAR}
    assert max(len(followers(name)) for name in PEOPLE if name != STAR) < len(followers(STAR)) - 2


def test_the_web_that_other_suites_rely_on() -> None:
    assert {"bob", "carol"} <= set(PEOPLE["alice"]["follows"])
    assert "dan" not in PEOPLE["alice"]["follows"]
    assert {"alice", "bob"} <= set(PEOPLE["carol"]["follows"])
    assert "alice" not in PEOPLE["dan"]["follows"]


# Files


def test_every_file_is_used_once_and_every_used_file_exists() -> None:
    names = [photo["file"] for photo in USED]
    assert [name for name, times in Counter(names).items() if times > 1] == []
    assert set(names) == {path.name for path in PHOTOS.iterdir()}
    assert {person["face"] for person in CAST} == {path.name for path in FACES.iterdir()}


def test_the_world_is_small() -> None:
    sizes = {path: path.stat().st_size for path in WORLD.rglob("*") if path.is_file()}
    assert sum(sizes.values()) <= 12 * MEGABYTE
    assert [path.name for path, size in sizes.items() if size > 0.16 * MEGABYTE] == []


@pytest.mark.parametrize("path", sorted(PHOTOS.iterdir()), ids=lambda path: path.name)
def test_a_photograph_is_feed_sized_and_tells_nothing_about_its_camera(path: Path) -> None:
    with Image.open(path) as image:
        image.load()
        assert image.format == {".jpg": "JPEG", ".webp": "WEBP"}[path.suffix]
        assert image.mode == "RGB"
        assert image.width == 1080
        assert 0.8 <= image.width / image.height <= 1.91
        assert not image.getexif()
        assert not {"exif", "xmp", "comment", "photoshop", "icc_profile"} & image.info.keys()


@pytest.mark.parametrize("path", sorted(FACES.iterdir()), ids=lambda path: path.name)
def test_a_face_is_a_small_square(path: Path) -> None:
    with Image.open(path) as image:
        assert image.size == (384, 384)
        assert not image.getexif()
    assert path.stat().st_size < 20_000


# Words and credits


@pytest.mark.parametrize("photo", USED, ids=lambda photo: photo["file"])
def test_a_photograph_is_described_and_credited(photo: Row) -> None:
    assert photo.keys() == {"file", "alt", "credit", "licence", "source"}
    assert 15 <= len(photo["alt"]) <= 200
    assert photo["credit"].strip()
    assert photo["licence"] in FREE
    assert " in the package " in photo["source"]


def test_no_two_photographs_share_their_alt_text() -> None:
    assert len({photo["alt"] for photo in USED}) == len(USED) >= 120


def test_the_credits_page_names_every_photograph_with_author_and_licence() -> None:
    rows = (WORLD / "CREDITS.md").read_text(encoding="utf-8").splitlines()
    for photo in USED:
        start = f"| {photo['file']} | {photo['credit']} | {photo['licence']} |"
        assert [row for row in rows if row.startswith(start)], photo["file"]
    assert len([row for row in rows if row.startswith("| ")]) == len(USED) + 1
    for licence in FREE:
        assert [row for row in rows if row.startswith(f"- {licence}: <https://creativecommons.org/")], licence


# Posts


@pytest.mark.parametrize("post", POSTS, ids=lambda post: post["photos"][0]["file"])
def test_a_post_is_one_that_the_cast_could_have_made(post: Row) -> None:
    assert post["author"] in PEOPLE
    assert 1 <= len(post["photos"]) <= 10
    assert 0 < len(post["caption"]) <= 2200
    assert 0 < post["days_ago"] < 60
    assert set(mentions(post["caption"])) <= PEOPLE.keys()
    assert len(set(post["likes"])) == len(post["likes"])
    assert set(post["likes"]) <= PEOPLE.keys() - {post["author"]}


@pytest.mark.parametrize("post", [post for post in POSTS if post["comments"]], ids=lambda p: p["photos"][0]["file"])
def test_comments_come_from_the_cast_in_order_and_before_now(post: Row) -> None:
    hours = [comment["hours_after"] for comment in post["comments"]]
    assert hours == sorted(set(hours))
    assert hours[0] > 0
    assert hours[-1] <= post["days_ago"] * 24
    for comment in post["comments"]:
        assert comment["by"] in PEOPLE
        assert 0 < len(comment["text"]) <= 1000
        assert set(mentions(comment["text"])) <= PEOPLE.keys()


def test_posts_stand_oldest_first_and_everybody_has_several() -> None:
    days = [post["days_ago"] for post in POSTS]
    assert days == sorted(set(days), reverse=True)
    assert min(Counter(post["author"] for post in POSTS).values()) >= 5
    assert min(days) < 1 < 40 < max(days)


def test_the_words_exercise_the_scripts_of_the_world() -> None:
    words = "".join(post["caption"] + "".join(c["text"] for c in post["comments"]) for post in POSTS)
    assert any(unicodedata.bidirectional(letter) == "AL" for letter in words)
    assert "\u0303" in words  # a combining tilde that stays decomposed
    assert any(unicodedata.category(letter) == "So" for letter in words)
    assert any("CJK" in unicodedata.name(letter, "") for letter in words)
    assert any(mentions(post["caption"]) for post in POSTS)
    assert any(not tag.isascii() for post in POSTS for tag in hashtags(post["caption"]))
    assert {len(post["photos"]) for post in POSTS} >= {1, 2, 3, 4, 5}


# Conversations


CHATS: list[Row] = json.loads((WORLD / "chats.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("chat", CHATS, ids=lambda chat: "-".join(chat["people"]))
def test_a_conversation_is_one_that_the_cast_could_have(chat: Row) -> None:
    people = set(chat["people"])
    assert people <= PEOPLE.keys()
    assert len(people) == len(chat["people"]) > 1
    assert ("name" in chat) == (len(people) > 2)
    when = [each["ago"] for each in chat["messages"]]
    assert when == sorted(when, reverse=True)
    assert min(when) > 0
    for place, each in enumerate(chat["messages"]):
        assert {each["by"], *each.get("reactions", {})} <= people
        assert each["by"] not in each.get("reactions", {})
        assert each["text"] or "photo" in each
        assert each.get("reply_to", -1) < place
        if "photo" in each:
            mine = {photo["file"] for post in POSTS if post["author"] == each["by"] for photo in post["photos"]}
            assert each["photo"].removeprefix("photos/") in mine
        if "post" in each:
            assert float(POSTS[each["post"]]["days_ago"]) * 24 * 60 > each["ago"]
    last = len(chat["messages"]) + ("name" in chat)
    assert all(name in people and 0 < seq <= last for name, seq in chat["read"].items())


def test_somebody_of_every_suite_has_something_unread_and_a_request() -> None:
    unread = [chat for chat in CHATS if chat["read"].get("alice", 99) < len(chat["messages"])]
    assert unread
    stranger = next(chat for chat in CHATS if chat["people"] == ["dan", "alice"])
    assert "dan" not in PEOPLE["alice"]["follows"]
    assert "alice" not in stranger["read"]
