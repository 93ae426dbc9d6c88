"""Saving posts into collections: seen by nobody else, counted exactly, in one collection at a time."""

from typing import Any

import msgspec
import pytest
from posts import reads, save_store, saves
from posts.model import CollectionId
from posts.saves import (
    NewName,
    Order,
    SavedIn,
    delete_collection,
    list_collections,
    list_saved,
    order_collections,
    rename_collection,
    save_post,
    unsave_post,
)

from contracts.posts import PostSaved
from kernel.errors import Conflict, Invalid, NotFound
from kernel.ids import PersonId, PostId, new_id
from kernel.paging import Limit
from kit import meter
from support.events import answer, request
from support.posts_world import ALICE, BOB, CAROL, a_post, at_once, block, facts, items, published

pytestmark = pytest.mark.usefixtures("prefix")

LAKES = SavedIn(collection="Lakes")


def collections(person: PersonId = BOB) -> dict[str, int]:
    return {each.name: each.posts for each in list_collections(person).items}


def saved(person: PersonId, name: str) -> list[PostId]:
    (found,) = (each for each in list_collections(person).items if each.name == name)
    return [post.id for post in list_saved(person, found.id).items]


@pytest.mark.parametrize(
    "route",
    [
        "PUT /v1/posts/{post_id}/save",
        "DELETE /v1/posts/{post_id}/save",
        "GET /v1/me/saved",
        "GET /v1/me/saved/{collection}",
        "PATCH /v1/me/saved/{collection}",
        "DELETE /v1/me/saved/{collection}",
        "PUT /v1/me/saved/order",
    ],
)
def test_nobody_saves_without_a_session(route: str) -> None:
    path = {"post_id": a_post(), "collection": "0" * 16}
    assert answer(saves.app, request(route, path=path, body={}, claims={}))[0] == 401


def test_nobody_saves_what_they_cannot_see() -> None:
    hidden = a_post(ALICE)
    block(BOB, ALICE)
    for post in (hidden, PostId(new_id())):
        with pytest.raises(NotFound, match="This post does not exist"):
            save_post(BOB, post, SavedIn())
        with pytest.raises(NotFound, match="This post does not exist"):
            unsave_post(BOB, post)
    assert collections() == {}


def test_collections_are_ones_own() -> None:
    save_post(BOB, a_post(), LAKES)
    (lakes,) = list_collections(BOB).items
    assert collections(CAROL) == {}
    with pytest.raises(NotFound):
        list_saved(CAROL, lakes.id)


def test_a_post_without_a_collection_is_in_the_first_one() -> None:
    post = a_post()
    save_post(BOB, post, SavedIn())
    assert collections() == {"Saved": 1}
    assert saved(BOB, "Saved") == [post]


def test_saving_says_who_saved_what_and_not_where() -> None:
    post = a_post(ALICE)
    save_post(BOB, post, LAKES)
    fact = facts()[-1]
    assert fact.type == "PostSaved.v1"
    assert msgspec.json.decode(bytes(fact.fact), type=PostSaved) == PostSaved(post_id=post, author=ALICE, saver=BOB)
    assert b"akes" not in bytes(fact.fact)


def test_saving_again_changes_and_says_nothing() -> None:
    post = a_post()
    assert at_once(lambda: save_post(BOB, post, LAKES)) == [None] * 50
    assert collections() == {"Lakes": 1}
    assert [fact.type for fact in facts()].count("PostSaved.v1") == 1


def test_a_name_is_one_collection_however_it_is_written() -> None:
    for name in ("Lakes", "  lakes ", "LAKES"):
        save_post(BOB, a_post(), SavedIn(collection=name))
    assert collections() == {"Lakes": 3}, "as it was written first"


