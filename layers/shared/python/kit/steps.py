"""Steps of a long work with an order: a state machine calls one function per context, again and again until it is done.

What a step does must be harmless to repeat, because it may be killed anywhere: then the slice is done again. A step
finds what is left by looking, so it needs no memory but a place to go on from.
"""

import time
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from kernel.ids import PersonId
from kit import telemetry
from kit.service import Service

SLICE = 15.0
"""Seconds after which a slice ends; the function may run for 60."""


class Part(NamedTuple):
    """What one call of a class's work has done: how many items, and where to go on (None: nothing is left)."""

    items: int
    after: str | None = None


class Work(Struct, frozen=True):
    """Whose items a class's work is about; `turn` counts how often all contexts are gone through, from 1.

    `job` is the id of the work, where an account may have it done several times.
    """

    account: PersonId
    person: PersonId
    turn: int
    after: str | None = None
    report: Mapping[str, int] = {}
    job: str = ""


class Progress(Struct, frozen=True):
    """The state of the machine: it goes into each step and comes out changed.

    `at` are the person and the class that this context is at, `after` the place within. `report` counts items by
    `<context>.<class>`; what a killed slice had done is missing there: it says "at least". `rest` are the seconds
    between the first and the second turn. `step` is whose turn it is, where a context leads the way.
    """

    account: PersonId
    people: list[PersonId] = []
    turn: int = 1
    done: bool = False
    at: tuple[int, int] = (0, 0)
    after: str | None = None
    report: dict[str, int] = field(default_factory=dict)
    rest: int = 0
    job: str = ""
    step: str = ""


Handler = Callable[[Work], Part]


class Steps(Service):
    """A context's part of a long work about people: classes of items, worked on in the order in which they stand."""

    def __init__(self, name: str, context: str, *, once_per_account: bool = False) -> None:
        super().__init__(name)
        self.context = context
        self.once_per_account = once_per_account
        self.classes: list[tuple[str, Handler]] = []
        self.begins: Callable[[Progress], Progress] | None = None
        self.entry = self._run

    def of(self, name: str) -> Callable[[Handler], Handler]:
        """Register the work on one class of items. One call does one page of it, some seconds at most."""

        def register(work: Handler) -> Handler:
            self.classes.append((name, work))
            return work

        return register

    def first(self, work: Callable[[Progress], Progress]) -> Callable[[Progress], Progress]:
        """Register what is done with a state that names no people yet: it names them."""
        self.begins = work
        return work

    def _run(self, event: Any, _context: Any) -> Any:
        telemetry.enter("")
        progress = msgspec.convert(event, Progress)
        if not progress.people and self.begins is not None:
            progress = self.begins(progress)
        else:
            progress = self.slice(progress, until=time.monotonic() + SLICE)
        telemetry.logger().info("stepped", extra={"step": self.context, "at": progress.at, "done": progress.done})
        return msgspec.to_builtins(progress)

    def slice(self, progress: Progress, *, until: float) -> Progress:
        """Work until all is done or time is up; at least one page."""
        report, after = dict(progress.report), progress.after
        person, class_ = progress.at
        people = progress.people[:1] if self.once_per_account else progress.people
        while person < len(people):
            while class_ < len(self.classes):
                name, handler = self.classes[class_]
                part = handler(Work(progress.account, people[person], progress.turn, after, report, progress.job))
                if part.items:
                    key = f"{self.context}.{name}"
                    report[key] = report.get(key, 0) + part.items
                after = part.after
                if after is None:
                    class_ += 1
                if time.monotonic() > until:
                    return replace(progress, at=(person, class_), after=after, report=report, done=False)
            person, class_ = person + 1, 0
        return replace(progress, at=(0, 0), after=None, report=report, done=True)
