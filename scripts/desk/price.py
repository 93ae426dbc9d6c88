"""The command scripts/price: what a day of 1,000 members costs, and a month in which nobody comes (bar P9).

The day is scripts/prices/day.toml: how often members ask for what. What an operation asks of the stores is the measured
table tests/costs/table.toml, transactions, outbox and guards included. Prices are a dated file beside it. At rest,
pollers of queues, schedules and alarms are counted in the templates.
"""

from __future__ import annotations

import argparse
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from desk import places
from desk.sam import Expansion
from desk.terminal import DeskError, say

PRICES = places.ROOT / "scripts" / "prices"
TABLE = places.ROOT / "tests" / "costs" / "table.toml"
DAY_LIMIT, REST_LIMIT = 0.25, 1.0
"""Bar P9, in dollars a day and a month."""

POLLERS, WAIT_SECONDS, MONTH_SECONDS = 5, 20, 30 * 24 * 3600
"""Lambda asks an empty queue with five long polls of 20 s each, as far as its guide and bills of others tell."""

SIGNING = ("sign up", "sign in")

Numbers = dict[str, Any]


def price_of_day(day: Numbers, prices: Numbers, table: Numbers) -> dict[str, float]:
    """Dollars a day for each thing that is billed. DeskError when the day names an operation that nobody measured."""
    did = {**day["asked"], **day["follows"]}
    unknown = set(did) - set(table)
    if unknown:
        raise DeskError(f"tests/costs/table.toml has no row {', '.join(sorted(unknown))}.")
    asked, traffic = sum(day["asked"].values()), day["traffic"]
    store = prices["dynamodb"]
    calls = _invocations(day)
    sockets = prices["socket_api"]
    queues = 3 * (traffic["inbox_messages"] + traffic["work_messages"])
    return {
        "store, writes": store["write_unit"] * _sum(did, table, "write_units"),
        "store, reads": store["read_unit"] * _sum(did, table, "read_units"),
        "HTTP API": prices["http_api"]["request"] * asked,
        "functions, calls": prices["lambda"]["request"] * calls,
        "functions, time": prices["lambda"]["gigabyte_second"] * _gigabyte_seconds(day, table),
        "bus": prices["bus"]["event"] * traffic["facts"],
        "queues": prices["queue"]["request"] * queues,
        "sockets": sockets["message"] * traffic["frames"] + sockets["connection_minute"] * traffic["socket_minutes"],
        "picture storage": prices["storage"]["put"] * 9 * traffic["photographs"],
        "logs": prices["logs"]["gigabyte"] * calls * day["function"]["log_bytes"] / 1e9,
    }


def price_of_rest(prices: Numbers, root: Path = places.ROOT) -> dict[str, float]:
    """Dollars a month for size small when nobody comes, free tiers apart where prices name none."""
    stacks = [_resources(root, path) for path in sorted((root / "infra").glob("*.yaml"))]
    queues = sum(_is_polled_queue(each) for stack in stacks for each in stack)
    metrics = sum(_alarm_metrics(each) for stack in stacks for each in stack)
    runs = sum(_runs_a_month(each) for stack in stacks for each in stack)
    polls = queues * POLLERS * MONTH_SECONDS / WAIT_SECONDS
    queue, alarm, function = prices["queue"], prices["metrics"], prices["lambda"]
    paid = max(0, polls - queue["free_requests_a_month"])
    return {
        f"{queues} polled queues, {polls / 1e6:.2f} million requests": queue["request"] * polls,
        "  of which the free million covers": queue["request"] * (paid - polls),
        f"{metrics} metrics under alarm": alarm["alarm_metric"] * max(0, metrics - alarm["free_alarm_metrics"]),
        f"{runs:,.0f} scheduled runs": runs * (function["request"] + 0.25 * 0.05 * function["gigabyte_second"]),
    }


def work_out(prices: str) -> tuple[dict[str, float], dict[str, float]]:
    """The day and the rest at these prices."""
    given, table = load(prices), tomllib.loads(TABLE.read_text())
    return price_of_day(load("day"), given, table), price_of_rest(given)


