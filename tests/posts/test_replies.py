"""Replies: one level, told to whom they answer, gone with what they stand below."""

import time
from collections.abc import Iterator
from datetime import timedelta

import msgspec
import pytest
from posts import comment_clearing, comment_store, replies
from posts.comment_answers import CommentAnswer
from posts.comments import NewComment, comment_on, delete_comment, list_comments
from posts.replies import list_replies

from contracts import F, envelope
from contracts.posts import CommentAdded, CommentDeleted
from kernel import clock
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


def say(post: PostId, who: PersonId, text: str, to: CommentAnswer | None = None) -> CommentAnswer:
    return comment_on(who, post, NewComment(text=text, reply_to=to.id if to else None))


def below(reader: PersonId | None, post: PostId, comment: CommentAnswer) -> list[str]:
    return [each.text for each in list_replies(reader, post, comment.id).items]


def said(post: PostId, kind: type[F]) -> list[F]:
    found = [msgspec.json.decode(bytes(f.fact), type=kind) for f in facts() if f.type == kind.type_name()]
    return [fact for fact in found if getattr(fact, "post_id", "") == post]


def test_nobody_answers_without_a_session_and_anybody_reads() -> None:
    post = a_post()
    comment = say(post, BOB, "hello")
    path = {"post_id": post, "comment_id": comment.id}
    route = "/v1/public/posts/{post_id}/comments/{comment_id}/replies"
    assert answer(replies.app, request(f"GET {route}", path=path))[0] == 200
    route = "/v1/posts/{post_id}/comments/{comment_id}/replies"
    assert answer(replies.app, request(f"GET {route}", path=path, claims={}))[0] == 401


def test_a_stranger_to_the_post_or_the_writer_sees_no_replies() -> None:
    post = a_post(ALICE)
    comment = say(post, BOB, "hello")
    say(post, CAROL, "yes", comment)
    for hidden in (ALICE, BOB):
        block(DAN, hidden)
        with pytest.raises(NotFound):
            list_replies(DAN, post, comment.id)
        with pytest.raises(NotFound):
            say(post, DAN, "hello", comment)
    block(DAN, CAROL)
    assert below(DAN, post, comment) == []
    assert list_comments(DAN, post).items[0].first_replies == []
    unblock(DAN)


def test_a_reply_to_a_reply_stands_below_the_same_comment() -> None:
    post = a_post(ALICE)
    top = say(post, BOB, "one")
    first = say(post, CAROL, "two", top)
    second = say(post, DAN, "three", first)
    assert (first.parent, first.reply_to, second.parent, second.reply_to) == (top.id, top.id, top.id, first.id)
    assert below(None, post, top) == ["two", "three"]
    told = {f.comment_id: (f.reply_to, f.reply_to_author) for f in said(post, CommentAdded)}
    assert told == {top.id: (None, None), first.id: (top.id, BOB), second.id: (first.id, CAROL)}


def test_the_first_replies_come_with_their_comment_at_once() -> None:
    post = a_post()
    top = say(post, BOB, "one")
    for number in range(3):
        say(post, CAROL, str(number), top)
    (thread,) = list_comments(DAN, post).items
    assert [each.text for each in thread.first_replies] == ["0", "1"]
    assert thread.replies >= 2, "the number follows; what is shown is counted"


def test_nothing_is_answered_that_is_not_there() -> None:
    post, other = a_post(), a_post()
    top = say(post, BOB, "one")
    reply = say(post, BOB, "two", top)
    for wrong in (CommentId(new_id()), top.id, reply.id):
        with pytest.raises(NotFound, match="This comment does not exist"):
            comment_on(CAROL, other, NewComment(text="x", reply_to=wrong))
    delete_comment(BOB, post, top.id)
    for gone in (top, reply):
        with pytest.raises(NotFound):
            say(post, CAROL, "x", gone)


def test_pages_of_replies_do_not_move_while_people_write() -> None:
    post = a_post()
    top = say(post, BOB, "top")
    for number in range(7):
        say(post, BOB, str(number), top)
    page = list_replies(None, post, top.id, limit=Limit(3))
    seen = [each.text for each in page.items]
    while page.next and len(seen) < 7:
        say(post, CAROL, "late", top)
        page = list_replies(None, post, top.id, cursor=page.next, limit=Limit(3))
        seen += [each.text for each in page.items]
    assert seen[:7] == [str(number) for number in range(7)]


