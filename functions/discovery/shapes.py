"""What discovery answers with, and what it is asked by."""

from typing import Annotated, Literal, NewType, TypeAlias

from msgspec import Meta

from kernel.shapes import Answer
from views.posts import PostAnswer
from views.profiles import PersonAnswer

Some = NewType("Some", Annotated[int, Meta(ge=1, le=30)])
Words = NewType("Words", Annotated[str, Meta(min_length=1, max_length=200)])
TagName = NewType("TagName", Annotated[str, Meta(min_length=1, max_length=100)])
PlaceId = NewType("PlaceId", Annotated[str, Meta(pattern="^[0-9a-f]{16}$")])
SearchId = NewType("SearchId", Annotated[str, Meta(pattern="^[0-9a-f]{16}$")])
Order = Literal["top", "recent"]
Span = Literal["day", "week"]


class PersonFound(PersonAnswer, frozen=True):
    """A person whom a search finds; `following`: the reader follows them."""

    following: bool


class TagFound(Answer, frozen=True):
    """A hashtag, without the #. `posts` counts those that everybody may see and nobody whom the reader hides made."""

    tag: str
    posts: int
    following: bool


class PlaceFound(Answer, frozen=True):
    """A place that posts name. `posts` counts as a hashtag's does."""

    id: PlaceId
    name: str
    posts: int


class RecentPerson(Answer, frozen=True, tag="person", tag_field="kind"):
    """Somebody whom one opened from a search."""

    id: SearchId
    person: PersonFound


class RecentTag(Answer, frozen=True, tag="tag", tag_field="kind"):
    """A hashtag, without the #, that one opened from a search."""

    id: SearchId
    tag: str


class RecentPlace(Answer, frozen=True, tag="place", tag_field="kind"):
    """A place that one opened from a search."""

    id: SearchId
    place_id: PlaceId
    name: str


class RecentWords(Answer, frozen=True, tag="words", tag_field="kind"):
    """What one looked for."""

    id: SearchId
    words: str


RecentSearch: TypeAlias = RecentPerson | RecentTag | RecentPlace | RecentWords


class Everything(Answer, frozen=True):
    """The best of each kind: up to 5 people, 5 hashtags, 3 places and 9 posts."""

    people: list[PersonFound]
    tags: list[TagFound]
    places: list[PlaceFound]
    posts: list[PostAnswer]


class TagPage(Answer, frozen=True):
    """The head of a hashtag's page. `related`: hashtags that often stand beside it, at most 8."""

    tag: str
    posts: int
    following: bool
    related: list[str]


class PlacePage(Answer, frozen=True):
    """The head of a place's page."""

    id: PlaceId
    name: str
    posts: int


class TagTrend(Answer, frozen=True):
    """A hashtag that is used more and more. `people`: how many used it in the time."""

    tag: str
    people: int


class TagTrends(Answer, frozen=True):
    """Hashtags, the most trending first."""

    items: list[TagTrend]


class PostTrends(Answer, frozen=True):
    """Posts, the most trending first."""

    items: list[PostAnswer]


class Reason(Answer, frozen=True):
    """Why somebody is suggested.

    `followed`: `people`, whom the reader follows, follow them, and so do `more` others whom the reader follows.
    `interests`: they post about `tag`, which the reader follows or uses. `popular`: many like their posts these days.
    """

    kind: Literal["followed", "interests", "popular"]
    people: list[PersonAnswer]
    more: int
    tag: str | None


class Suggestion(Answer, frozen=True):
    """Somebody whom the reader may want to follow. `private`: they approve who follows them."""

    person: PersonAnswer
    private: bool
    reason: Reason


class Suggestions(Answer, frozen=True):
    """People, the best first."""

    items: list[Suggestion]


class FollowedTags(Answer, frozen=True):
    """Hashtags that one follows, by the alphabet: at most 100."""

    items: list[str]
