"""What notifications say."""

from typing import ClassVar, Literal

from contracts import Fact
from kernel.ids import NotificationId, PersonId

Kind = Literal[
    "like",
    "comment",
    "reply",
    "mention",
    "follow",
    "request",
    "approval",
    "tag",
    "comment_like",
    "coauthor",
    "message",
    "story_reaction",
]
"""Everything that a person can be notified of: the one list."""


class PersonNotified(Fact, frozen=True):
    """A notification was stored for a person. Said once per notification, not when one is withdrawn or read.

    `group` is the entry of their list that tells of it together with others, if one does.
    """

    key_field: ClassVar[str] = "person"
    notification_id: NotificationId
    person: PersonId
    kind: Kind
    group: NotificationId | None = None


class QuietHoursEnded(Fact, frozen=True):
    """A person's quiet hours are over, and something was held back: so many pushes and mails. Not said for none."""

    key_field: ClassVar[str] = "person"
    person: PersonId
    pushes: int
    mails: int


class MailWanted(Fact, frozen=True):
    """A person is to get a mail. Whoever knows addresses sends it, once per `mail_id`, to a verified address only.

    `lines` are paragraphs of plain text, `path` is where the mail's one link leads, `leave` is the address path of
    one-click unsubscribing (RFC 8058).
    """

    key_field: ClassVar[str] = "person"
    mail_id: str
    person: PersonId
    kind: str
    subject: str
    lines: list[str]
    path: str
    leave: str
