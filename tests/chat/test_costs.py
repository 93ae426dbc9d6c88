"""Bar P4 for chat: a message is three steps, one after the other, and 3 + (members / 100) requests at most.

What every operation asks of the stores is in tests/costs/table.toml, and measured there with a hundred times the data.
"""

import threading
import tomllib
from collections.abc import Callable
from typing import Any

import pytest
from chat import ahead, reads, send_message, store

from contracts.frames import SendMessage
from kernel.ids import ConversationId, PersonId, new_id
from kit import meter
from kit.transport import Wire
from support.chat_world import device, large_group, people, two
from support.emulator import ROOT
from support.sockets import Gateway
from views.realtime import connections_key

TABLE: dict[str, Any] = tomllib.loads((ROOT / "tests" / "costs" / "table.toml").read_text())
SIZES = {"send a message": 2, "send a message to 3": 3, "send a message to 100": 100, "send a message to 250": 250}


@pytest.fixture
def steps(gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What waits for what: requests of the thread that serves, and once each time for all that its helpers ask."""
    found: list[str] = []
    mine = threading.current_thread()
    by_wire = Wire.call

    def note(operation: str) -> None:
        helped = threading.current_thread() is not mine
        if not (helped and found and found[-1] == "at once"):
            found.append("at once" if helped else operation)

    def call(self: Wire, operation: str, payload: Any) -> Any:
        note(operation)
        return by_wire(self, operation, payload)

    monkeypatch.setattr(Wire, "call", call)
    return found


@pytest.mark.parametrize(("name", "size"), SIZES.items())
def test_the_table_holds_the_bar(name: str, size: int) -> None:
    row = TABLE[name]
    assert row["reads"] + row["writes"] + row["others"] <= 3 + -(-size // 100)


@pytest.mark.parametrize("size", [2, 3, 100, 250])
def test_a_message_is_three_steps(steps: list[str], gateway: Gateway, size: int) -> None:
    alice, talk = _conversation(size)
    phone = device(alice, gateway)
    _say(phone.connection_id, talk)
    ahead.forget()
    steps.clear()
    with meter.metered() as seen:
        _say(phone.connection_id, talk)
    around = "BatchGetItem" if size < 100 else "at once"
    assert steps == ["BatchGetItem", around, "TransactWriteItems"]
    assert sum(seen.requests.values()) <= 3 + -(-size // 100)


@pytest.mark.parametrize("size", [2, 3, 100, 250])
def test_the_next_message_of_a_device_is_two_steps(steps: list[str], gateway: Gateway, size: int) -> None:
    alice, talk = _conversation(size)
    phone = device(alice, gateway)
    _say(phone.connection_id, talk)
    steps.clear()
    _say(phone.connection_id, talk)
    assert steps == ["BatchGetItem" if size < 97 else "at once", "TransactWriteItems"]


def test_a_guess_that_lacks_something_is_completed(steps: list[str], gateway: Gateway) -> None:
    alice, talk = _conversation(3)
    phone = device(alice, gateway)
    _say(phone.connection_id, talk)
    bob, late = (each for each in reads.place(talk).conversation.listening if each != alice)
    ahead.learn(phone.connection_id, talk, [connections_key(bob)])
    screens = [device(bob, gateway), device(late, gateway)]
    steps.clear()
    _say(phone.connection_id, talk)
    assert steps == ["BatchGetItem", "BatchGetItem", "TransactWriteItems"]
    assert [len(each.of("message")) for each in screens] == [1, 1]


def test_guesses_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    ahead.forget()
    monkeypatch.setattr(ahead, "MOST_KEYS", 10)
    key, talk = ("chat", "pk", "sk"), ConversationId("talk")
    for number in range(7):
        ahead.learn(str(number), talk, [key, key])
    assert [number for number in range(7) if ahead.guess(str(number), talk)] == [2, 3, 4, 5, 6]
    ahead.learn("2", talk, [key] * 4)
    assert [number for number in range(7) if ahead.guess(str(number), talk)] == [2, 4, 5, 6], "the oldest gave way"


def test_a_step_too_many_is_seen(steps: list[str], gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    alice, talk = _conversation(3)
    phone = device(alice, gateway)
    own: Callable[..., Any] = store.add_message

    def add(*arguments: Any) -> None:
        store.reads.mark(talk, alice)  # type: ignore[attr-defined]
        own(*arguments)

    monkeypatch.setattr(store, "add_message", add)
    _say(phone.connection_id, talk)
    steps.clear()
    _say(phone.connection_id, talk)
    assert len(steps) == 3


def _conversation(size: int) -> tuple[PersonId, ConversationId]:
    if size == 2:
        alice, _, talk = two()
        return alice, talk
    those = people(size)
    return those[0], large_group(those)


def _say(connection_id: str, talk: ConversationId) -> None:
    send_message.send_frame(connection_id, SendMessage(client_id=new_id(), conversation_id=talk, text="A lake"))
