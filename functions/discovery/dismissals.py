"""Whom a person does not want to be suggested: one item each in discovery's table, until the person's account ends."""

from discovery import keys
from kernel.ids import PersonId
from kit.batches import delete_all
from kit.settings import settings
from kit.wire import Table

PAGE = 500

_table = Table(lambda: settings().table("discovery"))


def keep(me: PersonId, person: PersonId) -> None:
    """Have a person dismissed. Again changes nothing."""
    _table.put({"pk": keys.dismissed(me), "sk": person, "dismissed": person})


def of(me: PersonId) -> frozenset[PersonId]:
    """All whom somebody dismissed, read strongly. One request for each 10,000 of them or so."""
    found: set[PersonId] = set()
    start = None
    while True:
        page = _table.query(keys.dismissed(me), consistent=True, project=["sk"], start=start)
        found.update(PersonId(item["sk"]) for item in page)
        start = page.last_key
        if start is None:
            return frozenset(found)


def forget(person: PersonId) -> tuple[int, bool]:
    """Remove some of what a person dismissed; how many, and whether there may be more."""
    page = _table.query(keys.dismissed(person), limit=PAGE, consistent=True, project=["pk", "sk"])
    delete_all(_table.name, [(item["pk"], item["sk"]) for item in page])
    return len(page), page.last_key is not None
