"""A browser, a deployed platform with a small world in it, and seats in front of both. One of each per run.

pytest tests/web --at http://localhost:8080     the browser tests against a platform that runs already
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser

from desk.platform import Platform
from desk.webapp import ensure_web
from support.browser import At, Seat, chromium, is_there, seat
from support.browser_world import World

Take = Callable[..., Seat]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--at", metavar="URL", help="a running platform for the browser tests, instead of an own one")


@dataclass(frozen=True)
class Running:
    """A platform that somebody else started."""

    url: str

    @property
    def media_url(self) -> str:
        return self.url.replace("//", "//media.")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not is_there():
        pytest.skip("no browser: install Debian's chromium or set CHROMIUM")
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def platform(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[At]:
    """The built app on a platform of its own; signatures are not checked, which journeys do."""
    at = request.config.getoption("--at", None)
    if at:
        yield Running(str(at).rstrip("/"))
        return
    ensure_web()
    folder = tmp_path_factory.mktemp("platform")
    with Platform.start(stage="web", state_dir=folder, parameters={"SettleSeconds": "2"}) as platform:
        yield platform


@pytest.fixture(scope="session")
def world(platform: At) -> Iterator[World]:
    world = World(platform.url)
    yield world
    world.close()


@pytest.fixture
def take(browser: Browser, platform: At) -> Iterator[Take]:
    """Takes a seat: `take("alice.x1", "/saved", width=360, touch=True)`; without a name nobody is signed in.

    What the browser complained about by the end of the test fails it; `Seat.forgive` takes away what a test causes.
    """
    taken = []

    def sit(who: str | None = None, path: str = "/", **how: Any) -> Seat:
        one = seat(browser, platform, **how)
        here = one.__enter__()
        taken.append((one, here))
        if who:
            here.enter(who, path)
        else:
            here.open(path)
        return here

    yield sit
    complaints = [each for _, here in taken for each in here.complaints]
    for one, _ in taken:
        one.__exit__(None, None, None)
    assert complaints == []
