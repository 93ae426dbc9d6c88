"""Pins: one's own posts, first on the profile, never more than three."""

import pytest
from posts.archive import archive_post, delete_post
from posts.pins import pin_post, unpin_post
from posts.read import list_posts_of, show_post

from kernel.errors import Conflict, Forbidden, NotFound
from kernel.ids import PostId, new_id
from kernel.paging import Limit
from support.posts_world import ALICE, BOB, a_post, at_once

pytestmark = pytest.mark.usefixtures("prefix")


def pinned() -> list[PostId]:
    return [post.id for post in list_posts_of(None, "alice").pinned]


def test_only_ones_own() -> None:
    post = a_post()
    with pytest.raises(Forbidden):
        pin_post(BOB, post)
    with pytest.raises(NotFound):
        pin_post(ALICE, PostId(new_id()))
    assert pinned() == []


def test_pins_come_first_and_with_the_first_page_only() -> None:
    old, *others = [a_post() for _ in range(4)]
    for post in (others[0], old, old):
        pin_post(ALICE, post)
    page = list_posts_of(BOB, "alice", limit=Limit(2))
    assert [post.id for post in page.pinned] == [old, others[0]]
    assert [post.id for post in page.items] == [others[2], others[1]]
    rest = list_posts_of(BOB, "alice", cursor=page.next, limit=Limit(2))
    assert (rest.pinned, [post.id for post in rest.items], rest.next) == ([], [others[0], old], None)
    assert all(post.pinned for post in rest.items) is False
    assert show_post(ALICE, old).pinned
    for _ in range(2):
        unpin_post(ALICE, old)
    assert pinned() == [others[0]]


def test_fifty_at_once_are_never_more_than_three() -> None:
    posts = iter([a_post() for _ in range(10)])
    answers = at_once(lambda: pin_post(ALICE, next(posts)), 10)
    assert {type(each) for each in answers if each is not None} <= {Conflict}
    assert len(pinned()) == 3


def test_what_is_gone_makes_room() -> None:
    posts = [a_post() for _ in range(4)]
    for post in posts[:3]:
        pin_post(ALICE, post)
    with pytest.raises(Conflict):
        pin_post(ALICE, posts[3])
    archive_post(ALICE, posts[0])
    delete_post(ALICE, posts[1])
    assert pinned() == [posts[2]]
    pin_post(ALICE, posts[3])
    assert pinned() == [posts[3], posts[2]]
