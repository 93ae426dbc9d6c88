"""Frames that are wrong: an error frame with the device's own name for them, nothing written, the connection stays."""

import json
from collections.abc import Iterator
from typing import Any, get_args

import pytest

from contracts.frames import FromDevice, Ping
from kernel import clock
from kernel.ids import ConversationId, new_id
from kit import limits, revocation
from kit.limits import BUCKETS
from kit.settings import settings
from kit.sockets import MAX_FRAME
from kit.wire import Table
from support.chat_world import APPS, Device, device, items, two, write
from support.sockets import Gateway

GOOD: dict[str, dict[str, Any]] = {
    "sendMessage": {"text": "hi"},
    "editMessage": {"seq": 1, "text": "hi"},
    "unsendMessage": {"seq": 1},
    "react": {"seq": 1, "emoji": "👍"},
    "typing": {},
    "markRead": {"seq": 1},
    "markDelivered": {"seq": 1},
    "syncSince": {"seq": 0, "rev": 0},
    "setPresence": {"state": "active"},
}
"""Each action with what it needs beside the conversation."""

WRONG: tuple[Any, ...] = (
    True, 7, -1, 1.5, "", [], ["x"], {}, {"x": 1}, 2**53, 2**63, 10**400, "x" * 4_001, "\ud800", [None] * 11,
)  # fmt: skip
NULLABLE = {("sendMessage", "postId"), ("sendMessage", "replyTo"), ("react", "emoji")}


def said(action: str, talk: ConversationId, **more: Any) -> dict[str, Any]:
    named = {} if action == "setPresence" else {"conversationId": talk}
    return {"action": action, "clientId": "c1", **named, **GOOD[action], **more}


def answer(to: Device, action: str, body: str) -> dict[str, Any]:
    """The one frame that comes back for it."""
    to.frames.clear()
    assert to.raw(action, body) == 200
    assert to.connection_id in to.gateway.open
    assert len(to.frames) == 1, to.frames
    return to.frames[0]


@pytest.fixture
def talk(gateway: Gateway) -> Iterator[tuple[Device, ConversationId]]:
    """Alice's phone, in a conversation with one message; in the end nothing has been written by any wrong frame."""
    alice, _, talk = two()
    write(alice, talk)
    phone = device(alice, gateway)
    before = items()
    yield phone, talk
    assert items() == before


def test_every_action_of_the_contract_has_a_good_frame_here() -> None:
    actions = {str(each.__struct_config__.tag) for each in get_args(FromDevice) if each is not Ping}
    assert actions == set(GOOD) == set(APPS)


@pytest.mark.parametrize("action", GOOD)
def test_the_good_frame_is_taken(gateway: Gateway, action: str) -> None:
    alice, _, talk = two()
    write(alice, talk)
    phone = device(alice, gateway)
    assert phone.raw(action, json.dumps(said(action, talk), ensure_ascii=False)) == 200
    (mine,) = [each for each in phone.frames if each.get("clientId") == "c1"]
    assert mine["type"] in ("done", "sent", "synced")


@pytest.mark.parametrize("action", GOOD)
def test_every_field_of_a_wrong_type_is_refused(talk: tuple[Device, ConversationId], action: str) -> None:
    phone, where = talk
    fields = {name for name in said(action, where) if name not in ("action", "clientId")}
    fields |= {"photos", "postId", "replyTo"} if action == "sendMessage" else set()
    for field in fields:
        for value in (None, *WRONG):
            if _fits(action, field, value):
                continue
            found = answer(phone, action, json.dumps(said(action, where, **{field: value})))
            assert (found["type"], found["code"]) == ("error", "invalid" if value != "\ud800" else "malformed"), (
                field,
                value,
                found,
            )
            assert found["clientId"] == ("c1" if value != "\ud800" else None), (field, value)


def _fits(action: str, field: str, value: Any) -> bool:
    """Whether this is a good value after all."""
    if (action, field) in NULLABLE and value is None:
        return True
    if field in ("seq", "rev", "replyTo"):
        return type(value) is int and 0 <= value < 2**53
    return field == "photos" and value == []


