"""What media says."""

from typing import ClassVar

from contracts import Fact
from kernel.ids import MediaId, PersonId


class MediaReady(Fact, frozen=True):
    """An upload was processed: its renditions are there and it can be published."""

    key_field: ClassVar[str] = "media_id"
    media_id: MediaId
    owner: PersonId


class MediaRejected(Fact, frozen=True):
    """An upload was refused. `reason` is a short stable code, `sentence` says it to the owner."""

    key_field: ClassVar[str] = "media_id"
    media_id: MediaId
    owner: PersonId
    reason: str
    sentence: str
