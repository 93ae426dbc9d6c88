"""Every control that the list claims is shown by a test that exists and is not skipped."""

import ast
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
ROWS: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "asvs.yaml").read_text())


def problems(name: str) -> str:
    """What is wrong with a claimed test; empty when it is there and runs."""
    file, _, function = name.partition("::")
    path = ROOT / file
    if not path.is_file():
        return "there is no such file"
    found = {node.name: node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)}
    if not function:
        return "" if any(each.startswith("test_") for each in found) else "there is no test in it"
    if function not in found:
        return "there is no such test"
    marks = " ".join(ast.unparse(mark) for mark in found[function].decorator_list)
    return "it is skipped" if "skip" in marks or "xfail" in marks else ""


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["id"]))
def test_the_tests_of_a_control_exist(row: dict[str, Any]) -> None:
    assert row["tests"], "a control without a test"
    assert {name: found for name in row["tests"] if (found := problems(name))} == {}


def test_rows_are_listed_once() -> None:
    ids = [row["id"] for row in ROWS]
    assert ids == sorted(set(ids))


@pytest.mark.parametrize("name", ["tests/nowhere.py", "tests/security/test_asvs.py::test_nothing"])
def test_a_claim_without_a_test_is_seen(name: str) -> None:
    assert problems(name)
