"""What the feed says."""

from typing import ClassVar

from contracts import Fact
from kernel.ids import PersonId, PostId


class TimelinesGrew(Fact, frozen=True):
    """A post reached the timelines of these people, at most 500 in one fact.

    Said for pushed posts only, so that open screens can show that there is something new; nobody may rely on it for
    what a timeline holds.
    """

    key_field: ClassVar[str] = "post_id"
    post_id: PostId
    author: PersonId
    people: list[PersonId]


class TimelineCleaned(Fact, frozen=True):
    """The posts of `author` left the timeline of `person` for good after the following `follow_id` ended."""

    key_field: ClassVar[str] = "person"
    person: PersonId
    author: PersonId
    follow_id: str
