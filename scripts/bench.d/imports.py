"""Bar P1: CPU of importing each function, as a ratio to boto3 with a DynamoDB client: what a cold start costs.

Rows are measured in turn, so that a busy moment of the machine meets all of them; the median of fresh interpreters
counts. Which heavy modules a function may load is a test (tests/architecture/heavy_modules.py), not measured here.
"""

import argparse
import os
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / each) for each in ("scripts", "tests", "functions", "layers/shared/python")]

from architecture.heavy_modules import ALLOWED

from desk import bench

BASE = "import boto3; boto3.client('dynamodb', region_name='eu-central-1')"
READ, COMMAND, REDIS = 0.55, 1.2, 0.3
PROBE = (
    "import resource\nb = resource.getrusage(resource.RUSAGE_SELF)\n{}\na = resource.getrusage(resource.RUSAGE_SELF)\n"
    "print((a.ru_utime + a.ru_stime - b.ru_utime - b.ru_stime) * 1000)"
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--starts", type=int, default=5, help="fresh interpreters per function (default 5)")
    starts = parser.parse_args().starts
    code = {"base": BASE, **{name: imported(name) for name in ALLOWED}}
    times: dict[str, list[float]] = {name: [] for name in code}
    for _ in range(starts + 1):  # the first writes bytecode
        for name, text in code.items():
            times[name].append(_fresh(text))
    base = statistics.median(times.pop("base")[1:])
    print(f"importing boto3 with a client: {base:.0f} ms of CPU, median of {starts}")
    rows = {name: statistics.median(each[1:]) / base for name, each in times.items()}
    good = [bench.line("P1", f"{name} / boto3", rows[name], limit(name), "x") for name in rows]
    return 0 if all(good) else 1


def imported(name: str) -> str:
    """What a cold start does. Writes leave by the client that reads too, which costs nothing to make."""
    return f"import {name}"


def limit(name: str) -> float | None:
    """The bar of a function; none for those that carry pictures or passwords, which are measured all the same."""
    heavy = ALLOWED[name]
    if heavy & {"PIL", "cryptography"}:
        return None
    return (COMMAND if "pynamodb" in heavy else READ) + (REDIS if "redis" in heavy else 0)


def _fresh(code: str) -> float:
    paths = f"{ROOT / 'functions'}:{ROOT / 'layers' / 'shared' / 'python'}"
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": paths}
    return float(subprocess.check_output([sys.executable, "-c", PROBE.format(code)], env=environment, text=True))


if __name__ == "__main__":
    sys.exit(main())
