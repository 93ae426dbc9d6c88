"""R7: storage's events come several times, in any order, or not at all, and every upload ends once, whole.

Events go to many threads at once. The checker looks at the cards, at all objects, at the counts, and at the history of
every card in the table's real stream.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from media import model, process, store, uploads
from media.keys import master
from media.model import LATE_AFTER, State
from relay.model import Fact, facts

from kernel import clock
from kernel.ids import MediaId
from kit.arrivals import arrived
from kit.settings import settings
from support import camera
from support.faults_gate import Gate
from support.faults_world import World as Streams
from support.uploads import ALICE, World, media_world
from views.addresses import rendition_path

HISTORIES = (["waiting", "processing", "ready"], ["waiting", "processing", "rejected"])


@dataclass
class Run:
    """What was uploaded, and what came of the events."""

    world: World
    good: set[MediaId] = field(default_factory=set)
    bad: set[MediaId] = field(default_factory=set)
    lost: int = 0
    delivered: int = 0


def upload(run: Run, count: int) -> None:
    for number in range(count):
        if number % 4:
            run.good.add(run.world.upload(camera.jpeg((64 + number % 8, 48))))
        else:
            run.bad.add(run.world.upload(b"no picture, number %d" % number))


def deliver(run: Run, chance: random.Random, *, times: int, lose: float, sort: bool = False) -> None:
    """Take what storage said; lose some, repeat the rest, mix all up, and hand it to eight workers at once."""
    said = [key for body in run.world.messages() for key in arrived(body, settings().upload_bucket)]
    kept = [key for key in said if chance.random() >= lose]
    run.lost += len(said) - len(kept)
    events = kept * times
    if not sort:
        chance.shuffle(events)
    run.delivered += len(events)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(process.process, events))


def sweep(run: Run) -> None:
    """Four minutes later: the longest that passes until the sweep comes by."""
    with at(timedelta(minutes=4) + LATE_AFTER):
        run.world.sweep()


@contextmanager
def at(after: timedelta) -> Iterator[None]:
    moment = datetime.now(UTC) + after
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: moment)
        yield


def wrong(run: Run) -> list[str]:
    """Everything that is not as it must be."""
    world, found = run.world, []
    streams = Streams(world.endpoint, world.prefix)
    cards = {row["media_id"]: row for row in streams.rows("media") if row["sk"] == "CARD"}
    if set(cards) != run.good | run.bad:
        found.append(f"{len(cards)} cards of {len(run.good | run.bad)} uploads")
    wanted = set()
    for media_id in run.good | run.bad:
        state = uploads.read_media(ALICE, media_id).state
        if state is not (State.READY if media_id in run.good else State.REJECTED):
            found.append(f"{media_id} is {state}")
    for media_id in run.good:
        widths = cards[media_id].get("widths", [])
        wanted |= {rendition_path(media_id, int(width), each) for width in widths for each in ("webp", "jpg")}
        wanted.add(master(media_id))
    if (kept := world.objects()) != wanted:
        found.append(f"{len(kept - wanted)} objects too many, {len(wanted - kept)} too few")
    if waiting := world.waiting_objects():
        found.append(f"{len(waiting)} uploads still lie there")
    if world.unfinished(ALICE) or world.unfinished_rows():
        found.append(f"{world.unfinished(ALICE)} are counted as unfinished")
    if world.stored(ALICE)[0] != len(run.good):
        found.append(f"{world.stored(ALICE)[0]} files are counted, {len(run.good)} are kept")
    return found + wrong_histories(streams)


def wrong_histories(streams: Streams) -> list[str]:
    """Cards that went back or sideways, and facts that were not said exactly once."""
    states: dict[str, list[str]] = defaultdict(list)
    records = streams.stream("media")
    for record in records:
        if record.sk == "CARD" and record.new and record.new["state"] not in states[record.pk][-1:]:
            states[record.pk].append(record.new["state"])
    found = [f"{pk} was {' → '.join(seen)}" for pk, seen in states.items() if seen not in HISTORIES]
    said = Counter(each.sealed.key for each in facts(records) if isinstance(each, Fact))
    return found + [f"{number} facts about {pk}" for pk in states if (number := said[pk.partition("#")[2]]) != 1]


@contextmanager
def played(endpoint: str, seed: int, *, count: int, times: int) -> Iterator[Run]:
    """Uploads whose events come `times` times, mixed up, and of which a fifth is lost at first."""
    chance = random.Random(seed)
    with media_world(endpoint) as world, pytest.MonkeyPatch.context() as patch:
        patch.setattr(model, "MAX_UNFINISHED", count + 1)
        patch.setattr("media.quotas.MAX_UNFINISHED", count + 1)
        run = Run(world)
        upload(run, count)
        deliver(run, chance, times=times, lose=0.2)
        sweep(run)
        deliver(run, chance, times=times, lose=0)
        yield run


def test_r7_duplicates_disorder_and_loss(endpoint: str, gate: Gate) -> None:
    times, count = gate.size(3, 5), gate.size(16, 120)
    lost = delivered = 0
    for seed in gate.seeds(full=10):
        with played(endpoint, seed, count=count, times=times) as run:
            assert wrong(run) == [], f"seed {seed}"
            lost, delivered = lost + run.lost, delivered + run.delivered
    assert lost
    gate.tell("R7", uploads=count * len(gate.seeds(full=10)), times=times, delivered=delivered, lost=lost)


def test_r7_a_planted_fault_is_seen(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_held", lambda _: store.Card.pk.exists())
    monkeypatch.setattr(store, "claim", lambda upload, _: upload)  # whoever hears of an upload begins with it
    with played(endpoint, 7, count=4, times=3) as run:
        assert any("facts about" in each or " → " in each for each in wrong(run))


def test_r7_an_event_that_nobody_looks_for_is_seen(endpoint: str) -> None:
    with media_world(endpoint) as world:
        run = Run(world)
        upload(run, 5)
        deliver(run, random.Random(1), times=2, lose=0.5)
        assert run.lost
        assert any("is waiting" in each for each in wrong(run))
