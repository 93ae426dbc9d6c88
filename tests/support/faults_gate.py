"""How much a fault gate does, from which seeds, and where its histories and figures go."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support.emulator import ROOT

REPORTS = ROOT / ".local" / "reports" / "faults"


@dataclass(frozen=True)
class Gate:
    """The short form of scripts/test, or the `full` one. Seeds count up from `first_seed`, `most` of them at a time."""

    full: bool
    first_seed: int
    most: int = 1_000

    def seeds(self, full: int) -> list[int]:
        """One seed, or `full` of them with `--full`."""
        return [self.first_seed + each for each in range(min(full, self.most) if self.full else 1)]

    def size(self, short: int, full: int) -> int:
        return full if self.full else short

    def history(self, name: str, seed: int) -> Path:
        return REPORTS / f"{name}-{seed}.jsonl"

    def tell(self, gate: str, **figures: Any) -> None:
        """Show the figures of a run that went well, and keep them in figures.jsonl."""
        line = json.dumps({"gate": gate, "seed": self.first_seed, "full": self.full, **figures})
        sys.stdout.write(line + "\n")
        with (REPORTS / "figures.jsonl").open("a", encoding="utf-8") as file:
            file.write(line + "\n")
