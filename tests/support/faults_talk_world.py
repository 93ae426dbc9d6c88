"""A conversation that much is said in at once: its run, its readers, and what is stored of it afterwards."""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pytest
from chat import groups, history, sync
from chat.groups import NewGroup

from contracts.messages import MessageAnswer
from kernel.errors import Refusal
from kernel.ids import ConversationId, PersonId
from kernel.paging import Limit
from kit import wire
from kit.settings import settings
from kit.transport import Throttled, Unavailable
from support.emulator import ROOT
from support.faults_chat import talk_of
from support.faults_gate import REPORTS
from support.faults_order import Reading, Said, Talk, violations
from support.faults_proxy import Plan, fault_proxy
from support.faults_talk import PROCESSES, attempts
from support.faults_world import World, world

T = TypeVar("T")

SMALL = 7
"""Messages of a page, beside the usual 50 and 30."""
LAST = 280
"""Messages that are read in small pages: the emulator sorts a whole conversation for each."""


@dataclass
class Copy:
    """A device's copy of a conversation, kept by what `syncSince` answers."""

    me: PersonId
    talk: ConversationId
    seq: int = 0
    rev: int = 0
    messages: dict[int, MessageAnswer] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def pull(self) -> Reading:
        """Ask once; the new messages that came."""
        found = sync.sync_since(self.me, self.talk, self.seq, self.rev)
        numbers = [each.seq for each in found.messages]
        if numbers != list(range(self.seq + 1, self.seq + 1 + len(numbers))) or found.seq != self.seq + len(numbers):
            self.wrong.append(f"synced with gaps: after {self.seq} came {numbers}, it says {found.seq}")
        self.messages |= {each.seq: each for each in (*found.changed, *found.messages)}
        self.seq, self.rev, self.more = found.seq, found.rev, found.more
        return names(found.messages)

    def pull_all(self) -> list[Reading]:
        found = [patiently(self.pull)]
        while self.more:
            found.append(patiently(self.pull))
        return found


@dataclass
class Run:
    """What a run came to."""

    said: list[Said] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    kills: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def figures(self) -> dict[str, Any]:
        of = {verb: [each for each in self.said if each.verb == verb] for verb in ("send", "edit", "react", "read")}
        return {
            "intents": {verb: len({each.name for each in said}) for verb, said in of.items()},
            "outcomes": Counter(each.outcome for each in self.said),
            "faults": self.faults,
            "kills": self.kills,
            "readings": len(self.readings),
            "seconds": round(self.seconds),
        }


def talked(endpoint: str, plan: Plan, senders: int, messages: int, kills: int, *, plant: str = "") -> Run:
    """Let senders talk behind `plan`'s faults while two others read, and look at what is there afterwards."""
    plan.on = False
    with (
        tempfile.TemporaryDirectory() as place,
        fault_proxy(endpoint, plan) as proxy,
        world(endpoint, through=proxy.url) as around,
    ):
        people = [around.join(f"sender{number}") for number in range(senders)]
        silent = [around.join(f"reader{number}") for number in range(2)]
        talk = groups.make_group(silent[0], NewGroup(people=[*people, silent[1]], name="Lake")).id
        run, copies = Run(), [Copy(each, talk) for each in silent]
        plan.on, began = True, time.monotonic()
        with reading(run, copies):
            run.kills = said(talk, people, Path(place), plan.seed, messages, kills, plant)
        plan.on, run.seconds = False, time.monotonic() - began
        run.faults = plan.injected
        for worker in range(PROCESSES):
            run.said += attempts(Path(place) / f"{worker}.jsonl")
        with past(endpoint):
            run.wrong = looked_at(around, talk, [*people, *silent], run, copies)
        return run


def said(
    talk: ConversationId, people: list[PersonId], place: Path, seed: int, messages: int, kills: int, plant: str
) -> Counter[str]:
    """Run the program whose processes talk; its kills."""
    command = [sys.executable, "-m", "support.faults_talk", talk, ",".join(people), str(place), str(seed)]
    command += [str(messages), str(kills), *(["--plant", plant] if plant else [])]
    with (REPORTS / f"r9-{seed}.log").open("w") as log:
        settings_of = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        done = subprocess.run(
            command, check=False, cwd=ROOT, env=settings_of, stdout=subprocess.PIPE, stderr=log, text=True
        )
    assert done.returncode == 0, f"FAULTS_SEED={seed}: see {log.name}"
    return Counter(json.loads(done.stdout.splitlines()[-1])["kills"])


