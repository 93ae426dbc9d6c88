"""What crosses the doors, as typed dictionaries.

Made by scripts/generate from docs/api/openapi.json; edit the views, not this file.
"""
# ruff: noqa: D205, RUF100 - summaries are as long as the views say

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict

CollectionId = str
CommentId = str
ConversationId = str
Cursor = str
DraftId = str
Limit = int
MediaId = str
NotificationId = str
PersonId = str
PlaceId = str
PostId = str
Search = str
SearchId = str
SessionId = str
Some = int
State = Literal["deleted", "leaving", "processing", "ready", "rejected", "waiting"]
TagName = str
Words = str


class AddedPasskey(TypedDict):
    """`recovery_codes` come with the first factor of an account, and are shown this once."""

    passkey: PasskeyAnswer
    recoveryCodes: list[str]


class Algorithm(TypedDict):
    """A kind of key that is taken (COSE numbers)."""

    alg: int
    type: str


class AppCode(TypedDict):
    """A code that the app shows."""

    code: str


class AppSecret(TypedDict):
    """What an authenticator app needs; `uri` is what a QR code says. It is shown this once."""

    secret: str
    uri: str


class ArrivedPart(TypedDict):
    """A part that storage has."""

    number: int
    bytes: int


class ArrivedParts(TypedDict):
    """What has arrived, and how the file is cut."""

    arrived: list[ArrivedPart]
    parts: int
    partBytes: int


class Assertion(TypedDict):
    """What an authenticator answers when a passkey is used."""

    clientDataJSON: str
    authenticatorData: str
    signature: str
    userHandle: NotRequired[str | None]


class Attestation(TypedDict):
    """What an authenticator answers when a passkey is made.

    Only the first two fields are looked at, and transports.
    """

    clientDataJSON: str
    attestationObject: str
    transports: NotRequired[list[str]]
    authenticatorData: NotRequired[str | None]
    publicKey: NotRequired[str | None]
    publicKeyAlgorithm: NotRequired[int | None]


class AvatarAnswer(TypedDict):
    """A person's picture: square, three sizes, WebP. `thumbhash` and `color` stand in until it has arrived."""

    small: str
    medium: str
    large: str
    thumbhash: str
    color: str


class Because(TypedDict):
    reason: str


class CaseAnswer(TypedDict):
    """`waiting_since` is the time of the first report that is not decided; `claimed_by` a member of staff."""

    subject: str
    owner: PersonId
    reports: int
    state: str
    waitingSince: str | None
    claimedBy: PersonId | None
    claimedUntil: str | None


class CaseAnswerPage(TypedDict):
    """One page of a list. `next` asks for the following one; None means that there is no more."""

    items: list[CaseAnswer]
    next: Cursor | None


class CaseReport(TypedDict):
    id: str
    reporter: PersonId
    reason: str
    text: str
    reportedAt: str


class CaseReportPage(TypedDict):
    """One page of a list. `next` asks for the following one; None means that there is no more."""

    items: list[CaseReport]
    next: Cursor | None


class Challenges(TypedDict):
    """What should be met, and which of it keeps the session from everything outside of `/v1/auth` until it is."""

    challenges: list[Literal["create_profile", "enrol_second_factor", "leaving", "second_factor", "verify_contact"]]
    blocking: list[Literal["create_profile", "enrol_second_factor", "leaving", "second_factor", "verify_contact"]]


class ChangedPassword(TypedDict):
    """The current password and the one that takes its place."""

    current: str
    password: str


class Changes(TypedDict):
    """What to change of a post; what is left out or null stays.

    A place without a name takes the place away. `photos` are those whose descriptions change; which photographs a
    post has stays as it was published.
    """

    caption: NotRequired[str | None]
    photos: NotRequired[list[ChosenPhoto] | None]
    place: NotRequired[NewPlace | None]
    people: NotRequired[list[NewTag] | None]
    commentsBy: NotRequired[Literal["everyone", "followers", "following", "nobody"] | None]
    hideCounts: NotRequired[bool | None]


class ChatChoices(TypedDict):
    """`presence`: others see when one is there, or last was.

    `receipts`: they see how far one has read. Who does not let others see one of these sees it of nobody.
    """

    presence: bool
    receipts: bool


class Choices(TypedDict):
    """One's own choices for a conversation; what is left out stays.

    `folder` is inbox, pinned (up to 10) or archived. `mutedFor` are seconds from now, up to ten years; 0 unmutes.
    """

    folder: NotRequired[Literal["archived", "inbox", "pinned"] | None]
    mutedFor: NotRequired[int | None]


class ChosenPhoto(TypedDict):
    """An upload of one's own, and what can be seen on it, in words, for those who do not see it."""

    mediaId: MediaId
    alt: NotRequired[str]


class Claimed(TypedDict):
    until: str


class CoauthorAnswer(TypedDict):
    """Somebody whom the author invited, and whether they have accepted."""

    person: PersonAnswer
    joined: bool


class CoauthorsAnswer(TypedDict):
    """All whom the author of a post invited and who did not decline or leave."""

    items: list[CoauthorAnswer]


class CollectionAnswer(TypedDict):
    """A collection of the reader's own, how many posts it holds, and a photograph of the one saved last."""

    id: CollectionId
    name: str
    posts: int
    cover: PhotoAnswer | None


