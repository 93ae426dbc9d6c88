"""The far end of sockets: signed as AWS wants it, tried again where that helps, gone where it is gone."""

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from contracts.frames import Pong
from kit import connections
from kit.settings import settings
from kit.transport import Throttled, Unavailable, WireError
from support.emulator import ENVIRONMENT
from support.fault_server import Drop, FaultServer, Say, fault_server

ID = "L0SM9cOFvHcCIhw="


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> Iterator[FaultServer]:
    with fault_server() as server:
        for name, value in {**ENVIRONMENT, "SOCKET_ENDPOINT": f"{server.url}/live"}.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr("kit.connections.time.sleep", lambda seconds: None)
        settings.cache_clear()
        connections.reset()
        yield server
        connections.reset()
        settings.cache_clear()


@pytest.mark.parametrize("verb", ["POST", "DELETE"])
def test_the_signature_is_botocore_s(gateway: FaultServer, verb: str) -> None:
    connections.post(ID, Pong(client_id="1")) if verb == "POST" else connections.close(ID)
    (seen,) = gateway.seen
    assert seen.path == "/live/@connections/L0SM9cOFvHcCIhw%3D"
    request = AWSRequest(
        method=verb,
        url=gateway.url + seen.path,
        data=seen.body,
        headers={"content-type": seen.headers["content-type"]},
    )
    request.context["timestamp"] = seen.headers["x-amz-date"]
    request.headers["X-Amz-Date"] = seen.headers["x-amz-date"]
    signer: Any = SigV4Auth(Credentials("test", "test"), "execute-api", ENVIRONMENT["AWS_REGION"])
    canonical = signer.canonical_request(request)
    signature = signer.signature(signer.string_to_sign(request, canonical), request)
    assert seen.headers["authorization"].endswith(f"Signature={signature}")


def test_a_frame_arrives_as_json_with_its_type(gateway: FaultServer) -> None:
    assert connections.post(ID, Pong(client_id="7"))
    assert gateway.seen[0].body == b'{"type":"pong","clientId":"7"}'


def test_a_session_token_is_sent_and_signed(gateway: FaultServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SESSION_TOKEN", "of a role")
    connections.post(ID, Pong())
    assert gateway.seen[0].headers["x-amz-security-token"] == "of a role"
    assert "x-amz-security-token" in gateway.seen[0].headers["authorization"]


def test_gone_is_an_answer(gateway: FaultServer) -> None:
    gateway.will(Say({"message": "GoneException"}, 410), Say({}, 410))
    assert not connections.post(ID, Pong())
    assert not connections.close(ID)
    assert len(gateway.seen) == 2


@pytest.mark.parametrize("first", [Say({}, 429), Say({}, 500), Drop()])
def test_what_may_pass_is_tried_again(gateway: FaultServer, first: Say | Drop) -> None:
    gateway.will(first)
    assert connections.post(ID, Pong())
    assert len(gateway.seen) == 2


def test_the_third_failure_is_told(gateway: FaultServer) -> None:
    gateway.will(*[Say({}, 429)] * 3)
    with pytest.raises(Throttled):
        connections.post(ID, Pong())
    gateway.will(*[Say({}, 503)] * 3)
    with pytest.raises(Unavailable):
        connections.post(ID, Pong())


def test_a_refusal_is_told_at_once(gateway: FaultServer) -> None:
    gateway.will(Say({}, 403))
    with pytest.raises(WireError):
        connections.post(ID, Pong())
    assert len(gateway.seen) == 1


def test_many_are_told_and_the_gone_are_named(gateway: FaultServer, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    def send(method: str, connection_id: str, body: bytes, attempts: int) -> bool:
        told.append(connection_id)
        return connection_id != "c3"

    monkeypatch.setattr(connections, "_send", send)
    everybody = {f"c{n}" for n in range(20)}
    assert connections.post_all(everybody, Pong()) == {"c3"}
    assert set(told) == everybody
    assert connections.post_all([], Pong()) == set()


def test_one_failure_keeps_nobody_else_from_being_told(gateway: FaultServer, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    def send(method: str, connection_id: str, body: bytes, attempts: int) -> bool:
        if connection_id == "c0":
            raise Unavailable("Status500", "")
        told.append(connection_id)
        return True

    monkeypatch.setattr(connections, "_send", send)
    with pytest.raises(Unavailable):
        connections.post_all([f"c{n}" for n in range(20)], Pong())
    assert len(told) == 19


def test_connections_are_kept_alive(gateway: FaultServer) -> None:
    for _ in range(3):
        connections.post(ID, Pong())
    assert gateway.connections == 1
