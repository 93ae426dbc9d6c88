"""Who may comment, what is pinned, who owns what stands under a post; and texts of all scripts."""

import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from posts import comment_pins, comments
from posts.comment_pins import pin_comment, unpin_comment
from posts.comments import NewComment, comment_on, delete_comment, list_comments

from kernel.errors import Conflict, Forbidden, NotFound
from kernel.ids import CommentId, PersonId, PostId, new_id
from kernel.paging import Limit
from support.comments_world import alter_post, alter_profile, follow
from support.events import answer, request
from support.posts_world import ALICE, BOB, CAROL, DAN, a_post, at_once, world


@pytest.fixture(scope="module", autouse=True)
def prefix(endpoint: str) -> Iterator[str]:
    with world(endpoint) as name:
        yield name


def say(post: PostId, who: PersonId, text: str = "hello") -> CommentId:
    return comment_on(who, post, NewComment(text=text)).id


def ids(post: PostId, reader: PersonId | None = None, **page: Any) -> list[CommentId]:
    return [each.id for each in list_comments(reader, post, **page).items]


def closed(post: PostId, who: PersonId) -> bool:
    try:
        say(post, who)
    except Forbidden as refused:
        return refused.code == "comments-closed"
    return False


def test_the_authors_say_who_may_comment_and_always_may_themselves() -> None:
    follow(BOB, ALICE)
    follow(ALICE, CAROL)
    for rule, may in {"everyone": "bcd", "followers": "b", "following": "c", "nobody": ""}.items():
        post = a_post(ALICE)
        alter_post(post, comments_by=rule)
        found = "".join(letter for letter, who in zip("bcd", (BOB, CAROL, DAN), strict=True) if not closed(post, who))
        assert found == may, rule
        assert not closed(post, ALICE)
        alter_post(post, coauthors=DAN)
        assert not closed(post, DAN)


def test_a_reply_is_a_comment() -> None:
    post = a_post(ALICE)
    top = say(post, BOB)
    alter_post(post, comments_by="nobody")
    with pytest.raises(Forbidden):
        comment_on(DAN, post, NewComment(text="x", reply_to=top))


def test_what_is_pinned_stands_first_and_once() -> None:
    post = a_post(ALICE)
    made = [say(post, BOB, str(number)) for number in range(6)]
    for number in (0, 4):
        pin_comment(ALICE, post, made[number])
        pin_comment(ALICE, post, made[number])
    newest_first = [made[4], made[0], made[5], made[3], made[2], made[1]]
    assert ids(post) == newest_first
    assert [each.pinned for each in list_comments(None, post).items] == [True, True, *[False] * 4]
    page = list_comments(None, post, limit=Limit(2))
    seen = [each.id for each in page.items]
    while page.next:
        page = list_comments(None, post, cursor=page.next, limit=Limit(2))
        seen += [each.id for each in page.items]
    assert seen == newest_first
    unpin_comment(ALICE, post, made[0])
    unpin_comment(ALICE, post, made[0])
    assert ids(post)[0] == made[4]
    assert made[0] in ids(post)


def test_never_more_than_three_are_pinned() -> None:
    post = a_post(ALICE)
    waiting = iter(made := [say(post, BOB, str(number)) for number in range(50)])
    found = at_once(lambda: pin_comment(ALICE, post, next(waiting)))
    assert found.count(None) <= 3
    pinned = [each.id for each in list_comments(None, post).items if each.pinned]
    assert len(pinned) == found.count(None) >= 1
    for each in made:
        if len(pinned) < 3 and each not in pinned:
            pin_comment(ALICE, post, each)
            pinned.append(each)
    left = next(each for each in made if each not in pinned)
    with pytest.raises(Conflict) as full:
        pin_comment(ALICE, post, left)
    assert full.value.code == "pins-full"
    delete_comment(BOB, post, pinned[0])
    pin_comment(ALICE, post, left)
    assert next(each.id for each in list_comments(None, post).items if each.pinned) == left


def test_only_authors_pin_and_only_what_stands_there() -> None:
    post, other = a_post(ALICE), a_post(ALICE)
    top = say(post, BOB)
    reply = comment_on(CAROL, post, NewComment(text="x", reply_to=top)).id
    for act in (pin_comment, unpin_comment):
        with pytest.raises(Forbidden):
            act(BOB, post, top)
        with pytest.raises(NotFound):
            act(BOB, PostId(new_id()), top)
    for where, which in ((other, top), (post, CommentId(new_id()))):
        with pytest.raises(NotFound):
            pin_comment(ALICE, where, which)
    with pytest.raises(Conflict):
        pin_comment(ALICE, post, reply)
    alter_post(post, coauthors=DAN)
    pin_comment(DAN, post, top)
    delete_comment(DAN, post, top)
    assert ids(post) == []


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_nobody_pins_without_a_session(method: str) -> None:
    post = a_post()
    path = {"post_id": post, "comment_id": say(post, BOB)}
    route = f"{method} /v1/posts/{{post_id}}/comments/{{comment_id}}/pin"
    assert answer(comment_pins.app, request(route, path=path, claims={}))[0] == 401


def test_who_is_suspended_is_not_heard_and_ones_own_comment_can_always_be_deleted() -> None:
    post = a_post(ALICE)
    mine, theirs = say(post, BOB), say(post, CAROL)
    alter_profile(CAROL, state="suspended")
    assert ids(post, DAN) == [mine]
    alter_profile(CAROL, state="active")
    assert ids(post, DAN) == [theirs, mine]
    alter_post(post, state="archived")
    delete_comment(BOB, post, mine)
    with pytest.raises(NotFound):
        delete_comment(BOB, post, theirs)
    alter_post(post, state="published")
    assert ids(post, DAN) == [theirs]


@pytest.mark.parametrize(
    "text",
    [
        "\u0645\u0631\u062d\u0628\u0627 \u200f@bob",
        "\u05e9\u05dc\u05d5\u05dd, \u202bhello\u202c",
        "e\u0301" * 2200,
        "\U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f1eb\U0001f1f7",
        "\U0001f600" * 2200,
    ],
)
def test_texts_are_kept_composed_and_counted_by_code_points(text: str) -> None:
    post = a_post()
    say(post, BOB, text)
    (kept,) = list_comments(None, post).items
    assert kept.text == unicodedata.normalize("NFC", kept.text)
    assert len(kept.text) <= 2200


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ('{"text":"\\ud800"}', 400),
        ('{"text":"a\\udc00b"}', 400),
        ('{"text":"x","replyTo":"no id"}', 422),
        ('{"text":"x","replyTo":7}', 422),
        ('{"text":"x","parent":null}', 422),
        ('{"text":["x"]}', 422),
        ('"x"', 422),
    ],
)
def test_bad_bodies_are_refused_and_nothing_is_written(body: str, status: int) -> None:
    post = a_post()
    given = request("POST /v1/posts/{post_id}/comments", path={"post_id": post}, raw=body, me=BOB)
    assert answer(comments.app, given)[0] == status
    assert ids(post) == []
