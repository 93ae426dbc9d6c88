"""Asking for mails: what one says, and the link by which one leaves. Addresses are known to identity alone."""

from urllib.parse import quote

from contracts.notifications import MailWanted
from kernel import paging
from kernel.ids import PersonId
from kit import secrets

UNSUBSCRIBE_KEY = "unsubscribe-key"
UNSUBSCRIBE_SCOPE = "unsubscribe"

MAILS_PER_HOUR = 10
"""Notification mails that one person gets within an hour; the rest is in the app, and in the digest."""


def leave_path(person: PersonId, what: str) -> str:
    """Address path that ends mails of a kind, `digest` or `all`; whoever has the mail may use it, for ever."""
    token = paging.seal([person, what], key=secrets.key("unsubscribe-key"), scope=UNSUBSCRIBE_SCOPE)
    return f"/v1/public/mail/unsubscribe?token={quote(token)}"


def wanted(person: PersonId, mail_id: str, kind: str, subject: str, lines: list[str], path: str) -> MailWanted:
    """The fact that a person is to get a mail."""
    return MailWanted(
        mail_id=mail_id,
        person=person,
        kind=kind,
        subject=subject,
        lines=lines,
        path=path,
        leave=leave_path(person, "all" if kind == "quiet" else kind),
    )
