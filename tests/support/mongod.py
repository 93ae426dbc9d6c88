"""A private MongoDB for tests: a real mongod on a free port, which can be killed and started again."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.bootstrap import find_mongod
from desk.children import free_port
from desk.stores import Mongod


class Server:
    """A mongod with a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.server = find_mongod() or ""
        self.start()

    @property
    def uri(self) -> str:
        return self.running.url

    def start(self) -> None:
        """Start it, with what it knew before."""
        self.running = Mongod(self.server, port=self.port, folder=self.folder / "data")

    def kill(self) -> None:
        """End it as a power cut does."""
        os.kill(self.running.child.pid, signal.SIGKILL)
        self.running.stop()


def mongod(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Start a MongoDB with no data, yield it, stop it. Skips on machines that have none."""
    if find_mongod() is None:
        pytest.skip("there is no mongod on this machine")
    server = Server(tmp_path_factory.mktemp("mongod"))
    try:
        yield server
    finally:
        server.running.stop()