class CollectionAnswerPage(TypedDict):
    """One page of a list. `next` asks for the following one; None means that there is no more."""

    items: list[CollectionAnswer]
    next: Cursor | None


class CommentAnswer(TypedDict):
    """A comment or a reply.

    Offsets of `entities` count Unicode code points. A reply stands below `parent` and answers `reply_to`. `liked`
    is the reader's own. `removable` says whether the reader may delete it. `held`: it has one of the reader's
    hidden words, and only its writer sees it with them.
    """

    id: CommentId
    author: PersonAnswer
    writtenAt: str
    text: str
    entities: list[Mention | Hashtag | Link]
    removable: bool
    likes: int
    liked: bool
    parent: CommentId | None
    replyTo: CommentId | None
    held: bool


class CommentAnswerPage(TypedDict):
    """One page of a list. `next` asks for the following one; None means that there is no more."""

    items: list[CommentAnswer]
    next: Cursor | None


class Confirmation(TypedDict):
    """`code` is asked for only where the account has a second factor."""

    password: str
    code: NotRequired[str | None]


class Contact(TypedDict):
    """`pending` is an address that waits to be verified before it takes this one's place."""

    contact: str
    verified: bool
    pending: str | None


class ContractsNoteAnswer(TypedDict):
    """What happened to the conversation.

    `people` are whom it happened to; `name` is the new name, `seconds` the new timer (0: none).
    """

    kind: Literal["added", "left", "made", "named", "pictured", "removed", "role", "timer"]
    people: list[PersonId]
    name: str
    seconds: int


class ConversationAnswer(TypedDict):
    """A conversation of one's own.

    `people` are the other one, or up to 4 of a group's `members`; `name` and `picture` are a group's own. `seq` and
    `rev` are how far it has come, `read` how far one has read oneself, `unread` what others wrote after that.
    `last` is its newest message. `standing` is `asked` until one accepts; `closed`: nothing can be written to the
    other any more. `waits`: the other one has not accepted yet. `timer` are the seconds after which messages
    disappear, 0 for never.
    """

    id: ConversationId
    kind: Literal["direct", "group"]
    name: str
    picture: AvatarAnswer | None
    people: list[PersonAnswer]
    members: int
    role: Literal["admin", "member"]
    standing: Literal["asked", "declined", "in"]
    folder: Literal["archived", "inbox", "pinned", "requests"]
    mutedUntil: str | None
    timer: int
    seq: int
    rev: int
    read: int
    unread: int
    closed: bool
    waits: bool
    last: MessageAnswer | None
    movedAt: str


class ConversationAnswerPage(TypedDict):
    """One page of a list. `next` asks for the following one; None means that there is no more."""

    items: list[ConversationAnswer]
    next: Cursor | None


class Counts(TypedDict):
    """At most 2 s behind what is stored; the reader's own follow or unfollow is in them at once."""

    posts: int
    followers: int
    following: int


class CreationOptions(TypedDict):
    """For `PublicKeyCredential.parseCreationOptionsFromJSON()`."""

    challenge: str
    rp: RelyingParty
    user: User
    pubKeyCredParams: list[Algorithm]
    excludeCredentials: list[Descriptor]
    timeout: int
    authenticatorSelection: Selection
    attestation: str


class Credential(TypedDict):
    """`PublicKeyCredential.toJSON()` after `navigator.credentials.get()`."""

    id: str
    rawId: str
    type: str
    response: Assertion
    authenticatorAttachment: NotRequired[str | None]
    clientExtensionResults: NotRequired[dict[str, Any]]


class Credentials(TypedDict):
    """`login` is an e-mail address, a phone number or a username."""

    login: str
    password: str


class Decision(TypedDict):
    """`until` ends a suspension by itself; without it the suspension has no end."""

    outcome: Literal["dismiss", "hide", "suspend"]
    reason: str
    until: NotRequired[str | None]


class Description(TypedDict):
    """What is left out stays as it is. A name has 1 to 50 characters; an empty bio or empty pronouns remove them."""

    name: NotRequired[str | None]
    bio: NotRequired[str | None]
    pronouns: NotRequired[str | None]
    links: NotRequired[list[NewLink] | None]


class Descriptor(TypedDict):
    """A passkey that is known."""

    id: str
    transports: list[str]
    type: str


class Device(TypedDict):
    """A session: `device` is what its browser says, put simply; `current` is the one that asks."""

    sessionId: SessionId
    device: str
    openedAt: str
    lastUsedAt: str
    current: bool


class DevicePage(TypedDict):
    """One page of a list. `next` asks for the following one; None means that there is no more."""

    items: list[Device]
    next: Cursor | None


class DigestChange(TypedDict):
    """What is left out stays."""

    rhythm: NotRequired[Literal["daily", "off", "weekly"] | None]
    hour: NotRequired[int | None]
    weekday: NotRequired[Literal["friday", "monday", "saturday", "sunday", "thursday", "tuesday", "wednesday"] | None]


class DigestTimes(TypedDict):
    """A summary of what is unread, by e-mail, at a local hour; a weekly one on `weekday`."""

    rhythm: Literal["daily", "off", "weekly"]
    hour: int
    weekday: Literal["friday", "monday", "saturday", "sunday", "thursday", "tuesday", "wednesday"]


class Disable(TypedDict):
    """`code` is one of the app, or a recovery code."""

    password: str
    code: str


