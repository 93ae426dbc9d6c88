"""Generated frames, good, bad and of no sense, to every function behind the socket. In process, on real tables.

None makes it fail; each is answered, by its own name when it has one; and nothing of others is told. Security.md, rows
15 and 24. Some seconds here, minutes with `--full`.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, get_args, get_type_hints

import pytest
from chat import reads, sending, showing, speaking
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from contracts.frames import FromDevice, Ping
from kernel.ids import ConversationId, new_id
from kit import connections, telemetry
from support.chat_world import (
    APPS,
    Device,
    device,
    direct,
    friends,
    group,
    people,
    say,
    upload,
    world,
    write,
)
from support.emulator import emulator
from support.sockets import Gateway

SECRET = "the secret of two others"
FRAMES: dict[str, Any] = {str(each.__struct_config__.tag): each for each in get_args(FromDevice) if each is not Ping}
EXAMPLES, MANY = 25, 3_000
QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]


@dataclass
class Room:
    """Mallory's device, whose frames are generated; where she may speak, and where she may not."""

    mallory: Device
    ours: list[ConversationId]
    theirs: ConversationId
    others: list[str]
    photo: str


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    level = telemetry.logger().log_level
    telemetry.logger().setLevel("CRITICAL")
    gateway = Gateway()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connections, "_send", gateway.send)
        for endpoint in emulator(tmp_path_factory):
            with world(endpoint):
                yield _room(gateway)
    telemetry.logger().setLevel(level)


def _room(gateway: Gateway) -> Room:
    mallory, alice, bob = people(3)
    friends(mallory, alice, bob)
    talk, all_ = direct(mallory, alice), group(mallory, alice, bob)
    theirs = direct(alice, bob)
    for where in (talk, all_, theirs):
        write(alice, where, SECRET if where == theirs else "Hello")
    phone = device(mallory, gateway)
    others = [device(each, gateway).connection_id for each in (alice, bob)]
    return Room(phone, [talk, all_], theirs, others, upload(mallory))


texts = st.one_of(st.text(max_size=60), st.sampled_from(["", "👍", "\u0000", "\ud800", "a\u0301" * 40, "#ﷺ" * 60]))
numbers = st.one_of(st.integers(-3, 12), st.integers(-(2**70), 2**70), st.floats())
junk: Any = st.recursive(
    st.one_of(st.none(), st.booleans(), numbers, texts),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=8,
)


def frames(room: Room, action: str) -> Any:
    """Frames of an action in which some fields are as they should be, some are not, some are missing or too many."""
    ids = st.sampled_from([*room.ours, room.theirs, new_id(), "", "x", room.ours[0].upper()])
    good = {
        "conversation_id": ids,
        "client_id": st.one_of(st.text(min_size=1, max_size=64), st.just("one")),
        "seq": st.integers(0, 12),
        "rev": st.integers(0, 12),
        "reply_to": st.one_of(st.none(), st.integers(0, 12)),
        "text": st.text(max_size=80),
        "photos": st.lists(st.sampled_from([room.photo, new_id()]), max_size=3),
        "post_id": st.one_of(st.none(), st.just(new_id())),
        "emoji": st.sampled_from([None, "👍", "❤️", "x", "🇩🇪"]),
        "state": st.sampled_from(["active", "away", "here"]),
    }
    names = [name for name in get_type_hints(FRAMES[action]) if name in good]
    fields = {_camel(name): good[name] for name in names}
    right = st.fixed_dictionaries(fields)
    wrong = st.tuples(right, st.sampled_from(sorted(fields)), junk).map(lambda each: {**each[0], each[1]: each[2]})
    less = st.fixed_dictionaries({}, optional=fields)
    more = st.tuples(right, st.dictionaries(texts, junk, max_size=2)).map(lambda each: {**each[1], **each[0]})
    actions = st.sampled_from([action] * 9 + ["sendMessage", "$connect", None])
    bodies = st.one_of(right, right, wrong, less, more)
    return st.tuples(bodies, actions).map(lambda each: {**each[0], "action": each[1]})


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(each.title() for each in rest)


