"""Bar P10: how long a message takes from one socket to another, beside an echo through the same gateway.

Runs alone (`python scripts/bench.d/chat_sockets.py`) with a platform of its own. Two members talk over real sockets,
one thing at a time: an echo (ping and pong) after each message, so that whatever slows the machine slows both. Groups
are as large as they say; besides the two only those have open sockets of whom it is said.
"""

import argparse
import json
import os
import queue
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / each) for each in ("layers/shared/python", "functions", "tests", "scripts")]

from desk import bench
from desk.cloud import gateway_of
from desk.platform import Platform

if TYPE_CHECKING:
    from support.people import Member

P10 = 3.0
SECONDS = 20.0
PAUSE = 1.0
"""Seconds after each frame: the bar is for a platform that does nothing else, and what follows takes its time."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=60, help="messages of each kind of conversation (default 60)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place, Platform.start(stage="benchchat", state_dir=Path(place)) as platform:
        os.environ.update(platform.environ())
        api = f"{gateway_of(platform.access)}/{platform.deployed.outputs['SocketApiId']}/live"
        os.environ["SOCKET_ENDPOINT"] = api
        return 0 if measured(platform, options.rounds) else 1


def measured(platform: Platform, rounds: int) -> bool:
    """Every kind of conversation, one after the other."""
    from support.chat_world import direct, friends, large_group, people
    from support.people import Member

    ana, bea = Member(platform.url, "ana"), Member(platform.url, "bea")
    me, other = _id(ana), _id(bea)
    friends(me, other)
    others = people(248)
    talks = {"two": direct(me, other)}
    talks |= {f"a group of {size}": large_group([me, other, *others[: size - 2]]) for size in (3, 100, 250)}
    print(f"P10 socket to socket, {rounds} messages each, one at a time")
    good = True
    with ExitStack() as stack:
        mine, theirs = (stack.enter_context(line(each)) for each in (ana, bea))
        for name, talk in talks.items():
            good &= told(name, talk, me, mine, theirs, rounds, bar=name != "a group of 250")
        more = [stack.enter_context(line(bea)) for _ in range(18)]
        told("a group of 100, 20 sockets open", talks["a group of 100"], me, mine, theirs, rounds, last=more)
    for each in (ana, bea):
        each.close()
    return good


class Line:
    """An open socket, whose frames are noted with the time at which they came."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._frames: queue.Queue[tuple[float, dict[str, Any]]] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def say(self, **frame: Any) -> float:
        """Send a frame; when that was."""
        began = time.perf_counter()
        self._connection.send(json.dumps(frame))
        return began

    def heard(self, kind: str, client_id: str | None = None, text: str = "") -> float:
        """When the frame came that is meant."""
        while True:
            at, frame = self._frames.get(timeout=SECONDS)
            if frame["type"] == "error":
                raise RuntimeError(frame)
            if frame["type"] == kind and (frame.get("clientId") == client_id if client_id else _text(frame) == text):
                return at

    def _read(self) -> None:
        from websockets.exceptions import ConnectionClosed

        with suppress(ConnectionClosed):
            for text in self._connection:
                self._frames.put((time.perf_counter(), json.loads(text)))


@contextmanager
def line(member: "Member") -> Iterator[Line]:
    from websockets.sync.client import connect
    from websockets.typing import Origin

    ticket = member.ask("POST", "/v1/socket-tickets")["ticket"]
    address = member.url.replace("http", "ws", 1) + "/socket?" + urlencode({"ticket": ticket})
    with connect(address, origin=Origin(member.url), compression=None) as connection:
        yield Line(connection)


def told(
    name: str,
    talk: str,
    me: str,
    mine: Line,
    theirs: Line,
    rounds: int,
    *,
    bar: bool = False,
    last: list[Line] | None = None,
) -> bool:
    """Measure one conversation and say what was found; whether the bar holds."""
    echoes: list[float] = []
    answers: list[float] = []
    messages: list[float] = []
    lasts: list[float] = []
    for number in range(-5, rounds):  # the first are for caches and workers
        text = f"{name} {number}"
        began = mine.say(action="ping", clientId=text)
        echo = mine.heard("pong", text) - began
        time.sleep(PAUSE)
        began = mine.say(action="sendMessage", clientId=text, conversationId=talk, text=text)
        answer, message = mine.heard("sent", text) - began, theirs.heard("message", text=text) - began
        latest = max((each.heard("message", text=text) - began for each in last or ()), default=message)
        time.sleep(PAUSE)
        if number >= 0:
            for found, taken in ((echoes, echo), (answers, answer), (messages, message), (lasts, latest)):
                found.append(taken * 1000)
    echo, message = statistics.median(echoes), statistics.median(messages)
    bench.line("P10", f"{name}, echo p50", echo, unit="ms")
    bench.line("P10", f"{name}, message p50", message, unit="ms")
    bench.line("P10", f"{name}, message p90", statistics.quantiles(messages, n=10)[8], unit="ms")
    bench.line("P10", f"{name}, own answer p50", statistics.median(answers), unit="ms")
    if last:
        bench.line("P10", f"{name}, last of the sockets p50", statistics.median(lasts), unit="ms")
    bench.line("P10", f"{name}, requests to stores", requests(me, talk))
    return bench.line("P10", f"{name}, message / echo", message / echo, P10 if bar else None, "x")


def requests(me: str, talk: str) -> int:
    """Requests to stores of one message, counted in this process."""
    from chat import send_message, store

    from kernel.ids import ConversationId, PersonId, new_id
    from kit import meter

    client = store.Item._get_connection().connection.client  # noqa: SLF001 - to be counted
    meter.meter_botocore(client)
    with meter.metered() as cost:
        body = send_message.NewMessage(client_id=new_id(), text="counted")
        send_message.send_message(PersonId(me), ConversationId(talk), body)
    return sum(number for name, number in cost.requests.items() if ":" not in name)


def _id(member: "Member") -> Any:
    """The gateway may still be fetching the key that tokens are signed with."""
    from support.people import eventually

    found = eventually(lambda: member.http.get(f"/v1/people/{member.username}"), lambda each: each.status_code == 200)
    return found.json()["person"]["id"]


def _text(frame: dict[str, Any]) -> str:
    return str((frame.get("message") or {}).get("text", ""))


if __name__ == "__main__":
    sys.exit(main())
