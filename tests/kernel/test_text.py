"""What a text points at, and what the door makes of it."""

import time
import unicodedata
from collections.abc import Callable

import msgspec
import pytest

from kernel.text import (
    Entity,
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

FAMILY = "👨\u200d👩\u200d👧\u200d👦"
ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"


def links(text: str) -> list[str]:
    return [entity.url for entity in entities(text) if isinstance(entity, Link)]


class TestMentions:
    @pytest.mark.parametrize(
        ("text", "usernames"),
        [
            ("with @alice", ("alice",)),
            ("@Alice and @ALICE", ("alice",)),
            ("@bob, @alice!", ("bob", "alice")),
            ("Thanks @alice.", ("alice",)),
            ("@alice...and so on", ("alice",)),
            ("@alice..bob", ("alice",)),
            ("@a.lice_1", ("a.lice_1",)),
            (".@alice look", ("alice",)),
            ("(@alice)", ("alice",)),
            ("-@alice", ("alice",)),
            ("by @alice/@bob", ("alice", "bob")),
            ("@alice&@bob", ("alice", "bob")),
            ("❤️@alice 1️⃣@bob", ("alice", "bob")),
            ("#tag@alice", ("alice",)),
            ("@aliceさん", ("alice",)),
            ("感谢@alice", ("alice",)),
            ("@alice님", ("alice",)),
            ("مع @alice شكرا", ("alice",)),
        ],
    )
    def test_found(self, text: str, usernames: tuple[str, ...]) -> None:
        assert mentions(text) == usernames

    @pytest.mark.parametrize(
        "text",
        [
            "alice@example.com",
            "alice+me@example.com",
            "al-@example.com",
            "é@alice",
            "x\u0304@alice",
            "5@alice",
            "@aliceé",
            "@aliceа",  # the last letter is Cyrillic
            "@alice\u0301",
            "@alice@example.com",
            "@a",
            "@" + "a" * 31,
            "@123",
            "@12.34",
            "@",
            "@ alice",
            "@.alice",
            "@álice",
            "medium.com/@alice",
            "https://example.com/@alice",
            "https://user@alice.example",
        ],
    )
    def test_not_found(self, text: str) -> None:
        assert mentions(text) == ()

    def test_offsets_count_code_points(self) -> None:
        text = f"{FAMILY} ciao @Alice"
        assert entities(text) == (Mention(13, 19, "alice"),)
        assert text[13:19] == "@Alice"
        # What the docstring tells clients to do in UTF-16 units.
        units = text.encode("utf-16-le")
        start, end = (len(text[:place].encode("utf-16-le")) for place in (13, 19))
        assert units[start:end].decode("utf-16-le") == "@Alice"


class TestHashtags:
    @pytest.mark.parametrize(
        ("text", "tags"),
        [
            ("#Sunset", ("sunset",)),
            ("#sunset #SUNSET #ｓｕｎｓｅｔ", ("sunset",)),
            ("#a#b#c", ("a", "b", "c")),
            ("@alice#tag", ("tag",)),
            ("##twice", ("twice",)),
            ("#2026goals", ("2026goals",)),
            ("#snow_white", ("snow_white",)),
            ("#Straße", ("strasse",)),
            ("#cafe\u0301 #café", ("café",)),
            ("#غروب_الشمس", ("غروب_الشمس",)),
            ("#नमस्ते", ("नमस्ते",)),
            ("#สวัสดี", ("สวัสดี",)),
            ("#日本語、#東京タワー", ("日本語", "東京タワー")),
            ("＃東京", ("東京",)),
            ("今日は#東京", ("東京",)),
            ("#二〇二六年", ("二〇二六年",)),
            ("#می\u200cخواهم #میخواهم", ("میخواهم",)),
            ("#cat\u200d #c\u200dat", ("cat",)),
            ("#col·laboració", ("col·laboració",)),
            ("#cat・#dog", ("cat", "dog")),
            ("#love❤️", ("love",)),
            ("#top1️⃣", ("top",)),
            ("#ﷺ", ("صلىاللهعليهوسلم",)),
            ("(#tag)", ("tag",)),
            ("#tag's", ("tag",)),
            ("#" + "x" * 100, ("x" * 100,)),
        ],
    )
    def test_found(self, text: str, tags: tuple[str, ...]) -> None:
        assert hashtags(text) == tags

    @pytest.mark.parametrize(
        "text",
        [
            "#",
            "# tag",
            "#1",
            "#2026",
            "#_",
            "#·",
            "#️⃣",
            "#\ufe0fabc",
            "#\u20e3abc",
            "#\u0301abc",
            "#1️⃣",
            "#❤️",
            "C#sharp",
            "é#tag",
            "&#39;",
            "&#x27;",
            "example.com/#about",
            "https://example.com/#about",
            "#" + "x" * 101,
            "#" + "ﷺ" * 50,
        ],
    )
    def test_not_found(self, text: str) -> None:
        assert hashtags(text) == ()

    def test_only_thirty_count_but_all_are_shown(self) -> None:
        text = " ".join(f"#tag{number}" for number in range(40))
        assert hashtags("#tag3 " + text) == ("tag3", *(f"tag{number}" for number in range(30) if number != 3))
        assert len(entities(text)) == 40

    def test_normal_form_is_stable_for_every_character(self) -> None:
        changed = [c for c in map(chr, range(0x110000)) if unicodedata.decomposition(c) or c.casefold() != c]
        unstable = [c for c in changed if normal_tag(once := normal_tag(f"a{c}b")) != once]
        assert len(changed) > 5000
        assert unstable == []


class TestLinks:
    @pytest.mark.parametrize(
        ("text", "urls"),
        [
            ("https://example.com", ["https://example.com"]),
            ("HTTP://Example.COM/A", ["HTTP://Example.COM/A"]),
            ("see https://example.com.", ["https://example.com"]),
            ("see https://example.com/a?b=c#d, and", ["https://example.com/a?b=c#d"]),
            ("https://example.com: nice", ["https://example.com"]),
            ("https://example.com:8080/a!", ["https://example.com:8080/a"]),
            ("https://example.com/a…", ["https://example.com/a"]),
            ("(https://example.com/a)", ["https://example.com/a"]),
            ("(see https://en.example.org/Foo_(bar)).", ["https://en.example.org/Foo_(bar)"]),
            ("[x](https://example.com/a)b", ["https://example.com/a"]),
            ("https://example.com/(", ["https://example.com/"]),
            ('"https://example.com/a"', ["https://example.com/a"]),
            ("<https://example.com/a>", ["https://example.com/a"]),
            ("„https://example.com/a“", ["https://example.com/a"]),
            ("https://example.com/a\\@evil.example", ["https://example.com/a"]),
            ("https://example.com/a\u202egpj.exe", ["https://example.com/a"]),
            ("https://münchen.example/straße?ö", ["https://münchen.example/straße?ö"]),
            ("https://例え.テスト/道。次", ["https://例え.テスト/道"]),
            ("https://उदाहरण.भारत/", ["https://उदाहरण.भारत/"]),
            ("https://a.xn--p1ai/x", ["https://a.xn--p1ai/x"]),
            ("看https://example.com谢谢", ["https://example.com"]),
            ("https://example.com，@alice", ["https://example.com"]),
            ("https://a.example/x https://b.example/y", ["https://a.example/x", "https://b.example/y"]),
            ("https://example.com/" + "a" * 2028, ["https://example.com/" + "a" * 2028]),
            ("javascript:https://example.com", ["https://example.com"]),
        ],
    )
    def test_found(self, text: str, urls: list[str]) -> None:
        assert links(text) == urls

    @pytest.mark.parametrize(
        "text",
        [
            "javascript:alert(1)",
            "javascript://example.com/%0aalert(1)",
            "data:text/html,x",
            "ftp://example.com",
            "httpſ://example.com",
            "xhttps://example.com",
            "https://",
            "https:// example.com",
            "https://localhost/",
            "https://127.0.0.1/",
            "https://[::1]/",
            "https://-a.example/",
            "https://a-.example/",
            "https://.example/",
            "https://a.b/",
            "https://" + "a" * 64 + ".example/",
            "https://bank.example@evil.example/",
            "https://bank.example:443@evil.example/",
            "https://example.com/" + "a" * 2029,
        ],
    )
    def test_not_found(self, text: str) -> None:
        assert entities(text) == ()

    def test_nothing_is_found_inside_a_link(self) -> None:
        assert entities("https://example.com/@alice#tag") == (Link(0, 30, "https://example.com/@alice#tag"),)


def test_entities_come_in_order_and_travel_as_json() -> None:
    found = entities("@alice #tag https://example.com")
    assert [type(entity) for entity in found] == [Mention, Hashtag, Link]
    wire = msgspec.json.encode(found)
    assert b'{"kind":"mention","start":0,"end":6,"username":"alice"}' in wire
    assert msgspec.json.decode(wire, type=tuple[Entity, ...]) == found


class TestClean:
    @pytest.mark.parametrize(
        ("text", "cleaned"),
        [
            ("  hello \n", "hello"),
            ("a\r\nb\rc\u2028d\x0be", "a\nb\nc\nd\ne"),
            ("a\tb", "a b"),
            ("a\x01\x1b[31m\x7f\x9fb\ufeff", "a[31mb"),
            ("cafe\u0301", "café"),
            ("a  \nb", "a\nb"),
            ("a\n\n\nb", "a\n\n\nb"),
            ("a\n\n\n\n \u3000\n\nb", "a\n\n\nb"),
            ("\n\n a", "a"),
            ("\u200b\u3000", ""),
            ("\u0301\u0301 a", "a"),
            ("", ""),
            # Bidirectional controls: pairs stay, what has no partner on its line goes.
            ("a\u202egpj.exe", "agpj.exe"),
            ("a\u202eb\u202cc", "a\u202eb\u202cc"),
            ("\u2067عربي\u2069 b", "\u2067عربي\u2069 b"),
            ("\u2067a\nb\u2069", "a\nb"),
            ("\u202ea\nb\u202c", "a\nb"),
            ("\u2067a\u2069\u2069b", "\u2067a\u2069b"),
            ("a\u202c\u2069b", "ab"),
            ("\u2067\u202ea\u2069\u202c", "\u2067a\u2069"),
            ("\u202a\u2067a\u202c\u2069b", "\u2067a\u2069b"),
            # Hidden tag characters go, flags stay.
            ("a\U000e0068\U000e0069", "a"),
            (ENGLAND + "!", ENGLAND + "!"),
        ],
    )
    def test_makes(self, text: str, cleaned: str) -> None:
        assert clean(text, max_length=100) == cleaned

    @pytest.mark.parametrize(
        "text",
        [
            "مرحبا بالعالم",
            "שָׁלוֹם",
            "abc \u200fאבג\u200e def \u061c",
            "می\u200cخواهم",
            "ශ්\u200dරී",
            "क्षेत्र नमस्ते",
            "กำลัง ที่นี่",
            "ཧྐྵྨླྺྼྻྂ",
            FAMILY,
            "👩🏽\u200d🚀 ❤️ ☺︎ 🏳️\u200d🌈 🇩🇪 1️⃣ #️⃣",
            "葛\U000e0100飾区",
            "Tiếng Việt",
            "日本語\n\n文章",
            "#a #b @c https://d.example/",
        ],
    )
    def test_leaves_every_script_and_emoji_alone(self, text: str) -> None:
        assert clean(text, max_length=100) == text

    def test_keeps_eight_marks_of_a_stack(self) -> None:
        assert clean("q" + "\u0323" * 500 + "w", max_length=100) == "q" + "\u0323" * 8 + "w"

    @pytest.mark.parametrize("hidden", ["\u200d", "\u200c", "\u2060", "\u00ad", "\u200e"])
    def test_invisible_characters_do_not_start_the_count_again(self, hidden: str) -> None:
        cleaned = clean("q" + ("\u0323" * 8 + hidden) * 9 + "w", max_length=100)
        assert cleaned.count("\u0323") == 8

    def test_refuses_nul_and_lone_surrogates_where_they_stand(self) -> None:
        for text, reason in (("ab\0", "null"), ("ab\ud83d", "surrogate"), ("ab\udc00c", "surrogate")):
            with pytest.raises(TextRefused) as refused:
                clean(text, max_length=1)
            assert (refused.value.reason, refused.value.position) == (reason, 2)

    def test_counts_code_points_after_cleaning(self) -> None:
        assert clean(" " + "e\u0301" * 2200 + " ", max_length=2200) == "é" * 2200
        assert len(clean("😀" * 2200, max_length=2200)) == 2200
        with pytest.raises(TextRefused, match=r"2,201 characters; 2,200 is the limit") as refused:
            clean("😀" * 2201, max_length=2200)
        assert (refused.value.reason, refused.value.position) == ("too-long", 2200)

    def test_names_a_place_to_cut_that_parts_no_visible_character(self) -> None:
        with pytest.raises(TextRefused) as refused:
            clean("abc" + FAMILY, max_length=5)
        assert refused.value.position == 3

    def test_refusal_points_at_a_field(self) -> None:
        with pytest.raises(TextRefused) as refused:
            clean("abc", max_length=2)
        problem = refused.value.at("/caption")
        assert [(error.pointer, error.detail) for error in problem.errors] == [
            ("/caption", "This text has 3 characters; 2 is the limit.")
        ]
        assert problem.facts == {"reason": "too-long", "position": 2}

    def test_msgspec_names_the_field_when_a_body_refuses(self) -> None:
        class Caption(msgspec.Struct):
            caption: str

            def __post_init__(self) -> None:
                self.caption = clean(self.caption, max_length=2)

        with pytest.raises(msgspec.ValidationError, match="2 is the limit"):
            msgspec.json.decode(b'{"caption": "abc"}', type=Caption)


@pytest.mark.parametrize("text", ["", " \n", "\u200b\u200d", "\u2800\u3164", "\u0301", "\u202e"])
def test_blank(text: str) -> None:
    assert blank(text)


@pytest.mark.parametrize("text", [".", "é", "😀", "ـ", "\U0001fae8"])
def test_not_blank(text: str) -> None:
    assert not blank(text)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("abc", [0, 1, 2, 3]),
        ("e\u0301x", [0, 2, 3]),
        (FAMILY + "x", [0, 7, 8]),
        ("👍🏽x", [0, 2, 3]),
        ("🇩🇪🇫🇷x", [0, 2, 4, 5]),
        (ENGLAND + "x", [0, 7, 8]),
        ("1️⃣x", [0, 3, 4]),
        ("क्षx", [0, 3, 4]),
        ("\u1112\u1161\u11abx", [0, 3, 4]),
    ],
)
def test_boundaries(text: str, places: list[int]) -> None:
    assert sorted({boundary(text, position) for position in range(-1, len(text) + 2)}) == places