class DraftAnswer(TypedDict):
    """A draft. `state` is `draft`, `scheduled` (for `publish_at`), or `failed`: `problem` says why."""

    id: DraftId
    state: str
    content: NewDraft
    changedAt: str
    publishAt: str | None
    problem: str | None


class DraftAnswerPage(TypedDict):
    """One page of a list. `next` asks for the following one; None means that there is no more."""

    items: list[DraftAnswer]
    next: Cursor | None


class EntryAnswer(TypedDict):
    n: int
    at: str
    actor: str
    action: str
    subject: str
    reason: str
    detail: str
    hash: str


class EntryAnswerPage(TypedDict):
    """One page of a list. `next` asks for the following one; None means that there is no more."""

    items: list[EntryAnswer]
    next: Cursor | None


class Everything(TypedDict):
    """The best of each kind: up to 5 people, 5 hashtags, 3 places and 9 posts."""

    people: list[PersonFound]
    tags: list[TagFound]
    places: list[PlaceFound]
    posts: list[PostAnswer]


class ExportState(TypedDict):
    """`percent` of the steps are done.

    A link, which lives 15 minutes, is there when it is `ready`. `failed`: ask for it anew. `expired`: it was
    deleted, 7 days after it was made.
    """

    state: Literal["expired", "failed", "ready", "working"]
    percent: int
    askedAt: str
    expiresAt: str | None
    url: str | None
    urlExpiresAt: str | None


class FactorsAnswer(TypedDict):
    """Which factors an account has."""

    authenticatorApp: bool
    passkeys: int
    recoveryCodesLeft: int


class FollowCounts(TypedDict):
    """How many follow a person and how many the person follows; aggregated, at most 2 s behind."""

    followers: int
    following: int


class Followed(TypedDict):
    """What a person is to the caller now, and the person's counts with the caller's own change in them."""

    relation: Relation
    counts: FollowCounts


class FollowedTags(TypedDict):
    """Hashtags that one follows, by the alphabet: at most 100."""

    items: list[str]


class Forgotten(TypedDict):
    """`login` is an e-mail address or a username."""

    login: str


class FormerAnswer(TypedDict):
    """What a post said from `written_at` until it was edited. `alts` are in the order of its photographs."""

    caption: str
    entities: list[Mention | Hashtag | Link]
    alts: list[str]
    place: PlaceAnswer | None
    writtenAt: str


class FormerAnswerPage(TypedDict):
    """One page of a list. `next` asks for the following one; None means that there is no more."""

    items: list[FormerAnswer]
    next: Cursor | None


class FoundMessage(TypedDict):
    """A message in which the words stand, and who wrote it."""

    message: MessageAnswer
    sender: PersonAnswer


class FoundMessagePage(TypedDict):
    """One page of a list. `next` asks for the following one; None means that there is no more."""

    items: list[FoundMessage]
    next: Cursor | None


class GridAnswer(TypedDict):
    """One page of a grid.

    `next` asks for the following page; null means that there is no more. `pinned` comes with the first page: up to
    3 posts, in order; they stand among `items`, too, where their time puts them.
    """

    items: list[PostAnswer]
    pinned: list[PostAnswer]
    next: Cursor | None


class GroupChanges(TypedDict):
    """What to change; what is left out stays.

    `name` may be empty; `picture` is an upload for avatars. `timer` are the seconds after which messages disappear
    that are written from now on: 0 (never), an hour, a day, a week, or 90 days. In a conversation of two only the
    timer can be changed, by both.
    """

    name: NotRequired[str | None]
    picture: NotRequired[MediaId | None]
    withoutPicture: NotRequired[bool]
    timer: NotRequired[Literal[0, 3600, 86400, 604800, 7776000] | None]


class Hashtag(TypedDict):
    """`#tag`. `tag` is the form that is compared and looked up (see `normal_tag`), without the #."""

    kind: Literal["hashtag"]
    start: int
    end: int
    tag: str


class Here(TypedDict):
    """Whether somebody sits in front of the device."""

    active: bool


class HiddenWordsAnswer(TypedDict):
    """The list as it is kept: each word once."""

    words: list[str]
    usual: bool


class HiddenWordsBody(TypedDict):
    """Up to 200 words or phrases of 1 to 60 characters, in any order; and whether the usual ones are hidden, too."""

    words: list[str]
    usual: NotRequired[bool]


class Instance(TypedDict):
    """`sign_up` says who may: everybody, who has an invitation, or nobody. `mail`: whether letters are sent."""

    name: str
    signUp: Literal["closed", "invitation", "open"]
    verifiedOnly: bool
    mail: bool


class KindChange(TypedDict):
    """What is left out stays."""

    kind: Literal[
        "approval",
        "coauthor",
        "comment",
        "comment_like",
        "follow",
        "like",
        "mention",
        "message",
        "reply",
        "request",
        "story_reaction",
        "tag",
    ]
    live: NotRequired[Literal["everyone", "following", "off"] | None]
    push: NotRequired[Literal["everyone", "following", "off"] | None]
    email: NotRequired[Literal["everyone", "following", "off"] | None]


class KindWays(TypedDict):
    """Whose doings of one kind one is told of: at once on open screens, by push, by e-mail."""

    kind: Literal[
        "approval",
        "coauthor",
        "comment",
        "comment_like",
        "follow",
        "like",
        "mention",
        "message",
        "reply",
        "request",
        "story_reaction",
        "tag",
    ]
    live: Literal["everyone", "following", "off"]
    push: Literal["everyone", "following", "off"]
    email: Literal["everyone", "following", "off"]


