"""The command scripts/invite: codes with which one person each may sign up where sign-up is by invitation."""

from __future__ import annotations

import argparse
import os
import sys

from desk import places
from desk.emulator import Access
from desk.stage import access_of, add_options
from desk.terminal import DeskError, say

CODE = ("functions", "layers/shared/python")


def main() -> int:
    """Say the codes. They are stored as hashes only, so nobody can show them again."""
    parser = argparse.ArgumentParser(
        prog="scripts/invite",
        description="Make invitations: one code lets one person sign up where SignupMode is `invitation`. "
        "Codes are said once and stored as hashes.",
    )
    parser.add_argument("--count", type=int, default=1, help="how many (1)")
    parser.add_argument("--days", type=int, default=14, help="for how long they hold (14)")
    add_options(parser)
    chosen = parser.parse_args()
    if not (1 <= chosen.count <= 1000 and 1 <= chosen.days <= 365):
        raise DeskError("Between 1 and 1000 invitations, for 1 to 365 days.")
    access = access_of(chosen.stage, chosen.endpoint)
    for code in make(access, places.prefix_of(chosen.stage), count=chosen.count, days=chosen.days):
        say(code)
    return 0


def make(access: Access, prefix: str, *, count: int = 1, days: int = 14) -> list[str]:
    """Codes for a stage. This process speaks to that stage from then on."""
    os.environ.update({**access.environ(), "PREFIX": prefix})
    sys.path[:0] = [str(places.ROOT / part) for part in CODE if str(places.ROOT / part) not in sys.path]
    from identity import invitations

    from kit.settings import settings

    settings.cache_clear()
    return [invitations.make("scripts/invite", days=days) for _ in range(count)]
