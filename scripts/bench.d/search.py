"""Bar of search: every one is answered by an index, at 100,000 people and 1,000,000 posts, beside PostgreSQL.

Makes the people and posts (the same of the same seed), loads them into a MongoDB of its own and, where this machine has
one, into a PostgreSQL of its own, and removes both at the end. Then makes searches of each kind in both, in turn with
the same terms, by the platform's own code and by SQL; and has MongoDB explain what the platform sent. Takes a quarter
of an hour and 3 GB of disk. Ends with 1 when a query looks at a whole collection or sorts what an index has in order.
"""

import argparse
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / each) for each in ("layers/shared/python", "functions", "scripts")]

from desk import bench
from desk.bootstrap import find_mongod
from desk.children import free_port
from desk.search_data import World
from desk.search_gate import Gate, Plan
from desk.search_kinds import Kind, kinds
from desk.search_load import load
from desk.search_rival import INSTALL, Postgres, find_client, find_postgres
from desk.search_writes import make_trends, platform, writes
from desk.stores import Mongod
from desk.terminal import run, say, size
from kernel.errors import Away

MOST_MS = 1_000.0
"""Milliseconds that the slowest of a hundred searches may take: then the platform gives up."""

MOST_EXAMINED = 100_000
"""Documents that a search may look at."""

WARM = 10
"""Searches of each kind before those that count."""

EXPLAINED = 20
"""Searches of each kind that are explained."""

LOADING_MB = 2_048
"""Cache of MongoDB while it is loaded."""

PREFIX = "bench"
TRENDS = "making trends"


