"""What crosses the doors, as typed dictionaries.

Made by scripts/generate from docs/api/openapi.json; edit the views, not this file.
"""
# ruff: noqa: D205, RUF100 - summaries are as long as the views say

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

CollectionId = str
CommentId = str
Cursor = str
Limit = int
MediaId = str
NotificationId = str
PersonId = str
PostId = str
State = Literal["processing", "ready", "rejected", "waiting"]


class AvatarAnswer(TypedDict):
    """A person's picture: square, three sizes, WebP. `thumbhash` and `color` stand in until it has arrived."""

    small: str
    medium: str
    large: str
    thumbhash: str
    color: str


class ChosenPhoto(TypedDict):
    """An upload of one's own, and what can be seen on it, in words, for those who do not see it."""

    mediaId: MediaId
    alt: NotRequired[str]


class CollectionAnswer(TypedDict):
    """A collection of the reader's own, and how many posts it holds."""

    id: CollectionId
    name: str
    posts: int


class CollectionAnswerPage(TypedDict):
    """One page of a list. `next` asks for the following one; None means that there is no more."""

    items: list[CollectionAnswer]
    next: Cursor | None


class CommentAnswer(TypedDict):
    """A comment.

    Offsets of `entities` count Unicode code points. `removable` says whether the reader may delete it.
    """

    id: CommentId
    author: PersonAnswer
    writtenAt: str
    text: str
    entities: list[Mention | Hashtag | Link]
    removable: bool


class CommentAnswerPage(TypedDict):
    """One page of a list. `next` asks for the following one; None means that there is no more."""

    items: list[CommentAnswer]
    next: Cursor | None


class Counts(TypedDict):
    """At most 2 s behind what is stored; the reader's own follow or unfollow is in them at once."""

    posts: int
    followers: int
    following: int


class Credentials(TypedDict):
    """`login` is an e-mail address, a phone number or a username."""

    login: str
    password: str


class Description(TypedDict):
    """What is left out stays as it is. A name has 1 to 50 characters; an empty bio removes it."""

    name: NotRequired[str | None]
    bio: NotRequired[str | None]


class FollowCounts(TypedDict):
    """How many follow a person and how many the person follows; aggregated, at most 2 s behind."""

    followers: int
    following: int


class Followed(TypedDict):
    """What a person is to the caller now, and the person's counts with the caller's own change in them."""

    relation: Relation
    counts: FollowCounts


class Hashtag(TypedDict):
    """`#tag`. `tag` is the form that is compared and looked up (see `normal_tag`), without the #."""

    kind: Literal["hashtag"]
    start: int
    end: int
    tag: str


class Link(TypedDict):
    """An http or https address, exactly as written."""

    kind: Literal["link"]
    start: int
    end: int
    url: str


class MediaAnswer(TypedDict):
    """`state` is waiting, processing, ready (then with the photo) or rejected (then with a reason and a sentence)."""

    mediaId: MediaId
    purpose: Literal["avatar", "post"]
    state: State
    photo: PhotoAnswer | None
    reason: str | None
    sentence: str | None


class Mention(TypedDict):
    """`@username`, in lower case and without the @. Nobody has checked that such a person exists."""

    kind: Literal["mention"]
    start: int
    end: int
    username: str


class NewComment(TypedDict):
    """1 to 2,200 characters, of which one can be seen."""

    text: str


class NewPerson(TypedDict):
    """`login` is an e-mail address or an E.164 phone number."""

    login: str
    password: str
    username: str


class NewPost(TypedDict):
    """1 to 10 photographs, in the order in which they are shown."""

    photos: list[ChosenPhoto]
    caption: NotRequired[str]


class NewUpload(TypedDict):
    """`contentType` is image/jpeg, image/png, image/webp, image/heic or image/heif; `bytes` are at most
    26,214,400.
    """

    contentType: str
    bytes: int
    purpose: NotRequired[Literal["avatar", "post"]]


class NotificationAnswer(TypedDict):
    """What somebody did. `photo` is the post's first; `excerpt` is how the comment or caption begins."""

    id: NotificationId
    kind: Literal["comment", "follow", "like", "mention"]
    actor: PersonAnswer
    happenedAt: str
    seen: bool
    postId: PostId | None
    photo: PhotoAnswer | None
    commentId: CommentId | None
    excerpt: str


