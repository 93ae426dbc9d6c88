"""Generated requests against a running API, by its document (Schemathesis, in an environment of its own)."""

import base64
import json
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desk.bootstrap import ensure_environment
from desk.places import ROOT

OUR_PLACE = ROOT / "tests" / "fuzz"

NOT_CHECKED = {
    "unsupported_method": "API Gateway says 404 to a method that a path does not have, and cannot be told otherwise",
    "positive_data_acceptance": "rules that no schema can say (a taken name, a spent code) refuse what is well-formed",
}
"""Checks of the tool that are left out, with the reason; all others are on."""


@dataclass
class Fuzzed:
    """What came of a run. `failures` are one line each; `answers` are (method, address, status, body)."""

    seed: str
    failures: list[str] = field(default_factory=list)
    answers: list[tuple[str, str, int, str]] = field(default_factory=list)

    @property
    def statuses(self) -> dict[int, int]:
        found = [status for _, _, status, _ in self.answers]
        return {status: found.count(status) for status in sorted(set(found))}


def fuzz(
    document: dict[str, Any],
    url: str,
    folder: Path,
    *,
    seconds: int,
    token: str = "",
    seed: str = "1",
    leave_out: tuple[str, ...] = (),
    mode: str = "all",
) -> Fuzzed:
    """Ask every operation of a document for `seconds`, with good and bad data; `leave_out` are operation ids.

    The same seed makes the same requests, as far as the time goes.
    """
    python = ensure_environment("fuzz")
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("schemathesis.toml", "hooks.py"):
        shutil.copy(OUR_PLACE / name, folder)  # the tool keeps notes where it runs
    (folder / "openapi.json").write_text(json.dumps(document))
    report = folder / "run.ndjson"
    command = [
        str(python.with_name("schemathesis")), "--config-file", "schemathesis.toml",
        "run", str(folder / "openapi.json"), "--url", url, "--seed", seed, "--mode", mode, "--workers", "1",
        "--phases", "examples,coverage,fuzzing", "--max-time", str(seconds), "--max-examples", "5", "--no-shrink",
        "--exclude-checks", ",".join(NOT_CHECKED), "--continue-on-failure", "--suppress-health-check", "all",
        "--report", "ndjson", "--report-ndjson-path", str(report), "--output-sanitize", "false", "--no-color",
        "--generation-database", "none",
    ]  # fmt: skip
    for name in leave_out:
        command += ["--exclude-operation-id", name]
    if token:
        command += ["--header", f"Authorization: Bearer {token}"]
    ran = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=seconds + 120, check=False, env=_quiet()
    )
    (folder / "output.txt").write_text(ran.stdout + ran.stderr)
    assert ran.returncode in (0, 1), f"the tool itself failed: {(ran.stdout + ran.stderr)[-3000:]}"
    return _read(report, seed)


def _quiet() -> dict[str, str]:
    return {"PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1", "LANG": "C.UTF-8", "NO_COLOR": "1"}


def _read(report: Path, seed: str) -> Fuzzed:
    found = Fuzzed(seed)
    for line in report.read_text().splitlines():
        event = json.loads(line)
        if "NonFatalError" in event or "FatalError" in event:
            found.failures.append(f"error: {line[:500]}")
        recorder = (event.get("ScenarioFinished") or {}).get("recorder") or {}
        for id_, checks in (recorder.get("checks") or {}).items():
            found.failures += [_failure(recorder, id_, check) for check in checks if check["status"] == "failure"]
        for each in (recorder.get("interactions") or {}).values():
            if each.get("response"):
                found.answers.append(_answer(each))
    return found


def _answer(interaction: dict[str, Any]) -> tuple[str, str, int, str]:
    request, response = interaction["request"], interaction["response"]
    return request["method"], request["uri"], int(response["status_code"]), _text(response.get("content"))


def _text(content: Any) -> str:
    if isinstance(content, dict):
        content = content.get("$base64")
    return base64.b64decode(content).decode(errors="replace") if content else ""


def _failure(recorder: dict[str, Any], id_: str, check: dict[str, Any]) -> str:
    what = check["failure_info"]["failure"]
    request = ((recorder.get("interactions") or {}).get(id_) or {}).get("request") or {}
    asked = f"{request.get('method')} {request.get('uri')} {_text(request.get('body'))}"
    return f"{recorder['label']}: {check['name']}: {what.get('title')}: {what.get('message')} ({asked})"[:700]
