"""What many people are to the reader: the same as each person's page says, for those whom one may meet."""

from typing import Any

import pytest
from graph import close_friends, mutes, relations
from graph.mutes import Mute

from kernel.ids import PersonId, new_id
from kit import meter
from support.events import answer, request
from views.graph import Relation

ROUTE = "GET /v1/me/relations"


def told(world: Any, me: str, *names: str) -> dict[str, Relation]:
    people = {world.person(name): name for name in names}
    found = relations.list_relations(world.person(me), ",".join(people)).items
    return {people[each.person_id]: each.relation for each in found}


def test_nobody_signed_in_is_refused(world: Any) -> None:
    assert answer(relations.app, request(ROUTE, query=f"people={world.profile('bob')}"))[0] == 401


def test_a_stranger_is_told_of_no_relation_between_others(world: Any) -> None:
    for name in ("alice", "bob", "eve"):
        world.profile(name)
    world.follow("alice", "bob"), world.follow("bob", "alice")
    assert told(world, "eve", "alice", "bob") == {"alice": Relation(), "bob": Relation()}


def test_every_relation_is_told_both_ways(world: Any) -> None:
    names = ("me", "followed", "follower", "private", "asker", "friend", "muted", "quiet", "nobody")
    for name in names:
        world.profile(name)
    me = world.profile("me", private=True)
    world.profile("private", private=True)
    world.follow("me", "followed")
    world.follow("follower", "me"), world.approve("me", "follower")
    world.follow("me", "private")
    world.follow("asker", "me")
    world.follow("friend", "me"), world.approve("me", "friend")
    close_friends.add_close_friend(me, "friend")
    mutes.mute_person(me, "muted", Mute(stories=False))
    mutes.mute_person(me, "quiet", Mute(posts=False))
    assert told(world, "me", *names) == {
        "me": Relation(me=True),
        "followed": Relation(following=True),
        "follower": Relation(followed_by=True),
        "private": Relation(requested=True),
        "asker": Relation(asked=True),
        "friend": Relation(followed_by=True, close_friend=True),
        "muted": Relation(muting_posts=True),
        "quiet": Relation(muting_stories=True),
        "nobody": Relation(),
    }
    others = {name: told(world, name, "me")["me"] for name in names[1:]}
    assert others["followed"] == Relation(followed_by=True)
    assert others["follower"] == Relation(following=True)
    assert others["private"] == Relation(asked=True)
    assert others["asker"] == Relation(requested=True)
    assert others["friend"] == Relation(following=True), "whose close friends one is, nobody is told"
    assert {others[name] for name in ("muted", "quiet", "nobody")} == {Relation()}


def test_people_come_in_the_order_asked_each_once(world: Any) -> None:
    me, bob, carol = world.profile("me"), world.profile("bob"), world.profile("carol")
    world.follow("me", "bob")
    asked = f"{carol},{bob},{new_id()},{me},{carol}"
    status, body = answer(relations.app, request(ROUTE, me=me, query=f"people={asked}"))
    assert (status, [each["personId"] for each in body["items"]]) == (200, [carol, bob, me])
    assert body["items"][1]["relation"] == {**body["items"][0]["relation"], "following": True}


def test_whom_one_may_not_meet_is_left_out(world: Any) -> None:
    for name in ("me", "bob", "carol", "dan"):
        world.profile(name)
    for name in ("bob", "carol", "dan"):
        world.follow("me", name), world.follow(name, "me")
    world.block("me", "bob"), world.block("carol", "me")
    assert set(told(world, "me", "bob", "carol", "dan")) == {"dan"}
    assert told(world, "bob", "me") == told(world, "carol", "me") == {}
    for state in ("suspended", "leaving", "ended"):
        world.profile("dan", state=state)
        assert told(world, "me", "dan") == {}
    world.unblock("me", "bob")
    assert told(world, "me", "bob") == {"bob": Relation()}, "what the block ended stays ended"


def test_a_block_that_the_digest_does_not_name_counts_too(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("graph.model", "graph.relation_store"):
        monkeypatch.setattr(f"{module}.MAX_BLOCKED_BY", 1)
    for name in ("me", "bob", "carol", "dan"):
        world.profile(name)
    world.block("bob", "me"), world.block("carol", "me")
    assert world.digest("me").blocked_more
    assert set(told(world, "me", "bob", "carol", "dan")) == {"dan"}


def test_ones_own_act_shows_at_once(world: Any) -> None:
    world.profile("me"), world.profile("bob")
    for _ in range(3):
        world.follow("me", "bob")
        assert told(world, "me", "bob") == {"bob": Relation(following=True)}
        world.unfollow("me", "bob")
        assert told(world, "me", "bob") == {"bob": Relation()}


@pytest.mark.parametrize("query", ["", "people=", "people=bob", "people=" + ",".join(new_id() for _ in range(101))])
def test_what_is_no_list_of_people_is_refused(world: Any, query: str) -> None:
    status, body = answer(relations.app, request(ROUTE, me=world.person("me"), query=query))
    assert (status, body["errors"][0]["pointer"]) == (422, "?people")


@pytest.mark.parametrize(("many", "requests"), [(1, 1), (19, 1), (20, 2), (100, 6)])
def test_what_it_costs(world: Any, many: int, requests: int) -> None:
    """Five keys each and the digest, a hundred to a request; and the cards, which are in the cache as a rule."""
    me, people = world.profile("me"), [PersonId(new_id()) for _ in range(many)]
    with meter.metered() as seen:
        relations.list_relations(me, ",".join(people))
    assert dict(seen.requests) == {"BatchGetItem": requests + 1}
    assert seen.total_read_units == 5 * many + 1 + many / 2