class NotificationAnswerPage(TypedDict):
    """One page of a list. `next` asks for the following one; None means that there is no more."""

    items: list[NotificationAnswer]
    next: Cursor | None


class PersonAnswer(TypedDict):
    """A person in a list, beside a comment, above a post."""

    id: PersonId
    username: str
    name: str
    avatar: AvatarAnswer | None


class PersonAnswerPage(TypedDict):
    """One page of a list. `next` asks for the following one; None means that there is no more."""

    items: list[PersonAnswer]
    next: Cursor | None


class PhotoAnswer(TypedDict):
    """A photograph to show. Width and height are the original's, upright; addresses live 10 to 20 minutes."""

    mediaId: MediaId
    width: int
    height: int
    alt: str
    thumbhash: str
    color: str
    sources: list[Source]


class Picture(TypedDict):
    """An upload of one's own, made with the purpose `avatar` and processed."""

    mediaId: MediaId


class PostAnswer(TypedDict):
    """A post as its reader sees it.

    `liked` is the reader's own, false for nobody. `entities` are the mentions, hashtags and links of the caption;
    offsets count Unicode code points.
    """

    id: PostId
    author: PersonAnswer
    publishedAt: str
    photos: list[PhotoAnswer]
    caption: str
    entities: list[Mention | Hashtag | Link]
    likes: int
    comments: int
    liked: bool


class PostAnswerPage(TypedDict):
    """One page of a list. `next` asks for the following one; None means that there is no more."""

    items: list[PostAnswer]
    next: Cursor | None


class Problem(TypedDict):
    """What every refusal looks like. `type` is stable and for programs, `detail` is for people."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[ProblemError]


class ProblemError(TypedDict):
    """One wrong field; `pointer` is a JSON Pointer into the body, or `?name` for a parameter."""

    pointer: str
    detail: str


class Profile(TypedDict):
    """A person's page. `bioEntities` are the mentions, hashtags and links of the bio, by code points."""

    person: PersonAnswer
    bio: str
    bioEntities: list[Mention | Hashtag | Link]
    counts: Counts
    relation: Relation


class Refresh(TypedDict):
    """Browsers leave the token out: theirs is in the cookie."""

    refreshToken: NotRequired[str | None]


class Relation(TypedDict):
    """What a person is to the reader; all false for a reader who is not signed in.

    `requested`: the reader waits for approval; `asked`: the person waits for the reader's. `blocking` is the
    reader's own block (who is blocked *by* somebody finds nobody there). `close_friend`: on the reader's list.
    """

    following: bool
    followedBy: bool
    requested: bool
    asked: bool
    blocking: bool
    mutingPosts: bool
    mutingStories: bool
    closeFriend: bool
    me: bool


class SavedIn(TypedDict):
    """Where to keep the post: a name of 1 to 50 characters, or nothing for the collection that everybody has."""

    collection: NotRequired[str]


class Seen(TypedDict):
    """The newest notification that was on the screen."""

    until: NotificationId


class Source(TypedDict):
    """One rendition: as wide as `width` pixels, in two formats."""

    width: int
    webp: str
    jpeg: str


class TicketAnswer(TypedDict):
    """Connect with `?ticket=…` within `expires_in` seconds; it works once."""

    ticket: str
    expiresIn: int


class Token(TypedDict):
    """A token and its life in seconds."""

    value: str
    ttl: int


class Tokens(TypedDict):
    """The refresh token is left out where it went into the cookie (header `x-session-in: cookie`)."""

    accessToken: Token
    refreshToken: Token | None


class Unread(TypedDict):
    """How many notifications have not been seen; 100 means 100 or more."""

    count: int


class UploadAnswer(TypedDict):
    """`expiresIn` are the seconds for which the form can be used."""

    mediaId: MediaId
    upload: UploadForm
    expiresIn: int


class UploadForm(TypedDict):
    """Post to `url` as multipart/form-data: all `fields` as they are, and after them the file as the field `file`."""

    url: str
    fields: dict[str, str]
