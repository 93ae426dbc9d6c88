"""Comments: written once, read newest first, deleted by whom they concern."""

import msgspec
import pytest
from posts.comment_answers import CommentAnswer
from posts.comments import NewComment, comment_on, delete_comment, list_comments

from contracts.posts import CommentAdded
from kernel.errors import Conflict, Invalid, NotFound
from kernel.ids import CommentId, PostId, new_id
from kernel.paging import Limit
from support.posts_world import ALICE, BOB, CAROL, DAN, a_post, at_once, block, facts

pytestmark = pytest.mark.usefixtures("prefix")


def say(text: str) -> NewComment:
    return NewComment(text=text)


def test_nobody_comments_on_what_they_cannot_see() -> None:
    hidden = a_post(ALICE)
    block(BOB, ALICE)
    for post in (hidden, PostId(new_id())):
        with pytest.raises(NotFound, match="This post does not exist"):
            comment_on(BOB, post, say("hello"))
        with pytest.raises(NotFound, match="This post does not exist"):
            list_comments(BOB, post)


def test_a_comment_tells_the_author_and_whom_it_mentions() -> None:
    post = a_post(ALICE)
    written = comment_on(BOB, post, say("look @carol, " + "é" * 200))
    fact = msgspec.json.decode(bytes(facts()[-1].fact), type=CommentAdded)
    assert (fact.author, fact.commenter, fact.comment_id) == (ALICE, BOB, written.id)
    assert fact.mentions == ["carol"]
    assert fact.excerpt == written.text[:100]
    assert [written.text[each.start : each.end] for each in written.entities] == ["@carol"]


@pytest.mark.parametrize("text", ["", "  \n ", "\u200b", "x" * 2201])
def test_a_comment_has_1_to_2200_characters_that_can_be_seen(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        comment_on(BOB, a_post(), say(text))
    assert [error.pointer for error in refused.value.errors] == ["/text"]


def test_one_sees_ones_own_comment_at_once_newest_first() -> None:
    post = a_post()
    texts = [str(number) for number in range(5)]
    for text in texts:
        comment_on(BOB, post, say(text))
    assert [each.text for each in list_comments(BOB, post).items] == texts[::-1]


def test_pages_of_comments_do_not_move_while_people_write() -> None:
    post = a_post()
    texts = [str(number) for number in range(23)]
    for text in texts:
        comment_on(BOB, post, say(text))
    page = list_comments(None, post, limit=Limit(10))
    seen = [each.text for each in page.items]
    while page.next:
        at_once(lambda: comment_on(CAROL, post, say("late")), 10)
        page = list_comments(None, post, cursor=page.next, limit=Limit(10))
        seen += [each.text for each in page.items]
    assert seen == texts[::-1]


def test_a_comment_with_a_key_is_written_once() -> None:
    post = a_post()
    answers = at_once(lambda: comment_on(BOB, post, say("once"), "key"))
    assert [each for each in answers if not isinstance(each, CommentAnswer)] == []
    assert len(list_comments(BOB, post).items) == 1
    with pytest.raises(Conflict):
        comment_on(BOB, post, say("twice"), "key")
    with pytest.raises(Conflict):
        comment_on(BOB, a_post(), say("once"), "key")


def test_a_comment_is_deleted_by_its_author_or_the_posts() -> None:
    post = a_post(ALICE)
    first, second = comment_on(BOB, post, say("one")), comment_on(BOB, post, say("two"))
    assert [each.removable for each in list_comments(CAROL, post).items] == [False, False]
    assert [each.removable for each in list_comments(ALICE, post).items] == [True, True]
    with pytest.raises(NotFound) as foreign:
        delete_comment(CAROL, post, first.id)
    with pytest.raises(NotFound) as missing:
        delete_comment(CAROL, post, CommentId(new_id()))
    assert foreign.value.sentence == missing.value.sentence
    delete_comment(BOB, post, first.id)
    delete_comment(ALICE, post, second.id)
    assert list_comments(BOB, post).items == []
    with pytest.raises(NotFound):
        delete_comment(BOB, post, first.id)


def test_people_one_does_not_meet_are_not_heard() -> None:
    post = a_post(ALICE)
    for person in (BOB, CAROL):
        comment_on(person, post, say("hello"))
    block(DAN, BOB)
    assert [each.author.username for each in list_comments(DAN, post).items] == ["carol"]
