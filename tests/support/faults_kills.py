"""Processes that end in the middle: a program that runs commands and consumers and kills them at every point.

    python -m support.faults_kills ENDPOINT SEED KILLS [--plant]

It prints one line of JSON: kills by handler and point, points that no process came to, and what is wrong afterwards.
Intents and answers of commands are journalled (fsync) by the process that is killed; a killed client may ask again.
What a killed consumer had not deleted is delivered again, what a killed reader of a stream had not finished read again.

It is a program of its own, with one thread, because it forks.
"""

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from botocore.httpsession import URLLib3Session
from relay import outbox

from kit import store, wire
from kit.store import Item, Step
from kit.transport import Wire
from support.faults_chat import Job, talk_of
from support.faults_commands import COMMANDS, Journal, Scene
from support.faults_delivery import Delivery, Message, Weather, _handle, delivery
from support.faults_effects import violations
from support.faults_history import Operation, makings, refusals, said_as_done, switches
from support.faults_load import AGGREGATORS
from support.faults_order import counts, places
from support.faults_proxy import WRITES
from support.faults_world import World, is_said, spoken, stored, world

CONSUMERS = ("feed-inbox", "notifications-inbox", "graph-inbox", "feed-fan-out", "feed-settle")
READERS = ("relay", "posts counts", "graph counts")
POINTS = {"before_tx", "after_tx", "after_ack"}, {"before_tx", "after_tx", "mid_batch", "before_delete"}


@dataclass(frozen=True)
class Task:
    """Where a process ends: `handler` at `point`."""

    handler: str
    point: str


TASKS = tuple(
    Task(handler, point)
    for handlers, points in zip((COMMANDS, (*CONSUMERS, *READERS)), POINTS, strict=True)
    for handler in handlers
    for point in sorted(points)
)


class Death:
    """Ends this process at a point. `writes` are requests that change something, at a store or the bus."""

    def __init__(self, point: str) -> None:
        self.point = point

    def at(self, point: str) -> None:
        if point == self.point:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def dying(this: Any, operation: str, *given: Any, **named: Any) -> Any:
            writes = operation in (*WRITES, "PutEvents")
            if writes:
                self.at("before_tx")
            answer = call(this, operation, *given, **named)
            if writes:
                self.at("after_tx")
            return answer

        return dying

    def arm(self) -> None:
        Wire.call = self.around(Wire.call)  # type: ignore[method-assign]


