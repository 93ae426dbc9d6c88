"""Pages of hashtags and places, captions, and the answer of all: what is found, in which order, and what never is."""

import json
import re
from typing import Any
from unittest.mock import Mock

import pytest
from discovery import asking, lookups, tags
from discovery.asking import Ask
from posts import post_store
from profiles import store
from pymongo.collection import Collection
from pymongo.errors import OperationFailure

from kernel import clock
from kernel.ids import PersonId, PostId, new_id
from kit import meter, mongo
from kit.settings import settings
from support.discovered_posts import DOORS, ask, body, edit, forgotten, hear, ids, place, shared, stored, tell
from support.discovery_world import World, put
from support.events import answer, request
from support.mongod import Server
from views import cards, graph
from views.posts import counts_key


@pytest.mark.parametrize("door", DOORS)
def test_nobody_signed_in_is_refused(world: World, door: str) -> None:
    event = request(f"GET /v1/{door}", path={"tag": "birds", "place_id": "0" * 16}, query="q=birds")
    assert answer(DOORS[door].app, event)[0] == 401


def test_a_hashtag_has_a_page(world: World) -> None:
    ana, bea = world.join("ana"), world.join("bea")
    posts = [shared(who, "At dawn #Birds #sea", at=at) for at, who in enumerate((ana, bea, ana), 1_000_000_000_000)]
    shared(ana, "#sea")
    empty = {"tag": "birds", "posts": 3, "following": False, "related": []}
    assert body(world, "tags/birds") == body(world, "tags/BIRDS") == empty
    assert ids(world, "tags/birds/posts") == posts[::-1]
    shown = body(world, "tags/birds/posts")["items"][0]
    assert (shown["author"]["username"], shown["caption"]) == ("ana", "At dawn #Birds #sea")
    assert body(world, "tags/nothing") == {"tag": "nothing", "posts": 0, "following": False, "related": []}
    assert body(world, "tags/nothing/posts") == {"items": [], "next": None}
    assert ask(world, "tags/!!")[0] == 422


def test_pages_go_on_without_gaps_or_doubles(world: World) -> None:
    ana = world.join("ana")
    posts = [shared(ana, "#birds", at=1_000_000_000_000 + 1000 * number) for number in range(7)]
    for order, wanted in (("recent", posts[::-1]), ("top", posts[::-1])):
        seen: list[PostId] = []
        page: dict[str, Any] = {}
        after: dict[str, Any] = {}
        for _ in range(3):
            page = body(world, "tags/birds/posts", order=order, limit="3", **after)
            seen += [each["id"] for each in page["items"]]
            after = {"after": page["next"]}
        assert page["next"] is None
        assert seen == wanted, order
    page = body(world, "tags/birds/posts", limit="3")
    assert ask(world, "tags/birds/posts", limit="3", order="top", after=page["next"])[0] == 422, "of another list"
    assert ask(world, "tags/birds/posts", me=ana, limit="3", after=page["next"])[0] == 422, "of another reader"


def test_the_best_come_first_and_time_counts(world: World) -> None:
    ana = world.join("ana")
    old, new = (shared(ana, "#birds", at=at) for at in (1_700_000_000_000, 1_700_050_000_000))
    put(counts_key(old), likes=7, comments=1)
    hear(old)
    assert ids(world, "tags/birds/posts", order="top") == [new, old], "the same version: nothing was written"
    edit(old, "#birds again")
    hear(old)
    assert ids(world, "tags/birds/posts", order="top") == [old, new]
    assert ids(world, "tags/birds/posts", order="recent") == [new, old]


def test_a_place_has_a_page(world: World) -> None:
    ana = world.join("ana")
    post = shared(ana, "Sand", place="Skagen")
    shared(ana, "More", place="  Skagen ")
    shared(ana, "Elsewhere", place="Skagen Nord")
    assert body(world, f"places/{place('Skagen')}") == {"id": place("Skagen"), "name": "Skagen", "posts": 2}
    assert ids(world, f"places/{place('Skagen')}/posts")[-1] == post
    assert ask(world, f"places/{'0' * 16}")[0] == 404
    assert ask(world, "places/skagen")[0] == 404
    assert [(each["name"], each["posts"]) for each in body(world, "search/places", q="skag")["items"]] == [
        ("Skagen", 2),
        ("Skagen Nord", 1),
    ]


WHYS = ("archived", "taken down", "deleted", "its words gone", "private", "suspended", "ended")
DIGESTS = {"blocked by the reader": "blocking", "blocked by the author": "blocked_by", "muted": "muted"}


def hide(why: str, world: World, ana: PersonId, post: PostId) -> None:
    """Do something after which nobody, or not the reader, may see the post of ana."""
    digest = graph.digest_key(world.me)
    match why:
        case "archived":
            assert post_store.archive(stored(post))
        case "taken down":
            assert post_store.take_down(stored(post), new_id(), hidden=True)
        case "deleted":
            assert post_store.remove(stored(post))
            return tell(forgotten(post))
        case "its words gone":
            edit(post, "Nothing")
        case "private":
            store.set_privacy(ana, private=True)
        case "suspended":
            store.set_state(ana, "suspended", new_id(), hidden=True)
        case "ended":
            store.end_profile(ana)
        case other:
            put(digest, version=1, **{DIGESTS[other]: [ana]})
    hear(post)
    return world.hear(ana)


