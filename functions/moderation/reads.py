"""Moderation's reads: all strong, because staff act on what they see."""

from collections.abc import Iterator, Sequence

from kernel.ids import PersonId
from kernel.names import parse_username
from kit.items import build
from kit.settings import settings
from kit.wire import Index, Table, batch_get
from moderation import keys
from moderation.model import Case, Entry, Report, Suspension
from views.identity import handle_key
from views.profiles import ProfileCard, decode, profile_key

_table = Table(lambda: settings().table("moderation"))
_queue = Index("queue", "queue_pk", "queue_sk")


def roles(account: PersonId) -> frozenset[str]:
    """The roles that an account has now, whatever its token says."""
    item = _table.get(keys.STAFF, account, consistent=True)
    return frozenset(str(item["roles"]).split()) if item else frozenset()


def staff() -> list[tuple[str, str]]:
    """(username, roles) of everybody who is staff."""
    return [(item["username"], item["roles"]) for item in _table.query(keys.STAFF, consistent=True) if item["roles"]]


def report(reporter: PersonId, subject: str) -> Report | None:
    item = _table.get(keys.reported(reporter), subject, consistent=True)
    return build(item, Report) if item else None


def reports(reporter: PersonId, before: str | None, limit: int) -> list[Report]:
    start = {"pk": keys.reports(reporter), "sk": before} if before else None
    page = _table.query(keys.reports(reporter), start=start, limit=limit, forward=False, consistent=True)
    return [build(item, Report) for item in page]


def case(subject: str) -> Case | None:
    item = _table.get(keys.case(subject), keys.CASE, consistent=True)
    return build(item, Case) if item else None


def cases(subjects: Sequence[str]) -> dict[str, Case]:
    found = batch_get([(_table.name, keys.case(each), keys.CASE) for each in subjects], consistent=True)
    return {item["subject"]: build(item, Case) for item in found.values()}


def queue(after: tuple[str, str] | None, limit: int) -> list[Case]:
    """Open cases, those first that have waited longest. `after`: queue_sk and subject of the last one seen."""
    start = None
    if after:
        place, subject = after
        start = {"queue_pk": keys.QUEUE, "queue_sk": place, "pk": keys.case(subject), "sk": keys.CASE}
    page = _table.query(keys.QUEUE, index=_queue, start=start, limit=limit)
    return [build(item, Case) for item in page]


def reports_of(subject: str, before: str | None, limit: int) -> list[Report]:
    """Reports of one subject, newest first."""
    start = {"pk": keys.case(subject), "sk": f"{keys.REPORT}{before}"} if before else None
    page = _table.query(
        keys.case(subject), sk_prefix=keys.REPORT, start=start, limit=limit, forward=False, consistent=True
    )
    return [build(item, Report) for item in page]


def is_hidden(subject: str) -> bool:
    item = _table.get(keys.content(subject), keys.STATE, consistent=True)
    return bool(item and item["hidden"])


def suspension(person: PersonId) -> Suspension | None:
    """The latest suspension of a person, ended or not."""
    item = _table.get(keys.person(person), keys.SUSPENSION, consistent=True)
    return build(item, Suspension) if item else None


def ending(now: str, limit: int) -> list[tuple[PersonId, str]]:
    """Suspensions whose time has come: whose, and until when."""
    found = _table.query(keys.DUE, sk_to=f"{now}~", limit=limit, consistent=True)
    return [(PersonId(person), until) for until, _, person in (str(item["sk"]).partition("#") for item in found)]


def notes(person: PersonId, limit: int) -> list[dict[str, str]]:
    """The latest notes about a person."""
    page = _table.query(keys.person(person), sk_prefix=keys.NOTE, limit=limit, forward=False, consistent=True)
    return [{"id": item["sk"].removeprefix(keys.NOTE), "by": item["by"], "text": item["text"]} for item in page]


def holder(username: str) -> PersonId | None:
    """Who goes by this name."""
    key = handle_key(parse_username(username))
    item = batch_get([key], consistent=True).get(key)
    return PersonId(item["person_id"]) if item else None


def profile(person: PersonId) -> ProfileCard | None:
    key = profile_key(person)
    item = batch_get([key], consistent=True).get(key)
    return decode(item) if item else None


def head() -> tuple[int, str]:
    """How many entries the log has, and the hash of the last."""
    item = _table.get(keys.HEAD, keys.HEAD, consistent=True)
    return (int(item["n"]), item["hash"]) if item else (0, "")


def entries(newest: int, limit: int) -> list[Entry]:
    """Entries of the log from `newest` down."""
    wanted = [(_table.name, *keys.audit(n)) for n in range(newest, max(0, newest - limit), -1)]
    found = batch_get(wanted, consistent=True) if wanted else {}
    return [build(found[key], Entry) for key in wanted if key in found]


def whole_log() -> Iterator[Entry]:
    """Every entry from the first, page by page; also those that nobody wrote through here."""
    last = head()[0]
    for page in range(last // keys.AUDIT_PAGE + 2):
        start = None
        while True:
            found = _table.query(f"AUDIT#{page:09d}", start=start, consistent=True)
            yield from (build(item, Entry) for item in found)
            start = found.last_key
            if start is None:
                break
