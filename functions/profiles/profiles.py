"""A person's page, and one's own profile."""

from typing import Annotated

from msgspec import Meta

from kernel.errors import at
from kernel.ids import MediaId, PersonId, parse_ids
from kernel.names import parse_display_name
from kernel.shapes import Answer, Body
from kit.endpoints import IdList, Username
from kit.service import Service
from profiles import reads, store
from profiles.model import MAX_LINKS, check_picture, parse_bio, parse_pronouns, parse_title, parse_url
from views import people, visible
from views.graph import Digest
from views.identity import HandleCard
from views.people import Profile
from views.profiles import Link, PersonAnswer, person

app = Service("profiles")


class NewLink(Body, frozen=True):
    """An address of the web, and the words for it (the name of the host where there are none)."""

    url: Annotated[str, Meta(min_length=1, max_length=2_000)]
    title: Annotated[str, Meta(max_length=200)] = ""


class Description(Body, frozen=True):
    """What is left out stays as it is. A name has 1 to 50 characters; an empty bio or empty pronouns remove them."""

    name: Annotated[str, Meta(max_length=200)] | None = None
    bio: Annotated[str, Meta(max_length=4_000)] | None = None
    pronouns: Annotated[str, Meta(max_length=200)] | None = None
    links: Annotated[list[NewLink], Meta(max_length=MAX_LINKS)] | None = None


class Privacy(Body, frozen=True):
    """A private account is followed by those only whom its owner approves."""

    private: bool


class People(Answer, frozen=True):
    """People in the order in which they were asked for."""

    items: list[PersonAnswer]


class Picture(Body, frozen=True):
    """An upload of one's own, made with the purpose `avatar` and processed."""

    media_id: MediaId


@app.get("/v1/people/{username}")
def show_person(me: PersonId | None, username: Username) -> Profile:
    """A person's profile, with counts and what the person is to the reader.

    A former username leads to the person for 14 days; the answer says what they are called now.
    """
    who, digest = people.person_named(username, me)
    return people.answer(people.page(who, me, digest), me, digest)


@app.get("/v1/people/by-id/{person_id}")
def show_person_by_id(me: PersonId | None, person_id: PersonId) -> Profile:
    """A person's profile, for who has met only the id."""
    who, digest = people.person_of_id(person_id, me)
    return people.answer(people.page(who, me, digest), me, digest)


@app.get("/v1/people")
def list_people(me: PersonId, ids: IdList) -> People:
    """Up to 100 people by their ids, separated by commas. Whom the reader may not meet is left out."""
    wanted = [PersonId(each) for each in at("?ids", parse_ids, ids)]
    sight = visible.sight(me, wanted)
    return People(items=[person(sight.people[each]) for each in wanted if each in sight.people and sight.person(each)])


@app.get("/v1/me")
def show_me(me: PersonId) -> Profile:
    """One's own profile."""
    return _own(me)


@app.patch("/v1/me")
def describe_me(me: PersonId, body: Description) -> Profile:
    """Change one's name, bio, pronouns and links."""
    name = at("/name", parse_display_name, body.name) if body.name is not None else None
    bio = at("/bio", parse_bio, body.bio) if body.bio is not None else None
    pronouns = at("/pronouns", parse_pronouns, body.pronouns) if body.pronouns is not None else None
    links = None if body.links is None else [_link(place, link) for place, link in enumerate(body.links)]
    reads.own_name(me)
    store.describe(me, name=name, bio=bio, pronouns=pronouns, links=links)
    return _own(me)


@app.put("/v1/me/privacy")
def set_my_privacy(me: PersonId, body: Privacy) -> Profile:
    """Make one's account private or public; doing so again changes nothing.

    Private counts at once: from the answer on only followers see posts, followers and followings. Going public makes
    followers of all who wait for approval.
    """
    reads.own_name(me)
    store.set_privacy(me, private=body.private)
    return _own(me)


@app.put("/v1/me/avatar")
def set_my_avatar(me: PersonId, body: Picture) -> Profile:
    """Make an uploaded picture one's own."""
    card = check_picture(reads.picture(body.media_id), me)
    before = reads.own_name(me)
    store.set_avatar(me, card.media_id, before.picture, color=card.color, thumbhash=card.thumbhash)
    return _own(me)


@app.delete("/v1/me/avatar", status=200)
def remove_my_avatar(me: PersonId) -> Profile:
    """Have no picture; doing so again changes nothing."""
    before = reads.own_name(me)
    store.remove_avatar(me, before.picture)
    return _own(me)


def _link(place: int, link: NewLink) -> Link:
    url = at(f"/links/{place}/url", parse_url, link.url)
    return Link(title=at(f"/links/{place}/title", lambda text: parse_title(text, url), link.title), url=url)


def _own(me: PersonId) -> Profile:
    who = reads.own_name(me)
    return people.answer(people.page(HandleCard(me, who.username), me, Digest()), me, Digest())
