"""How a person wants to be told: kinds and channels, quiet hours, digest; and leaving mails by one click."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from contracts.notifications import Kind
from kernel import clock, paging
from kernel.errors import Invalid, NotFound
from kernel.ids import PersonId
from kernel.shapes import Answer, Body
from kit import secrets
from kit.service import Service
from notifications import channel_reads, channel_store, hours
from notifications.mails import UNSUBSCRIBE_KEY, UNSUBSCRIBE_SCOPE
from views.notifications import KINDS, Choice, Digest, Preferences, QuietHours, Ways

app = Service("notification-settings")

Clock = Annotated[str, Meta(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class KindWays(Answer, frozen=True):
    """Whose doings of one kind one is told of: at once on open screens, by push, by e-mail."""

    kind: Kind
    live: Choice
    push: Choice
    email: Choice


class QuietTimes(Answer, frozen=True):
    """Times of the local day (`22:00`); through midnight when the end comes first. Both null: no quiet hours."""

    start: Clock | None = None
    end: Clock | None = None


class DigestTimes(Answer, frozen=True):
    """A summary of what is unread, by e-mail, at a local hour; a weekly one on `weekday`."""

    rhythm: Literal["off", "daily", "weekly"]
    hour: int
    weekday: Weekday


class NotificationSettings(Answer, frozen=True):
    """How one is told of what. During quiet hours nothing is pushed or mailed; afterwards one summary is."""

    kinds: list[KindWays]
    time_zone: str
    quiet_hours: QuietTimes
    digest: DigestTimes


class KindChange(Body, frozen=True):
    """What is left out stays."""

    kind: Kind
    live: Choice | None = None
    push: Choice | None = None
    email: Choice | None = None


class QuietChange(Body, frozen=True):
    """Both times, or both null for no quiet hours."""

    start: Clock | None
    end: Clock | None


class DigestChange(Body, frozen=True):
    """What is left out stays."""

    rhythm: Literal["off", "daily", "weekly"] | None = None
    hour: Annotated[int, Meta(ge=0, le=23)] | None = None
    weekday: Weekday | None = None


class SettingsChange(Body, frozen=True):
    """What is left out stays. `timeZone` is a name of the IANA database, such as `Europe/Berlin`."""

    kinds: Annotated[list[KindChange], Meta(max_length=len(KINDS))] = []  # noqa: RUF012 - msgspec copies it
    time_zone: Annotated[str, Meta(min_length=1, max_length=64)] | None = None
    quiet_hours: QuietChange | None = None
    digest: DigestChange | None = None


@app.get("/v1/me/notification-settings")
def get_notification_settings(me: PersonId) -> NotificationSettings:
    """How one is told of what."""
    return _answer(channel_reads.preferences(me)[1])


@app.patch("/v1/me/notification-settings")
def change_notification_settings(me: PersonId, body: SettingsChange) -> NotificationSettings:
    """Change how one is told of what; what is left out stays."""
    if body.time_zone is not None and body.time_zone not in hours.zones():
        raise Invalid.field("/timeZone", "Give a time zone by its IANA name, such as Europe/Berlin.")
    quiet = _quiet(body.quiet_hours) if body.quiet_hours else None
    if len({each.kind for each in body.kinds}) < len(body.kinds):
        raise Invalid.field("/kinds", "Name each kind once.")

    def change(old: Preferences) -> Preferences:
        return msgspec.structs.replace(
            old,
            ways={**old.ways, **{each.kind: _ways(old.of(each.kind), each) for each in body.kinds}},
            time_zone=body.time_zone or old.time_zone,
            quiet=quiet if body.quiet_hours else old.quiet,
            digest=_digest(old.digest, body.digest) if body.digest else old.digest,
        )

    return _answer(channel_store.change_preferences(me, change, clock.now()))


@app.post("/v1/public/mail/unsubscribe", status=204)
def unsubscribe(token: Annotated[str, Meta(min_length=1, max_length=512)]) -> None:
    """Get no more mails of one kind (RFC 8058). The token stands in the mail; no session is needed.

    Doing it again changes nothing.
    """
    try:
        person, what = paging.unseal(token, tuple[str, str], key=secrets.key(UNSUBSCRIBE_KEY), scope=UNSUBSCRIBE_SCOPE)
    except Invalid:
        raise NotFound("This link is not one of ours. Change your notification settings instead.") from None

    def change(old: Preferences) -> Preferences:
        if what == "digest":
            return msgspec.structs.replace(old, digest=msgspec.structs.replace(old.digest, rhythm="off"))
        kinds = KINDS if what == "all" else [kind for kind in KINDS if kind == what]
        ways = {kind: msgspec.structs.replace(old.of(kind), email="off") for kind in kinds}
        return msgspec.structs.replace(old, ways={**old.ways, **ways})

    channel_store.change_preferences(PersonId(person), change, clock.now())


def _ways(old: Ways, change: KindChange) -> Ways:
    return Ways(live=change.live or old.live, push=change.push or old.push, email=change.email or old.email)


def _quiet(change: QuietChange) -> QuietHours | None:
    if change.start is None and change.end is None:
        return None
    if change.start is None or change.end is None:
        raise Invalid.field("/quietHours", "Give both times, or null for both.")
    if change.start == change.end:
        raise Invalid.field("/quietHours/end", "Quiet hours end at another time than they start.")
    return QuietHours(_minute(change.start), _minute(change.end))


def _digest(old: Digest, change: DigestChange) -> Digest:
    return Digest(
        rhythm=change.rhythm or old.rhythm,
        hour=old.hour if change.hour is None else change.hour,
        weekday=WEEKDAYS.index(change.weekday) if change.weekday else old.weekday,
    )


def _minute(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:])


def _text(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _answer(found: Preferences) -> NotificationSettings:
    kinds = []
    for kind in KINDS:
        ways = found.of(kind)
        kinds.append(KindWays(kind=kind, live=ways.live, push=ways.push, email=ways.email))
    quiet = QuietTimes(start=_text(found.quiet.start), end=_text(found.quiet.end)) if found.quiet else QuietTimes()
    digest = DigestTimes(rhythm=found.digest.rhythm, hour=found.digest.hour, weekday=WEEKDAYS[found.digest.weekday])
    return NotificationSettings(kinds=kinds, time_zone=found.time_zone, quiet_hours=quiet, digest=digest)