def load(name: str) -> Numbers:
    """A file of scripts/prices."""
    return tomllib.loads((PRICES / f"{name}.toml").read_text())


def newest() -> str:
    """The newest file of prices."""
    return max(path.stem for path in PRICES.glob("2*.toml"))


def _sum(did: dict[str, int], table: Numbers, figure: str) -> float:
    return sum(times * float(table[name][figure]) for name, times in did.items())


def _invocations(day: Numbers) -> float:
    """Calls of functions: requests, messages (each alone in its batch), streams, frames, sockets at both ends."""
    traffic = day["traffic"]
    background = traffic["inbox_messages"] + traffic["work_messages"] + traffic["streamed"] + traffic["photographs"]
    return float(sum(day["asked"].values()) + background + traffic["actions"] + 2 * traffic["sockets"])


def _gigabyte_seconds(day: Numbers, table: Numbers) -> float:
    of, asked, traffic = day["function"], day["asked"], day["traffic"]
    signing = sum(asked.get(name, 0) for name in SIGNING)
    reading = sum(times for name, times in asked.items() if not table[name]["writes"])
    commands = sum(asked.values()) - reading - signing
    events = _invocations(day) - sum(asked.values()) - traffic["photographs"]
    usual = reading * of["read_ms"] + commands * of["command_ms"] + events * of["event_ms"]
    cold = (reading + commands + events) * of["cold_share"] * of["cold_ms"]
    heavy = signing * of["signing_ms"] * of["signing_megabytes"]
    heavy += traffic["photographs"] * of["photo_ms"] * of["photo_megabytes"]
    return float(((usual + cold) * of["megabytes"] + heavy) / 1000 / 1024)


def _resources(root: Path, path: Path) -> list[Numbers]:
    expansion = Expansion(
        root,
        region="us-east-1",
        place_code=lambda folder: ("artifacts", folder),
        place_template=lambda child: child.path,
    )
    found = expansion.expand(f"infra/{path.name}").body.get("Resources", {}).values()
    return [each for each in found if each.get("Condition") != "Standard"]


def _is_polled_queue(resource: Numbers) -> bool:
    return resource["Type"] == "AWS::Lambda::EventSourceMapping" and "StartingPosition" not in resource["Properties"]


def _alarm_metrics(resource: Numbers) -> int:
    if resource["Type"] != "AWS::CloudWatch::Alarm":
        return 0
    asked = resource["Properties"].get("Metrics")
    return sum("MetricStat" in each for each in asked) if asked else 1


def _runs_a_month(resource: Numbers) -> float:
    found = re.match(
        r"rate\((\d+) (minute|hour|day)s?\)", str(resource.get("Properties", {}).get("ScheduleExpression"))
    )
    seconds = {"minute": 60, "hour": 3600, "day": 86400}
    return MONTH_SECONDS / (int(found[1]) * seconds[found[2]]) if found else 0


def _shown(costs: dict[str, float], total: str) -> Iterator[str]:
    yield from (f"  {name:<52} {value:9.4f}" for name, value in costs.items())
    yield f"  {total:<52} {sum(costs.values()):9.4f}"


def main() -> int:
    """scripts/price. Whether the bars hold, scripts/bench says."""
    parser = argparse.ArgumentParser(
        prog="scripts/price",
        description="Price a scripted day of 1,000 members (scripts/prices/day.toml) with the measured table of costs, "
        "and a month at rest, in US dollars. Delivered pictures and kept bytes are not in it.",
    )
    parser.add_argument("--prices", default=newest(), choices=sorted(path.stem for path in PRICES.glob("2*.toml")))
    chosen = parser.parse_args()
    prices, (of_day, of_rest) = load(chosen.prices), work_out(chosen.prices)
    say(f"Prices of {prices['date']}, {prices['region']}, typed in by hand.\n")
    say(f"A day of {load('day')['members']:,} members")
    for row in (*_shown(of_day, "together, a day"), "\nA month at rest, size small", *_shown(of_rest, "together")):
        say(row)
    return 0
