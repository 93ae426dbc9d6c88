"""Write the requirement locks: one per layer, one per development environment.

A lock is complete (installing it with --no-deps gives all there is), carries hashes for every platform and every
Python from 3.11 on, and names no host: where packages come from is the business of the machine that installs them.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from desk.bootstrap import ROOT

FLOOR = "3.11"
SETTINGS_OF_THE_MACHINE = ("PIP_", "UV_")


@dataclass(frozen=True)
class Lock:
    """A pair of `<stem>.in` (asked for) and `<stem>.txt` (pinned); `after` names locks whose versions it shares."""

    stem: str
    after: tuple[str, ...] = ()
    excludes: str = ""

    @property
    def wanted(self) -> str:
        return f"{self.stem}.in"

    @property
    def pinned(self) -> str:
        return f"{self.stem}.txt"


RUNTIME = Lock("layers/runtime/requirements", excludes="layers/runtime/excludes.in")
CRYPTO = Lock("layers/crypto/requirements", after=(RUNTIME.pinned,))
MEDIA = Lock("layers/media/requirements", after=(RUNTIME.pinned,))
PASSKEYS = Lock(
    "layers/passkeys/requirements", after=(RUNTIME.pinned, CRYPTO.pinned), excludes="layers/passkeys/excludes.in"
)
LAYERS = (RUNTIME, CRYPTO, MEDIA, PASSKEYS)
LOCKS = (
    *LAYERS,
    Lock("scripts/requirements/dev", after=tuple(layer.pinned for layer in LAYERS)),
    Lock("scripts/requirements/emulator"),
    Lock("scripts/requirements/sam"),
    Lock("scripts/requirements/fuzz"),
)


def compile_lock(lock: Lock, *, upgrade: bool = False, into: Path | None = None) -> None:
    """Resolve one lock. Keeps pinned versions that still fit unless `upgrade`; needs the registry.

    Settings of this machine (mirrors, local wheel folders) are ignored: the hashes are the public registry's.
    """
    command = [
        sys.executable, "-m", "uv", "pip", "compile", lock.wanted, "--output-file", str(into or lock.pinned),
        "--no-config", "--universal", "--python-version", FLOOR, "--generate-hashes",
        "--no-annotate", "--no-emit-index-url", "--custom-compile-command", "scripts/lock", "--quiet",
    ]  # fmt: skip
    for other in lock.after:
        command += ["--constraints", other]
    if lock.excludes:
        command += ["--excludes", lock.excludes]
    if upgrade:
        command.append("--upgrade")
    settings = {k: v for k, v in os.environ.items() if not k.startswith(SETTINGS_OF_THE_MACHINE)}
    subprocess.run(command, cwd=ROOT, check=True, env=settings)


def main() -> int:
    """Lock everything, or the locks whose path contains one of the given words."""
    parser = argparse.ArgumentParser(prog="scripts/lock", description=__doc__)
    parser.add_argument("only", nargs="*", help="part of a lock's path, e.g. runtime or dev; default: all")
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions instead of keeping pins")
    wish = parser.parse_args()
    chosen = [lock for lock in LOCKS if not wish.only or any(word in lock.stem for word in wish.only)]
    if not chosen:
        parser.error(f"no lock matches; there are: {', '.join(lock.stem for lock in LOCKS)}")
    for lock in chosen:
        print(f"locking {lock.pinned}", flush=True)
        compile_lock(lock, upgrade=wish.upgrade)
    return 0
