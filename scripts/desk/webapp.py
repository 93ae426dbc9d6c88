"""The web app's files: `web/dist`, built from `web/` when something in it has changed.

    folder = ensure_web()        # web/dist, in line with its sources

Needs node and npm; where packages come from (registry, proxies) is npm's own setting, what they are is pinned by
hash in web/package-lock.json.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from desk import places
from desk.terminal import DeskError, Say, run, say

FOLDERS = ("src", "public", "client", "build")
"""Below web/: what the app is built from, besides the files that lie in web/ itself."""

NPM_OLDEST = 20
NODE_OLDEST = (22, 12)  # what the builder asks for; on Linux x64 npm brings one that is new enough
TAIL = 25  # lines shown of a failed step
PATIENCE = 900.0  # seconds that one step may take, on a slow machine
_OLD = "  The app that stood before is still served."
_LOCKED, _BUILT = ".lock-installed", ".built-from"
_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2)
_HERE = -100  # AT_FDCWD


def ensure_web(root: Path = places.ROOT, speak: Say = say) -> Path:
    """Bring `web/dist` in line with its sources and give its path. Milliseconds when nothing has changed.

    The folder is exchanged whole once a build has gone well; after a failed one the old folder stands. Two runs at
    once take turns. DeskError says what is missing, or shows the end of what the failing step said. A tree without
    web/package.json has no app: the path is given and nothing is done.
    """
    web = root / "web"
    dist = web / "dist"
    if not (web / "package.json").is_file() or _stamp(dist / _BUILT) == _sources(web):
        return dist
    with _alone(root, speak):
        wanted = _sources(web)  # before the build: what changes meanwhile is seen next time
        if _stamp(dist / _BUILT) != wanted:
            _install(web, speak)
            _build(web, wanted, speak)
    return dist


def ensure_packages(root: Path = places.ROOT, speak: Say = say) -> None:
    """Bring `web/node_modules` in line with the lock (`npm ci`). DeskError says what is in the way."""
    if _stamp(root / "web" / "node_modules" / _LOCKED) == _packages(root / "web"):
        return
    with _alone(root, speak):
        _install(root / "web", speak)


class Ahead:
    """A build that runs beside something else."""

    def __init__(self, root: Path, speak: Say) -> None:
        self._root, self._speak = root, speak
        self._failure: DeskError | None = None
        self._thread = threading.Thread(target=self._work, name="web", daemon=True)
        self._thread.start()

    def wait(self) -> None:
        """Return when it is done. A failure is told where an older app stands, and raised where none does."""
        self._thread.join()
        if self._failure is None:
            return
        if not (self._root / "web" / "dist" / "index.html").is_file():
            raise self._failure
        self._speak(f"  {self._failure}\n{_OLD}")

    def _work(self) -> None:
        try:
            ensure_web(self._root, self._speak)
        except DeskError as failure:
            self._failure = failure


class Rebuilder:
    """Builds again in a thread of its own whenever it is told of a change; changes during a build make one more.

    A failed build is told and the app that stands goes on being served. `after` runs after each good build.
    """

    def __init__(self, root: Path, speak: Say, after: Callable[[], None]) -> None:
        self._root, self._speak, self._after = root, speak, after
        self._changed, self._ended = threading.Event(), False
        self._thread = threading.Thread(target=self._work, name="web", daemon=True)
        self._thread.start()

    def change(self) -> None:
        self._changed.set()

    def stop(self) -> None:
        """Return when no build runs any more, at the latest after ten seconds."""
        self._ended = True
        self._changed.set()
        self._thread.join(10)

    def _work(self) -> None:
        while self._changed.wait() and not self._ended:
            self._changed.clear()
            try:
                ensure_web(self._root, self._speak)
                self._after()
            except DeskError as failure:
                self._speak(f"  {failure}\n{_OLD}")


def _install(web: Path, speak: Say) -> None:
    modules, wanted = web / "node_modules", _packages(web)
    if _stamp(modules / _LOCKED) == wanted:
        return
    if not (web / "package-lock.json").is_file():
        raise DeskError("web/package-lock.json is missing, so nobody knows which packages the web app is made of.")
    _demand_npm()
    speak("  web: installing packages from web/package-lock.json; the first time takes a while")
    started = time.monotonic()
    _npm(web, ["ci", "--no-audit", "--no-fund"], "The web app's packages could not be installed")
    _demand_node(modules)
    (modules / _LOCKED).write_text(wanted)
    speak(f"  web: packages installed  {time.monotonic() - started:.1f} s")


def _build(web: Path, wanted: str, speak: Say) -> None:
    _demand_npm()
    dist, side = web / "dist", web / ".dist-new"
    shutil.rmtree(side, ignore_errors=True)
    started = time.monotonic()
    try:
        _npm(web, ["run", "build"], "The web app could not be built", WEB_DIST=f"./{side.name}")
        if not (side / "index.html").is_file():
            raise DeskError("The web app was built without a page index.html.")
        (side / _BUILT).write_text(wanted)
        _swap(side, dist)
    finally:
        shutil.rmtree(side, ignore_errors=True)
    speak(f"  web: built  {time.monotonic() - started:.1f} s")


def _npm(web: Path, words: list[str], failed: str, **settings: str) -> None:
    """Run npm in `web/`, its output in a log; DeskError with the log's end when it fails or takes too long."""
    log = web.parent / ".local" / "web" / f"npm-{words[0]}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    environ = {**os.environ, "ASTRO_TELEMETRY_DISABLED": "1", "CI": "1", "NO_COLOR": "1", **settings}
    if not os.access(environ.get("HOME", ""), os.W_OK):  # npm wants to keep what it has fetched
        environ["HOME"] = str(log.parent)
    with log.open("wb") as output:
        try:
            code = subprocess.run(
                ["npm", *words],
                cwd=web,
                env=environ,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                check=False,
                timeout=PATIENCE,
            ).returncode
        except subprocess.TimeoutExpired:
            raise DeskError(f"{failed}: it took longer than {PATIENCE:.0f} seconds.") from None
    if code:
        tail = "\n".join(f"    {line}" for line in log.read_text(errors="replace").splitlines()[-TAIL:])
        raise DeskError(f"{failed} (npm {' '.join(words[:2])}, exit {code}). It said:\n{tail}")


