"""What a post and a comment may be: rules without a store."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, NewType

import msgspec
from msgspec import Meta, Struct

from kernel import text
from kernel.errors import FieldError, Invalid
from kernel.ids import CommentId, MediaId, PersonId, PostId
from kernel.photos import Photo
from kernel.text import Entity, Hashtag
from views.media import MediaCard
from views.posts import PostCard

MAX_PHOTOS = 10
MAX_CAPTION = 2200
MAX_COMMENT = 2200
MAX_ALT = 1000
MAX_PINNED = 3
MAX_COLLECTION = 50
MAX_COLLECTIONS = 100
MAX_SAVED = 5000
FIRST_COLLECTION = "Saved"
"""Where a post is kept that was saved into no named collection."""

CollectionId = NewType("CollectionId", Annotated[str, Meta(pattern="^[0-9a-f]{16}$")])

EXCERPT = 100
"""Characters of a comment that its fact carries."""


class Like(Struct, frozen=True):
    """`pk`'s person likes the post; a later like of the same post has a greater `like_id`."""

    like_id: str
    author: PersonId


class Liker(Struct, frozen=True):
    like_id: str
    person: PersonId


class Comment(Struct, frozen=True):
    """What somebody wrote under a post of `author`. `entities` are found once, when it is written.

    A reply stands below `parent`, which is no reply itself, and answers `reply_to`, which may be one. `held`: it has
    one of the authors' hidden words and waits for them; its writer is never told. `hidden`: staff took it down.
    """

    comment_id: CommentId
    post_id: PostId
    author: PersonId
    commenter: PersonId
    text: str
    entities: list[Entity] = []
    parent: CommentId | None = None
    reply_to: CommentId | None = None
    reply_to_author: PersonId | None = None
    held: bool = False
    hidden: bool = False
    answered: bool = False

    def removable_by(self, person: PersonId, authors: Sequence[PersonId]) -> bool:
        return person == self.commenter or person in authors

    def shown_to(self, reader: PersonId | None, authors: Sequence[PersonId]) -> bool:
        """Whether its state lets `reader` see it. Whether they may meet its writer is for `views.visible` to say."""
        if reader == self.commenter:
            return True
        return not self.hidden and (not self.held or reader in authors)


class Pins(Struct, frozen=True):
    """Comments that stand above the others, the one pinned last first. `version` grows with each change."""

    ids: list[CommentId] = []
    version: int = 0


def may_comment(card: PostCard, person: PersonId, *, follows: bool, followed: bool) -> bool:
    """Whether a person who sees this post may comment on it; its authors always may.

    `follows` says that the person follows the author, `followed` that the author follows the person.
    """
    if person in card.authors or card.comments_by == "everyone":
        return True
    return {"followers": follows, "following": followed}.get(card.comments_by, False)


class Save(Struct, frozen=True):
    """Somebody keeps a post in one of their collections; saving or moving it again gives a greater `save_id`."""

    save_id: str
    author: PersonId
    collection: CollectionId


class Collection(Struct, frozen=True):
    """A person's collection. `cover` is the post that was put into it last."""

    id: CollectionId
    name: str
    posts: int = 0
    made: str = ""
    cover: PostId | None = None


class SavedInto(Struct, frozen=True):
    """The collection that a name stands for; a `new` one is made with its first post."""

    id: CollectionId
    name: str
    new: bool


class FirstRequest(Struct, frozen=True):
    """What a request with an idempotency key made. `digest` says what was asked."""

    made: str
    digest: str


def caption(written: str) -> str:
    """The caption as it is kept. Invalid when it is too long or has more than 30 hashtags."""
    cleaned = text.clean(written, max_length=MAX_CAPTION)
    tags = {each.tag for each in text.entities(cleaned) if isinstance(each, Hashtag)}
    if len(tags) > text.MAX_HASHTAGS:
        raise Invalid(f"A caption has at most {text.MAX_HASHTAGS} hashtags; this one has {len(tags)}.")
    return cleaned


def alt(written: str) -> str:
    """The description of a photograph as it is kept."""
    return text.clean(written, max_length=MAX_ALT)


def comment(written: str) -> str:
    """The text of a comment as it is kept. Invalid when it is too long or nothing of it can be seen."""
    cleaned = text.clean(written, max_length=MAX_COMMENT)
    if text.blank(cleaned):
        raise Invalid("Write something.")
    return cleaned


def collection_name(written: str) -> str:
    """The name as it is kept. Invalid when it is too long, has several lines or nothing that can be seen."""
    name = text.clean(written, max_length=MAX_COLLECTION)
    if not written:
        return FIRST_COLLECTION
    if text.blank(name) or "\n" in name:
        raise Invalid("A collection has a name of one line.")
    return name


def excerpt(written: str) -> str:
    """The first `EXCERPT` characters, never cut inside of what people see as one."""
    return written[: text.boundary(written, EXCERPT)]


def photos(chosen: Sequence[tuple[MediaId, str]], cards: Mapping[MediaId, MediaCard], owner: PersonId) -> list[Photo]:
    """The photographs of a post. Invalid, with a pointer for each, when some cannot be published by `owner`."""
    wrong = list(_wrong(chosen, cards, owner))
    if wrong:
        raise Invalid("Some photographs cannot be published.", errors=tuple(wrong))
    return [cards[media].photo(description) for media, description in chosen]


def digest(*asked: Any) -> str:
    """What tells one request from another under the same idempotency key."""
    return hashlib.sha256(msgspec.json.encode(asked)).hexdigest()


def _wrong(
    chosen: Sequence[tuple[MediaId, str]], cards: Mapping[MediaId, MediaCard], owner: PersonId
) -> Iterable[FieldError]:
    seen: set[MediaId] = set()
    for place, (media, _) in enumerate(chosen):
        sentence = "This photograph is in the post already." if media in seen else _refusal(cards.get(media), owner)
        seen.add(media)
        if sentence:
            yield FieldError(f"/photos/{place}/mediaId", sentence)


def _refusal(card: MediaCard | None, owner: PersonId) -> str | None:
    if card is None or card.owner != owner:
        return "This is not one of your uploads."
    if card.purpose != "post":
        return "This was not uploaded for a post."
    if card.state == "rejected":
        return card.sentence or "This upload was refused."
    return None if card.state == "ready" else "This upload is not ready yet. Wait until it is."
