"""How often somebody may ask: one bucket per route class and person, session and network address.

A bucket lets `burst` requests through at once and refills at `rate` per second (the generic cell rate algorithm, GCRA:
one number per bucket, the moment at which it would be full again). Buckets of commands lie in Redis, so that all
environments of a function count together; without Redis, and for reads, which are too many to pay a round trip each,
they lie in this process. An environment that has only its own count lets more through, never less.

Sign-in, reset and sign-up have limits of their own in the truth (`identity`), which hold whatever Redis does.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import cache

from msgspec import Struct

from kernel.errors import TooMany
from kit.cache import Cache
from kit.endpoints import Caller, LimitClass
from kit.settings import settings

NEIGHBOURS = 10
"""How many people one network address may stand for: a school, a train, a carrier's gateway."""

MAX_BUCKETS = 10_000
"""Buckets in this process; the one that was used longest ago goes first."""


class Bucket(Struct, frozen=True):
    """`burst` at once, `rate` per second in the long run."""

    burst: int
    rate: float

    @property
    def interval(self) -> float:
        """Seconds that one request takes out of the bucket."""
        return 1 / self.rate


HOUR, DAY = 3600, 24 * 3600

BUCKETS: dict[LimitClass, tuple[Bucket, ...]] = {
    "read": (Bucket(200, 20),),
    "write": (Bucket(30, 2),),
    "publish": (Bucket(10, 30 / HOUR),),
    "follow": (Bucket(30, 0.5), Bucket(400, 400 / DAY)),
    "like": (Bucket(60, 2), Bucket(5_000, 5_000 / DAY)),
    "comment": (Bucket(15, 0.5), Bucket(1_000, 1_000 / DAY)),
    "upload": (Bucket(40, 1), Bucket(500, 500 / DAY)),
    "report": (Bucket(10, 10 / HOUR), Bucket(50, 50 / DAY)),
    "sign": (Bucket(20, 0.5),),
    "message": (Bucket(60, 3), Bucket(10_000, 10_000 / DAY)),
    "signal": (Bucket(60, 10),),
    "search": (Bucket(60, 2),),
}
"""What one person may do. The second bucket of a class is against slow, patient machines (OWASP API6:2023)."""

SHARED: frozenset[LimitClass] = frozenset(BUCKETS) - {"read", "signal"}
"""Classes whose buckets lie in Redis when there is one."""

GCRA = """
local t = redis.call('TIME')
local now = t[1] + t[2] / 1000000
local wait = 0
local filled = {}
for i, key in ipairs(KEYS) do
  local interval, burst = tonumber(ARGV[2 * i - 1]), tonumber(ARGV[2 * i])
  local full = math.max(tonumber(redis.call('GET', key) or '0'), now)
  local late = full + interval - now - interval * burst
  if late > wait then wait = late end
  filled[i] = full + interval
end
if wait > 0.000001 then return tostring(wait) end
for i, key in ipairs(KEYS) do
  redis.call('SET', key, string.format('%.6f', filled[i]), 'PX', math.ceil((filled[i] - now) * 1000) + 1)
end
return '0'
"""
"""All buckets of a request or none: a refused request takes nothing out of any of them."""


class InProcess:
    """Buckets in this process. Not thread-safe, like the environment that it lives in."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._full: OrderedDict[str, float] = OrderedDict()

    def take(self, wanted: Sequence[tuple[str, Bucket]]) -> float:
        """One request out of each bucket; 0, or the seconds to wait when one of them is empty."""
        now = self._clock()
        wait, filled = 0.0, []
        for name, bucket in wanted:
            interval = bucket.interval
            full = max(self._full.get(name, 0.0), now) + interval
            wait = max(wait, full - now - interval * bucket.burst)
            filled.append((name, full))
        if wait > 1e-6:
            return wait
        for name, full in filled:
            self._full[name] = full
            self._full.move_to_end(name)
        while len(self._full) > MAX_BUCKETS:
            self._full.popitem(last=False)
        return 0.0


def check(class_: LimitClass, caller: Caller) -> None:
    """Count a request of this class. TooMany, with the seconds to wait, when it is one too many."""
    if settings().limits == "off":
        return
    wanted = wanted_of(class_, caller)
    wait = in_redis(_cache(), wanted) if class_ in SHARED and _cache().present else None
    if wait is None:
        wait = _here().take(wanted)
    if wait > 0:
        raise TooMany(retry_after=max(1, int(wait + 0.999)), limit=class_)


def wanted_of(class_: LimitClass, caller: Caller) -> list[tuple[str, Bucket]]:
    """The buckets of a request: those of the person and the session, and wider ones of the network address."""
    found = []
    for number, bucket in enumerate(BUCKETS[class_]):
        subjects = filter(None, (caller.person, caller.session))
        found += [(f"limit:{class_}:{number}:{subject}", bucket) for subject in subjects]
        if caller.address:  # a frame tells none: its socket was opened by one person from one network
            wide = Bucket(bucket.burst * NEIGHBOURS, bucket.rate * NEIGHBOURS)
            found.append((f"limit:{class_}:{number}:@{caller.address}", wide))
    return found


def in_redis(cache_: Cache, wanted: Sequence[tuple[str, Bucket]]) -> float | None:
    """The seconds to wait by what all environments have counted; None when Redis is away."""
    given = [text for _, bucket in wanted for text in (repr(bucket.interval), str(bucket.burst))]
    answer = cache_.run(GCRA, [name for name, _ in wanted], given)
    return None if answer is None else float(answer)


@cache
def _here() -> InProcess:
    return InProcess()


@cache
def _cache() -> Cache:
    return Cache.from_url(settings().redis_url)
