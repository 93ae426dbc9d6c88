"""Run every check of the project, stage by stage, and count.

Each stage is a few commands. Its whole output goes to .local/reports/<stage>.log; the tail of a failing one is shown.
The last line is `N passed, N failed`: tests are counted one by one, a command that is not pytest counts as one.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from desk.bootstrap import LOCAL, ROOT, ensure_chromium, ensure_environment

REPORTS = LOCAL / "reports"
TAIL = 60  # lines shown of a failing stage
PATIENCE = 1500.0  # seconds that one command may take, on a slow machine; `--full` has no such limit
NEED_A_PLATFORM = ("tests/journeys", "tests/faults", "tests/fuzz", "tests/web")
PYTEST = "pytest"


@dataclass(frozen=True)
class Stage:
    """A named check; its commands are made when it starts, so that only a stage that runs installs what it needs."""

    name: str
    about: str


@dataclass
class Outcome:
    """What a stage came to."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0
    notes: list[str] = field(default_factory=list)


STAGES = (
    Stage("lint", "ruff: format and lint"),
    Stage("types", "mypy --strict"),
    Stage("imports", "who imports whom (import-linter)"),
    Stage("unit", "tests that start no platform"),
    Stage("templates", "cfn-lint; sam validate --lint"),
    Stage("platform", "journeys and faults against the platform, started by the tests"),
    Stage("fuzz", "the doors from outside, and generated requests (schemathesis)"),
    Stage("web", "the web app: npm checks, build, bytes, browser tests"),
)


def commands(name: str, *, full: bool) -> list[list[str]]:
    """The commands of a stage. Empty when what it checks does not exist yet."""
    tool = Path(sys.executable).with_name
    templates = [str(path.relative_to(ROOT)) for path in (ROOT / "template.yaml", *_infra()) if path.exists()]
    known: dict[str, Callable[[], list[list[str]]]] = {
        "lint": lambda: [[str(tool("ruff")), "format", "--check", "."], [str(tool("ruff")), "check", "."]],
        "types": lambda: _mypy(str(tool("mypy"))),
        "imports": lambda: [[sys.executable, str(ROOT / "scripts/desk/imports.py")]],
        # Most of these wait for an emulator of their own, so two at a time go nearly twice as fast.
        "unit": lambda: [
            [PYTEST, "tests", "-n", "2", "--dist", "loadfile", *(f"--ignore={folder}" for folder in NEED_A_PLATFORM)]
        ],
        "templates": lambda: _templates(str(tool("cfn-lint")), templates) if templates else [],
        "platform": lambda: _platform(full=full),
        "fuzz": _fuzz,
        "web": lambda: [*_npm(), *_two_at_a_time(_tests("tests/web"))],
    }
    made = known[name]()
    return [[*command, "--full"] if full and command[0] == PYTEST else command for command in made]


def _infra() -> list[Path]:
    return [path for path in sorted((ROOT / "infra").rglob("*.yaml")) if "Resources:" in path.read_text()]


def _mypy(mypy: str) -> list[list[str]]:
    sources = [part for part in ("functions", "layers/shared/python", "scripts/desk") if (ROOT / part).exists()]
    # Tests apart: tests/kit is not the package kit.
    return [[mypy, *sources], [mypy, "tests"]]


def _templates(cfn_lint: str, templates: list[str]) -> list[list[str]]:
    # aws-sam-cli pins its own boto3, so it has an environment of its own, made when this stage first runs.
    sam = str(ensure_environment("sam").with_name("sam"))
    validate = [[sam, "validate", "--lint", "--template-file", name] for name in templates if _is_sam(name)]
    return [[cfn_lint, "--", *templates], *validate]


def _is_sam(name: str) -> bool:
    return "AWS::Serverless-2016-10-31" in (ROOT / name).read_text()


def _tests(*folders: str) -> list[list[str]]:
    """Tests that open a browser or a platform; on Debian as root Chromium is installed, elsewhere it is asked for."""
    os.environ["CHROMIUM"] = ensure_chromium()
    present = [folder for folder in folders if any((ROOT / folder).rglob("test_*.py"))]
    return [[PYTEST, *present]] if present else []


