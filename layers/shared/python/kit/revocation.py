"""Sessions that ended while their access tokens still live: one short list that every environment keeps.

Access tokens live for 10 minutes and the gateway cannot take one back, so identity writes each ended session here and
every service refuses it (ASVS 7.4.1: within 60 s). The list is read again at most every 30 s; one older than 60 s that
cannot be read again means 503: fail closed.
"""

import time
from dataclasses import dataclass

from kernel.errors import Away, Unauthenticated
from kernel.ids import SessionId
from kit import telemetry
from kit.settings import settings
from kit.wire import NoCredentials, Table, Throttled, Unavailable, WireError

PARTITION = "REVOKED"
TOKEN_SECONDS = 600
"""Life of an access token, and so of a line in the list."""

REFRESH_SECONDS = 30
STALE_SECONDS = 60


@dataclass(slots=True)
class _Known:
    sessions: frozenset[str] = frozenset()
    read_at: float = float("-inf")


_known = _Known()


def sort_key(moment_ms: int, session: SessionId) -> str:
    """Sort key of a line in the list: lines sort by the moment of revocation."""
    return f"{moment_ms:015d}#{session}"


def check(session: SessionId) -> None:
    """Raise Unauthenticated when the session has ended, Away when that cannot be known."""
    age = time.monotonic() - _known.read_at
    if age >= REFRESH_SECONDS:
        try:
            _known.sessions = _read()
            _known.read_at = time.monotonic()
        except (WireError, Throttled, Unavailable, NoCredentials) as error:
            telemetry.logger().warning("revocation list not read", extra={"reason": str(error)})
            if age >= STALE_SECONDS:
                raise Away from error
    if session in _known.sessions:
        raise Unauthenticated("This session has ended. Sign in again.")


def forget() -> None:
    """Read the list again at the next check; for tests and for code that has just revoked."""
    _known.read_at = float("-inf")


def _read() -> frozenset[str]:
    since = sort_key(int((time.time() - TOKEN_SECONDS) * 1000), SessionId(""))
    found: set[str] = set()
    start = None
    while True:
        page = Table(settings().table("identity")).query(PARTITION, sk_from=since, limit=1000, start=start)
        found.update(str(item["sk"]).rpartition("#")[2] for item in page.items)
        start = page.last_key
        if start is None:
            return frozenset(found)
