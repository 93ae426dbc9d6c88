"""Identifiers, and lists of them as a query carries them."""

import pytest

from kernel.errors import Invalid
from kernel.ids import MAX_IDS, new_id, parse_ids


def test_ids_are_read_in_their_order_and_each_once() -> None:
    first, second = new_id(2), new_id(1)
    assert parse_ids(first) == [first]
    assert parse_ids(f"{first},{second},{first}") == [first, second]
    many = [new_id() for _ in range(MAX_IDS)]
    assert parse_ids(",".join(many)) == many


@pytest.mark.parametrize("text", ["", ",", "x", f"{new_id()},", f"{new_id()} ,{new_id()}", new_id().upper()])
def test_what_is_no_list_of_ids_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="separated by commas"):
        parse_ids(text)


def test_more_than_a_hundred_are_refused() -> None:
    with pytest.raises(Invalid, match="at most 100"):
        parse_ids(",".join(new_id() for _ in range(MAX_IDS + 1)))
