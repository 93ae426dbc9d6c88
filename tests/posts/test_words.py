"""Hidden words: found however they are written; what holds one waits for the author, and its writer is never told."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from posts import comment_store, hidden_words, words
from posts.comment_answers import ThreadAnswer
from posts.comments import NewComment, comment_on, delete_comment, list_comments
from posts.hidden_words import HiddenWordsBody, approve_comment, set_hidden_words, show_hidden_words
from posts.replies import list_replies

from kernel.errors import Forbidden, NotFound
from kernel.ids import PersonId, PostId
from support.comments_world import alter_post
from support.events import answer, request
from support.posts_world import ALICE, BOB, CAROL, DAN, a_post, at_once, facts, world


@pytest.fixture(scope="module", autouse=True)
def prefix(endpoint: str) -> Iterator[str]:
    with world(endpoint) as name:
        set_hidden_words(ALICE, HiddenWordsBody(words=["spam", "go away"]))
        yield name


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("spam", "SPAM!"),
        ("spam", "what a s p a m here"),
        ("spam", "s.p.a.m"),
        ("spam", "sp\u00e0m"),
        ("spam", "sp4m, and more"),
        ("spam", "$p@m"),
        ("spam", "spaaaaam"),
        ("spam", "buy,spam,now"),
        ("spam", "sp\u200bam"),
        ("spam", "\uff53\uff50\uff41\uff4d"),
        ("spam", "\u0455\u0440\u0430m"),
        ("go away", "please GO  away."),
        ("go away", "goaway"),
        ("idiot", "1d10t"),
        ("ass", "you asssss"),
        ("\u5783\u573e", "\u4f60\u662f\u5783\u573e\u5417"),
        ("caf\u00e9", "cafe"),
    ],
)
def test_a_word_is_found_however_it_is_written(word: str, text: str) -> None:
    assert words.found_in(text, ["other", word])


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("ass", "a class of grass"),
        ("ass", "as it is"),
        ("spam", "spammer"),
        ("go away", "go far away"),
        ("spam", ""),
        ("spam", "!!! \u200b ..."),
        ("kys", "skys"),
    ],
)
def test_other_words_are_left_alone(word: str, text: str) -> None:
    assert not words.found_in(text, [word])


def test_the_longest_comment_against_the_longest_list_is_fast() -> None:
    many = [f"{n:03d}" + "x" * 57 for n in range(200)]
    began = time.process_time()
    for text in ("a " * 1100, "\ufdfa" * 2200, "a." * 1100, "\u5783" * 2200, "a" * 2200):
        words.found_in(text, many)
    assert time.process_time() - began < 1.0


def shown(reader: PersonId | None, post: PostId) -> list[ThreadAnswer]:
    return list_comments(reader, post).items


def said(post: PostId) -> list[str]:
    return [fact.type for fact in facts() if fact.type == "CommentAdded.v1" and post.encode() in bytes(fact.fact)]


def test_a_held_comment_is_for_its_writer_and_the_author_who_may_approve_it_once() -> None:
    post = a_post(ALICE)
    written = comment_on(BOB, post, NewComment(text="Spam for all @carol"))
    assert not written.held, "its writer is never told"
    assert said(post) == [], "nobody is notified"
    assert [(each.text, each.held) for each in shown(BOB, post)] == [("Spam for all @carol", False)]
    assert [(each.text, each.held) for each in shown(ALICE, post)] == [("Spam for all @carol", True)]
    assert shown(CAROL, post) == shown(None, post) == []
    with pytest.raises(Forbidden):
        approve_comment(BOB, post, written.id)
    with pytest.raises(NotFound):
        approve_comment(CAROL, post, written.id)
    assert at_once(lambda: approve_comment(ALICE, post, written.id)) == [None] * 50
    assert said(post) == ["CommentAdded.v1"]
    assert [(each.text, each.held) for each in shown(CAROL, post)] == [("Spam for all @carol", False)]


def test_a_held_reply_is_held_as_well_and_nobody_answers_what_they_do_not_see() -> None:
    post = a_post(ALICE)
    top = comment_on(CAROL, post, NewComment(text="hello"))
    held = comment_on(BOB, post, NewComment(text="go away", reply_to=top.id))
    assert [each.text for each in list_replies(BOB, post, top.id).items] == ["go away"]
    assert list_replies(CAROL, post, top.id).items == []
    with pytest.raises(NotFound):
        comment_on(CAROL, post, NewComment(text="what?", reply_to=held.id))
    approve_comment(ALICE, post, held.id)
    assert [each.text for each in list_replies(CAROL, post, top.id).items] == ["go away"]


def test_the_authors_own_comments_are_not_held_and_a_coauthors_words_count() -> None:
    post = a_post(ALICE)
    set_hidden_words(DAN, HiddenWordsBody(words=["lake"]))
    alter_post(post, coauthors=DAN)
    comment_on(ALICE, post, NewComment(text="no spam at the lake"))
    assert len(shown(None, post)) == 1
    comment_on(BOB, post, NewComment(text="the lake"))
    assert len(shown(None, post)) == 1
    assert [each.held for each in shown(DAN, post)] == [True, False]
    delete_comment(DAN, post, shown(DAN, post)[0].id)
    assert len(shown(BOB, post)) == 1


def test_the_usual_words_can_be_switched_on() -> None:
    set_hidden_words(CAROL, HiddenWordsBody(words=[], usual=True))
    post = a_post(CAROL)
    comment_on(BOB, post, NewComment(text="free followers! check my bio"))
    assert shown(None, post) == []
    assert show_hidden_words(CAROL).usual
    set_hidden_words(CAROL, HiddenWordsBody(words=[]))


def test_what_staff_took_down_is_for_its_writer_only() -> None:
    post = a_post(ALICE)
    top = comment_on(BOB, post, NewComment(text="hello"))
    reply = comment_on(BOB, post, NewComment(text="again", reply_to=top.id))
    comment_store.hide_comment(post, reply.id, True)
    assert [each.first_replies for each in shown(ALICE, post)] == [[]]
    comment_store.hide_comment(post, top.id, True)
    assert shown(ALICE, post) == shown(None, post) == []
    assert [each.text for each in shown(BOB, post)] == ["hello"]
    for each in (top, reply):
        comment_store.hide_comment(post, each.id, False)
        comment_store.hide_comment(post, each.id, False)
    assert [len(each.first_replies) for each in shown(None, post)] == [1]
    delete_comment(BOB, post, top.id)
    comment_store.hide_comment(post, top.id, True)
    assert shown(BOB, post) == []


def test_each_word_is_kept_once_and_the_list_is_ones_own() -> None:
    kept = set_hidden_words(DAN, HiddenWordsBody(words=["One", "one", " two words "]))
    assert kept.words == show_hidden_words(DAN).words == ["One", "two words"]
    assert show_hidden_words(BOB).words == []


BAD: list[tuple[Any, str]] = [
    ({"words": ["x"] * 201}, "/words"),
    ({"words": ["ok", "x" * 61]}, "/words/1"),
    ({"words": [""]}, "/words/0"),
    ({"words": ["!!"]}, "/words/0"),
    ({"words": ["a\nb"]}, "/words/0"),
    ({"words": ["\0"]}, "/words/0"),
    ({"words": [7]}, "/words/0"),
    ({"words": None}, "/words"),
    ({}, ""),
    ({"words": [], "more": 1}, ""),
]


@pytest.mark.parametrize(("body", "pointer"), BAD, ids=range(len(BAD)))
def test_a_wrong_list_is_pointed_at_and_not_kept(body: Any, pointer: str) -> None:
    before = show_hidden_words(ALICE)
    status, problem = answer(hidden_words.app, request("PUT /v1/me/hidden-words", body=body, me=ALICE))
    assert (status, [error["pointer"] for error in problem["errors"]]) == (422, [pointer])
    assert show_hidden_words(ALICE) == before


@pytest.mark.parametrize("route", ["GET /v1/me/hidden-words", "PUT /v1/me/hidden-words"])
def test_nobody_has_hidden_words_without_a_session(route: str) -> None:
    assert answer(hidden_words.app, request(route, body={"words": []}, claims={}))[0] == 401
