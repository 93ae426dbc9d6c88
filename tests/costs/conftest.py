"""One emulator for the table of costs."""

from collections.abc import Iterator

import pytest

from support.emulator import emulator


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from emulator(tmp_path_factory)
