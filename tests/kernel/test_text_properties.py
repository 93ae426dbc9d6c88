"""What holds for every text, hostile ones included."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kernel.names import (
    NameRefused,
    canonical,
    parse_display_name,
    parse_email,
    parse_phone,
    parse_username,
)
from kernel.text import (
    Hashtag,
    Link,
    Mention,
    TextRefused,
    blank,
    boundary,
    clean,
    entities,
    hashtags,
    mentions,
    normal_tag,
)

_PIECES = (
    "@ # ＃ alice bob. .. _ 1 12 é e\u0301 \u0301 \u0323 \u0344 \u0958 \u200d \u200c \ufe0f \u20e3 1️⃣ #️⃣ "
    "👩 🏽 🇩 日本 क्ष ﷺ ß İ ͺ \u202a \u202e "
    "\u202c \u2067 \u2068 \u2069 \u200f \r \n \r\n \x01 \u2028 \u200b \u00ad \u0f71 \u1100 "
    "\u1161 \u11a8 \U0001f3f4 \U000e0067 \U000e007f "
    "http:// https:// HTTPS:// example.com .example xn-- / ? : :80 ) ( ] [ , ; & - + \\ · ・ \u212a \u2126 \u2000"
)
PIECES = _PIECES.split(" ")
# st.text() alone makes no lone surrogates, st.characters() does.
PROSE = st.lists(st.one_of(st.sampled_from([*PIECES, " "]), st.text(max_size=4)), max_size=40).map("".join)
WILD = st.one_of(
    PROSE, st.text(st.characters(), max_size=80), st.text(st.characters(categories=("Cs", "M", "Cf", "L")))
)


@settings(max_examples=400, deadline=None)
@given(WILD)
@example("@alice/@bob#tag https://example.com/@x")
def test_entities_are_ordered_apart_and_what_they_say(text: str) -> None:
    end = 0
    for entity in entities(text):
        assert end <= entity.start < entity.end <= len(text)
        end = entity.end
        written = text[entity.start : entity.end]
        match entity:
            case Mention():
                assert written[0] == "@"
                assert canonical(written[1:]) == entity.username
                assert 2 <= len(entity.username) <= 30
            case Hashtag():
                assert written[0] in "#＃"
                assert normal_tag(written[1:]) == entity.tag == normal_tag(entity.tag)
                assert 1 <= len(entity.tag) <= 100
                assert not any(character.isspace() for character in written)
            case Link():
                assert written == entity.url
                assert entity.url.lower().startswith(("http://", "https://"))
                assert not any(character.isspace() for character in entity.url)
    assert len(hashtags(text)) == len(set(hashtags(text))) <= 30
    assert len(mentions(text)) == len(set(mentions(text)))


@settings(max_examples=200, deadline=None)
@given(PROSE)
def test_a_tag_written_again_is_the_same_tag(text: str) -> None:
    for tag in hashtags(text):
        assert hashtags(f"#{tag}") == (tag,)


@settings(max_examples=400, deadline=None)
@given(WILD, st.integers(0, 100))
@example("q" + "\u0344" * 8, 100)
@example("\u2067a\n\u202eb\u2069\u202c", 100)
def test_clean_text_is_clean_and_within_its_limit(text: str, limit: int) -> None:
    cleaned, refused = attempt(text, limit)
    if refused is not None:
        where = text[refused.position : refused.position + 1]
        assert {
            "null": where == "\0",
            "surrogate": "\ud800" <= where <= "\udfff",
            "too-long": 0 <= refused.position <= limit,
        }[refused.reason]
        return
    assert len(cleaned) <= limit
    assert clean(cleaned, max_length=limit) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not any(unicodedata.category(character) in ("Cc", "Cs") for character in cleaned.replace("\n", ""))
    assert "\n\n\n\n" not in cleaned
    assert cleaned == cleaned.strip()
    assert balanced(cleaned)
    cleaned.encode()


@settings(max_examples=300, deadline=None)
@given(st.text("\u202a\u202e\u2067\u2068\u202c\u2069\nab", max_size=16))
def test_bidirectional_controls_come_out_in_pairs(text: str) -> None:
    cleaned = clean(text, max_length=len(text))
    assert balanced(cleaned)
    assert clean(cleaned, max_length=len(text)) == cleaned
    if balanced(text):
        assert cleaned.replace("\n", "") == text.replace("\n", "")


@settings(max_examples=200, deadline=None)
@given(WILD, st.integers(-1, 100))
def test_a_boundary_is_one_and_stays(text: str, position: int) -> None:
    place = boundary(text, position)
    assert 0 <= place <= max(0, min(position, len(text)))
    assert boundary(text, place) == place


@settings(max_examples=300, deadline=None)
@given(WILD)
def test_names_are_refused_or_in_their_one_form(text: str) -> None:
    blank(text)
    canonical(text)
    for parse in (parse_username, parse_display_name, parse_email, parse_phone):
        try:
            name = parse(text)
        except NameRefused:
            continue
        assert parse(name) == name
        assert name
        assert len(name) <= {"parse_username": 30, "parse_display_name": 50}.get(parse.__name__, 254)


@settings(max_examples=200, deadline=None)
@given(st.from_regex(r"[A-Za-z0-9_.]{1,32}", fullmatch=True))
def test_what_may_be_a_username_is_what_a_mention_finds(text: str) -> None:
    try:
        name = parse_username(text)
    except NameRefused as refused:
        if refused.reason != "username-reserved":
            assert mentions(f"@{text} ") != (canonical(text),)
        return
    assert mentions(f"@{text} ") == (name,)


def attempt(text: str, limit: int) -> tuple[str, TextRefused | None]:
    try:
        return clean(text, max_length=limit), None
    except TextRefused as refused:
        return "", refused


def balanced(text: str) -> bool:
    """Every bidirectional opener is closed on its line by its own closer, and no closer stands alone."""
    for line in text.split("\n"):
        waiting: list[str] = []
        for character in line:
            if character in "\u202a\u202b\u202d\u202e":
                waiting.append("\u202c")
            elif character in "\u2066\u2067\u2068":
                waiting.append("\u2069")
            elif character in "\u202c\u2069" and (not waiting or waiting.pop() != character):
                return False
        if waiting:
            return False
    return True


@pytest.mark.parametrize("text", ["\u202ea", "a\u2069", "\u2067\u202ea\u2069"])
def test_the_judge_of_balance_bites(text: str) -> None:
    assert not balanced(text)
