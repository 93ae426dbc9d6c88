"""Devices that chat: real sockets of members, what they were sent, and what they know of each conversation.

A device keeps its copy of a conversation as a client has to: by `seq` and `rev`, asking for what it lacks.
"""

import itertools
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from urllib.parse import urlencode

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from kernel.ids import new_id
from support.people import Member

Frame = dict[str, Any]


class Device:
    """One open socket. Frames are collected as they come."""

    def __init__(self, member: Member, connection: ClientConnection) -> None:
        self.member = member
        self.connection = connection
        self.frames: list[Frame] = []
        self.closed: int | None = None
        self._came = threading.Condition()
        self._names = itertools.count()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        try:
            for text in self.connection:
                with self._came:
                    self.frames.append(json.loads(text))
                    self._came.notify_all()
        except ConnectionClosed:
            pass
        with self._came:
            self.closed = self.connection.close_code or 1006
            self._came.notify_all()

    def say(self, action: str, **more: Any) -> None:
        """Send a frame and wait for nothing."""
        self.connection.send(json.dumps({"action": action, **more}))

    def ask(self, action: str, *, seconds: float = 15, **more: Any) -> Frame:
        """Send a frame and wait for the answer to it."""
        name = more.pop("clientId", None) or f"c{next(self._names)}-{new_id()[-8:]}"
        self.say(action, clientId=name, **more)
        return self.wait(lambda frame: frame.get("clientId") == name, seconds=seconds)

    def wait(self, wanted: Callable[[Frame], bool], *, seconds: float = 15) -> Frame:
        """The first frame, of all that came, that is wanted."""
        until = time.monotonic() + seconds
        with self._came:
            while True:
                found = next((frame for frame in self.frames if wanted(frame)), None)
                if found is not None:
                    return found
                left = until - time.monotonic()
                assert left > 0, f"nothing wanted among {[each.get('type') for each in self.frames]}"
                assert self.closed is None, f"closed with {self.closed}"
                self._came.wait(left)

    def of(self, kind: str, conversation: str | None = None) -> list[Frame]:
        """Frames of a kind that came so far."""
        with self._came:
            return [
                frame
                for frame in self.frames
                if frame["type"] == kind and conversation in (None, frame.get("conversationId"))
            ]

    def send(self, conversation: str, text: str, **more: Any) -> Frame:
        """Write a message; the message as it was stored."""
        answer = self.ask("sendMessage", conversationId=conversation, text=text, **more)
        assert answer["type"] == "sent", answer
        return dict(answer["message"])

    def hears(self, conversation: str, seq: int) -> Frame:
        """Wait for a message that somebody else (or another device) wrote."""
        frame = self.wait(
            lambda each: (
                each["type"] == "message" and each["conversationId"] == conversation and each["message"]["seq"] == seq
            )
        )
        return dict(frame["message"])

    def changed(self, conversation: str, rev: int) -> Frame:
        """Wait for a change of a message."""
        frame = self.wait(
            lambda each: each["type"] == "changed" and each["conversationId"] == conversation and each["rev"] == rev
        )
        return dict(frame["message"])

    def everything(self, conversation: str, seq: int = 0, rev: int = 0) -> list[Frame]:
        """All messages after `seq`, in pages, as a device gets them that has been away."""
        found: list[Frame] = []
        while True:
            page = self.ask("syncSince", conversationId=conversation, seq=seq, rev=rev)
            assert page["type"] == "synced", page
            found += page["messages"]
            seq, rev = page["seq"], page["rev"]
            if not page["more"]:
                return found


@contextmanager
def device(member: Member, *, origin: str | None = None) -> Iterator[Device]:
    """A device of a member with an open socket."""
    ticket = member.ask("POST", "/v1/socket-tickets")["ticket"]
    address = member.url.replace("http", "ws", 1) + "/socket?" + urlencode({"ticket": ticket})
    with connect(address, origin=Origin(origin or member.url), close_timeout=2) as connection:
        yield Device(member, connection)


@contextmanager
def devices(*members: Member, each: int = 2) -> Iterator[list[list[Device]]]:
    """Some devices of each member."""
    with ExitStack() as stack:
        yield [[stack.enter_context(device(member)) for _ in range(each)] for member in members]


def person_id(member: Member) -> str:
    return str(member.ask("GET", f"/v1/people/{member.username}")["person"]["id"])


def direct(one: Member, other: Member) -> str:
    """The conversation of two."""
    return str(one.ask("PUT", f"/v1/conversations/with/{person_id(other)}")["id"])
