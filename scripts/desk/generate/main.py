"""The command scripts/generate: write what is made from the code, or check that it is as the code says."""

from __future__ import annotations

import argparse
import fnmatch
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from desk import places
from desk.generate.access import access_files
from desk.generate.asyncapi import asyncapi_files
from desk.generate.discover import System, discover
from desk.generate.facts import fact_files
from desk.generate.openapi import openapi_files
from desk.generate.pages import page_files
from desk.generate.python_client import python_files
from desk.generate.routes import route_files
from desk.generate.triggers import trigger_files
from desk.generate.typescript import typescript_files
from desk.terminal import DeskError, say

Maker = Callable[[System], dict[str, str]]

MAKERS: dict[str, tuple[Maker, tuple[str, ...]]] = {
    "routes": (route_files, ("infra/routes/*.yaml",)),
    "openapi": (openapi_files, ("docs/api/openapi.json",)),
    "facts": (fact_files, ("events/facts/*", "docs/events.md")),
    "triggers": (trigger_files, ("events/triggers/*",)),
    "asyncapi": (asyncapi_files, ("docs/api/asyncapi.json",)),
    "typescript": (typescript_files, ("web/client/*",)),
    "python": (python_files, ("scripts/lambdagram_client/*.py",)),
    "pages": (page_files, ("docs/map.md", "docs/settings.md", "docs/iam.md")),
    "access": (access_files, ("docs/access.md",)),
}
"""Name → what makes the files, and the patterns of the files that are its own: what it no longer makes is deleted."""


def main() -> int:
    """scripts/generate."""
    parser = argparse.ArgumentParser(
        prog="scripts/generate", description="Write everything that is made from the code, and say what changed."
    )
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit with 1 and name the files that differ"
    )
    parser.add_argument("--only", choices=sorted(MAKERS), action="append", help="only files of this kind (repeatable)")
    parser.add_argument(
        "--without-broken", action="store_true", help="write as if modules that cannot be imported were not there"
    )
    chosen = parser.parse_args()
    system = discover(places.ROOT)
    changes = differences(replace(system, broken={}) if chosen.without_broken else system, chosen.only)
    told = {path: _change(system.root / path, text, chosen.check) for path, text in changes.items()}
    if not chosen.check:
        for path, text in changes.items():
            _put(system.root / path, text)
    for path in sorted(changes):
        say(f"  {told[path]}  {path}")
    if system.broken:
        raise DeskError(_broken(system))
    if changes and chosen.check:
        raise DeskError("These files are not what the code says. Run scripts/generate and commit them.")
    say(f"{len(changes)} files changed" if changes else "everything is as the code says")
    return 0


def differences(system: System, only: list[str] | None = None) -> dict[str, str | None]:
    """Path → the text that a file should have (None: it should not be there), for every file that differs.

    Where a module cannot be imported, what it would have a say in is left as it is.
    """
    changes: dict[str, str | None] = {}
    for name, (make, patterns) in MAKERS.items():
        if only and name not in only:
            continue
        if system.broken and name != "routes":
            continue
        made = make(system)
        wanted: dict[str, str | None] = {**dict.fromkeys(_standing(system.root, patterns)), **made}
        changes |= {
            path: text
            for path, text in wanted.items()
            if not _is_touched_by_broken(path, system) and _read(system.root / path) != text
        }
    return changes


def _standing(root: Path, patterns: tuple[str, ...]) -> list[str]:
    return sorted(str(path.relative_to(root)) for pattern in patterns for path in root.glob(pattern) if path.is_file())


def _is_touched_by_broken(path: str, system: System) -> bool:
    contexts = {name.partition(".")[0] for name in system.broken}
    names = contexts | ({"well_known"} if "identity" in contexts else set())
    return any(fnmatch.fnmatch(path, f"infra/routes/{name}.yaml") for name in names)


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


def _put(path: Path, text: str | None) -> None:
    if text is None:
        path.unlink()
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _change(path: Path, text: str | None, check: bool) -> str:
    if text is None:
        return "superfluous" if check else "deleted"
    if path.is_file():
        return "differs" if check else "changed"
    return "missing" if check else "new"


def _broken(system: System) -> str:
    lines = [f"  {name}: {reason.partition(chr(10))[0]}" for name, reason in sorted(system.broken.items())]
    return "\n".join(["These modules cannot be imported, and what they have a say in waits for them:", *lines])
