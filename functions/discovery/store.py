"""Discovery's writes to its table: whom somebody opened from a search."""

from collections.abc import Callable

import msgspec
from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from discovery import keys, reads
from discovery.model import latest
from kernel.errors import Away
from kernel.ids import PersonId
from kit import store

ATTEMPTS = 5


class Item(store.Item):
    context = "discovery"


class SearchesItem(Item):
    people = UnicodeAttribute()
    version = NumberAttribute()


def keep_search(me: PersonId, person: PersonId) -> None:
    """Put a person first in one's list; of more than 20 the last ones leave it."""
    _change(me, lambda people: latest(people, person))


def forget_search(me: PersonId, person: PersonId) -> None:
    """Take a person out of one's list."""
    _change(me, lambda people: [each for each in people if each != person])


def forget_searches(me: PersonId) -> bool:
    """Have no list. False when there was none."""
    there = SearchesItem.pk.exists()
    try:
        store.write(store.delete(SearchesItem, keys.searches(me), keys.LIST, condition=there))
    except store.ConditionFailed:
        return False
    return True


def _change(me: PersonId, change: Callable[[list[PersonId]], list[PersonId]]) -> None:
    for _ in range(ATTEMPTS):
        before = reads.recent(me)
        people = change(before.people)
        if people == before.people:
            return
        item = SearchesItem(
            keys.searches(me), keys.LIST, people=msgspec.json.encode(people).decode(), version=before.version + 1
        )
        same = SearchesItem.version == before.version if before.version else SearchesItem.pk.does_not_exist()
        try:
            store.write(store.put(item, condition=same))
        except store.ConditionFailed:  # another device was faster
            continue
        return
    raise Away(reason="the list keeps changing")
