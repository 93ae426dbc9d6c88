"""One private platform with the toy tree, for all tests of this folder that need a running one."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.platform import Platform

TOY = Path(__file__).with_name("toy")


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    """A copy of the toy tree that a test may change."""
    return Path(shutil.copytree(TOY, tmp_path / "toy"))


@pytest.fixture(scope="session")
def toy_platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """The toy tree, deployed to an emulator of its own that checks signatures and policies."""
    home = tmp_path_factory.mktemp("toy-platform")
    root = Path(shutil.copytree(TOY, home / "tree"))
    with Platform.start(stage="toy", state_dir=home / "state", root=root, auth=True) as platform:
        yield platform
