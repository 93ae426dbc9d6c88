"""Commands on a real DynamoDB API: all or nothing, once, with the fact, whatever answers are lost."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from contracts.identity import PersonSignedUp
from kernel.errors import Away, Conflict
from kernel.ids import PersonId, new_id
from kit import store, telemetry, transport
from kit.answers import read_answer
from kit.transport import Throttled, Unavailable, Wire, WireError
from kit.wire import Table
from support.emulator import emulator
from support.tables import tables

ANA = PersonId(new_id())


class Item(store.Item):
    context = "identity"


class Note(Item):
    text = UnicodeAttribute(null=True)
    n = NumberAttribute(null=True)


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from emulator(tmp_path_factory)


@pytest.fixture
def table(endpoint: str) -> Iterator[Table]:
    with tables(endpoint, "identity") as prefix:
        yield Table(f"{prefix}-identity")


def fact() -> PersonSignedUp:
    return PersonSignedUp(person_id=ANA, username="ana")


class Faults:
    """Between the client and the store: the next calls lose their answer."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.lose = 0
        self.calls = 0

        def read(*args: Any) -> Any:
            self.calls += 1
            answer = read_answer(*args)
            if self.lose:
                self.lose -= 1
                raise TimeoutError
            return answer

        monkeypatch.setattr(transport, "read_answer", read)


def test_all_steps_are_written_or_none(table: Table) -> None:
    store.transact([store.put(Note("a", "1", text="first"))])
    taken = Conflict("taken")
    with pytest.raises(Conflict) as refused:
        store.transact(
            [store.put(Note("b", "1")), store.put(Note("a", "1", text="second"), unless_exists=True, refusal=taken)]
        )
    assert refused.value is taken
    assert table.get("b", "1", consistent=True) is None
    assert (table.get("a", "1", consistent=True) or {})["text"] == "first"


def test_a_failed_condition_without_a_refusal_names_its_step(table: Table) -> None:
    with pytest.raises(store.ConditionFailed) as failed:
        store.transact([store.check(Note, "a", "1", Note.pk.exists())])
    assert failed.value.step is not None
    assert failed.value.step.verb == "check"


def test_the_failed_step_is_found_whatever_order_the_steps_are_given_in(table: Table) -> None:
    store.transact([store.put(Note("m", "1", n=1))])
    wrong = Conflict("the count is another")
    with pytest.raises(Conflict) as refused:
        store.transact(
            [
                store.update(Note, "m", "1", [Note.n.set(3)], condition=Note.n == 2, refusal=wrong),
                store.put(Note("m", "2"), unless_exists=True),
                store.delete(Note, "m", "3"),
                store.check(Note, "m", "4", Note.pk.does_not_exist()),
            ]
        )
    assert refused.value is wrong


@pytest.mark.parametrize("lost", [1, 2, 4])
def test_a_lost_answer_changes_nothing_twice(table: Table, monkeypatch: pytest.MonkeyPatch, lost: int) -> None:
    faults = Faults(monkeypatch)
    faults.lose = lost
    store.transact(
        [
            store.update(Note, "a", "COUNT", [Note.n.add(1)]),
            store.put(Note("a", "edge"), unless_exists=True, refusal=Conflict("a lost answer is no conflict")),
        ]
    )
    assert faults.calls > lost
    assert (table.get("a", "COUNT", consistent=True) or {})["n"] == 1


def test_a_store_that_stays_away_is_said_to_be(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    faults = Faults(monkeypatch)
    faults.lose = 1000
    with pytest.raises(Away):
        store.transact([store.put(Note("a", "1"))])


def test_fifty_at_once_write_once(table: Table) -> None:
    def attempt(_: int) -> bool:
        try:
            store.transact(
                [store.done(Item, "test", "fact"), store.update(Note, "a", "COUNT", [Note.n.add(1)])],
            )
        except store.ConditionFailed:
            return False
        return True

    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(attempt, range(50))) == 1
    assert (table.get("a", "COUNT", consistent=True) or {})["n"] == 1


def test_fifty_at_once_count_fifty(table: Table) -> None:
    with ThreadPoolExecutor(10) as pool:
        list(pool.map(lambda _: store.transact([store.update(Note, "a", "COUNT", [Note.n.add(1)])]), range(50)))
    assert (table.get("a", "COUNT", consistent=True) or {})["n"] == 50


def test_a_fact_leaves_with_the_change_and_knows_its_journey(table: Table) -> None:
    telemetry.enter("journey-1")
    step = store.outbox(Item, fact(), actor=ANA)
    store.transact([store.put(Note("a", "1")), step])
    assert step.item is not None
    kept = table.get(step.item.pk, step.item.sk, consistent=True) or {}
    told = json.loads(kept["fact"])
    assert kept["pk"].startswith("OUTBOX#")
    assert kept["expires_at"] > 0
    assert (told["journey"], told["actor"], told["type"]) == ("journey-1", ANA, "PersonSignedUp.v1")


def test_facts_with_one_key_lie_in_one_partition(table: Table) -> None:
    shards = {step.item.pk for _ in range(20) if (step := store.outbox(Item, fact(), actor=ANA)).item}
    assert len(shards) == 1


def test_a_single_write_with_a_condition(table: Table) -> None:
    step = store.put(Note("a", "1"), unless_exists=True)
    store.write(step)
    with pytest.raises(store.ConditionFailed):
        store.write(step)


@pytest.mark.parametrize(
    ("failure", "tokens"),
    [
        (Unavailable("TransactionCanceledException", "met another", 400, ["None", "TransactionConflict"]), 2),
        (Unavailable("ConnectionError", "the answer was lost"), 1),
        (Throttled("ThrottlingException", "too fast", 400), 1),
    ],
)
def test_only_a_cancelled_transaction_gets_another_token(
    table: Table, monkeypatch: pytest.MonkeyPatch, failure: WireError, tokens: int
) -> None:
    asked: list[str] = []
    own = Wire.call

    def call(self: Wire, operation: str, payload: Any) -> Any:
        asked.append(payload["ClientRequestToken"])
        if len(asked) == 1:
            raise failure
        return own(self, operation, payload)

    monkeypatch.setattr(Wire, "call", call)
    store.transact([store.put(Note("t", "1")), store.put(Note("t", "2"))])
    assert (len(asked), len(set(asked))) == (2, tokens)


def test_what_is_wrong_is_not_tried_again(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    faults = Faults(monkeypatch)
    with pytest.raises(WireError) as refused:
        store.transact([store.put(Note("", "1"))])
    assert (refused.value.code, faults.calls) == ("ValidationException", 1)
