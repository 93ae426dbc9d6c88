"""A storm of sockets: many devices drop, politely or without a word, come back, and resume where they were.

A device keeps its copy of each conversation by `seq` and `rev` as every client has to: it leaves out what it has, asks
for what it lacks, and believes nothing that does not follow on what it has.
"""

import asyncio
import itertools
import json
import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.typing import Origin

from kernel.ids import new_id
from support.people import Member

Frame = dict[str, Any]

POLITE = 0.6
"""Share of drops that say goodbye; the others cut the connection."""
TRIES = 8
PATIENCE = 60.0
"""Seconds that a device waits for what it missed, at most, before it drops again."""


@dataclass(frozen=True)
class Size:
    """How many devices drop how often. Each stays open for `hold` seconds, and comes back within `window` seconds."""

    drops: int
    hold: tuple[float, float]
    window: float
    pause: float
    """Seconds between two messages of somebody whose socket stays open, of whom there is one in each group."""
    writes: float = 0.2
    """Share of drops just before which a message is written."""
    twos: bool = True
    """Whether members also talk in twos, so that a device has two conversations to resume."""
    at_once: int = 6
    """Handshakes under way at the same time: the emulator opens one after the other."""


@dataclass
class Copy:
    """A device's copy of a conversation. `came` are the places of messages in the order in which they were believed."""

    seq: int = 0
    rev: int = 0
    messages: dict[int, Frame] = field(default_factory=dict)
    came: list[int] = field(default_factory=list)
    told: tuple[int, int] = (0, 0)
    asking: bool = False

    def add(self, message: Frame) -> None:
        self.came.append(message["seq"])
        self.messages[message["seq"]] = message
        self.seq = message["seq"]

    def hears_of(self, seq: int, rev: int) -> None:
        self.told = max(self.told[0], seq), max(self.told[1], rev)

    @property
    def lacks(self) -> bool:
        return self.seq < self.told[0] or self.rev < self.told[1]


