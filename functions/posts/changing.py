"""Changes of one post, tried again while others change it, too."""

from collections.abc import Callable
from typing import TypeVar

from kernel.errors import Away

T = TypeVar("T")

TRIES = 10


def settled(subject: str, read: Callable[[], T], write: Callable[[T], bool]) -> T:
    """Read and write until the write holds; returns what was read last. Away when others are always faster."""
    for _ in range(TRIES):
        found = read()
        if write(found):
            return found
    raise Away("Too much happens at once. Try again.", retry_after=1, subject=subject)
