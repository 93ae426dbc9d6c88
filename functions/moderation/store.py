"""Moderation's writes. Whatever staff do is one transaction with its line in the log."""

import random
import time
from collections.abc import Callable, Sequence
from datetime import datetime

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute, UnicodeSetAttribute

from contracts.moderation import ContentHidden, ContentShown, PersonReinstated, PersonSuspended
from kernel import clock
from kernel.errors import Away, Conflict
from kernel.ids import PersonId, new_id
from kit import store
from moderation import keys, reads
from moderation.model import CLAIM_SECONDS, Entry, Outcome, Report, Subject, Suspension, chained
from views import identity

CHAIN_SECONDS = 6.0
"""How long one writer goes on trying to add to the log while others do."""


class Item(store.Item):
    context = "moderation"


class ReportItem(Item):
    report_id = UnicodeAttribute()
    reporter = UnicodeAttribute()
    subject = UnicodeAttribute()
    reason = UnicodeAttribute()
    text = UnicodeAttribute()
    at = UnicodeAttribute()


class CaseItem(Item):
    subject = UnicodeAttribute()
    owner = UnicodeAttribute()
    reports = NumberAttribute()
    queue_pk = UnicodeAttribute(null=True)
    queue_sk = UnicodeAttribute(null=True)
    claimed_by = UnicodeAttribute(null=True)
    claimed_until = UnicodeAttribute(null=True)
    outcome = UnicodeAttribute(null=True)


class ContentItem(Item):
    hidden = BooleanAttribute()


class SuspensionItem(Item):
    person = UnicodeAttribute()
    active = BooleanAttribute()
    reason = UnicodeAttribute()
    by = UnicodeAttribute()
    until = UnicodeAttribute(null=True)
    people = UnicodeSetAttribute(null=True)


class NoteItem(Item):
    by = UnicodeAttribute()
    text = UnicodeAttribute()


class StaffItem(Item):
    username = UnicodeAttribute()
    roles = UnicodeAttribute()


class EntryItem(Item):
    n = NumberAttribute()
    at = UnicodeAttribute()
    actor = UnicodeAttribute()
    action = UnicodeAttribute()
    subject = UnicodeAttribute()
    reason = UnicodeAttribute()
    detail = UnicodeAttribute()
    before = UnicodeAttribute()
    hash = UnicodeAttribute()


class Head(Item):
    n = NumberAttribute()
    hash = UnicodeAttribute()


class _Moved(Exception):
    """Somebody else has added to the log since its end was read."""


def add_report(report: Report, owner: PersonId) -> bool:
    """Keep a report and open its subject's case. False when this person has reported this subject before.

    Many first reports of one subject at the very same moment may be told to come again (Away).
    """
    fields = {name: getattr(report, name) for name in Report.__struct_fields__}
    case = [
        CaseItem.reports.add(1),
        CaseItem.subject.set(report.subject),
        CaseItem.owner.set(owner),
        CaseItem.queue_pk.set(keys.QUEUE),
        CaseItem.queue_sk.set(CaseItem.queue_sk | f"{report.at}#{report.report_id}"),
    ]
    case_key = keys.case(report.subject)
    try:
        store.transact(
            [
                store.put(ReportItem(keys.reported(report.reporter), report.subject, **fields), unless_exists=True),
                store.put(ReportItem(keys.reports(report.reporter), report.report_id, **fields)),
                store.put(ReportItem(case_key, f"{keys.REPORT}{report.report_id}", **fields)),
                store.update(CaseItem, case_key, keys.CASE, case),
            ]
        )
    except store.ConditionFailed:
        return False
    return True


def record(
    actor: str, action: str, subject: str, reason: str, steps: Callable[[], Sequence[store.Step]], detail: str = ""
) -> None:
    """Do something and write it into the log, in one transaction. `steps` is asked again when others were faster.

    Raises what the steps refuse; Away when others keep adding to the log for 6 seconds.
    """
    until = time.monotonic() + CHAIN_SECONDS
    while True:
        n, before = reads.head()
        entry = chained(Entry(n + 1, clock.stamp(clock.now()), actor, action, subject, reason, detail, before))
        line = {name: getattr(entry, name) for name in Entry.__struct_fields__}
        as_read = Head.hash == before if n else Head.pk.does_not_exist()
        end = [Head.n.set(entry.n), Head.hash.set(entry.hash)]
        try:
            store.transact(
                [
                    store.update(Head, keys.HEAD, keys.HEAD, end, condition=as_read, refusal=_Moved()),
                    store.put(EntryItem(*keys.audit(entry.n), **line), unless_exists=True, refusal=_Moved()),
                    *steps(),
                ]
            )
            return
        except (_Moved, Away) as error:
            if time.monotonic() > until:
                raise Away from error
            time.sleep(random.random() * 0.1)  # noqa: S311 - spreads writers