class Device:
    """One device, in whichever of its sockets. `heedless` is the planted fault: it believes that nothing is missing."""

    def __init__(self, storm: "Storm", member: Member, talks: list[str], *, heedless: bool = False) -> None:
        self.storm, self.member, self.heedless = storm, member, heedless
        self.copies = {talk: Copy() for talk in talks}
        self.outbox: dict[str, tuple[str, str]] = {}
        self.sent: dict[str, int] = {}
        self.wrong: list[str] = []
        self.dice = random.Random(f"{storm.seed}/{next(storm.numbers)}")
        self._socket: ClientConnection | None = None
        self._reader: asyncio.Task[None] | None = None
        self._resumed = asyncio.Event()

    async def live(self) -> None:
        """Open, drop and come back, so many times."""
        size = self.storm.size
        for left in reversed(range(size.drops + 1)):
            await self.open()
            if left:
                if not self.heedless:
                    with suppress(TimeoutError):
                        await asyncio.wait_for(self._resumed.wait(), PATIENCE)
                await asyncio.sleep(self.dice.uniform(*size.hold))
                if self.dice.random() < size.writes:  # and does not wait for what becomes of it
                    await self.write(self.dice.choice(list(self.copies)))
                await self.drop(politely=self.dice.random() < POLITE)
                await asyncio.sleep(self.dice.uniform(0, size.window))

    async def open(self) -> None:
        """Get a ticket, open a socket with it, resume everything. Again, later and later, while that does not work."""
        self._socket = socket = await self._opened()
        self.storm.figures["opened"] += 1
        self._reader = asyncio.create_task(self._read(socket))
        self._resumed.clear()
        for talk, copy in self.copies.items():
            copy.asking = False
            if not (self.heedless and copy.seq):
                await self._ask(talk)
        for name, (talk, text) in list(self.outbox.items()):
            await self._say("sendMessage", clientId=name, conversationId=talk, text=text)

    async def drop(self, *, politely: bool) -> None:
        assert self._socket
        assert self._reader
        self.storm.figures["dropped politely" if politely else "dropped without a word"] += 1
        if politely:
            await self._socket.close()
        else:
            self._socket.transport.abort()
        await self._reader

    async def write(self, talk: str) -> str:
        """Send a message; it stays in the outbox until it is known to be stored. Its client id, which it also says."""
        name = new_id()
        self.outbox[name] = talk, name
        self.storm.written[talk].add(name)
        await self._say("sendMessage", clientId=name, conversationId=talk, text=name)
        return name

    async def change(self, talk: str) -> None:
        """React to one of the newest messages, or edit one's own."""
        copy = self.copies[talk]
        own = [seq for name, seq in self.sent.items() if copy.messages.get(seq, {}).get("clientId") == name]
        if own and self.dice.random() < 0.5:
            seq = self.dice.choice(own[-3:])
            text = copy.messages[seq]["text"].partition(" ")[0]
            await self._say("editMessage", conversationId=talk, seq=seq, text=f"{text} {new_id()}")
        elif copy.seq > 1:
            seq = self.dice.randint(max(2, copy.seq - 5), copy.seq)
            emoji = chr(0x1F600 + self.dice.randrange(80))
            await self._say("react", conversationId=talk, seq=seq, emoji=emoji)

    async def _opened(self) -> ClientConnection:
        for attempt in range(TRIES):
            try:
                async with self.storm.door:
                    began = time.monotonic()
                    socket = await self._connected()
                    self.storm.seconds.append(time.monotonic() - began)
                    return socket
            except (OSError, TimeoutError, InvalidHandshake, httpx.HTTPError) as error:
                self.storm.figures[f"not opened: {type(error).__name__}"] += 1
                await asyncio.sleep(self.dice.uniform(0, 2.0**attempt))
        raise TimeoutError(f"no socket opened in {TRIES} tries")

    async def _connected(self) -> ClientConnection:
        answer = await self.storm.http.post("/v1/socket-tickets", headers=_signed_in(self.member))
        answer.raise_for_status()
        address = self.member.url.replace("http", "ws", 1) + "/socket?"
        address += urlencode({"ticket": answer.json()["ticket"]})
        return await connect(
            address,
            origin=Origin(self.member.url),
            compression=None,
            ping_interval=None,
            open_timeout=60,
            close_timeout=5,
        )

    async def _say(self, action: str, **more: Any) -> None:
        assert self._socket
        with suppress(ConnectionClosed):
            await self._socket.send(json.dumps({"action": action, **more}))

    async def _ask(self, talk: str) -> None:
        copy = self.copies[talk]
        if not copy.asking:
            copy.asking = True
            self.storm.figures["syncs"] += 1
            await self._say("syncSince", clientId=f"sync {talk}", conversationId=talk, seq=copy.seq, rev=copy.rev)

    async def _read(self, socket: ClientConnection) -> None:
        with suppress(ConnectionClosed):
            async for text in socket:
                await self._hear(json.loads(text))

    async def _hear(self, frame: Frame) -> None:
        talk, kind = frame.get("conversationId", ""), frame["type"]
        if kind == "error":
            await self._refused(frame)
        if talk not in self.copies:
            return
        copy = self.copies[talk]
        self.storm.figures[kind] += 1
        if kind == "sent" and frame["clientId"] in self.outbox:
            del self.outbox[frame["clientId"]]
            self.sent[frame["clientId"]] = frame["message"]["seq"]
        if kind in ("message", "sent"):
            self._message(copy, frame["message"])
        elif kind == "changed":
            self._changed(copy, frame)
        elif kind == "conversation":
            copy.hears_of(frame["seq"], frame["rev"])
        elif kind == "synced":
            await self._synced(talk, copy, frame)
        if kind == "message" and self.dice.random() < 0.05:
            await self._say("markDelivered", conversationId=talk, seq=copy.seq)
        if copy.lacks and not self.heedless:
            await self._ask(talk)

    async def _refused(self, frame: Frame) -> None:
        """A store that is busy says so; everything else is wrong."""
        name = str(frame.get("clientId") or "")
        self.storm.figures[f"refused: {frame['code']}"] += 1
        if frame["code"] not in ("unavailable", "away", "too-many"):
            self.wrong.append(f"refused: {frame}")
        await asyncio.sleep(0.2)
        if name.startswith("sync "):
            self.copies[name.removeprefix("sync ")].asking = False
            await self._ask(name.removeprefix("sync "))
        elif name in self.outbox:
            talk, text = self.outbox[name]
            await self._say("sendMessage", clientId=name, conversationId=talk, text=text)

    def _message(self, copy: Copy, message: Frame) -> None:
        if message["seq"] <= copy.seq:
            self.storm.figures["known already"] += 1
        elif message["seq"] == copy.seq + 1 or self.heedless:
            copy.add(message)
        copy.hears_of(message["seq"], 0)

    def _changed(self, copy: Copy, frame: Frame) -> None:
        seq = frame["message"]["seq"]
        if frame["rev"] == copy.rev + 1 and seq <= copy.seq:
            copy.messages[seq] = frame["message"]
            copy.rev += 1
        copy.hears_of(0, frame["rev"])

    async def _synced(self, talk: str, copy: Copy, frame: Frame) -> None:
        copy.asking = False
        newest = frame["rev"] >= copy.rev
        for message in frame["messages"]:
            if message["seq"] == copy.seq + 1:
                copy.add(message)
            elif message["seq"] > copy.seq:
                self.wrong.append(f"out of order: after {copy.seq} came {message['seq']}")
            elif newest:
                copy.messages[message["seq"]] = message
        if newest:
            copy.messages |= {each["seq"]: each for each in frame["changed"]}
            copy.rev = frame["rev"]
        if frame["more"]:
            await self._ask(talk)
        elif not any(each.asking for each in self.copies.values()):
            self._resumed.set()