class Leaving(TypedDict):
    """From when on the account is erased. Until then signing in and `POST /v1/auth/stay` take it back."""

    eraseAt: str


class LetterCode(TypedDict):
    """Six digits of a letter."""

    code: str


class LetterLink(TypedDict):
    """What follows `#token=` in a letter's link."""

    token: str


class Link(TypedDict):
    """An http or https address, exactly as written."""

    kind: Literal["link"]
    start: int
    end: int
    url: str


class LinkAnswer(TypedDict):
    """An address that a person shows, and the words for it."""

    title: str
    url: str


class LookUp(TypedDict):
    """A person as staff see them: no address, no number. `reports` are those of the account itself."""

    id: PersonId
    username: str
    name: str
    state: str
    private: bool
    suspended: bool
    suspendedUntil: str | None
    suspendedBecause: str | None
    reports: int
    roles: list[str]
    notes: list[ModerationNoteAnswer]


class MediaAnswer(TypedDict):
    """`state` is waiting, processing, ready (then with the photo) or rejected (then with a reason and a sentence)."""

    mediaId: MediaId
    purpose: Literal["avatar", "post"]
    state: State
    photo: PhotoAnswer | None
    reason: str | None
    sentence: str | None


class MemberAnswer(TypedDict):
    """Somebody in a conversation. `read` and `delivered` are how far they are, as far as they let one see it."""

    person: PersonAnswer
    role: Literal["admin", "member"]
    standing: Literal["asked", "declined", "in"]
    read: int
    delivered: int


class MembersAnswer(TypedDict):
    """Who is in a conversation, whom one may meet; admins first."""

    items: list[MemberAnswer]


class Mention(TypedDict):
    """`@username`, in lower case and without the @. Nobody has checked that such a person exists."""

    kind: Literal["mention"]
    start: int
    end: int
    username: str


class MessageAnswer(TypedDict):
    """One message.

    `seq` is its place; conversation and `seq` name it. `sender` is null where the reader may not know who that is.
    `removed` says why nothing stands in it any more: it was `unsent`, it `vanished` by the timer, its sender was
    `erased`, or it is `hidden` from this reader. `note` is set where it is no one's message, but tells what
    happened to the conversation. `vanishes_at` is when the timer takes it. `client_id` is what its sender's device
    called it, for the sender only. `post_id` is a shared post, which is there for those who may see it.
    """

    seq: int
    sender: PersonId | None
    sentAt: str
    text: str
    entities: list[Mention | Hashtag | Link]
    photos: list[PhotoAnswer]
    postId: PostId | None
    replyTo: int | None
    reactions: list[ReactionAnswer]
    editedAt: str | None
    removed: Literal["erased", "hidden", "unsent", "vanished"] | None
    note: ContractsNoteAnswer | None
    vanishesAt: str | None
    clientId: str | None


class MessagesAnswer(TypedDict):
    """A stretch of a conversation, the oldest message first.

    `older` and `newer`: there is more on that side. `people` wrote, `posts` are those shared here that one may see.
    """

    items: list[MessageAnswer]
    people: list[PersonAnswer]
    posts: list[PostAnswer]
    older: bool
    newer: bool
    seq: int
    rev: int


class MissedAnswer(TypedDict):
    """The messages after the given `seq`, in order, and older ones that changed after `rev`, as they are now.

    Who asked has all up to `seq` and `rev` now. `more`: ask again with these two.
    """

    messages: list[MessageAnswer]
    changed: list[MessageAnswer]
    seq: int
    rev: int
    more: bool


class ModerationNoteAnswer(TypedDict):
    id: str
    by: PersonId
    text: str


class MorePeople(TypedDict):
    """1 to 50 people."""

    people: list[PersonId]


class Mute(TypedDict):
    """What not to see of somebody. Neither is the same as not to mute."""

    posts: NotRequired[bool]
    stories: NotRequired[bool]


class Muted(TypedDict):
    """Somebody who is muted, and what of theirs."""

    person: PersonAnswer
    posts: bool
    stories: bool


class MutedPage(TypedDict):
    """One page of a list. `next` asks for the following one; None means that there is no more."""

    items: list[Muted]
    next: Cursor | None


class Mutuals(TypedDict):
    """Those whom the reader follows among a person's followers.

    `people` are some of them, `count` all of them when it is `exact`; else they are those among the 300 people whom
    the reader has followed last.
    """

    people: list[PersonAnswer]
    count: int
    exact: bool


class NewChatChoices(TypedDict):
    """What to change; what is left out stays."""

    presence: NotRequired[bool | None]
    receipts: NotRequired[bool | None]


class NewComment(TypedDict):
    """1 to 2,200 characters, of which one can be seen. A reply to a reply stands below the same comment."""

    text: str
    replyTo: NotRequired[CommentId | None]


class NewContact(TypedDict):
    """`password` is the current one."""

    contact: str
    password: str


class NewCredential(TypedDict):
    """`PublicKeyCredential.toJSON()` after `navigator.credentials.create()`."""

    id: str
    rawId: str
    type: str
    response: Attestation
    authenticatorAttachment: NotRequired[str | None]
    clientExtensionResults: NotRequired[dict[str, Any]]


