"""Likes: one per person and post, whatever comes twice; who liked, newest first."""

import pytest
from posts import reads
from posts.likes import like_post, list_likers, unlike_post
from posts.read import show_post

from kernel.errors import NotFound
from kernel.ids import PersonId, PostId, new_id
from kernel.paging import Limit
from support.posts_world import ALICE, BOB, CAROL, DAN, a_post, at_once, block, facts, items, join, stream_of
from views.posts import own_likes

pytestmark = pytest.mark.usefixtures("prefix")


def said() -> list[str]:
    return [fact.type for fact in facts() if fact.type != "PostPublished.v1"]


def test_a_post_that_is_missing_and_one_that_is_hidden_cannot_be_liked() -> None:
    hidden = a_post(ALICE)
    block(BOB, ALICE)
    with pytest.raises(NotFound) as missing:
        like_post(BOB, PostId(new_id()))
    with pytest.raises(NotFound) as invisible:
        like_post(BOB, hidden)
    assert (missing.value.code, missing.value.sentence) == (invisible.value.code, invisible.value.sentence)
    assert said() == []


def test_one_sees_ones_own_like_at_once() -> None:
    post = a_post()
    like_post(BOB, post)
    assert own_likes(BOB, post, post) == {post}
    assert show_post(BOB, post).liked
    assert not show_post(CAROL, post).liked
    assert not show_post(None, post).liked


def test_liking_again_changes_and_says_nothing() -> None:
    post = a_post()
    like_post(BOB, post)
    before = items()
    like_post(BOB, post)
    assert items() == before
    assert said() == ["PostLiked.v1"]


def test_fifty_likes_at_once_are_one(endpoint: str) -> None:
    post = a_post()
    assert at_once(lambda: like_post(BOB, post)) == [None] * 50
    changes = [each for each in stream_of(endpoint) if each["dynamodb"]["Keys"]["pk"]["S"].startswith("LIKES#")]
    assert [each["eventName"] for each in changes] == ["INSERT"], "one change, so one fact and one like counted"


def test_a_like_is_taken_back_once() -> None:
    post = a_post()
    like_post(BOB, post)
    assert at_once(lambda: unlike_post(BOB, post)) == [None] * 50
    assert own_likes(BOB, post, post) == set()
    assert said() == ["PostUnliked.v1"], "the like's own fact went with it, the stream has it"
    unlike_post(BOB, post)
    assert said() == ["PostUnliked.v1"]


def test_unliking_what_was_never_liked_says_nothing_and_what_is_missing_is_not_found() -> None:
    unlike_post(BOB, a_post())
    with pytest.raises(NotFound):
        unlike_post(BOB, PostId(new_id()))
    assert said() == []


def test_what_one_liked_can_be_unliked_after_it_was_hidden() -> None:
    post = a_post(ALICE)
    like_post(BOB, post)
    block(BOB, ALICE)
    unlike_post(BOB, post)
    assert reads.like(BOB, post) is None


def test_an_unlike_does_not_take_back_a_later_like() -> None:
    from posts import like_store

    post = a_post()
    like_post(BOB, post)
    first = reads.like(BOB, post)
    assert first
    unlike_post(BOB, post)
    like_post(BOB, post)
    like_store.remove_like(post, BOB, first)
    assert reads.like(BOB, post)


def test_who_liked_newest_first_in_pages_that_do_not_move() -> None:
    post = a_post()
    people = [PersonId(new_id()) for _ in range(23)]
    for number, person in enumerate(people):
        join(person, f"fan{number}")
        like_post(person, post)
    page = list_likers(None, post, limit=Limit(10))
    seen = [each.id for each in page.items]
    while page.next:
        late = PersonId(new_id())
        join(late, "late" + late[-6:])
        like_post(late, post)
        page = list_likers(None, post, cursor=page.next, limit=Limit(10))
        seen += [each.id for each in page.items]
    assert seen == people[::-1]


def test_the_reader_stands_in_the_list_as_their_like_is_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    post = a_post()
    for person in (ALICE, BOB, CAROL):
        like_post(person, post)
    behind = reads.likers(post, before=None, limit=9)
    monkeypatch.setattr(reads, "likers", lambda *_, **__: behind)  # the index as it is some moments later
    unlike_post(BOB, post)
    like_post(DAN, post)
    assert [each.username for each in list_likers(BOB, post).items] == ["carol", "alice"]
    assert [each.username for each in list_likers(DAN, post).items] == ["dan", "carol", "bob", "alice"]


def test_people_one_does_not_meet_are_not_in_the_list() -> None:
    post = a_post(ALICE)
    for person in (BOB, CAROL):
        like_post(person, post)
    block(DAN, BOB)
    assert [each.username for each in list_likers(DAN, post).items] == ["carol"]
