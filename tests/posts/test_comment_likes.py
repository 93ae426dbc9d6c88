"""Likes of comments: one per person and comment, counted exactly, and gone for good when taken back."""

import time
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from posts import comment_likes, reads
from posts.comment_answers import CommentAnswer
from posts.comment_likes import like_comment, list_comment_likers, unlike_comment
from posts.comments import NewComment, comment_on, list_comments
from posts.likes import like_post, unlike_post

from contracts.posts import CommentLiked, CommentUnliked
from kernel.errors import NotFound
from kernel.ids import CommentId, PersonId, PostId, new_id
from kernel.paging import Limit
from support.comments_world import unblock
from support.events import answer, request
from support.posts_world import ALICE, BOB, CAROL, DAN, a_post, at_once, block, facts, items, join, world


@pytest.fixture(scope="module", autouse=True)
def prefix(endpoint: str) -> Iterator[str]:
    with world(endpoint) as name:
        yield name


def a_comment(who: PersonId = BOB) -> tuple[PostId, CommentAnswer]:
    post = a_post(ALICE)
    return post, comment_on(who, post, NewComment(text="hello"))


def said(comment: CommentId) -> list[tuple[str, str]]:
    found = []
    for fact in facts():
        if fact.type in ("CommentLiked.v1", "CommentUnliked.v1"):
            kind: Any = CommentLiked if fact.type == "CommentLiked.v1" else CommentUnliked
            known = msgspec.json.decode(bytes(fact.fact), type=kind)
            if known.comment_id == comment:
                found.append((fact.type, known.like_id))
    return found


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_nobody_likes_without_a_session(method: str) -> None:
    post, comment = a_comment()
    route = f"{method} /v1/posts/{{post_id}}/comments/{{comment_id}}/like"
    path = {"post_id": post, "comment_id": comment.id}
    assert answer(comment_likes.app, request(route, path=path, claims={}))[0] == 401


def test_what_one_cannot_see_cannot_be_liked_and_looks_missing() -> None:
    post, comment = a_comment(BOB)
    other = a_post()
    block(DAN, BOB)
    wrong = [(post, comment.id), (post, CommentId(new_id())), (other, comment.id), (PostId(new_id()), comment.id)]
    for where, which in wrong:
        for act in (like_comment, unlike_comment, list_comment_likers):
            with pytest.raises(NotFound):
                act(DAN, where, which)
    unblock(DAN)
    assert said(comment.id) == []


def test_one_sees_ones_own_like_at_once_on_comments_and_replies() -> None:
    post, comment = a_comment()
    reply = comment_on(CAROL, post, NewComment(text="yes", reply_to=comment.id))
    for each in (comment, reply):
        like_comment(DAN, post, each.id)
    (thread,) = list_comments(DAN, post).items
    assert thread.liked
    assert [each.liked for each in thread.first_replies] == [True]
    (thread,) = list_comments(BOB, post).items
    assert not thread.liked


def test_fifty_likes_and_unlikes_at_once_are_one_each() -> None:
    post, comment = a_comment()
    assert at_once(lambda: like_comment(CAROL, post, comment.id)) == [None] * 50
    assert [kind for kind, _ in said(comment.id)] == ["CommentLiked.v1"]
    first = said(comment.id)[0][1]
    assert at_once(lambda: unlike_comment(CAROL, post, comment.id)) == [None] * 50
    assert said(comment.id) == [("CommentUnliked.v1", first)]
    like_comment(CAROL, post, comment.id)
    assert said(comment.id)[0][1] > first
    assert len([item for item in items() if item["sk"] == f"{post}#{comment.id}"]) == 1


def test_who_liked_the_reader_first_in_pages_that_do_not_move() -> None:
    post, comment = a_comment()
    people = [PersonId(new_id()) for _ in range(7)]
    like_comment(BOB, post, comment.id)
    for number, person in enumerate(people):
        join(person, f"fan{number}")
        like_comment(person, post, comment.id)
    for limit in (1, 3, 50):
        page = list_comment_likers(BOB, post, comment.id, limit=Limit(limit))
        seen = [each.id for each in page.items]
        while page.next:
            page = list_comment_likers(BOB, post, comment.id, cursor=page.next, limit=Limit(limit))
            seen += [each.id for each in page.items]
        assert seen == [BOB, *people[::-1]]
    block(DAN, people[0])
    assert people[0] not in [each.id for each in list_comment_likers(DAN, post, comment.id).items]
    unblock(DAN)


def test_what_one_liked_can_be_unliked_after_it_was_hidden() -> None:
    post, comment = a_comment(BOB)
    like_comment(DAN, post, comment.id)
    block(DAN, BOB)
    unlike_comment(DAN, post, comment.id)
    unblock(DAN)
    assert not list_comments(DAN, post).items[0].liked


def test_a_clock_that_is_behind_does_not_lose_a_like(monkeypatch: pytest.MonkeyPatch) -> None:
    from posts import like_store

    post = a_post()
    monkeypatch.setattr(like_store, "new_id", lambda at=None: new_id(at or int(time.time() * 1000) + 60_000))
    like_post(BOB, post)
    unlike_post(BOB, post)
    monkeypatch.setattr(like_store, "new_id", new_id)
    like_post(BOB, post)
    assert reads.like(BOB, post)