class NewDraft(TypedDict):
    """A post that may not be complete yet: up to 10 photographs, which may still be processed."""

    photos: NotRequired[list[ChosenPhoto]]
    caption: NotRequired[str]
    place: NotRequired[NewPlace | None]
    people: NotRequired[list[NewTag]]
    coauthors: NotRequired[list[PersonId]]
    audience: NotRequired[Literal["close", "everyone"]]
    commentsBy: NotRequired[Literal["everyone", "followers", "following", "nobody"]]
    hideCounts: NotRequired[bool]


class NewGroup(TypedDict):
    """1 to 50 people beside oneself, and a name of at most 60 characters.

    More people can be added later, up to 250.
    """

    people: list[PersonId]
    name: NotRequired[str]


class NewLink(TypedDict):
    """An address of the web, and the words for it (the name of the host where there are none)."""

    url: str
    title: NotRequired[str]


class NewMessage(TypedDict):
    """Text of 1 to 4,000 characters, up to 10 photographs of one's own uploads, or a post; `replyTo` is answered.
    `clientId` makes repeats harmless: for 8 days the same one in the same conversation is answered with the
    first message, whatever else the repeat says.
    """

    clientId: str
    text: NotRequired[str]
    photos: NotRequired[list[MediaId]]
    postId: NotRequired[PostId | None]
    replyTo: NotRequired[int | None]


class NewName(TypedDict):
    """1 to 50 characters."""

    name: str


class NewNote(TypedDict):
    text: str


class NewPasskey(TypedDict):
    """`name` is the member's own word for the device."""

    name: str
    credential: NewCredential


class NewPassword(TypedDict):
    """`token` is what follows `#token=` in the letter's link."""

    token: str
    password: str


class NewPerson(TypedDict):
    """`login` is an e-mail address or an E.164 phone number; `invitation` is asked for where sign-up needs one."""

    login: str
    password: str
    username: str
    invitation: NotRequired[str | None]


class NewPlace(TypedDict):
    """Where a post was made: a name of at most 100 characters, and coordinates, both or none (degrees, WGS 84)."""

    name: str
    latitude: NotRequired[float | None]
    longitude: NotRequired[float | None]


class NewPost(TypedDict):
    """1 to 10 photographs, in the order in which they are shown.

    `coauthors` are invited; they stand beside the author when they have accepted.
    """

    photos: list[ChosenPhoto]
    caption: NotRequired[str]
    place: NotRequired[NewPlace | None]
    people: NotRequired[list[NewTag]]
    coauthors: NotRequired[list[PersonId]]
    audience: NotRequired[Literal["close", "everyone"]]
    commentsBy: NotRequired[Literal["everyone", "followers", "following", "nobody"]]
    hideCounts: NotRequired[bool]


class NewPosts(TypedDict):
    """How many posts are newer than one; 50 means 50 or more."""

    count: int


class NewProfile(TypedDict):
    """Under which name the further person is known."""

    username: str


class NewPushSubscription(TypedDict):
    """What the browser's `subscription.toJSON()` gives."""

    endpoint: str
    keys: PushKeys
    expirationTime: NotRequired[float | None]


class NewReport(TypedDict):
    """`post` names a post, `post` and `comment` a comment, `person` an account, `message` a message."""

    kind: Literal["account", "comment", "message", "post"]
    reason: Literal["fraud", "harassment", "hate", "illegal", "nudity", "other", "self_harm", "spam", "violence"]
    text: NotRequired[str]
    post: NotRequired[PostId | None]
    comment: NotRequired[CommentId | None]
    person: NotRequired[PersonId | None]
    message: NotRequired[str | None]


class NewRole(TypedDict):
    """What a member may do: admins change the group and its people."""

    role: Literal["admin", "member"]


class NewTag(TypedDict):
    """Somebody on a photograph: which one (from 0), and where, as parts of its width and height from top left."""

    person: PersonId
    photo: int
    x: float
    y: float


class NewText(TypedDict):
    """1 to 4,000 characters."""

    text: str


class NewUpload(TypedDict):
    """What is going to come.

    `contentType` is image/jpeg, png, webp, avif, heic, heif or gif; `bytes` at most 26,214,400, in parts
    62,914,560.
    """

    contentType: str
    bytes: int
    purpose: NotRequired[Literal["avatar", "post"]]


class NewUsername(TypedDict):
    """2 to 30 of a-z, 0-9, `_` and `.`; upper case becomes lower."""

    username: str


class Noted(TypedDict):
    id: str


class NotificationAnswer(TypedDict):
    """What somebody did, or several people: `people` is how many (1,000 means 1,000 or more), `actors` the newest
    3. It stays where it began, at the time of its id; `happened_at` is when the newest of it did. `photo` is
    the post's first; `excerpt` is how the comment or caption begins. `seen`: it was on the screen; `read`: it
    was opened.
    """

    id: NotificationId
    kind: Literal[
        "approval",
        "coauthor",
        "comment",
        "comment_like",
        "follow",
        "like",
        "mention",
        "message",
        "reply",
        "request",
        "story_reaction",
        "tag",
    ]
    actor: PersonAnswer
    actors: list[PersonAnswer]
    people: int
    happenedAt: str
    seen: bool
    read: bool
    postId: PostId | None
    photo: PhotoAnswer | None
    commentId: CommentId | None
    conversationId: ConversationId | None
    excerpt: str


