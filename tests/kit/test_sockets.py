"""Frames that are wrong get an answer, handshakes that are refused a status, and no frame passes for a moment."""

from typing import Any

import pytest

from contracts.frames import FrameRefused, Ping, Pong, ToDevice
from kernel.errors import Away, Conflict, Forbidden
from kit import connections
from kit.sockets import MAX_FRAME, Handshake, Socket, read_frame, refusal_of
from kit.wire import Unavailable


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ToDevice]]:
    monkeypatch.setenv("AWS_REGION", "eu-central-1")
    found: list[tuple[str, ToDevice]] = []

    def post(connection_id: str, frame: ToDevice) -> bool:
        found.append((connection_id, frame))
        return True

    monkeypatch.setattr(connections, "post", post)
    return found


def event(route: str, kind: str = "MESSAGE", body: str | None = None, **more: Any) -> dict[str, Any]:
    context = {
        "routeKey": route,
        "eventType": kind,
        "connectionId": "c1",
        "requestId": "r1",
        "apiId": "a",
        "stage": "live",
    }
    return {
        "requestContext": {**context, "domainName": "d", "identity": {"sourceIp": "192.0.2.1"}},
        "body": body,
        **more,
    }


def signals() -> Socket:
    app = Socket("signals")

    @app.on_frame(Ping)
    def answer(connection_id: str, frame: Ping) -> Pong:
        if frame.client_id == "conflict":
            raise Conflict("Not now.", code="not-now")
        return Pong(client_id=frame.client_id)

    app.refuse_others()
    return app


@pytest.mark.parametrize(
    ("body", "code", "client_id"),
    [
        ('{"action":"fly","clientId":"q"}', "unknown-action", "q"),
        ('{"action":7,"clientId":"q"}', "unknown-action", "q"),
        ('{"clientId":7}', "unknown-action", None),
        ("{}", "unknown-action", None),
        ("", "malformed", None),
        (None, "malformed", None),
        ("[" * 20_000, "malformed", None),
        ("[]", "invalid", None),
        ('{"action":"ping"', "malformed", None),
        ("[1,", "malformed", None),
        ("\ud800", "malformed", None),
        ('{"a":"' + "ü" * (MAX_FRAME // 2) + '"}', "too-large", None),
    ],
)
def test_what_reaches_no_action_is_refused(body: str | None, code: str, client_id: str | None) -> None:
    refusal = refusal_of(body)
    assert (refusal.code, refusal.client_id) == (code, client_id)


def test_a_wrong_field_is_named() -> None:
    refusal = read_frame('{"action":"ping","clientId":7}', Ping)
    assert isinstance(refusal, FrameRefused)
    assert refusal.detail.startswith("/clientId: ")
    refusal = read_frame('{"action":"ping","clientId":"e","more":1}', Ping)
    assert isinstance(refusal, FrameRefused)
    assert (refusal.code, refusal.client_id) == ("invalid", "e")


def test_a_frame_of_exactly_the_limit_is_taken() -> None:
    head, tail = '{"action":"ping","clientId":"', '"}'
    body = head + "x" * (MAX_FRAME - len(head) - len(tail)) + tail
    assert isinstance(read_frame(body, Ping), Ping)
    assert isinstance(read_frame(body + " ", Ping), FrameRefused)


def test_a_frame_is_answered_on_its_connection(sent: list[tuple[str, ToDevice]]) -> None:
    assert signals()(event("ping", body='{"action":"ping","clientId":"1"}'), None) == {"statusCode": 200}
    assert sent == [("c1", Pong(client_id="1"))]


def test_a_refusal_of_the_view_becomes_an_error_frame(sent: list[tuple[str, ToDevice]]) -> None:
    signals()(event("ping", body='{"action":"ping","clientId":"conflict"}'), None)
    assert sent == [("c1", FrameRefused(code="not-now", detail="Not now.", client_id="conflict"))]


def test_other_frames_are_refused_and_the_connection_stays(sent: list[tuple[str, ToDevice]]) -> None:
    assert signals()(event("$default", body="?"), None) == {"statusCode": 200}
    assert isinstance(sent[0][1], FrameRefused)


@pytest.mark.parametrize(
    ("failure", "status"), [(Forbidden, 403), (Away, 503), (Unavailable("x", ""), 503), (ValueError, 500)]
)
def test_a_handshake_gets_the_status_of_its_failure(failure: Any, status: int, sent: list[Any]) -> None:
    app = Socket("connect")

    @app.on_open
    def open_socket(handshake: Handshake) -> None:
        raise failure

    assert app(event("$connect", "CONNECT", headers={}), None) == {"statusCode": status}


def test_the_handshake_is_read_whatever_the_case_of_its_headers(sent: list[Any]) -> None:
    app = Socket("connect")
    seen: list[Handshake] = []
    app.on_open(seen.append)
    for header in ("Origin", "origin"):
        query = {"ticket": "t"}
        app(event("$connect", "CONNECT", headers={header: "https://a"}, queryStringParameters=query), None)
    app(event("$connect", "CONNECT", queryStringParameters=None), None)
    assert seen == [Handshake("c1", "t", "https://a", "192.0.2.1")] * 2 + [Handshake("c1", "", None, "192.0.2.1")]


def test_a_frame_cannot_pass_for_a_handshake_or_an_end(sent: list[Any]) -> None:
    app = Socket("disconnect")
    closed: list[str] = []
    app.on_close(closed.append)
    assert app(event("$disconnect", body='{"action":"$disconnect"}'), None) == {"statusCode": 400}
    assert closed == []
    app(event("$disconnect", "DISCONNECT"), None)
    assert closed == ["c1"]
