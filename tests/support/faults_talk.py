"""Members who talk in one conversation through four processes, which are killed: a program of its own, as it forks.

    python -m support.faults_talk CONVERSATION PEOPLE PLACE SEED MESSAGES KILLS [--plant NAME]

Senders are shared out among the processes. Each writes its messages one after the other, under client ids of its own;
its second device edits, reacts and reads at the same time. A client whose answer was lost asks again in the same
words, also one whose process was killed. What it asks and hears is written down (`PLACE`) by the process that is
killed; a line that was written outlives it. It prints one line of JSON: kills by where they happened.
"""

import argparse
import json
import os
import random
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from chat import change_message, marking, reads, send_message
from chat.change_message import NewText, Reaction
from chat.send_message import NewMessage

from kernel.errors import Away, Refusal, TooMany
from kernel.ids import ConversationId, PersonId
from kit.transport import Throttled, Unavailable
from support.faults_history import NEVER
from support.faults_kills import Death, forked
from support.faults_order import Said
from support.faults_talk_plants import PLANTS

PROCESSES = 4
POINTS = ("before_tx", "after_tx", "after_ack", "any moment")
EMOJI = [chr(0x1F600 + number) for number in range(80)]
"""One for each thing that a second device does, so that each reaction changes something."""
GIVEN_UP = 0.05
"""Share of messages that a sender does not ask about again when nobody knows whether they were stored."""
TWICE = 0.15
"""Share of messages that are sent by two connections at once."""
TRIES = 60


class LateDeath(Death):
    """Ends the process at the n-th time that it comes to a point."""

    def __init__(self, point: str, times: int) -> None:
        super().__init__(point)
        self.left = times

    def at(self, point: str) -> None:
        if point == self.point:
            self.left -= 1
            if self.left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)


class Diary:
    """What one process's clients asked and heard, over all its lives."""

    def __init__(self, path: Path, death: Death | None = None) -> None:
        self.lines = _lines(path)
        self.ended = {line["name"] for line in self.lines if line.get("outcome") == "ok" or line.get("given up")}
        self._asked = len(self.lines)
        self._file = os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY)
        self._death = death
        self._lock = threading.Lock()

    def ask(self, intent: dict[str, Any], call: Callable[[], int]) -> tuple[str, int]:
        """Do it once: what became of it, and the place that was told."""
        with self._lock:
            self._asked += 1
            attempt = self._asked
        self._line({"attempt": attempt, **intent, "t": time.monotonic()})
        outcome, note, seq = "ok", "", 0
        try:
            seq = call()
        except (Away, TooMany, Throttled, Unavailable) as error:
            outcome, note = "info", f"{type(error).__name__} {error}"
        except Refusal as error:
            outcome, note = "fail", f"{type(error).__name__} {error.sentence} {error.facts}"
        except Exception as error:  # noqa: BLE001 - it is told below, as a violation
            outcome, note = "broke", f"{type(error).__name__} {error}"
        if self._death and outcome == "ok":
            self._death.at("after_ack")
        line = {"ends": attempt, "name": intent["name"], "outcome": outcome, "seq": seq, "note": note}
        self._line({**line, "t": time.monotonic()})
        return outcome, seq

    def give_up(self, name: str) -> None:
        self._line({"given up": True, "name": name})

    def _line(self, line: dict[str, Any]) -> None:
        os.write(self._file, json.dumps(line).encode() + b"\n")


def attempts(path: Path) -> list[Said]:
    """All that a process's clients asked. An attempt without an end is unknown for ever."""
    lines = _lines(path)
    ends = {line["ends"]: line for line in lines if "ends" in line}
    unknown = {"outcome": "info", "seq": 0, "note": "killed", "t": NEVER}
    found = []
    for line in lines:
        if "attempt" in line:
            end = ends.get(line["attempt"], unknown)
            t1 = NEVER if end["outcome"] == "info" else end["t"]
            intent = {name: line[name] for name in ("verb", "who", "name", "about", "value")}
            found.append(Said(**intent, outcome=end["outcome"], t0=line["t"], t1=t1, seq=end["seq"], note=end["note"]))
    return found


