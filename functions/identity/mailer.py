"""Letters that other contexts want: to the verified address of a person, once each. No address leaves this context."""

from pynamodb.attributes import UnicodeAttribute

from contracts.notifications import MailWanted
from identity import keys, reads
from identity.model import Account, is_email
from identity.store import Item
from kernel import clock
from kernel.ids import PersonId
from kit import mail, mail_layout, store, telemetry
from kit.mail_layout import Button, Letter
from kit.settings import settings

KEPT_SECONDS = 30 * 24 * 3600


class SentMail(Item):
    at = UnicodeAttribute()


def send_wanted(fact: MailWanted) -> bool:
    """Send a wanted letter. False when it was sent before, or there is no verified address to send it to.

    That it is sent is written down first, and taken back only when sending failed: a process that dies in between
    loses the letter, which repeats what the app shows, rather than sending it twice. Raises what `kit.mail.send`
    raises for now (Away); a letter that will never be taken is dropped.
    """
    account = account_of(fact.person)
    if account is None or not account.contact_verified or not is_email(account.contact) or not mail.is_on():
        return False
    if not claim(fact.mail_id):
        return False
    words = letter_of(fact)
    try:
        mail.send(
            account.contact,
            words.subject,
            mail_layout.text(words),
            mail_layout.html(words),
            kind=fact.kind.replace("_", "-"),
            list_unsubscribe=settings().app_origin + fact.leave,
            letter=fact.mail_id,
        )
    except mail.MailRefused as error:
        telemetry.logger().warning("letter refused", extra={"kind": fact.kind, "reason": str(error)})
        return False
    except Exception:
        release(fact.mail_id)
        raise
    return True


def letter_of(fact: MailWanted) -> Letter:
    """The words of a wanted letter: its lines, one link into the app, and where to choose other mails."""
    origin = settings().app_origin
    return Letter(
        subject=fact.subject,
        sentences=fact.lines or [fact.subject],
        button=Button(f"Open {settings().instance_name}", f"{origin}{fact.path}"),
        unsubscribe=f"{origin}/settings/notifications",
    )


def account_of(person: PersonId) -> Account | None:
    """The account that a person belongs to; most have one person, under the same id."""
    account = reads.account(person)
    if account is not None:
        return account
    username = reads.usernames([person]).get(person)
    held = reads.holder_of_username(username) if username else None
    return reads.account(held[1]) if held else None


def release(mail_id: str) -> None:
    """Take back that a letter was sent, because sending it failed."""
    store.write(store.delete(SentMail, keys.wanted_mail(mail_id), keys.CARD))


def claim(mail_id: str) -> bool:
    """Write down that a letter is sent. False when it was before."""
    item = SentMail(
        keys.wanted_mail(mail_id), keys.CARD, at=clock.stamp(clock.now()), expires_at=clock.seconds() + KEPT_SECONDS
    )
    try:
        store.write(store.put(item, unless_exists=True))
    except store.ConditionFailed:
        return False
    return True
