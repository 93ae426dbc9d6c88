"""Notifications' reads."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import msgspec

from kernel import clock
from kernel.ids import NotificationId, PersonId, PostId
from kit.settings import settings
from kit.wire import Table, batch_get
from notifications import keys
from notifications.model import GROUPED, MAX_PEOPLE, Entry, Notification, Standing, takes
from views import identity, posts, visible
from views.graph import Digest, digest_key, digest_of

ROWS = 60
"""Rows that one request of the list reads."""

GROUP_ROWS = 30
"""Rows of a group that are read along; of the rest only the number is asked for."""

_table = Table(lambda: settings().table("notifications"))


class Opened(NamedTuple):
    """The group that was open for a subject, if one was."""

    group: NotificationId | None


class Told(NamedTuple):
    """To whom something was told, and whether it is gone."""

    people: list[PersonId]
    gone: bool


class Marks(NamedTuple):
    """How far a person has seen and read their list, and their digest."""

    seen: NotificationId | None
    read: NotificationId | None
    digest: Digest


def notification_of(item: dict[str, Any]) -> Notification:
    """The notification of a row."""
    return msgspec.convert({**item, "notification_id": item["sk"].rpartition("#")[2]}, Notification)


def before_turn(
    person: PersonId, about: str, made: Notification | None
) -> tuple[Standing | None, Notification | None, Opened | None]:
    """What stands of something; the notification in the group that takes it; and which was open, if it opens another.

    One request, read strongly.
    """
    standing = (_table.name, about, keys.CARD)
    if made is None or made.kind not in GROUPED:
        return _standing(batch_get([standing], consistent=True).get(standing)), made, None
    opened = (_table.name, keys.opened(person, made.kind, made.subject), keys.CARD)
    seen = (_table.name, keys.person(person), keys.SEEN)
    found = batch_get([standing, opened, seen], consistent=True)
    group = found[opened]["group"] if opened in found else None
    until = found[seen]["until"] if seen in found else None
    if takes(group, until, made):
        return _standing(found.get(standing)), msgspec.structs.replace(made, group=group), None
    opening = msgspec.structs.replace(made, group=made.notification_id)
    return _standing(found.get(standing)), opening, Opened(group)


def told(about: str) -> Told:
    """To whom something was told, read strongly."""
    item = _table.get(about, keys.CARD, consistent=True) or {}
    return Told([PersonId(each) for each in item.get("people", "").split()], "gone" in item)


def has(person: PersonId, notification: NotificationId) -> bool:
    """Whether somebody has a notification that stands alone, read strongly."""
    return _table.get(keys.person(person), notification, consistent=True, project=["pk"]) is not None


def people_named(usernames: Iterable[str]) -> list[PersonId]:
    """Who holds these usernames; those that nobody holds are left out. One request."""
    wanted = [identity.handle_key(username) for username in usernames]
    found = batch_get(wanted) if wanted else {}
    return [PersonId(item["person_id"]) for item in found.values()]


def hear_of(people: Iterable[PersonId], actor: PersonId, post_id: PostId | None = None) -> set[PersonId]:
    """Those among `people` who may hear of what `actor` does, and see the post that it is about.

    One request, read strongly, and one more for each who is not the post's author.
    """
    wanted = {digest_key(person): person for person in people}
    about = posts.post_key(post_id) if post_id and wanted else None
    found = batch_get([*wanted, *([about] if about else [])], consistent=True) if wanted else {}
    if about and about not in found:
        return set()
    card = posts.card_of(found[about]) if about else None
    hearing = set()
    for key, person in wanted.items():
        digest = digest_of(found.get(key))
        if actor in digest.muted or not visible.person(actor, person, digest):
            continue
        if card is None or visible.at_once(card, person, digest).post(card):
            hearing.add(person)
    return hearing


def marks(person: PersonId) -> Marks:
    """How far a person has seen and read, and their digest. One request, read strongly."""
    seen, read = ((_table.name, keys.person(person), mark) for mark in (keys.SEEN, keys.READ))
    found = batch_get([seen, read, digest_key(person)], consistent=True)
    until = {key: NotificationId(found[key]["until"]) if key in found else None for key in (seen, read)}
    return Marks(until[seen], until[read], digest_of(found.get(digest_key(person))))


def seen_and_digest(person: PersonId) -> tuple[NotificationId | None, Digest]:
    """How far a person has seen, and their digest. One request, read strongly."""
    found = marks(person)
    return found.seen, found.digest


def entries(
    person: PersonId, *, limit: int, before: NotificationId | None = None, after: NotificationId | None = None
) -> tuple[list[Entry], NotificationId | None]:
    """The newest entries of a person's list below one, above another; and below which one it goes on (None: nowhere).

    One request per 60 rows. Of a group with more than 30 only the newest are read: it is jumped over, which costs one
    request more, whatever its size.
    """
    found: list[Entry] = []
    below: str | None = before
    while True:
        page = _table.query(
            keys.person(person),
            sk_from=keys.after(after),
            sk_to=keys.LAST,
            start={"pk": keys.person(person), "sk": below} if below else None,
            limit=ROWS,
            forward=False,
        )
        for made in _living(page.items):
            if found and found[-1].id == made.entry:
                found[-1].events.append(made)
            elif len(found) == limit:
                return found, found[-1].id
            else:
                found.append(Entry(made.entry, [made]))
        if page.last_key is None:
            return found, None
        below = str(page.last_key["sk"])
        last = below.partition("#")[0]
        if found and found[-1].id == last and len(found[-1].events) >= GROUP_ROWS:
            found[-1] = msgspec.structs.replace(found[-1], whole=False)
            below = last


def actors(person: PersonId, entry: NotificationId) -> set[PersonId]:
    """The people of a group, at most 1,000. One request."""
    page = _table.query(
        keys.person(person),
        sk_from=entry,
        sk_to=keys.rows_to(entry),
        limit=MAX_PEOPLE,
        forward=False,
        project=["actor"],
    )
    return {PersonId(item["actor"]) for item in page}


def is_entry(person: PersonId, entry: NotificationId) -> bool:
    """Whether a person's list has this entry."""
    return len(_table.query(keys.person(person), sk_from=entry, sk_to=keys.rows_to(entry), limit=1)) == 1


def read_one_by_one(person: PersonId, oldest: NotificationId, newest: NotificationId) -> set[NotificationId]:
    """The entries between two that a person read. One request, read strongly."""
    page = _table.query(keys.read(person), sk_from=oldest, sk_to=newest, consistent=True, project=["sk"])
    return {NotificationId(item["sk"]) for item in page}


def rows_of(person: PersonId, actor: PersonId) -> Iterator[str]:
    """Sort keys of all that a person was told of somebody's doings, read strongly."""
    start = None
    while True:
        page = _table.query(
            keys.person(person),
            sk_from=keys.FIRST,
            sk_to=keys.LAST,
            start=start,
            consistent=True,
            project=["pk", "sk", "actor"],
        )
        yield from (str(item["sk"]) for item in page if item["actor"] == actor)
        start = page.last_key
        if start is None:
            return


def _standing(item: dict[str, Any] | None) -> Standing | None:
    return msgspec.convert(item, Standing) if item else None


def _living(items: Iterable[dict[str, Any]]) -> Iterator[Notification]:
    now = clock.seconds()
    return (notification_of(item) for item in items if item["expires_at"] > now)
