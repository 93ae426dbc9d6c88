"""What people may be called and how they are reached."""

import pytest

from kernel import names
from kernel.names import NameRefused, canonical, parse_display_name, parse_email, parse_phone, parse_username
from kernel.text import mentions


def reason(parse: object, text: str) -> str:
    assert callable(parse)
    with pytest.raises(NameRefused) as refused:
        parse(text)
    return refused.value.reason


class TestUsername:
    @pytest.mark.parametrize(
        "text", ["al", "alice", "a.l.i.c.e", "_alice_", "__", "1alice", "alice.2", "a" * 30, "1_2"]
    )
    def test_taken_as_it_is(self, text: str) -> None:
        assert parse_username(text) == text

    def test_case_and_spaces_around_do_not_matter(self) -> None:
        assert parse_username(" Alice.B ") == "alice.b"
        assert canonical(" Alice.B ") == "alice.b"

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ("", "username-short"),
            ("a", "username-short"),
            ("a" * 31, "username-long"),
            ("al ice", "username-characters"),
            ("al-ice", "username-characters"),
            ("@alice", "username-characters"),
            ("ali\nce", "username-characters"),
            ("alicé", "username-characters"),
            ("аlice", "username-characters"),  # Cyrillic a
            ("ａｌｉｃｅ", "username-characters"),
            ("mi\u212ae", "username-characters"),  # the Kelvin sign, whose lower case is k
            ("\u0130lke", "username-characters"),
            ("al\u200dice", "username-characters"),
            ("١٢٣ab", "username-characters"),
            ("al\0ice", "username-characters"),
            ("al\ud800ice", "username-characters"),
            (".alice", "username-dots"),
            ("alice.", "username-dots"),
            ("al..ice", "username-dots"),
            ("..", "username-dots"),
            ("123", "username-digits"),
            ("12.34", "username-digits"),
            ("admin", "username-reserved"),
            ("Root", "username-reserved"),
            ("v1", "username-reserved"),
            ("explore", "username-reserved"),
            ("lambdagram", "username-reserved"),
            ("favicon.ico", "username-reserved"),
            ("adm1n", "username-reserved"),
            ("ad.min", "username-reserved"),
            ("_support_", "username-reserved"),
            ("supp0rt", "username-reserved"),
            ("lambdagrarn", "username-reserved"),
            ("1ambda.gram", "username-reserved"),
        ],
    )
    def test_refused(self, text: str, why: str) -> None:
        assert reason(parse_username, text) == why

    @pytest.mark.parametrize("text", ["adam", "rooter", "helper_anna", "static.noise", "me2", "pp"])
    def test_reserved_words_inside_others_are_free(self, text: str) -> None:
        assert parse_username(text) == text

    def test_words_of_our_own_addresses_are_reserved(self) -> None:
        for word in ("admin", "api", "v1", "explore", "direct", "settings", "lambdagram", "help", "about", "static"):
            assert reason(parse_username, word) == "username-reserved"

    def test_canonical_folds_ascii_only(self) -> None:
        assert canonical("mi\u212ae") != "mike"

    def test_every_username_can_be_mentioned(self) -> None:
        for name in ("al", "__", "_a_", "1alice", "a.b", "a" * 30):
            assert mentions(f"hi @{name}.") == (parse_username(name),)

    def test_refusal_points_at_a_field(self) -> None:
        with pytest.raises(NameRefused) as refused:
            parse_username("admin")
        problem = refused.value.at("/username")
        assert [(error.pointer, error.detail) for error in problem.errors] == [
            ("/username", "This username is reserved.")
        ]


class TestDisplayName:
    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("Alice Liddell", "Alice Liddell"),
            ("  Alice \n\t Liddell ", "Alice Liddell"),
            ("a \x01 b", "a b"),
            ("Zoe\u0308", "Zoë"),
            ("\u202aAlice\u202c", "Alice"),
            ("\u2068نجيب\u2069", "نجيب"),
            ("Alice\u202eecilA", "AliceecilA"),
            ("نجيب محفوظ", "نجيب محفوظ"),
            ("می\u200cنا", "می\u200cنا"),
            ("Ana 👩🏽\u200d🚀 ❤️", "Ana 👩🏽\u200d🚀 ❤️"),
            ("😀" * 50, "😀" * 50),
            (" ".join("a" * 25) + " " * 60, " ".join("a" * 25)),
        ],
    )
    def test_taken(self, text: str, name: str) -> None:
        assert parse_display_name(text) == name

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ("", "display-name-empty"),
            (" \n", "display-name-empty"),
            ("\u200b\u200d\u2060", "display-name-empty"),
            ("\u3164\u2800", "display-name-empty"),
            ("\u202e\u202c", "display-name-empty"),
            ("\u0301", "display-name-empty"),
            ("a" * 51, "display-name-long"),
            ("a\0", "display-name-characters"),
            ("a\ud800", "display-name-characters"),
        ],
    )
    def test_refused(self, text: str, why: str) -> None:
        assert reason(parse_display_name, text) == why


