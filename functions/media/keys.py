"""Key shapes of media's table and of its objects."""

import re
from datetime import datetime
from typing import Final, NamedTuple

from kernel.ids import PATTERN, MediaId, PersonId, new_id

CARD: Final = "CARD"
QUOTA: Final = "UPLOADS"
SHARDS: Final = tuple(f"UNFINISHED#{shard}" for shard in range(4))
"""Partitions of the index `unfinished`, which has the uploads that are not yet ready or rejected."""

UPLOADS: Final = "uploads/"
_ID: Final = PATTERN.removeprefix("^").removesuffix("$")
_UPLOAD: Final = re.compile(f"{UPLOADS}({_ID})/({_ID})", re.ASCII)


class UploadKey(NamedTuple):
    """Whose upload an object is, and which."""

    owner: PersonId
    media_id: MediaId

    @property
    def path(self) -> str:
        """The object's key in the upload bucket."""
        return f"{UPLOADS}{self.owner}/{self.media_id}"

    @classmethod
    def read(cls, path: str) -> "UploadKey | None":
        """None for a key of another shape."""
        found = _UPLOAD.fullmatch(path)
        return cls(PersonId(found[1]), MediaId(found[2])) if found else None


def media(media_id: MediaId) -> str:
    """Partition of an upload and of what it becomes: one card (views.media)."""
    return f"MEDIA#{media_id}"


def person(person_id: PersonId) -> str:
    """Partition of what is counted per person."""
    return f"PERSON#{person_id}"


def shard(media_id: MediaId) -> str:
    """The partition of the index `unfinished` that an upload is in, by the last, random, letter of its id."""
    return SHARDS[ord(media_id[-1]) % len(SHARDS)]


def media_before(moment: datetime) -> str:
    """Sort key that stands behind every upload made before `moment`: ids sort by the time at which they were made."""
    return media(MediaId(new_id(int(moment.timestamp() * 1000), bytes(10))))


def master(media_id: MediaId) -> str:
    """Object key of the private master, in the media bucket."""
    return f"masters/{media_id}.jpg"
