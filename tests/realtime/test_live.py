"""Real sockets on a deployed stack whose emulator checks signatures and policies."""

import json
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from realtime import tickets
from realtime.store import Item
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

import contracts
from contracts import Fact
from contracts.feed import TimelinesGrew
from contracts.identity import SessionEnded
from desk import places
from desk.cloud import gateway_of
from desk.platform import Platform
from kernel.ids import PersonId, PostId, SessionId, new_id
from kit import wire
from kit.endpoints import Caller
from kit.settings import settings
from kit.wire import Table
from support.tables import make_table
from views.realtime import Connection, connections_in, connections_key

ORIGIN = "https://app.example"


PARTS = ("RuntimeLayer", "SharedLayer", "Gateways", "Bus", "Relay", "Realtime")


def as_much_as_sockets_need() -> str:
    """The root template with these parts only, so that it deploys in seconds and follows every change."""
    text = (places.ROOT / "template.yaml").read_text()
    head, _, rest = text.partition("Resources:\n")
    resources, _, outputs = rest.partition("\nOutputs:\n")
    found = {part.partition(":")[0]: part for part in re.split(r"^  (?=\w)", resources, flags=re.MULTILINE)}
    kept = "".join(f"  {found[name]}" for name in PARTS)
    said = "".join(f"  {each}" for each in re.split(r"^  (?=\w)", outputs, flags=re.MULTILINE) if "Gateways." in each)
    return f"{head}Resources:\n{kept}\nOutputs:\n{said}"


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    home = tmp_path_factory.mktemp("realtime-platform")
    template = home / "template.yaml"
    template.write_text(as_much_as_sockets_need())
    with (
        Platform.start(
            stage="sockets",
            state_dir=home / "state",
            auth=True,
            origin=False,
            redis=False,
            mongo=False,
            parameters={"AppOrigin": ORIGIN},
            template=str(template),
        ) as platform,
        pytest.MonkeyPatch.context() as patch,
    ):
        for name, value in platform.environ().items():
            patch.setenv(name, value)
        settings.cache_clear()
        wire.reset()
        Item._connection = None
        make_table(platform.endpoint, platform.prefix, "identity", platform.access.region)  # whose session one is
        yield platform
        settings.cache_clear()
        wire.reset()


class Device:
    """Somebody's device with a session of its own."""

    def __init__(self, platform: Platform, person: PersonId | None = None) -> None:
        self.platform = platform
        self.person = person or PersonId(new_id())
        self.session = SessionId(new_id())

    def ticket(self) -> str:
        return tickets.issue_ticket(self.person, Caller(self.person, self.session, "127.0.0.1", "a test")).ticket

    def open(self, ticket: str | None = None, origin: Any = ORIGIN) -> ClientConnection:
        endpoint = f"{gateway_of(self.platform.access)}/{self.platform.deployed.outputs['SocketApiId']}/live"
        query = f"?ticket={self.ticket() if ticket is None else ticket}"
        return connect(endpoint.replace("http", "ws", 1) + query, origin=origin, proxy=None, legacy=True)

    def refused(self, ticket: str, origin: str = ORIGIN) -> int:
        with pytest.raises(InvalidStatus) as refusal:
            self.open(ticket, origin).close()
        return refusal.value.response.status_code

    def known(self) -> list[Connection]:
        """What the table knows of the person's sockets."""
        item = Table(settings().table("realtime")).get(*connections_key(self.person)[1:], consistent=True)
        return list(connections_in(item or {}, self.person, 0))


def say(platform: Platform, fact: Fact) -> None:
    entry = {"EventBusName": f"{platform.prefix}-bus", "Source": f"lambdagram.{fact.context()}"}
    detail = contracts.encode(contracts.envelope(fact, actor=None, journey="j"))
    platform.clients().events.put_events(Entries=[{**entry, "DetailType": fact.type_name(), "Detail": detail}])


def until(check: Any, seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_without_a_good_ticket_the_handshake_is_refused(platform: Platform) -> None:
    alice = Device(platform)
    assert alice.refused("") == 403
    assert alice.refused("guessed") == 403
    ticket = alice.ticket()
    assert alice.refused(ticket, "https://evil.example") == 403
    with alice.open(ticket):
        assert alice.refused(ticket) == 403


def test_pings_are_answered_and_wrong_frames_refused(platform: Platform) -> None:
    with Device(platform).open() as socket:
        for frame, answer in [
            ('{"action":"ping","clientId":"1"}', {"type": "pong", "clientId": "1"}),
            ('{"action":"fly","clientId":"2"}', {"type": "error", "code": "unknown-action", "clientId": "2"}),
            ("not JSON", {"type": "error", "code": "malformed"}),
            ('{"action":"ping","clientId":"' + "x" * 33_000 + '"}', {"type": "error", "code": "too-large"}),
            ('{"action":"ping"}', {"type": "pong"}),
        ]:
            socket.send(frame)
            found = json.loads(socket.recv(timeout=10))
            assert found | answer == found


def test_a_frame_that_pretends_to_be_the_end_is_none(platform: Platform) -> None:
    alice = Device(platform)
    with alice.open() as socket:
        socket.send('{"action":"$disconnect"}')
        socket.send('{"action":"ping"}')
        assert json.loads(socket.recv(timeout=10))["type"] == "pong"
        assert len(alice.known()) == 1


def test_a_fact_on_the_bus_reaches_every_open_device(platform: Platform) -> None:
    phone = Device(platform)
    laptop = Device(platform, phone.person)
    post = PostId(new_id())
    with phone.open() as first, laptop.open() as second:
        say(platform, TimelinesGrew(post_id=post, author=PersonId(new_id()), people=[phone.person]))
        for socket in (first, second):
            assert json.loads(socket.recv(timeout=15))["postId"] == post


def test_a_closed_socket_is_forgotten(platform: Platform) -> None:
    alice = Device(platform)
    with alice.open():
        assert len(alice.known()) == 1
    until(lambda: not alice.known())


def test_an_ended_session_loses_its_sockets_and_no_other(platform: Platform) -> None:
    phone = Device(platform)
    laptop = Device(platform, phone.person)
    with phone.open() as first, laptop.open() as second:
        say(platform, SessionEnded(session_id=phone.session, person_id=phone.person))
        with pytest.raises(ConnectionClosed):
            first.recv(timeout=15)
        assert phone.refused(phone.ticket()) == 403
        second.send('{"action":"ping"}')
        assert json.loads(second.recv(timeout=10))["type"] == "pong"
        until(lambda: [each.session for each in phone.known()] == [laptop.session])