def check(room: Room, action: str, body: str | None) -> dict[str, Any]:
    """Say it, and look at what comes back."""
    phone, gateway = room.mallory, room.mallory.gateway
    gateway.frames.clear()
    assert say(phone.connection_id, action, body) == 200
    assert phone.connection_id in gateway.open
    told = json.dumps(gateway.frames, ensure_ascii=False)
    assert SECRET not in told
    assert room.theirs not in json.dumps(gateway.frames.get(phone.connection_id, []))
    for other in room.others:
        assert {each["type"] for each in gateway.frames.get(other, [])} <= {
            "message", "changed", "typing", "read", "delivered", "presence", "conversation",
        }  # fmt: skip
    assert '"failed"' not in told, body
    answers = [each for each in phone.frames if each["type"] in ("error", "sent", "synced", "done", "pong")]
    assert len(answers) <= 1
    return answers[0] if answers else {}


def _named(body: str) -> str | None:
    """The client id of a frame that can be read at all."""
    try:
        body.encode()
        found = json.loads(body, parse_constant=lambda text: 1 / 0)
        json.dumps(found, ensure_ascii=False).encode()  # a lone surrogate is no text
    except (ValueError, ZeroDivisionError, RecursionError):
        return None
    name = found.get("clientId") if isinstance(found, dict) else None
    return name if isinstance(name, str) and name and len(name) <= 64 and name.isprintable() else None


def fuzz(room: Room, action: str, examples: int) -> set[str]:
    """So many frames; the kinds of answers that were seen."""
    seen: set[str] = set()

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=examples < MANY,
        suppress_health_check=QUIET,
        phases=[Phase.generate],  # to shrink over the network takes minutes
    )
    @given(frames(room, action), st.booleans())
    def run(frame: dict[str, Any], escaped: bool) -> None:
        body = json.dumps(frame, ensure_ascii=escaped)
        answer = check(room, action, body)
        name = _named(body)
        if name is not None:
            assert answer.get("clientId") == name, (body, answer)
        seen.add(answer.get("code") or answer.get("type", "nothing"))

    run()
    return seen


@pytest.mark.parametrize("action", FRAMES)
def test_frames_by_their_types(room: Room, action: str) -> None:
    seen = fuzz(room, action, EXAMPLES)
    assert "invalid" in seen
    assert seen & {"sent", "synced", "done", "conversation-not-found", "message-not-found", "not-your-message"}


@pytest.mark.full
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("action", FRAMES)
def test_thousands_of_frames(room: Room, action: str) -> None:
    fuzz(room, action, MANY)


@settings(max_examples=60, deadline=None, database=None, derandomize=True, suppress_health_check=QUIET)
@given(action=st.sampled_from(sorted(APPS)), raw=st.binary(max_size=300))
def test_bytes_of_no_sense(room: Room, action: str, raw: bytes) -> None:
    answer = check(room, action, raw.decode("utf-8", errors="surrogateescape"))
    assert answer["type"] == "error"
    assert answer["code"] in ("malformed", "invalid")


@settings(max_examples=40, deadline=None, database=None, derandomize=True, suppress_health_check=QUIET)
@given(action=st.sampled_from(sorted(APPS)), data=st.data())
def test_a_good_frame_with_a_byte_changed(room: Room, action: str, data: st.DataObject) -> None:
    good = {"action": action, "clientId": "c", "conversationId": room.ours[0], "seq": 1, "text": "hi"}
    raw = bytearray(json.dumps(good).encode())
    raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    check(room, action, raw.decode("utf-8", errors="replace"))


def test_a_function_that_fails_or_tells_too_much_is_found(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(sending, "send", lambda *_: 1 / 0)
        with pytest.raises(AssertionError):
            fuzz(room, "sendMessage", EXAMPLES)
    own = speaking.place
    alice = room.mallory.person

    def elsewhere(connection_id: str, _: ConversationId, limit: Any) -> Any:
        """Takes every conversation for theirs."""
        me, place = own(connection_id, room.ours[0], limit)
        return me, place if me != alice else reads.place(room.theirs)

    monkeypatch.setattr(speaking, "place", elsewhere)
    monkeypatch.setattr(showing, "readable", lambda *_: 0)
    with pytest.raises(AssertionError):
        fuzz(room, "syncSince", EXAMPLES)
