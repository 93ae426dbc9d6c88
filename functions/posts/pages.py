"""Share links: the app's own page of a post or a person, with a card for whoever shows the link, and its first data."""

from collections.abc import Callable
from typing import TypeVar

import msgspec

from kernel.errors import Away, Forbidden, NotFound
from kernel.ids import PostId
from kernel.shapes import Answer
from kit import page, shell
from kit.endpoints import Html, Username
from kit.service import Service
from kit.settings import settings
from kit.wire import NoCredentials, Throttled, Unavailable
from posts import showing
from posts.showing import GridAnswer
from views import people
from views.graph import Digest
from views.people import Profile
from views.posts import PostAnswer
from views.profiles import AVATAR_SIZES

app = Service("pages")

T = TypeVar("T")

GRID = 24
"""Posts that a person's page starts with, as many as the API gives who does not say."""

PHOTO_SIZES = "(min-width: 1200px) 640px, (min-width: 768px) min(640px, 100vw), 100vw"
"""How wide the app shows the photograph of a post: the `sizes` of its picture, so that one rendition is loaded once."""


class PostPage(Answer, frozen=True):
    """What the page of a post starts with: the post, as the API shows it to who is not signed in."""

    path: str
    post: PostAnswer


class PersonPage(Answer, frozen=True):
    """What the page of a person starts with: the profile and its first posts, as the API shows them to anybody."""

    path: str
    person: Profile
    grid: GridAnswer


@app.page("/p/{post_id}")
def post_page(post_id: str) -> Html:
    """The page of a post."""
    return _answer(lambda: showing.post(msgspec.convert(post_id, PostId), None), _of_post)


@app.page("/u/{username}")
def person_page(username: str) -> Html:
    """The page of a person."""
    return _answer(lambda: _person(username), _of_person)


def _answer(read: Callable[[], T], made: Callable[[str, T], Html]) -> Html:
    """The page of what was read; one that says nothing where nobody in particular may read it, or cannot now."""
    around = shell.text()
    if around is None:
        return page.closed()
    try:
        found = read()
    except (NotFound, Forbidden, msgspec.ValidationError):
        return page.generic(around)
    except (Away, Throttled, Unavailable, NoCredentials):
        return page.generic(around, status=503)
    return made(around, found)


def _of_post(around: str, post: PostAnswer) -> Html:
    first, source = post.photos[0], showing.widest(post.photos[0])
    image, preload = None, None
    if source:
        height = max(1, round(source.width * first.height / first.width))
        image = page.Image(source.jpeg, source.width, height, first.alt, "image/jpeg")
        preload = page.Preload({each.width: each.webp for each in first.sources}, "image/webp", PHOTO_SIZES)
    card = page.Card(
        url=f"{settings().app_origin}/p/{post.id}",
        title=showing.title(post.author.name, post.author.username),
        description=showing.shortened(post.caption) or first.alt,
        kind="article",
        image=image,
        large=True,
        more={"article:published_time": post.published_at.isoformat()},
    )
    return page.shown(around, card, PostPage(path=f"/p/{post.id}", post=post), preload)


def _person(username: str) -> PersonPage:
    who, _ = people.person_named(msgspec.convert(username, Username), None)
    profile = people.answer(people.page(who, None, Digest()), None, Digest())
    if not profile.visible:
        raise Forbidden
    grid = showing.grid(who.person_id, None, Digest(), None, GRID)
    return PersonPage(path=f"/u/{username}", person=profile, grid=grid)


def _of_person(around: str, found: PersonPage) -> Html:
    person, image, preload = found.person.person, None, None
    if person.avatar:
        size = AVATAR_SIZES[-1]
        image = page.Image(person.avatar.large, size, size, person.name, "image/webp")
        preload = page.Preload({size: person.avatar.large}, "image/webp")
    counts = found.person.counts
    card = page.Card(
        url=f"{settings().app_origin}/u/{person.username}",
        title=showing.title(person.name, person.username),
        description=showing.shortened(found.person.bio) or f"{counts.posts} posts, {counts.followers} followers",
        kind="profile",
        image=image,
        more={"profile:username": person.username},
    )
    return page.shown(around, card, found, preload)