def _demand_npm() -> None:
    """DeskError says what to install when npm cannot run here."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        raise DeskError(f"The web app needs Node.js with npm, and {_missing()} is not on PATH. {_advice()}")
    version = _version("node")
    if version < (NPM_OLDEST,):
        raise DeskError(f"Node.js {_written(version)} is too old for the web app's tools. {_advice()}")


def _demand_node(modules: Path) -> None:
    """DeskError when neither npm has brought a Node that can build nor the machine has one."""
    brought = modules / ".bin" / "node"
    version = _version(str(brought) if brought.exists() else "node")
    if version < NODE_OLDEST:
        raise DeskError(
            f"Building the web app needs Node.js {_written(NODE_OLDEST)} or newer; this one is {_written(version)}. "
            f"{_advice()}"
        )


def _missing() -> str:
    return " and ".join(name for name in ("node", "npm") if shutil.which(name) is None)


def _advice() -> str:
    if sys.platform == "linux" and platform.machine() in {"x86_64", "AMD64"}:
        return f"Any version from {NPM_OLDEST} on will do. On Debian 13 or Ubuntu 25.04: apt-get install nodejs npm"
    return f"Install Node.js {_written(NODE_OLDEST)} or newer; on macOS: brew install node"


def _version(node: str) -> tuple[int, ...]:
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
        return tuple(int(part) for part in said.strip().removeprefix("v").split("-")[0].split("."))
    except (OSError, subprocess.CalledProcessError, ValueError):
        return (0,)


def _written(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))


def _packages(web: Path) -> str:
    """What node_modules is made from: the lock, the wishes, and the kind of machine (packages with binaries)."""
    found = hashlib.sha256(f"{sys.platform} {platform.machine()}\n".encode())
    for name in ("package.json", "package-lock.json", ".npmrc"):
        found.update(_bytes(web / name))
    return found.hexdigest()


def _sources(web: Path) -> str:
    """What dist is made from, as one hash."""
    files = [path for path in web.iterdir() if path.is_file() and (path.name[0] != "." or path.name == ".npmrc")]
    files += [path for folder in FOLDERS for path in (web / folder).rglob("*") if path.is_file()]
    files += (web.parent / "docs" / "api").glob("*.json")  # the reference below /docs is made from them
    found = hashlib.sha256()
    for path in sorted(files):
        content = _bytes(path)
        found.update(f"{path.relative_to(web.parent).as_posix()} {len(content)}\n".encode())
        found.update(content)
    return found.hexdigest()


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # an editor is just exchanging it
        return b""


def _stamp(path: Path) -> str:
    return _bytes(path).decode(errors="replace")


def _swap(new: Path, dist: Path) -> None:
    """Put `new` in the place of `dist`. On Linux there is no moment without one; elsewhere a very short one."""
    if not dist.exists():
        new.rename(dist)
        return
    if _exchange(new, dist):
        return
    old = dist.with_name(".dist-old")
    shutil.rmtree(old, ignore_errors=True)
    dist.rename(old)
    new.rename(dist)
    shutil.rmtree(old, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    if sys.platform != "linux":
        return False
    library = ctypes.CDLL(None, use_errno=True)
    if not hasattr(library, "renameat2"):
        return False
    done = library.renameat2(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE)
    if done and ctypes.get_errno() not in {errno.EINVAL, errno.ENOSYS, errno.EXDEV, errno.EPERM}:
        raise DeskError(f"{other} could not be replaced: {os.strerror(ctypes.get_errno())}")
    return not done


@contextlib.contextmanager
def _alone(root: Path, speak: Say) -> Iterator[None]:
    folder = root / ".local"
    folder.mkdir(exist_ok=True)
    with (folder / "web.lock").open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            speak("  web: another run is building; waiting for it")
            fcntl.flock(held, fcntl.LOCK_EX)
        yield


def main() -> int:
    """`python -m desk.webapp [packages]`: build, or only install packages."""
    (ensure_packages if sys.argv[1:] == ["packages"] else ensure_web)()
    return 0


if __name__ == "__main__":
    raise SystemExit(run(main))
