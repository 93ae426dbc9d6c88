"""How a post, a grid and the card of a post are made for whoever asks: for the API and for pages alike."""

from kernel import paging, text
from kernel.ids import PersonId, PostId
from kernel.paging import Cursor
from kernel.shapes import Answer
from kit import secrets
from kit.settings import settings
from posts import reads
from views import post_lists, visible
from views.graph import Digest
from views.media import PhotoAnswer, Source
from views.posts import PostAnswer

DESCRIPTION = 200
"""Characters of the caption that a card shows at most."""


class GridAnswer(Answer, frozen=True):
    """One page of a grid. `next` asks for the following page; null means that there is no more.

    `pinned` comes with the first page: up to 3 posts, in order; they stand among `items`, too, where their time puts
    them.
    """

    items: list[PostAnswer]
    pinned: list[PostAnswer]
    next: Cursor | None


def post(post_id: PostId, reader: PersonId | None) -> PostAnswer:
    """One post, with its counts as they are now. NotFound when the reader may not see it."""
    card, sight = visible.seen(post_id, to=reader)
    return reads.answer(card, reader, sight.digest)


def grid(author: PersonId, reader: PersonId | None, digest: Digest, cursor: Cursor | None, limit: int) -> GridAnswer:
    """Posts of an author whose posts the reader may see, newest first, with what they pinned."""
    key, scope = secrets.key("cursor-key"), f"posts-of:{author}:{reader or ''}"
    before = paging.unseal(cursor, str, key=key, scope=scope) if cursor else None
    page = reads.grid_of(author, before=before, limit=limit, consistent=reader == author)
    rows = dict(page.found)
    found = post_lists.answers(
        [*page.found, *((each, author) for each in page.pins if each not in rows)], reader, digest, pinned=page.pins
    )
    shown = {each.id: each for each in found if each.state != "archived"}
    return GridAnswer(
        items=[shown[post_id] for post_id in rows if post_id in shown],
        pinned=[shown[post_id] for post_id in page.pins if post_id in shown],
        next=paging.seal(page.after, key=key, scope=scope) if page.after else None,
    )


def title(name: str, username: str) -> str:
    """What a card of a person, or of what they published, is called."""
    return f"{name or username} (@{username}) on {settings().instance_name}"


def shortened(words: str, most: int = DESCRIPTION) -> str:
    """One line of at most `most` characters."""
    line = " ".join(words.split())
    return line if len(line) <= most else line[: text.boundary(line, most - 1)].rstrip() + "…"


def widest(photo: PhotoAnswer) -> Source | None:
    """The rendition that a card shows."""
    return max(photo.sources, key=lambda source: source.width, default=None)
