"""Leaving: who may ask for it, that asking twice is asking once, and that it can be taken back."""

from collections.abc import Iterator

import pytest
from identity import leaving, leaving_due, leaving_store, reads, store
from identity.opening import new_session

from kernel import clock
from kernel.errors import Forbidden, Unauthenticated
from kernel.ids import PersonId, new_id
from kit.endpoints import Caller
from kit.settings import settings
from kit.wire import Table
from support.emulator import emulator
from support.tables import tables


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from emulator(tmp_path_factory)


@pytest.fixture(scope="module")
def world(endpoint: str) -> Iterator[str]:
    with tables(endpoint, "identity", "profiles") as prefix:
        yield prefix


def signed_in(*, ago: int = 0) -> tuple[PersonId, Caller]:
    """Somebody with an account and a session, in which they proved who they are some seconds ago."""
    me = PersonId(new_id())
    store.add_person(me, f"{me}@example.com", me[-20:], "hash")
    session, _ = new_session(me, Caller(None, None, "10.0.0.1", "device"))
    store.open_session(session)
    if ago:
        item = Table(settings().table("identity")).get(f"PERSON#{me}", f"SESSION#{session.session_id}")
        assert item is not None
        Table(settings().table("identity")).put(item | {"fresh_at": clock.seconds() - ago})
    return me, Caller(me, session.session_id, "10.0.0.1", "device", account=me)


def due() -> list[str]:
    return [item["account"] for item in Table(settings().table("identity")).query("LEAVING", consistent=True)]


def test_who_has_not_just_proven_themselves_is_refused(world: str) -> None:
    me, caller = signed_in(ago=301)
    with pytest.raises(Forbidden) as refused:
        leaving.leave(me, caller)
    assert refused.value.code == "confirm-first"
    assert me not in due()


def test_leaving_ends_all_sessions_and_waits_for_the_grace(world: str) -> None:
    me, caller = signed_in()
    found = leaving.leave(me, caller)
    assert 29 < (found.erase_at - clock.now()).days + 1 <= 31
    assert reads.sessions(me, limit=10) == []
    assert due().count(me) == 1
    assert me not in reads.leaving_due(clock.now(), 100)
    with pytest.raises(Unauthenticated):
        leaving.leave(me, caller)
    account = reads.account(me)
    assert account is not None
    assert not leaving_store.leave(me, [me], clock.now())
    leaving_store.stay(me, [me], account.erase_at)
    assert me not in due()


def test_what_is_due_is_started_once_a_day(world: str, monkeypatch: pytest.MonkeyPatch) -> None:
    me, _ = signed_in()
    leaving_store.leave(me, [me], clock.read("2020-01-01T00:00:00.000Z"))
    started: list[str] = []

    class States:
        def call(self, action: str, request: dict[str, str]) -> dict[str, str]:
            started.append(f"{action} {request['name']}")
            return {}

    monkeypatch.setattr(leaving_due, "client", lambda service: States())
    for account in reads.leaving_due(clock.now(), 100):
        leaving_due.start(account)
    assert started == [f"StartExecution {me}-{clock.now():%Y%m%d}"]
