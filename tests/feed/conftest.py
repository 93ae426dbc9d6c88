"""A world on real tables for tests of the feed."""

from collections.abc import Iterator

import pytest

from support.emulator import emulator
from support.feed_world import World, world


@pytest.fixture(scope="package")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from emulator(tmp_path_factory)


@pytest.fixture
def here(endpoint: str) -> Iterator[World]:
    with world(endpoint) as made:
        yield made