class NotificationAnswerPage(TypedDict):
    """One page of a list. `next` asks for the following one; None means that there is no more."""

    items: list[NotificationAnswer]
    next: Cursor | None


class NotificationSettings(TypedDict):
    """How one is told of what. During quiet hours nothing is pushed or mailed; afterwards one summary is."""

    kinds: list[KindWays]
    timeZone: str
    quietHours: QuietTimes
    digest: DigestTimes


class Opened(TypedDict):
    """What one opened from a search, or looked for.

    `what`: of a `person` the id, of a `tag` the hashtag, of a `place` its name, of `words` these.
    """

    kind: Literal["person", "place", "tag", "words"]
    what: Words


class Order(TypedDict):
    """Ids of one's own collections, in the order in which to list them; what is left out comes after them."""

    collections: list[CollectionId]


class OwnPeople(TypedDict):
    """All of them: there are at most 5."""

    items: list[OwnPerson]


class OwnPerson(TypedDict):
    """A person of my account; `acting` is the one whom this session acts as."""

    id: PersonId
    username: str
    acting: bool


class PartAddress(TypedDict):
    """PUT exactly `bytes` bytes to `url`."""

    number: int
    bytes: int
    url: str


class PartAddresses(TypedDict):
    """`expiresIn` are the seconds for which the addresses can be used; ask again for others."""

    parts: list[PartAddress]
    expiresIn: int


class PartsStarted(TypedDict):
    """Cut the file into `parts` pieces of `part_bytes` bytes, the last as small as it comes."""

    mediaId: MediaId
    parts: int
    partBytes: int


class PasskeyAnswer(TypedDict):
    """A passkey of mine. Times are RFC 3339."""

    id: str
    name: str
    madeAt: str
    usedAt: str | None


class PasskeyProof(TypedDict):
    """An answer of an authenticator."""

    credential: Credential


class PasskeySignIn(TypedDict):
    """An answer of an authenticator; with the `challengeToken` when a password went before."""

    credential: Credential
    challengeToken: NotRequired[str | None]


class Passkeys(TypedDict):
    """All of them: there are at most 20."""

    items: list[PasskeyAnswer]


class People(TypedDict):
    """People in the order in which they were asked for."""

    items: list[PersonAnswer]


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


class PersonFound(TypedDict):
    """A person whom a search finds; `following`: the reader follows them."""

    id: PersonId
    username: str
    name: str
    avatar: AvatarAnswer | None
    following: bool


class PersonFoundPage(TypedDict):
    """One page of a list. `next` asks for the following one; None means that there is no more."""

    items: list[PersonFound]
    next: Cursor | None


class PhotoAnswer(TypedDict):
    """A photograph to show.

    Width and height are the original's, upright; addresses live 10 to 20 minutes. Of a moving picture the sources
    show the first frame, and `motion` is the address of an animated WebP.
    """

    mediaId: MediaId
    width: int
    height: int
    alt: str
    thumbhash: str
    color: str
    sources: list[Source]
    animated: bool
    motion: str | None


class Picture(TypedDict):
    """An upload of one's own, made with the purpose `avatar` and processed."""

    mediaId: MediaId


class PlaceAnswer(TypedDict):
    """Where a post was made, as its author says.

    Coordinates are degrees (WGS 84), rounded to about 100 m. `id` names the place's page: all posts whose authors
    call it the same have the same.
    """

    id: str
    name: str
    latitude: float | None
    longitude: float | None


class PlaceFound(TypedDict):
    """A place that posts name. `posts` counts as a hashtag's does."""

    id: PlaceId
    name: str
    posts: int


class PlaceFoundPage(TypedDict):
    """One page of a list. `next` asks for the following one; None means that there is no more."""

    items: list[PlaceFound]
    next: Cursor | None


class PlacePage(TypedDict):
    """The head of a place's page."""

    id: PlaceId
    name: str
    posts: int


class PostAnswer(TypedDict):
    """A post as its reader sees it.

    `liked` is the reader's own, false for nobody. `entities` are the mentions, hashtags and links of the caption;
    offsets count Unicode code points. `likes` is null for others where the author hides the count. `mine`: the
    reader is its author and may change it. `pinned`: it stands first on the profile that was asked for, or on the
    reader's own. `via_tag`: the hashtag that one follows by which it came into one's feed; null where it came by
    its authors, and outside the feed.
    """

    id: PostId
    author: PersonAnswer
    publishedAt: str
    photos: list[PhotoAnswer]
    caption: str
    entities: list[Mention | Hashtag | Link]
    likes: int | None
    comments: int
    liked: bool
    coauthors: list[PersonAnswer]
    place: PlaceAnswer | None
    people: list[TaggedAnswer]
    audience: str
    commentsBy: str
    hideCounts: bool
    state: str
    editedAt: str | None
    mine: bool
    pinned: bool
    viaTag: str | None


class PostAnswerPage(TypedDict):
    """One page of a list. `next` asks for the following one; None means that there is no more."""

    items: list[PostAnswer]
    next: Cursor | None


class PostTrends(TypedDict):
    """Posts, the most trending first."""

    items: list[PostAnswer]


class PresenceAnswer(TypedDict):
    """Whether somebody is there, or when they last were."""

    person: PersonId
    active: bool
    lastSeen: str


