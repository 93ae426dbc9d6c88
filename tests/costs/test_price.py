"""Bars P7 and P9: what a post, a scripted day and a month at rest cost, by the measured table and dated list prices."""

import copy
import tomllib
from pathlib import Path
from typing import Any

import pytest

from desk import price
from desk.terminal import DeskError
from kit.settings import Settings

TABLE: dict[str, Any] = tomllib.loads(Path(__file__).with_name("table.toml").read_text())
PRICES, DAY = price.load(price.newest()), price.load("day")

POLLED_QUEUES = 16
"""Each costs 26 cents a month with nothing in it. A new one needs a better reason than this number."""


def test_a_day_of_a_thousand_members_costs_at_most_25_cents() -> None:
    assert sum(price.price_of_day(DAY, PRICES, TABLE).values()) <= price.DAY_LIMIT


def test_the_price_follows_the_table() -> None:
    dearer = copy.deepcopy(TABLE)
    dearer["like"]["write_units"] += 100
    before, after = (price.price_of_day(DAY, PRICES, each)["store, writes"] for each in (TABLE, dearer))
    assert after - before == pytest.approx(DAY["asked"]["like"] * 100 * PRICES["dynamodb"]["write_unit"])
    with pytest.raises(DeskError, match="no row sing"):
        price.price_of_day({**DAY, "follows": {"sing": 1}}, PRICES, TABLE)


def test_rest_costs_what_its_polled_queues_cost_and_there_are_no_more_of_them() -> None:
    """The bar of a dollar a month is missed by them alone; docs/benchmarks.md says what would mend it."""
    rest = price.price_of_rest(PRICES)
    polling = next(iter(rest))
    assert polling.startswith(f"{POLLED_QUEUES} polled queues")
    others = [dollars for name, dollars in rest.items() if name != polling and dollars > 0]
    assert sum(others) < 0.1


@pytest.mark.parametrize("name", ["publish", "publish three photographs"])
def test_publishing_writes_at_most_eight_units(name: str) -> None:
    assert TABLE[name]["write_units"] <= 8
    assert (TABLE[name]["reads"], TABLE[name]["writes"], TABLE[name]["others"]) == (1, 1, 0)


@pytest.mark.parametrize("power", range(2, 8))
def test_the_curve_of_deliveries_never_passes_its_limit(power: int) -> None:
    followers = 10**power
    pushed = 0 if followers > Settings().pull_threshold else followers
    each = TABLE["deliver to 24 followers"]["write_units"] / 24
    units = TABLE["publish"]["write_units"] + TABLE["order a fan-out"]["write_units"] + pushed * each
    assert each <= 1
    assert units * PRICES["dynamodb"]["write_unit"] <= 0.0063
