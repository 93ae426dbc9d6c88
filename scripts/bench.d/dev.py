"""Bar P11: scripts/dev on this machine: time until everything is up, memory, time until changed code is live.

Runs the real command with a copy of the tree, a stage and ports of its own; layers and the demo world's renditions
should have been made once before. Memory is the sum of proportional shares (PSS) of the whole family. Linux.
"""

import argparse
import queue
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "scripts")]

from desk import bench, places
from desk.children import free_port
from desk.webapp import ensure_web

UP_S, LIVE_S, IDLE_MB, BUSY_MB = 30, 2, 800, 3000
STAGE = "bench"
TREE = ("template.yaml", "infra", "functions", "layers", "events", "web", "scripts/world")
CHANGED = "functions/identity/well_known.py"
PATH = "/.well-known/openid-configuration"


def main() -> int:
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args()
    ensure_web(ROOT)  # its packages, half a gigabyte, are not copied
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder)
        for name in TREE:
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
            elif (ROOT / name).exists():
                shutil.copy(ROOT / name, tree / name)
        try:
            first = _measure(tree, fresh=True)
            again = _measure(tree, fresh=False)
            return 0 if first and again else 1
        finally:
            shutil.rmtree(places.state_of(STAGE), ignore_errors=True)


def _measure(tree: Path, *, fresh: bool) -> bool:
    """The first run loads the demo world; the second, which has it, shows what an idle platform needs."""
    port = free_port()
    command = [sys.executable, str(ROOT / "scripts" / "dev"), "--stage", STAGE, "--tree", str(tree)]
    command += ["--port", str(port), "--emulator-port", str(free_port()), "--valkey-port", str(free_port())]
    command += ["--mongo-port", str(free_port()), "--mail-port", str(free_port())]
    command += ["--fresh"] if fresh else ["--no-seed"]
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    said: queue.Queue[str] = queue.Queue()

    def listen() -> None:
        for row in process.stdout or ():
            said.put(row)

    threading.Thread(target=listen, daemon=True).start()
    try:
        _wait_for(said, "is up after", 240)
        up, memory = time.monotonic() - started, _memory(process.pid)
        if not fresh:
            bench.line("P11", "up again with its data", up, UP_S, "s")
            return bench.line("P11", "memory before the first request", memory, IDLE_MB, "MB")
        good = [bench.line("P11", "everything up, with the demo world loaded", up, UP_S, "s")]
        good.append(bench.line("P11", "memory after loading the demo world", memory, BUSY_MB, "MB"))
        good.append(bench.line("P11", "changed code is live", _until_live(tree, port), LIVE_S, "s"))
        return all(good)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def _until_live(tree: Path, port: int) -> float:
    """From the moment of saving to the first answer of the new code, asked for through the public door."""
    path, url = tree / CHANGED, f"http://localhost:{port}{PATH}"
    _status(url)  # its worker is warm, as while somebody works on it
    broken = re.sub(r"^(app = .*)$", r"\1\nraise RuntimeError('the new code')", path.read_text(), flags=re.MULTILINE)
    began = time.monotonic()
    whole = path.read_text()
    path.write_text(broken)
    while time.monotonic() - began < 30:
        if _status(url) >= 500:  # the new code refuses to start: that it answers so is what is looked for
            break
        time.sleep(0.05)
    seconds = time.monotonic() - began
    path.write_text(whole)
    return seconds


def _status(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


def _wait_for(said: "queue.Queue[str]", words: str, seconds: float) -> None:
    until = time.monotonic() + seconds
    while True:
        row = said.get(timeout=max(0.1, until - time.monotonic()))
        print(f"  {row.rstrip()}")
        if words in row:
            return


def _memory(pid: int) -> float:
    total = 0
    for each in [pid, *_descendants(pid)]:
        try:
            total += int(Path(f"/proc/{each}/smaps_rollup").read_text().split("\nPss:")[1].split()[0])
        except (OSError, IndexError):
            continue  # it has just ended
    return total / 1000


def _descendants(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").glob("*"):
        for child in (task / "children").read_text().split():
            yield int(child)
            yield from _descendants(int(child))


if __name__ == "__main__":
    sys.exit(main())
