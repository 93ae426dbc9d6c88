"""Which role of staff may do what, and who asks."""

from kernel.errors import Forbidden, NotFound
from kernel.ids import PersonId
from kit.endpoints import Caller
from moderation import reads
from views import identity

MODERATES = frozenset({"moderator", "admin"})
ADMINS = frozenset({"admin"})


def require(me: PersonId, caller: Caller, roles: frozenset[str] = MODERATES) -> frozenset[str]:
    """The caller's roles. NotFound for whoever is not staff: to them there is nothing here; Forbidden for other staff.

    A role counts when the session's token has it (so with two factors) and the account has it still: one read, strong.
    """
    claimed = MODERATES & set(caller.roles)
    held = claimed & reads.roles(caller.account or me) if claimed else frozenset()
    if not held:
        raise NotFound
    if not held & roles:
        raise Forbidden("Your role may not do this.", code="role")
    return held


def may_judge(me: PersonId, caller: Caller, mine: frozenset[str], person: PersonId) -> None:
    """Nobody judges themselves; admins are judged by admins only.

    It is the account that counts: a further person of an admin is protected like the admin.
    """
    account = identity.account(person).account
    if person == me or account == (caller.account or me):
        raise Forbidden("Nobody decides about themselves. Ask a colleague.", code="own-case")
    if "admin" in reads.roles(account) and "admin" not in mine:
        raise Forbidden("Only admins may do this to an admin.", code="role")
