"""Media addresses: one spelling, alive for 10 to 20 minutes, worthless once changed."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.media_address import expiry_of, sign, verify

KEY = b"k" * 32
PATH = "renditions/01jd/photo-640.webp"
ORIGIN = "https://media.example.com"
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def signed(path: str = PATH, now: datetime = NOON) -> tuple[str, str]:
    address = sign(path, key=KEY, now=now, origin=ORIGIN)
    path, _, query = address.removeprefix(f"{ORIGIN}/").partition("?")
    return path, query


def holds(path: str, query: str, now: datetime = NOON, key: bytes = KEY) -> bool:
    return verify(path, query, key=key, now=now)


def test_an_address_names_its_path_its_end_and_its_signature() -> None:
    assert re.fullmatch(rf"{ORIGIN}/{PATH}\?e=1795350000&s=[\w-]{{22}}", sign(PATH, key=KEY, now=NOON, origin=ORIGIN))
    assert expiry_of(signed()[1]) == 1795350000


def test_addresses_of_one_slot_are_equal_and_the_next_slot_differs() -> None:
    assert signed(now=NOON) == signed(now=NOON + timedelta(seconds=599.999))
    assert signed(now=NOON) != signed(now=NOON + timedelta(seconds=600))


@given(st.integers(0, 10**7), st.integers(0, 999_999))
def test_an_address_lives_more_than_ten_and_at_most_twenty_minutes(seconds: int, micros: int) -> None:
    made = NOON + timedelta(seconds=seconds, microseconds=micros)
    path, query = signed(now=made)
    assert holds(path, query, made)
    assert holds(path, query, made + timedelta(minutes=10))
    assert not holds(path, query, made + timedelta(minutes=20))


def test_it_ends_exactly_at_its_expiry() -> None:
    path, query = signed()
    end = datetime.fromtimestamp(expiry_of(query), UTC)
    assert holds(path, query, end - timedelta(microseconds=1))
    assert not holds(path, query, end)


def test_another_key_path_expiry_or_signature_is_refused() -> None:
    path, query = signed()
    later = query.replace("e=1795350000", "e=1795350600")
    assert not holds(path, query, key=b"x" * 32)
    assert not holds(path.replace("640", "320"), query)
    assert not holds(path, later)
    assert not holds(path, query[:-1] + ("A" if query[-1] != "A" else "B"))


@pytest.mark.parametrize(
    "twist",
    [
        lambda q: "",
        lambda q: q.partition("&")[0],
        lambda q: q.partition("&")[2],
        lambda q: q + "&" + q,
        lambda q: q + "&x=1",
        lambda q: "e=1&" + q,
        lambda q: "&".join(reversed(q.split("&"))),
        lambda q: q.replace("e=", "E="),
        lambda q: q.replace("e=", "%65="),
        lambda q: q.replace("e=", "e=0"),
        lambda q: q + "=",
        lambda q: q + "\n",
        lambda q: q.replace("e=1", "e=\u0661"),
    ],
)
def test_there_is_one_spelling_of_a_query(twist: object) -> None:
    path, query = signed()
    assert callable(twist)
    assert not holds(path, twist(query))


@pytest.mark.parametrize(
    "path",
    [
        "",
        "renditions",
        "renditions/",
        "masters/a.webp",
        "/renditions/a.webp",
        "renditions//a.webp",
        "renditions/../masters/a.webp",
        "renditions/./a.webp",
        "renditions/.hidden",
        "renditions/%61.webp",
        "renditions/%2e%2e/a.webp",
        "renditions/a b.webp",
        "renditions/a.webp\n",
        "renditions/é.webp",
        "renditions/a?b",
        "renditions/" + "a" * 512,
    ],
)
def test_only_plain_names_below_renditions_are_signed_or_accepted(path: str) -> None:
    with pytest.raises(ValueError, match="plain names"):
        sign(path, key=KEY, now=NOON, origin=ORIGIN)
    assert not holds(path, signed()[1])


def test_an_empty_key_signs_nothing() -> None:
    with pytest.raises(ValueError, match="empty key"):
        sign(PATH, key=b"", now=NOON, origin=ORIGIN)


@given(st.text(max_size=40), st.text(max_size=60))
def test_nonsense_is_refused_and_never_raises(path: str, query: str) -> None:
    assert not holds(path, query)