class Run:
    """All tasks, in an order of chance, a few at a time, with deliveries between them."""

    def __init__(self, scene: Scene, bus: Delivery, kills: int) -> None:
        self.scene, self.bus, self.dice = scene, bus, scene.dice
        tasks: list[Task] = []
        while len(tasks) < kills:
            tasks += self.dice.sample(TASKS, min(len(TASKS), kills - len(tasks)))
        self.todo = Counter(tasks)
        self.killed, self.came_through = Counter[Task](), Counter[Task]()
        self._place = dict.fromkeys(AGGREGATORS, 0)

    def all(self) -> None:
        for _ in range(60):
            pending = [task for task in self.todo.elements() if task.handler in COMMANDS]
            self._commands(self.dice.sample(pending, min(12, len(pending))))
            self.scene.now(self.scene.job(self.dice.choice(("like", "unlike", "follow", "unfollow", "keyed"))))
            self._readers()
            for queue in CONSUMERS:
                self._consumer(queue)
            self.bus.consume(leave=len(self.bus.waiting) // 2)
            if not self.todo.total():
                return
            if not pending and not any(task.handler == "feed-settle" for task in self.todo):
                self.scene.now(self.scene.job("publish"))
            self.bus.waiting += [self.bus.delayed.pop() for _ in range(min(2, len(self.bus.delayed)))]

    def settle(self) -> None:
        """Everything that is under way arrives, and every stream is read to its end."""
        self.bus.settle()
        for context, count in AGGREGATORS.items():
            count(self.bus.world.stream(context)[self._place[context] :])

    def _commands(self, tasks: list[Task]) -> None:
        """Three clients at a time; those that were killed may ask again."""
        while tasks:
            wave, tasks = tasks[:3], tasks[3:]
            jobs = [self.scene.job(task.handler) for task in wave]
            children = []
            for task, job in zip(wave, jobs, strict=True):
                self.scene.journal.asked += 1
                children.append(forked(partial(self._client, Death(task.point), job, self.scene.journal.asked)))
            for task, job, (child, pipe) in zip(wave, jobs, children, strict=True):
                os.close(pipe)
                again = self._ended(task, child) and task.handler != "comment"
                if again and self.dice.random() < 0.6:
                    self.scene.now(job)

    def _client(self, death: Death, job: Job, number: int, _: int) -> None:
        death.arm()
        self.scene.journal.ask(*job, number)
        death.at("after_ack")

    def _readers(self) -> None:
        for task in [each for each in self.todo if each.handler == "relay"][:1]:
            records = self.bus.world.stream("posts")
            place = self.bus._read["posts"]
            if fresh := records[place : place + 40]:
                self._forked(task, lambda death: outbox.publish(fresh))
        self.bus.relay()
        for context, count in AGGREGATORS.items():
            records = self.bus.world.stream(context)[self._place[context] :][:60]
            for task in [each for each in self.todo if each.handler == f"{context} counts"][:2]:
                if records:
                    self._forked(task, partial(_counted, count, records))
            if records:
                count(records)
                self._place[context] += len(records)

    def _consumer(self, queue: str) -> None:
        for task in [each for each in self.todo if each.handler == queue]:
            batch = [each for each in self.bus.waiting if each.queue == queue][:5]
            if len(batch) < 2:
                return
            self.bus.waiting = [each for each in self.bus.waiting if each not in batch]
            deleted = self._forked(task, partial(_handled, batch))
            self.bus.waiting += [each for place, each in enumerate(batch) if place not in deleted]

    def _forked(self, task: Task, work: Callable[[Death], Any]) -> list[int]:
        """Do it in a process that is killed; what it sent is sent. Which messages it deleted."""

        def child(pipe: int) -> None:
            def put(queue: str, body: str, *, later: bool = False) -> None:
                _write(pipe, [queue, body, later])

            self.bus._put = put  # type: ignore[method-assign]
            death = Death(task.point)
            call = self.bus.call

            def dying(operation: str, request: dict[str, Any]) -> dict[str, Any]:
                death.at("before_tx")
                for place, entry in enumerate(request["Entries"]):
                    call(operation, {"Entries": [entry]})
                    if place:
                        death.at("mid_batch")
                death.at("after_tx")
                return {"Entries": [{} for _ in request["Entries"]]}

            self.bus.call = dying  # type: ignore[method-assign]
            death.arm()
            done = work(death)
            death.at("before_delete")
            _write(pipe, done or [])

        pid, pipe = forked(child)
        with os.fdopen(pipe) as lines:
            said = [json.loads(line) for line in lines]
        self._ended(task, pid)
        deleted: list[int] = []
        for each in said:
            if each and isinstance(each[0], str):
                self.bus._put(each[0], each[1], later=each[2])
            else:
                deleted = each
        return deleted

    def _ended(self, task: Task, child: int) -> bool:
        """Whether it was killed. One that came through did not meet its point."""
        _, status = os.waitpid(child, 0)
        killed = os.WIFSIGNALED(status)
        assert killed or status == 0, f"{task} failed"
        (self.killed if killed else self.came_through)[task] += 1
        if killed or self.came_through[task] >= 20 or task.handler in COMMANDS:
            self.todo -= Counter([task])
        return killed


def forked(work: Callable[[int], None]) -> tuple[int, int]:
    """A process that does this with connections of its own; its id, and the end of a pipe to read from."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    status = 1
    try:
        wire.reset()
        todo: list[Any] = [Item]
        while todo:
            model = todo.pop()
            todo += model.__subclasses__()
            if model._connection is not None:
                model._connection.connection.client._endpoint.http_session = URLLib3Session()
        work(writing)
        status = 0
    finally:
        sys.stderr.flush()
        if status:
            traceback.print_exc()
        os._exit(status)


def _write(pipe: int, line: Any) -> None:
    os.write(pipe, json.dumps(line).encode() + b"\n")


def _counted(count: Callable[[Any], None], records: Any, death: Death) -> None:
    count(records[: len(records) // 2])
    death.at("mid_batch")
    count(records)


def _handled(batch: list[Message], death: Death) -> list[int]:
    for place, message in enumerate(batch):
        _handle(message)
        if place == 0:
            death.at("mid_batch")
    death.at("before_delete")
    return list(range(len(batch)))


def _torn(steps: Any) -> None:
    """The planted fault: what should be one transaction is one write after the other."""
    planned: list[Step] = list(steps)
    for step in planned:
        if step.verb != "check":
            store.write(step)


def wrong(around: World, operations: list[Operation], scene: Scene) -> list[str]:
    """Everything that must hold when all that was killed was delivered and done again."""
    found = stored(around)
    began, ended, _ = spoken(around.said("posts", "graph"))
    names = {each.subject for each in operations}
    there = {each for each in found.switched if each in names or is_said(each)}
    told = refusals(operations) + switches(operations, there) + makings(operations, found.made)
    told += said_as_done(set(filter(is_said, there)), began, ended)
    talk = talk_of(around.rows("chat"), scene.talk, scene.people)
    return told + violations(around) + places(talk) + counts(talk)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("endpoint")
    parser.add_argument("seed", type=int)
    parser.add_argument("kills", type=int)
    parser.add_argument("--plant", action="store_true")
    wish = parser.parse_args()
    weather = Weather(wish.seed, copies=1, relay=0, consumer=0)
    with ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        place = stack.enter_context(tempfile.TemporaryDirectory())
        around = stack.enter_context(world(wish.endpoint))
        bus = stack.enter_context(delivery(around, weather))
        journal = Journal(Path(place) / "journal.jsonl")
        scene = Scene(around, random.Random(wish.seed), journal)
        if wish.plant:
            patch.setattr(store, "transact", _torn)
        run = Run(scene, bus, wish.kills)
        run.all()
        run.settle()
        operations = journal.operations()
        report = {
            "kills": run.killed.total(),
            "points": len(run.killed),
            "of": len(TASKS),
            "left": [f"{each.handler} {each.point}" for each in run.todo.elements()],
            "never": [f"{each.handler} {each.point}" for each in run.came_through if each not in run.killed],
            "outcomes": Counter(each.outcome for each in operations),
            "errors": list(bus.errors),
            "wrong": wrong(around, operations, scene),
        }
    sys.stdout.write("\n" + json.dumps(report) + "\n")


if __name__ == "__main__":
    main()