def test_a_post_moves_between_collections() -> None:
    post, other = a_post(), a_post()
    for each in (post, other):
        save_post(BOB, each, LAKES)
    save_post(BOB, post, SavedIn(collection="Summer"))
    assert collections() == {"Lakes": 1, "Summer": 1}
    assert (saved(BOB, "Lakes"), saved(BOB, "Summer")) == ([other], [post])
    assert [fact.type for fact in facts()].count("PostSaved.v1") == 2, "moving says nothing"


def test_moves_and_removals_at_once_leave_what_is_stored_counted() -> None:
    post = a_post()
    names = iter([f"Collection {number % 4}" for number in range(40)])

    def act() -> None:
        name = next(names)
        save_post(BOB, post, SavedIn(collection=name))
        if name.endswith("3"):
            unsave_post(BOB, post)

    at_once(act, 40)
    rows = [item["pk"] for item in items() if item["pk"].startswith(f"SAVED#{BOB}")]
    edges = [item for item in items() if item["pk"] == f"SAVES#{BOB}"]
    assert len(rows) == len(edges) == sum(collections().values())


def test_unsaving_is_once() -> None:
    post = a_post()
    save_post(BOB, post, LAKES)
    assert at_once(lambda: unsave_post(BOB, post)) == [None] * 50
    assert collections() == {"Lakes": 0}
    assert reads.save(BOB, post) is None


def test_a_collection_is_read_newest_saved_first_in_pages_that_do_not_move() -> None:
    posts = [a_post(ALICE) for _ in range(7)]
    for post in posts[::-1]:
        save_post(BOB, post, LAKES)
    (lakes,) = list_collections(BOB).items
    page = list_saved(BOB, lakes.id, limit=Limit(3))
    seen = [post.id for post in page.items]
    while page.next:
        save_post(BOB, a_post(), LAKES)
        page = list_saved(BOB, lakes.id, cursor=page.next, limit=Limit(3))
        seen += [post.id for post in page.items]
    assert seen == posts


def test_what_is_hidden_now_is_not_shown() -> None:
    save_post(BOB, a_post(ALICE), LAKES)
    kept = a_post(CAROL)
    save_post(BOB, kept, LAKES)
    block(BOB, ALICE)
    assert saved(BOB, "Lakes") == [kept]


@pytest.mark.parametrize("name", ["x" * 51, "\0", "\u200b", "two\nlines"])
def test_a_collection_has_a_name_of_one_line(name: str) -> None:
    with pytest.raises(Invalid) as refused:
        save_post(BOB, a_post(), SavedIn(collection=name))
    assert [error.pointer for error in refused.value.errors] == ["/collection"]


@pytest.mark.parametrize("body", [{"name": "x"}, {"collection": 7}, []])
def test_a_wrong_body_is_refused(body: Any) -> None:
    given = request("PUT /v1/posts/{post_id}/save", path={"post_id": a_post()}, body=body, me=BOB)
    assert answer(saves.app, given)[0] == 422


@pytest.mark.parametrize("collection", ["", "Lakes", "0" * 16])
def test_what_is_no_collection_is_not_found(collection: str) -> None:
    given = request("GET /v1/me/saved/{collection}", path={"collection": collection}, me=BOB)
    assert answer(saves.app, given)[0] == 404


def test_saving_is_two_reads_and_one_transaction() -> None:
    from posts import save_store

    meter.meter_botocore(save_store.SaveItem._get_connection().connection.client)
    post = a_post()
    with meter.metered() as seen:
        save_post(BOB, post, LAKES)
    assert dict(seen.requests) == {"BatchGetItem": 3, "TransactWriteItems": 1}


