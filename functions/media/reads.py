"""Media's reads."""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from kernel.ids import MediaId
from kit.settings import settings
from kit.wire import Index, Table
from media import keys
from media.model import Upload
from views.media import MediaCard

_table = Table(lambda: settings().table("media"))
_UNFINISHED = Index("unfinished", "unfinished", "pk")


def upload(media_id: MediaId) -> Upload | None:
    """An upload as it is at this moment."""
    item = _table.get(keys.media(media_id), keys.CARD, consistent=True)
    return msgspec.convert(item, Upload) if item else None


def card(media_id: MediaId) -> MediaCard | None:
    """What its owner may see of an upload, as it is at this moment."""
    item = _table.get(keys.media(media_id), keys.CARD, consistent=True)
    return msgspec.convert(item, MediaCard) if item else None


def unfinished_before(shard: str, moment: datetime) -> Iterator[MediaId]:
    """Uploads of one shard made before `moment` and not finished, oldest first. The index may lag by a moment."""
    start = None
    while True:
        page = _table.query(shard, sk_to=keys.media_before(moment), index=_UNFINISHED, limit=200, start=start)
        for item in page:
            yield MediaId(str(item["pk"]).partition("#")[2])
        if page.last_key is None:
            return
        start = page.last_key
