"""Editing: only the author, only what is given, former versions readable, two edits at once both count."""

from typing import Any

import msgspec
import pytest
from msgspec.structs import replace
from posts.edit import edit_post, list_versions, untag_me
from posts.publish import ChosenPhoto, publish
from posts.read import list_posts_with, show_post
from posts.shapes import Changes, NewPlace, NewTag

from kernel.errors import Forbidden, Invalid, NotFound
from kernel.ids import MediaId, PersonId, PostId, new_id
from support.posts_world import ALICE, BOB, CAROL, a_post, at_once, block, facts, new_post, published

pytestmark = pytest.mark.usefixtures("prefix")


def tag(person: PersonId) -> NewTag:
    return NewTag(person=person, photo=0, x=0.5, y=0.5)


def edits() -> list[dict[str, Any]]:
    return [msgspec.json.decode(fact.fact) for fact in facts() if fact.type == "PostEdited.v1"]


def test_nobody_edits_what_is_not_theirs() -> None:
    post = a_post(ALICE, "mine")
    with pytest.raises(Forbidden):
        edit_post(BOB, post, Changes(caption="yours"))
    block(BOB, ALICE)
    for each in (post, PostId(new_id())):
        with pytest.raises(NotFound):
            edit_post(BOB, each, Changes(caption="yours"))
        with pytest.raises(NotFound):
            list_versions(BOB, each)
    assert show_post(ALICE, post).caption == "mine"


def test_only_what_is_given_changes_and_what_was_stays_readable() -> None:
    first = published(ALICE, "one #lake", photos=2)
    media = first.photos[1].media_id
    edit_post(ALICE, first.id, Changes(caption="two @bob", place=NewPlace(name="Here")))
    second = edit_post(ALICE, first.id, Changes(photos=[ChosenPhoto(media_id=media, alt="A boat")]))
    assert (second.caption, second.place and second.place.name) == ("two @bob", "Here")
    assert [photo.alt for photo in second.photos] == ["A lake", "A boat"]
    assert second.edited_at
    versions = list_versions(None, first.id).items
    assert [(each.caption, each.place and each.place.name) for each in versions] == [
        ("two @bob", "Here"),
        ("one #lake", None),
    ]
    assert [each.alts for each in versions] == [["A lake", "A lake"]] * 2
    assert edit_post(ALICE, first.id, Changes(place=NewPlace(name=""))).place is None


def test_the_fact_names_only_who_was_added() -> None:
    post = publish(ALICE, replace(new_post(ALICE, "with @bob"), people=[tag(BOB)])).id
    edit_post(ALICE, post, Changes(caption="with @bob and @carol", people=[tag(BOB), tag(CAROL)]))
    assert [(each["mentions"], each["people"]) for each in edits()] == [(["carol"], [CAROL])]
    assert len(list_posts_with(None, "carol").items) == 1
    edit_post(ALICE, post, Changes(people=[]))
    assert [list_posts_with(None, each).items for each in ("bob", "carol")] == [[], []]


def test_an_edit_that_changes_nothing_is_none() -> None:
    post = a_post(ALICE, "same")
    edit_post(ALICE, post, Changes(caption="same"))
    edit_post(ALICE, post, Changes(hide_counts=True, comments_by="nobody"))
    shown = show_post(ALICE, post)
    assert (shown.edited_at, shown.hide_counts, shown.comments_by) == (None, True, "nobody")
    assert (list_versions(ALICE, post).items, edits()) == ([], [])


def test_edits_at_once_all_count() -> None:
    post = a_post(ALICE, "start")
    changes = iter([Changes(caption="end"), Changes(place=NewPlace(name="Here")), Changes(hide_counts=True)] * 2)
    answers = at_once(lambda: edit_post(ALICE, post, next(changes)), 6)
    assert [each for each in answers if isinstance(each, Exception)] == []
    shown = show_post(ALICE, post)
    assert (shown.caption, shown.place and shown.place.name, shown.hide_counts) == ("end", "Here", True)


def test_wrong_changes_are_pointed_at() -> None:
    post = a_post()
    for changes, pointer in [
        (Changes(caption="x" * 2201), "/caption"),
        (Changes(photos=[ChosenPhoto(media_id=MediaId(new_id()))]), "/photos/0/mediaId"),
        (Changes(people=[tag(PersonId(new_id()))]), "/people/0/person"),
    ]:
        with pytest.raises(Invalid) as refused:
            edit_post(ALICE, post, changes)
        assert [error.pointer for error in refused.value.errors] == [pointer]


def test_one_takes_oneself_off_and_stays_off() -> None:
    post = publish(ALICE, replace(new_post(ALICE), people=[tag(BOB), tag(CAROL)])).id
    for _ in range(2):
        untag_me(BOB, post)
    assert [each.person.username for each in show_post(None, post).people] == ["carol"]
    assert list_posts_with(None, "bob").items == []
    with pytest.raises(NotFound):
        untag_me(BOB, PostId(new_id()))
