"""The command scripts/staff: who is staff with which role, and whether the log of what staff do is whole.

Whoever may run it holds the owner's keys. Each grant is a line in the log, in one transaction with the role itself.
Making somebody an admin names a second person who agreed (`--second`): that is recorded, not proven.
"""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from typing import TYPE_CHECKING

from desk import places
from desk.emulator import Access
from desk.stage import access_of, add_options
from desk.terminal import DeskError, say

if TYPE_CHECKING:
    from kernel.ids import PersonId

CODE = ("functions", "layers/shared/python")


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="scripts/staff", description="Make a member staff, take that back, list staff, look into the log."
    )
    verbs = parser.add_subparsers(dest="verb", required=True)
    add = verbs.add_parser("add", help="give a member a role; it counts once they sign in with a second factor")
    add.add_argument("name", help="username")
    add.add_argument("--role", choices=["moderator", "admin"], required=True)
    add.add_argument("--second", default="", help="who else agreed; needed for admins, except for the first")
    remove = verbs.add_parser("remove", help="take all roles, and end all sessions")
    remove.add_argument("name", help="username")
    listing = verbs.add_parser("list", help="everybody who is staff")
    audit = verbs.add_parser("audit", help="say the log of what staff did")
    audit.add_argument("--verify", action="store_true", help="say only where the log is not what was written")
    for each in (add, remove, listing, audit):
        add_options(each)
    chosen = parser.parse_args()
    speak_to(access_of(chosen.stage, chosen.endpoint), places.prefix_of(chosen.stage))
    if chosen.verb == "add":
        grant(chosen.name, chosen.role, second=chosen.second)
        say(f"{chosen.name} is {chosen.role}, from the next sign-in with a second factor on.")
    elif chosen.verb == "remove":
        revoke(chosen.name)
        say(f"{chosen.name} is no staff any more.")
    elif chosen.verb == "list":
        from moderation import reads

        for name, roles in reads.staff():
            say(f"{name}  {roles}")
    else:
        return _audit(verify=chosen.verify)
    return 0


def speak_to(access: Access, prefix: str) -> None:
    """This process speaks to that stage from then on."""
    os.environ.update({**access.environ(), "PREFIX": prefix})
    sys.path[:0] = [str(places.ROOT / part) for part in CODE if str(places.ROOT / part) not in sys.path]
    from kit.settings import settings

    settings.cache_clear()


def grant(username: str, role: str, *, second: str = "") -> None:
    """Give the account of a member this role and no other."""
    from moderation import reads

    admins = [name for name, roles in reads.staff() if "admin" in roles.split()]
    if role == "admin" and admins and not second:
        raise DeskError("A further admin needs somebody who agreed: --second NAME.")
    if second and (second not in admins or second == username):
        raise DeskError(f"{second} is no other admin.")
    _set(username, [role], f"agreed by {second}" if second else "")


def revoke(username: str) -> None:
    """Take all roles from the account of a member, and end its sessions."""
    account = _set(username, [], "")
    from identity import endings

    endings.end_all(account)


def _set(username: str, roles: list[str], reason: str) -> PersonId:
    from identity import keys, reads
    from identity.store import AccountItem
    from moderation import store as moderation

    from kit import store

    held = reads.holder_of_username(username.lower())
    if held is None:
        raise DeskError(f"Nobody is called {username}.")
    account = held[1]
    step = store.update(
        AccountItem,
        keys.person(account),
        keys.ACCOUNT,
        [AccountItem.roles.set(" ".join(roles))],
        condition=AccountItem.pk.exists(),
        refusal=DeskError(f"{username} has no account."),
    )
    moderation.set_staff(f"scripts/staff by {getpass.getuser()}", account, username.lower(), roles, reason, step)
    return account


def _audit(*, verify: bool) -> int:
    found = verdict() if verify else []
    if verify:
        for sentence in found:
            say(sentence)
        say("The log is not what was written." if found else "The log is whole.")
        return 1 if found else 0
    from moderation import reads

    for entry in reads.whole_log():
        say(f"{entry.n}  {entry.at}  {entry.actor}  {entry.action}  {entry.subject}  {entry.reason}  {entry.detail}")
    return 0


def verdict() -> list[str]:
    """A sentence for each place where the log is not what was written. Nobody should be deciding meanwhile."""
    from moderation import reads
    from moderation.model import broken

    return broken(reads.whole_log(), *reads.head())
