"""Levels sort as things happened."""

from itertools import permutations

from kernel.ids import new_id
from kernel.levels import began, ended, lasts


def test_the_greatest_says_what_holds_whatever_order_they_are_heard_of_in() -> None:
    first, second = new_id(1_000), new_id(2_000)
    happened = [began(first), ended(first), began(second), ended(second)]
    for heard in permutations(happened):
        assert sorted(heard) == happened
        assert not lasts(max(heard))
    assert lasts(max(happened[:3]))
