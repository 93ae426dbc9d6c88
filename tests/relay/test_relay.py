"""From streams to the bus: in order, once per write, poison parked."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from relay import outbox
from relay.model import BATCH, MAX_BYTES

import contracts
from contracts.identity import PersonSignedUp
from kernel.ids import PersonId, new_id
from kernel.packing import pack
from kit.wire import WireError
from support.events import stream


class Cloud:
    """A bus and a queue that remember, and refuse what they are told to."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.parked: list[dict[str, Any]] = []
        self.batches: list[int] = []
        self.refuse: set[str] = set()
        self.down = False

    def call(self, operation: str, request: dict[str, Any]) -> dict[str, Any]:
        if operation == "GetQueueUrl":
            return {"QueueUrl": "parked"}
        if operation == "SendMessage":
            self.parked.append(json.loads(request["MessageBody"]))
            return {}
        if self.down:
            raise WireError("InternalFailure", "down", 500, [], {})
        self.batches.append(len(request["Entries"]))
        answers: list[dict[str, str]] = []
        for entry in request["Entries"]:
            id_ = json.loads(entry["Detail"])["id"]
            if id_ in self.refuse:
                answers.append({"ErrorCode": "InternalFailure"})
            else:
                self.sent.append(id_)
                answers.append({"EventId": "1"})
        return {"Entries": answers}


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cloud]:
    cloud = Cloud()
    monkeypatch.setattr(outbox, "client", lambda service: cloud)
    monkeypatch.setattr("relay.outbox.time.sleep", lambda seconds: None)
    outbox._parked.cache_clear()
    yield cloud
    outbox._parked.cache_clear()


def item(**more: Any) -> dict[str, Any]:
    return {"pk": "OUTBOX#0", "sk": "1", **more}


def fact(username: str = "ana") -> tuple[str, str]:
    person = PersonId(new_id())
    envelope = contracts.envelope(PersonSignedUp(person_id=person, username=username), actor=person, journey="j")
    return envelope.id, contracts.encode(envelope)


def relay(*changes: tuple[str, dict[str, Any] | None, dict[str, Any] | None]) -> Any:
    return outbox.app(stream(*changes), None)


def test_facts_travel_in_order_in_batches_the_bus_takes(cloud: Cloud) -> None:
    facts = [fact() for _ in range(25)]
    relay(*[("INSERT", None, item(fact=text)) for _, text in facts])
    assert cloud.sent == [id_ for id_, _ in facts]
    assert max(cloud.batches) <= BATCH


def test_items_without_a_fact_say_nothing(cloud: Cloud) -> None:
    relay(("INSERT", None, item()), ("REMOVE", item(fact=fact()[1]), None))
    assert cloud.sent == []


def test_a_later_write_says_a_fact_again_only_when_it_is_another(cloud: Cloud) -> None:
    (_, one), (second, two) = fact(), fact()
    relay(("MODIFY", item(fact=one), item(fact=one, n=1)), ("MODIFY", item(fact=one), item(fact=two)))
    assert cloud.sent == [second]


def test_a_packed_fact_is_said_as_it_was_written(cloud: Cloud) -> None:
    (id_, text), (later, other) = fact(), fact()
    relay(("INSERT", None, item(packed=pack(text))), ("MODIFY", item(packed=pack(text)), item(packed=pack(text), n=1)))
    relay(("MODIFY", item(packed=pack(text)), item(packed=pack(other))), ("INSERT", None, item(packed=b"torn")))
    assert cloud.sent == [id_, later]
    assert len(cloud.parked) == 1


@pytest.mark.parametrize("text", ["{", "[]", '{"id": 1}', fact("x" * MAX_BYTES)[1]], ids=["torn", "list", "no", "huge"])
def test_poison_is_parked_whole_and_holds_nothing_up(cloud: Cloud, text: str) -> None:
    good, other = fact(), fact()
    answer = relay(*[("INSERT", None, item(fact=each)) for each in (good[1], text, other[1])])
    assert cloud.sent == [good[0], other[0]]
    assert [parked["fact"] for parked in cloud.parked] == [text]
    assert answer["batchItemFailures"] == []


def test_what_the_bus_refuses_to_the_end_is_parked(cloud: Cloud) -> None:
    facts = [fact() for _ in range(3)]
    cloud.refuse = {facts[1][0]}
    relay(*[("INSERT", None, item(fact=text)) for _, text in facts])
    assert cloud.sent == [facts[0][0], facts[2][0]]
    assert [parked["fact"] for parked in cloud.parked] == [facts[1][1]]


def test_with_the_bus_away_the_stream_keeps_its_place(cloud: Cloud) -> None:
    facts = [fact() for _ in range(12)]
    changes = [("INSERT", None, item(fact=text)) for _, text in facts]
    cloud.down = True
    with pytest.raises(WireError):
        relay(*changes)
    assert cloud.parked == []
    cloud.down = False
    relay(*changes)
    assert cloud.sent == [id_ for id_, _ in facts]


def test_the_bus_gets_what_rules_route_by(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    entries: list[dict[str, Any]] = []

    def call(_: str, request: dict[str, Any]) -> dict[str, Any]:
        entries.extend(request["Entries"])
        return {"Entries": [{}] * len(request["Entries"])}

    monkeypatch.setattr(cloud, "call", call)
    relay(("INSERT", None, item(fact=fact()[1])))
    assert (entries[0]["Source"], entries[0]["DetailType"]) == ("lambdagram.identity", "PersonSignedUp.v1")
