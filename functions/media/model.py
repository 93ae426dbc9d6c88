"""What an upload is, the stages that it moves through, and what may happen to it now."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Literal

from msgspec import Struct

from kernel.ids import MediaId, PersonId, made_at

CONTENT_TYPES: Final = frozenset({"image/jpeg", "image/png", "image/webp", "image/heic", "image/heif"})
"""What a client may declare. It binds the form only: what a file is, its bytes decide."""

FORM_SECONDS: Final = 300
"""Life of an upload form (security.md row 20)."""
MAX_UNFINISHED: Final = 60
"""Uploads of one person that may be waiting or in work at once: six posts of ten."""
MAX_ATTEMPTS: Final = 3
"""How often processing is begun. What ended it each time, such as a lack of memory, would end it again."""
LEASE: Final = timedelta(seconds=60)
"""How long one attempt has an upload to itself: longer than the function may run (infra/media.yaml)."""
ARRIVES_WITHIN: Final = timedelta(hours=1)
"""After this an upload that is not there will not come: the form has ended long ago."""
LATE_AFTER: Final = timedelta(seconds=60)
"""Age at which an object that still waits is announced again: its event may be lost."""

Purpose = Literal["post", "avatar"]


class State(StrEnum):
    WAITING = "waiting"
    PROCESSING = "processing"
    READY = "ready"
    REJECTED = "rejected"


ARROWS: Final[dict[State, frozenset[State]]] = {
    State.WAITING: frozenset({State.PROCESSING, State.REJECTED}),
    # again: an attempt that was killed is taken over; back: one that could not reach a store gives it up
    State.PROCESSING: frozenset({State.PROCESSING, State.WAITING, State.READY, State.REJECTED}),
    State.READY: frozenset(),
    State.REJECTED: frozenset(),
}

GAVE_UP: Final = ("gave-up", "The picture cannot be processed. Save it again as JPEG and upload that.")
NEVER_ARRIVED: Final = ("never-arrived", "The upload did not arrive. Upload it again.")


class Upload(Struct, frozen=True):
    """An upload as media's own functions see it. `claim` names the attempt that has it until `claimed_until`."""

    media_id: MediaId
    owner: PersonId
    purpose: Purpose
    state: State
    max_bytes: int
    journey: str = ""
    attempts: int = 0
    claim: str = ""
    claimed_until: int = 0

    def step(self, now: datetime) -> Literal["process", "give up", "leave alone", "clean up"]:
        """What is to be done when its object is announced."""
        if not ARROWS[self.state]:
            return "clean up"
        if self.state is State.PROCESSING and now.timestamp() < self.claimed_until:
            return "leave alone"
        return "process" if self.attempts < MAX_ATTEMPTS else "give up"

    def is_overdue(self, now: datetime) -> bool:
        """Whether it can no longer arrive."""
        if not ARROWS[self.state] or now.timestamp() < self.claimed_until:
            return False
        return now - made_at(self.media_id) >= ARRIVES_WITHIN


class Placed(Struct, frozen=True):
    """What is kept of a processed picture."""

    width: int
    height: int
    widths: list[int]
    thumbhash: str
    color: str


class Refused(Struct, frozen=True):
    """Why an upload was rejected: a stable code, and what to say to its owner."""

    reason: str
    sentence: str
