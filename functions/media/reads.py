"""Media's reads."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec

from kernel.ids import MediaId, PersonId
from kit.settings import settings
from kit.wire import Index, Table
from media import keys
from media.model import Upload
from views.media import MediaCard
from views.profiles import profile_key

_table = Table(lambda: settings().table("media"))
_UNFINISHED = Index("unfinished", "unfinished", "pk")


def upload(media_id: MediaId) -> Upload | None:
    """An upload as it is at this moment."""
    item = _table.get(keys.media(media_id), keys.CARD, consistent=True)
    return _upload(item) if item else None


def avatar_of(person: PersonId) -> MediaId | None:
    """The picture on a person's profile, as it is at this moment; None when there is none, or no profile."""
    table, pk, sk = profile_key(person)
    item = Table(table).get(pk, sk, consistent=True)
    return MediaId(item["avatar"]) if item and item.get("avatar") else None


def card(media_id: MediaId) -> MediaCard | None:
    """What its owner may see of an upload, as it is at this moment."""
    item = _table.get(keys.media(media_id), keys.CARD, consistent=True)
    return msgspec.convert(item, MediaCard) if item else None


def on_shelf_before(shard: str, moment: datetime) -> Iterator[MediaId]:
    """Cards of one shard whose uploads began before `moment`, oldest first. The index may lag by a moment."""
    start = None
    while True:
        page = _table.query(shard, sk_to=keys.media_before(moment), index=_UNFINISHED, limit=200, start=start)
        for item in page:
            yield MediaId(str(item["pk"]).partition("#")[2])
        if page.last_key is None:
            return
        start = page.last_key


def _upload(item: dict[str, Any]) -> Upload:
    return msgspec.convert({**item, "uses": sorted(item.get("uses", ()))}, Upload)