HOSTILE = {
    "ats": "@",
    "hashes": "#",
    "hash marks": "#\u0301",
    "at marks": "\u0301\u0323@",
    "tags": "#a",
    "long tag": "a",
    "dotted": "@a.",
    "dots": ".",
    "schemes": "http://",
    "userinfo": "http://a.bc:@",
    "brackets": "http://a.bc/)",
    "open brackets": "http://a.bc/(",
    "punctuation": "http://a.bc/..,",
    "hosts": "http://a.b.",
    "marks": "\u0301\u0323",
    "joined marks": "\u0301\u200d",
    "embeddings": "\u202a\u2067",
    "closers": "\u202a\u2069",
    "opened and closed": "\u2067\u202a\u2069",
    "flags": "🇩",
    "black flags": "\U0001f3f4\U000e0067",
    "blank lines": "\n  ",
    "spaces": " ",
    "expanding": "ﷺ",
    "joiners": "#\u200d",
}


def cleaned(text: str) -> object:
    """Cleaning with both ends of the limit: what fits, and what has to look for a place to cut."""
    try:
        return clean(text, max_length=len(text) // 8)
    except TextRefused as refused:
        return refused.position


@pytest.mark.parametrize("work", [entities, cleaned], ids=["entities", "clean"])
@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("prefix", ["", "#", "http://a.bc/"])
def test_time_grows_with_the_length_only(work: Callable[[str], object], piece: str, prefix: str) -> None:
    """16 times the text takes about 16 times as long; quadratic work would take 256 times."""
    slow = fast = 60.0
    # The least of several runs, so that a busy machine does not decide; below 20 ms there is nothing to compare.
    for _ in range(4):
        slow = min(slow, cpu_seconds(work, prefix + piece * (100_000 // len(piece))))
        fast = min(fast, cpu_seconds(work, prefix + piece * (6_250 // len(piece))))
        if slow < max(0.02, 64 * fast):
            return
    pytest.fail(f"100,000 characters of {piece!r} took {slow:.3f} s, {slow / fast:.0f} times as long as 6,250")


def cpu_seconds(work: Callable[[str], object], text: str) -> float:
    before = time.thread_time()
    work(text)
    return time.thread_time() - before
