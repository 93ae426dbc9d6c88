"""R8: many sockets drop and come back while others write: nothing is lost, doubled or out of order on any device."""

import asyncio
import json
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from realtime import sweep
from realtime.model import SOCKET_SECONDS
from realtime.store import Item

from desk.platform import Platform
from kit import wire
from kit.settings import settings
from support.chat_devices import direct, person_id
from support.chat_storm import Device, Frame, Size, Storm, wrong_copies
from support.people import Member
from support.sockets import Clock
from views.realtime import SOCKET

Join = Callable[[str], Member]

SHORT = Size(drops=3, hold=(0.2, 1.0), window=3, pause=3, writes=0.1, twos=False)
FULL = Size(drops=5, hold=(2.0, 12.0), window=30, pause=15, writes=0.04)
GROUP = 4


def seed() -> int:
    """`FAULTS_SEED=…` replays what chance decides."""
    return int(os.environ.get("FAULTS_SEED") or random.SystemRandom().randrange(1_000_000))


def stored(me: Member, talk: str) -> list[Frame]:
    """A conversation as somebody is shown it who asks for all of it."""
    found: list[Frame] = []
    at = {"seq": 0, "rev": 0}
    while True:
        page = me.ask("GET", f"/v1/conversations/{talk}/sync", params=at)
        found += page["messages"]
        at = {"seq": page["seq"], "rev": page["rev"]}
        if not page["more"]:
            return found


def talks_of(members: list[Member], size: Size) -> dict[str, list[Member]]:
    """Groups of four, and twos within them."""
    found = {}
    for start in range(0, len(members), GROUP):
        people = members[start : start + GROUP]
        others = [person_id(each) for each in people[1:]]
        found[str(people[0].ask("POST", "/v1/conversations", json={"people": others})["id"])] = people
        for one, other in zip(people[::2], people[1::2], strict=True) if size.twos else ():
            other.follow(one)
            found[direct(one, other)] = [one, other]
    return found


async def blown(members: list[Member], sockets: int, size: Size, *, heedless: bool = False) -> dict[str, Any]:
    """The storm; what is wrong after it, and its figures."""
    talks = talks_of(members, size)
    limits = httpx.Limits(max_connections=16)
    async with httpx.AsyncClient(base_url=members[0].url, timeout=60, limits=limits) as http:
        storm = Storm(seed(), size, http)
        storm.written = {talk: set() for talk in talks}
        for talk, people in talks.items():
            if len(people) == GROUP:
                storm.steady[talk] = Device(storm, people[0], [talk])
        for number in range(sockets):
            me = members[number % len(members)]
            mine = [talk for talk, people in talks.items() if me in people]
            storm.devices.append(Device(storm, me, mine, heedless=heedless))
        began = asyncio.get_running_loop().time()
        await storm.run()
        took = asyncio.get_running_loop().time() - began
        settled = await storm.settle(3 if heedless else 240)
        kept = {talk: stored(people[0], talk) for talk, people in talks.items()}
        wrong = wrong_copies(storm.everybody, kept, storm.written)
        everybody = {person_id(each) for each in members}
        await storm.close()
    opening = sorted(storm.seconds)
    return {
        "wrong": wrong,
        "seed": storm.seed,
        "people": everybody,
        "figures": dict(sorted(storm.figures.items())),
        "messages": sum(map(len, kept.values())),
        "seconds": round(took),
        "settled": round(settled, 1),
        "opened p50": round(opening[len(opening) // 2], 2),
        "opened p99": round(opening[int(len(opening) * 0.99)], 2),
    }


@pytest.fixture
def swept(platform: Platform) -> Iterator[Callable[[set[str]], tuple[int, int]]]:
    """How many connections of people the table knows whose end nobody told, and how many after the sweep."""

    def rows(people: set[str]) -> int:
        pages = platform.clients().dynamodb.get_paginator("scan").paginate(TableName=f"{platform.prefix}-realtime")
        found = 0
        for item in (item for page in pages for item in page["Items"]):
            kind, _, name = item["pk"]["S"].partition("#")
            if kind == "SOCKET":
                found += item["person"]["S"] in people
            elif kind == "PERSON" and name in people:
                found += sum(each.startswith(SOCKET) for each in item)
        return found

    def sweep_up(people: set[str]) -> tuple[int, int]:
        until = time.monotonic() + 30
        while (zombies := rows(people)) and time.monotonic() < until:
            time.sleep(0.5)  # ends are told one after the other
        sweep.sweep()
        return zombies, rows(people)

    clock = Clock()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in platform.environ().items():
            patch.setenv(name, value)
        settings.cache_clear()
        wire.reset()
        Item._connection = None
        clock.now = time.time() + SOCKET_SECONDS + 1
        patch.setattr(sweep, "time", clock)
        yield sweep_up
    settings.cache_clear()
    wire.reset()
    Item._connection = None


Swept = Callable[[set[str]], tuple[int, int]]


def weathered(join: Join, swept: Swept, members: int, sockets: int, size: Size) -> None:
    people = [join(f"storm{number}") for number in range(members)]
    report = asyncio.run(blown(people, sockets, size))
    zombies, left = swept(report.pop("people"))
    wrong = report.pop("wrong")
    figures = {"gate": "R8", "sockets": sockets, "drops": size.drops, **report, "zombies": zombies, "left": left}
    sys.stdout.write(json.dumps({**figures, "violations": len(wrong)}) + "\n")
    assert not wrong, f"FAULTS_SEED={report['seed']}:\n" + "\n".join(wrong[:40])
    assert report["figures"]["dropped without a word"] > sockets * size.drops * 0.25
    assert left == 0


def test_r8_a_storm_of_reconnects_loses_nothing(member: Join, swept: Swept) -> None:
    weathered(member, swept, 12, 60, SHORT)


def test_r8_a_device_that_does_not_ask_for_what_it_lacks_is_found(member: Join) -> None:
    """The planted fault: after the first time it believes that nothing is missing."""
    people = [member(f"heedless{number}") for number in range(GROUP)]
    report = asyncio.run(blown(people, 6, Size(drops=1, hold=(0.1, 0.4), window=1, pause=0.2), heedless=True))
    assert any("lost" in each for each in report["wrong"]), report


@pytest.mark.full
@pytest.mark.timeout(1_800)
def test_r8_a_great_storm_loses_nothing(member: Join, swept: Swept) -> None:
    weathered(member, swept, 48, 500, FULL)
