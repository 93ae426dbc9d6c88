"""An account of several persons is judged as one: suspended, reinstated and protected together."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from moderation import cases, ending, people, reads, store
from moderation.cases import Because, SuspendFor
from moderation.model import broken

from kernel import clock
from kernel.errors import Forbidden
from kernel.ids import PersonId, SessionId, new_id
from kit.endpoints import Caller
from kit.items import item_from_wire
from kit.settings import settings
from kit.wire import Table, dynamodb
from support.posts_world import ALICE, join, world
from support.tables import make_table

MOD, ADMIN, STUDIO, BAND, SECOND, OTHER = (PersonId(new_id(at, bytes(10))) for at in range(21, 27))
BECAUSE = Because(reason="is sorry")


@pytest.fixture(scope="module")
def prefix(endpoint: str) -> Iterator[str]:
    with world(endpoint) as prefix:
        make_table(endpoint, prefix, "moderation")
        staff = ((MOD, "mod", "moderator"), (ADMIN, "adm", "admin"))
        for person, name, role in staff:
            join(person, name)
            store.set_staff("a test", person, name, [role], "")
        for person, name in ((STUDIO, "studio"), (BAND, "band"), (SECOND, "second"), (OTHER, "other")):
            join(person, name)
        one_account(ALICE, STUDIO, BAND)
        one_account(ADMIN, SECOND)
        one_account(MOD, OTHER)
        yield prefix


def one_account(first: PersonId, *further: PersonId) -> None:
    """What identity tells of an account of several persons."""
    table = Table(settings().table("identity"))
    table.put({"pk": f"ACCOUNT#{first}", "sk": "CARD", "account": first, "people": set(further)})
    for person in further:
        table.put({"pk": f"ACCOUNT#{person}", "sk": "CARD", "account": first})


def caller(person: PersonId, role: str, acting: PersonId | None = None) -> Caller:
    return Caller(acting or person, SessionId(new_id()), "198.51.100.7", "a test", account=person, roles=(role,))


AS_MOD, AS_ADMIN = caller(MOD, "moderator"), caller(ADMIN, "admin")


def told() -> dict[str, str]:
    """The latest fact that was said of each person."""
    items: list[dict[str, Any]] = dynamodb().call("Scan", {"TableName": settings().table("moderation")})["Items"]
    facts = [json.loads(item["fact"]) for item in map(item_from_wire, items) if "fact" in item]
    return {fact["fact"]["person"]: fact["type"] for fact in facts}


def suspended() -> list[bool]:
    return [people.look_up(MOD, AS_MOD, name).suspended for name in ("alice", "studio", "band")]


@pytest.mark.parametrize("judged", [ALICE, STUDIO], ids=["the first person", "a further person"])
def test_all_persons_are_suspended_and_reinstated(prefix: str, judged: PersonId) -> None:
    cases.suspend(MOD, AS_MOD, judged, SuspendFor(reason="rude"))
    assert {told()[each] for each in (ALICE, STUDIO, BAND)} == {"PersonSuspended.v1"}
    assert suspended() == [True] * 3
    cases.reinstate(MOD, AS_MOD, BAND, BECAUSE)
    assert {told()[each] for each in (ALICE, STUDIO, BAND)} == {"PersonReinstated.v1"}
    assert suspended() == [False] * 3


def test_a_time_ends_for_all_of_them_at_once(prefix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    soon, later = (clock.now() + timedelta(hours=n) for n in (1, 2))
    cases.suspend(MOD, AS_MOD, STUDIO, SuspendFor(reason="rude", until=soon))
    cases.suspend(MOD, AS_MOD, ALICE, SuspendFor(reason="rude again", until=later))
    monkeypatch.setattr(clock, "now", lambda: soon + timedelta(seconds=1))
    ending.end()
    assert suspended() == [True] * 3
    monkeypatch.setattr(clock, "now", lambda: later + timedelta(seconds=1))
    lines = reads.head()[0]
    ending.end()
    monkeypatch.undo()
    assert suspended() == [False] * 3
    assert reads.head()[0] == lines + 1, "one line in the log for all of them"
    assert reads.ending("9", 10) == []
    assert broken(reads.whole_log(), *reads.head()) == []


def test_a_further_person_of_an_admin_is_protected_like_the_admin(prefix: str) -> None:
    with pytest.raises(Forbidden) as refused:
        cases.suspend(MOD, AS_MOD, SECOND, SuspendFor(reason="rude"))
    assert refused.value.code == "role"
    assert people.look_up(MOD, AS_MOD, "second").roles == ["admin"]


def test_nobody_judges_a_person_of_their_own_account(prefix: str) -> None:
    for me, judged in ((MOD, OTHER), (OTHER, MOD), (OTHER, OTHER)):
        with pytest.raises(Forbidden) as refused:
            cases.suspend(me, caller(MOD, "moderator", me), judged, SuspendFor(reason="rude"))
        assert refused.value.code == "own-case"
