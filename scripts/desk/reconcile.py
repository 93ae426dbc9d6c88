"""The command scripts/reconcile: every counter is recounted from what it counts, and drift is told.

Counters that others change are aggregated from streams, so they follow some seconds later; a table that is being
written is no snapshot either. Drift is therefore what several looks agree on: the same counter, wrong by the same.
The rules below are written down apart from the code that counts, so that a mistake there is not repeated here.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError, EndpointConnectionError

from desk import places
from desk.cloud import client
from desk.emulator import Access
from desk.stage import access_of, add_options
from desk.terminal import DeskError, say

LOOKS = 3
PAUSE = 2.0
"""Seconds between looks: as long as a counter may lag behind."""

Row = dict[str, str]


@dataclass(frozen=True)
class Rule:
    """`counter` of the item (`pk_of`, `sk_of`) is the number of items whose partition begins with `edges`.

    Traces of what was taken away (`gone`) are no items of any rule.
    """

    table: str
    edges: str
    counter: str
    pk_of: Callable[[Row], str]
    sk_of: Callable[[Row], str] = lambda _: "COUNTS"
    among: str = ""  # what their sort keys begin with
    has: str = "pk"  # what they have, and others in the same partitions have not

    def counts(self, row: dict[str, Any]) -> bool:
        there = row["pk"].startswith(self.edges) and row["sk"].startswith(self.among)
        return there and self.has in row and "gone" not in row


def _subject(row: Row) -> str:
    return row["pk"].partition("#")[2]


RULES = (
    Rule("posts", "LIKES#", "likes", lambda row: f"POST#{row['sk']}"),
    Rule("posts", "COMMENTS#", "comments", lambda row: f"POST#{_subject(row)}", has="comment_id"),
    Rule("posts", "REPLIES#", "comments", lambda row: f"POST#{_subject(row).partition('#')[0]}"),
    Rule("posts", "REPLIES#", "replies", lambda row: f"COMMENT#{_subject(row).partition('#')[2]}"),
    Rule("posts", "COMMENT_LIKES#", "likes", lambda row: f"COMMENT#{row['sk'].partition('#')[2]}"),
    Rule("posts", "AUTHOR#", "posts", lambda row: f"AUTHOR#{_subject(row)}", among="POST#"),
    Rule("posts", "SAVES#", "posts", lambda row: f"COLLECTIONS#{_subject(row)}", lambda row: row["collection"]),
    Rule("graph", "FOLLOWS#", "followers", lambda row: f"PERSON#{row['sk']}"),
    Rule("graph", "FOLLOWS#", "following", lambda row: f"PERSON#{_subject(row)}"),
    Rule("graph", "ASKS#", "requests", lambda row: f"PERSON#{row['sk']}"),
    Rule("graph", "ASKS#", "asking", lambda row: f"PERSON#{_subject(row)}"),
)
"""All counters that the platform keeps."""

HOMES = {"posts": ("POST#", "COMMENT#", "AUTHOR#", "COLLECTIONS#"), "graph": ("PERSON#",)}
"""Per table: what the partitions of items with counters begin with."""

TABLES = tuple(dict.fromkeys(rule.table for rule in RULES))
_READ = tuple(dict.fromkeys(["pk", "sk", "collection", "comment_id", "gone", *(rule.counter for rule in RULES)]))


@dataclass(frozen=True, order=True)
class Drift:
    """A counter that is not the number of what it counts."""

    table: str
    pk: str
    sk: str
    counter: str
    stored: int
    counted: int

    @property
    def by(self) -> tuple[str, str, str, str, int]:
        return self.table, self.pk, self.sk, self.counter, self.stored - self.counted

    def __str__(self) -> str:
        return f"{self.table} {self.pk} {self.sk}: {self.counter} is {self.stored}, counted are {self.counted}"


@dataclass
class Report:
    """What a reconciliation saw: how many counters and items, and which counters drifted."""

    counters: int
    items: int
    drift: list[Drift]


def drifts(table: str, rows: Iterable[dict[str, Any]]) -> tuple[int, int, list[Drift]]:
    """Recount one table's items (`pk`, `sk`, plain numbers). How many counters and items there were, and the drift."""
    counted: Counter[tuple[str, str, str]] = Counter()
    stored: dict[tuple[str, str, str], int] = {}
    rules = [rule for rule in RULES if rule.table == table]
    names = {rule.counter for rule in rules}
    seen = 0
    for row in rows:
        seen += 1
        for rule in rules:
            if rule.counts(row):
                counted[rule.pk_of(row), rule.sk_of(row), rule.counter] += 1
        if row["pk"].startswith(HOMES[table]):
            numbers = {name for name in names & row.keys() if isinstance(row[name], int)}  # pins are `posts`, too
            stored |= {(row["pk"], row["sk"], name): row[name] for name in numbers}
    wrong = [
        Drift(table, *key, stored=stored.get(key, 0), counted=counted[key])
        for key in sorted(stored.keys() | counted.keys())
        if stored.get(key, 0) != counted[key]
    ]
    return len(stored.keys() | counted.keys()), seen, wrong


