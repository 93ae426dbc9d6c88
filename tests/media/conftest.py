"""A media context of one's own on a private emulator that checks signatures."""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from support.emulator import emulator
from support.uploads import Killed, World, media_world


@pytest.fixture(scope="package")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from emulator(tmp_path_factory, AUTH="true")


@pytest.fixture
def world(endpoint: str) -> Iterator[World]:
    with media_world(endpoint) as made:
        yield made


@pytest.fixture
def kill(monkeypatch: pytest.MonkeyPatch) -> Callable[[object, str, str], contextlib.AbstractContextManager[None]]:
    """`with kill(module, "name", "before" or "after"): …` ends the process at the first call of that step."""

    @contextlib.contextmanager
    def killing(module: object, name: str, moment: str) -> Iterator[None]:
        real = getattr(module, name)

        def dies(*args: Any, **named: Any) -> Any:
            if moment == "after":
                real(*args, **named)
            raise Killed(f"{moment} {name}")

        with monkeypatch.context() as patch:
            patch.setattr(module, name, dies)
            with pytest.raises(Killed):
                yield

    return killing
