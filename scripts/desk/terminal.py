"""What the scripts say to people: short lines, times where something took long, one way to fail."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Say = Callable[[str], None]


class DeskError(Exception):
    """A failure that its message explains fully: shown without a traceback."""


def say(line: str) -> None:
    """Print one line at once, also when the output is a pipe."""
    print(line, flush=True)


def silent(line: str) -> None:
    """Say nothing (for tests)."""


@contextmanager
def step(name: str, speak: Say = say) -> Iterator[None]:
    """Tell how long a step took once it is done."""
    started = time.monotonic()
    yield
    speak(f"  {name}  {time.monotonic() - started:.1f} s")


def run(main: Callable[[], int | None]) -> int:
    """Run a script's main function; turns a DeskError into one sentence and exit code 1, Ctrl-C into 130."""
    try:
        return main() or 0
    except DeskError as failure:
        print(f"\n{failure}", file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted.", file=sys.stderr, flush=True)
        return 130


def size(count: int) -> str:
    """Bytes as people write them: 812 B, 41 KB, 12.3 MB (thousands)."""
    if count < 1_000:
        return f"{count} B"
    if count < 1_000_000:
        return f"{count / 1_000:.0f} KB"
    return f"{count / 1_000_000:.1f} MB"
