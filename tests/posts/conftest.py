"""Real tables for tests of posts."""

from collections.abc import Iterator

import pytest

from support.emulator import emulator
from support.posts_world import world


@pytest.fixture(scope="package")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from emulator(tmp_path_factory)


@pytest.fixture
def prefix(endpoint: str) -> Iterator[str]:
    with world(endpoint) as name:
        yield name
