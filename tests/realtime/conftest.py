"""A table for sockets, a gateway that can be told what to do, and a time that can be set."""

from collections.abc import Iterator

import pytest
from realtime import connect, inbox, store, sweep, tickets

from kit import connections, meter
from support.emulator import emulator
from support.sockets import ORIGIN, Clock, Gateway
from support.tables import tables


@pytest.fixture(scope="package")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from emulator(tmp_path_factory)


@pytest.fixture
def prefix(endpoint: str) -> Iterator[str]:
    contexts = ("realtime", "notifications", "graph", "identity")
    with tables(endpoint, *contexts, secrets=("origin-secret",), APP_ORIGIN=ORIGIN) as prefix:
        meter.meter_botocore(store.Item._get_connection().connection.client)
        yield prefix


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> Gateway:
    found = Gateway()
    monkeypatch.setattr(connections, "_send", found.send)
    return found


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    for module in (tickets, connect, inbox, sweep):
        monkeypatch.setattr(module, "time", found)
    return found
