"""Real tables for tests of chat, and a stand-in for the gateway's far end."""

from collections.abc import Iterator

import pytest

from kit import connections
from support.chat_world import world
from support.emulator import emulator
from support.sockets import Gateway


@pytest.fixture(scope="package")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from emulator(tmp_path_factory)


@pytest.fixture(scope="module")
def prefix(endpoint: str) -> Iterator[str]:
    """One set of tables for a file: each test has people and conversations of its own."""
    with world(endpoint) as name:
        yield name


@pytest.fixture
def gateway(prefix: str, monkeypatch: pytest.MonkeyPatch) -> Gateway:
    found = Gateway()
    monkeypatch.setattr(connections, "_send", found.send)
    return found
