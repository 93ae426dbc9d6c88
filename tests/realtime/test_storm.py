"""R8, short: 60 sockets of 20 people drop three times, one drop in three without a word; nothing stays behind."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from realtime import disconnect, store, sweep
from realtime.model import SOCKET_SECONDS

from contracts.feed import TimelinesGrew
from kernel.ids import PersonId, PostId, SessionId, new_id
from support.sockets import Clock, Gateway, hear, join, person, rows
from views.realtime import SETTLE_SECONDS, connections_of

Storm = Callable[[], None]


@pytest.fixture
def storm(prefix: str, endpoint: str, gateway: Gateway, clock: Clock) -> Storm:
    def run() -> None:
        people = [person() for _ in range(20)]
        chance = random.Random(8)

        def life(who: tuple[PersonId, SessionId]) -> str:
            for _ in range(3):
                id_ = join(who, gateway)
                with gateway.lock:
                    gateway.open.discard(id_)
                if chance.random() < 0.67:
                    disconnect.forget_socket(id_)
            return join(who, gateway)

        with ThreadPoolExecutor(8) as pool:
            last = set(pool.map(life, people * 3))
        clock.now += SETTLE_SECONDS
        everybody = [who for who, _ in people]
        hear(TimelinesGrew(post_id=PostId(new_id()), author=PersonId(new_id()), people=everybody))
        assert {each.connection_id for each in connections_of(everybody, int(clock.now))} == last
        assert {id_ for id_, frames in gateway.frames.items() if len(frames) == 1} == last == gateway.open
        assert len(rows(endpoint, prefix)) == 120
        clock.now += SOCKET_SECONDS
        sweep.sweep()
        assert rows(endpoint, prefix) == []

    return run


def test_a_reconnect_storm_leaves_no_zombie(storm: Storm) -> None:
    storm()


@pytest.mark.parametrize("fault", ["nobody forgets the gone", "people's items are left as they are"])
def test_the_gate_catches_a_planted_fault(storm: Storm, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if fault == "nobody forgets the gone":
        monkeypatch.setattr("views.realtime.Connection.settled", lambda self, now: False)
    else:
        monkeypatch.setattr("pynamodb.expressions.operand.Path.remove", lambda self: store.Item.expires_at.set(2**40))
    with pytest.raises(AssertionError):
        storm()
