"""What a notification says outside of the app: in a push, in a mail. English, short, without what is private."""

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from contracts.notifications import Kind
from notifications.model import Notification

SENTENCES: dict[Kind, str] = {
    "like": "{who} likes your post.",
    "comment": "{who} commented on your post.",
    "reply": "{who} answered your comment.",
    "mention": "{who} mentioned you.",
    "follow": "{who} follows you.",
    "request": "{who} asks to follow you.",
    "approval": "{who} lets you follow them.",
    "tag": "{who} tagged you in a post.",
    "comment_like": "{who} likes your comment.",
    "coauthor": "{who} asks you to be an author of a post, too.",
    "message": "{who} sent you a message.",
    "story_reaction": "{who} reacted to your story.",
}

NOUNS: dict[Kind, tuple[str, str]] = {
    "like": ("like", "likes"),
    "comment": ("comment", "comments"),
    "reply": ("answer", "answers"),
    "mention": ("mention", "mentions"),
    "follow": ("new follower", "new followers"),
    "request": ("follow request", "follow requests"),
    "approval": ("approved request", "approved requests"),
    "tag": ("tag", "tags"),
    "comment_like": ("like of a comment", "likes of comments"),
    "coauthor": ("invitation", "invitations"),
    "message": ("message", "messages"),
    "story_reaction": ("reaction", "reactions"),
}

URGENT: frozenset[Kind] = frozenset({"message", "mention", "comment", "reply"})
"""Kinds for which a device is woken; the others wait until it is awake (RFC 8030 5.3)."""

OVERVIEW = "/notifications"
SETTINGS = "/settings/notifications"


class PushText(Struct, frozen=True):
    """What a service worker is sent. Equal `tag`s replace each other on the screen; `path` is what a tap opens."""

    kind: str
    text: str
    tag: str
    path: str


def push_of(notification: Notification, username: str) -> PushText:
    """The push of one notification. Likes of one post replace each other, as do follows; words do not."""
    kind = notification.kind
    about = notification.comment_id if notification.excerpt else notification.post_id or notification.conversation_id
    return PushText(
        kind=kind, text=said(notification, username), tag=f"{kind}-{about or ''}", path=path_of(notification)
    )


def said(notification: Notification, username: str) -> str:
    """The sentence, and what was written if something was."""
    sentence = SENTENCES[notification.kind].format(who=username)
    return f"{sentence[:-1]}: {notification.excerpt}" if notification.excerpt else sentence


def path_of(notification: Notification) -> str:
    if notification.conversation_id:
        return f"/direct/{notification.conversation_id}"
    return f"/p/{notification.post_id}" if notification.post_id else OVERVIEW


def after_quiet_hours(number: int) -> str:
    return f"{number} new {'notification' if number == 1 else 'notifications'} during your quiet hours."


def digest_subject(number: int, more: bool) -> str:
    return f"{number}{' or more' if more else ''} new {'notification' if number == 1 else 'notifications'}"


def digest_lines(found: Sequence[tuple[Notification, str]]) -> list[str]:
    """How many of each kind, and from whom; the kinds in the order of the list of kinds."""
    counts = Counter(notification.kind for notification, _ in found)
    return [
        f"{counts[kind]} {NOUNS[kind][counts[kind] != 1]}: {names(who for each, who in found if each.kind == kind)}"
        for kind in SENTENCES
        if counts[kind]
    ]


def names(usernames: Iterable[str]) -> str:
    """`ana`, `ana and ben`, `ana, ben and 3 others`."""
    found = list(dict.fromkeys(usernames))
    if len(found) <= 2:
        return " and ".join(found)
    others = len(found) - 2
    return f"{found[0]}, {found[1]} and {others} {'other' if others == 1 else 'others'}"
