"""From notifications to devices and mails: by push and e-mail, as the person wants it and as they may see it then."""

from contracts import Envelope
from contracts.identity import SessionEnded
from contracts.notifications import PersonNotified, QuietHoursEnded
from kernel import clock
from kernel.ids import PersonId, made_at
from kit import bus, queues, telemetry
from kit.consumers import Inbox
from notifications import channel_reads, channel_store, hours, mails, outbound, sights, wording
from notifications.model import Notification
from notifications.wording import PushText
from views.notifications import Preferences

QUEUE = "notifications-deliver"

app = Inbox("deliver", queue=QUEUE)


@app.on(PersonNotified)
def on_person_notified(envelope: Envelope[PersonNotified]) -> None:
    """Push and mail, unless it was withdrawn, may not be seen any more, or is not wanted; hold it in quiet hours."""
    person, what = envelope.fact.person, envelope.fact.notification_id
    found, preferences = channel_reads.standing(person, what, envelope.fact.group)
    if found is None or (clock.now() - made_at(what)).total_seconds() > outbound.LIFE_SECONDS:
        return
    ways = preferences.of(found.kind)
    if ways.push == ways.email == "off":
        return
    seen = sights.seen(person, [found])
    if not seen:
        return
    follows = "following" in (ways.push, ways.email) and sights.follows(person, found.actor)
    wanted = ("everyone", "following") if follows else ("everyone",)
    _tell(envelope, found, seen[0][1], preferences, pushes=ways.push in wanted, mailed=ways.email in wanted)


@app.on(QuietHoursEnded)
def on_quiet_hours_ended(envelope: Envelope[QuietHoursEnded]) -> None:
    """One push and one mail for all that was held back."""
    fact = envelope.fact
    if fact.mails:
        _mail(fact.person, envelope.id, "quiet", wording.after_quiet_hours(fact.mails), [], wording.OVERVIEW)
    if fact.pushes:
        text = PushText("quiet", wording.after_quiet_hours(fact.pushes), "quiet", wording.OVERVIEW)
        _later(envelope, outbound.push(fact.person, envelope.id, text))


@app.on(SessionEnded)
def on_session_ended(envelope: Envelope[SessionEnded]) -> None:
    """The session's devices get no more pushes."""
    channel_store.end_session(envelope.fact.session_id)


def _tell(
    envelope: Envelope[PersonNotified],
    found: Notification,
    username: str,
    preferences: Preferences,
    *,
    pushes: bool,
    mailed: bool,
) -> None:
    person, what, now = envelope.fact.person, found.notification_id, clock.now()
    if not (pushes or mailed):
        return
    if hours.is_quiet(preferences, now):
        until = hours.quiet_until(preferences, now)
        channel_store.hold(person, what, pushes=int(pushes), mails=int(mailed), until=until)
        return
    if mailed:
        _mail_of(person, found, username)
    if pushes:
        _later(envelope, outbound.push(person, what, wording.push_of(found, username)))
    telemetry.logger().info("delivered", extra={"kind": found.kind})


def _mail_of(person: PersonId, found: Notification, username: str) -> None:
    """Ask for a mail, unless it was, or the person had enough of them this hour."""
    what, hour = found.notification_id, clock.seconds() // 3600
    if "mail" in channel_reads.sent(what) or channel_reads.mails_within(person, hour) >= mails.MAILS_PER_HOUR:
        return
    subject = wording.SENTENCES[found.kind].format(who=username)[:-1]
    _mail(person, what, found.kind, subject, [wording.said(found, username)], wording.path_of(found))
    channel_store.count_mail(person, what, hour)


def _mail(person: PersonId, what: str, kind: str, subject: str, lines: list[str], path: str) -> None:
    """Said at least once, under an id that is always the same: whoever sends it sends it once."""
    fact = mails.wanted(person, what, kind, subject, lines, path)
    bus.say(fact, actor=None, id_=what)


def _later(envelope: Envelope[PersonNotified] | Envelope[QuietHoursEnded], wait: int) -> None:
    if wait:
        queues.again(QUEUE, envelope, delay=wait)
