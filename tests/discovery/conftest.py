"""An emulator for all tests of discovery, a MongoDB for those of a module, which may kill it; a world for each."""

from collections.abc import Iterator

import pytest

from support.discovery_world import World, discovery_world
from support.emulator import emulator
from support.mongod import Server, mongod


@pytest.fixture(scope="package")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from emulator(tmp_path_factory)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    yield from mongod(tmp_path_factory)


@pytest.fixture
def world(endpoint: str, server: Server) -> Iterator[World]:
    with discovery_world(endpoint, server) as made:
        yield made
