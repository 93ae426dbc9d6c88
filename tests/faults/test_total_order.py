"""R9: a conversation has one order, the same for everybody, and each message stands in it once."""

from dataclasses import replace

import pytest

from kernel.ids import PersonId
from support.faults_gate import Gate
from support.faults_history import NEVER
from support.faults_order import Kept, Reading, Said, Talk, violations
from support.faults_proxy import KINDS, Plan
from support.faults_talk_world import talked

CHANCE, OUTAGES = 0.1, 0.001


def test_r9_one_order_for_all(endpoint: str, gate: Gate) -> None:
    seed = gate.first_seed
    run = talked(endpoint, Plan(seed, CHANCE, OUTAGES), gate.size(4, 20), gate.size(25, 100), gate.size(12, 80))
    gate.tell("R9", **run.figures(), violations=len(run.wrong))
    assert not run.wrong, f"FAULTS_SEED={seed}:\n" + "\n".join(run.wrong)
    assert set(run.faults) == set(KINDS), "every kind of fault was met"
    assert run.kills.total() >= gate.size(6, 60)


@pytest.mark.parametrize(
    ("plant", "said"),
    [("without turn", ("lost", "gap")), ("remembered apart", ("doubled",)), ("counted apart", ("unread",))],
)
def test_r9_what_was_planted_is_found(endpoint: str, gate: Gate, plant: str, said: tuple[str, ...]) -> None:
    wrong = talked(endpoint, Plan(gate.first_seed, 0.25), 4, 8, 4, plant=plant).wrong
    assert any(each.startswith(said) for each in wrong), f"FAULTS_SEED={gate.first_seed}: {wrong}"


ANA, BEA = PersonId("ana"), PersonId("bea")
SAID = [
    Said("send", ANA, "0.0", "info", 0, NEVER),
    Said("send", ANA, "0.0", "ok", 1, 2, seq=2),
    Said("send", BEA, "1.0", "ok", 3, 4, seq=3),
    Said("send", ANA, "0.1", "info", 5, NEVER),
    Said("edit", BEA, "1.x.0", "ok", 6, 7, about=3, value="1.0 new"),
    Said("react", ANA, "0.x.0", "ok", 8, 9, about=3, value="😀"),
]
MADE = Kept(1, ANA, "", "")
FIRST, SECOND = Kept(2, ANA, "0.0", "0.0"), Kept(3, BEA, "1.0", "1.0 new", {ANA: "😀"})
TALK = Talk((3, 2), [MADE, FIRST, SECOND], [(1, 3), (2, 3)], {ANA: (1, 1), BEA: (0, 3)})


def test_r9_what_the_checker_finds_right() -> None:
    assert violations(SAID, TALK, [[(1, ""), (2, "0.0")], [(3, "1.0")], []]) == []
    later = replace(TALK, head=(4, 2), messages=[*TALK.messages, Kept(4, ANA, "0.1", "0.1")], unread={})
    assert violations(SAID, later, []) == []


@pytest.mark.parametrize(
    ("talk", "reading", "said"),
    [
        (replace(TALK, head=(4, 2)), [], "gap: 3 messages"),
        (replace(TALK, log=[(2, 3)]), [], "gap: 1 changes"),
        (replace(TALK, messages=[MADE, replace(SECOND, seq=2)]), [], "lost: 0.0"),
        (replace(TALK, messages=[*TALK.messages, replace(FIRST, seq=4)]), [], "doubled: 0.0"),
        (replace(TALK, messages=[*TALK.messages, replace(FIRST, seq=4, name="9.9")]), [], "from nowhere: 9.9"),
        (replace(TALK, messages=[MADE, replace(FIRST, seq=3), replace(SECOND, seq=2)]), [], "moved: 0.0"),
        (replace(TALK, messages=[MADE, replace(FIRST, seq=3), replace(SECOND, seq=2)]), [], "overtaken: 1.0"),
        (replace(TALK, messages=[MADE, Kept(2, ANA, "0.1", "0.1"), replace(FIRST, seq=3)]), [], "out of turn: 0.0"),
        (replace(TALK, log=[(1, 3), (2, 3), (3, 3)]), [], "log: 3 changes of message 3"),
        (replace(TALK, log=[(1, 3), (2, 2)]), [], "log: 1 changes of message 3"),
        (replace(TALK, messages=[MADE, FIRST, replace(SECOND, text="1.0")]), [], "forgotten: message 3"),
        (replace(TALK, messages=[MADE, FIRST, replace(SECOND, reactions={})]), [], "forgotten: message 3"),
        (replace(TALK, messages=[MADE, replace(FIRST, text="0.0 new"), SECOND]), [], "from nowhere: message 2"),
        (replace(TALK, unread={ANA: (2, 1)}), [], "unread: ana"),
        (TALK, [(2, "0.0"), (4, "1.0")], "read with gaps"),
        (TALK, [(2, "1.0"), (3, "0.0")], "read otherwise"),
    ],
)
def test_r9_what_the_checker_calls_wrong(talk: Talk, reading: Reading, said: str) -> None:
    found = violations(SAID, talk, [reading])
    assert any(each.startswith(said) for each in found), found


@pytest.mark.parametrize("outcome", ["fail", "broke"])
def test_r9_nothing_may_be_refused(outcome: str) -> None:
    assert violations([*SAID, Said("read", ANA, "0.x.1", outcome, 9, 10)], TALK, [])