@contextmanager
def reading(run: Run, copies: list[Copy]) -> Iterator[None]:
    """Meanwhile one member syncs and another one leafs through the history, again and again."""
    over = threading.Event()

    def leaf(copy: Copy) -> Reading:
        page = history.list_messages(copy.me, copy.talk, limit=Limit(SMALL)).items
        run.readings.append(names(page))
        if not page:
            return []
        return names(history.list_messages(copy.me, copy.talk, before=page[0].seq, limit=Limit(SMALL)).items)

    def again(read: Callable[[], Reading]) -> None:
        while not over.wait(0.05):
            try:
                run.readings.append(read())
            except (Refusal, Throttled, Unavailable):
                continue  # the store is unwell: the next time

    threads = [threading.Thread(target=again, args=(read,)) for read in (copies[0].pull, lambda: leaf(copies[1]))]
    for each in threads:
        each.start()
    try:
        yield
    finally:
        over.set()
        for each in threads:
            each.join()


def looked_at(around: World, talk: ConversationId, people: list[PersonId], run: Run, copies: list[Copy]) -> list[str]:
    """Everything that is wrong, in what is stored and in what members are shown: three all of it, others a stretch."""
    stored = patiently(lambda: talk_of(around.rows("chat"), talk, people))
    fresh = [*copies, *(Copy(each, talk) for each in people[:2])]
    for copy in fresh:
        run.readings += copy.pull_all()
    begin = max(0, stored.head[0] - LAST)
    run.readings += leafed(people[2], talk, begin)
    for number, each in enumerate(people):
        place = 1 + number * stored.head[0] // len(people)
        page = patiently(lambda each=each, place=place: history.list_messages(each, talk, around=place))  # type: ignore[misc]
        run.readings.append(names(page.items))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sync, "PAGE", SMALL)
        small = Copy(people[3], talk, seq=begin, rev=max(0, stored.head[1] - LAST))
        run.readings += small.pull_all()
    wrong = violations(run.said, stored, run.readings) + small.wrong
    for copy in fresh:
        wrong += copy.wrong + unlike(copy, stored)
    return wrong


def patiently(read: Callable[[], T]) -> T:
    """What is read when nothing is in the way; a machine that is busy may take its time."""
    for _ in range(20):
        with suppress(Throttled, Unavailable):
            return read()
    return read()


def leafed(me: PersonId, talk: ConversationId, begin: int) -> list[Reading]:
    """The history back from its end in pages of 30, and on from a place in small ones; each way is one reading."""

    def page(**where: Any) -> list[MessageAnswer]:
        return patiently(lambda: history.list_messages(me, talk, **where).items)

    back = page()
    while older := page(before=back[0].seq):
        back = [*older, *back]
    on = page(after=begin, limit=Limit(SMALL))
    while newer := page(after=on[-1].seq, limit=Limit(SMALL)):
        on += newer
    return [names(back), names(on)]


def unlike(copy: Copy, stored: Talk) -> list[str]:
    """What a device shows otherwise than it is stored."""
    wrong = [] if (copy.seq, copy.rev) == stored.head else [f"a copy ends at {copy.seq}, {copy.rev}: not {stored.head}"]
    for each in stored.messages:
        shown = copy.messages.get(each.seq)
        if shown is None:
            wrong.append(f"a copy lacks {each.seq}")
        elif shown.text != each.text or {p: r.emoji for r in shown.reactions for p in r.people} != each.reactions:
            wrong.append(f"a copy shows {each.seq} as {shown.text!r}, stored is {each.text!r}")
    return wrong


def names(messages: list[MessageAnswer]) -> Reading:
    """Which messages these are: each begins with its name, however often it was edited."""
    return [(each.seq, each.text.partition(" ")[0]) for each in messages]


@contextmanager
def past(endpoint: str) -> Iterator[None]:
    """Views read the store itself, past the proxy."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", endpoint)
        settings.cache_clear()
        wire.reset()
        yield
    settings.cache_clear()
    wire.reset()
