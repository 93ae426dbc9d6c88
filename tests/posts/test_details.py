"""What a post can say beside its photographs: place, people, audience, who may comment, hidden counts."""

import pytest
from msgspec.structs import replace
from posts.publish import NewPost, publish
from posts.read import list_posts_of, list_posts_with, show_post
from posts.shapes import NewPlace, NewTag

from kernel.errors import Invalid, NotFound
from kernel.ids import PersonId, new_id
from support.posts_world import ALICE, BOB, CAROL, DAN, a_post, befriend, block, facts, go_private, items, new_post

pytestmark = pytest.mark.usefixtures("prefix")


def tag(person: PersonId, photo: int = 0) -> NewTag:
    return NewTag(person=person, photo=photo, x=0.25, y=0.5)


def refused(body: NewPost) -> list[str]:
    with pytest.raises(Invalid) as problem:
        publish(ALICE, body)
    return [error.pointer for error in problem.value.errors]


def test_a_post_for_close_friends_is_unknown_to_all_others() -> None:
    befriend(ALICE, BOB)
    post = publish(ALICE, replace(new_post(ALICE), audience="close")).id
    assert show_post(BOB, post).audience == "close"
    for stranger in (None, CAROL):
        with pytest.raises(NotFound):
            show_post(stranger, post)
    assert [len(list_posts_of(each, "alice").items) for each in (ALICE, BOB, CAROL, None)] == [1, 1, 0, 0]


def test_a_place_has_a_name_and_no_home_is_found_by_it() -> None:
    place = NewPlace(name="  The lake ", latitude=47.123456, longitude=-0.0004)
    shown = publish(ALICE, replace(new_post(ALICE), place=place)).place
    assert shown is not None
    assert (shown.name, shown.latitude, str(shown.longitude)) == ("The lake", 47.123, "0.0")


@pytest.mark.parametrize(
    ("place", "pointer"),
    [
        (NewPlace(name=""), "/place/name"),
        (NewPlace(name="x" * 101), "/place/name"),
        (NewPlace(name="a\nb"), "/place/name"),
        (NewPlace(name="\u202e\u200b"), "/place/name"),
        (NewPlace(name="a", latitude=1.0), "/place"),
    ],
)
def test_a_wrong_place_is_pointed_at(place: NewPlace, pointer: str) -> None:
    assert refused(replace(new_post(ALICE), place=place)) == [pointer]


def test_whom_one_tags_is_told_by_the_fact_and_stands_on_the_post() -> None:
    post = publish(ALICE, replace(new_post(ALICE, photos=2), people=[tag(BOB), tag(BOB, 1), tag(CAROL)]))
    assert [(each.person.username, each.photo) for each in post.people] == [("bob", 0), ("bob", 1), ("carol", 0)]
    assert show_post(DAN, post.id).people == post.people
    (fact,) = facts()
    assert f'"people":["{BOB}","{CAROL}"]'.encode() in bytes(fact.fact)
    assert [each.id for each in list_posts_with(None, "bob").items] == [post.id]


def test_who_blocked_one_and_who_never_was_cannot_be_named() -> None:
    block(ALICE, BOB)
    for person in (BOB, PersonId(new_id())):
        assert refused(replace(new_post(ALICE), people=[tag(CAROL), tag(person)])) == ["/people/1/person"]
        assert refused(replace(new_post(ALICE), coauthors=[person])) == ["/coauthors/0"]
    assert items() == []


def test_a_tag_is_on_a_photograph_of_the_post_and_once() -> None:
    assert refused(replace(new_post(ALICE), people=[tag(BOB, 1)])) == ["/people/0/photo"]
    assert refused(replace(new_post(ALICE), people=[tag(BOB), tag(BOB)])) == ["/people/1/person"]


def test_tagged_posts_are_those_that_the_reader_may_see() -> None:
    publish(ALICE, replace(new_post(ALICE), people=[tag(BOB)]))
    assert len(list_posts_with(CAROL, "bob").items) == 1
    go_private(ALICE)
    assert list_posts_with(CAROL, "bob").items == []
    assert len(list_posts_with(ALICE, "bob").items) == 1


def test_who_is_hidden_from_the_reader_does_not_stand_on_the_post() -> None:
    post = publish(ALICE, replace(new_post(ALICE), people=[tag(BOB), tag(DAN)])).id
    block(CAROL, BOB)
    assert [each.person.username for each in show_post(CAROL, post).people] == ["dan"]
    (listed,) = list_posts_of(CAROL, "alice").items
    assert [each.person.username for each in listed.people] == ["dan"]


def test_hidden_counts_are_the_authors_alone() -> None:
    post = publish(ALICE, replace(new_post(ALICE), hide_counts=True)).id
    assert [show_post(each, post).likes for each in (ALICE, BOB, None)] == [0, None, None]
    assert list_posts_of(BOB, "alice").items[0].likes is None
    assert show_post(BOB, a_post()).likes == 0
