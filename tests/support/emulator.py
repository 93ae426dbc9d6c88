"""A private cloud emulator (MiniStack) for tests: real DynamoDB, SQS, SSM, S3 and more on a free port.

Use it from a session fixture, so that it starts once:

    @pytest.fixture(scope="session")
    def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
        yield from emulator(tmp_path_factory)
"""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".local" / "emulator" / "bin" / "python"
READY_SECONDS = 20.0

ENVIRONMENT = {
    "AWS_REGION": "eu-central-1",
    "AWS_DEFAULT_REGION": "eu-central-1",
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_ACCOUNT_ID_ENDPOINT_MODE": "disabled",
}
"""What a client needs beside AWS_ENDPOINT_URL. Throw-away values: the emulator takes any."""


def emulator(tmp_path_factory: pytest.TempPathFactory, **settings: str) -> Iterator[str]:
    """Start an emulator with an empty state, yield its endpoint, stop it. Skips when it is not installed.

    `settings` are more variables for it, such as `AUTH="true"`.
    """
    if not PYTHON.exists():
        pytest.skip("the emulator is not installed: run scripts/dev once")
    place = tmp_path_factory.mktemp("emulator")
    port = free_port()
    process = start(place, port, **settings)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)


def start(place: Path, port: int, **settings: str) -> "subprocess.Popen[bytes]":
    """Start an emulator that keeps its files below `place`, and wait until it answers. The caller ends the process."""
    with (place / "log.txt").open("ab") as log:
        process = subprocess.Popen(
            [str(PYTHON), "-m", "hypercorn", "ministack.app:app", "--bind", f"127.0.0.1:{port}", "--keep-alive", "75"],
            cwd=place,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env={
                **{name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ},
                "BIND_HOST": "127.0.0.1",
                "GATEWAY_PORT": str(port),
                "PERSIST_STATE": "0",
                "STATE_DIR": str(place / "state"),
                "S3_DATA_DIR": str(place / "s3"),
                "TMPDIR": str(place),
                "LOG_LEVEL": "WARNING",
                **settings,
            },
        )
    url = f"http://127.0.0.1:{port}/_ministack/health"
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            with urlopen(url, timeout=1):
                return process
        except (URLError, OSError):
            time.sleep(0.05)
    process.kill()
    process.wait(10)
    raise RuntimeError(f"the emulator did not start: {(place / 'log.txt').read_text()[-2000:]}")


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
