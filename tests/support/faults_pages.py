"""Reading lists page by page while others insert: what the pages must hold together."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

Read = Callable[[str | None], tuple[list[str], str | None]]
"""A list's page after a cursor: the names of its items, and the next cursor."""

PAUSE = 0.05
"""Seconds that a writer rests between two writes and the reader between two pages, so that both get on."""

MOST = 12
"""Writes of one writer, so that a busy machine finds the end of a list too."""


@dataclass(frozen=True)
class Insert:
    """An item and when its insertion began and was acknowledged."""

    name: str
    t0: float
    t1: float


@dataclass
class Walk:
    """One way through a list, from the first page to the last."""

    began: float
    first_answered: float
    pages: list[list[str]]


@dataclass
class Log:
    """What was inserted into which list."""

    inserts: dict[str, list[Insert]] = field(default_factory=dict)

    def insert(self, into: str, work: Callable[[], str]) -> None:
        """Do an insertion that gives the item's name, and keep when."""
        began = time.monotonic()
        name = work()
        self.inserts.setdefault(into, []).append(Insert(name, began, time.monotonic()))


def walk(read: Read) -> Walk:
    """Read a whole list."""
    began = time.monotonic()
    names, cursor = read(None)
    found = Walk(began, time.monotonic(), [names])
    while cursor:
        time.sleep(PAUSE)
        names, cursor = read(cursor)
        found.pages.append(names)
    return found


def walk_wrong(walked: Walk, inserts: list[Insert]) -> list[str]:
    """The pages together are the list as it was when the first one was read; each item once.

    What was being inserted at that very moment may be there or not.
    """
    seen = Counter(name for page in walked.pages for name in page)
    wrong = [f"twice: {name}" for name, times in sorted(seen.items()) if times > 1]
    before = {each.name for each in inserts if each.t1 < walked.began}
    after = {each.name for each in inserts if each.t0 > walked.first_answered}
    wrong += [f"skipped: {name}" for name in sorted(before - seen.keys())]
    wrong += [f"too new: {name}" for name in sorted(after & seen.keys())]
    known = {each.name for each in inserts}
    return wrong + [f"from nowhere: {name}" for name in sorted(seen.keys() - known)]


@contextmanager
def writers(count: int, write: Callable[[int], None]) -> Iterator[None]:
    """Threads that write up to `MOST` times, until the block is left; their first failure is raised then."""
    stop, failures = threading.Event(), list[BaseException]()

    def work(number: int) -> None:
        for _ in range(MOST):
            if stop.wait(PAUSE):
                return
            try:
                write(number)
            except BaseException as error:
                failures.append(error)
                raise

    threads = [threading.Thread(target=work, args=(number,)) for number in range(count)]
    for each in threads:
        each.start()
    try:
        yield
    finally:
        stop.set()
        for each in threads:
            each.join()
    if failures:
        raise failures[0]