def _two_at_a_time(commands: list[list[str]]) -> list[list[str]]:
    """File by file on two workers, each with a platform of its own: most of these wait for something."""
    return [[*command, "-n", "2", "--dist", "loadfile"] for command in commands]


def _platform(*, full: bool) -> list[list[str]]:
    """Journeys with signatures and IAM policies checked: least privilege is shown, not claimed.

    Without the check they run too where there is time: with `--full`, and in CI. Long gates run file by file, so that
    a run that was stopped can go on with `--resume`; short ones have emulators of their own and run two at a time.
    """
    journeys = _tests("tests/journeys")
    checked = [[*command, "--auth"] for command in journeys]
    unchecked = journeys if full or os.environ.get("CI") else []
    if not full:
        return [*checked, *unchecked, *_two_at_a_time(_tests("tests/faults"))]
    files = sorted((ROOT / "tests/faults").glob("test_*.py"))
    return [*checked, *unchecked, *([PYTEST, str(path.relative_to(ROOT))] for path in files)]


def _fuzz() -> list[list[str]]:
    # Schemathesis brings a plugin that every test would load, so it has an environment of its own.
    ensure_environment("fuzz")
    return [[PYTEST, "tests/fuzz"]]


def _npm() -> list[list[str]]:
    """What `npm run check` does, step by step, with the build as everybody has it (desk.webapp) at its end."""
    file = ROOT / "web" / "package.json"
    if not file.exists():
        return []
    checks = re.findall(r"npm run (\w+)", json.loads(file.read_text())["scripts"]["check"])
    steps = [["npm", "--prefix", "web", "run", name] for name in checks if name != "build"]
    build = [sys.executable, "-m", "desk.webapp"]
    return [[*build, "packages"], *steps, build]


def _key(command: list[str]) -> str:
    """What a command is kept under when it went well, for `--resume`: itself, and the commit that it looked at."""
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False)
    return f"{head.stdout.strip()} {' '.join(command)}"


def run(stage: Stage, *, full: bool, resume: bool = False) -> Outcome:
    """Run one stage; never raises for what a command does. `resume`: not what went well before, at the same commit."""
    outcome, started = Outcome(), time.monotonic()
    log = REPORTS / f"{stage.name}.log"
    log.write_text("")
    try:
        todo = commands(stage.name, full=full)
    except SystemExit as problem:  # an installation that could not be done
        log.write_text(f"{problem}\n")
        outcome.failed, todo = 1, []
    done = REPORTS / "done.txt"
    known = done.read_text().splitlines() if resume and done.exists() else []
    for number, command in enumerate(todo):
        if _key(command) in known:
            outcome.notes.append(f"went well before: {' '.join(command)}")
            continue
        failed = outcome.failed
        _run_one(command, log, REPORTS / f"{stage.name}-{number}.xml", outcome, None if full else PATIENCE)
        if full and outcome.failed == failed:
            with done.open("a") as file:
                file.write(_key(command) + "\n")
    if not todo and not outcome.failed:
        outcome.notes.append("nothing to check yet")
    outcome.seconds = time.monotonic() - started
    return outcome


def _run_one(command: list[str], log: Path, report: Path, outcome: Outcome, patience: float | None) -> None:
    report.unlink(missing_ok=True)
    is_pytest = command[0] == PYTEST
    if is_pytest:
        command = [sys.executable, "-m", PYTEST, *command[1:], "-q", f"--junit-xml={report}"]
    settings = {**os.environ, "SAM_CLI_TELEMETRY": "0", "AWS_DEFAULT_REGION": "eu-central-1", "PYTHONUNBUFFERED": "1"}
    settings["PYTHONHASHSEED"] = "0"  # two processes must collect the same cases
    settings["PYTHONPATH"] = str(ROOT / "scripts")
    with log.open("a") as out:
        out.write(f"$ {' '.join(command)}\n")
        out.flush()
        try:
            child = subprocess.Popen(
                command, cwd=ROOT, env=settings, stdout=out, stderr=subprocess.STDOUT, start_new_session=True
            )
            code = _await(child, patience)
            if code is None:
                out.write(f"stopped: it took longer than {patience} seconds\n")
                code = -1
        except OSError as problem:
            out.write(f"could not start: {problem}\n")
            code = -1
    counted = _count(report) if is_pytest else None
    if counted is None:
        outcome.passed, outcome.failed = outcome.passed + (code == 0), outcome.failed + (code != 0)
        return
    passed, failed, skipped = counted
    outcome.passed, outcome.skipped = outcome.passed + passed, outcome.skipped + skipped
    outcome.failed += failed or (code not in {0, 5})  # 5: nothing was collected


