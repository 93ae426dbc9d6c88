"""How often something may be tried: counted in DynamoDB per window, so that it holds in every environment at once.

Subjects are digests: no address or login is stored or logged.
"""

import time

from identity import keys
from identity.model import MAX_ADDRESS_ATTEMPTS, MAX_ATTEMPTS, MAX_LOGIN_ATTEMPTS, WINDOW_SECONDS, Account, digest
from identity.store import Attempts, Item
from kernel import clock
from kernel.errors import TooMany
from kernel.ids import PersonId
from kit import store
from kit.settings import settings
from kit.wire import batch_get

KNOWN_SECONDS = 90 * 24 * 3600


def may_sign_in(login: str, address: str, accounts: list[Account]) -> None:
    """Raise TooMany when there were too many failed sign-ins. One request, whether there is an account or not.

    Who signed in to the account from this address before waits only for failures of this very address and login, so
    that nobody can lock a member out of their own device.
    """
    window = int(time.time()) // WINDOW_SECONDS
    table = settings().table("identity")
    limits = {
        (table, keys.attempts(subject, window), "COUNT"): most for subject, most in _subjects(login, address).items()
    }
    known = [(table, keys.person(each.person_id), keys.known(digest(address))) for each in accounts]
    found = batch_get([*limits, *known], consistent=True)
    full = [key for key, most in limits.items() if key in found and found[key]["n"] >= most]
    if full and (next(iter(limits)) in full or not any(key in found for key in known)):
        wait = (window + 1) * WINDOW_SECONDS - int(time.time())
        raise TooMany("Too many attempts to sign in. Wait a little.", retry_after=max(1, wait))


def count_failure(login: str, address: str) -> None:
    """Remember one failed sign-in."""
    window = int(time.time()) // WINDOW_SECONDS
    for subject in _subjects(login, address):
        actions = [Attempts.n.add(1), Attempts.expires_at.set((window + 2) * WINDOW_SECONDS)]
        store.write(store.update(Attempts, keys.attempts(subject, window), "COUNT", actions))


def remember(account: PersonId, address: str) -> None:
    """This address has signed in to this account."""
    expiry = clock.seconds() + KNOWN_SECONDS
    store.write(store.put(Item(keys.person(account), keys.known(digest(address)), expires_at=expiry)))


def spend(what: str, subject: str, most: int, *, seconds: int = WINDOW_SECONDS) -> None:
    """Count one more `what` of `subject`; TooMany when there were `most` in this window of `seconds`."""
    now = int(time.time())
    window = now // seconds
    key = keys.attempts(digest(f"{what}|{subject}")[:32], window)
    actions = [Attempts.n.add(1), Attempts.expires_at.set((window + 2) * seconds)]
    left = Attempts.n.does_not_exist() | (Attempts.n < most)
    refusal = TooMany(retry_after=max(1, (window + 1) * seconds - now))
    store.write(store.update(Attempts, key, "COUNT", actions, condition=left, refusal=refusal))


def give_back(what: str, subject: str, *, seconds: int = WINDOW_SECONDS) -> None:
    """Count one less: what was counted did not happen."""
    key = keys.attempts(digest(f"{what}|{subject}")[:32], int(time.time()) // seconds)
    some = Attempts.n > 0
    try:
        store.write(store.update(Attempts, key, "COUNT", [Attempts.n.add(-1)], condition=some))
    except store.ConditionFailed:
        return


def _subjects(login: str, address: str) -> dict[str, int]:
    return {
        digest(f"{address}|{login}")[:32]: MAX_ATTEMPTS,
        digest(f"login|{login}")[:32]: MAX_LOGIN_ATTEMPTS,
        digest(f"address|{address}")[:32]: MAX_ADDRESS_ATTEMPTS,
    }
