"""Writes of usernames. A former name leads to its person for 14 days and is nobody else's so long."""

from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import Struct
from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute

from contracts.identity import UsernameChanged
from identity import keys
from identity.store import AccountItem, Item
from kernel import clock
from kernel.errors import Conflict
from kernel.ids import PersonId
from kit import store
from kit.settings import settings
from kit.wire import Table, batch_get
from views.profiles import profile_key

HELD_SECONDS = 14 * 24 * 3600
"""How long a former username is held for its person."""

CHANGES = 2
"""Changes within that time."""

NAMES = "NAMES"

_table = Table(lambda: settings().table("identity"))


class Handle(Item):
    person_id = UnicodeAttribute()
    username = UnicodeAttribute()
    account = UnicodeAttribute(null=True)
    former = BooleanAttribute(null=True)


class NamesItem(Item):
    username = UnicodeAttribute()
    changes = UnicodeAttribute()
    version = NumberAttribute()


class Names(Struct, frozen=True):
    """What a person is called, and when (seconds since 1970) they changed it; `version` 0 is never changed."""

    username: str
    changes: Sequence[int] = ()
    version: int = 0

    def seconds_to_wait(self, now: int) -> int:
        """0 when another change is allowed now."""
        recent = sorted(at for at in self.changes if at > now - HELD_SECONDS)
        return recent[-CHANGES] + HELD_SECONDS - now if len(recent) >= CHANGES else 0


def names(person: PersonId) -> Names | None:
    """What a person is called now, read strongly; None while there is no profile."""
    own = (_table.name, keys.person(person), NAMES)
    found = batch_get([own, profile_key(person)], consistent=True)
    if item := found.get(own):
        changes = msgspec.json.decode(item["changes"], type=list[int])
        return Names(item["username"], changes, item["version"])
    card = found.get(profile_key(person))
    return Names(card["username"]) if card else None


def rename(person: PersonId, account: PersonId, before: Names, username: str) -> None:
    """Take a free name, or a former one of one's own, and let the present one go in 14 days; say so.

    Conflict when the name is somebody's. Raises ConditionFailed when the person was renamed meanwhile.
    """
    now = clock.seconds()
    mine = (Handle.person_id == person) & Handle.former.exists()
    free = Handle.pk.does_not_exist() | (Handle.expires_at <= now) | mine
    kept = msgspec.json.encode([*(at for at in before.changes if at > now - HELD_SECONDS), now]).decode()
    mark = NamesItem(keys.person(person), NAMES, username=username, changes=kept, version=before.version + 1)
    unchanged = NamesItem.version == before.version if before.version else NamesItem.pk.does_not_exist()
    owner: dict[str, Any] = {"account": account} if account != person else {}
    steps = [
        store.put(
            Handle(keys.handle(username), keys.CARD, person_id=person, username=username, **owner),
            condition=free,
            refusal=Conflict("This username is taken.", code="username-taken"),
        ),
        store.update(
            Handle,
            keys.handle(before.username),
            keys.CARD,
            [Handle.former.set(True), Handle.username.set(username), Handle.expires_at.set(now + HELD_SECONDS)],
            condition=(Handle.person_id == person) & Handle.former.does_not_exist(),
        ),
        store.put(mark, condition=unchanged),
        store.outbox(Item, UsernameChanged(person_id=person, old=before.username, new=username), actor=person),
    ]
    if person == account:
        here = AccountItem.pk.exists()
        steps.append(
            store.update(
                AccountItem, keys.person(account), keys.ACCOUNT, [AccountItem.username.set(username)], condition=here
            )
        )
    store.transact(steps)