def look(dynamodb: Any, prefix: str) -> Report:
    """Recount everything once. Reads whole tables, strongly: one read unit per started 4 KB."""
    whole = Report(0, 0, [])
    for table in TABLES:
        counters, items, drift = drifts(table, _rows(dynamodb, f"{prefix}-{table}"))
        whole.counters += counters
        whole.items += items
        whole.drift += drift
    return whole


def reconcile(dynamodb: Any, prefix: str, *, looks: int = LOOKS, pause: float = PAUSE) -> Report:
    """Look until a look finds nothing, at most `looks` times; the drift is what all of them agree on."""
    found = look(dynamodb, prefix)
    for _ in range(looks - 1):
        if not found.drift:
            break
        time.sleep(pause)
        again = look(dynamodb, prefix)
        before = {each.by for each in found.drift}
        found = Report(again.counters, again.items, [each for each in again.drift if each.by in before])
    return found


def main() -> int:
    """scripts/reconcile. Exit code 1 when there is drift."""
    parser = argparse.ArgumentParser(
        prog="scripts/reconcile",
        description="Recount every counter (likes, comments, followers, following, posts, collections) from what it "
        "counts and tell what differs. It reads whole tables and changes nothing.",
    )
    parser.add_argument("--looks", type=int, default=LOOKS, metavar="N", help=f"looks that must agree ({LOOKS})")
    parser.add_argument("--pause", type=float, default=PAUSE, metavar="S", help=f"seconds between looks ({PAUSE:g})")
    add_options(parser)
    chosen = parser.parse_args()
    if chosen.looks < 1:
        parser.error("--looks is at least 1.")
    prefix = places.prefix_of(chosen.stage)
    report = _reconcile(access_of(chosen.stage, chosen.endpoint), prefix, chosen.looks, chosen.pause)
    for each in report.drift:
        say(f"  {each}")
    say(f"{report.counters} counters over {report.items} items, {len(report.drift)} of them wrong")
    return 1 if report.drift else 0


def _reconcile(access: Access, prefix: str, looks: int, pause: float) -> Report:
    try:
        return reconcile(client(access, "dynamodb"), prefix, looks=looks, pause=pause)
    except ClientError as refused:
        if refused.response["Error"]["Code"] != "ResourceNotFoundException":
            raise
        raise DeskError(f"There are no tables of {prefix}. Is that stage deployed?") from None
    except EndpointConnectionError:
        raise DeskError(f"Nothing answers at {access.endpoint}. Is scripts/dev running?") from None


def _rows(dynamodb: Any, table: str) -> Iterator[dict[str, Any]]:
    names = {f"#{place}": name for place, name in enumerate(_READ)}
    pages = dynamodb.get_paginator("scan").paginate(
        TableName=table,
        ConsistentRead=True,
        ProjectionExpression=", ".join(names),
        ExpressionAttributeNames=names,
    )
    for page in pages:
        for item in page["Items"]:
            yield {
                name: int(value["N"]) if "N" in value else next(iter(value.values())) for name, value in item.items()
            }
