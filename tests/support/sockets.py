"""Devices, their tickets and frames, and a stand-in for the gateway's far end of their sockets."""

import json
import threading
from dataclasses import dataclass, field
from typing import Any

from realtime import connect, inbox, tickets

import contracts
from contracts import Fact
from kernel.ids import PersonId, SessionId, new_id
from kit.endpoints import Caller
from kit.sockets import Handshake
from kit.transport import Unavailable
from support.tables import client

ORIGIN = "https://app.example"
HOME = "198.51.100.7"


@dataclass
class Gateway:
    """Which connections are open, and what they were sent."""

    open: set[str] = field(default_factory=set)
    frames: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    broken: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def send(self, method: str, connection_id: str, body: bytes, attempts: int = 3) -> bool:
        if self.broken:
            raise Unavailable("Status500", "")
        with self.lock:
            if connection_id not in self.open:
                return False
            if method == "DELETE":
                self.open.discard(connection_id)
            else:
                self.frames.setdefault(connection_id, []).append(json.loads(body))
            return True


class Clock:
    """The time that realtime sees."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def time(self) -> float:
        return self.now


def person() -> tuple[PersonId, SessionId]:
    return PersonId(new_id()), SessionId(new_id())


def ticket(who: tuple[PersonId, SessionId], address: str = HOME) -> str:
    return tickets.issue_ticket(who[0], Caller(who[0], who[1], address, "a test")).ticket


def join(
    who: tuple[PersonId, SessionId], gateway: Gateway, connection_id: str | None = None, text: str | None = None
) -> str:
    connection_id = connection_id or f"{new_id()}="
    connect.open_socket(Handshake(connection_id, text or ticket(who), ORIGIN, HOME))
    with gateway.lock:
        gateway.open.add(connection_id)
    return connection_id


def say(fact: Fact) -> dict[str, Any]:
    return {
        "messageId": new_id(),
        "body": json.dumps({"detail": json.loads(contracts.encode(contracts.envelope(fact, actor=None, journey="j")))}),
    }


def hear(*facts: Fact) -> dict[str, Any]:
    answer: dict[str, Any] = inbox.app({"Records": [say(fact) for fact in facts]}, None)
    return answer


def rows(endpoint: str, prefix: str) -> list[dict[str, Any]]:
    """Connections that the table still has: items of their own and attributes of people."""
    found = client(endpoint, "dynamodb").scan(TableName=f"{prefix}-realtime", ConsistentRead=True)["Items"]
    sockets = [item for item in found if item["pk"]["S"].startswith("SOCKET#")]
    return sockets + [{name: item[name]} for item in found for name in item if name.startswith("socket_")]
