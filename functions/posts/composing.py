"""From what a caller wrote to a post: every rule about its parts, for publishing, drafts and edits alike."""

from collections.abc import Collection, Iterable, Sequence

from msgspec import Struct

from kernel import text
from kernel.errors import FieldError, Invalid, at
from kernel.ids import MediaId, PersonId, PostId, made_at
from posts import model, reads
from posts.shapes import ChosenPhoto, NewDraft, NewPlace, NewPost, NewTag
from views import visible
from views.posts import Place, PostCard, Tagged
from views.profiles import ProfileCard

MAX_PLACE = 100
DIGITS = 3
"""Decimal places that coordinates keep: 0.001 degrees of latitude are 111 m."""


class Composed(Struct, frozen=True):
    """A post ready to be published, with the cards of its author and of everybody on it."""

    card: PostCard
    author: ProfileCard
    people: dict[PersonId, ProfileCard]
    coauthors: list[PersonId]


def compose(me: PersonId, asked: NewPost | NewDraft, post_id: PostId) -> Composed:
    """The post that was asked for. Invalid, with pointers, when it cannot be published so. One or two requests."""
    caption = at("/caption", model.caption, asked.caption)
    alts = described(asked.photos)
    place = place_of(asked.place) if asked.place else None
    people = tags_of(asked.people, len(asked.photos))
    coauthors = _coauthors(asked, me)
    cards = met(me, [*(("/people", each.person) for each in people), *(("/coauthors", each) for each in coauthors)])
    uploads, author = reads.uploads(me, [media for media, _ in alts])
    card = PostCard(
        post_id=post_id,
        author=me,
        published_at=made_at(post_id),
        photos=model.photos(alts, uploads, me),
        caption=caption,
        entities=list(text.entities(caption)),
        audience=asked.audience,
        place=place,
        people=people,
        comments_by=asked.comments_by,
        hide_counts=asked.hide_counts,
    )
    return Composed(card, author, cards, coauthors)


def check(asked: NewDraft) -> None:
    """Refuse what no draft may say. What depends on others (uploads, people) is looked at when it is published."""
    at("/caption", model.caption, asked.caption)
    described(asked.photos)
    if asked.place:
        place_of(asked.place)
    tags_of(asked.people, model.MAX_PHOTOS)


def described(photos: Sequence[ChosenPhoto]) -> list[tuple[MediaId, str]]:
    """Uploads and their descriptions as they are kept."""
    return [(photo.media_id, at(f"/photos/{place}/alt", model.alt, photo.alt)) for place, photo in enumerate(photos)]


def place_of(asked: NewPlace) -> Place:
    """The place as it is kept. Coordinates are rounded, so that no home can be found by them."""
    name = at("/place/name", lambda written: text.clean(written, max_length=MAX_PLACE), asked.name)
    if text.blank(name) or "\n" in name:
        raise Invalid.field("/place/name", "A place has a name of one line.")
    if (asked.latitude is None) != (asked.longitude is None):
        raise Invalid.field("/place", "Give both coordinates or none.")
    return Place(name=name, latitude=_rounded(asked.latitude), longitude=_rounded(asked.longitude))


def tags_of(asked: Iterable[NewTag], photos: int) -> list[Tagged]:
    """Tags as they are kept. Invalid when one is on a photograph that is not there, or twice on one."""
    seen: set[tuple[PersonId, int]] = set()
    found = []
    for number, tag in enumerate(asked):
        if tag.photo >= photos:
            raise Invalid.field(f"/people/{number}/photo", "The post has no such photograph.")
        if (tag.person, tag.photo) in seen:
            raise Invalid.field(f"/people/{number}/person", "This person is tagged on this photograph already.")
        seen.add((tag.person, tag.photo))
        found.append(Tagged(person=tag.person, photo=tag.photo, x=round(tag.x, 4), y=round(tag.y, 4)))
    return found


def met(
    me: PersonId, asked: Sequence[tuple[str, PersonId]], known: Collection[PersonId] = ()
) -> dict[PersonId, ProfileCard]:
    """Cards of people, each named with the list that it stands in. Invalid for whom one may not meet.

    Who blocked one, who never was and who has gone are refused with the same words. `known` need no look.
    """
    if all(person in known for _, person in asked):
        return {}
    sight = visible.sight(me, {person for _, person in asked})
    places: dict[str, int] = {}
    wrong = []
    for name, person in asked:
        number = places[name] = places.get(name, -1) + 1
        if person not in known and (person not in sight.people or not sight.person(person)):
            pointer = f"{name}/{number}/person" if name == "/people" else f"{name}/{number}"
            wrong.append(FieldError(pointer, "This person does not exist."))
    if wrong:
        raise Invalid("Some people cannot be named.", errors=tuple(wrong))
    return dict(sight.people)


def _coauthors(asked: NewPost | NewDraft, me: PersonId) -> list[PersonId]:
    for number, person in enumerate(asked.coauthors):
        if person == me or person in asked.coauthors[:number]:
            raise Invalid.field(f"/coauthors/{number}", "Name others, each once.")
    if asked.coauthors and asked.audience == "close":
        raise Invalid.field("/coauthors", "A post for close friends has one author.")
    return list(asked.coauthors)


def _rounded(degrees: float | None) -> float | None:
    return None if degrees is None else round(degrees, DIGITS) + 0.0  # without minus zero