class PresencesAnswer(TypedDict):
    """Those of the people asked about who let one see it."""

    items: list[PresenceAnswer]


class Privacy(TypedDict):
    """A private account is followed by those only whom its owner approves."""

    private: bool


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
    """A person's page.

    `bioEntities` are the mentions, hashtags and links of the bio, by code points. `visible` says whether the reader
    may see the person's posts, followers and followings: those of a private account are for its followers.
    """

    person: PersonAnswer
    bio: str
    bioEntities: list[Mention | Hashtag | Link]
    pronouns: str
    links: list[LinkAnswer]
    private: bool
    visible: bool
    counts: Counts
    relation: Relation


class PublishAt(TypedDict):
    """When to publish: 10 minutes to 75 days from now. It happens within a minute of that."""

    publishAt: str


class PushDevice(TypedDict):
    """A device that takes pushes. `device` is how it calls itself; `here` says that it belongs to this session."""

    id: str
    device: str
    madeAt: str
    here: bool


class PushDevicePage(TypedDict):
    """One page of a list. `next` asks for the following one; None means that there is no more."""

    items: list[PushDevice]
    next: Cursor | None


class PushKey(TypedDict):
    """The platform's public key: `applicationServerKey` when a browser subscribes."""

    publicKey: str


class PushKeys(TypedDict):
    """Base64url: the device's public key (65 bytes) and its secret (16 bytes)."""

    p256dh: str
    auth: str


class QuietChange(TypedDict):
    """Both times, or both null for no quiet hours."""

    start: str | None
    end: str | None


class QuietTimes(TypedDict):
    """Times of the local day (`22:00`); through midnight when the end comes first. Both null: no quiet hours."""

    start: str | None
    end: str | None


class Reaction(TypedDict):
    """One emoji."""

    emoji: str


class ReactionAnswer(TypedDict):
    """Who answered a message with this emoji; one for each person."""

    emoji: str
    people: list[PersonId]


class Reason(TypedDict):
    """Why somebody is suggested.

    `followed`: `people`, whom the reader follows, follow them, and so do `more` others whom the reader follows.
    `interests`: they post about `tag`, which the reader follows or uses. `popular`: many like their posts these
    days.
    """

    kind: Literal["followed", "interests", "popular"]
    people: list[PersonAnswer]
    more: int
    tag: str | None


class RecentPerson(TypedDict):
    """Somebody whom one opened from a search."""

    kind: Literal["person"]
    id: SearchId
    person: PersonFound


class RecentPlace(TypedDict):
    """A place that one opened from a search."""

    kind: Literal["place"]
    id: SearchId
    placeId: PlaceId
    name: str


class RecentTag(TypedDict):
    """A hashtag, without the #, that one opened from a search."""

    kind: Literal["tag"]
    id: SearchId
    tag: str


class RecentWords(TypedDict):
    """What one looked for."""

    kind: Literal["words"]
    id: SearchId
    words: str


class RecoveryCodes(TypedDict):
    """Codes for the day on which the device is lost: each works once. Shown this once; empty when there were some."""

    recoveryCodes: list[str]


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


class RelationAnswer(TypedDict):
    """What a person is to the reader, as the person's page says it."""

    personId: PersonId
    relation: Relation


class Relations(TypedDict):
    """In the order in which the people were asked for."""

    items: list[RelationAnswer]


class RelyingParty(TypedDict):
    """Whom a passkey is for."""

    id: str
    name: str


class Rename(TypedDict):
    """A new name."""

    name: str


class ReportAnswer(TypedDict):
    """`state` is `open`, `acted` (staff did something) or `dismissed`."""

    id: str
    subject: str
    reason: str
    text: str
    reportedAt: str
    state: str


class ReportAnswerPage(TypedDict):
    """One page of a list. `next` asks for the following one; None means that there is no more."""

    items: list[ReportAnswer]
    next: Cursor | None


class Request(TypedDict):
    """Somebody who waits, or for whom one waits, and since when."""

    person: PersonAnswer
    askedAt: str


class RequestOptions(TypedDict):
    """For `PublicKeyCredential.parseRequestOptionsFromJSON()`.

    Without `allowCredentials` the device finds its own.
    """

    challenge: str
    rpId: str
    timeout: int
    allowCredentials: list[Descriptor]
    userVerification: str


class RequestPage(TypedDict):
    """One page of a list. `next` asks for the following one; None means that there is no more."""

    items: list[Request]
    next: Cursor | None


class Requests(TypedDict):
    """Who waits, newest first.

    `waiting` is how many do: exact on a page that is the only one, else at most 2 s old.
    """

    items: list[Request]
    next: Cursor | None
    waiting: int


class SaveAnswer(TypedDict):
    """A post that the reader has saved, and the id and name of the collection that it is in."""

    postId: PostId
    collectionId: CollectionId
    collection: str


class SavedIn(TypedDict):
    """Where to keep the post: a name of 1 to 50 characters, or nothing for the collection that everybody has."""

    collection: NotRequired[str]


class Saves(TypedDict):
    """In the order in which the posts were asked for."""

    items: list[SaveAnswer]


class Searches(TypedDict):
    """At most 20, the latest first."""

    items: list[RecentPerson | RecentTag | RecentPlace | RecentWords]


class SecondStep(TypedDict):
    """`code` is one of the authenticator app, or a recovery code."""

    challengeToken: str
    code: str


