"""The index made anew: all whom the cards say may be found, nobody else, and searches go on meanwhile."""

from collections.abc import Iterator

import pytest
from discovery import index
from profiles import store

from desk import rebuild_people
from desk.emulator import Access
from desk.rebuild_people import Card, People
from desk.terminal import DeskError
from kernel.ids import new_id
from kit import mongo
from support.discovery_world import World, documents
from support.emulator import ENVIRONMENT
from support.mongod import Server


def people(world: World, endpoint: str) -> People:
    return People(Access(endpoint, ENVIRONMENT["AWS_REGION"], "test", "test"), world.prefix, settled=0.0)


def test_a_lost_index_comes_back_as_it_was(world: World, endpoint: str) -> None:
    for username, name in (("ana", "Ana"), ("bea", "Bea Luz"), ("cleo", ""), ("dora", "")):
        world.join(username, name)
    store.set_state(world.people["cleo"], "suspended", new_id(), hidden=True)
    store.end_profile(world.people["dora"])
    world.hear(world.people["cleo"], world.people["dora"])
    before = documents()
    index.drop(index.generations().current)
    assert world.found("ana") == []
    for _ in range(2):
        assert people(world, endpoint).rebuild() == len(before)
        assert documents() == before
        index.forget()
        assert world.found("luz") == ["bea"]
    names = mongo.database().list_collection_names()
    assert sorted(each for each in names if each.startswith("people_")) == [index.generations().current]


def test_searches_go_on_and_changes_are_not_lost(world: World, endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ana = world.join("ana", "Ana")
    cards = People.cards
    turns = []

    def changing(self: People) -> Iterator[Card]:
        """Whatever happens while the table is read: after a card was read, and to whom it was not reached yet."""
        found = list(cards(self))
        turns.append(len(found))
        if len(turns) == 1:
            store.describe(ana, name="Zoe")
            world.hear(ana)
            world.join("new")
            index.forget()
            assert world.found("zoe") == ["ana"]
        yield from found

    monkeypatch.setattr(People, "cards", changing)
    people(world, endpoint).rebuild()
    index.forget()
    assert (world.found("zoe"), world.found("new")) == (["ana"], ["new"])
    assert len(turns) == 2


def test_what_an_inbox_wrote_to_the_old_one_alone_is_found_by_the_second_look(
    world: World, endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = world.join("ana", "Ana")
    fill = People._fill
    looks = []

    def late(self: People, *given: object) -> int:
        number = fill(self, *given)  # type: ignore[arg-type]
        looks.append(number)
        if len(looks) == 1:
            store.describe(ana, name="Zoe")  # and its inbox knew of the old index only: nothing is written here
        return number

    monkeypatch.setattr(rebuild_people.People, "_fill", late)
    people(world, endpoint).rebuild()
    index.forget()
    assert world.found("zoe") == ["ana"]


def test_of_two_at_once_one_is_given_up(world: World, endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    world.join("ana")
    fill = People._fill
    begun: list[str] = []

    def overtaken(self: People, *given: object) -> int:
        number = fill(self, *given)  # type: ignore[arg-type]
        begun.append(index.begin())
        return number

    monkeypatch.setattr(People, "_fill", overtaken)
    with pytest.raises(DeskError, match="Another rebuilding"):
        people(world, endpoint).rebuild()
    assert index.generations().building == begun[-1]
    index.forget()
    assert world.found("ana") == ["ana"]


def test_without_mongodb_it_says_so(world: World, endpoint: str, server: Server) -> None:
    server.kill()
    try:
        with pytest.raises(DeskError, match="MongoDB does not answer"):
            people(world, endpoint).rebuild()
    finally:
        server.start()
