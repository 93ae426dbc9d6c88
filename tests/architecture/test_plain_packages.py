"""Kernel and contracts are plain: the standard library, msgspec and what lies below them, at any depth."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.bootstrap import ROOT

SHARED = "layers/shared/python"
MAY = {
    "kernel": {"msgspec", "kernel"},
    "contracts": {"msgspec", "contracts", "kernel"},
}


def imported(path: Path) -> Iterator[str]:
    """The top-level package of every import in a file, wherever it stands."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def strangers(tree: Path, package: str) -> set[str]:
    files = (tree / SHARED / package).rglob("*.py")
    return {name for path in files for name in imported(path)} - MAY[package] - sys.stdlib_module_names


@pytest.mark.parametrize("package", MAY)
def test_package_is_plain(package: str) -> None:
    assert strangers(ROOT, package) == set()


@pytest.mark.parametrize("package", MAY)
@pytest.mark.parametrize("line", ["import boto3", "from pydantic import BaseModel", "def f():\n    import kit.service"])
def test_a_planted_import_is_refused(tmp_path: Path, package: str, line: str) -> None:
    home = tmp_path / SHARED / package
    home.mkdir(parents=True)
    (home / "ids.py").write_text(f"import time\nimport msgspec\nimport kernel.errors\n{line}\n")
    assert len(strangers(tmp_path, package)) == 1