def seen(world: World) -> list[object]:
    """All that the reader is told wherever the post might show."""
    paths: list[tuple[str, dict[str, Any]]] = [
        ("tags/rarebirds", {}),
        ("tags/rarebirds/posts", {"order": "recent"}),
        ("tags/rarebirds/posts", {"order": "top"}),
        (f"places/{place('Rare Island')}", {}),
        (f"places/{place('Rare Island')}/posts", {}),
        ("search/tags", {"q": "rarebirds"}),
        ("search/tags", {"q": "rarebrids"}),
        ("search/places", {"q": "rare island"}),
        ("search/posts", {"q": "rarely seen"}),
        ("search/posts", {"q": "#rarebirds"}),
        ("search", {"q": "rare"}),
    ]
    return [ask(world, path, **query) for path, query in paths]


@pytest.mark.parametrize("why", [*WHYS, *DIGESTS])
@pytest.mark.parametrize("others", [0, 2])
def test_what_may_not_be_seen_is_as_if_it_were_not_there(world: World, why: str, others: int) -> None:
    """Byte for byte: lists, counts, cursors and refusals are those of a world without the post."""
    bea = world.join("bea")
    for number in range(others):
        caption = "Rarely seen #rarebirds"
        shared(bea, caption, place="Rare Island", at=1_000_000_000_000 + number)
    without = seen(world)
    ana = world.join("ana")
    post = shared(ana, "Rarely seen #rarebirds", place="Rare Island")
    assert seen(world) != without
    hide(why, world, ana, post)
    assert clean(seen(world)) == clean(without)


def clean(found: list[object]) -> list[object]:
    """Without the ids of requests, which errors name."""
    return [re.sub(r'"(instance|requestId)": "[^"]*"', "", json.dumps(each)) for each in found]


def test_a_coauthor_who_is_blocked_hides_the_post_and_its_count(world: World) -> None:
    ana, bea = world.join("ana"), world.join("bea")
    shared(ana, "#birds")
    shared(ana, "#birds", coauthors=[bea])
    assert body(world, "tags/birds")["posts"] == 2
    put(graph.digest_key(world.me), blocked_by=[bea], version=1)
    assert body(world, "tags/birds")["posts"] == 1
    assert len(ids(world, "tags/birds/posts")) == 1


def test_the_card_decides_not_the_index(world: World) -> None:
    """What the index has not heard yet is not shown either."""
    ana = world.join("ana")
    post = shared(ana, "#birds")
    assert post_store.archive(stored(post))
    assert ids(world, "tags/birds/posts") == []
    private = shared(ana, "#birds")
    store.set_privacy(ana, private=True)
    assert private not in ids(world, "tags/birds/posts")


def test_all_kinds_at_once(world: World) -> None:
    who = world.join("skagen.fan", "Skagen Fan")
    post = shared(who, "Sunset in Skagen #skagen", place="Skagen")
    found = body(world, "search", q="skagen")
    assert [each["id"] for each in found["people"]] == [who]
    assert found["tags"] == [{"tag": "skagen", "posts": 1, "following": False}]
    assert [each["name"] for each in found["places"]] == ["Skagen"]
    assert [each["id"] for each in found["posts"]] == [post]


def test_hashtags_are_followed(world: World) -> None:
    def do(method: str, tag: str) -> int:
        event = request(f"{method} /v1/tags/{{tag}}/follow", path={"tag": tag}, me=world.me)
        return answer(tags.app, event)[0]

    def mine() -> list[str]:
        found: list[str] = answer(tags.app, request("GET /v1/me/tags", me=world.me))[1]["items"]
        return found

    assert mine() == []
    assert [do("PUT", tag) for tag in ("Birds", "birds", "#sea", "!!")] == [204, 204, 204, 422]
    assert mine() == ["birds", "sea"]
    shared(world.join("ana"), "#birds")
    assert body(world, "tags/birds")["following"]
    assert body(world, "search/tags", q="bir")["items"] == [{"tag": "birds", "posts": 1, "following": True}]
    assert [do("DELETE", "birds"), do("DELETE", "birds"), do("DELETE", "never")] == [204, 204, 204]
    assert mine() == ["sea"]
    assert [do("PUT", f"tag{number}") for number in range(100)] == [204] * 99 + [409]


