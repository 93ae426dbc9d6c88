"""The index made anew: all whom the cards say may be found, nobody else, and searches go on meanwhile."""

from collections.abc import Iterator

import pytest
from discovery import generations
from posts import post_store
from profiles import store

from desk import rebuild_discovery
from desk.emulator import Access
from desk.rebuild_discovery import Discovery
from desk.terminal import DeskError
from kernel.ids import new_id
from kit import mongo
from support.discovered_posts import edit, forgotten, hear, ids, index, shared, stored, tell, truth
from support.discovery_world import World, documents
from support.emulator import ENVIRONMENT
from support.mongod import Server
from views.profiles import ProfileCard


def people(world: World, endpoint: str) -> Discovery:
    return Discovery(Access(endpoint, ENVIRONMENT["AWS_REGION"], "test", "test"), world.prefix, settled=0.0)


def test_a_lost_index_comes_back_as_it_was(world: World, endpoint: str) -> None:
    for username, name in (("ana", "Ana"), ("bea", "Bea Luz"), ("cleo", ""), ("dora", "")):
        world.join(username, name)
    store.set_state(world.people["cleo"], "suspended", new_id(), hidden=True)
    store.end_profile(world.people["dora"])
    world.hear(world.people["cleo"], world.people["dora"])
    before = documents()
    generations.drop(generations.known().current)
    assert world.found("ana") == []
    for _ in range(2):
        assert people(world, endpoint).rebuild()["people"] == len(before)
        assert documents() == before
        generations.forget()
        assert world.found("luz") == ["bea"]
    names = mongo.database().list_collection_names()
    assert sorted(each for each in names if each.startswith("people_")) == [f"people_{generations.known().current}"]


def test_searches_go_on_and_changes_are_not_lost(world: World, endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ana = world.join("ana", "Ana")
    cards = Discovery.cards
    turns = []

    def changing(self: Discovery) -> Iterator[ProfileCard]:
        """Whatever happens while the table is read: after a card was read, and to whom it was not reached yet."""
        found = list(cards(self))
        turns.append(len(found))
        if len(turns) == 1:
            store.describe(ana, name="Zoe")
            world.hear(ana)
            world.join("new")
            generations.forget()
            assert world.found("zoe") == ["ana"]
        yield from found

    monkeypatch.setattr(Discovery, "cards", changing)
    people(world, endpoint).rebuild()
    generations.forget()
    assert (world.found("zoe"), world.found("new")) == (["ana"], ["new"])
    assert len(turns) == 2


def test_what_an_inbox_wrote_to_the_old_one_alone_is_found_by_the_second_look(
    world: World, endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = world.join("ana", "Ana")
    fill = Discovery._fill
    looks = []

    def late(self: Discovery, *given: object) -> dict[str, int]:
        number = fill(self, *given)  # type: ignore[arg-type]
        looks.append(number)
        if len(looks) == 1:
            store.describe(ana, name="Zoe")  # and its inbox knew of the old index only: nothing is written here
        return number

    monkeypatch.setattr(rebuild_discovery.Discovery, "_fill", late)
    people(world, endpoint).rebuild()
    generations.forget()
    assert world.found("zoe") == ["ana"]


def test_of_two_at_once_one_is_given_up(world: World, endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    world.join("ana")
    fill = Discovery._fill
    begun: list[str] = []

    def overtaken(self: Discovery, *given: object) -> dict[str, int]:
        number = fill(self, *given)  # type: ignore[arg-type]
        begun.append(generations.begin())
        return number

    monkeypatch.setattr(Discovery, "_fill", overtaken)
    with pytest.raises(DeskError, match="Another rebuilding"):
        people(world, endpoint).rebuild()
    assert generations.known().building == begun[-1]
    generations.forget()
    assert world.found("ana") == ["ana"]


def test_without_mongodb_it_says_so(world: World, endpoint: str, server: Server) -> None:
    server.kill()
    try:
        with pytest.raises(DeskError, match="MongoDB does not answer"):
            people(world, endpoint).rebuild()
    finally:
        server.start()


def test_posts_and_what_they_bear_come_back_too(world: World, endpoint: str) -> None:
    ana, bea = world.join("ana"), world.join("bea")
    posts = [shared(ana, "#birds at dawn"), shared(ana, "#birds", place="Skagen"), shared(bea, "#birds")]
    gone = shared(ana, "#birds")
    assert post_store.remove(stored(gone))
    tell(forgotten(gone))
    store.set_privacy(bea, private=True)
    world.hear(bea)
    before = index()
    assert before == truth([ana, bea, world.me], [*posts, gone])
    generations.drop(generations.known().current)
    generations.forget()
    assert ids(world, "tags/birds/posts") == []
    assert people(world, endpoint).rebuild() == {"people": 3, "posts": 3, "deeds": 0, "follows": 0}
    generations.forget()
    del before["posts"][gone]
    assert index() == before
    assert len(ids(world, "tags/birds/posts")) == 2


def test_posts_that_change_while_the_index_is_made_are_not_lost(
    world: World, endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of the posts are changed, published and deleted while the tables are read, and heard before the switch."""
    ana = world.join("ana")
    posts = [shared(ana, f"#birds {number}") for number in range(20)]
    fill = Discovery.posts
    looks: list[int] = []

    def changing(self: Discovery, generation: str) -> Iterator[None]:
        found = fill(self, generation)
        for number, _ in enumerate(found):
            if not looks and number == 10:
                looks.append(number)
                for each in posts[::2]:
                    edit(each, "#gulls")
                    hear(each)
                assert post_store.remove(stored(posts[1]))
                tell(forgotten(posts[1]))
                posts.append(shared(ana, "#birds and #gulls"))
            yield

    monkeypatch.setattr(Discovery, "posts", changing)
    people(world, endpoint).rebuild()
    generations.forget()
    assert looks
    found = index()
    found["posts"].pop(posts[1], None)  # who was deleted leaves an id, where it was heard
    wanted = truth([ana, world.me], [each for each in posts if each != posts[1]])
    assert found == wanted
