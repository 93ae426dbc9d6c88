"""R1: no acknowledged write is lost and none comes back, whatever happens between a function and its store."""

from collections import Counter

import pytest

from desk.reconcile import look
from support.faults_gate import Gate
from support.faults_history import History, Operation, makings, refusals, said_as_done, switches
from support.faults_load import THREAD, Load, count_all
from support.faults_proxy import KINDS, Plan, fault_proxy
from support.faults_world import World, is_said, spoken, stored, world

OPERATIONS = 400
CHANCE, OUTAGES = 0.16, 0.001


def violations(around: World, operations: list[Operation]) -> list[str]:
    """Everything that must hold after a history, read past the proxy."""
    found = stored(around)
    del found.made[THREAD]
    began, ended, _ = spoken(around.said("posts", "graph"))
    wrong = refusals(operations) + switches(operations, found.switched) + makings(operations, found.made)
    wrong += said_as_done(set(filter(is_said, found.switched)), began, ended)
    drift = look(around.client("dynamodb"), around.prefix).drift
    return wrong + [f"drift: {each}" for each in drift]


def gone_through(endpoint: str, plan: Plan, history: History, operations: int) -> list[str]:
    """Run a history against a store behind `plan`'s faults; what is wrong afterwards."""
    plan.on = False
    with fault_proxy(endpoint, plan) as proxy, world(endpoint, through=proxy.url) as around:
        load = Load(around, plan.seed, operations)
        plan.on = True
        load.run(history)
        plan.lies = 0.0  # to the members only
        count_all(around, plan.seed)
        plan.on = False
        return violations(around, history.operations)


def test_r1_no_acknowledged_write_is_lost(endpoint: str, gate: Gate) -> None:
    faults, outcomes = Counter[str](), Counter[str]()
    for seed in gate.seeds(full=20):
        plan = Plan(seed, CHANCE, OUTAGES)
        with History(gate.history("r1", seed), gate="R1", seed=seed, chance=CHANCE) as history:
            wrong = gone_through(endpoint, plan, history, gate.size(OPERATIONS, 1_040))
        faults += plan.injected
        outcomes += history.outcomes()
        assert not wrong, f"FAULTS_SEED={seed}, {history.path}:\n" + "\n".join(wrong)
    gate.tell("R1", operations=outcomes, faults=faults, violations=0)
    assert outcomes["ok"] > 0.7 * outcomes.total(), "a store that is only unwell is still of use"
    assert set(faults) == set(KINDS), "every kind of fault was met"
    assert faults.total() >= gate.size(100, 250 * len(gate.seeds(full=20)))


def test_r1_a_store_that_lies_is_found_out(endpoint: str, gate: Gate) -> None:
    """The planted fault: acknowledged and thrown away. The same checks must tell it."""
    seed = gate.first_seed
    with History(gate.history("r1-lies", seed), gate="R1, lies", seed=seed) as history:
        wrong = gone_through(endpoint, Plan(seed, 0.0, lies=0.3), history, 80)
    assert any(each.startswith("lost") for each in wrong), wrong


@pytest.mark.parametrize(
    ("line", "there", "said"),
    [
        ([("like", "ok", 0, 1)], set(), "lost"),
        ([("like", "ok", 0, 1), ("unlike", "ok", 2, 3)], {"x"}, "resurrected"),
        ([("like", "info", 0, 1), ("unlike", "ok", 2, 3), ("like", "fail", 4, 5)], {"x"}, ""),
        ([("like", "ok", 0, 5), ("unlike", "ok", 2, 3)], {"x"}, ""),
        ([("like", "ok", 0, 5), ("unlike", "ok", 2, 3)], set(), ""),
        ([("unlike", "info", 0, 1), ("like", "ok", 2, 3)], set(), ""),
        ([("like", "info", 0, 1)], set(), ""),
        ([("unlike", "ok", 0, 1)], {"x"}, "resurrected"),
    ],
)
def test_r1_what_the_checker_calls_lost(line: list[tuple[str, str, float, float]], there: set[str], said: str) -> None:
    operations = [
        Operation(0, verb, "x", outcome, t0, float("inf") if outcome == "info" else t1)
        for verb, outcome, t0, t1 in line
    ]
    found = switches(operations, there)
    assert bool(found) == bool(said)
    assert not found or found[0].startswith(said)


@pytest.mark.parametrize(
    ("line", "times", "said"),
    [
        ([("comment", "ok")], 1, ""),
        ([("comment", "ok")], 0, "lost"),
        ([("comment", "ok")], 2, "doubled"),
        ([("comment", "info"), ("comment", "ok")], 2, "doubled"),
        ([("comment", "info")], 0, ""),
        ([("comment", "info")], 1, ""),
        ([("comment", "ok"), ("uncomment", "ok")], 1, "resurrected"),
        ([("comment", "ok"), ("uncomment", "info")], 1, ""),
        ([("comment", "ok"), ("uncomment", "info")], 0, ""),
        ([("comment", "fail")], 1, "doubled"),
    ],
)
def test_r1_what_the_checker_calls_doubled(line: list[tuple[str, str]], times: int, said: str) -> None:
    operations = [Operation(0, verb, "x", outcome, n, n + 0.5) for n, (verb, outcome) in enumerate(line)]
    found = makings(operations, Counter({"x": times} if times else {}))
    assert bool(found) == bool(said)
    assert not found or found[0].startswith(said)
