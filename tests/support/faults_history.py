"""Histories: what clients asked and what they were told, as JSON lines; and what must hold of them.

An operation is `ok` (acknowledged), `fail` (refused, so nothing may have changed) or `info` (nobody knows: the answer
was lost). What is not known is never taken for a failure: it may have happened, then or not at all.
"""

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kernel.errors import Away, Refusal, TooMany

NEVER = float("inf")


@dataclass(frozen=True)
class Operation:
    """`verb` on `subject` by one client. `t1` of an unknown outcome is never."""

    client: int
    verb: str
    subject: str
    outcome: str
    t0: float
    t1: float
    note: str = ""


class History:
    """Collects operations of many threads, one JSON line for each invocation and one for each outcome.

    Use it in a `with`, which closes the file.
    """

    def __init__(self, path: Path, **about: Any) -> None:
        self.operations: list[Operation] = []
        self.path = path
        self._lock = threading.Lock()
        self._file = path.open("w", encoding="utf-8")
        self._line(about)

    def call(self, client: int, verb: str, subject: str, work: Callable[[], Any]) -> Operation:
        """Do `work` as an operation and keep what became of it."""
        started = time.monotonic()
        self._line({"client": client, "state": "invoke", "verb": verb, "subject": subject, "t": started})
        outcome, note = "ok", ""
        try:
            work()
        except (Away, TooMany) as error:
            outcome, note = "info", f"{type(error).__name__} {error.facts}"
        except Refusal as error:
            outcome, note = "fail", f"{type(error).__name__} {error.sentence}"
        except Exception as error:  # noqa: BLE001 - whatever else it is, its effect is unknown
            outcome, note = "info", f"{type(error).__name__}: {error}"
        ended = time.monotonic()
        done = Operation(client, verb, subject, outcome, started, NEVER if outcome == "info" else ended, note)
        with self._lock:
            self.operations.append(done)
        self._line({**asdict(done), "state": outcome, "t": ended, "t0": None, "t1": None})
        return done

    def __enter__(self) -> "History":
        return self

    def __exit__(self, *_error: object) -> None:
        self._file.close()

    def outcomes(self) -> Counter[str]:
        return Counter(each.outcome for each in self.operations)

    def _line(self, line: dict[str, Any]) -> None:
        text = json.dumps({name: value for name, value in line.items() if value not in (None, "")})
        with self._lock:
            self._file.write(text + "\n")
            self._file.flush()


ON = {"like", "follow", "like comment", "save", "pin", "ask", "block", "edit", "react", "read", "add"}
OFF = {"unlike", "unfollow", "unlike comment", "unsave", "unpin", "unask", "unblock", "unreact", "remove"}
"""Verbs after which a subject (one person's like of a post, one person's following of another) is there, or not."""

ADD, REMOVE = {"comment", "publish", "send"}, {"uncomment", "unsend"}
"""Verbs that make something new under a name that only they use, and that take it away."""


def switches(operations: Iterable[Operation], there: set[str]) -> list[str]:
    """Check subjects that are switched on and off: each must be as one of the operations that can be the last left it.

    An operation can be the last on its subject unless an acknowledged one began after it had ended.
    """
    wrong = []
    for subject, all_of in _by_subject(operations, ON | OFF).items():
        done = [each for each in all_of if each.outcome != "fail"]
        begun = max((each.t0 for each in done if each.outcome == "ok"), default=-NEVER)
        last = [each for each in done if each.t1 >= begun]
        possible = {each.verb in ON for each in last}
        if begun == -NEVER:
            possible.add(False)  # none is known to have happened
        if (subject in there) not in possible:
            what = "lost" if subject not in there else "resurrected"
            wrong.append(f"{what}: {subject} after {[(each.verb, each.outcome) for each in last]}")
    switched = set(_by_subject(operations, ON))
    return wrong + [f"from nowhere: {subject}" for subject in sorted(there - switched)]


def makings(operations: Iterable[Operation], there: Counter[str]) -> list[str]:
    """Check what has a name of its own: there once when acknowledged, at most once when unknown, gone when removed."""
    done = list(operations)
    made, removed = _by_subject(done, ADD), _by_subject(done, REMOVE)
    wrong = [f"from nowhere: {name}" for name in sorted(there.keys() - made.keys())]
    for name, tries in made.items():
        outcomes = {each.outcome for each in tries}
        gone = {each.outcome for each in removed.get(name, [])}
        least = 1 if "ok" in outcomes and not gone & {"ok", "info"} else 0
        most = 0 if outcomes == {"fail"} or "ok" in gone else 1
        if there[name] < least:
            wrong.append(f"lost: {name}")
        elif there[name] > most:
            wrong.append(f"{'resurrected' if 'ok' in gone else 'doubled'}: {name} is there {there[name]} times")
    return wrong


def refusals(operations: Iterable[Operation]) -> list[str]:
    """Nothing in these histories is against a rule, so every refusal is a wrong one."""
    return [f"refused: {each.verb} {each.subject}: {each.note}" for each in operations if each.outcome == "fail"]


def said_as_done(there: set[str], began: Counter[str], ended: Counter[str]) -> list[str]:
    """Check facts against what is stored: what is there was said to begin once more often than to end."""
    return [
        f"facts of {subject}: began {began[subject]}, ended {ended[subject]}, there is {subject in there}"
        for subject in sorted(there | began.keys() | ended.keys())
        if began[subject] - ended[subject] != (subject in there)
    ]


def _by_subject(operations: Iterable[Operation], verbs: set[str]) -> dict[str, list[Operation]]:
    found: dict[str, list[Operation]] = {}
    for each in operations:
        if each.verb in verbs:
            found.setdefault(each.subject, []).append(each)
    return found
