"""Going by another name: what is free, what is held, and how often."""

import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from identity import keys, naming, store, usernames
from identity.usernames import NewUsername

from kernel import clock
from kernel.errors import Conflict, TooMany
from kernel.ids import PersonId, SessionId, new_id
from kit import meter
from kit.endpoints import Caller
from kit.wire import Table
from support.events import answer, request
from support.tables import client, tables
from views.identity import handle_key
from views.profiles import profile_key

ROUTE = "PUT /v1/me/username"


@pytest.fixture
def prefix(endpoint: str) -> Iterator[str]:
    with tables(endpoint, "identity", "profiles") as prefix:
        yield prefix


def join(name: str) -> PersonId:
    person = PersonId(new_id())
    store.add_person(person, f"{name}@example.com", name, "hash")
    table, pk, sk = profile_key(person)
    Table(table).put({"pk": pk, "sk": sk, "person_id": person, "username": name})
    return person


def rename(person: PersonId, name: str) -> str:
    caller = Caller(person, SessionId(new_id()), "198.51.100.7", "test")
    return usernames.change_my_username(person, NewUsername(name), caller).username


def holder(name: str) -> Any:
    table, pk, sk = handle_key(name)
    return Table(table).get(pk, sk, consistent=True)


def said(prefix: str) -> list[tuple[str, str]]:
    found = client(os.environ["AWS_ENDPOINT_URL"], "dynamodb").scan(TableName=f"{prefix}-identity", ConsistentRead=True)
    facts = [json.loads(item["fact"]["S"]) for item in found["Items"] if "fact" in item]
    changes = sorted((each for each in facts if each["type"] == "UsernameChanged.v1"), key=lambda each: each["id"])
    return [(each["fact"]["old"], each["fact"]["new"]) for each in changes]


def test_nobody_signed_in_is_refused(prefix: str) -> None:
    assert answer(usernames.app, request(ROUTE, body={"username": "x.y"}))[0] == 401


@pytest.mark.parametrize(
    "name", ["", "a", "x" * 31, "a b", "..", "a..b", "12345", "admin", "adm1n", "\u212aim", 7, None]
)
def test_names_that_are_none(prefix: str, name: Any) -> None:
    ana = join("ana.b")
    status, problem = answer(usernames.app, request(ROUTE, body={"username": name}, me=ana))
    assert status == 422
    assert [each["pointer"] for each in problem["errors"]] == ["/username"]
    assert said(prefix) == []


def test_the_new_name_leads_to_the_person_and_the_old_one_too(prefix: str) -> None:
    ana = join("ana")
    assert rename(ana, "Anna") == "anna"
    assert holder("anna")["person_id"] == ana
    old = holder("ana")
    assert (old["person_id"], old["former"]) == (ana, True)
    assert abs(old["expires_at"] - clock.seconds() - naming.HELD_SECONDS) < 60
    assert said(prefix) == [("ana", "anna")]
    account = Table(f"{prefix}-identity").get(keys.person(ana), keys.ACCOUNT, consistent=True)
    assert account is not None
    assert account["username"] == "anna"


def test_the_present_name_again_changes_nothing(prefix: str) -> None:
    ana = join("ana")
    assert rename(ana, "ana") == "ana"
    assert said(prefix) == []
    assert rename(ana, "anna") == rename(ana, "ANNA") == "anna"
    assert said(prefix) == [("ana", "anna")]


def test_nobody_else_gets_a_name_that_is_held(prefix: str) -> None:
    ana, ben = join("ana"), join("ben")
    rename(ana, "anna")
    for taken in ("ana", "anna"):
        with pytest.raises(Conflict) as refused:
            rename(ben, taken)
        assert refused.value.code == "username-taken"
    with pytest.raises(Conflict):
        store.add_person(PersonId(new_id()), "new@example.com", "ana", "hash")
    assert holder("ben")["person_id"] == ben
    assert "former" not in holder("ben")


def test_a_held_name_can_be_taken_back_and_is_free_when_its_time_is_over(prefix: str) -> None:
    ana, ben = join("ana"), join("ben")
    rename(ana, "anna")
    rename(ana, "ana")
    assert "former" not in holder("ana")
    assert holder("anna")["former"] is True
    table, pk, sk = handle_key("anna")
    Table(table).put({**holder("anna"), "pk": pk, "sk": sk, "expires_at": clock.seconds() - 1})
    assert rename(ben, "anna") == "anna"
    assert holder("anna")["person_id"] == ben
    assert "expires_at" not in holder("anna")


def test_twice_in_fourteen_days(prefix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ana = join("ana")
    rename(ana, "anna")
    rename(ana, "annika")
    with pytest.raises(TooMany) as refused:
        rename(ana, "annabel")
    assert 13 * 86400 < refused.value.retry_after <= naming.HELD_SECONDS
    later = clock.seconds() + naming.HELD_SECONDS + 1
    monkeypatch.setattr(clock, "seconds", lambda: later)
    assert rename(ana, "annabel") == "annabel"


def test_fifty_people_at_once_want_one_name(prefix: str) -> None:
    people = [join(f"p{number}") for number in range(50)]

    def attempt(person: PersonId) -> bool:
        try:
            rename(person, "wanted")
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(10) as threads:
        won = list(threads.map(attempt, people))
    assert sum(won) == 1
    assert holder("wanted")["person_id"] == people[won.index(True)]
    assert len(said(prefix)) == 1


def test_one_person_at_once_in_many_ways_stays_one_person(prefix: str) -> None:
    ana = join("ana")

    def attempt(number: int) -> str | None:
        try:
            return rename(ana, f"ana{number}x")
        except TooMany:
            return None

    with ThreadPoolExecutor(10) as threads:
        done = [name for name in threads.map(attempt, range(20)) if name]
    assert len(done) == naming.CHANGES
    found = client(os.environ["AWS_ENDPOINT_URL"], "dynamodb").scan(TableName=f"{prefix}-identity", ConsistentRead=True)
    held = [item for item in found["Items"] if item["pk"]["S"].startswith("HANDLE#")]
    assert sum("former" not in item for item in held) == 1
    assert len(said(prefix)) == naming.CHANGES


def test_costs(prefix: str) -> None:
    ana = join("ana")
    with meter.metered() as seen:
        rename(ana, "anna")
    assert seen.requests == {"BatchGetItem": 1, "TransactWriteItems": 1}
