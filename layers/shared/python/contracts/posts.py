"""What posts say."""

from datetime import datetime
from typing import ClassVar

from contracts import Fact
from kernel.ids import CommentId, PersonId, PostId
from kernel.photos import Photo


class PostPublished(Fact, frozen=True):
    """A post was published. Carries all that a timeline row needs and never changes; the caption is not part of it."""

    key_field: ClassVar[str] = "author"
    post_id: PostId
    author: PersonId
    published_at: datetime
    photos: list[Photo]
    mentions: list[str]


class PostLiked(Fact, frozen=True):
    """A person likes a post. A repeated like says nothing."""

    key_field: ClassVar[str] = "post_id"
    post_id: PostId
    author: PersonId
    liker: PersonId


class PostUnliked(Fact, frozen=True):
    """A person took a like back. Said only when there was one."""

    key_field: ClassVar[str] = "post_id"
    post_id: PostId
    author: PersonId
    liker: PersonId


class CommentAdded(Fact, frozen=True):
    """A comment was written under a post. `mentions` are its usernames, each once; `excerpt` its first 100 letters."""

    key_field: ClassVar[str] = "post_id"
    comment_id: CommentId
    post_id: PostId
    author: PersonId
    commenter: PersonId
    excerpt: str
    mentions: list[str]


class PostSaved(Fact, frozen=True):
    """A person saved a post. Where they keep it is theirs to know; saving it again or moving it says nothing."""

    key_field: ClassVar[str] = "post_id"
    post_id: PostId
    author: PersonId
    saver: PersonId
