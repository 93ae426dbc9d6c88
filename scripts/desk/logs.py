"""The command scripts/logs: what functions wrote, one readable line for each record, over all functions of a stage.

    17:03:12.481  posts.likes  INFO  served  route=PUT /v1/posts/{post_id}/like status=204 ms=12.4  journey=…

`--journey ID` follows one click through everything that it caused: the request id of an answer (`requestId` of a
problem, `apigw-requestid` in the headers) is the journey of all facts, messages and pushes that come of it.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from desk import places
from desk.cloud import client
from desk.emulator import Access
from desk.stage import access_of, add_options, pages
from desk.terminal import DeskError, say

GROUPS = "/aws/lambda/"
DULL = re.compile(r"^(START|END|REPORT|INIT_START|EXTENSION)\b")
"""Lines that Lambda adds to each call."""

KNOWN = {"level", "location", "message", "timestamp", "service", "journey", "exception", "exception_name"}
KNOWN |= {"stack_trace", "xray_trace_id", "sampling_rate", "cold_start"}
_TIMES = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


@dataclass(frozen=True, order=True)
class Line:
    """A line as a function wrote it; `at` in milliseconds."""

    at: int
    function: str
    text: str

    @property
    def record(self) -> dict[str, Any]:
        """What it says, when it is a JSON record."""
        try:
            found = json.loads(self.text)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


class Logs:
    """The function logs of one stage."""

    def __init__(self, access: Access, prefix: str) -> None:
        self._access = access
        self._prefix = prefix

    def groups(self, function: str = "") -> dict[str, str]:
        """Function (`posts.likes`, `posts.fan-out`) → its log group. One that never ran has none yet."""
        wanted = f"{GROUPS}{self._prefix}-"
        found = {}
        for page in pages(self._access, "logs", "describe_log_groups", logGroupNamePrefix=wanted):
            for group in page["logGroups"]:
                name = group["logGroupName"].removeprefix(wanted).replace("-", ".", 1)
                if function.replace("_", "-") in ("", name, name.partition(".")[0]):
                    found[name] = group["logGroupName"]
        return found

    def lines(self, groups: dict[str, str], since: int, until: int | None = None) -> list[Line]:
        """What was written from `since` on (milliseconds), in order of time."""
        found = []
        bounds = {"startTime": since, **({"endTime": until} if until else {})}
        for function, group in groups.items():
            for page in pages(self._access, "logs", "filter_log_events", logGroupName=group, **bounds):
                found += [Line(one["timestamp"], function, one["message"].rstrip()) for one in page["events"]]
        return sorted(found, key=lambda line: line.at)  # lines of one moment stay as they were written

    def keep(self, groups: dict[str, str], days: int) -> None:
        """Let lines go after so many days; AWS keeps them for ever otherwise."""
        for group in groups.values():
            client(self._access, "logs").put_retention_policy(logGroupName=group, retentionInDays=days)


def shown(lines: Iterable[Line], *, journey: str = "", everything: bool = False) -> Iterator[str]:
    """The lines that somebody wants to read."""
    for line in lines:
        record = line.record
        if journey and record.get("journey") != journey:
            continue
        if not everything and (DULL.match(line.text) or "_aws" in record or "platform." in str(record.get("type"))):
            continue
        yield readable(line)


def readable(line: Line) -> str:
    """One line; a failure is followed by its traceback."""
    moment = datetime.fromtimestamp(line.at / 1000, UTC).strftime("%H:%M:%S.%f")[:-3]
    start = f"{moment}  {line.function:<24}"
    record = line.record
    if "message" not in record:
        return f"{start}  {line.text}"
    facts = " ".join(f"{name}={_short(value)}" for name, value in record.items() if name not in KNOWN)
    text = f"{start}  {record.get('level', ''):<8}{_short(record['message']):<24}{facts}"
    if record.get("journey"):
        text += f"  journey={record['journey']}"
    if record.get("exception"):
        text += "\n    " + str(record["exception"]).replace("\n", "\n    ")
    return text


def moment_of(text: str, now: float) -> int:
    """`10m`, `2h`, `1d` ago, in milliseconds. DeskError for anything else."""
    if not re.fullmatch(r"\d+[smhd]", text):
        raise DeskError(f"--since wants a number and s, m, h or d, such as 10m; not {text!r}.")
    return int((now - int(text[:-1]) * _TIMES[text[-1]]) * 1000)


def main() -> int:
    """scripts/logs."""
    parser = argparse.ArgumentParser(
        prog="scripts/logs",
        description="Show what the functions of a stage wrote, one line for each record.",
        epilog="Examples: scripts/logs posts.likes --follow · scripts/logs --journey ID · scripts/logs feed --since 1h",
    )
    parser.add_argument("function", nargs="?", default="", metavar="FUNCTION", help="posts.likes, or posts (all)")
    parser.add_argument("--follow", action="store_true", help="wait for more until Ctrl-C")
    parser.add_argument("--journey", default="", metavar="ID", help="only what one request caused, everywhere")
    parser.add_argument("--since", default="10m", metavar="TIME", help="how far back: 30s, 10m, 2h, 1d (10m)")
    parser.add_argument("--all", action="store_true", help="also what Lambda adds, and metrics")
    parser.add_argument("--keep", type=int, metavar="DAYS", help="let lines go after so many days, and stop")
    add_options(parser)
    chosen = parser.parse_args()
    logs = Logs(access_of(chosen.stage, chosen.endpoint), places.prefix_of(chosen.stage))
    groups = logs.groups(chosen.function)
    if not groups and not chosen.follow:
        raise DeskError(_nothing(chosen.function, logs))
    if chosen.keep:
        logs.keep(groups, chosen.keep)
        say(f"  {len(groups)} functions keep their lines for {chosen.keep} days")
        return 0
    since = moment_of(chosen.since, time.time())
    for text in shown(logs.lines(groups, since), journey=chosen.journey, everything=chosen.all):
        say(text)
    if chosen.follow:
        _follow(logs, chosen.function, int(time.time() * 1000), chosen.journey, everything=chosen.all)
    return 0


def _follow(logs: Logs, function: str, since: int, journey: str, *, everything: bool) -> None:
    """Until Ctrl-C. Lines arrive late on AWS, so each look goes back a little and skips what was shown."""
    seen: dict[Line, None] = {}
    while True:
        new = [line for line in logs.lines(logs.groups(function), since) if line not in seen]
        for text in shown(new, journey=journey, everything=everything):
            say(text)
        seen |= dict.fromkeys(new)
        since = max(since, int(time.time() * 1000) - 20_000)
        seen = {line: None for line in seen if line.at >= since}
        time.sleep(1)


def _nothing(function: str, logs: Logs) -> str:
    known = logs.groups()
    if not known:
        return "No function of this stage has written anything yet."
    return f"{function} has written nothing. Known are: {', '.join(known)}."


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 200 else f"{text[:200]}…"
