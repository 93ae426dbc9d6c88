"""Every query that the platform sends is answered by an index, with the data of scripts/bench, few of them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any, NamedTuple

import pytest
from discovery import follows, generations, index, lookups, posts_index, words
from discovery.model import called
from pymongo import MongoClient

from desk.search_data import World, caption_keys
from desk.search_gate import Gate, Plan
from desk.search_kinds import kinds
from desk.search_load import Loading, load, prepare
from desk.search_writes import make_trends, platform, writes
from kernel import levels
from kernel.ids import FactId, new_id
from support.mongod import Server
from views.posts import PostCounts
from views.profiles import ProfileCard

SEARCHES = 3
"""Of each kind."""


class Bench(NamedTuple):
    world: World
    client: Any
    gate: Gate
    database: Any


@pytest.fixture(scope="module")
def loaded(server: Server) -> Iterator[Bench]:
    prefix = f"bench-{new_id()}"
    with MongoClient[dict[str, Any]](server.uri) as client, platform(server.uri, prefix):
        world = World(300, 2_000, datetime.now(UTC), variety=0.02)
        load(world, client)
        yield Bench(world, client, Gate(client[prefix]), client[prefix])
        client.drop_database(prefix)


def wrong(plans: list[Plan], *, in_order: bool) -> list[str]:
    assert plans, "nothing was asked"
    return [each for plan in plans for each in plan.complaints(in_order=in_order)]


def test_every_search_is_answered_by_an_index(loaded: Bench) -> None:
    make_trends()
    for kind in kinds(loaded.world):
        rng = loaded.world.rng(kind.name)
        for _ in range(SEARCHES):
            term = kind.draw(rng)
            plans = loaded.gate.plans(lambda: kind.ours(term))  # noqa: B023 - called at once
            assert wrong(plans, in_order=kind.in_order) == [], f"{kind.name}: {term}"


def test_searches_find_something(loaded: Bench) -> None:
    """A gate over searches that find nothing would see little."""
    for kind in kinds(loaded.world):
        rng = loaded.world.rng(kind.name)
        assert any(kind.ours(kind.draw(rng)) for _ in range(60)), kind.name


def test_what_is_written_is_found_by_an_index_too(loaded: Bench) -> None:
    assert wrong(loaded.gate.plans(make_trends), in_order=False) == []
    for name, work in writes(loaded.world).items():
        assert wrong(loaded.gate.plans(work), in_order=False) == [], name


@pytest.mark.parametrize(
    ("kind", "dropped", "said"),
    [
        ("labels", [("starts", 1), ("posts", -1), ("_id", 1)], "looks at a whole collection"),
        ("people", [("keys", 1)], "looks at a whole collection"),
        ("posts", [("labels", 1), ("open", 1), ("rank", -1), ("_id", -1)], "sorts"),
    ],
)
def test_the_gate_bites(loaded: Bench, kind: generations.Kind, dropped: list[tuple[str, int]], said: str) -> None:
    label = max(loaded.database["labels_first"].find({}, {"posts": 1}), key=lambda each: each["posts"])["_id"]
    work = {
        "labels": lambda: lookups.labels(words.TAG, label[1:4], ()),
        "people": lambda: index.find(_query(loaded.world.people[0].username[:3])),
        "posts": lambda: lookups.with_label(label, "top", (), before=None, limit=10),
    }[kind]
    assert wrong(loaded.gate.plans(work), in_order=True) == []
    collection = loaded.database[generations.name(kind, generations.FIRST)]
    collection.drop_index(dropped)
    try:
        assert said in "; ".join(wrong(loaded.gate.plans(work), in_order=True))
    finally:
        collection.create_index(dropped)


def test_the_gate_looks_into_what_is_asked_for_in_one_query(loaded: Bench) -> None:
    def work() -> None:
        lookups.of_all_kinds(_query("lake"), "lake", (), posts=9)

    assert wrong(loaded.gate.plans(work), in_order=False) == []
    (plan,) = loaded.gate.plans(work)
    labels, posts = loaded.database["labels_first"], loaded.database["posts_first"]
    labels.drop_index(generations.INDEXES["labels"][0])
    posts.drop_index(generations.INDEXES["posts"][2])
    try:
        (worse,) = loaded.gate.plans(work)
        assert "looks at a whole collection" in "; ".join(worse.complaints(in_order=False))
        assert worse.documents > plan.documents + posts.estimated_document_count() / 2
    finally:
        labels.create_index(generations.INDEXES["labels"][0])
        posts.create_index(generations.INDEXES["posts"][2])


def test_a_command_that_nobody_can_explain_is_no_success(loaded: Bench) -> None:
    from kit import mongo

    with pytest.raises(ValueError, match="Nobody has said how ping is explained"):
        loaded.gate.plans(lambda: mongo.database().command("ping"))


def test_what_is_loaded_is_what_the_platform_writes(loaded: Bench) -> None:
    """The same people, posts and followings, once by the loader and once by the platform's own transactions."""
    world, posts = loaded.world, list(islice(loaded.world.posts(), 60))
    people = {each.id: each for each in world.people if any(each.id in post.authors for post in posts)}
    pairs = list(islice(world.follows(), 40))
    loading = Loading(loaded.database, "loaded")
    prepare(loaded.client, "loaded")
    loading.people(list(people.values()))
    loading.posts(posts)
    loading.count()
    loading.follows(pairs)
    for each in people.values():
        card = ProfileCard(each.id, each.username, each.name, version=1, private=not each.public)
        index.put("written", each.id, 1, called(each.username, each.name))
        posts_index.put_account("written", each.id, card)
    for post in posts:
        rank = posts_index.rank(post.id, PostCounts(likes=post.likes))
        keys = words.caption_keys(post.caption)
        assert caption_keys(post.caption) == keys
        entry = posts_index.Entry(post.authors, post.tags, keys, rank, ready=True, place=post.place)
        posts_index.put("written", post.id, 1, entry)
    for follower, followee, id_ in pairs:
        follows.put("written", follower, followee, levels.began(FactId(id_)))
    for kind in generations.INDEXES:
        one, other = (
            {each["_id"]: each for each in loaded.database[generations.name(kind, name)].find({}, {"touched": 0})}
            for name in ("loaded", "written")
        )
        assert one, kind
        assert one == other, kind


def test_the_same_seed_makes_the_same() -> None:
    def made(seed: int = 17) -> tuple[object, ...]:
        world = World(20, 50, newest, seed=seed, variety=0.01)
        return world.people, list(world.posts()), list(world.follows())

    newest = datetime.now(UTC)
    assert made() == made()
    assert made(seed=1) != made()


def _query(text: str) -> Any:
    from discovery.model import parse_query

    return parse_query(text)
