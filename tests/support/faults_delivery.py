"""Delivery at its worst: every fact several times, out of order, by a relay and consumers that die in the middle.

Streams, relay, reactions, orders and aggregators are the real ones; only the bus and the queues between them are made
here, because the emulator's deliver once and in order.
"""

import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from zlib import crc32

import msgspec
import pytest
import yaml
from feed import fan_out, rows, settle
from feed import inbox as feed_inbox
from graph import inbox as graph_inbox
from graph import pulled
from graph.model import WORK as GRAPH_WORK
from graph.model import Work
from notifications import inbox as notifications_inbox
from relay import outbox

from contracts import Envelope, Fact, encode, envelope
from kernel.ids import PersonId
from kit import bus, queues
from kit.consumers import Inbox, Order, StreamRecord, order
from kit.transport import Wire
from support.emulator import ROOT
from support.faults_load import AGGREGATORS
from support.faults_world import World
from support.tables import _Loader

INBOXES: dict[str, Inbox] = {"feed": feed_inbox.app, "graph": graph_inbox.app, "notifications": notifications_inbox.app}
WORK: dict[str, tuple[Any, Callable[[Any], None]]] = {
    rows.FAN_OUT: (rows.Deliver, fan_out.deliver),
    rows.SETTLE: (rows.Settle, settle.settle),
    GRAPH_WORK: (Work, pulled.work),
}
STREAMS = ("posts", "graph", "feed", "notifications")
SHARDS = 4
"""The emulator's streams have one shard; real ones have several, and every partition is in one of them."""


class Crash(BaseException):
    """The process is gone: nothing below may catch it."""


@dataclass
class Weather:
    """How bad it is. `copies` of every message; chances of a crash per batch of the relay and per message."""

    seed: int
    copies: int = 3
    window: int = 100
    relay: float = 0.15
    consumer: float = 0.06


