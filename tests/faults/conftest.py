"""Fault gates (docs/reliability.md): one emulator for all, seeds that are shown, sizes that `--full` makes long."""

import os
import random
from collections import Counter
from collections.abc import Iterator

import pytest

from support.emulator import emulator
from support.faults_gate import REPORTS, Gate


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Long gates take as long as they take; what limits other tests would end them."""
    for item in items:
        if config.getoption("--full") and "tests/faults/" in item.nodeid:
            item.add_marker(pytest.mark.timeout(0))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What each gate took, in seconds."""
    seconds = Counter[str]()
    for reports in terminalreporter.stats.values():
        for each in reports:
            if isinstance(each, pytest.TestReport) and "tests/faults/" in each.nodeid:
                seconds[each.nodeid.partition("::")[0]] += each.duration  # type: ignore[assignment]
    for file, took in seconds.most_common():
        terminalreporter.write_line(f"{took:7.1f} s  {file}")


@pytest.fixture(scope="session")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from emulator(tmp_path_factory)


@pytest.fixture(scope="session")
def gate(request: pytest.FixtureRequest) -> Gate:
    """`FAULTS_SEED=…` replays; pytest shows the seed of what failed. `FAULTS_SEEDS=5` does a part of a long gate."""
    seed = int(os.environ.get("FAULTS_SEED") or random.SystemRandom().randrange(1_000_000))
    REPORTS.mkdir(parents=True, exist_ok=True)
    return Gate(bool(request.config.getoption("--full")), seed, int(os.environ.get("FAULTS_SEEDS") or 1_000))
