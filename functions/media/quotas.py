"""What one person may upload, counted where the upload is written: so fifty at once cannot pass a limit.

Three counts: uploads that are unfinished; what is stored (files and announced bytes, given back when an upload is
rejected or its picture deleted); what came on a day (UTC), which is given back only when an upload never came, because
it bounds the work that somebody can cause.
"""

from datetime import datetime, timedelta

from pynamodb.attributes import NumberAttribute
from pynamodb.expressions.update import Action

from kernel.errors import Conflict, TooMany
from kernel.ids import made_at
from kit import store
from kit.settings import settings
from media import keys
from media.model import MAX_UNFINISHED, Upload

MEGABYTE = 1_000_000
_UNFINISHED_SECONDS = 60
_DAYS_KEPT = timedelta(days=3)


class Item(store.Item):
    context = "media"


class Unfinished(Item):
    unfinished_uploads = NumberAttribute()


class Stored(Item):
    """What is stored, or what came on one day."""

    files = NumberAttribute()
    bytes = NumberAttribute()


def take_steps(upload: Upload, now: datetime) -> list[store.Step]:
    """Steps that count a new upload, and refuse it when it is one too many."""
    limits = settings()
    full = TooMany("Too many uploads are unfinished. Finish some, or wait.", retry_after=_UNFINISHED_SECONDS)
    some = Unfinished.unfinished_uploads
    midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    wait = max(1, int((midnight - now).total_seconds()))
    enough = TooMany("You have uploaded enough for today. Go on tomorrow.", retry_after=wait)
    no_room = Conflict("Your storage is full. Delete some posts first.", code="storage-full")
    return [
        store.update(
            Unfinished,
            keys.person(upload.owner),
            keys.UNFINISHED_COUNT,
            [some.add(1)],
            condition=some.does_not_exist() | (some < MAX_UNFINISHED),
            refusal=full,
        ),
        _take(upload, keys.STORAGE, limits.storage_files, limits.storage_megabytes, no_room),
        _take(upload, keys.day(now), limits.upload_files_a_day, limits.upload_megabytes_a_day, enough, now),
    ]


def give_back_steps(
    upload: Upload, *, ended: bool = True, storage: bool = False, day: bool = False
) -> list[store.Step]:
    """Steps that give back what an upload took: its place among the unfinished, of the storage, of the day."""
    steps = []
    if ended:
        actions = [Unfinished.unfinished_uploads.add(-1)]
        steps.append(store.update(Unfinished, keys.person(upload.owner), keys.UNFINISHED_COUNT, actions))
    places = [keys.STORAGE] * storage + [keys.day(made_at(upload.media_id))] * day
    for place in places:
        actions = [Stored.files.add(-1), Stored.bytes.add(-upload.max_bytes)]
        steps.append(store.update(Stored, keys.person(upload.owner), place, actions))
    return steps


def _take(
    upload: Upload, place: str, files: int, megabytes: int, refusal: Exception, day: datetime | None = None
) -> store.Step:
    room = Stored.files.does_not_exist() | (
        (Stored.files < files) & (Stored.bytes <= megabytes * MEGABYTE - upload.max_bytes)
    )
    actions: list[Action] = [Stored.files.add(1), Stored.bytes.add(upload.max_bytes)]
    if day is not None:
        actions.append(Stored.expires_at.set(int((day + _DAYS_KEPT).timestamp())))
    return store.update(Stored, keys.person(upload.owner), place, actions, condition=room, refusal=refusal)
