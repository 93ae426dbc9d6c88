"""A post's page and an author's grid."""

import pytest
from msgspec.structs import replace
from posts.comments import NewComment, comment_on
from posts.counts import app as counts
from posts.likes import like_post
from posts.read import list_posts_of, list_posts_with, show_post

from kernel.errors import Forbidden, Invalid, NotFound
from kernel.ids import PostId, new_id
from kernel.paging import Cursor, Limit
from support.events import stream
from support.posts_world import ALICE, BOB, a_post, at_once, block, follow, go_private, items, published

pytestmark = pytest.mark.usefixtures("prefix")


def test_a_hidden_post_is_as_unknown_as_a_missing_one() -> None:
    hidden = a_post(ALICE)
    block(BOB, ALICE)
    refusals = []
    for post in (hidden, PostId(new_id())):
        with pytest.raises(NotFound) as refused:
            show_post(BOB, post)
        refusals.append((refused.value.code, refused.value.sentence))
    assert refusals[0] == refusals[1]
    assert show_post(ALICE, hidden).id == hidden


def test_a_post_as_its_author_got_it_is_what_everybody_sees() -> None:
    post = published(ALICE, "a #lake with @bob", photos=10)
    assert show_post(ALICE, post.id) == post
    assert post.mine
    assert show_post(None, post.id) == show_post(BOB, post.id) == replace(post, mine=False)


def test_counts_are_those_that_are_stored() -> None:
    post = a_post()
    like_post(BOB, post)
    comment_on(BOB, post, NewComment(text="hello"))
    counts(stream(*(("INSERT", None, item) for item in items())), None)
    shown = show_post(BOB, post)
    assert (shown.likes, shown.comments, shown.liked) == (1, 1, True)
    (listed,) = list_posts_of(BOB, "alice").items
    assert (listed.likes, listed.comments, listed.liked) == (1, 1, True)


def test_a_grid_is_newest_first_and_does_not_move_while_posts_arrive() -> None:
    ids = [a_post(ALICE) for _ in range(13)]
    page = list_posts_of(None, "ALICE", limit=Limit(5))
    seen = [post.id for post in page.items]
    while page.next:
        at_once(lambda: a_post(ALICE), 10)
        page = list_posts_of(None, "alice", cursor=page.next, limit=Limit(5))
        seen += [post.id for post in page.items]
    assert seen == ids[::-1]


def test_the_last_page_has_no_next_one() -> None:
    for _ in range(4):
        a_post(ALICE)
    page = list_posts_of(BOB, "alice", limit=Limit(2))
    last = list_posts_of(BOB, "alice", cursor=page.next, limit=Limit(2))
    assert (len(page.items), len(last.items), last.next) == (2, 2, None)


def test_a_grid_of_somebody_hidden_is_as_unknown_as_one_of_nobody() -> None:
    a_post(ALICE)
    block(BOB, ALICE)
    refusals = []
    for name in ("nobody", "alice"):
        with pytest.raises(NotFound) as refused:
            list_posts_of(BOB, name)
        refusals.append((refused.value.code, refused.value.sentence))
    assert refusals[0] == refusals[1]


def test_the_grid_of_a_private_account_is_for_followers() -> None:
    a_post(ALICE)
    go_private(ALICE)
    for stranger in (None, BOB):
        for posts in (list_posts_of, list_posts_with):
            with pytest.raises(Forbidden) as refused:
                posts(stranger, "alice")
            assert refused.value.code == "account-private"
    follow(BOB, ALICE)
    assert len(list_posts_of(BOB, "alice").items) == len(list_posts_of(ALICE, "alice").items) == 1


def test_a_cursor_holds_for_its_list_and_its_reader_only() -> None:
    for person in (ALICE, ALICE, BOB, BOB):
        a_post(person)
    cursor = list_posts_of(BOB, "alice", limit=Limit(1)).next
    assert cursor
    for reader, username, given in ((None, "alice", cursor), (BOB, "bob", cursor), (BOB, "alice", Cursor("AAAA"))):
        with pytest.raises(Invalid) as refused:
            list_posts_of(reader, username, cursor=given)
        assert [error.pointer for error in refused.value.errors] == ["?cursor"]
