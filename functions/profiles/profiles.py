"""A person's page, and one's own profile."""

from typing import Annotated

from msgspec import Meta

from kernel import text
from kernel.errors import NotFound, at
from kernel.ids import MediaId, PersonId
from kernel.names import parse_display_name
from kernel.shapes import Answer, Body
from kernel.text import Entity
from kit.service import Service
from profiles import reads, store
from profiles.model import check_picture, parse_bio
from views import visible
from views.graph import Relation
from views.identity import HandleCard
from views.profiles import PersonAnswer, person

app = Service("profiles")

Username = Annotated[str, Meta(pattern="^[A-Za-z0-9_.]+$", max_length=30)]


class Counts(Answer, frozen=True):
    """At most 2 s behind what is stored; the reader's own follow or unfollow is in them at once."""

    posts: int
    followers: int
    following: int


class Profile(Answer, frozen=True):
    """A person's page. `bioEntities` are the mentions, hashtags and links of the bio, by code points."""

    person: PersonAnswer
    bio: str
    bio_entities: list[Entity]
    counts: Counts
    relation: Relation


class Description(Body, frozen=True):
    """What is left out stays as it is. A name has 1 to 50 characters; an empty bio removes it."""

    name: Annotated[str, Meta(max_length=200)] | None = None
    bio: Annotated[str, Meta(max_length=4_000)] | None = None


class Picture(Body, frozen=True):
    """An upload of one's own, made with the purpose `avatar` and processed."""

    media_id: MediaId


@app.get("/v1/people/{username}")
def show_person(me: PersonId | None, username: Username) -> Profile:
    """A person's profile, with counts and what the person is to the reader."""
    who, digest = reads.person_named(username, me)
    if not visible.person(who.person_id, me, digest):
        raise NotFound("This person does not exist.", code="person-not-found")
    return _profile(who, me)


@app.get("/v1/me")
def show_me(me: PersonId) -> Profile:
    """One's own profile."""
    return _profile(reads.own_name(me), me)


@app.patch("/v1/me")
def describe_me(me: PersonId, body: Description) -> Profile:
    """Change one's name and bio."""
    name = at("/name", parse_display_name, body.name) if body.name is not None else None
    bio = at("/bio", parse_bio, body.bio) if body.bio is not None else None
    who = reads.own_name(me)
    store.describe(me, name=name, bio=bio)
    return _profile(who, me)


@app.put("/v1/me/avatar")
def set_my_avatar(me: PersonId, body: Picture) -> Profile:
    """Make an uploaded picture one's own."""
    card = check_picture(reads.picture(body.media_id), me)
    who = reads.own_name(me)
    store.set_avatar(me, card.media_id, color=card.color, thumbhash=card.thumbhash)
    return _profile(who, me)


@app.delete("/v1/me/avatar", status=200)
def remove_my_avatar(me: PersonId) -> Profile:
    """Have no picture; doing so again changes nothing."""
    who = reads.own_name(me)
    store.remove_avatar(me)
    return _profile(who, me)


def _profile(who: HandleCard, reader: PersonId | None) -> Profile:
    shown = reads.page(who, reader)
    return Profile(
        person=person(shown.card),
        bio=shown.card.bio,
        bio_entities=list(text.entities(shown.card.bio)),
        counts=Counts(posts=shown.posts, followers=shown.counts.followers, following=shown.counts.following),
        relation=shown.relation,
    )
