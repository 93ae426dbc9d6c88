"""What a caller sends to publish a post, to keep it as a draft, to change it."""

from typing import Annotated, Literal

from msgspec import Meta, field

from kernel.ids import MediaId, PersonId
from kernel.shapes import Body
from posts import model

MAX_TAGS = 20
MAX_COAUTHORS = 3

Part = Annotated[float, Meta(ge=0, le=1)]
Audience = Literal["everyone", "close"]
CommentsBy = Literal["everyone", "followers", "following", "nobody"]


class ChosenPhoto(Body, frozen=True):
    """An upload of one's own, and what can be seen on it, in words, for those who do not see it."""

    media_id: MediaId
    alt: str = ""


class NewPlace(Body, frozen=True):
    """Where a post was made: a name of at most 100 characters, and coordinates, both or none (degrees, WGS 84)."""

    name: str
    latitude: Annotated[float, Meta(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Meta(ge=-180, le=180)] | None = None


class NewTag(Body, frozen=True):
    """Somebody on a photograph: which one (from 0), and where, as parts of its width and height from top left."""

    person: PersonId
    photo: Annotated[int, Meta(ge=0, lt=model.MAX_PHOTOS)]
    x: Part
    y: Part


class NewDraft(Body, frozen=True):
    """A post that may not be complete yet: up to 10 photographs, which may still be processed."""

    photos: Annotated[list[ChosenPhoto], Meta(max_length=model.MAX_PHOTOS)] = field(default_factory=list)
    caption: str = ""
    place: NewPlace | None = None
    people: Annotated[list[NewTag], Meta(max_length=MAX_TAGS)] = field(default_factory=list)
    coauthors: Annotated[list[PersonId], Meta(max_length=MAX_COAUTHORS)] = field(default_factory=list)
    audience: Audience = "everyone"
    comments_by: CommentsBy = "everyone"
    hide_counts: bool = False


class NewPost(Body, frozen=True):
    """1 to 10 photographs, in the order in which they are shown.

    `coauthors` are invited; they stand beside the author when they have accepted.
    """

    photos: Annotated[list[ChosenPhoto], Meta(min_length=1, max_length=model.MAX_PHOTOS)]
    caption: str = ""
    place: NewPlace | None = None
    people: Annotated[list[NewTag], Meta(max_length=MAX_TAGS)] = field(default_factory=list)
    coauthors: Annotated[list[PersonId], Meta(max_length=MAX_COAUTHORS)] = field(default_factory=list)
    audience: Audience = "everyone"
    comments_by: CommentsBy = "everyone"
    hide_counts: bool = False


class Changes(Body, frozen=True):
    """What to change of a post; what is left out or null stays. A place without a name takes the place away.

    `photos` are those whose descriptions change; which photographs a post has stays as it was published.
    """

    caption: str | None = None
    photos: Annotated[list[ChosenPhoto], Meta(max_length=model.MAX_PHOTOS)] | None = None
    place: NewPlace | None = None
    people: Annotated[list[NewTag], Meta(max_length=MAX_TAGS)] | None = None
    comments_by: CommentsBy | None = None
    hide_counts: bool | None = None
