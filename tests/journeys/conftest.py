"""The whole platform, deployed locally from the same template, once per run. Journeys use its public doors."""

from collections.abc import Callable, Iterator

import pytest

from desk.platform import Platform
from desk.webapp import ensure_web
from support.people import Member


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--auth", action="store_true", help="let the emulator check signatures and IAM policies")


@pytest.fixture(scope="session")
def platform(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Platform]:
    auth = bool(request.config.getoption("--auth"))
    folder = tmp_path_factory.mktemp("platform")
    ensure_web()  # once for all journeys; those in a browser use it
    with Platform.start(
        stage="journeys", state_dir=folder, auth=auth, parameters={"PullThreshold": "3", "SettleSeconds": "2"}
    ) as platform:
        yield platform


@pytest.fixture(scope="session")
def member(platform: Platform) -> Iterator[Callable[[str], Member]]:
    """Makes a new member: `member("alice")`."""
    made: list[Member] = []

    def join(name: str) -> Member:
        made.append(Member(platform.url, name))
        return made[-1]

    yield join
    for each in made:
        each.close()
