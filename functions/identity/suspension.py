"""Accounts that staff suspended: what identity keeps of it, in an item of its own beside the account."""

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute

from identity import endings, keys
from identity.store import Item
from kernel.errors import Forbidden
from kernel.ids import PersonId
from kit import store
from kit.settings import settings
from kit.wire import Table
from views import identity

SUSPENDED = "SUSPENDED"

_table = Table(lambda: settings().table("identity"))


class SuspendedItem(Item):
    active = BooleanAttribute()
    told = UnicodeAttribute()
    until = UnicodeAttribute(null=True)


def follow(person: PersonId, fact_id: str, *, active: bool, until: str | None = None) -> None:
    """Lock the account of a person, and end all of its sessions; or unlock it.

    Of two facts that of the greater id counts, whichever comes first. A repeat goes on where one stopped.
    """
    account = identity.account(person).account
    actions = [
        SuspendedItem.active.set(active),
        SuspendedItem.told.set(fact_id),
        SuspendedItem.until.set(until) if until else SuspendedItem.until.remove(),
    ]
    newer = SuspendedItem.told.does_not_exist() | (SuspendedItem.told <= fact_id)
    try:
        store.write(store.update(SuspendedItem, keys.person(account), SUSPENDED, actions, condition=newer))
    except store.ConditionFailed:
        return
    if active:
        endings.end_all(account)


def refuse(account: PersonId) -> None:
    """Forbidden for an account that is suspended. For callers who have proven that it is theirs. One read, strong."""
    item = _table.get(keys.person(account), SUSPENDED, consistent=True)
    if item is None or not item["active"]:
        return
    end = f" until {item['until']}" if item.get("until") else ""
    raise Forbidden(f"This account is suspended{end}. Nothing of yours is lost.", code="suspended")
