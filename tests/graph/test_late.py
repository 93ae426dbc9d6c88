"""A request that arrives once more when all is over: the opposite was done meanwhile, and stays done."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from graph import blocks, close_friends, follows, mutes, requests
from graph.mutes import Mute
from profiles import store as profiles_store

from kernel.ids import PersonId
from kit import store
from support.faults_proxy import LATE, Plan, fault_proxy
from support.faults_world import World, world
from views import graph

WAIT = 0.7
"""Seconds after which a late request has arrived."""


def kept(around: World) -> list[str]:
    """What of relations is stored, the marks of their ends left out."""
    rows = [row for row in around.rows("graph") if not row["pk"].startswith(("OUTBOX#", "LEFT#"))]
    told = [f"{row['pk']} {row['sk']}" for row in rows if row["sk"] != "DIGEST"]
    names = ("pulled", "blocking", "blocked_by", "muted", "muted_stories")
    return told + [f"{name} {row[name]}" for row in rows for name in names if row["sk"] == "DIGEST" and name in row]


def do_and_undo(around: World) -> list[tuple[Callable[[], Any], Callable[[], Any]]]:
    alice, bob, carol = (around.join(name) for name in ("alice", "bob", "carol"))
    profiles_store.set_privacy(carol, private=True)
    return [
        (lambda: follows.follow_person(alice, "bob"), lambda: follows.unfollow_person(alice, "bob")),
        (lambda: follows.follow_person(alice, "carol"), lambda: follows.unfollow_person(alice, "carol")),
        (lambda: follows.follow_person(bob, "carol"), lambda: requests.decline_request(carol, "bob")),
        (lambda: blocks.block_person(alice, "carol"), lambda: blocks.unblock_person(alice, "carol")),
        (lambda: mutes.mute_person(alice, "bob", Mute()), lambda: mutes.unmute_person(alice, "bob")),
    ]


def test_a_late_request_brings_nothing_back(endpoint: str) -> None:
    plan = Plan(1, chance=1.0, kinds=(LATE,), on=False)
    with fault_proxy(endpoint, plan) as proxy, world(endpoint, through=proxy.url) as around:
        pairs = do_and_undo(around)
        for do, undo in pairs:
            plan.on = True
            do()
            plan.on = False
            undo()
        time.sleep(WAIT)
        assert plan.injected[LATE] >= len(pairs)
        assert kept(around) == []


def test_a_late_yes_brings_no_removed_follower_back(endpoint: str) -> None:
    plan = Plan(2, chance=1.0, kinds=(LATE,), on=False)
    with fault_proxy(endpoint, plan) as proxy, world(endpoint, through=proxy.url) as around:
        dan, erin = around.join("dan"), around.join("erin")
        profiles_store.set_privacy(dan, private=True)
        follows.follow_person(erin, "dan")
        plan.on = True
        requests.approve_request(dan, "erin")
        close_friends.add_close_friend(dan, "erin")
        plan.on = False
        follows.remove_follower(dan, "erin")
        time.sleep(WAIT)
        assert kept(around) == []


def test_a_plain_write_would_bring_it_back(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check bites: as a plain put, which is how an edge was written once, the same request undoes the leaving."""

    def plainly(steps: Any) -> None:
        store.write(next(step for step in steps if step.verb == "put"))

    plan = Plan(3, chance=1.0, kinds=(LATE,), on=False)
    with fault_proxy(endpoint, plan) as proxy, world(endpoint, through=proxy.url) as around:
        alice, bob = around.join("alice"), around.join("bob")
        with monkeypatch.context() as patch:
            patch.setattr(store, "transact", plainly)
            plan.on = True
            follows.follow_person(alice, "bob")
            plan.on = False
        follows.unfollow_person(alice, "bob")
        time.sleep(WAIT)
        assert kept(around) == [" ".join(graph.follow_key(PersonId(alice), bob)[1:])]
