"""Moderation's nouns: subjects of reports, cases, suspensions, and the log's chain of hashes."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Literal

import msgspec
from msgspec import Struct

from kernel.errors import NotFound
from kernel.ids import CommentId, PersonId, PostId

Kind = Literal["post", "comment", "account", "message"]
Reason = Literal["spam", "nudity", "hate", "violence", "harassment", "self_harm", "fraud", "illegal", "other"]
Outcome = Literal["hide", "suspend", "dismiss"]
Role = Literal["moderator", "admin"]

CLAIM_SECONDS = 15 * 60
"""How long a case is its claimant's alone."""


class Subject(Struct, frozen=True):
    """What is reported. `name` is its id in routes: `post~<post>`, `comment~<post>~<comment>`, `account~<person>`."""

    kind: Literal["post", "comment", "account"]
    post: PostId | None = None
    comment: CommentId | None = None
    person: PersonId | None = None

    @property
    def name(self) -> str:
        return "~".join(part for part in (self.kind, self.post, self.comment, self.person) if part)

    @property
    def content(self) -> str:
        """As facts name content."""
        return f"{self.post}/{self.comment}" if self.comment else str(self.post)


def read_subject(name: str) -> Subject:
    """The subject of this name. NotFound for what cannot be one."""
    kind, *ids = name.split("~")
    fields = {"post": ["post"], "comment": ["post", "comment"], "account": ["person"]}.get(kind, [])
    try:
        if not fields or len(fields) != len(ids):
            raise NotFound
        return msgspec.convert({"kind": kind, **dict(zip(fields, ids, strict=True))}, Subject)
    except msgspec.ValidationError:
        raise NotFound from None


class Report(Struct, frozen=True):
    report_id: str
    reporter: PersonId
    subject: str
    reason: Reason
    text: str
    at: str


class Case(Struct, frozen=True):
    """All reports of one subject. Open while `queue_sk` (when the first open report came) is there."""

    subject: str
    owner: PersonId
    reports: int = 0
    queue_sk: str | None = None
    claimed_by: PersonId | None = None
    claimed_until: str = ""
    outcome: Outcome | None = None

    @property
    def state(self) -> Literal["open", "acted", "dismissed"]:
        """What its reporters are told."""
        if self.queue_sk is not None:
            return "open"
        return "dismissed" if self.outcome == "dismiss" else "acted"

    def held_by_other(self, staff: PersonId, now: str) -> bool:
        return self.claimed_by not in (None, staff) and self.claimed_until > now


class Suspension(Struct, frozen=True):
    """Of one person. `people` are all that were suspended with them: the persons of one account."""

    person: PersonId
    active: bool
    reason: str
    by: str
    until: str | None = None
    people: frozenset[PersonId] = frozenset()

    @property
    def ends(self) -> datetime | None:
        return datetime.fromisoformat(self.until) if self.until else None


class Entry(Struct, frozen=True):
    """One line of the log of what staff do. `hash` covers everything else, and so all lines before it."""

    n: int
    at: str
    actor: str
    action: str
    subject: str
    reason: str
    detail: str = ""
    before: str = ""
    hash: str = ""


def chained(entry: Entry) -> Entry:
    """The entry with its hash (SHA-256 of its fields as a JSON list)."""
    fields = [entry.n, entry.at, entry.actor, entry.action, entry.subject, entry.reason, entry.detail, entry.before]
    return msgspec.structs.replace(entry, hash=hashlib.sha256(msgspec.json.encode(fields)).hexdigest())


def broken(entries: Iterable[Entry], head_n: int, head_hash: str) -> list[str]:
    """A sentence for each place where the log is not what was written: changed, missing, added or cut off."""
    found, n, before = [], 0, ""
    for entry in entries:
        n += 1
        if entry.n != n:
            found.append(f"Entry {n} is missing: {entry.n} follows.")
            n = entry.n
        if chained(entry).hash != entry.hash:
            found.append(f"Entry {entry.n} was changed.")
        if entry.before != before:
            found.append(f"Entry {entry.n} does not follow the one before it.")
        before = entry.hash
    if (n, before) != (head_n, head_hash):
        found.append(f"The log ends with entry {n}, but {head_n} were written, or the last is another one.")
    return found
