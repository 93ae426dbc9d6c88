"""A platform of their own for generated requests, which leave much behind."""

from collections.abc import Iterator

import pytest

from desk.platform import Platform


@pytest.fixture(scope="session")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    with Platform.start(stage="fuzz", state_dir=tmp_path_factory.mktemp("platform")) as platform:
        yield platform
