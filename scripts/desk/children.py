"""Processes that the platform starts: each has a log file, ends with its parent and is stopped by its own id."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from desk.terminal import DeskError

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


class Child:
    """A child process. Ctrl-C in the terminal does not reach it: the parent stops its children in order.

    On Linux a child also gets SIGTERM when the thread that made it ends, so data is kept even if the parent is
    killed: make children in a thread that lives as long as they shall.
    """

    def __init__(
        self, name: str, command: Sequence[str], *, log: Path, environ: Mapping[str, str], folder: Path
    ) -> None:
        self.name, self.log = name, log
        log.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as output:
            self._beginning = output.tell()
            self._process = subprocess.Popen(
                list(command),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=dict(environ),
                cwd=folder,
                start_new_session=True,
                preexec_fn=_die_with_parent if _LIBC else None,  # noqa: PLW1509 - one system call, no locks
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """None while it runs."""
        return self._process.poll()

    def last_words(self, lines: int = 12) -> str:
        """The end of what it has logged since it was started."""
        with self.log.open("rb") as log:
            log.seek(self._beginning)
            return "\n".join(log.read().decode(errors="replace").splitlines()[-lines:])

    def wait_until(self, ready: Callable[[], bool], *, seconds: float) -> None:
        """Wait until `ready()` is true; DeskError with its last words when it ends or takes longer."""
        deadline = time.monotonic() + seconds
        while not ready():
            if self.exit_code is not None:
                raise DeskError(
                    f"{self.name} ended with code {self.exit_code} at start. "
                    f"Its log ({self.log}) says:\n{self.last_words()}"
                )
            if time.monotonic() > deadline:
                raise DeskError(
                    f"{self.name} was not ready after {seconds:.0f} s. Its log ({self.log}) says:\n{self.last_words()}"
                )
            time.sleep(0.03)

    def stop(self, *, seconds: float = 20.0) -> None:
        """SIGTERM, then wait; after `seconds` SIGKILL. Stopping twice is harmless."""
        if self.exit_code is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):  # its own session: the functions it started go too
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


def free_port() -> int:
    """A port of the loopback interface that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answers(port: int) -> bool:
    """Whether something accepts connections on that port of the loopback interface."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def demand_free(port: int, *, whose: str, option: str) -> None:
    """DeskError that says which port is taken, by whom if that can be known, and what to do."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise DeskError(
                f"Port {port} for {whose} needs more rights than you have. Choose another: {option}"
            ) from None
        except OSError:
            raise DeskError(
                f"Port {port} for {whose} is taken{_owner_of(port)}. "
                f"Stop that program, or choose another port: {option}"
            ) from None


def _owner_of(port: int) -> str:
    """' by process 123 (name)' where Linux tells us."""
    wanted = f":{port:04X}"
    try:
        tables = [Path(f"/proc/net/{name}").read_text() for name in ("tcp", "tcp6")]
        rows = [row.split() for table in tables for row in table.splitlines()[1:]]
        inodes = {row[9] for row in rows if row[1].endswith(wanted) and row[3] == "0A"}
        for process in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                for link in (process / "fd").iterdir():
                    if str(link.readlink()).removeprefix("socket:[").removesuffix("]") in inodes:
                        return f" by process {process.name} ({(process / 'comm').read_text().strip()})"
    except (OSError, IndexError):
        pass
    return ""


def _die_with_parent() -> None:
    assert _LIBC is not None
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
