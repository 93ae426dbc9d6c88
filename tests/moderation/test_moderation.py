"""Reports, staff's decisions and the log, on real tables."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from moderation import cases, ending, keys, people, reads, reports, store
from moderation.cases import Because, Decision, SuspendFor
from moderation.model import Subject, broken
from moderation.reports import NewReport

from kernel import clock
from kernel.errors import Conflict, Forbidden, Invalid, NotFound
from kernel.ids import CommentId, PersonId, PostId, SessionId, new_id
from kit.endpoints import Caller
from kit.settings import settings
from kit.wire import Table
from support.posts_world import ALICE, BOB, CAROL, DAN, NAMES, a_post, block, join, world
from support.tables import make_table

MOD, ADMIN = (PersonId(new_id(at, bytes(10))) for at in (11, 12))
BECAUSE = Because(reason="breaks the rules")


@pytest.fixture(scope="module")
def prefix(endpoint: str) -> Iterator[str]:
    with world(endpoint) as prefix:
        make_table(endpoint, prefix, "moderation")
        for person, name, role in ((MOD, "mod", "moderator"), (ADMIN, "adm", "admin")):
            NAMES[person] = name
            join(person, name)
            store.set_staff("a test", person, name, [role], "")
        yield prefix


def caller(person: PersonId, *roles: str) -> Caller:
    return Caller(person, SessionId(new_id()), "198.51.100.7", "a test", account=person, roles=roles)


AS_MOD, AS_ADMIN = caller(MOD, "moderator"), caller(ADMIN, "admin")


def of_post(post: PostId, **more: Any) -> NewReport:
    return NewReport(kind="post", reason="spam", post=post, **more)


def audit_of(subject: str) -> list[str]:
    return [entry.action for entry in reads.whole_log() if entry.subject == subject]


def test_only_what_one_may_see_can_be_reported(prefix: str) -> None:
    block(DAN, ALICE)
    with pytest.raises(NotFound):
        reports.report(DAN, of_post(a_post()))
    with pytest.raises(NotFound):
        reports.report(DAN, NewReport(kind="account", reason="spam", person=ALICE))
    with pytest.raises(NotFound):
        reports.report(BOB, of_post(PostId(new_id())))
    with pytest.raises(NotFound):
        reports.report(BOB, NewReport(kind="comment", reason="spam", post=a_post(), comment=CommentId(new_id())))


def test_ones_own_messages_and_torn_subjects_are_refused(prefix: str) -> None:
    post = a_post()
    for body in (of_post(post, person=BOB), NewReport(kind="message", reason="spam", message="x")):
        with pytest.raises(Invalid):
            reports.report(BOB, body)
    with pytest.raises(Invalid):
        reports.report(ALICE, of_post(post))


def test_fifty_reports_of_one_thing_at_once_are_one(prefix: str) -> None:
    post = a_post()
    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda _: reports.report(BOB, of_post(post)), range(50)))
    assert len({answer.id for answer in answers}) == 1
    found = reads.case(Subject("post", post=post).name)
    assert found is not None
    assert found.reports == 1


def test_a_case_is_claimed_decided_and_told_to_who_reported(prefix: str) -> None:
    post = a_post()
    name = Subject("post", post=post).name
    for person in (BOB, CAROL):
        reports.report(person, of_post(post, text="look"))
    assert [each.reports for each in cases.queue(MOD, AS_MOD).items if each.subject == name] == [2]
    assert len(cases.case_reports(MOD, AS_MOD, name).items) == 2
    cases.claim(MOD, AS_MOD, name)
    with pytest.raises(Conflict):
        cases.decide(ADMIN, AS_ADMIN, name, Decision(outcome="hide", reason="spam it is"))
    cases.decide(MOD, AS_MOD, name, Decision(outcome="hide", reason="spam it is"))
    assert reads.is_hidden(name)
    assert name not in [each.subject for each in cases.queue(MOD, AS_MOD).items]
    assert [each.state for each in reports.my_reports(BOB).items if each.subject == name] == ["acted"]
    assert audit_of(name) == ["claim", "hide"]
    with pytest.raises(Conflict):
        cases.decide(MOD, AS_MOD, name, Decision(outcome="dismiss", reason="again"))
    cases.show(MOD, AS_MOD, name, BECAUSE)
    cases.show(MOD, AS_MOD, name, BECAUSE)  # a repeat changes nothing, and says nothing
    assert not reads.is_hidden(name)
    assert audit_of(name) == ["claim", "hide", "show"]


def test_a_new_report_opens_a_decided_case_again(prefix: str) -> None:
    post = a_post()
    name = Subject("post", post=post).name
    reports.report(BOB, of_post(post))
    cases.decide(MOD, AS_MOD, name, Decision(outcome="dismiss", reason="is fine"))
    assert [each.state for each in reports.my_reports(BOB).items if each.subject == name] == ["dismissed"]
    reports.report(CAROL, of_post(post))
    assert name in [each.subject for each in cases.queue(MOD, AS_MOD).items]


VIEWS: dict[str, Callable[[PersonId, Caller], object]] = {
    "queue": cases.queue,
    "reports": lambda me, by: cases.case_reports(me, by, f"account~{BOB}"),
    "claim": lambda me, by: cases.claim(me, by, f"account~{BOB}"),
    "decide": lambda me, by: cases.decide(me, by, f"account~{BOB}", Decision(outcome="dismiss", reason="fine")),
    "hide": lambda me, by: cases.hide(me, by, f"post~{new_id()}", BECAUSE),
    "show": lambda me, by: cases.show(me, by, f"post~{new_id()}", BECAUSE),
    "suspend": lambda me, by: cases.suspend(me, by, CAROL, SuspendFor(reason="rude")),
    "reinstate": lambda me, by: cases.reinstate(me, by, CAROL, BECAUSE),
    "look up": lambda me, by: people.look_up(me, by, "bob"),
    "note": lambda me, by: people.note(me, by, BOB, people.NewNote(text="hm")),
    "audit": people.audit,
}
ADMINS_ONLY = {"audit"}


def test_every_staff_view_is_in_the_matrix() -> None:
    assert len(VIEWS) == len(cases.app.endpoints) + len(people.app.endpoints)


@pytest.mark.parametrize("verb", VIEWS)
def test_roles_and_what_they_may_do(prefix: str, verb: str) -> None:
    view = VIEWS[verb]
    lines = reads.head()
    for nobody in (caller(BOB), caller(BOB, "moderator"), caller(MOD), caller(BOB, "admin")):
        assert nobody.person is not None
        with pytest.raises(NotFound) as refused:  # no role, or one that only the token or only the account has
            view(nobody.person, nobody)
        assert refused.value.code == "not-found"
    assert reads.head() == lines
    for by, me, allowed in ((AS_MOD, MOD, verb not in ADMINS_ONLY), (AS_ADMIN, ADMIN, True)):
        try:
            view(me, by)
            refusal = ""
        except (NotFound, Conflict, Forbidden) as error:  # what is not there in this world is met after the role
            refusal = error.code
        assert (refusal == "role") == (not allowed)


def test_admins_are_judged_by_admins_and_nobody_by_themselves(prefix: str) -> None:
    with pytest.raises(Forbidden) as own:
        cases.suspend(MOD, AS_MOD, MOD, SuspendFor(reason="rude"))
    assert own.value.code == "own-case"
    with pytest.raises(Forbidden) as above:
        cases.suspend(MOD, AS_MOD, ADMIN, SuspendFor(reason="rude"))
    assert above.value.code == "role"
    cases.suspend(ADMIN, AS_ADMIN, MOD, SuspendFor(reason="rude"))
    cases.reinstate(ADMIN, AS_ADMIN, MOD, BECAUSE)


def test_a_suspension_ends_by_its_time_and_not_before(prefix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    later = clock.now() + timedelta(hours=1)
    cases.suspend(MOD, AS_MOD, DAN, SuspendFor(reason="rude", until=later))
    ending.end()
    assert people.look_up(MOD, AS_MOD, "dan").suspended
    monkeypatch.setattr(clock, "now", lambda: later + timedelta(seconds=1))
    ending.end()
    ending.end()
    monkeypatch.undo()
    assert not people.look_up(MOD, AS_MOD, "dan").suspended
    assert audit_of(f"account~{DAN}") == ["suspend", "reinstate"]
    with pytest.raises(Conflict):
        cases.reinstate(MOD, AS_MOD, DAN, BECAUSE)
    with pytest.raises(Invalid):
        cases.suspend(MOD, AS_MOD, DAN, SuspendFor(reason="rude", until=clock.now() - timedelta(hours=1)))


def test_twenty_at_once_keep_one_chain(prefix: str) -> None:
    n = reads.head()[0]
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda i: store.note(MOD, BOB, f"note {i}"), range(20)))
    assert reads.head()[0] == n + 20
    assert broken(reads.whole_log(), *reads.head()) == []


def test_whoever_tampers_with_the_log_is_found(prefix: str) -> None:
    store.note(MOD, BOB, "a note")
    log, end = list(reads.whole_log()), reads.head()
    table = Table(settings().table("moderation"))
    last = table.get(*keys.audit(end[0]), consistent=True)
    assert last is not None
    table.put({**last, "actor": "nobody"})
    assert broken(reads.whole_log(), *reads.head()) == [f"Entry {end[0]} was changed."]
    table.put(last)
    assert broken(log, *end) == []
    assert broken(log[:-1], *end) != []  # cut off
    assert broken(log[:2] + log[3:], *end) != []  # one is missing
    assert broken([*log, log[-1]], *end) != []  # one too many
