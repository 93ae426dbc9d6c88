"""Lists of followers and followings."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from graph import lists

from kernel.errors import Invalid, NotFound
from kernel.ids import PersonId
from kernel.paging import Cursor, Limit
from kit import meter
from support.events import answer, request

FOLLOWERS = "GET /v1/people/{username}/followers"
PUBLIC = "GET /v1/public/people/{username}/followers"


def walk(world: Any, view: Any, name: str, reader: PersonId | None, limit: int = 3) -> list[PersonId]:
    found: list[PersonId] = []
    cursor: Cursor | None = None
    while True:
        page = view(reader, name, cursor, Limit(limit))
        found += [each.id for each in page.items]
        cursor = page.next
        if cursor is None:
            return found


def ids(world: Any, *names: str) -> list[PersonId]:
    return [world.person(name) for name in names]


def test_anybody_may_read_and_nobody_signed_in_uses_the_public_door(world: Any) -> None:
    world.follow("alice", "bob")
    assert answer(lists.app, request(FOLLOWERS, path={"username": "bob"}))[0] == 401
    status, page = answer(lists.app, request(PUBLIC, path={"username": "bob"}))
    assert status == 200
    assert [each["id"] for each in page["items"]] == ids(world, "alice")
    assert page["next"] is None


def test_both_lists_are_newest_first(world: Any) -> None:
    names = [f"fan{n}" for n in range(10)]
    for name in names:
        world.follow(name, "dan")
        world.follow("carol", name)
    newest = ids(world, *reversed(names))
    assert walk(world, lists.list_followers, "dan", None) == newest
    assert walk(world, lists.list_following, "carol", world.person("alice")) == newest
    assert walk(world, lists.list_following, "carol", None, limit=50) == newest


def test_a_list_of_nobody(world: Any) -> None:
    world.person("alice")
    assert walk(world, lists.list_followers, "alice", None) == []
    with pytest.raises(NotFound):
        lists.list_followers(None, "nobody")


@pytest.mark.parametrize("view", [lists.list_followers, lists.list_following])
def test_a_cursor_is_of_one_list_and_one_reader(world: Any, view: Any) -> None:
    for name in ("bob", "carol", "dan"):
        world.follow(name, "alice"), world.follow("alice", name)
        world.follow(name, "eve"), world.follow("eve", name)
    cursor = view(None, "alice", None, Limit(1)).next
    assert cursor
    other = lists.list_following if view is lists.list_followers else lists.list_followers
    flipped = Cursor(("B" if cursor[0] == "A" else "A") + cursor[1:])
    for again, reader, name, given in [
        (view, None, "eve", cursor),
        (view, world.person("bob"), "alice", cursor),
        (other, None, "alice", cursor),
        (view, None, "alice", flipped),
        (view, None, "alice", Cursor("no cursor")),
    ]:
        with pytest.raises(Invalid):
            again(reader, name, given, Limit(1))
    assert answer(lists.app, request(PUBLIC, path={"username": "alice"}, query="cursor=x"))[0] == 422
    assert answer(lists.app, request(PUBLIC, path={"username": "alice"}, query="limit=51"))[0] == 422
    assert answer(lists.app, request(PUBLIC, path={"username": "alice"}, query="limit=0"))[0] == 422


@pytest.mark.parametrize("view", [lists.list_followers, lists.list_following])
def test_pages_are_the_list_as_it_was_at_the_first_one(world: Any, view: Any) -> None:
    """R10: ten writers follow and are followed while somebody turns the pages."""
    start = [f"old{n}" for n in range(24)]
    for name in start:
        world.follow(name, "dan"), world.follow("dan", name)
    for n in range(40):
        world.person(f"new{n}")
    with ThreadPoolExecutor(10) as pool:
        first = view(None, "dan", None, Limit(5))
        writing = [pool.submit(world.follow, f"new{n}", "dan") for n in range(40)]
        writing += [pool.submit(world.follow, "dan", f"new{n}") for n in range(40)]
        found, cursor = [each.id for each in first.items], first.next
        while cursor:
            page = view(None, "dan", cursor, Limit(5))
            found, cursor = [*found, *(each.id for each in page.items)], page.next
        for each in writing:
            each.result()
    assert found == ids(world, *reversed(start))
    assert len(walk(world, view, "dan", None, limit=50)) == 64


@pytest.mark.parametrize("many", [3, 60])
def test_a_page_costs_the_same_whatever_the_number(world: Any, many: int) -> None:
    for n in range(many):
        world.follow(f"fan{n}", "dan"), world.follow("dan", f"fan{n}")
    reader = world.person("alice")
    for view, queries in ((lists.list_followers, 4), (lists.list_following, 1)):
        with meter.metered() as seen:
            view(reader, "dan", None, Limit(20))
        assert seen.requests["Query"] == queries
        assert seen.requests["BatchGetItem"] == 3, "who it is with the digest, what decides, and the cards"