class TestEmail:
    @pytest.mark.parametrize(
        ("text", "address"),
        [
            ("alice@example.com", "alice@example.com"),
            (" Alice.L+me@Example.COM ", "alice.l+me@example.com"),
            ("o'brien@mail.example.co", "o'brien@mail.example.co"),
            ("alice@münchen.example", "alice@xn--mnchen-3ya.example"),
            ("alice@例え.テスト", "alice@xn--r8jz45g.xn--zckzah"),
            ("alice@xn--mnchen-3ya.example", "alice@xn--mnchen-3ya.example"),
            ("a" * 64 + "@example.com", "a" * 64 + "@example.com"),
        ],
    )
    def test_taken(self, text: str, address: str) -> None:
        assert parse_email(text) == address

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ("", "email-form"),
            ("alice", "email-form"),
            ("@example.com", "email-form"),
            ("alice@", "email-form"),
            ("a@b@example.com", "email-local"),
            ('"a b"@example.com', "email-local"),
            (".a@example.com", "email-local"),
            ("a..b@example.com", "email-local"),
            ("a.@example.com", "email-local"),
            ("älice@example.com", "email-local"),
            ("mi\u212ae@example.com", "email-local"),
            ("a\nb@example.com", "email-local"),
            ("a\r\nbcc:x@example.com", "email-local"),
            ("alice@localhost", "email-host"),
            ("alice@[127.0.0.1]", "email-host"),
            ("alice@127.0.0.1", "email-host"),
            ("alice@10.0.0.10", "email-host"),
            ("alice@-a.example", "email-host"),
            ("alice@a-.example", "email-host"),
            ("alice@a..example", "email-host"),
            ("alice@example.com.", "email-host"),
            ("alice@exa mple.com", "email-host"),
            ("alice@exa_mple.com", "email-host"),
            ("alice@" + "a" * 64 + ".example", "email-host"),
            ("alice@ä" + "a" * 70 + ".example", "email-host"),
            ("alice@faß.example", "email-host"),
            ("alice@a\u200db.example", "email-host"),
            ("alice@\u2100.example", "email-host"),
            ("alice@\ud800.example", "email-host"),
            ("a" * 65 + "@example.com", "email-long"),
            ("a@" + "b." * 130 + "com", "email-long"),
            ("a" * 60 + "@" + "ä" * 50 + "." + "ä" * 50 + "." + "ä" * 40 + "." + "ä" * 45, "email-long"),
        ],
    )
    def test_refused(self, text: str, why: str) -> None:
        assert reason(parse_email, text) == why


class TestPhone:
    @pytest.mark.parametrize(
        "text",
        [
            "+4915112345678",
            "+49 151 1234-5678",
            "+49 (151) 12.34/56.78",
            "\u202a+49\u00a0151\u201112345678\u202c",
            "＋４９１５１１２３４５６７８",
            "+٤٩١٥١١٢٣٤٥٦٧٨",
        ],
    )
    def test_taken(self, text: str) -> None:
        assert parse_phone(text) == "+4915112345678"

    def test_limits(self) -> None:
        assert parse_phone("+12345678") == "+12345678"
        assert parse_phone("+123456789012345") == "+123456789012345"

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ("", "phone-form"),
            ("+", "phone-form"),
            ("4915112345678", "phone-form"),
            ("004915112345678", "phone-form"),
            ("+1234567", "phone-form"),
            ("+1234567890123456", "phone-form"),
            ("+0123456789", "phone-form"),
            ("+49151+12345678", "phone-form"),
            ("+49151x2345678", "phone-form"),
            ("+4915112345²78", "phone-form"),
            ("+49\ud80015112345678", "phone-form"),
            ("+" + " " * 100 + "4915112345678", "phone-form"),
            ("+49 (0)151 12345678", "phone-zero"),
        ],
    )
    def test_refused(self, text: str, why: str) -> None:
        assert reason(parse_phone, text) == why


def test_every_reason_has_its_sentence() -> None:
    for why, sentence in names._SENTENCES.items():
        assert NameRefused(why).sentence == sentence