class Storm:
    """All devices, on one loop, and what is counted."""

    def __init__(self, seed: int, size: Size, http: httpx.AsyncClient) -> None:
        self.seed, self.size, self.http = seed, size, http
        self.numbers: Iterator[int] = itertools.count()
        self.door = asyncio.Semaphore(size.at_once)
        self.devices: list[Device] = []
        self.steady: dict[str, Device] = {}
        self.written: dict[str, set[str]] = {}
        self.figures, self.seconds = Counter[str](), list[float]()

    async def run(self) -> None:
        """Until every device has dropped so often and is back; those who stay go on writing and changing."""
        for device in self.steady.values():
            await device.open()
        over = asyncio.Event()
        talkers = [asyncio.create_task(self._talk(talk, device, over)) for talk, device in self.steady.items()]
        await asyncio.gather(*(device.live() for device in self.devices))
        over.set()
        await asyncio.gather(*talkers)

    async def settle(self, seconds: float) -> float:
        """Until all that was written is known, and every device is where the others are; how long that took."""
        began = time.monotonic()
        while time.monotonic() - began < seconds and not self._at_rest():  # noqa: ASYNC110 - over many devices
            await asyncio.sleep(0.1)
        return time.monotonic() - began

    async def close(self) -> None:
        for device in self.everybody:
            if device._socket and device._reader:
                await device._socket.close()
                await device._reader

    @property
    def everybody(self) -> list[Device]:
        return [*self.steady.values(), *self.devices]

    def _at_rest(self) -> bool:
        newest = Counter[tuple[str, str]]()
        for device in self.everybody:
            for talk, copy in device.copies.items():
                newest[talk, "seq"] = max(newest[talk, "seq"], copy.seq, copy.told[0])
                newest[talk, "rev"] = max(newest[talk, "rev"], copy.rev, copy.told[1])
        return all(
            not device.outbox
            and all(
                (copy.seq, copy.rev) == (newest[talk, "seq"], newest[talk, "rev"])
                for talk, copy in device.copies.items()
            )
            for device in self.everybody
        )

    async def _talk(self, talk: str, device: Device, over: asyncio.Event) -> None:
        while not over.is_set():
            await device.write(talk)
            if device.dice.random() < 0.4:
                await device.change(talk)
            await asyncio.sleep(device.dice.uniform(0, 2 * self.size.pause))


def wrong_copies(devices: list[Device], kept: dict[str, list[Frame]], written: dict[str, set[str]]) -> list[str]:
    """What is lost, doubled, out of order or forgotten, in what is stored and on each device."""
    wrong = [line for device in devices for line in device.wrong]
    for talk, messages in kept.items():
        numbers = [each["seq"] for each in messages]
        if numbers != list(range(1, len(numbers) + 1)):
            wrong.append(f"stored with gaps: {numbers}")
        said = Counter(_name(each) for each in messages if not each["note"])
        wrong += [f"lost: {name}" for name in written[talk] - said.keys()]
        wrong += [f"doubled: {name}" for name, times in said.items() if times > 1]
    for number, device in enumerate(devices):
        wrong += [f"device {number}: never stored: {name}" for name in device.outbox]
        for talk, copy in device.copies.items():
            wrong += [f"device {number}, {talk}: {line}" for line in _unlike(copy, kept[talk])]
    return wrong


def _unlike(copy: Copy, kept: list[Frame]) -> list[str]:
    numbers = [each["seq"] for each in kept]
    wrong = []
    if lost := sorted(set(numbers) - set(copy.came)):
        wrong.append(f"lost {lost}")
    if doubled := [seq for seq, times in Counter(copy.came).items() if times > 1]:
        wrong.append(f"doubled {doubled}")
    if copy.came != sorted(copy.came):
        wrong.append("out of order")
    for each in kept:
        mine = copy.messages.get(each["seq"])
        if mine and any(mine[part] != each[part] for part in ("text", "reactions", "removed", "sender")):
            wrong.append(f"{each['seq']} is {mine['text']!r}, stored {each['text']!r}; rev {copy.rev}")
    return wrong


def _name(message: Frame) -> str:
    return str(message["text"]).partition(" ")[0]


def _signed_in(member: Member) -> dict[str, str]:
    return {"authorization": member.http.headers["authorization"]}
