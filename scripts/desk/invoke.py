"""The command scripts/invoke: call one deployed function with a sample event, show its answer and its log."""

from __future__ import annotations

import argparse
import base64
import json
import os
import sys
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError, EndpointConnectionError

from desk import places
from desk.cloud import client
from desk.emulator import Access
from desk.terminal import DeskError, say

TRIGGERS = places.ROOT / "events" / "triggers"
SAMPLED = "lambdagram-dev"
"""The prefix in the samples; another stage's takes its place."""


def main() -> int:
    """scripts/invoke. Exit code 2 when the function failed, 1 when it could not be called."""
    parser = argparse.ArgumentParser(
        prog="scripts/invoke",
        description="Call one function of a running platform with a whole sample event, and show its answer and log.",
        epilog="Examples: scripts/invoke identity.well_known · scripts/invoke identity.sessions sign_in · "
        "scripts/invoke posts.likes my-event.json · scripts/invoke posts.likes - < my-event.json",
    )
    parser.add_argument("function", nargs="?", metavar="FUNCTION", help="its module, such as posts.likes")
    parser.add_argument(
        "event",
        nargs="?",
        metavar="EVENT",
        help="a view's name, a JSON file, or - for standard input (the first sample)",
    )
    parser.add_argument("--list", action="store_true", help="show functions and their samples")
    parser.add_argument("--stage", default="dev", help="whose functions to call (dev)")
    parser.add_argument(
        "--endpoint",
        default=os.environ.get("AWS_ENDPOINT_URL", "http://127.0.0.1:4566"),
        help="where the local AWS answers (AWS_ENDPOINT_URL, else http://127.0.0.1:4566)",
    )
    chosen = parser.parse_args()
    if chosen.list:
        return _list()
    if not chosen.function:
        parser.error("Name a function, or say --list.")
    event = event_for(chosen.function, chosen.event, places.prefix_of(chosen.stage))
    return _show(*invoke(_access(chosen.stage, chosen.endpoint), chosen.stage, chosen.function, event))


def event_for(function: str, named: str | None, prefix: str) -> dict[str, Any]:
    """The event that the caller means. DeskError when there is none of that name."""
    if named == "-":
        text = sys.stdin.read()
    else:
        path = _path(function, named)
        text = path.read_text(encoding="utf-8").replace(SAMPLED, prefix)
    try:
        event: dict[str, Any] = json.loads(text)
    except ValueError as wrong:
        raise DeskError(f"The event is not valid JSON: {wrong}") from None
    return event


def samples() -> dict[str, list[str]]:
    """Function → the names of its samples beyond the first."""
    found: dict[str, list[str]] = {}
    for path in sorted(TRIGGERS.glob("*.json")):
        context, feature, *view = path.stem.split(".")
        found.setdefault(f"{context}.{feature}", []).extend(view)
    return found


def invoke(access: Access, stage: str, function: str, event: dict[str, Any]) -> tuple[str | None, str, str]:
    """Call it and wait: the kind of failure (None when there was none), its answer, the end of its log."""
    name = f"{places.prefix_of(stage)}-{function.replace('.', '-').replace('_', '-')}"
    try:
        done = client(access, "lambda").invoke(FunctionName=name, LogType="Tail", Payload=json.dumps(event).encode())
    except EndpointConnectionError:
        raise DeskError(f"Nothing answers at {access.endpoint}. Is scripts/dev running?") from None
    except ClientError as refused:
        if refused.response["Error"]["Code"] == "ResourceNotFoundException":
            raise DeskError(f"There is no function {name} at {access.endpoint}. See scripts/invoke --list.") from None
        raise DeskError(f"Calling {name} was refused: {refused}") from None
    except BotoCoreError as failure:
        raise DeskError(f"Calling {name} failed: {failure}") from None
    log = base64.b64decode(done.get("LogResult", "")).decode(errors="replace")
    return done.get("FunctionError"), done["Payload"].read().decode(errors="replace"), log


def _path(function: str, named: str | None) -> Path:
    if named is None:
        path = TRIGGERS / f"{function}.json"
    elif Path(named).is_file():
        path = Path(named)
    else:
        path = TRIGGERS / f"{function}.{named}.json"
    if path.is_file():
        return path
    known = samples()
    if function not in known:
        raise DeskError(f"There is no function {function}. Known are: {', '.join(known)}.")
    raise DeskError(
        f"{function} has no sample {named}, and there is no such file. It has: {', '.join(known[function])}."
    )


def _list() -> int:
    for function, views in samples().items():
        say(f"  {function:<32} {', '.join(views)}".rstrip())
    return 0


def _show(failed: str | None, answer: str, log: str) -> int:
    say(_readable(answer))
    if log.strip():
        say("\n--- log")
        say(log.strip())
    if failed:
        print(f"\nThe function failed ({failed}).", file=sys.stderr)
    return 2 if failed else 0


def _readable(answer: str) -> str:
    """JSON laid out; the body of an HTTP answer is laid out too."""
    try:
        value = json.loads(answer)
    except ValueError:
        return answer
    if isinstance(value, dict) and isinstance(value.get("body"), str) and value["body"][:1] in ("{", "["):
        value = {**value, "body": json.loads(value["body"])}
    return json.dumps(value, indent=2, ensure_ascii=False)


def _access(stage: str, endpoint: str) -> Access:
    """The owner's keys: an emulator that checks them keeps its owner's secret in the stage's folder."""
    secret = places.state_of(stage) / "emulator" / "owner-secret"
    return Access(endpoint, key="test", secret=secret.read_text().strip() if secret.is_file() else "test")
