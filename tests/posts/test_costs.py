"""What each operation asks of the stores (bars P4, P5, P7). Growth fails; say why before raising a number."""

from collections.abc import Callable
from typing import Any

import pytest
from posts import store
from posts.comment_likes import like_comment, unlike_comment
from posts.comments import NewComment, comment_on, delete_comment, list_comments
from posts.likes import like_post, list_likers, unlike_post
from posts.publish import publish
from posts.read import list_posts_of, show_post

from kernel.paging import Limit
from kit import meter, secrets, telemetry
from kit.items import item_to_wire
from support.posts_world import ALICE, BOB, CAROL, a_post, items, new_post

pytestmark = pytest.mark.usefixtures("prefix")

CAPTION = (
    "Morning at the lake with @bob: the water was warm, the bread was not, and nobody wanted to leave again. #lake"
)


@pytest.fixture(autouse=True)
def counted(prefix: str) -> None:
    meter.meter_botocore(store.Item._get_connection().connection.client)
    for name in ("cursor-key", "media-key"):
        secrets.key(name)  # once per environment, not per request


def asked(work: Callable[[], Any]) -> tuple[dict[str, int], float]:
    """Requests by operation, and read units."""
    with meter.metered() as seen:
        work()
    return dict(seen.requests), seen.total_read_units


def test_publishing_is_one_read_and_one_transaction() -> None:
    body = new_post(ALICE, CAPTION, photos=10)
    assert asked(lambda: publish(ALICE, body, "key")) == ({"BatchGetItem": 1, "TransactWriteItems": 1}, 11)


@pytest.mark.parametrize("photos", [1, 3, 10])
def test_a_usual_post_costs_8_write_units(photos: int) -> None:
    publish(ALICE, new_post(ALICE, CAPTION, photos), "key")
    written = [item for item in items() if item["pk"].startswith(("POST#", "AUTHOR#", "REQUEST#"))]
    units = [2 * -(-meter.item_size(item_to_wire(item)) // 1024) for item in written]  # a transaction pays double
    assert len(written) == 4
    assert sum(units) == 8, {item["pk"]: meter.item_size(item_to_wire(item)) for item in written}


def test_liking_is_two_reads_and_one_write() -> None:
    post = a_post()
    assert asked(lambda: like_post(BOB, post)) == ({"BatchGetItem": 2, "PutItem": 1}, 5)


def test_a_like_fits_one_write_unit_and_one_of_its_index() -> None:
    like_post(BOB, a_post())
    (like,) = [item for item in items() if item["pk"].startswith("LIKES#")]
    assert meter.item_size(item_to_wire(like)) <= 1024


def test_unliking_is_one_read_and_one_write() -> None:
    post = a_post()
    like_post(BOB, post)
    assert asked(lambda: unlike_post(BOB, post)) == ({"GetItem": 1, "PutItem": 1}, 1)


def test_a_post_is_three_reads() -> None:
    """The post; then, of its authors, what decides whether it is seen; then what is shown beside it."""
    post = a_post()
    assert asked(lambda: show_post(BOB, post)) == ({"BatchGetItem": 3}, 8)
    assert asked(lambda: show_post(None, post)) == ({"BatchGetItem": 3}, 4)
    assert asked(lambda: show_post(ALICE, post))[0] == {"BatchGetItem": 2}


@pytest.mark.parametrize("posts", [5, 30])
def test_a_grid_is_five_reads_however_much_there_is(posts: int) -> None:
    for _ in range(posts):
        a_post(ALICE)
    requests, units = asked(lambda: list_posts_of(BOB, "alice", limit=Limit(5)))
    assert requests == {"BatchGetItem": 4, "Query": 1}  # one more than before there were private accounts
    assert units <= 2 + 1 + 1 + 11 * 0.5 + 5


def test_comments() -> None:
    post = a_post()
    comment = comment_on(BOB, post, NewComment(text=CAPTION))
    assert asked(lambda: comment_on(BOB, post, NewComment(text="x")))[0] == {"BatchGetItem": 3, "PutItem": 1}
    assert asked(lambda: list_comments(CAROL, post))[0] == {"BatchGetItem": 3, "Query": 2}
    assert asked(lambda: list_comments(None, post))[0] == {"BatchGetItem": 3, "Query": 1}
    assert asked(lambda: delete_comment(BOB, post, comment.id))[0] == {"BatchGetItem": 1, "PutItem": 1}


def test_replies_and_likes_of_comments() -> None:
    post = a_post()
    comment = comment_on(BOB, post, NewComment(text=CAPTION))
    reply = NewComment(text="yes", reply_to=comment.id)
    assert asked(lambda: comment_on(CAROL, post, reply))[0] == {"BatchGetItem": 4, "TransactWriteItems": 1}
    assert asked(lambda: list_comments(CAROL, post))[0] == {"BatchGetItem": 3, "Query": 3}, (
        "one more where it was answered"
    )
    assert asked(lambda: like_comment(CAROL, post, comment.id))[0] == {"BatchGetItem": 4, "PutItem": 1}
    assert asked(lambda: unlike_comment(CAROL, post, comment.id))[0] == {"GetItem": 1, "PutItem": 1}


def test_a_comment_costs_one_write_unit_and_a_reply_four() -> None:
    telemetry.enter("JKJaXmPLvHcESHA=")  # as long as API Gateway's request ids, which facts carry
    post = a_post()
    comment = comment_on(BOB, post, NewComment(text=CAPTION))
    comment_on(CAROL, post, NewComment(text="@bob and you stayed in for an hour", reply_to=comment.id))
    sizes = {item["pk"].partition("#")[0]: meter.item_size(item_to_wire(item)) for item in items()}
    assert max(sizes["COMMENTS"], sizes["REPLIES"], sizes["COMMENT"]) <= 1024


def test_who_liked_is_one_query_per_shard() -> None:
    post = a_post()
    like_post(BOB, post)
    assert asked(lambda: list_likers(CAROL, post))[0] == {"BatchGetItem": 3, "GetItem": 1, "Query": 8}
    assert asked(lambda: list_likers(None, post))[0] == {"BatchGetItem": 3, "Query": 8}