def test_fifty_deletions_at_once_are_one() -> None:
    post = a_post(ALICE)
    top = say(post, BOB, "top")
    reply = say(post, CAROL, "reply", top)
    for each in (reply, top):
        found = at_once(lambda each=each: delete_comment(ALICE, post, each.id))  # type: ignore[misc]
        assert [type(one) for one in found if one is not None and not isinstance(one, NotFound)] == []
    assert [fact.comment_id for fact in said(post, CommentDeleted)] in ([reply.id, top.id], [top.id, reply.id])


def test_a_reply_is_deleted_by_its_writer_or_an_author_and_by_nobody_else() -> None:
    post = a_post(ALICE)
    top = say(post, BOB, "top")
    one, two = say(post, CAROL, "one", top), say(post, CAROL, "two", top)
    for nobody in (BOB, DAN):
        with pytest.raises(NotFound):
            delete_comment(nobody, post, one.id)
    delete_comment(CAROL, post, one.id)
    delete_comment(ALICE, post, two.id)
    assert below(CAROL, post, top) == []


def test_replies_and_likes_go_with_their_comment_however_many_in_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    from posts import comment_likes

    post = a_post(ALICE)
    top = say(post, BOB, "top")
    answers = [say(post, CAROL, str(number), top) for number in range(30)]
    for number in range(3):
        fan = PersonId(new_id())
        join(fan, f"fan{number}")
        for each in (top, answers[0]):
            comment_likes.like_comment(fan, post, each.id)
    delete_comment(BOB, post, top.id)
    fact = CommentDeleted(comment_id=top.id, post_id=post, author=ALICE, commenter=BOB)
    wrapped = envelope(fact, actor=BOB, journey="")
    monkeypatch.setattr(comment_clearing, "TURN", -1.0)
    assert comment_clearing.on_comment_deleted(wrapped) == 0, "too late: the rest is for the next turn"
    monkeypatch.setattr(comment_clearing, "TURN", 60.0)
    assert comment_clearing.on_comment_deleted(wrapped) == comment_clearing.SECOND_LOOK
    for reply in said(post, CommentDeleted):
        comment_clearing.on_comment_deleted(envelope(reply, actor=BOB, journey=""))
    late = msgspec.structs.replace(wrapped, occurred_at=clock.now() - timedelta(seconds=31))
    assert comment_clearing.on_comment_deleted(late) is None
    assert sorted(fact.comment_id for fact in said(post, CommentDeleted)) == sorted([top.id, *(a.id for a in answers)])
    left = [
        item for item in items() if post in item["pk"] + item["sk"] and item["pk"].startswith(("REPLIES", "COMMENT"))
    ]
    assert [item for item in left if "gone" not in item] == []


def test_a_reply_written_while_its_comment_was_deleted_is_found_by_the_second_look() -> None:
    from posts import comment_reads
    from posts.model import Comment

    post = a_post(ALICE)
    top = say(post, BOB, "top")
    say(post, CAROL, "first", top)
    above = comment_reads.comment(post, top.id)
    assert above
    delete_comment(BOB, post, top.id)
    assert comment_clearing.clear_comment(post, top.id, by=BOB, until=time.monotonic() + 9)
    late = Comment(CommentId(new_id()), post, ALICE, CAROL, "late", parent=top.id, reply_to=top.id, reply_to_author=BOB)
    comment_store.add_comment(late, above)
    assert comment_reads.comment(post, late.comment_id) is None, "nobody sees what stands below nothing"
    assert comment_clearing.clear_comment(post, top.id, by=BOB, until=time.monotonic() + 9)
    assert [item for item in items() if item["sk"] == late.comment_id] == []


def test_a_post_that_is_gone_takes_all_comments_with_it() -> None:
    post = a_post(ALICE)
    tops = [say(post, BOB, str(number)) for number in range(3)]
    for number in range(3):
        say(post, CAROL, str(number), tops[0])
    assert not comment_clearing.clear_post(post, until=time.monotonic() - 1)
    assert comment_clearing.clear_post(post, until=time.monotonic() + 9)
    assert [item for item in items() if post in item["pk"] and item["pk"].startswith(("COMMENTS", "REPLIES"))] == []
    assert comment_clearing.clear_post(post, until=time.monotonic() + 9)
