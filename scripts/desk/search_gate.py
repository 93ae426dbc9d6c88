"""Explains the queries that the platform sends to MongoDB, as it sends them, and says which no index answers."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from pymongo import monitoring

WHOLE = frozenset({"find", "aggregate", "count", "distinct", "findAndModify"})
"""Commands that are explained as they are."""

PARTED = {"update": "updates", "delete": "deletes"}
"""Commands that are explained one statement at a time."""

SILENT = frozenset({"insert", "getMore", "killCursors", "createIndexes", "commitTransaction", "abortTransaction"})
"""Commands that look for nothing."""

ALIKE = 100
"""Statements of one piece of work, of one kind and to one collection, that are explained: thousands are of one form."""

_NOT_EXPLAINED = frozenset(
    {"lsid", "txnNumber", "startTransaction", "autocommit", "readConcern", "writeConcern", "maxTimeMS", "ordered"}
)


class Plan(NamedTuple):
    """How MongoDB answers one command."""

    command: str
    stages: tuple[str, ...]
    documents: int
    keys: int
    found: int

    def complaints(self, *, in_order: bool) -> list[str]:
        """What must not be: a look at a whole collection, and sorting where an index has the order."""
        bad = {"COLLSCAN": "looks at a whole collection"} | ({"SORT": "sorts"} if in_order else {})
        return [
            f"{self.command} {what} ({' < '.join(self.stages)})" for stage, what in bad.items() if stage in self.stages
        ]


class Listener(monitoring.CommandListener):
    """Keeps the commands that are sent while it listens."""

    def __init__(self) -> None:
        self.heard: list[dict[str, Any]] | None = None

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        if self.heard is not None:
            self.heard.append(dict(event.command))

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        """Nothing is kept here."""

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        """Nothing is kept here."""


class Gate:
    """Listens to what the platform's own client sends. `database` is of another client, which waits for answers.

    Make it before the platform makes its client.
    """

    def __init__(self, database: Any) -> None:
        self._database = database
        self._listener = _listener()

    def plans(self, work: Callable[[], object]) -> list[Plan]:
        """The plans of all queries that this sends; of those of one kind to one collection, the first `ALIKE`."""
        with _heard(self._listener) as heard:
            work()
        seen: Counter[tuple[str, str]] = Counter()
        found = []
        for each in (statement for command in heard for statement in _statements(command)):
            kind = next(iter(each))
            seen[kind, each[kind]] += 1
            if seen[kind, each[kind]] <= ALIKE:
                found.append(self._plan(each))
        return found

    def _plan(self, command: dict[str, Any]) -> Plan:
        told = self._database.command("explain", command, verbosity="executionStats")
        stages: list[str] = []
        _walk(told, stages)
        stats = next(_found(told, "executionStats"))
        kind = next(iter(command))
        name = f"{kind} of {command[kind]}"
        joined = list(_joined(told))
        stages += ["COLLSCAN" for each in joined if each["collectionScans"]]
        documents, keys = (
            int(stats[each]) + sum(int(one[each]) for one in joined)
            for each in ("totalDocsExamined", "totalKeysExamined")
        )
        return Plan(name, tuple(dict.fromkeys(stages)), documents, keys, int(stats["nReturned"]))


def _listener() -> Listener:
    """The one of this process: what is registered stays, in clients that are made from then on."""
    if not _LISTENERS:
        _LISTENERS.append(Listener())
        monitoring.register(_LISTENERS[0])
    return _LISTENERS[0]


_LISTENERS: list[Listener] = []


@contextlib.contextmanager
def _heard(listener: Listener) -> Iterator[list[dict[str, Any]]]:
    heard = listener.heard = []
    try:
        yield heard
    finally:
        listener.heard = None


def _statements(command: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What of a command can be explained."""
    kind = next(iter(command))
    if kind in SILENT:
        return
    if kind not in WHOLE and kind not in PARTED:
        raise ValueError(f"Nobody has said how {kind} is explained.")
    plain = {name: value for name, value in command.items() if name not in _NOT_EXPLAINED and name[0] != "$"}
    if kind in WHOLE:
        yield plain
        return
    for each in plain.pop(PARTED[kind]):
        yield plain | {PARTED[kind]: [each]}


def _walk(told: Any, stages: list[str], inside: bool = False) -> None:
    """The names of the stages of the plans that were chosen, from the last to the first."""
    if isinstance(told, list):
        for each in told:
            _walk(each, stages, inside)
    elif isinstance(told, Mapping):
        if inside and isinstance(told.get("stage"), str):
            stages.append(told["stage"])
        for name, value in told.items():
            if name not in {"rejectedPlans", "executionStats", "slotBasedPlan", "command"}:
                _walk(value, stages, inside or name == "winningPlan")


def _joined(told: Any) -> Iterator[Mapping[str, Any]]:
    """What stages tell that look into another collection ($lookup): no names of stages, but how they looked."""
    for stages in _found(told, "stages"):
        yield from (each for each in stages if "collectionScans" in each)


def _found(told: Any, wanted: str) -> Iterator[Any]:
    """The values of an attribute, wherever it stands."""
    if isinstance(told, Mapping):
        if wanted in told:
            yield told[wanted]
        for value in told.values():
            yield from _found(value, wanted)
    elif isinstance(told, list):
        for each in told:
            yield from _found(each, wanted)
