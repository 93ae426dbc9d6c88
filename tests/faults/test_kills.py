"""R2: a process may be killed at any point of any command and of any consumer."""

import json
import os
import subprocess
import sys
from typing import Any

from support.emulator import ROOT
from support.faults_gate import REPORTS, Gate


def killed(endpoint: str, seed: int, kills: int, *more: str) -> dict[str, Any]:
    """The report of a run, which is a program of its own because it forks."""
    command = [sys.executable, "-m", "support.faults_kills", endpoint, str(seed), str(kills), *more]
    with (REPORTS / f"r2-{seed}.log").open("w") as log:
        settings = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        done = subprocess.run(
            command, check=False, cwd=ROOT, env=settings, stdout=subprocess.PIPE, stderr=log, text=True
        )
    assert done.returncode == 0, f"FAULTS_SEED={seed}: see {log.name}"
    report: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return report


def test_r2_killed_at_any_point(endpoint: str, gate: Gate) -> None:
    report = killed(endpoint, gate.first_seed, gate.size(48, 625))
    wrong, left = report.pop("wrong"), report.pop("left")
    gate.tell("R2", **report, left=len(left), violations=len(wrong))
    assert not wrong, f"FAULTS_SEED={gate.first_seed}:\n" + "\n".join(wrong)
    assert not report["errors"]
    assert report["kills"] >= gate.size(40, 300)


def test_r2_a_transaction_in_pieces_is_found(endpoint: str, gate: Gate) -> None:
    """The planted fault: steps of a transaction are written one after the other.

    A kill must fall between two of them, which few of 24 do, and now and then none.
    """
    assert any(killed(endpoint, gate.first_seed + turn, 24, "--plant")["wrong"] for turn in range(3))
