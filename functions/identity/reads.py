"""Identity's reads."""

import time
from typing import Any

import msgspec

from identity import keys
from identity.model import MAX_ATTEMPTS, WINDOW_SECONDS, Account, Session
from kernel import clock
from kernel.ids import PersonId, SessionId
from kit.settings import settings
from kit.wire import Table, batch_get
from views.profiles import profile_key

_table = Table(lambda: settings().table("identity"))


def account_by_login(login: str) -> Account | None:
    """The account behind a contact or a username. Two reads, whether it exists or not."""
    partition = keys.login(login) if login[:1] == "+" or "@" in login else keys.handle(login)
    holder = _table.get(partition, keys.CARD, consistent=True)
    person = PersonId(holder["person_id"] if holder else "nobody")
    owner = PersonId(holder.get("account") or person) if holder else person
    item = _table.get(keys.person(owner), keys.ACCOUNT, consistent=True)
    return msgspec.convert({**item, "acting": person}, Account) if item else None


def account(person_id: PersonId) -> Account | None:
    """The account of this id."""
    item = _table.get(keys.person(person_id), keys.ACCOUNT, consistent=True)
    return msgspec.convert(item, Account) if item else None


def has_factor(account: PersonId) -> bool:
    """Whether signing in needs more than the password: a confirmed second factor or a passkey."""
    found = _table.query(keys.person(account), sk_prefix=keys.FACTOR, consistent=True, project=("sk", "confirmed"))
    return any(item["sk"] != keys.RECOVERY and item.get("confirmed", True) for item in found)


def has_profile(person_id: PersonId) -> bool:
    """Whether a person has begun with a profile: a name, words about themselves, or a picture."""
    key = profile_key(person_id)
    found = batch_get([key]).get(key) or {}
    return bool(found.get("name") or found.get("bio") or found.get("avatar"))


def session(person_id: PersonId, session_id: SessionId) -> Session | None:
    """A session that has not ended or expired."""
    item = _table.get(keys.person(person_id), keys.session(session_id), consistent=True)
    if item is None or item["expires_at"] <= clock.seconds():
        return None
    return msgspec.convert({**item, "rotated_at": clock.read(item["rotated_at"])}, Session)


def seconds_to_wait(subject: str) -> int:
    """0 when `subject` may try to sign in, otherwise the seconds until it may."""
    now = int(time.time())
    window = now // WINDOW_SECONDS
    item = _table.get(keys.attempts(subject, window), "COUNT", consistent=True)
    if item is None or item["n"] < MAX_ATTEMPTS:
        return 0
    return (window + 1) * WINDOW_SECONDS - now


def public_keys() -> list[dict[str, Any]]:
    """The public halves of all signing keys that may have signed a token that still lives."""
    return [msgspec.json.decode(item["jwk"]) for item in _table.query(keys.SIGNING_KEYS)]
