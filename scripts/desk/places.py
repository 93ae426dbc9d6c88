"""Where the desk keeps things. Everything made at run time lives below `.local/`, which git ignores."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCAL = ROOT / ".local"
BUILD = LOCAL / "build"
EMULATOR_PYTHON = LOCAL / "emulator" / "bin" / "python"


def state_of(stage: str) -> Path:
    """The folder that holds a stage's data, logs and sockets between runs."""
    return LOCAL / "state" / stage


def prefix_of(stage: str) -> str:
    """The prefix from which every AWS name of a stage is derived."""
    return f"lambdagram-{stage}"


MAIL_PATH = "/__mail"
"""Where the development origin shows the letters that were sent."""
