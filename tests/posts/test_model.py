"""What a post and a comment may be."""

import msgspec
import pytest
from posts import model
from posts.model import Comment

from kernel.errors import Invalid
from kernel.ids import CommentId, MediaId, PersonId, PostId, new_id
from views.media import MediaCard

ALICE, BOB, CAROL = PersonId("alice"), PersonId("bob"), PersonId("carol")


def card(media: str, **more: str) -> MediaCard:
    known = {"owner": ALICE, "state": "ready", "purpose": "post", **more}
    return MediaCard(media_id=MediaId(media), **known)  # type: ignore[arg-type]


def test_photographs_keep_the_order_in_which_they_were_chosen() -> None:
    cards = {MediaId(name): card(name) for name in "abc"}
    chosen = [(MediaId(name), name.upper()) for name in "cab"]
    assert [(photo.media_id, photo.alt) for photo in model.photos(chosen, cards, ALICE)] == chosen


def test_every_wrong_photograph_is_pointed_at() -> None:
    cards = {MediaId("a"): card("a"), MediaId("b"): card("b", owner=BOB), MediaId("c"): card("c", state="waiting")}
    with pytest.raises(Invalid) as refused:
        model.photos([(MediaId(name), "") for name in "abcda"], cards, ALICE)
    assert [error.pointer for error in refused.value.errors] == [f"/photos/{n}/mediaId" for n in (1, 2, 3, 4)]


def test_a_caption_is_cleaned_and_may_be_empty() -> None:
    assert model.caption("  hello\r\n\r\n\r\n\r\n\r\nthere \x07 ") == "hello\n\n\nthere"
    assert model.caption(" ") == ""


def test_a_caption_of_2200_characters_whatever_they_are() -> None:
    assert len(model.caption("👍" * 2200)) == 2200
    with pytest.raises(Invalid, match="2,200 is the limit"):
        model.caption("👍" * 2201)


def test_thirty_hashtags_each_counted_once() -> None:
    tags = [f"#tag{letter}{number}" for letter in "abc" for number in range(10)]
    assert model.caption(" ".join([*tags, *tags]))
    with pytest.raises(Invalid, match="at most 30"):
        model.caption(" ".join([*tags, "#onemore"]))


def test_an_excerpt_does_not_cut_what_people_see_as_one_character() -> None:
    family = "👨‍👩‍👧"
    assert model.excerpt("x" * 98 + family) == "x" * 98
    assert model.excerpt("x" * 100 + family) == "x" * 100


def test_comments_are_removed_by_who_wrote_them_and_all_authors_of_the_post() -> None:
    ids = [PersonId(new_id()) for _ in range(4)]
    author, coauthor, commenter, _ = ids
    comment = Comment(CommentId(new_id()), PostId(new_id()), author, commenter, "hello")
    assert [comment.removable_by(each, [author, coauthor]) for each in ids] == [True, True, True, False]
    held = msgspec.structs.replace(comment, held=True)
    assert [held.shown_to(each, [author, coauthor]) for each in ids] == [True, True, True, False]
    hidden = msgspec.structs.replace(held, hidden=True)
    assert [hidden.shown_to(each, [author, coauthor]) for each in ids] == [False, False, True, False]
    assert comment.shown_to(None, [author])


def test_digests_tell_requests_apart() -> None:
    assert model.digest("a", "bc") != model.digest("ab", "c")