class Seen(TypedDict):
    """The newest entry that was on the screen."""

    until: NotificationId


class Selection(TypedDict):
    """Which authenticators may be used: those that find the passkey themselves and check who uses it."""

    residentKey: str
    requireResidentKey: bool
    userVerification: str


class SettingsChange(TypedDict):
    """What is left out stays. `timeZone` is a name of the IANA database, such as `Europe/Berlin`."""

    kinds: NotRequired[list[KindChange]]
    timeZone: NotRequired[str | None]
    quietHours: NotRequired[QuietChange | None]
    digest: NotRequired[DigestChange | None]


class ShareAnswer(TypedDict):
    """The address of a post, and the data of an Open Graph card.

    Of what not everybody may see the card says nothing: a general title, no description, no image. The image's
    address is good for some minutes: who makes a card fetches it at once.
    """

    url: str
    title: str
    description: str
    image: str | None
    imageAlt: str


class SignedIn(TypedDict):
    """Tokens; or, when `challenges` has `second_factor`, none of them but a `challengeToken` to prove it with."""

    accessToken: Token | None
    refreshToken: Token | None
    challenges: list[Literal["create_profile", "enrol_second_factor", "leaving", "second_factor", "verify_contact"]]
    challengeToken: Token | None


class Source(TypedDict):
    """One rendition: as wide as `width` pixels, in two formats."""

    width: int
    webp: str
    jpeg: str


class Suggestion(TypedDict):
    """Somebody whom the reader may want to follow. `private`: they approve who follows them."""

    person: PersonAnswer
    private: bool
    reason: Reason


class Suggestions(TypedDict):
    """People, the best first."""

    items: list[Suggestion]


class SuspendFor(TypedDict):
    reason: str
    until: NotRequired[str | None]


class Switched(TypedDict):
    """An access token of this same session that acts as the other person. The refresh token stays what it is."""

    accessToken: Token


class TagFound(TypedDict):
    """A hashtag, without the #. `posts` counts those that everybody may see and nobody whom the reader hides made."""

    tag: str
    posts: int
    following: bool


class TagFoundPage(TypedDict):
    """One page of a list. `next` asks for the following one; None means that there is no more."""

    items: list[TagFound]
    next: Cursor | None


class TagPage(TypedDict):
    """The head of a hashtag's page. `related`: hashtags that often stand beside it, at most 8."""

    tag: str
    posts: int
    following: bool
    related: list[str]


class TagTrend(TypedDict):
    """A hashtag that is used more and more. `people`: how many used it in the time."""

    tag: str
    people: int


class TagTrends(TypedDict):
    """Hashtags, the most trending first."""

    items: list[TagTrend]


class TaggedAnswer(TypedDict):
    """Somebody on a photograph: which one (from 0), and where, as parts of its width and height from top left."""

    person: PersonAnswer
    photo: int
    x: float
    y: float


class ThreadAnswer(TypedDict):
    """A comment with how many replies it has, and the first of them."""

    id: CommentId
    author: PersonAnswer
    writtenAt: str
    text: str
    entities: list[Mention | Hashtag | Link]
    removable: bool
    likes: int
    liked: bool
    parent: CommentId | None
    replyTo: CommentId | None
    held: bool
    replies: int
    firstReplies: list[CommentAnswer]
    pinned: bool


class ThreadAnswerPage(TypedDict):
    """One page of a list. `next` asks for the following one; None means that there is no more."""

    items: list[ThreadAnswer]
    next: Cursor | None


class TicketAnswer(TypedDict):
    """Connect with `?ticket=…` within `expires_in` seconds; it works once."""

    ticket: str
    expiresIn: int


class Token(TypedDict):
    """A token and its life in seconds."""

    value: str
    ttl: int


class Tokens(TypedDict):
    """The refresh token is left out where it went into the cookie (header `x-session-in: cookie`).

    `challenges` names what the session should still meet; see `GET /v1/auth/challenges`.
    """

    accessToken: Token
    refreshToken: Token | None
    challenges: list[Literal["create_profile", "enrol_second_factor", "leaving", "second_factor", "verify_contact"]]


class Unread(TypedDict):
    """How many entries have not been seen; 100 means 100 or more."""

    count: int


class UnreadAnswer(TypedDict):
    """What waits: conversations with unread messages, these messages, and requests.

    Muted ones do not count. The 100 conversations count in which something was said last.
    """

    conversations: int
    messages: int
    requests: int


class UpTo(TypedDict):
    """The newest message that it is true of."""

    seq: int


class UploadAnswer(TypedDict):
    """`expiresIn` are the seconds for which the form can be used."""

    mediaId: MediaId
    upload: UploadForm
    expiresIn: int


class UploadForm(TypedDict):
    """Post to `url` as multipart/form-data: all `fields` as they are, and after them the file as the field `file`."""

    url: str
    fields: dict[str, str]


class User(TypedDict):
    """Who a passkey signs in; `id` says nothing about them."""

    id: str
    name: str
    displayName: str


class UsernameAnswer(TypedDict):
    """What the person is called from now on."""

    username: str


class WantedParts(TypedDict):
    """Which parts are to be sent now, counted from 1."""

    numbers: list[int]


class Wish(TypedDict):
    """`challengeToken` when a password went before; then only passkeys of that account are asked for."""

    challengeToken: NotRequired[str | None]
