"""Writing down for a person what is kept of them: each context copies its items, page by page, into storage.

A page is one object below `exports/<account>/<job>/parts/<file>/`, a JSON list of records; the last step makes an
archive of them. A record is an item with its key and without what is no one's business: marks, facts, expiries and
what a class leaves out. Doing a page again writes the same object again.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, NamedTuple

import msgspec
from msgspec import Struct

from kernel.ids import PersonId
from kernel.packing import unpack
from kit import objects
from kit.items import Item
from kit.settings import settings
from kit.steps import Part, Steps, Work
from kit.wire import Index, Table, batch_get

PAGE = 50
"""Items of one page; at most 1 MB of them."""

TECHNICAL = frozenset({"pk", "sk", "fact", "marks", "expires_at", "version"})


class Source(NamedTuple):
    """Where items of a class lie: a partition of the table or of an index, or what of it begins with `prefix`.

    With `where`, only those that have this value in this attribute.
    """

    pk: str
    prefix: str | None = None
    by: Index | None = None
    where: tuple[str, str] | None = None


class _Place(Struct, frozen=True):
    page: int = 0
    source: int = 0
    start: dict[str, str | int] | None = None


Sources = Callable[[Work], list[Source]]
More = Callable[[list[Item]], Iterable[Item]]


def folder(account: PersonId, job: str) -> str:
    """Below this lies all of one export."""
    return f"exports/{account}/{job}/"


def archive(account: PersonId, job: str) -> str:
    """Key of the archive in the bucket for uploads."""
    return f"{folder(account, job)}archive.zip"


class Exports(Steps):
    """A context's part of an export."""

    def __init__(self, context: str) -> None:
        super().__init__("export", context)
        self._table = Table(lambda: settings().table(context))

    def things(
        self,
        name: str,
        file: str,
        *,
        only: Iterable[str] = (),
        but: Iterable[str] = (),
        wanted: Callable[[Item], bool] = lambda _: True,
        more: More = lambda _: (),
    ) -> Callable[[Sources], Sources]:
        """Register where a class of items lies and into which file of the archive they go.

        `only` names the attributes that are written, or `but` those that are not; `wanted` tells items to leave out;
        `more` finds items that belong to those of a page.
        """
        shown = partial(record, only=frozenset(only), but=frozenset(but))

        def register(sources: Sources) -> Sources:
            def page(work: Work) -> Part:
                return self._page(work, name, file, sources(work), wanted, more, shown)

            self.classes.append((name, page))
            return sources

        return register

    def _page(
        self,
        work: Work,
        name: str,
        file: str,
        sources: list[Source],
        wanted: Callable[[Item], bool],
        more: More,
        shown: Callable[[str, Item], dict[str, Any]],
    ) -> Part:
        at = msgspec.json.decode(work.after, type=_Place) if work.after else _Place()
        if at.source >= len(sources):
            return Part(0)
        source = sources[at.source]
        found = self._table.query(
            source.pk,
            sk_prefix=source.prefix,
            index=source.by,
            start=at.start,
            limit=PAGE,
            consistent=source.by is None,
        )
        items = self.whole(found) if source.by else found.items
        if source.where:
            attribute, value = source.where
            items = [item for item in items if item.get(attribute) == value]
        items = [item for item in items if wanted(item)]
        items += [item for item in more(items) if wanted(item)]
        if items:
            records = [shown(self.context, item) | {"person": work.person} for item in items]
            part = f"parts/{file}/{work.person}.{self.context}.{name}.{at.page:06d}.json"
            key = folder(work.account, work.job) + part
            objects.write(settings().upload_bucket, key, msgspec.json.encode(records), "application/json")
        if found.last_key:
            following: _Place | None = _Place(at.page + 1, at.source, found.last_key)
        else:
            following = _Place(at.page + 1, at.source + 1) if at.source + 1 < len(sources) else None
        return Part(len(items), msgspec.json.encode(following).decode() if following else None)

    def whole(self, found: Iterable[Item]) -> list[Item]:
        """The items of these keys, in their order, of the table."""
        keys = [(self._table.name, item["pk"], item["sk"]) for item in found]
        items = batch_get(keys, consistent=True)
        return [items[key] for key in keys if key in items]

    def below(self, pk: str) -> list[Item]:
        """All items of a small partition."""
        found: list[Item] = []
        start = None
        while True:
            page = self._table.query(pk, consistent=True, start=start)
            found += page.items
            start = page.last_key
            if start is None:
                return found


def record(context: str, item: Item, *, only: frozenset[str], but: frozenset[str]) -> dict[str, Any]:
    """An item for its person to read. `key` says where it was kept."""
    attributes = {
        name: _plain(value)
        for name, value in item.items()
        if name not in TECHNICAL and name not in but and (not only or name in only)
    }
    return {"key": f"{context}: {item['pk']} / {item['sk']}", **attributes}


def _plain(value: Any) -> Any:
    """Nested values are kept as JSON, some of it packed; they are written as what they are."""
    if isinstance(value, bytes):
        try:
            value = unpack(value)
        except ValueError:
            return value.hex()
    if isinstance(value, str) and value[:1] in ("[", "{"):
        try:
            return msgspec.json.decode(value)
        except msgspec.DecodeError:
            return value
    return sorted(value, key=str) if isinstance(value, set | frozenset) else value
