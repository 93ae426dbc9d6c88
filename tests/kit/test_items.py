"""Items of DynamoDB as Python values: exact both ways, and a clear refusal of what cannot be kept."""

import enum
import math
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.items import ItemError, build, decode, encode, from_wire, item_from_wire, item_to_wire, to_wire

PAIRS: list[tuple[Any, dict[str, Any]]] = [
    ("", {"S": ""}),
    ("héllo 👩‍🚀 שלום", {"S": "héllo 👩‍🚀 שלום"}),
    (0, {"N": "0"}),
    (-7, {"N": "-7"}),
    (2**63, {"N": "9223372036854775808"}),
    (10**38 - 1, {"N": "9" * 38}),
    (Decimal("3.14"), {"N": "3.14"}),
    (Decimal("0.1000000000000000000000000000000000001"), {"N": "0.1000000000000000000000000000000000001"}),
    (True, {"BOOL": True}),
    (False, {"BOOL": False}),
    (None, {"NULL": True}),
    (b"", {"B": ""}),
    (b"\x00\xff", {"B": "AP8="}),
    ([], {"L": []}),
    ({}, {"M": {}}),
    ([1, "a", [None]], {"L": [{"N": "1"}, {"S": "a"}, {"L": [{"NULL": True}]}]}),
    ({"a": {"b": [True]}}, {"M": {"a": {"M": {"b": {"L": [{"BOOL": True}]}}}}}),
    ({"one"}, {"SS": ["one"]}),
    ({7}, {"NS": ["7"]}),
    ({b"\x01"}, {"BS": ["AQ=="]}),
]


@pytest.mark.parametrize(("value", "raw"), PAIRS, ids=lambda each: str(each)[:30])
def test_values_and_their_raw_form(value: Any, raw: dict[str, Any]) -> None:
    assert to_wire(value) == raw
    assert from_wire(raw) == value
    assert type(from_wire(raw)) is type(value)


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (math.nan, "nan"),
        (math.inf, "inf"),
        (-math.inf, "inf"),
        (Decimal("NaN"), "NaN"),
        (Decimal("sNaN"), "NaN"),
        (Decimal("Infinity"), "Infinity"),
        (10**38 + 1, "39 significant digits"),
        (Decimal("1E+126"), "outside"),
        (Decimal("1E-131"), "outside"),
        (1e300, "outside"),
        (set(), "empty"),
        (frozenset(), "empty"),
        ({1, "a"}, "only one"),
        ({True}, "bool"),
        ("\ud800", "surrogate"),
        ({"\udfff": 1}, "surrogate"),
        ({1: "a"}, "text keys"),
        (object(), "no type for object"),
        (datetime.now(UTC), "no type for datetime"),
    ],
    ids=lambda each: ascii(each).partition(" at 0x")[0][:30],
)
def test_what_cannot_be_kept_is_refused_with_the_reason(value: Any, says: str) -> None:
    with pytest.raises(ItemError, match=says):
        to_wire(value)
    with pytest.raises(ItemError, match=f"^place: .*{says}"):
        item_to_wire({"place": value})


def test_large_round_numbers_and_floats() -> None:
    assert from_wire(to_wire(10**40)) == 10**40
    assert to_wire(1.0) == {"N": "1"}
    assert to_wire(0.1) == {"N": "0.1"}
    assert from_wire({"N": "1E+3"}) == 1000
    assert type(from_wire({"N": "1E+3"})) is int
    assert from_wire({"N": "-0.5"}) == Decimal("-0.5")


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"X": 1},
        {"S": "a", "N": "1"},
        {"N": "one"},
        {"N": "NaN"},
        {"N": "²"},
        {"N": 1},
        {"B": "?"},
        {"L": 3},
        {"M": 1},
    ],
    ids=str,
)
def test_what_is_not_an_attribute_is_refused(raw: dict[str, Any]) -> None:
    with pytest.raises(ItemError):
        from_wire(raw)
    with pytest.raises(ItemError):
        item_from_wire({"a": raw})


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**38) + 1, 10**38 - 1)
    | st.text(st.characters(codec="utf-8"))
    | st.binary()
    | st.sets(st.text(st.characters(codec="utf-8")), min_size=1)
    | st.sets(st.integers(-(10**30), 10**30), min_size=1),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(values)
def test_every_value_comes_back_as_it_was(value: Any) -> None:
    raw = to_wire(value)
    assert from_wire(msgspec.json.decode(msgspec.json.encode(raw))) == value


class State(enum.Enum):
    PUBLISHED = "published"


class Photo(msgspec.Struct, frozen=True):
    key: str
    ratio: float


class Card(msgspec.Struct, frozen=True):
    id: str
    likes: int
    state: State
    taken: datetime
    photos: list[Photo]
    hash: bytes
    tags: frozenset[str] = frozenset()
    caption: str | None = None


CARD = Card(
    "01j", 2**63, State.PUBLISHED, datetime(2026, 5, 4, tzinfo=UTC), [Photo("k", 1.5), Photo("l", 1.0)], b"\x00\xff"
)


def test_a_struct_comes_back_as_it_was() -> None:
    raw = {**encode(CARD), "pk": {"S": "POST#01j"}, "expires_at": {"N": "1"}, "tags": {"SS": ["a", "b"]}}
    expected = msgspec.structs.replace(CARD, tags=frozenset({"a", "b"}))
    assert decode(raw, Card) == expected
    assert build(item_from_wire(raw), Card) == expected


def test_an_item_that_does_not_fit_its_struct_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="likes"):
        decode({**encode(CARD), "likes": {"S": "many"}}, Card)
    with pytest.raises(msgspec.ValidationError, match="likes"):
        decode({**encode(CARD), "likes": {"N": "1.5"}}, Card)
