"""Bars P4 and P5: what each operation asks of the stores is what the table says, with a hundred times the data too.

The table is tests/costs/table.toml; its figures are limits. Growth fails: say why before you raise a figure. What costs
less than its row fails too, so that the table stays true: lower the figure then.
"""

import tomllib
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from support.costs_operations import measured
from support.costs_world import world
from support.mongod import Server

TABLE: dict[str, Any] = tomllib.loads(Path(__file__).with_name("table.toml").read_text())


@pytest.mark.parametrize("times", [1, 100])
def test_operations_cost_what_the_table_says(endpoint: str, server: Server, times: int) -> None:
    with world(endpoint, server.uri, times) as here:
        found = {name: asdict(cost) for name, cost in measured(here)}
    wrong = [_row(name, cost) for name, cost in found.items() if cost != _figures(TABLE.get(name, {}))]
    assert not wrong, "\n".join(["measured otherwise:", *wrong])
    assert set(found) == set(TABLE)


def _figures(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "assumes"}


def _row(name: str, cost: dict[str, float]) -> str:
    return f'["{name}"]\n' + "\n".join(f"{key} = {value:g}" for key, value in cost.items()) + "\n"
