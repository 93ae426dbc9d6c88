"""R5: a store that sends requests away costs little more than those, and nobody is told anything but to ask again."""

from collections import Counter

import pytest

from kit.transport import Wire
from support.faults_busy import Busy, Clients, Figures
from support.faults_gate import Gate
from support.faults_proxy import fault_proxy
from support.faults_world import World, world

OPERATIONS = 240
SHORT, FULL = 0.05, 0.20
CONFLICTS = 0.05
AMPLIFIED = 1.5
SLOWEST = 3.0
"""Seconds that 99 of 100 answers take at most; as many times longer than undisturbed ones on a machine that is slow."""


def used(endpoint: str, plan: Busy, operations: int, seconds: float = float("inf")) -> tuple[Figures, float, World]:
    """What clients saw of a store that is so busy, and the requests to the store for each thing they asked for."""
    plan.on = False
    with fault_proxy(endpoint, plan) as proxy, world(endpoint, through=proxy.url) as around:
        clients = Clients(around, plan.seed)
        clients.run(60)  # connections and caches are there before anything is counted
        clients.figures = Figures()
        before, plan.on = proxy.requests, True
        figures = clients.run(operations, seconds)
        plan.on = False
        return figures, (proxy.requests - before) / figures.asked, around


def refused(figures: Figures, requests: float, usual: float) -> list[str]:
    """What of the promise was not kept."""
    wrong = list(figures.wrong)
    if figures.given_up > 0.001 * figures.asked:
        wrong.append(f"{figures.given_up} of {figures.asked} were given up")
    if requests > AMPLIFIED * usual:
        wrong.append(f"{requests:.1f} requests where {usual:.1f} were enough")
    return wrong


def test_r5_a_busy_store(endpoint: str, gate: Gate) -> None:
    seed, share = gate.first_seed, FULL if gate.full else SHORT
    operations = gate.size(OPERATIONS, 100_000)
    plain, usual, _ = used(endpoint, Busy(seed, 0.0), OPERATIONS)
    assert refused(plain, usual, usual) == []
    plan = Busy(seed, 0.0, throttled=share, conflicts=CONFLICTS)
    busy, requests, _ = used(endpoint, plan, operations, gate.size(600, 60))
    slowest, undisturbed = busy.slowest(0.01), plain.slowest(0.01)
    gate.tell(
        "R5",
        throttled=share,
        asked=busy.asked,
        answers=busy.answers,
        given_up=busy.given_up,
        faults=plan.injected,
        amplified=round(requests / usual, 2),
        p99_ratio=round(slowest / undisturbed, 1),
        p99_seconds=round(slowest, 2),
    )
    assert refused(busy, requests, usual) == [], f"FAULTS_SEED={seed}"
    assert slowest <= max(SLOWEST, 10 * undisturbed), f"FAULTS_SEED={seed}: {slowest:.1f} s"
    assert plan.injected["conflict"]
    assert plan.injected["throttle"] > 20


def test_r5_clients_that_hammer_are_seen(endpoint: str, gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted fault: everything is asked for twice."""
    once = Wire.call

    def twice(self: Wire, *given: object) -> object:
        once(self, *given)  # type: ignore[arg-type]
        return once(self, *given)  # type: ignore[arg-type]

    _, usual, _ = used(endpoint, Busy(gate.first_seed, 0.0), 60)
    monkeypatch.setattr(Wire, "call", twice)
    figures, requests, _ = used(endpoint, Busy(gate.first_seed, 0.0), 60)
    assert any("were enough" in each for each in refused(figures, requests, usual))


def test_r5_what_is_refused() -> None:
    fine = Figures(asked=1_000, answers=Counter({200: 1_000}))
    assert refused(fine, 6.0, 5.0) == []
    assert refused(Figures(asked=1_000, given_up=2), 5.0, 5.0) == ["2 of 1000 were given up"]
    assert refused(fine, 8.0, 5.0) == ["8.0 requests where 5.0 were enough"]
    assert refused(Figures(asked=1, wrong=["500"]), 5.0, 5.0) == ["500"]
