"""What an upload is, the stages that it moves through, and what may happen to it now."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Literal

from msgspec import Struct

from kernel.ids import MediaId, PersonId, made_at

CONTENT_TYPES: Final = frozenset(
    {"image/jpeg", "image/png", "image/webp", "image/avif", "image/heic", "image/heif", "image/gif"}
)
"""What a client may declare. It binds the form only: what a file is, its bytes decide."""

FORM_BYTES: Final = 25 * 1024 * 1024
"""Largest file that a form takes; larger ones come in parts."""
FORM_SECONDS: Final = 300
"""Life of an upload form, and of the address of a part (security.md row 20)."""
PART_BYTES: Final = 8 * 1024 * 1024
"""Size of every part but the last. Storage wants 5 MB at least."""
MAX_UNFINISHED: Final = 60
"""Uploads of one person that may be waiting or in work at once: six posts of ten."""
MAX_ATTEMPTS: Final = 3
"""How often processing is begun. What ended it each time, such as a lack of memory, would end it again."""
LEASE: Final = timedelta(seconds=60)
"""How long one attempt has an upload to itself: longer than the function may run (infra/media.yaml)."""
ARRIVES_WITHIN: Final = timedelta(hours=1)
"""After this an upload that is not there will not come: the form has ended long ago."""
PARTS_ARRIVE_WITHIN: Final = timedelta(hours=24)
"""The same for an upload in parts, which may be taken up again on another day's train."""
UNUSED_FOR: Final = timedelta(hours=24)
"""After this a picture that is in no post and on no profile starts to leave: it cannot be published any more."""
LEAVES_WITHIN: Final = timedelta(days=7)
"""How long its objects stay after that, in case the news that it was published lie in a dead-letter queue."""
DISORDER: Final = timedelta(minutes=5)
"""How long a picture stays whose post was deleted before anybody had said that it was published."""
LATE_AFTER: Final = timedelta(seconds=60)
"""Age at which an object that still waits is announced again: its event may be lost."""

Purpose = Literal["post", "avatar"]


class State(StrEnum):
    WAITING = "waiting"
    PROCESSING = "processing"
    READY = "ready"
    REJECTED = "rejected"
    LEAVING = "leaving"
    DELETED = "deleted"


ARROWS: Final[dict[State, frozenset[State]]] = {
    State.WAITING: frozenset({State.PROCESSING, State.REJECTED}),
    # again: an attempt that was killed is taken over; back: one that could not reach a store gives it up
    State.PROCESSING: frozenset({State.PROCESSING, State.WAITING, State.READY, State.REJECTED}),
    State.READY: frozenset({State.LEAVING, State.DELETED}),
    State.REJECTED: frozenset(),
    State.LEAVING: frozenset({State.READY, State.DELETED}),  # back: it was published after all
    State.DELETED: frozenset(),
}
IN_WORK: Final = frozenset({State.WAITING, State.PROCESSING})

GAVE_UP: Final = ("gave-up", "The picture cannot be processed. Save it again as JPEG and upload that.")
NEVER_ARRIVED: Final = ("never-arrived", "The upload did not arrive. Upload it again.")
CANCELLED: Final = ("cancelled", "You took this upload back.")
OTHER_SIZE: Final = ("other-size", "What arrived is not as large as was announced. Upload it again.")


class Upload(Struct, frozen=True):
    """An upload as media's own functions see it. `claim` names the attempt that has it until `claimed_until`.

    `parts` is storage's name for an upload in parts, empty for one by form. `uses` are the posts that show it and the
    person whose picture it is.
    """

    media_id: MediaId
    owner: PersonId
    purpose: Purpose
    state: State
    max_bytes: int
    journey: str = ""
    attempts: int = 0
    claim: str = ""
    claimed_until: int = 0
    parts: str = ""
    uses: list[str] = []
    ready_at: int = 0
    leaves_at: int = 0

    def step(self, now: datetime) -> Literal["process", "give up", "leave alone", "clean up"]:
        """What is to be done when its object is announced."""
        if self.state not in IN_WORK:
            return "clean up"
        if self.state is State.PROCESSING and now.timestamp() < self.claimed_until:
            return "leave alone"
        return "process" if self.attempts < MAX_ATTEMPTS else "give up"

    def is_overdue(self, now: datetime) -> bool:
        """Whether it can no longer arrive."""
        if self.state not in IN_WORK or now.timestamp() < self.claimed_until:
            return False
        return now - made_at(self.media_id) >= (PARTS_ARRIVE_WITHIN if self.parts else ARRIVES_WITHIN)

    def is_unused(self, now: datetime) -> bool:
        """Whether nobody has published it in a whole day."""
        return self.state is State.READY and not self.uses and now.timestamp() - self.ready_at >= _seconds(UNUSED_FOR)

    def is_gone(self, now: datetime) -> bool:
        """Whether its objects are to be deleted now."""
        left = self.state is State.LEAVING and not self.uses and now.timestamp() >= self.leaves_at
        return left or self.state is State.DELETED

    @property
    def part_sizes(self) -> list[int]:
        """Bytes of each part, the first first."""
        whole, rest = divmod(self.max_bytes, PART_BYTES)
        return [PART_BYTES] * whole + [rest] * (rest > 0)


def _seconds(span: timedelta) -> int:
    return int(span.total_seconds())


class Placed(Struct, frozen=True):
    """What is kept of a processed picture."""

    width: int
    height: int
    widths: list[int]
    thumbhash: str
    color: str
    animated: bool = False


class Refused(Struct, frozen=True):
    """Why an upload was rejected: a stable code, and what to say to its owner."""

    reason: str
    sentence: str
