"""Facts in any order and any number of times leave what the cards say; what has ended does not come back."""

import random
from collections.abc import Callable

import pytest
from discovery import inbox, index
from discovery.model import called, keys
from profiles import store

import contracts
from contracts.profiles import CardChanged
from kernel.ids import PersonId, new_id
from kit import meter
from support.discovery_world import World, card, documents, last_fact
from support.events import facts
from support.mongod import Server

CHANGES: list[Callable[[PersonId], object]] = [
    lambda person: store.describe(person, name="Eva"),
    lambda person: store.rename(person, "eve", new_id()),
    lambda person: store.set_state(person, "suspended", new_id(), hidden=True),
    lambda person: store.set_state(person, "suspended", new_id(), hidden=False),
    lambda person: store.set_privacy(person, private=True),
    lambda person: store.describe(person, name="Eva Luna", bio="Hello"),
]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("ends", [False, True])
def test_facts_shuffled_and_thrice_leave_the_truth(world: World, seed: int, ends: bool) -> None:
    """Some are heard while the card still changes, and each again later: what is left is the card's last state."""
    chance = random.Random(seed)
    person = PersonId(new_id())
    store.add_profile(person, "eva")
    said = [last_fact(person)]
    for change in [*CHANGES, *([store.end_profile] if ends else [])]:
        change(person)
        said.append(last_fact(person))
        if chance.random() < 0.3:
            inbox.app(facts(*chance.choices(said, k=2)), None)
    late = said * 3
    chance.shuffle(late)
    for each in late:
        assert inbox.app(facts(each), None) == {"batchItemFailures": []}
    document = documents()[person]
    assert document["version"] == card(person)["version"] == len(said)
    if ends:
        assert document == {"_id": person, "version": len(said)}, "nothing is left but that there was somebody"
        assert world.found("eva") == []
    else:
        assert document["keys"] == keys(called("eve", "Eva Luna"))
        assert world.found("luna") == ["eve"]


def test_who_read_the_card_before_a_change_and_writes_after_it_changes_nothing(world: World) -> None:
    eva = world.join("eva", "Eva")
    before = documents()[eva]
    index.keep(eva, before["version"] - 1, called("old", "Old"))
    index.keep(eva, before["version"], called("other", "Other"))
    assert documents()[eva] == before
    store.end_profile(eva)
    world.hear(eva)
    index.keep(eva, before["version"], called("eva", "Eva"))
    assert "keys" not in documents()[eva]


@pytest.mark.parametrize("reason", ["suspended", "leaving"])
def test_who_is_hidden_leaves_the_index_and_comes_back(world: World, reason: store.Reason) -> None:
    eva = world.join("eva", "Eva")
    store.set_state(eva, reason, new_id(), hidden=True)
    world.hear(eva)
    assert set(documents()[eva]) == {"_id", "version"}
    store.set_state(eva, reason, new_id(), hidden=False)
    world.hear(eva)
    assert world.found("eva") == ["eva"]


def test_a_fact_of_nobody_changes_nothing(world: World) -> None:
    before = documents()
    fact = CardChanged(person=PersonId(new_id()), card=1)
    told = inbox.app(facts(contracts.envelope(fact, actor=None, journey="j")), None)
    assert told == {"batchItemFailures": []}
    assert documents() == before


def test_what_mongodb_could_not_take_is_tried_again(world: World, server: Server) -> None:
    eva = PersonId(new_id())
    store.add_profile(eva, "eva")
    server.kill()
    try:
        told = inbox.app(facts(last_fact(eva)), None)
        assert told == {"batchItemFailures": [{"itemIdentifier": "m0"}]}
    finally:
        server.start()
    world.hear(eva)
    assert world.found("eva") == ["eva"]


def test_costs(world: World) -> None:
    eva = world.join("eva")
    with meter.metered() as seen:
        world.hear(eva)
    assert seen.requests == {
        "BatchGetItem": 2,  # one is the test's own
        "mongo:find": 3,
        "mongo:update": 1,
        "mongo:commitTransaction": 1,
    }, "the account is known: its transaction writes nothing"
