"""R11: whoever is shut out sees nothing from the answer on, though posts are on their way to them."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from kit import store
from support.faults_delivery import Weather, delivery
from support.faults_gate import Gate
from support.faults_privacy import ACTS, Scene, raced
from support.faults_world import world


def test_r11_nothing_is_seen_after_the_answer(endpoint: str, gate: Gate) -> None:
    looks, rounds = 0, 0
    for seed in gate.seeds(full=20):
        dice = random.Random(seed)
        wrong: list[str] = []
        # a relay and consumers that die are R3's matter; here they are only late, doubled and out of order
        with world(endpoint) as around, delivery(around, Weather(seed, copies=2, relay=0, consumer=0)) as bus:
            for number, act in enumerate(ACTS * gate.size(1, 3)):
                scene = Scene(around, f".{number}")
                wrong += raced(scene, act, bus, dice)
                assert scene.seen, f"{act.name}: nothing was ever seen, so nothing was shown"
                looks += len(scene.seen)
                rounds += 1
        assert not wrong, f"FAULTS_SEED={seed}\n" + "\n".join(wrong)
        assert not bus.errors, bus.errors
    gate.tell("R11", rounds=rounds, seen_before=looks, violations=0)


@contextmanager
def forgetful() -> Iterator[None]:
    """The planted fault: a block whose digests follow some time later, as by an event."""
    real = store.transact

    def without_digests(steps: Any) -> None:
        real([step for step in steps if step.model.__name__ != "DigestItem"])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "transact", without_digests)
        yield


def test_r11_a_block_that_is_told_later_is_found_out(endpoint: str, gate: Gate) -> None:
    seed = gate.first_seed
    weather = Weather(seed, copies=1, relay=0, consumer=0)
    with world(endpoint) as around, delivery(around, weather) as bus, forgetful():
        wrong = raced(Scene(around, ".0"), ACTS[0], bus, random.Random(seed), after=2)
    assert any("seen in" in each for each in wrong), wrong
