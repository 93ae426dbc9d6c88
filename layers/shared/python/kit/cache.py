"""A cache of cards that may vanish at any moment: Redis (or Valkey) when there is one, nothing when there is none.

Losing it costs speed and nothing else, so no method here raises for its absence: a miss, a failure and an empty
address look the same to the caller, who reads the truth then. Time-outs are short, and a breaker keeps a dead Redis
from being asked by every request. `redis` is imported at the first use of a cache that has an address.
"""

import random
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import msgspec

T = TypeVar("T")

CONNECT_SECONDS = 0.1
OPERATION_SECONDS = 0.15
FAILURES = 3
REST_SECONDS = 5.0
LONGEST_REST_SECONDS = 30.0
JITTER = 0.1


@dataclass(slots=True)
class Counts:
    """What the cache did since it was made. `skipped` are calls that the open breaker kept from Redis."""

    hits: int = 0
    misses: int = 0
    failures: int = 0
    skipped: int = 0


class Cache:
    """Values as bytes under text keys. Not thread-safe, like the environment that it lives in."""

    def __init__(
        self,
        connect: Callable[[], Any] | None,
        *,
        clock: Callable[[], float] = time.monotonic,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._connect, self._clock, self._chance = connect, clock, chance
        self._client: Any = None
        self._in_a_row = 0
        self._rest = REST_SECONDS
        self._closed_until = 0.0
        self.counts = Counts()

    @classmethod
    def from_url(cls, url: str) -> "Cache":
        """The cache at `redis://…` or `rediss://…`; an empty address gives a cache that keeps nothing."""
        return cls((lambda: _redis(url)) if url else None)

    @property
    def present(self) -> bool:
        """Whether Redis would be asked now: it has an address and the breaker lets calls through."""
        return self._connect is not None and self._clock() >= self._closed_until

    def get_many(self, keys: Iterable[str]) -> dict[str, bytes]:
        """What is kept under these keys, in one request; misses are left out."""
        wanted = list(dict.fromkeys(keys))
        answer = self._ask(lambda redis: redis.mget(wanted)) if wanted else None
        found = {key: value for key, value in zip(wanted, answer or [], strict=False) if value is not None}
        self.counts.hits += len(found)
        self.counts.misses += len(wanted) - len(found)
        return found

    def set_many(self, values: Mapping[str, bytes], ttl: float, *, missing_only: bool = False) -> None:
        """Keep values for about `ttl` seconds, in one request; with `missing_only` those that are not kept already.

        Up to a tenth less, by chance and per key, so that what was kept together does not run out together.
        """

        def write(redis: Any) -> Any:
            pipeline = redis.pipeline(transaction=False)
            for key, value in values.items():
                pipeline.set(key, value, px=max(1, int(ttl * 1000 * (1 - JITTER * self._chance()))), nx=missing_only)
            return pipeline.execute()

        if values:
            self._ask(write)

    def delete(self, *keys: str) -> bool:
        """Forget keys. False when Redis was away, so the old values may live on until they run out."""
        return not keys or self._ask(lambda redis: redis.delete(*keys)) is not None

    def incr_window(self, key: str, window: float) -> int | None:
        """Count one more in the present window of `window` seconds and return the count; None when Redis is away.

        A window starts with its first count and ends `window` seconds later, whatever is counted meanwhile.
        """

        def count(redis: Any) -> Any:
            pipeline = redis.pipeline(transaction=True)
            pipeline.set(key, 0, px=max(1, int(window * 1000)), nx=True)
            pipeline.incr(key)
            return pipeline.execute()[1]

        answer = self._ask(count)
        return None if answer is None else int(answer)

    def run(self, script: str, keys: list[str], given: list[str]) -> Any:
        """What a Lua script answers that Redis runs as one step; None when Redis is away."""
        return self._ask(lambda redis: redis.eval(script, len(keys), *keys, *given))

    def close(self) -> None:
        """Close the connection; the next call opens another."""
        client, self._client = self._client, None
        if client is not None:
            client.close()

    def _ask(self, work: Callable[[Any], Any]) -> Any:
        """The answer of Redis, or None when there is none."""
        if self._connect is None:
            return None
        if self._clock() < self._closed_until:
            self.counts.skipped += 1
            return None
        try:
            if self._client is None:
                self._client = self._connect()
            answer = work(self._client)
        except Exception as error:
            if not _is_redis_failure(error):
                raise
            self._failed()
            return None
        self._in_a_row, self._rest = 0, REST_SECONDS
        return answer

    def _failed(self) -> None:
        self.counts.failures += 1
        self._in_a_row += 1
        if self._in_a_row >= FAILURES:
            # After a rest one call is let through; when it fails too, the next rest is twice as long.
            self._closed_until = self._clock() + self._rest
            self._rest = min(LONGEST_REST_SECONDS, self._rest * 2)


class Shelf(Generic[T]):
    """A part of the cache for one kind of card: JSON of `struct` below a prefix that names its version.

    A value that no longer fits its struct (after a deploy) is a miss.
    """

    def __init__(self, cache: Cache, prefix: str, struct: type[T], ttl: float) -> None:
        self._cache, self._prefix, self._ttl = cache, prefix, ttl
        self._decoder = msgspec.json.Decoder(struct)
        self._encoder = msgspec.json.Encoder()

    def get_many(self, ids: Iterable[str]) -> dict[str, T]:
        """The cards kept for these ids."""
        found: dict[str, T] = {}
        for key, value in self._cache.get_many(self._prefix + each for each in ids).items():
            try:
                found[key[len(self._prefix) :]] = self._decoder.decode(value)
            except msgspec.MsgspecError:
                continue
        return found

    def set_many(self, cards: Mapping[str, T]) -> None:
        """Keep cards by id."""
        self._cache.set_many(
            {self._prefix + each: self._encoder.encode(card) for each, card in cards.items()}, self._ttl
        )

    def delete(self, *ids: str) -> bool:
        """Forget cards. False when Redis was away."""
        return self._cache.delete(*(self._prefix + each for each in ids))


def _redis(url: str) -> Any:
    import redis
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    return redis.Redis.from_url(
        url,
        socket_connect_timeout=CONNECT_SECONDS,
        socket_timeout=OPERATION_SECONDS,
        protocol=2,
        # One second try on a fresh connection: a kept one may have been closed while this environment was frozen.
        # Not after a time-out, which would double the wait.
        retry=Retry(NoBackoff(), 1, (redis.ConnectionError,)),
    )


def _is_redis_failure(error: Exception) -> bool:
    """Whether Redis or the way to it failed, as opposed to a mistake of ours, which must be seen."""
    redis = sys.modules.get("redis")
    return isinstance(error, OSError) or (redis is not None and isinstance(error, redis.RedisError))
