"""What moderation says."""

from datetime import datetime
from typing import ClassVar, Literal

from contracts import Fact
from kernel.ids import PersonId


class ContentHidden(Fact, frozen=True):
    """Staff took a post or a comment down: nobody but its author sees it. A comment is named `<post>/<comment>`."""

    key_field: ClassVar[str] = "subject"
    subject_kind: Literal["post", "comment"]
    subject: str
    owner: PersonId


class ContentShown(Fact, frozen=True):
    """Staff took a take-down back."""

    key_field: ClassVar[str] = "subject"
    subject_kind: Literal["post", "comment"]
    subject: str
    owner: PersonId


class PersonSuspended(Fact, frozen=True):
    """Staff suspended a person, for good when `until` is None: nobody sees them, and they cannot sign in."""

    key_field: ClassVar[str] = "person"
    person: PersonId
    until: datetime | None = None


class PersonReinstated(Fact, frozen=True):
    """A suspension ended, by staff or by its time."""

    key_field: ClassVar[str] = "person"
    person: PersonId