def claim(staff: PersonId, subject: str) -> str:
    """Make a case one's own for 15 minutes; until when. Conflict while it is another's or is not open."""
    now = clock.now()
    until = clock.stamp(datetime.fromtimestamp(now.timestamp() + CLAIM_SECONDS, now.tzinfo))
    free = (
        CaseItem.claimed_by.does_not_exist()
        | (CaseItem.claimed_by == staff)
        | (CaseItem.claimed_until < clock.stamp(now))
    )
    taken = Conflict("Somebody else works on this case.", code="claimed")
    steps = [
        store.update(
            CaseItem,
            keys.case(subject),
            keys.CASE,
            [CaseItem.claimed_by.set(staff), CaseItem.claimed_until.set(until)],
            condition=CaseItem.queue_sk.exists() & free,
            refusal=taken,
        )
    ]
    record(staff, "claim", subject, "", lambda: steps)
    return until


def close(staff: PersonId, subject: str, outcome: Outcome) -> store.Step:
    """The step that takes a case out of the queue; Conflict when it is another's or is not open."""
    now = clock.stamp(clock.now())
    free = CaseItem.claimed_by.does_not_exist() | (CaseItem.claimed_by == staff) | (CaseItem.claimed_until < now)
    actions = [
        CaseItem.outcome.set(outcome),
        CaseItem.queue_pk.remove(),
        CaseItem.queue_sk.remove(),
        CaseItem.claimed_by.remove(),
        CaseItem.claimed_until.remove(),
    ]
    refusal = Conflict("Somebody else works on this case, or it is decided.", code="claimed")
    condition = CaseItem.queue_sk.exists() & free
    return store.update(CaseItem, keys.case(subject), keys.CASE, actions, condition=condition, refusal=refusal)


def set_hidden(staff: PersonId, subject: Subject, owner: PersonId, *, hidden: bool) -> list[store.Step]:
    """The steps that hide content or show it again; none when it is so already."""
    if reads.is_hidden(subject.name) == hidden:
        return []
    kind = ContentHidden if hidden else ContentShown
    fact = kind(subject_kind="comment" if subject.comment else "post", subject=subject.content, owner=owner)
    actions = [ContentItem.hidden.set(hidden), ContentItem.fact.set(store.sealed(fact, actor=staff))]
    same = ContentItem.hidden == (not hidden)
    other = (ContentItem.pk.does_not_exist() | same) if hidden else same
    return [
        store.update(ContentItem, keys.content(subject.name), keys.STATE, actions, condition=other, refusal=_Moved())
    ]


def suspend(staff: PersonId, person: PersonId, until: datetime | None, reason: str) -> list[store.Step]:
    """The steps that suspend all persons of somebody's account, for good when `until` is None.

    They replace suspensions that run.
    """
    people = identity.account(person).everybody
    return [step for each in people for step in _suspend(staff, each, people, until, reason)]


def _suspend(
    staff: PersonId, person: PersonId, people: Sequence[PersonId], until: datetime | None, reason: str
) -> list[store.Step]:
    old = reads.suspension(person)
    stamp = clock.stamp(until) if until else None
    item = SuspensionItem(keys.person(person), keys.SUSPENSION, person=person, active=True, reason=reason, by=staff)
    item.until, item.people = stamp, set(people)
    item.fact = store.sealed(PersonSuspended(person=person, until=until), actor=staff)
    found = [store.put(item)]
    if old and old.until and old.until != stamp:
        found.append(store.delete(Item, keys.DUE, keys.due(old.until, person)))
    if stamp:
        found.append(store.put(Item(keys.DUE, keys.due(stamp, person))))
    return found


def reinstate(staff: PersonId | None, person: PersonId) -> list[store.Step]:
    """The steps that end the suspension of an account, by staff or (None) by its time. Conflict when there is none."""
    old = reads.suspension(person)
    if old is None or not old.active:
        raise Conflict("This person is not suspended.", code="not-suspended")
    others = [reads.suspension(each) for each in sorted(old.people - {person})]
    return [step for each in (old, *others) if each and each.active for step in _reinstate(staff, each)]


def _reinstate(staff: PersonId | None, old: Suspension) -> list[store.Step]:
    person = old.person
    fact = store.sealed(PersonReinstated(person=person), actor=staff)
    as_read = (SuspensionItem.active == True) & (  # noqa: E712 - a condition of the store
        SuspensionItem.until == old.until if old.until else SuspensionItem.until.does_not_exist()
    )
    actions = [SuspensionItem.active.set(False), SuspensionItem.fact.set(fact)]
    found = [
        store.update(SuspensionItem, keys.person(person), keys.SUSPENSION, actions, condition=as_read, refusal=_Moved())
    ]
    if old.until:
        found.append(store.delete(Item, keys.DUE, keys.due(old.until, person)))
    return found


def note(staff: PersonId, person: PersonId, text: str) -> str:
    """Keep a note about a person; its id."""
    id_ = new_id()
    item = NoteItem(keys.person(person), f"{keys.NOTE}{id_}", by=staff, text=text)
    record(staff, "note", f"account~{person}", "", lambda: [store.put(item)], detail=id_)
    return id_


def set_staff(
    actor: str, account: PersonId, username: str, roles: Sequence[str], reason: str, *more: store.Step
) -> None:
    """Give an account exactly these roles; none removes it from staff. `more` are steps of the same transaction."""
    item = StaffItem(keys.STAFF, account, username=username, roles=" ".join(sorted(roles)))
    step = store.put(item) if roles else store.delete(StaffItem, keys.STAFF, account)
    record(actor, "set-roles", f"account~{account}", reason, lambda: [step, *more], detail=" ".join(sorted(roles)))