class Client:
    """One sender with two devices, in whichever life of its process."""

    def __init__(self, diary: Diary, talk: ConversationId, me: PersonId, number: int, seed: int, messages: int) -> None:
        self.diary, self.talk, self.me, self.number, self.messages = diary, talk, me, number, messages
        self.seed = seed
        mine = [line for line in diary.lines if line["name"].startswith(f"{number}.")]
        names = {line["attempt"]: line for line in mine if line.get("verb") == "send"}
        ends = [line for line in mine if line.get("outcome") == "ok" and line["ends"] in names]
        self.known = {line["name"]: int(line["seq"]) for line in ends}
        self.asked = {line["name"]: line for line in mine if "attempt" in line}
        self.done = False

    def run(self) -> None:
        second = threading.Thread(target=self._second_device)
        second.start()
        try:
            for number in range(self.messages):
                self._send(f"{self.number}.{number}")
        finally:
            self.done = True
            second.join()

    def _send(self, name: str) -> None:
        if name in self.diary.ended:
            return
        dice = random.Random(f"{self.seed}/{name}")
        intent = {"verb": "send", "who": self.me, "name": name, "about": 0, "value": name}
        if dice.random() < TWICE:
            other = threading.Thread(target=self.diary.ask, args=(intent, lambda: self._sent(name)))
            other.start()
            self._until_known(intent, lambda: self._sent(name), dice)
            other.join()
        else:
            self._until_known(intent, lambda: self._sent(name), dice, give_up=dice.random() < GIVEN_UP)

    def _sent(self, name: str) -> int:
        return send_message.send_message(self.me, self.talk, NewMessage(client_id=name, text=name)).seq

    def _second_device(self) -> None:
        """Half as many other things as messages: edits of one's own, reactions, marks."""
        for number in range(self.messages // 2):
            name = f"{self.number}.x.{number}"
            if name in self.diary.ended:
                continue
            while not self.known and not self.done:
                time.sleep(0.01)
            if not self.known:
                return
            dice = random.Random(f"{self.seed}/{name}")
            intent = (
                {each: self.asked[name][each] for each in INTENT} if name in self.asked else self._intent(name, dice)
            )
            self._until_known(intent, lambda intent=intent: self._do(intent), dice)  # type: ignore[misc]
            time.sleep(dice.random() * 0.05)

    def _intent(self, name: str, dice: random.Random) -> dict[str, Any]:
        """What comes next, so that it changes something: each text and each emoji is new."""
        own = sorted(self.known.items(), key=lambda each: each[1])
        verb, newest = dice.choice(("edit", "react", "read", "read")), own[-1][1]
        intent = {"verb": verb, "who": self.me, "name": name, "about": newest, "value": ""}
        if verb == "edit":
            text, intent["about"] = dice.choice(own[-5:])
            intent["value"] = f"{text} {name}"
        elif verb == "react":
            intent["about"] = dice.randint(2, newest)  # 1 is the note that the group was made
            intent["value"] = EMOJI[int(name.rpartition(".")[2]) % len(EMOJI)]
        elif dice.random() < 0.5:
            intent["about"] = reads.place(self.talk).head.seq
        return intent

    def _do(self, intent: dict[str, Any]) -> int:
        verb, seq = intent["verb"], intent["about"]
        if verb == "edit":
            change_message.edit_message(self.me, self.talk, seq, NewText(intent["value"]))
        elif verb == "react":
            change_message.react(self.me, self.talk, seq, Reaction(intent["value"]))
        else:
            marking.read(self.me, reads.place(self.talk), seq)
        return int(seq)

    def _until_known(
        self, intent: dict[str, Any], call: Callable[[], int], dice: random.Random, *, give_up: bool = False
    ) -> None:
        for _ in range(TRIES):
            outcome, seq = self.diary.ask(intent, call)
            if outcome == "ok":
                if intent["verb"] == "send":
                    self.known[intent["name"]] = seq
                return
            if outcome != "info" or give_up:
                break
            time.sleep(dice.random() * 0.2)
        self.diary.give_up(intent["name"])


INTENT = ("verb", "who", "name", "about", "value")


class Crew:
    """Four processes that are started again until all is said, and killed so many times."""

    def __init__(self, wish: argparse.Namespace) -> None:
        self.wish, self.dice = wish, random.Random(wish.seed)
        self.people: list[PersonId] = wish.people.split(",")
        self.killed, self.started = Counter[str](), 0
        self.deaths = wish.kills

    def run(self) -> None:
        alive: dict[int, tuple[int, str, float]] = {}
        todo = set(range(PROCESSES))
        while todo:
            for worker in todo - {each[0] for each in alive.values()}:
                alive |= self._start(worker)
            for child, (_, point, until) in alive.items():
                if point == "any moment" and time.monotonic() > until:
                    os.kill(child, signal.SIGKILL)
            child, status = os.waitpid(-1, os.WNOHANG)
            if not child:
                time.sleep(0.005)
                continue
            worker, point, _ = alive.pop(child)
            if os.WIFSIGNALED(status):
                self.killed[point] += 1
            else:
                assert status == 0, f"process {worker} failed"
                todo.discard(worker)

    def _start(self, worker: int) -> dict[int, tuple[int, str, float]]:
        """A life of a process, which ends early while there are deaths left."""
        self.started += 1
        point = self.dice.choice(POINTS) if self.deaths > 0 else ""
        self.deaths -= 1
        times, seconds = self.dice.randint(1, self.wish.messages // 2), 0.1 + self.dice.random() * 1.5

        def live(_: int) -> None:
            death = LateDeath(point, times)
            death.arm()
            diary = Diary(Path(self.wish.place) / f"{worker}.jsonl", death)
            clients = [
                Client(diary, self.wish.talk, person, number, self.wish.seed, self.wish.messages)
                for number, person in enumerate(self.people)
                if number % PROCESSES == worker
            ]
            threads = [threading.Thread(target=each.run) for each in clients]
            for each in threads:
                each.start()
            for each in threads:
                each.join()

        child, pipe = forked(live)
        os.close(pipe)
        return {child: (worker, point, time.monotonic() + seconds)}


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("talk")
    parser.add_argument("people", help="ids, with commas between them")
    parser.add_argument("place")
    parser.add_argument("seed", type=int)
    parser.add_argument("messages", type=int)
    parser.add_argument("kills", type=int)
    parser.add_argument("--plant", choices=sorted(PLANTS))
    wish = parser.parse_args()
    with pytest.MonkeyPatch.context() as patch:
        if wish.plant:
            PLANTS[wish.plant](patch)
        crew = Crew(wish)
        crew.run()
    sys.stdout.write("\n" + json.dumps({"kills": crew.killed, "lives": crew.started}) + "\n")


if __name__ == "__main__":
    main()
