"""Notifications' reads."""

from collections.abc import Iterable, Iterator

import msgspec

from kernel import clock
from kernel.ids import NotificationId, PersonId
from kit.settings import settings
from kit.wire import Table, batch_get
from notifications import keys
from notifications.model import Notification, Standing
from views import identity, visible
from views.graph import Digest, digest_key, digest_of

_table = Table(lambda: settings().table("notifications"))


def standing(about: str) -> Standing | None:
    """What stands of something that can be taken back, read strongly."""
    item = _table.get(about, keys.CARD, consistent=True)
    return msgspec.convert(item, Standing) if item else None


def people_named(usernames: Iterable[str]) -> list[PersonId]:
    """Who holds these usernames; those that nobody holds are left out. One request."""
    wanted = [identity.handle_key(username) for username in usernames]
    found = batch_get(wanted) if wanted else {}
    return [PersonId(item["person_id"]) for item in found.values()]


def hear_of(people: Iterable[PersonId], actor: PersonId) -> set[PersonId]:
    """Those among `people` who may hear of what `actor` does. One request, read strongly."""
    wanted = {digest_key(person): person for person in people}
    found = batch_get(wanted, consistent=True) if wanted else {}
    return {person for key, person in wanted.items() if visible.person(actor, person, digest_of(found.get(key)))}


def seen_and_digest(person: PersonId) -> tuple[NotificationId | None, Digest]:
    """How far a person has seen, and their digest. One request, read strongly."""
    seen, digest = (_table.name, keys.person(person), keys.SEEN), digest_key(person)
    found = batch_get([seen, digest], consistent=True)
    mark = found.get(seen)
    return NotificationId(mark["until"]) if mark else None, digest_of(found.get(digest))


def newest(person: PersonId, *, before: str | None, limit: int) -> tuple[list[Notification], str | None]:
    """A person's notifications, newest first, and where the next page starts (None at the end). One request."""
    start = {"pk": keys.person(person), "sk": before} if before else None
    page = _table.query(
        keys.person(person), sk_from=keys.FIRST, sk_to=keys.LAST, start=start, limit=limit + 1, forward=False
    )
    items = page.items[:limit]
    now = clock.seconds()
    found = [
        msgspec.convert({**item, "notification_id": item["sk"]}, Notification)
        for item in items
        if item["expires_at"] > now
    ]
    return found, items[-1]["sk"] if len(page.items) > limit else None


def actors_after(person: PersonId, seen: NotificationId | None, limit: int) -> Iterator[PersonId]:
    """Whose doings a person has not seen yet, one for each notification, newest first. One request per `limit`."""
    start, now = None, clock.seconds()
    while True:
        page = _table.query(
            keys.person(person),
            sk_from=keys.after(seen),
            sk_to=keys.LAST,
            start=start,
            limit=limit,
            forward=False,
            project=["actor", "expires_at"],
        )
        yield from (PersonId(item["actor"]) for item in page if item["expires_at"] > now)
        start = page.last_key
        if start is None:
            return
