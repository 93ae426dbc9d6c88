"""Writes identity's letters: addresses never leave this context, so whoever wants to write to a person asks here.

A letter may arrive twice when an answer of the mail server was lost, then with the same words; a repeated fact sends
nothing.
"""

from contracts import Envelope
from contracts.identity import LetterAsked, PersonSignedUp
from contracts.moderation import PersonReinstated, PersonSuspended
from contracts.notifications import MailWanted
from identity import endings, letter_store, letters, limits, mailer, mails, reads, suspension
from identity.model import RESET_SECONDS, VERIFY_SECONDS, Account, Ask, is_email
from kernel import clock
from kernel.errors import Away, TooMany
from kit import mail, mail_layout, telemetry
from kit.consumers import Inbox
from kit.mail_layout import Letter

app = Inbox("identity-inbox", queue="identity-inbox")

HOUR = 3600
PER_HOUR = 5
"""Letters of one kind to one address within an hour: nobody's postbox is filled from here."""


@app.on(PersonSignedUp)
def on_person_signed_up(envelope: Envelope[PersonSignedUp]) -> None:
    """Let a new person show that their address is theirs."""
    account = reads.account(envelope.fact.person_id)
    if account is not None and not account.contact_verified:
        _verify(account, account.contact, envelope.id)


@app.on(LetterAsked)
def on_letter_asked(envelope: Envelope[LetterAsked]) -> None:
    """Send the letter that was asked for, if there is somebody to send it to."""
    ask = reads.ask(envelope.fact.letter_id)
    account = _account_of(ask) if ask else None
    if ask is None or account is None:
        return
    if ask.kind == "verify" and not account.contact_verified:
        _verify(account, account.contact, envelope.id)
    elif ask.kind == "change" and ask.contact:
        _verify(account, ask.contact, envelope.id)
    elif ask.kind == "reset":
        _reset(account, envelope.id)
    elif ask.kind == "password-changed":
        endings.end_older(account)
        if account.contact_verified:
            _notice(account.contact, "password-changed", mails.password_changed(account.username), envelope.id)
    elif ask.kind == "contact-changed" and ask.contact:
        _notice(ask.contact, "contact-changed", mails.contact_changed(account.username), envelope.id)


@app.on(MailWanted)
def on_mail_wanted(envelope: Envelope[MailWanted]) -> None:
    """Send what another context wants a person to read."""
    mailer.send_wanted(envelope.fact)


@app.on(PersonSuspended)
def on_person_suspended(envelope: Envelope[PersonSuspended]) -> None:
    """Nobody signs in to the account any more, and its sessions end."""
    until = envelope.fact.until
    suspension.follow(envelope.fact.person, envelope.id, active=True, until=clock.stamp(until) if until else None)


@app.on(PersonReinstated)
def on_person_reinstated(envelope: Envelope[PersonReinstated]) -> None:
    """The account may be signed in to again."""
    suspension.follow(envelope.fact.person, envelope.id, active=False)


def _account_of(ask: Ask) -> Account | None:
    if ask.account is not None:
        return reads.account(ask.account)
    found = reads.candidates(ask.login or "")
    verified = [each for each in found if each.contact_verified]
    return next(iter([*verified, *found]), None)


def _verify(account: Account, contact: str, cause: str) -> None:
    """A letter with link and code; or, when the address is somebody's already, one that says so to them."""
    if not is_email(contact):
        return
    holder = reads.holder(contact)
    if holder is not None and holder != account.person_id:
        _notice(contact, "already-yours", mails.already_yours(), cause)
        return
    _secret(account, letters.CONTACT, contact, cause)


def _reset(account: Account, cause: str) -> None:
    """A letter to the account's own address, unless that address is another account's."""
    holder = reads.holder(account.contact)
    if is_email(account.contact) and holder in (None, account.person_id):
        _secret(account, letters.RESET, account.contact, cause)


def _secret(account: Account, purpose: str, contact: str, cause: str) -> None:
    given = letters.secrets_of(purpose, account.person_id, cause)
    seconds = RESET_SECONDS if purpose == letters.RESET else VERIFY_SECONDS
    if not letter_store.begin(account.person_id, purpose, cause, contact, given, seconds):
        begun = reads.letter(account.person_id, purpose)
        if begun is None or begun.cause != cause or begun.sent_at is not None:
            return
    write, kind = (mails.reset, "reset") if purpose == letters.RESET else (mails.verify, "verify")
    if _send(contact, kind, write(account.username, given), cause):
        letter_store.mark_sent(account.person_id, purpose, cause)


def _notice(contact: str, kind: str, words: Letter, cause: str) -> None:
    """A letter that nobody answers, once."""
    if not mailer.claim(cause):
        return
    try:
        _send(contact, kind, words, cause)
    except Exception:
        mailer.release(cause)
        raise


def _send(contact: str, kind: str, words: Letter, cause: str) -> bool:
    """Whether the letter has left. Refused ones, and those above the limit, are dropped and logged without address."""
    if not mail.is_on() or not is_email(contact):
        return False
    try:
        limits.spend(f"letter-{kind}", contact, PER_HOUR, seconds=HOUR)
        mail.send(contact, words.subject, mail_layout.text(words), mail_layout.html(words), kind=kind, letter=cause)
    except Away:
        limits.give_back(f"letter-{kind}", contact, seconds=HOUR)
        raise
    except TooMany:
        telemetry.logger().warning("too many letters", extra={"kind": kind})
        return False
    except mail.MailRefused as error:
        telemetry.logger().warning("letter refused", extra={"kind": kind, "reason": str(error)})
        return False
    return True
