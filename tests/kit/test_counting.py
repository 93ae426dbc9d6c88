"""Counters from a stream: exact whatever is delivered twice, cut differently, or interleaved between shards."""

import hashlib
import random
from collections.abc import Iterable, Iterator

import pytest

from kit import counting, meter
from kit.consumers import StreamRecord
from kit.counting import Delta, aggregate
from kit.wire import Table
from support.emulator import emulator
from support.tables import client, tables


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from emulator(tmp_path_factory)


@pytest.fixture
def table(endpoint: str) -> Iterator[str]:
    with tables(endpoint) as prefix:
        client(endpoint, "dynamodb").create_table(
            TableName=f"{prefix}-counted",
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
            AttributeDefinitions=[{"AttributeName": n, "AttributeType": "S"} for n in ("pk", "sk")],
        )
        yield f"{prefix}-counted"


def likes(record: StreamRecord) -> Iterable[Delta]:
    yield Delta(f"POST#{record.sk}", "COUNTS", "likes", {"INSERT": 1, "REMOVE": -1}[record.kind])


def record(sequence: int, post: str = "p", shard: str = "s", kind: str = "INSERT") -> StreamRecord:
    return StreamRecord(kind, shard, str(sequence), "LIKES#x", post, None, None)


def count_of(table: str, post: str = "p") -> int:
    item = Table(table).get(f"POST#{post}", "COUNTS", consistent=True)
    return int(item["likes"]) if item else 0


def test_a_batch_is_one_write_per_subject(table: str) -> None:
    records = [record(n, post=f"p{n % 4}") for n in range(1000)]
    with meter.metered() as seen:
        aggregate(table, records, likes)
    assert sum(seen.requests.values()) == 4
    assert [count_of(table, f"p{n}") for n in range(4)] == [250] * 4


def test_what_comes_again_counts_nothing(table: str) -> None:
    records = [record(n) for n in range(100, 200)]
    aggregate(table, records, likes)
    aggregate(table, records, likes)
    assert count_of(table) == 100


def test_a_batch_that_is_cut_differently_counts_only_what_is_new(table: str) -> None:
    aggregate(table, [record(n) for n in range(9, 60)], likes)  # 9 and 60 have different lengths as text
    aggregate(table, [record(n) for n in range(30, 120)], likes)
    assert count_of(table) == 111


def test_unliking_takes_away(table: str) -> None:
    aggregate(table, [record(1), record(2), record(3, kind="REMOVE")], likes)
    assert count_of(table) == 1


def test_shards_are_marked_apart(table: str) -> None:
    aggregate(table, [record(500, shard="a")], likes)
    aggregate(table, [record(3, shard="b")], likes)
    aggregate(table, [record(3, shard="b"), record(501, shard="a")], likes)
    assert count_of(table) == 3


def test_five_thousand_likes_cost_few_writes_and_count_exactly(table: str) -> None:
    chance = random.Random(8)
    shards = [[record(n, shard=f"s{s}") for n in range(2500)] for s in range(2)]
    with meter.metered() as seen:
        for shard in shards:
            at = 0
            while at < len(shard):
                aggregate(table, shard[max(0, at - chance.randrange(200)) : at + 1000], likes)
                at += 1000
    assert count_of(table) == 5000
    assert sum(seen.requests.values()) <= 0.02 * 5000, "bar P8"


def test_old_marks_go_and_young_ones_stay(table: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kit.counting.time.time", lambda: 1_000_000_000.0)
    for shard in range(20):
        aggregate(table, [record(1, shard=f"old{shard}")], likes)
    monkeypatch.setattr("kit.counting.time.time", lambda: 1_000_000_000.0 + 3600 * 72)
    aggregate(table, [record(1, shard="young")], likes)
    item = Table(table).get("POST#p", "COUNTS", consistent=True) or {}
    assert [name for name in item if name.startswith(counting.MARK)] == [
        counting.MARK + hashlib.sha256(b"young").hexdigest()[:8]
    ]
    aggregate(table, [record(1, shard="young")], likes)
    assert count_of(table) == 21
