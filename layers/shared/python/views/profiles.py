"""Profiles' card: the person beside a photograph, a comment, a notification."""

import msgspec
from msgspec import Struct

from kernel.ids import PersonId
from kernel.shapes import Answer
from kit.settings import settings
from kit.wire import Key
from views.addresses import rendition_path, signed

AVATAR_SIZES = (96, 192, 384)


class ProfileCard(Struct, frozen=True):
    """What everybody may see of a person. `avatar` is the media id of the picture, if there is one.

    `private`: only followers see posts, followers and followings. `state` is `active`, `suspended` (by staff),
    `leaving` (deletion was asked for; the grace runs) or `ended`; who is not active is seen by nobody.
    `links` is JSON text (a list of `Link`), read by `links_of`. `version` grows by one with every change.
    """

    person_id: PersonId
    username: str
    name: str = ""
    bio: str = ""
    avatar: str | None = None
    avatar_color: str = "#8a8a8a"
    avatar_hash: str = ""
    private: bool = False
    state: str = "active"
    pronouns: str = ""
    links: str = ""
    version: int = 0


class Link(Struct, frozen=True):
    """An address that a person shows on the profile, with the words for it."""

    title: str
    url: str


class AvatarAnswer(Answer, frozen=True):
    """A person's picture: square, three sizes, WebP. `thumbhash` and `color` stand in until it has arrived."""

    small: str
    medium: str
    large: str
    thumbhash: str
    color: str


class PersonAnswer(Answer, frozen=True):
    """A person in a list, beside a comment, above a post."""

    id: PersonId
    username: str
    name: str
    avatar: AvatarAnswer | None


def profile_key(person: PersonId) -> Key:
    return settings().table("profiles"), f"PERSON#{person}", "CARD"


def avatar(card: ProfileCard) -> AvatarAnswer | None:
    """The picture's signed addresses, each good for 10 to 20 minutes."""
    if card.avatar is None:
        return None
    small, medium, large = signed(*(rendition_path(card.avatar, size, "webp") for size in AVATAR_SIZES))
    return AvatarAnswer(
        small=small,
        medium=medium,
        large=large,
        thumbhash=card.avatar_hash,
        color=card.avatar_color,
    )


def person(card: ProfileCard) -> PersonAnswer:
    return PersonAnswer(
        id=card.person_id,
        username=card.username,
        name=card.name or card.username,
        avatar=avatar(card),
    )


def links_of(card: ProfileCard) -> list[Link]:
    return msgspec.json.decode(card.links, type=list[Link]) if card.links else []


def unknown(person_id: PersonId) -> ProfileCard:
    """Stands for somebody whose card is not there: a profile still being made, or an account that ended."""
    return ProfileCard(person_id=person_id, username="", name="Somebody")


def decode(item: dict[str, object]) -> ProfileCard:
    return msgspec.convert(item, ProfileCard)