class Crashes:
    """Ends a thread's work before or after a request to a store, at a random one of its first few."""

    def __init__(self) -> None:
        self._local = threading.local()
        self.count = 0

    @contextmanager
    def maybe(self, dice: random.Random, chance: float) -> Iterator[None]:
        self._local.left = dice.randrange(8) if dice.random() < chance else None
        try:
            yield
        finally:
            self._local.left = None

    def step(self) -> None:
        """One more moment at which a process may end."""
        left = getattr(self._local, "left", None)
        if left == 0:
            self.count += 1
            raise Crash
        self._local.left = None if left is None else left - 1

    def around(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def dying(*given: Any, **named: Any) -> Any:
            self.step()
            answer = call(*given, **named)
            self.step()
            return answer

        return dying


@dataclass
class Message:
    """One delivery of a fact to a context's inbox, or of an order to a work queue."""

    queue: str
    body: str
    receives: int = 0


@dataclass
class Delivery:
    """Bus and queues in hand. `settle` runs everything until nothing is left to do."""

    world: World
    weather: Weather
    crashes: Crashes = field(default_factory=Crashes)
    waiting: list[Message] = field(default_factory=list)
    delayed: list[Message] = field(default_factory=list)
    figures: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.weather.seed)
        self._read = dict.fromkeys(STREAMS, 0)
        self._lock = threading.Lock()

    def publish(self, source: str, kind: str, detail: str) -> None:
        """The bus takes a fact: one message, several times, for each context whose rule matches."""
        body = f'{{"detail-type":"{kind}","detail":{detail}}}'
        for context in INBOXES:
            if (source, kind) in rules_of(context):
                self._put(f"{context}-inbox", body)

    def send(self, queue: str, commands: list[Any], *, delay: int = 0) -> None:
        """An order is sent, as `kit.queues.send`."""
        for command in commands:
            self._put(queue, order(command), later=delay > 60)

    def say(self, fact: Fact, *, actor: PersonId | None, id_: str) -> None:
        """A consumer says a fact, as `kit.bus.say`."""
        said: Envelope[Any] = envelope(fact, actor=actor, journey="", id_=id_)
        self.publish(f"lambdagram.{said.context}", said.type, encode(said))

    def call(self, operation: str, request: dict[str, Any]) -> dict[str, Any]:
        """The bus as the relay sees it; the relay may die before or after it was heard, or in the middle."""
        assert operation == "PutEvents", "the relay parks nothing here"
        for entry in request["Entries"]:
            self.crashes.step()
            self.publish(entry["Source"], entry["DetailType"], entry["Detail"])
            self.figures["facts"] += 1
        self.crashes.step()
        return {"Entries": [{} for _ in request["Entries"]]}

    def relay(self) -> bool:
        """Read what is new in the streams; whether there was anything. A batch whose relay died is read again."""
        news = False
        for context in STREAMS:
            records = self.world.stream(context)
            while fresh := records[self._read[context] : self._read[context] + 40]:
                news = True
                try:
                    with self.crashes.maybe(self.dice, self.weather.relay):
                        outbox.publish(fresh)
                except Crash:
                    self.figures["relay crashes"] += 1
                else:
                    self._read[context] += len(fresh)
        return news

    def consume(self, *, leave: int = 0, workers: int = 4) -> None:
        """Deliver until about `leave` messages are left."""
        threads = [threading.Thread(target=self._work, args=(leave, n)) for n in range(workers)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()

    def settle(self) -> None:
        """Everything that is said, sent and delayed, until it is quiet."""
        while True:
            if self.relay() or self.waiting:
                self.consume()
            elif self.delayed:
                # what waits for minutes comes when all that was under way has arrived
                self.waiting, self.delayed = self.delayed, []
            else:
                return

    def count(self) -> None:
        """The aggregators read posts' and graph's streams: overlapping batches, several shards, some deaths."""
        for context, count in AGGREGATORS.items():
            whole = [_sharded(record) for record in self.world.stream(context)]
            for shard in sorted({record.shard for record in whole}):
                records = [record for record in whole if record.shard == shard]
                place = 0
                while place < len(records):
                    batch = records[max(0, place - self.dice.randrange(30)) : place + self.dice.randrange(10, 80)]
                    for _ in range(self.weather.copies):
                        self._count(count, batch)
                    place = records.index(batch[-1], place) + 1

    def _count(self, count: Callable[[list[StreamRecord]], None], batch: list[StreamRecord]) -> None:
        while True:
            try:
                with self.crashes.maybe(self.dice, self.weather.consumer):
                    count(batch)
                return
            except Crash:
                self.figures["aggregator crashes"] += 1

    def _put(self, queue: str, body: str, *, later: bool = False) -> None:
        with self._lock:
            self.figures["sent"] += self.weather.copies
            messages = [Message(queue, body) for _ in range(self.weather.copies)]
            (self.delayed if later else self.waiting).extend(messages)

    def _work(self, leave: int, number: int) -> None:
        dice = random.Random(f"{self.weather.seed}/{number}/{self.figures['sent']}")
        while message := self._take(dice, leave):
            message.receives += 1
            again = True
            try:
                with self.crashes.maybe(dice, self.weather.consumer):
                    _handle(message)
                again = False
            except Crash:
                self.figures["consumer crashes"] += 1
            except Exception as error:  # noqa: BLE001 - the message comes again
                self.errors[f"{message.queue}: {type(error).__name__}: {error}"] += 1
            with self._lock:
                self.figures["most receives"] = max(self.figures["most receives"], message.receives)
                if again:
                    assert message.receives < 50, f"{message.queue} does not take {message.body}: {self.errors}"
                    self.waiting.append(message)

    def _take(self, dice: random.Random, leave: int) -> Message | None:
        with self._lock:
            if len(self.waiting) <= leave:
                return None
            return self.waiting.pop(dice.randrange(min(self.weather.window, len(self.waiting))))


@contextmanager
def delivery(world: World, weather: Weather) -> Iterator[Delivery]:
    """A bus and queues between the real parts, as bad as `weather`."""
    made = Delivery(world, weather)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(queues, "send", made.send)
        patch.setattr(bus, "say", made.say)
        patch.setattr(outbox, "client", lambda service: made)
        patch.setattr(Wire, "call", made.crashes.around(Wire.call))
        yield made


@cache
def rules_of(context: str) -> set[tuple[str, str]]:
    """Source and type of all that the bus rules of a context's stack send to its inbox."""
    resources = yaml.load((ROOT / "infra" / f"{context}.yaml").read_text(), _Loader)["Resources"]  # noqa: S506 - a SafeLoader
    patterns = [
        each["Properties"]["EventPattern"]
        for each in resources.values()
        if each["Type"] == "AWS::Events::Rule" and "Inbox" in str(each["Properties"]["Targets"])
    ]
    return {(source, kind) for each in patterns for source in each["source"] for kind in each["detail-type"]}


def _handle(message: Message) -> None:
    context = message.queue.removesuffix("-inbox")
    if context != message.queue:
        INBOXES[context]._react(message.body)
        return
    command, work = WORK[message.queue]
    asked: Order[Any] = msgspec.json.decode(message.body, type=Order[command])  # type: ignore[valid-type]
    work(asked.command)


def _sharded(record: StreamRecord) -> StreamRecord:
    return msgspec.structs.replace(record, shard=f"shard-{crc32(record.pk.encode()) % SHARDS}")