@pytest.mark.parametrize("action", GOOD)
def test_missing_and_unknown_fields_are_refused(talk: tuple[Device, ConversationId], action: str) -> None:
    phone, where = talk
    good = said(action, where)
    optional = {"clientId", "rev", "emoji", "text"} if action != "editMessage" else {"clientId"}
    if action == "sendMessage":
        optional = {"text"}
    for field in good.keys() - {"action"} - optional:
        less = {name: value for name, value in good.items() if name != field}
        found = answer(phone, action, json.dumps(less, ensure_ascii=False))
        assert (found["code"], found["clientId"]) == ("invalid", less.get("clientId")), field
    for field in ("sender", "person", "seqq", "pk", "__proto__", "", "client_id", "me", "role"):
        found = answer(phone, action, json.dumps({**good, field: "x"}, ensure_ascii=False))
        assert (found["code"], found["clientId"]) == ("invalid", "c1"), field


@pytest.mark.parametrize("action", GOOD)
def test_what_is_no_json_or_too_much_of_it_is_refused(talk: tuple[Device, ConversationId], action: str) -> None:
    phone, where = talk
    good = json.dumps(said(action, where), ensure_ascii=False)
    for body in ("", "{", "null", "[]", "7", good[:-1], good + "}", '{"action": NaN}', "\x00", "\ufeff" + good):
        assert answer(phone, action, body)["code"] in ("malformed", "invalid"), body[:30]
    deep = '{"action":"' + action + '","clientId":"c1","x":' + "[" * 15_000 + "]" * 15_000 + "}"
    assert answer(phone, action, deep)["code"] in ("malformed", "invalid")
    huge = answer(phone, action, json.dumps(said(action, where, x="x" * MAX_FRAME), ensure_ascii=False))
    assert (huge["code"], huge["clientId"]) == ("too-large", "c1")
    assert answer(phone, action, "x" * 130_000)["code"] == "too-large"


@pytest.mark.parametrize("name", ["", "x" * 65, 7, None, [], {}, True])
def test_a_name_of_a_frame_is_a_short_text(talk: tuple[Device, ConversationId], name: Any) -> None:
    phone, where = talk
    found = answer(phone, "sendMessage", json.dumps(said("sendMessage", where, clientId=name)))
    assert (found["code"], found["clientId"]) == ("invalid", name if isinstance(name, str) else None)


def test_a_frame_of_a_socket_that_nobody_knows_says_nothing(talk: tuple[Device, ConversationId]) -> None:
    phone, where = talk
    other = Device(phone.person, f"{new_id()}=", phone.gateway)
    phone.gateway.open.add(other.connection_id)
    for action in GOOD:
        found = answer(other, action, json.dumps(said(action, where), ensure_ascii=False))
        assert (found["code"], found["clientId"]) == ("unauthenticated", "c1")


def test_a_frame_of_another_action_is_not_taken_by_a_function(talk: tuple[Device, ConversationId]) -> None:
    phone, where = talk
    for action in GOOD:
        other = "markRead" if action != "markRead" else "typing"
        found = answer(phone, action, json.dumps(said(other, where), ensure_ascii=False))
        assert (found["code"], found["clientId"]) == ("invalid", "c1")


def test_a_frame_of_an_ended_session_is_refused(
    talk: tuple[Device, ConversationId], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The socket may still be open for a moment; the list of ended sessions counts for each of its frames."""
    phone, where = talk
    item = Table(settings().table("realtime")).get(f"SOCKET#{phone.connection_id}", "CARD", consistent=True)
    assert item
    line = {"pk": revocation.PARTITION, "sk": revocation.sort_key(clock.milliseconds(), item["session"])}
    Table(settings().table("identity")).put({**line, "session_id": item["session"]})
    revocation.forget()
    for action in GOOD:
        found = answer(phone, action, json.dumps(said(action, where), ensure_ascii=False))
        assert (found["code"], found["clientId"]) == ("unauthenticated", "c1"), action


def test_frames_are_counted_like_requests(gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    alice, _, talk = two()
    phone = device(alice, gateway)
    buckets = limits.InProcess(clock=lambda: 0.0)
    burst = BUCKETS["message"][0].burst
    with monkeypatch.context() as patch:
        patch.setattr(limits, "_here", lambda: buckets)
        patch.setenv("LIMITS", "on")
        settings.cache_clear()
        for _ in range(burst + 5):  # refused, and counted all the same
            frame = said("sendMessage", talk, clientId=new_id(), text="")
            assert phone.raw("sendMessage", json.dumps(frame)) == 200
    settings.cache_clear()
    assert [each["code"] for each in phone.frames] == ["invalid"] * burst + ["too-many"] * 5
    assert phone.frames[-1]["retryAfter"] >= 1
