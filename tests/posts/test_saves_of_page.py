"""Which posts of a page one has saved, and where: one's own marks only, found together."""

from typing import Any

import pytest
from posts import reads, saves
from posts.saves import NewName, SavedIn, delete_collection, list_collections, list_saves, rename_collection, save_post

from kernel.ids import PersonId, PostId, new_id
from kit import meter
from kit.settings import settings
from kit.wire import Table
from support.events import answer, request
from support.posts_world import ALICE, BOB, CAROL, DAN, a_post, block
from views import graph

pytestmark = pytest.mark.usefixtures("prefix")

ROUTE = "GET /v1/me/saves"


def marks(person: PersonId, *posts: PostId) -> list[tuple[PostId, str]]:
    return [(each.post_id, each.collection) for each in list_saves(person, ",".join(posts)).items]


def save(person: PersonId, post: PostId, name: str = "Lakes") -> PostId:
    save_post(person, post, SavedIn(collection=name))
    return post


def test_nobody_signed_in_is_refused() -> None:
    assert answer(saves.app, request(ROUTE, query=f"posts={a_post()}"))[0] == 401


def test_only_ones_own_saves_are_told() -> None:
    post = save(BOB, a_post())
    assert marks(CAROL, post) == []
    assert marks(ALICE, post) == [], "not even to its author"


def test_saved_posts_come_with_their_collections_in_the_order_asked() -> None:
    posts = [a_post() for _ in range(4)]
    save(BOB, posts[0]), save(BOB, posts[2], "Hills"), save(BOB, posts[3], "")
    ids = {each.name: each.id for each in list_collections(BOB).items}
    asked = [posts[3], posts[1], posts[0], PostId(new_id()), posts[2], posts[3]]
    status, body = answer(saves.app, request(ROUTE, me=BOB, query=f"posts={','.join(asked)}"))
    assert (status, body) == (
        200,
        {
            "items": [
                {"postId": posts[3], "collectionId": ids["Saved"], "collection": "Saved"},
                {"postId": posts[0], "collectionId": ids["Lakes"], "collection": "Lakes"},
                {"postId": posts[2], "collectionId": ids["Hills"], "collection": "Hills"},
            ]
        },
    )


def test_a_move_a_new_name_and_a_removal_show_at_once() -> None:
    post, other = save(BOB, a_post()), save(BOB, a_post(), "Hills")
    save(BOB, post, "Hills")
    assert marks(BOB, post) == [(post, "Hills")]
    (hills,) = (each.id for each in list_collections(BOB).items if each.name == "Hills")
    rename_collection(BOB, hills, NewName(name="Mountains"))
    assert marks(BOB, post, other) == [(post, "Mountains"), (other, "Mountains")]
    saves.unsave_post(BOB, post)
    assert marks(BOB, post, other) == [(other, "Mountains")]


@pytest.mark.parametrize("way", ["reader", "author", "unnamed"])
def test_posts_of_who_is_blocked_are_left_out(way: str) -> None:
    theirs, others = save(BOB, a_post(ALICE)), save(BOB, a_post(CAROL))
    if way == "reader":
        block(BOB, ALICE)
    elif way == "author":
        _put(graph.digest_key(BOB), blocked_by={ALICE})
    else:
        _put(graph.digest_key(BOB), blocked_more=1)
        _put(graph.block_key(ALICE, BOB), since=1)
    assert marks(BOB, theirs, others) == [(others, "Lakes")]


@pytest.mark.parametrize("query", ["", "posts=", "posts=x", "posts=" + ",".join(new_id() for _ in range(101))])
def test_what_is_no_list_of_posts_is_refused(query: str) -> None:
    status, body = answer(saves.app, request(ROUTE, me=BOB, query=query))
    assert (status, body["errors"][0]["pointer"]) == (422, "?posts")


def test_posts_far_apart_are_found_among_many_saves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reads, "_BETWEEN", 3)
    posts = [save(BOB, a_post()) for _ in range(9)]
    unsaved = [a_post() for _ in range(2)]
    with meter.metered() as seen:
        assert marks(BOB, posts[8], posts[0], posts[4], unsaved[1]) == [
            (posts[8], "Lakes"),
            (posts[0], "Lakes"),
            (posts[4], "Lakes"),
        ]
    assert dict(seen.requests) == {"Query": 1, "BatchGetItem": 2}


def test_it_takes_two_requests_and_one_when_nothing_is_saved() -> None:
    posts = [save(BOB, a_post(ALICE)) for _ in range(5)]
    for reader, requests in ((BOB, {"Query": 1, "BatchGetItem": 1}), (DAN, {"Query": 1})):
        with meter.metered() as seen:
            assert len(marks(reader, *posts)) == (5 if reader == BOB else 0)
        assert dict(seen.requests) == requests


def test_a_collection_that_is_deleted_meanwhile_is_looked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    post = save(BOB, a_post())
    (lakes,) = (each.id for each in list_collections(BOB).items)
    read = reads.saves_among

    def slow(*given: Any) -> Any:
        found = read(*given)
        monkeypatch.setattr(reads, "saves_among", read)
        delete_collection(BOB, lakes)
        return found

    monkeypatch.setattr(reads, "saves_among", slow)
    assert marks(BOB, post) == [(post, "Saved")]


def test_an_earlier_save_than_the_post_asked_for_is_no_matter() -> None:
    before, post, after = save(BOB, a_post()), a_post(), save(BOB, a_post())
    assert marks(BOB, post) == []
    assert marks(BOB, before) == [(before, "Lakes")]
    assert marks(BOB, after, post) == [(after, "Lakes")]


def _put(key: tuple[str, str, str], **attributes: Any) -> None:
    table, pk, sk = key
    assert table == settings().table("graph")
    Table(table).put({"pk": pk, "sk": sk, **attributes})