def _await(child: subprocess.Popen[bytes], patience: float | None) -> int | None:
    """The exit code, or None when it took too long; what the command has started ends with it."""
    try:
        return child.wait(patience)
    except subprocess.TimeoutExpired:
        return None
    finally:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(20)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)


def _count(report: Path) -> tuple[int, int, int] | None:
    """Passed, failed and skipped tests of a JUnit report; None when pytest did not get as far as writing one."""
    try:
        suites = list(ET.parse(report).iter("testsuite"))  # noqa: S314 - pytest wrote it a moment ago
    except (OSError, ET.ParseError):
        return None
    total, bad, skipped = (
        sum(int(suite.get(key, "0")) for suite in suites for key in keys)
        for keys in (("tests",), ("failures", "errors"), ("skipped",))
    )
    return max(total - bad - skipped, 0), bad, skipped


def main() -> int:
    """Run the chosen stages; 1 when anything failed."""
    parser = argparse.ArgumentParser(prog="scripts/test", description="Run every check of the project.")
    parser.add_argument("--full", action="store_true", help="also the long gates (tests marked full); takes hours")
    parser.add_argument("--resume", action="store_true", help="with --full: leave out what went well at this commit")
    parser.add_argument("--only", action="append", metavar="NAME", help="only this stage; may be repeated")
    parser.add_argument("--list", action="store_true", help="name the stages and stop")
    wish = parser.parse_args()
    if wish.list:
        print("\n".join(f"{stage.name:10} {stage.about}" for stage in STAGES))
        return 0
    unknown = set(wish.only or ()) - {stage.name for stage in STAGES}
    if unknown:
        parser.error(f"no such stage: {', '.join(sorted(unknown))}; scripts/test --list names them")
    chosen = [stage for stage in STAGES if not wish.only or stage.name in wish.only]
    REPORTS.mkdir(parents=True, exist_ok=True)
    outcomes = [
        _announced(stage, f"[{number}/{len(chosen)}]", full=wish.full, resume=wish.resume)
        for number, stage in enumerate(chosen, 1)
    ]
    return _summary(chosen, outcomes)


def _announced(stage: Stage, place: str, *, full: bool, resume: bool) -> Outcome:
    print(f"{place} {stage.name}: {stage.about} …", flush=True)
    outcome = run(stage, full=full, resume=resume)
    if outcome.failed:
        log = REPORTS / f"{stage.name}.log"
        print("\n".join(f"    {line}" for line in log.read_text(errors="replace").splitlines()[-TAIL:]))
        print(f"    the whole output: {log.relative_to(ROOT)}")
    return outcome


def _summary(stages: list[Stage], outcomes: list[Outcome]) -> int:
    print(f"\n{'stage':10} {'passed':>7} {'failed':>7} {'skipped':>8} {'seconds':>8}")
    for stage, outcome in zip(stages, outcomes, strict=True):
        counts = f"{outcome.passed:7} {outcome.failed:7} {outcome.skipped:8} {outcome.seconds:8.1f}"
        print(f"{stage.name:10} {counts}  {' '.join(outcome.notes)}".rstrip())
    failed = sum(outcome.failed for outcome in outcomes)
    print(f"\n{sum(outcome.passed for outcome in outcomes)} passed, {failed} failed", flush=True)
    return 1 if failed else 0
