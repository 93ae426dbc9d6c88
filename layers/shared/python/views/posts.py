"""Posts' cards: a post, its counts, a person's own likes, and how a post is presented."""

import hashlib
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

import msgspec
from msgspec import Struct

from kernel import clock
from kernel.ids import PersonId, PostId
from kernel.packing import unpack
from kernel.photos import Photo
from kernel.shapes import Answer
from kernel.text import Entity
from kit.settings import settings
from kit.wire import Key, Table
from views.media import PhotoAnswer, present
from views.profiles import PersonAnswer, ProfileCard, person

NOBODY: Mapping[PersonId, ProfileCard] = MappingProxyType({})

_photos = msgspec.json.Decoder(list[Photo]).decode
_entities = msgspec.json.Decoder(list[Entity]).decode


class Place(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Where a post was made, as its author says. Coordinates are degrees (WGS 84), rounded to about 100 m."""

    name: str
    latitude: float | None = None
    longitude: float | None = None


class Tagged(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Somebody on a photograph: which one (from 0), and where, as parts of its width and height from top left."""

    person: PersonId
    photo: int
    x: float
    y: float


class PostCard(Struct, frozen=True):
    """A post. Times as `kernel.clock` writes them; `entities` are found once, when the caption is written.

    `state` is `published`, `archived` (its authors took it out of sight) or `hidden` (staff did). `audience` is
    `everyone` or `close`. `coauthors` have joined; who is only invited is not here. `comments_by` says who may
    comment. A deleted post has no card.
    """

    post_id: PostId
    author: PersonId
    published_at: datetime
    photos: list[Photo]
    caption: str = ""
    entities: list[Entity] = []
    state: str = "published"
    audience: str = "everyone"
    coauthors: list[PersonId] = []
    place: Place | None = None
    people: list[Tagged] = []
    comments_by: str = "everyone"
    hide_counts: bool = False
    edited_at: datetime | None = None

    @property
    def authors(self) -> list[PersonId]:
        """The author, then those who joined."""
        return [self.author, *self.coauthors] if self.coauthors else [self.author]


class PostCounts(Struct, frozen=True):
    """Aggregated, at most 2 s behind what is stored."""

    likes: int = 0
    comments: int = 0


class PlaceAnswer(Answer, frozen=True):
    """Where a post was made, as its author says. Coordinates are degrees (WGS 84), rounded to about 100 m.

    `id` names the place's page: all posts whose authors call it the same have the same.
    """

    id: str
    name: str
    latitude: float | None
    longitude: float | None


class TaggedAnswer(Answer, frozen=True):
    """Somebody on a photograph: which one (from 0), and where, as parts of its width and height from top left."""

    person: PersonAnswer
    photo: int
    x: float
    y: float


class PostAnswer(Answer, frozen=True):
    """A post as its reader sees it. `liked` is the reader's own, false for nobody.

    `entities` are the mentions, hashtags and links of the caption; offsets count Unicode code points. `likes` is null
    for others where the author hides the count. `mine`: the reader is its author and may change it. `pinned`: it
    stands first on the profile that was asked for, or on the reader's own. `via_tag`: the hashtag that one follows by
    which it came into one's feed; null where it came by its authors, and outside the feed.
    """

    id: PostId
    author: PersonAnswer
    published_at: datetime
    photos: list[PhotoAnswer]
    caption: str
    entities: list[Entity]
    likes: int | None
    comments: int
    liked: bool
    coauthors: list[PersonAnswer]
    place: PlaceAnswer | None
    people: list[TaggedAnswer]
    audience: str
    comments_by: str
    hide_counts: bool
    state: str
    edited_at: datetime | None
    mine: bool
    pinned: bool
    via_tag: str | None


def post_key(post: PostId) -> Key:
    return settings().table("posts"), f"POST#{post}", "CARD"


def counts_key(post: PostId) -> Key:
    return settings().table("posts"), f"POST#{post}", "COUNTS"


def author_counts_key(author: PersonId) -> Key:
    """Key of the number of an author's posts (`posts`), written with each post."""
    return settings().table("posts"), f"AUTHOR#{author}", "COUNTS"


def pins_key(author: PersonId) -> Key:
    """Key of what an author pinned on the profile."""
    return settings().table("posts"), f"AUTHOR#{author}", "POST~PINS"


def pins_of(item: dict[str, Any] | None) -> list[PostId]:
    """Pinned posts in their order."""
    return [PostId(each) for each in item["posts"].split()] if item else []


def likes_partition(person: PersonId) -> str:
    """Partition of what a person likes; sort keys are post ids."""
    return f"LIKES#{person}"


def like_key(person: PersonId, post: PostId) -> Key:
    """Key of a person's like of a post. `is_liked` says whether the item is one."""
    return settings().table("posts"), likes_partition(person), post


def is_liked(item: dict[str, Any] | None) -> bool:
    """Whether this is a like, and not the trace that one leaves for an hour after it was taken back."""
    return item is not None and "gone" not in item


def card_of(item: dict[str, Any]) -> PostCard:
    return PostCard(
        post_id=item["post_id"],
        author=item["author"],
        published_at=clock.read(item["published_at"]),
        photos=photos_of(item["photos"]),
        caption=item.get("caption", ""),
        entities=_entities(item["entities"]) if "entities" in item else [],
        **_rest(item),
    )


def photos_of(kept: str | bytes) -> list[Photo]:
    """The photographs of an item: packed JSON, plain where the item is an old one."""
    return _photos(unpack(kept) if isinstance(kept, bytes) else kept)


def _rest(item: dict[str, Any]) -> dict[str, Any]:
    """What most posts do not have, so that their items are small and quick to read."""
    found: dict[str, Any] = {name: item[name] for name in ("state", "audience", "comments_by") if name in item}
    if "hide_counts" in item:
        found["hide_counts"] = bool(item["hide_counts"])
    if "coauthors" in item:
        found["coauthors"] = item["coauthors"].split()
    if "place" in item:
        found["place"] = msgspec.json.decode(item["place"], type=Place)
    if "people" in item:
        found["people"] = msgspec.json.decode(item["people"], type=list[Tagged])
    if "edited_at" in item:
        found["edited_at"] = clock.read(item["edited_at"])
    return found


def counts_of(item: dict[str, Any] | None) -> PostCounts:
    return msgspec.convert(item, PostCounts) if item else PostCounts()


def own_likes(person: PersonId, oldest: PostId, newest: PostId) -> set[PostId]:
    """Which posts between two ids a person likes: one query, strongly read, so that one's own tap shows at once."""
    page = Table(settings().table("posts")).query(
        likes_partition(person),
        sk_from=oldest,
        sk_to=newest,
        consistent=True,
        project=["sk", "gone"],
    )
    return {PostId(item["sk"]) for item in page.items if is_liked(item)}


def answer(
    card: PostCard,
    author: ProfileCard,
    counts: PostCounts,
    *,
    liked: bool,
    reader: PersonId | None = None,
    people: Mapping[PersonId, ProfileCard] = NOBODY,
    pinned: bool = False,
    via_tag: str | None = None,
) -> PostAnswer:
    """A post for its reader; of co-authors and tagged people only those among `people`, whom the reader may meet."""
    return PostAnswer(
        id=card.post_id,
        author=person(author),
        published_at=card.published_at,
        photos=[present(photo) for photo in card.photos],
        caption=card.caption,
        entities=card.entities,
        likes=None if card.hide_counts and reader not in card.authors else counts.likes,
        comments=counts.comments,
        liked=liked,
        coauthors=[person(people[each]) for each in card.coauthors if each in people],
        place=place_answer(card.place) if card.place else None,
        people=[_tagged(each, people[each.person]) for each in card.people if each.person in people],
        audience=card.audience,
        comments_by=card.comments_by,
        hide_counts=card.hide_counts,
        state=card.state,
        edited_at=card.edited_at,
        mine=reader == card.author,
        pinned=pinned,
        via_tag=via_tag,
    )


def beside(card: PostCard) -> list[PersonId]:
    """Who stands on a post beside its author: those who joined, and those tagged."""
    if not card.coauthors and not card.people:
        return []
    return list(dict.fromkeys([*card.coauthors, *(tag.person for tag in card.people)]))


def place_answer(place: Place) -> PlaceAnswer:
    """A place as a reader sees it."""
    return PlaceAnswer(id=place_id(place.name), name=place.name, latitude=place.latitude, longitude=place.longitude)


def place_id(name: str) -> str:
    """What places of this name are known by: 16 hexadecimal digits."""
    return hashlib.sha256(place_name(name).encode()).hexdigest()[:16]


def place_name(name: str) -> str:
    """The name in which places are compared: without differences that nobody sees."""
    return " ".join(unicodedata.normalize("NFKC", name).split())


def _tagged(tag: Tagged, card: ProfileCard) -> TaggedAnswer:
    return TaggedAnswer(person=person(card), photo=tag.photo, x=tag.x, y=tag.y)
