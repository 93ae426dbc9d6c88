"""What discovery says."""

from typing import ClassVar

from contracts import Fact
from kernel.ids import PersonId


class TagFollowed(Fact, frozen=True):
    """A person follows a hashtag, or is about to: it may be said again, and when they follow it already.

    Which hashtags somebody follows now is read from `views.discovery`.
    """

    key_field: ClassVar[str] = "person"
    person: PersonId
    tag: str