def test_what_it_asks_of_the_stores(world: World) -> None:
    ana = world.join("ana")
    shared(ana, "Rarely seen in Skagen #birds", place="Skagen")
    asked: list[tuple[str, dict[str, Any], str, int]] = [
        ("tags/birds", {}, "find", 1),
        ("tags/birds/posts", {}, "find", 3),
        ("search/tags", {"q": "bir"}, "find", 1),
        ("search/places", {"q": "skag"}, "find", 1),
        ("search/posts", {"q": "rarely"}, "find", 3),
        ("search", {"q": "skagen"}, "aggregate", 3),
    ]
    for path, query, command, batches in asked:
        body(world, path, **query)
        with meter.metered() as used:
            body(world, path, **query)
        assert used.requests == {f"mongo:{command}": 1, "BatchGetItem": batches}, path
    put(graph.digest_key(world.me), muted={world.join("bea")})
    with meter.metered() as used:
        body(world, "search", q="skagen")
    assert used.requests == {"mongo:aggregate": 1, "mongo:find": 1, "BatchGetItem": 3}, "counts without whom one hides"


def test_without_mongodb_pages_and_searches_are_away_and_come_back(world: World, server: Server) -> None:
    shared(world.join("ana"), "#birds")
    server.kill()
    try:
        for path in ("tags/birds", "tags/birds/posts", "trends/tags"):
            assert ask(world, path)[0] == 503, path
        assert ask(world, "search", q="birds")[0] == 503
        assert answer(tags.app, request("GET /v1/me/tags", me=world.me))[0] == 200
    finally:
        server.start()
    assert len(ids(world, "tags/birds/posts")) == 1


def test_words_that_take_too_long_are_looked_for_among_the_newest_posts(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Instead of a refusal; a single word never takes long, and is never cut short."""
    ana = world.join("ana")
    month = int(lookups.NEWEST.total_seconds() * 1000)
    shared(ana, "Birds over the sea", at=clock.milliseconds() - 2 * month)
    new = shared(ana, "Birds over the sea")
    find = asking.answer
    patience: list[int] = []

    def slow(ask: Ask, patience_: int = asking.ANSWER_MS) -> Any:
        patience.append(patience_)
        if patience_ < asking.ANSWER_MS:
            raise mongo.Slow(retry_after=1)
        return find(ask, patience_)

    assert len(ids(world, "search/posts", q="birds sea")) == 2
    monkeypatch.setattr(asking, "answer", slow)
    assert ids(world, "search/posts", q="birds sea") == [new]
    assert len(patience) == 2
    assert len(ids(world, "search/posts", q="birds")) == 2
    assert patience[2:] == [asking.ANSWER_MS]


def test_all_kinds_at_once_that_take_too_long_are_asked_for_one_by_one(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = world.join("ana.skagen")
    shared(ana, "Rarely seen in Skagen #skagen #skagenlight", place="Skagen")
    at_once = body(world, "search", q="skagen")
    assert [len(at_once[kind]) for kind in ("people", "tags", "places", "posts")] == [1, 2, 1, 1]
    monkeypatch.setattr(asking, "answer_all", Mock(side_effect=mongo.Slow(retry_after=1)))
    with meter.metered() as used:
        assert body(world, "search", q="skagen") == at_once
    assert {name: n for name, n in used.requests.items() if name.startswith("mongo")} == {"mongo:find": 4}


def test_a_server_that_takes_one_kind_only_is_asked_one_by_one(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """As DocumentDB was when it did not take such a `$lookup`; what else goes wrong is no reason to ask otherwise."""
    shared(world.join("ana.skagen"), "Rarely seen in Skagen #skagen", place="Skagen")
    at_once = body(world, "search", q="skagen")
    monkeypatch.setattr(asking._Server, "one_by_one", False)
    for code in (304, None):
        refused = Mock(side_effect=OperationFailure("Aggregation stage not supported", code))
        with monkeypatch.context() as patch:
            patch.setattr(Collection, "aggregate", refused)
            if code is None:
                monkeypatch.setattr(asking._Server, "one_by_one", False)
                assert ask(world, "search", q="skagen")[0] == 500
            else:
                assert [body(world, "search", q="skagen") for _ in range(2)] == [at_once, at_once]
        assert refused.call_count == 1, "it is not asked again"


def test_without_redis_it_is_the_same(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killing Redis costs time only: here there is an address, and nobody answers."""
    shared(world.join("ana"), "Rarely seen #rarebirds", place="Rare Island")
    before = clean(seen(world))
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")
    settings.cache_clear()
    cards._cache.cache_clear()
    try:
        assert clean(seen(world)) == before
    finally:
        monkeypatch.undo()
        settings.cache_clear()
        cards._cache.cache_clear()


@pytest.mark.parametrize(("path", "named"), [("search/tags", "tag"), ("search/places", "name")])
def test_labels_come_in_pages(world: World, path: str, named: str) -> None:
    ana = world.join("ana")
    for number in range(5):
        shared(ana, f"#birds{number} " + "#birds0", place=f"Birds {number}")
    first = body(world, path, q="birds", limit="2")
    second = body(world, path, q="birds", limit="2", after=first["next"])
    third = body(world, path, q="birds", limit="2", after=second["next"])
    assert [len(each["items"]) for each in (first, second, third)] == [2, 2, 1]
    assert third["next"] is None
    assert len({each[named] for page in (first, second, third) for each in page["items"]}) == 5
    assert ask(world, path, q="birdy", limit="2", after=first["next"])[0] == 422, "of another search"
