"""One emulator and one MongoDB for the table of costs."""

from collections.abc import Iterator

import pytest

from support.emulator import emulator
from support.mongod import Server, mongod


@pytest.fixture(scope="package")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from emulator(tmp_path_factory)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    yield from mongod(tmp_path_factory)
