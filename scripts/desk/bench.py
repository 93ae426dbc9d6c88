"""The command scripts/bench, and the one line in which a measurement says what it found.

A script in scripts/bench.d measures a bar (docs/benchmarks.md) and calls `line` for each figure. It runs alone too.
Whatever else it prints is for whoever watches; only these lines are collected.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from desk import places
from desk.terminal import DeskError, say

SCRIPTS = places.ROOT / "scripts" / "bench.d"
PAGE = places.ROOT / "docs" / "benchmarks.md"
HOLDS, MISSED = "holds", "MISSED"
_LINE = re.compile(r"^(P\d+) \| (.+) \| (\S+) ?(\S*) \| (?:(at most|at least) (\S+)|no bar) \| (holds|MISSED|-)$")
_ORDER = re.compile(r"P(\d+)")


@dataclass(frozen=True)
class Figure:
    """One measured figure. `limit` is empty where the bars name none."""

    bar: str
    what: str
    value: str
    unit: str
    limit: str
    verdict: str


def line(bar: str, what: str, value: float, limit: float | None = None, unit: str = "", *, least: bool = False) -> bool:
    """Print a figure beside its bar; whether it holds. `limit` is the most it may be, or the least."""
    good = limit is None or (value >= limit if least else value <= limit)
    shown = "no bar" if limit is None else f"{'at least' if least else 'at most'} {_number(limit)}"
    verdict = "-" if limit is None else HOLDS if good else MISSED
    print(f"{bar} | {what} | {_number(value)} {unit}".rstrip() + f" | {shown} | {verdict}", flush=True)
    return good


def figures(text: str) -> list[Figure]:
    """The figures among what a measurement printed."""
    found = []
    for row in text.splitlines():
        match = _LINE.match(row)
        if match:
            bar, what, value, unit, word, limit, verdict = match.groups()
            found.append(Figure(bar, what, value, unit or "", f"{word} {limit}" if word else "", verdict))
    return found


def scripts() -> dict[str, Path]:
    """Name → file of every measurement."""
    return {path.stem: path for path in sorted(SCRIPTS.glob("*.py"))}


def measure(name: str, path: Path) -> list[Figure]:
    """Run one measurement and show what it prints. DeskError when it fails otherwise than by a missed bar."""
    started = time.monotonic()
    say(f"\n== {name}")
    environment = {**os.environ, "PYTHONPATH": str(places.ROOT / "scripts"), "PYTHONUNBUFFERED": "1"}
    printed = []
    with subprocess.Popen([sys.executable, str(path)], env=environment, stdout=subprocess.PIPE, text=True) as process:
        for row in process.stdout or ():
            print(row, end="", flush=True)
            printed.append(row)
        code = process.wait()
    found = figures("".join(printed))
    if not found and code:
        raise DeskError(f"{name} ended with code {code} and measured nothing.")
    say(f"   {time.monotonic() - started:.0f} s")
    return found


def page(found: dict[str, list[Figure]], kept: str = "") -> str:
    """docs/benchmarks.md with these figures; what was not measured keeps the section that it has in `kept`."""
    sections = _sections(kept)
    sections |= {name: _section(name, rows) for name, rows in found.items()}
    head = (
        "# Benchmarks\n\n<!-- Written by scripts/bench --write. -->\n\n"
        "Bars are what the project holds itself to. Compare rows of one section: one run on one machine made them.\n"
        "CPU times are of the process that is measured, without the stores'.\n"
    )
    return head + "".join(f"\n{sections[name]}" for name in sorted(sections))


def _section(name: str, rows: list[Figure]) -> str:
    when = f"{datetime.now(UTC):%Y-%m-%d}, commit {_commit()}, {_machine()}"
    table = ["| bar | what | measured | limit | |", "| --- | --- | ---: | --- | --- |"]
    for row in sorted(rows, key=lambda each: int((_ORDER.match(each.bar) or [0, 0])[1])):
        limit = row.limit or "none"
        table.append(f"| {row.bar} | {row.what} | {row.value} {row.unit}".rstrip() + f" | {limit} | {row.verdict} |")
    return f"## {name}\n\n{when}\n\n" + "\n".join(table) + "\n"


def _sections(text: str) -> dict[str, str]:
    parts = re.split(r"^## ", text, flags=re.MULTILINE)[1:]
    return {part.partition("\n")[0].strip(): f"## {part.rstrip()}\n" for part in parts}


def _commit() -> str:
    command = ["git", "-C", str(places.ROOT), "describe", "--always", "--dirty=+", "--abbrev=7"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "none"


def _machine() -> str:
    """The class of the machine; its name stays out of it."""
    return f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}, Python {platform.python_version()}"


def _number(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".") if abs(value) < 1 else f"{value:.2f}".rstrip("0").rstrip(".")


def main() -> int:
    """scripts/bench. Exit code 1 when a bar is missed."""
    parser = argparse.ArgumentParser(
        prog="scripts/bench",
        description="Measure how fast and how big things are, against the bars of docs/benchmarks.md. Each measurement "
        "brings what it needs, on ports of its own.",
    )
    parser.add_argument("name", nargs="*", metavar="NAME", help="which (all)")
    parser.add_argument("--list", action="store_true", help="name the measurements and stop")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/benchmarks.md")
    chosen = parser.parse_args()
    known = scripts()
    if chosen.list:
        for name, path in known.items():
            say(f"  {name:<12} {path.read_text().split(chr(34) * 3)[1].splitlines()[0]}")
        return 0
    unknown = set(chosen.name) - set(known)
    if unknown:
        raise DeskError(f"There is no measurement {', '.join(sorted(unknown))}. There are: {', '.join(known)}.")
    found: dict[str, list[Figure]] = {}
    for name in chosen.name or known:
        found[name] = measure(name, known[name])
        if chosen.write:  # at once: an interruption keeps what was measured
            PAGE.write_text(page(found, PAGE.read_text() if PAGE.exists() else ""), encoding="utf-8")
    rows = [row for each in found.values() for row in each]
    missed = [row for row in rows if row.verdict == MISSED]
    say(f"\n{len(rows)} figures, {len(missed)} bars missed")
    for row in missed:
        say(f"  {row.bar} {row.what}: {row.value} {row.unit}, {row.limit}")
    return 1 if missed else 0