class Times(NamedTuple):
    """Milliseconds of the searches of a kind; those given up count as the longest they may take.

    `found`: how many of them found something.
    """

    ms: list[float]
    given_up: int
    found: int

    def at(self, percent: int) -> float:
        return statistics.quantiles(self.ms, n=100, method="inclusive")[percent - 1]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=100_000, help="made-up people (default 100,000)")
    parser.add_argument("--posts", type=int, default=1_000_000, help="made-up posts (default 1,000,000)")
    parser.add_argument("--searches", type=int, default=300, help="searches of each kind (default 300)")
    parser.add_argument("--cache-mb", type=int, default=256, help="cache of each of both (default 256, as scripts/dev)")
    parser.add_argument("--only", default="", help="kinds of searches with this in their names (a regular expression)")
    parser.add_argument("--alone", action="store_true", help="without PostgreSQL")
    options = parser.parse_args()
    server = find_mongod()
    if server is None:
        say("There is no mongod on this machine. Name one by the variable MONGOD.")
        return 1
    programs, client = find_postgres(), find_client()
    if not options.alone and not (programs and client):
        say(INSTALL)
    from pymongo import MongoClient

    with tempfile.TemporaryDirectory(prefix="lambdagram-search-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # PostgreSQL is another user when this one is root
        mongod = Mongod(server, port=free_port(), folder=folder / "mongo")
        rival = None
        try:
            if programs and client and not options.alone:
                rival = Postgres(
                    programs, client, port=free_port(), folder=folder / "postgres", cache_mb=options.cache_mb
                )
            with MongoClient[dict[str, Any]](mongod.url) as waiting, platform(mongod.url, PREFIX):
                return 0 if measured(options, waiting, rival) else 1
        finally:
            if rival:
                rival.stop()
            mongod.stop()


def measured(options: argparse.Namespace, client: Any, rival: Postgres | None) -> bool:
    """Load, search, explain; whether all bars hold."""
    gate = Gate(client[PREFIX])
    began = time.monotonic()
    say(f"making {options.people} people and {options.posts} posts")
    world = World(options.people, options.posts, datetime.now(UTC))
    _cache(client, LOADING_MB)
    spent = load(world, client, rival, say)
    _cache(client, options.cache_mb)
    _sizes(client, rival, spent)
    say(f"loaded after {time.monotonic() - began:.0f} s\n")
    plans: dict[str, tuple[bool, list[Plan]]] = {}
    started = time.monotonic()
    make_trends()
    bench.line("search", "making all trends", time.monotonic() - started, unit="s")
    plans[TRENDS] = False, gate.plans(make_trends)
    say("trends made and explained\n")
    say(f"{'ms':<46}{'p50':>8}{'p99':>9} | {'PostgreSQL':>10}{'p99':>9} | ratios{'':8} | examined")
    slow: list[str] = []
    failed: list[str] = []
    for kind in kinds(world):
        if re.search(options.only, kind.name):
            try:
                plans[kind.name] = kind.in_order, _searched(kind, world, gate, rival, options.searches, slow)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is this kind's alone, and told at the end
                failed.append(f"{kind.name} failed: {type(error).__name__}: {error}")
    for name, work in writes(world).items():
        plans[name] = False, gate.plans(work)
    good = _judged(plans, slow)
    for each in failed:
        say(f"WRONG  {each}")
    return bench.line("search", "kinds of searches that fail", len(failed), 0) and good


def _searched(
    kind: Kind, world: World, gate: Gate, rival: Postgres | None, searches: int, slow: list[str]
) -> list[Plan]:
    """Make the searches of a kind, tell how long they took, and explain some of them."""
    rng = world.rng(kind.name)
    terms = [kind.draw(rng) for _ in range(WARM + searches)]
    others: Callable[[Any], Any] | None = None
    if rival and kind.rival:
        postgres, asked = rival, kind.rival
        others = lambda term: postgres.ask(*asked(term))  # noqa: E731
    ours, theirs = _in_turn(terms, kind.ours, others)
    explained = [plan for term in terms[:EXPLAINED] for plan in gate.plans(partial(_one, kind.ours, term))]
    most = max(plan.documents for plan in explained)
    row = f"{kind.name:<46}{ours.at(50):>8.2f}{ours.at(99):>9.2f}"
    for percent in (50, 99):
        beside = ""
        if theirs:
            ratio = ours.at(percent) / theirs.at(percent)
            beside = f" (PostgreSQL {theirs.at(percent):.2f} ms, ratio {ratio:.2f})"
            if ratio > 1:
                slow.append(f"{kind.name}, p{percent}")
        bench.line(
            "search", f"{kind.name}, p{percent}{beside}", ours.at(percent), MOST_MS if percent == 99 else None, "ms"
        )
    if "error" in kind.name:
        beside = f" (PostgreSQL {theirs.found})" if theirs else ""
        bench.line("search", f"{kind.name}, of {searches} searches found something{beside}", ours.found)
    if theirs:
        ratios = f"{ours.at(50) / theirs.at(50):>6.2f}{ours.at(99) / theirs.at(99):>8.2f}"
        row += f" | {theirs.at(50):>10.2f}{theirs.at(99):>9.2f} | {ratios}"
    lost = f", given up {ours.given_up}" if ours.given_up else ""
    lost += f", PostgreSQL {theirs.given_up}" if theirs and theirs.given_up else ""
    say(f"{row} | {most}{lost}")
    return explained


def _in_turn(
    terms: list[Any], ours: Callable[[Any], Any], others: Callable[[Any], Any] | None
) -> tuple[Times, Times | None]:
    """The same searches in both, one after the other."""
    mine, theirs = [], []
    for term in terms:
        mine.append(_one(ours, term))
        if others:
            theirs.append(_one(others, term))
    return _times(mine[WARM:]), _times(theirs[WARM:]) if others else None


class One(NamedTuple):
    """A search: how long it took, whether it was given up, whether it found something."""

    ms: float
    given_up: bool
    found: bool


def _one(search: Callable[[Any], Any], term: Any) -> One:
    began = time.perf_counter()
    try:
        found = bool(search(term))
    except (Away, TimeoutError):
        return One(max((time.perf_counter() - began) * 1000, MOST_MS), given_up=True, found=False)
    return One((time.perf_counter() - began) * 1000, given_up=False, found=found)


def _times(each: list[One]) -> Times:
    return Times([one.ms for one in each], sum(one.given_up for one in each), sum(one.found for one in each))


def _cache(client: Any, megabytes: int) -> None:
    client.admin.command("setParameter", 1, wiredTigerEngineRuntimeConfig=f"cache_size={megabytes}M")


def _sizes(client: Any, rival: Postgres | None, spent: dict[str, float]) -> None:
    """How big the data and the indexes are, and how long it took to load them."""
    stored = indexes = 0
    for name in sorted(client[PREFIX].list_collection_names()):
        told = client[PREFIX].command("collStats", name)
        stored, indexes = stored + told["storageSize"], indexes + told["totalIndexSize"]
        each = ", ".join(f"{index} {size(bytes_)}" for index, bytes_ in told["indexSizes"].items())
        say(f"  {name}: {told['count']} documents, {size(told['storageSize'])}; {each}")
    bench.line("search", "MongoDB, loading with indexes", spent["MongoDB"], unit="s")
    bench.line("search", "MongoDB, documents, compressed", stored / 1e6, unit="MB")
    bench.line("search", "MongoDB, indexes", indexes / 1e6, unit="MB")
    if rival:
        tables, more = rival.sizes()
        bench.line("search", "PostgreSQL, loading with indexes", spent["PostgreSQL"], unit="s")
        bench.line("search", "PostgreSQL, tables", tables / 1e6, unit="MB")
        bench.line("search", "PostgreSQL, indexes", more / 1e6, unit="MB")


def _judged(plans: dict[str, tuple[bool, list[Plan]]], slow: list[str]) -> bool:
    """Tell what the plans say; whether they are as they must be."""
    say("\nplans: which command, its stages, most documents and keys examined, for how many found")
    wrong: dict[str, None] = {}
    for name, (in_order, explained) in plans.items():
        wrong.update(
            dict.fromkeys(f"{name}: {each}" for plan in explained for each in plan.complaints(in_order=in_order))
        )
        for command, stages in dict.fromkeys((plan.command, plan.stages) for plan in explained):
            same = [plan for plan in explained if (plan.command, plan.stages) == (command, stages)]
            worst = max(same, key=lambda plan: plan.documents)
            figures = f"{worst.documents} documents, {max(plan.keys for plan in same)} keys for {worst.found}"
            say(f"  {name}: {command}, {' < '.join(stages)}: {figures} ({len(same)} x)")
    for each in wrong:
        say(f"WRONG  {each}")
    for each in slow:
        say(f"slower than PostgreSQL: {each}")
    searches = (all_ for name, (_, all_) in plans.items() if name != TRENDS)  # which looks at all of two weeks
    most = max((plan.documents for all_ in searches for plan in all_), default=0)
    good = bench.line("search", "queries that no index answers", len(wrong), 0)
    bench.line("search", "kinds of queries explained", len(plans))
    return bench.line("search", "documents that one query looked at, most", most, MOST_EXAMINED) and good


if __name__ == "__main__":
    sys.exit(run(main))