def test_a_collection_is_renamed_and_its_old_name_is_free() -> None:
    post = a_post()
    save_post(BOB, post, LAKES)
    (lakes,) = list_collections(BOB).items
    rename_collection(BOB, lakes.id, NewName(name="Rivers"))
    rename_collection(BOB, lakes.id, NewName(name="Rivers"))
    rename_collection(BOB, lakes.id, NewName(name="rivers"))
    assert collections() == {"rivers": 1}
    assert [each.id for each in list_saved(BOB, lakes.id).items] == [post]
    save_post(BOB, a_post(), LAKES)
    save_post(BOB, a_post(), SavedIn(collection="RIVERS"))
    assert collections() == {"rivers": 2, "Lakes": 1}
    with pytest.raises(Conflict) as taken:
        rename_collection(BOB, lakes.id, NewName(name="lakes"))
    assert taken.value.code == "name-taken"
    with pytest.raises(NotFound):
        rename_collection(CAROL, lakes.id, NewName(name="mine"))


def test_fifty_new_names_at_once_make_one_collection_each() -> None:
    names = iter([f"c{number % 5}" for number in range(50)])
    post = [a_post() for _ in range(3)]
    at_once(lambda: save_post(BOB, post[0], SavedIn(collection=next(names))))
    assert sorted(collections()) == ["c0", "c1", "c2", "c3", "c4"]
    assert sum(collections().values()) == 1


def test_what_a_deleted_collection_held_moves_to_the_first() -> None:
    posts = [a_post(ALICE) for _ in range(6)]
    for post in posts:
        save_post(BOB, post, LAKES)
    (lakes,) = list_collections(BOB).items
    with pytest.raises(NotFound):
        delete_collection(CAROL, lakes.id)
    delete_collection(BOB, lakes.id)
    assert collections() == {"Saved": 6}
    with pytest.raises(NotFound):
        list_saved(BOB, lakes.id)
    (first,) = list_collections(BOB).items
    with pytest.raises(Conflict):
        delete_collection(BOB, first.id)
    with pytest.raises(Conflict):
        rename_collection(BOB, first.id, NewName(name="x"))
    save_post(BOB, posts[0], LAKES)
    assert collections() == {"Saved": 5, "Lakes": 1}


def test_collections_are_listed_in_ones_own_order_with_their_newest_photograph() -> None:
    made = {}
    for name in ("a", "b", "c"):
        made[name] = [published(ALICE) for _ in range(2)]
        for each in made[name]:
            save_post(BOB, each.id, SavedIn(collection=name))
    found = list_collections(BOB).items
    assert [each.name for each in found] == ["c", "b", "a"], "newest first"
    ids = {each.name: each.id for each in found}
    order_collections(BOB, Order(collections=[ids["b"], ids["a"], ids["b"], CollectionId("0" * 16)]))
    unsave_post(BOB, made["a"][1].id)
    save_post(BOB, made["b"][1].id, SavedIn(collection="c"))
    page = list_collections(BOB, limit=Limit(2))
    found = page.items + list_collections(BOB, cursor=page.next, limit=Limit(2)).items
    assert [each.name for each in found] == ["b", "a", "c"]
    covers = {each.name: each.cover.media_id for each in found if each.cover}
    newest = {"a": made["a"][0], "b": made["b"][0], "c": made["b"][1]}
    assert covers == {name: post.photos[0].media_id for name, post in newest.items()}
    block(BOB, ALICE)
    assert [each.cover for each in list_collections(BOB).items] == [None] * 3


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(save_store, "MAX_COLLECTIONS", 2)
    monkeypatch.setattr(save_store, "MAX_SAVED", 2)
    monkeypatch.setattr(saves, "MAX_SAVED", 2)
    for name in ("a", "b", "a"):
        save_post(BOB, a_post(), SavedIn(collection=name))
    for name, code in (("c", "too-many-collections"), ("a", "collection-full")):
        with pytest.raises(Conflict) as refused:
            save_post(BOB, a_post(), SavedIn(collection=name))
        assert refused.value.code == code
    (b,) = (each.id for each in list_collections(BOB).items if each.name == "b")
    unsave_post(BOB, list_saved(BOB, b).items[0].id)
    delete_collection(BOB, b)
    save_post(BOB, a_post(), SavedIn(collection="c"))
    assert collections() == {"a": 2, "c": 1}
