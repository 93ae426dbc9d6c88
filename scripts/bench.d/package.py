"""Bar P12: sizes of the zips for the cloud, and memory of HTTP functions after their import and one call.

Needs the emulator (scripts/dev installs it); layers are built when they have not been, which takes minutes once.
Memory is that of this machine's Python, without Lambda's own runtime, which adds about 10 MB. Linux.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / each) for each in ("scripts", "tests", "functions", "layers/shared/python")]

from desk import bench
from desk.generate.discover import discover
from desk.packaging import Packager, sources

FUNCTION_KB, RUNTIME_MB, RSS_MB = 300, 20, 70
ONE_CALL = """
import importlib, json, sys
app = importlib.import_module(sys.argv[1]).app
answer = app(json.load(open(sys.argv[2])), None)
print(answer["statusCode"], open("/proc/self/status").read().split("VmRSS:")[1].split()[0])
"""


def main() -> int:
    good = sizes()
    return 0 if memory() and good else 1


def sizes() -> bool:
    """Zips as they go to the cloud."""
    packager, good = Packager("cloud"), []
    for source in sources():
        size = packager.build(source).size
        if source.startswith("functions/"):
            good.append(bench.line("P12", f"{source}, zipped", size / 1000, FUNCTION_KB, "KB"))
        else:
            limit = RUNTIME_MB if source == "layers/runtime" else None
            good.append(bench.line("P12", f"{source}, zipped", size / 1_000_000, limit, "MB"))
    return all(good)


def memory() -> bool:
    """One call each with its sample event, against real tables that are empty."""
    from support.emulator import PYTHON, free_port, start
    from support.tables import tables

    if not PYTHON.exists():
        print("no emulator: run scripts/dev once")
        return False
    with tempfile.TemporaryDirectory() as place:
        port = free_port()
        emulator = start(Path(place), port)
        try:
            contexts = [path.stem for path in (ROOT / "infra").glob("*.yaml") if "  Table:" in path.read_text()]
            secrets = ("cursor-key", "media-key", "refresh-key", "origin-secret")
            with tables(f"http://127.0.0.1:{port}", *contexts, secrets=secrets):
                good = [_one_call(each.name) for each in discover(ROOT).functions if each.kind == "http"]
                return all(good)
        finally:
            emulator.terminate()
            emulator.wait(20)


def _one_call(name: str) -> bool:
    sample = ROOT / "events" / "triggers" / f"{name}.json"
    paths = f"{ROOT / 'functions'}:{ROOT / 'layers' / 'shared' / 'python'}"
    done = subprocess.run(
        [sys.executable, "-c", ONE_CALL, name, str(sample)],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        print(f"{name}: {json.dumps(done.stderr[-300:])}")
        return False
    status, kilobytes = done.stdout.splitlines()[-1].split()
    return bench.line("P12", f"{name}, resident after one call ({status})", int(kilobytes) / 1000, RSS_MB, "MB")


if __name__ == "__main__":
    sys.exit(main())
