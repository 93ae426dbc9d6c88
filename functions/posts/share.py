"""Sharing: the address of a post, and what a card in a chat or on a page shows of it."""

from kernel.ids import PersonId, PostId
from kernel.shapes import Answer
from kit.service import Service
from kit.settings import settings
from posts import showing
from views import cards, visible
from views.graph import Digest
from views.media import present
from views.posts import PostCard
from views.profiles import ProfileCard, profile_key

app = Service("share")


class ShareAnswer(Answer, frozen=True):
    """The address of a post, and the data of an Open Graph card.

    Of what not everybody may see the card says nothing: a general title, no description, no image. The image's address
    is good for some minutes: who makes a card fetches it at once.
    """

    url: str
    title: str
    description: str = ""
    image: str | None = None
    image_alt: str = ""


@app.get("/v1/posts/{post_id}/share")
def share_post(me: PersonId | None, post_id: PostId) -> ShareAnswer:
    """The address of a post and its Open Graph card. Sharing is not counted, and nobody is told."""
    card, _ = visible.seen(post_id, to=me)
    url = f"{settings().app_origin}/p/{post_id}"
    if me is not None and not visible.at_once(card, None, Digest()).post(card):
        return ShareAnswer(url=url, title=f"A post on {settings().instance_name}")
    loaded = cards.load([profile_key(card.author)])
    return _card(url, card, cards.people(loaded, [card.author])[card.author])


def _card(url: str, post: PostCard, author: ProfileCard) -> ShareAnswer:
    first = post.photos[0]
    shown = showing.widest(present(first))
    return ShareAnswer(
        url=url,
        title=showing.title(author.name, author.username),
        description=showing.shortened(post.caption),
        image=shown.jpeg if shown else None,
        image_alt=first.alt,
    )
