"""What posts say."""

from datetime import datetime
from typing import ClassVar, Literal

from contracts import Fact
from kernel.ids import CommentId, FactId, MediaId, PersonId, PostId
from kernel.photos import Photo

Audience = Literal["everyone", "close"]
"""Who a post is for: everybody whom the author's account allows, or close friends only."""


class PostPublished(Fact, frozen=True):
    """A post was published. Carries all that a timeline row needs and never changes; the caption is not part of it.

    `mentions` are usernames in the caption, `people` those tagged on its photographs.
    """

    key_field: ClassVar[str] = "author"
    post_id: PostId
    author: PersonId
    published_at: datetime
    photos: list[Photo]
    mentions: list[str]
    audience: Audience = "everyone"
    people: list[PersonId] = []


class PostLiked(Fact, frozen=True):
    """A person likes a post. A repeated like says nothing; a later one of the same two has a greater `like_id`."""

    key_field: ClassVar[str] = "post_id"
    like_id: FactId
    post_id: PostId
    author: PersonId
    liker: PersonId


class PostUnliked(Fact, frozen=True):
    """A person took the like `like_id` back. Said only when there was one."""

    key_field: ClassVar[str] = "post_id"
    like_id: FactId
    post_id: PostId
    author: PersonId
    liker: PersonId


class CommentAdded(Fact, frozen=True):
    """A comment was written under a post. `mentions` are its usernames, each once; `excerpt` its first 100 letters.

    A reply names the comment that it answers and who wrote that.
    """

    key_field: ClassVar[str] = "post_id"
    comment_id: CommentId
    post_id: PostId
    author: PersonId
    commenter: PersonId
    excerpt: str
    mentions: list[str]
    reply_to: CommentId | None = None
    reply_to_author: PersonId | None = None


class PostSaved(Fact, frozen=True):
    """A person saved a post. Where they keep it is theirs to know; saving it again or moving it says nothing."""

    key_field: ClassVar[str] = "post_id"
    post_id: PostId
    author: PersonId
    saver: PersonId


class PostEdited(Fact, frozen=True):
    """Caption, place, descriptions or tags of a post changed. `mentions` and `people` are those that were added."""

    key_field: ClassVar[str] = "author"
    post_id: PostId
    author: PersonId
    mentions: list[str] = []
    people: list[PersonId] = []


class PostArchived(Fact, frozen=True):
    """An author took a post out of sight without deleting it."""

    key_field: ClassVar[str] = "author"
    post_id: PostId
    author: PersonId
    coauthors: list[PersonId] = []


class PostRestored(Fact, frozen=True):
    """An archived post is to be seen again, where it was before. Nobody is notified."""

    key_field: ClassVar[str] = "author"
    post_id: PostId
    author: PersonId
    published_at: datetime
    photos: list[Photo]
    audience: Audience = "everyone"
    coauthors: list[PersonId] = []


class PostJudged(Fact, frozen=True):
    """Staff took a post down (`hidden`), or let it be seen again; its card says so already."""

    key_field: ClassVar[str] = "author"
    post_id: PostId
    author: PersonId
    hidden: bool


class PostDeleted(Fact, frozen=True):
    """A post is gone for good; the media that it alone used go with it."""

    key_field: ClassVar[str] = "author"
    post_id: PostId
    author: PersonId
    coauthors: list[PersonId] = []
    media: list[MediaId] = []


class CoauthorInvited(Fact, frozen=True):
    """An author asked somebody to stand beside them as an author of a post."""

    key_field: ClassVar[str] = "post_id"
    invitation_id: FactId
    post_id: PostId
    author: PersonId
    invited: PersonId


class CoauthorJoined(Fact, frozen=True):
    """An invited person became an author of a post: it stands in their grid and reaches their followers, too."""

    key_field: ClassVar[str] = "post_id"
    invitation_id: FactId
    post_id: PostId
    author: PersonId
    coauthor: PersonId
    published_at: datetime
    photos: list[Photo]
    audience: Audience = "everyone"


class CoauthorLeft(Fact, frozen=True):
    """Somebody is an author of a post, or invited to be one, no more: they left, declined or were removed."""

    key_field: ClassVar[str] = "post_id"
    invitation_id: FactId
    post_id: PostId
    author: PersonId
    coauthor: PersonId
    joined: bool


class CommentDeleted(Fact, frozen=True):
    """A comment is gone, with its replies. By its writer, the post's author, or with the account of either."""

    key_field: ClassVar[str] = "post_id"
    comment_id: CommentId
    post_id: PostId
    author: PersonId
    commenter: PersonId


class CommentLiked(Fact, frozen=True):
    """A person likes a comment. A later like of the same two has a greater `like_id`."""

    key_field: ClassVar[str] = "post_id"
    like_id: FactId
    comment_id: CommentId
    post_id: PostId
    commenter: PersonId
    liker: PersonId


class CommentUnliked(Fact, frozen=True):
    """A person took the like `like_id` of a comment back."""

    key_field: ClassVar[str] = "post_id"
    like_id: FactId
    comment_id: CommentId
    post_id: PostId
    commenter: PersonId
    liker: PersonId
