"""Deleting a picture: its objects go, addresses that are still out lead nowhere, a tombstone stays."""

from kernel import clock
from kit import edge, objects
from kit.settings import settings
from media import keys, store
from media.model import Upload
from views.addresses import folder


def remove(upload: Upload) -> None:
    """Delete the objects of a picture whose card says that it is deleted. Doing it again changes nothing.

    Killed anywhere, the card stays on its shelf, and the sweep does it.
    """
    bucket = settings().media_bucket
    objects.remove_below(bucket, folder(upload.media_id))
    objects.remove(bucket, keys.master(upload.media_id))
    edge.forget(f"/{folder(upload.media_id)}*")
    store.forget(upload, clock.now())
