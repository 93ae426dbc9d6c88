"""Fault gates (docs/reliability.md): one emulator for all, seeds that are shown, sizes that `--full` makes long."""

import os
import random
from collections.abc import Iterator

import pytest

from support.emulator import emulator
from support.faults_gate import REPORTS, Gate


@pytest.fixture(scope="session")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from emulator(tmp_path_factory)


@pytest.fixture(scope="session")
def gate(request: pytest.FixtureRequest) -> Gate:
    """`FAULTS_SEED=…` replays; pytest shows the seed of what failed."""
    seed = int(os.environ.get("FAULTS_SEED") or random.SystemRandom().randrange(1_000_000))
    REPORTS.mkdir(parents=True, exist_ok=True)
    return Gate(bool(request.config.getoption("--full")), seed)
