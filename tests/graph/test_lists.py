"""Lists of followers and followings."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from graph import lists
from graph.lists import Search

from kernel.errors import Forbidden, Invalid, NotFound
from kernel.ids import PersonId
from kernel.paging import Cursor, Limit
from kit import meter, secrets
from kit.settings import settings
from kit.wire import Table
from support.events import answer, request
from views.identity import handle_key

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


@pytest.mark.parametrize("view", [lists.list_followers, lists.list_following])
def test_the_lists_of_a_private_account_are_for_its_followers(world: Any, view: Any) -> None:
    world.profile("dan"), world.profile("alice"), world.profile("bob")
    world.follow("alice", "dan"), world.follow("dan", "alice")
    world.profile("dan", private=True)
    for reader in (None, world.person("bob")):
        with pytest.raises(Forbidden) as refused:
            view(reader, "dan")
        assert refused.value.code == "account-private"
    for reader in (world.person("dan"), world.person("alice")):
        assert [each.id for each in view(reader, "dan").items] == ids(world, "alice")


@pytest.mark.parametrize("state", ["suspended", "leaving", "ended"])
def test_who_is_hidden_is_in_no_list_and_has_none(world: Any, state: str) -> None:
    for name in ("dan", "alice", "bob"):
        world.profile(name)
    world.follow("alice", "dan"), world.follow("bob", "dan")
    world.profile("bob", state=state)
    assert walk(world, lists.list_followers, "dan", world.person("dan"), 1) == ids(world, "alice")
    assert walk(world, lists.list_followers, "dan", world.person("bob"), 1) == ids(world, "bob", "alice")
    with pytest.raises(NotFound):
        lists.list_followers(world.person("alice"), "bob")


def found_by(view: Any, me: PersonId | None, name: str, q: str, limit: int = 2) -> list[str]:
    found, cursor = [], None
    while True:
        page = view(me, name, cursor, Limit(limit), Search(q))
        assert len(page.items) <= limit
        found += [each.username for each in page.items]
        cursor = page.next
        if cursor is None:
            return found


@pytest.mark.parametrize("view", [lists.list_followers, lists.list_following])
def test_search_in_a_list(world: Any, view: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "BUDGET", 6)
    monkeypatch.setattr(lists, "STRETCH", 3)
    people = {"ana": "Ana Müller", "anabel": "Bel", "bob": "José Anaya", "carol": "Carol", "mu": "", "x.y": "Ånna"}
    for name, called in people.items():
        world.profile(name, name=called)
        world.follow(name, "dan"), world.follow("dan", name)
    for n in range(10):
        world.profile(f"fan{n}"), world.follow(f"fan{n}", "dan"), world.follow("dan", f"fan{n}")
    world.profile("dan")
    assert sorted(found_by(view, None, "dan", "ANA")) == ["ana", "anabel", "bob"]
    assert found_by(view, None, "dan", "ana")[0] == "ana", "the exact name first, and once"
    assert sorted(found_by(view, None, "dan", "mull")) == ["ana"]
    assert sorted(found_by(view, None, "dan", "mü")) == ["ana", "mu"]
    assert found_by(view, None, "dan", "jose") == ["bob"]
    assert found_by(view, None, "dan", "ann") == ["x.y"]
    assert found_by(view, None, "dan", "erin") == []
    first = view(None, "dan", None, Limit(2), Search("zzz"))
    assert (first.items, first.next is not None) == ([], True), "an empty page that goes on"
    with pytest.raises(Invalid):
        view(None, "dan", first.next, Limit(2), Search("other"))
    world.block("alice", "ana")
    assert sorted(found_by(view, world.person("alice"), "dan", "ana")) == ["anabel", "bob"]


@pytest.mark.parametrize("view", [lists.list_followers, lists.list_following])
def test_one_completes_a_mention_from_ones_own_lists(world: Any, view: Any) -> None:
    me = world.profile("me")
    for name in ("ana", "anabel", "bob", "andy"):
        world.profile(name)
        world.follow(name, "me"), world.follow("me", name)
    world.profile("me", private=True), world.profile("anabel", private=True)
    world.block("andy", "me")
    for q in ("ana", "@ana", " @Ana "):
        assert found_by(view, me, "me", q, limit=1) == ["ana", "anabel"], "the exact name first, private ones too"
    assert sorted(found_by(view, me, "me", "an")) == ["ana", "anabel"], "nobody who blocks one"
    assert found_by(view, me, "me", "me") == [], "nobody is in their own list"


@pytest.mark.parametrize("view", [lists.list_followers, lists.list_following])
def test_a_former_name_finds_somebody_once(world: Any, view: Any) -> None:
    ada = world.profile("anabel")
    world.follow("anabel", "dan"), world.follow("dan", "anabel")
    for former in ("ana", "lovelace"):
        key = {"pk": handle_key(former)[1], "sk": "CARD"}
        Table(settings().table("identity")).put({**key, "person_id": ada, "username": "anabel", "former": True})
        assert found_by(view, None, "dan", former) == ["anabel"]


def test_a_search_is_checked_at_the_door(world: Any) -> None:
    world.person("dan")
    for q in ("", "x" * 51):
        assert answer(lists.app, request(PUBLIC, path={"username": "dan"}, query=f"q={q}"))[0] == 422


@pytest.mark.parametrize("many", [9, 90])
def test_a_search_costs_the_same_whatever_the_number(world: Any, many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "BUDGET", 8)
    monkeypatch.setattr(lists, "STRETCH", 4)
    reader = world.profile("dan")
    secrets.key("cursor-key")
    fans = [f"fan{n}" for n in range(many)]
    for name in fans:
        world.follow(name, "dan")
    with meter.metered() as seen:
        lists.list_followers(reader, "dan", None, Limit(20), Search("zzz"))
    # two to open the list, one for the exact name; two stretches of four shards and one request for cards each
    assert dict(seen.requests) == {"BatchGetItem": 5, "Query": 8}


def test_mutuals_are_those_whom_one_follows_oneself(world: Any) -> None:
    me = world.profile("alice")
    for name in ("dan", "bob", "carol", "erin", "frank"):
        world.profile(name)
    for name in ("bob", "carol", "erin", "alice"):
        world.follow(name, "dan")
    for name in ("bob", "carol", "erin", "frank", "dan"):
        world.follow("alice", name)
    found = lists.list_mutuals(me, "dan", Limit(2))
    assert ([each.username for each in found.people], found.count, found.exact) == (["erin", "carol"], 3, True)
    world.profile("carol", state="suspended")
    found = lists.list_mutuals(me, "dan")
    assert ([each.username for each in found.people], found.count) == (["erin", "bob"], 2)
    world.count()
    assert lists.list_mutuals(me, "dan").count == 2
    assert lists.list_mutuals(world.person("dan"), "alice").count == 0
    world.unfollow("alice", "dan"), world.profile("dan", private=True)
    with pytest.raises(Forbidden):
        lists.list_mutuals(me, "dan")


def test_mutuals_look_at_the_shorter_side_and_say_when_they_do_not_know(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "BUDGET", 3)
    me = world.profile("alice")
    for n in range(5):
        world.follow("alice", f"other{n}"), world.follow(f"other{n}", "star")
    world.follow("other1", "dan")
    world.count()
    assert (lists.list_mutuals(me, "dan").count, lists.list_mutuals(me, "dan").exact) == (1, True)
    found = lists.list_mutuals(me, "star")
    assert (found.count, found.exact) == (3, False)
