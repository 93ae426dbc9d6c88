"""An emulator for all tests of identity; tables of its own for each."""

from collections.abc import Iterator

import pytest

from support.emulator import emulator


@pytest.fixture(scope="package")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from emulator(tmp_path_factory)
