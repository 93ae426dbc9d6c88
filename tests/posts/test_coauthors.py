"""Collaborative posts: invited, joined, left; in every author's grid; ended by a block."""

import pytest
from msgspec.structs import replace
from posts import inbox
from posts.archive import archive_post, delete_post, list_archive, restore_post
from posts.coauthors import (
    accept_invitation,
    invite_coauthor,
    leave_post,
    list_coauthors,
    list_invitations,
    remove_coauthor,
)
from posts.edit import edit_post
from posts.publish import publish
from posts.read import list_posts_of, list_posts_with, show_post
from posts.shapes import Changes, NewTag

from contracts import envelope
from contracts.graph import PersonBlocked
from contracts.moderation import ContentHidden, ContentShown
from kernel.errors import Conflict, Forbidden, Invalid, NotFound
from kernel.ids import PersonId, PostId, new_id
from support.posts_world import (
    ALICE,
    BOB,
    CAROL,
    DAN,
    a_post,
    at_once,
    become,
    block,
    facts,
    go_private,
    join,
    new_post,
    number_of_posts,
)

pytestmark = pytest.mark.usefixtures("prefix")


def said() -> list[str]:
    return [fact.type.removesuffix(".v1") for fact in facts() if fact.type.startswith("Coauthor")]


def shared(*people: PersonId) -> PostId:
    """A post of Alice's that these people joined."""
    post = publish(ALICE, replace(new_post(ALICE), coauthors=list(people))).id
    for person in people:
        accept_invitation(person, post)
    return post


def test_only_the_author_invites_and_only_the_invited_accept() -> None:
    post = a_post()
    with pytest.raises(Forbidden):
        invite_coauthor(BOB, post, CAROL)
    with pytest.raises(Forbidden):
        list_coauthors(BOB, post)
    with pytest.raises(NotFound):
        accept_invitation(BOB, post)
    with pytest.raises(NotFound):
        invite_coauthor(ALICE, post, PersonId(new_id()))
    assert said() == []


def test_who_is_invited_is_no_author_yet() -> None:
    post = publish(ALICE, replace(new_post(ALICE), coauthors=[BOB])).id
    assert (show_post(None, post).coauthors, list_posts_of(None, "bob").items) == ([], [])
    assert [each.id for each in list_invitations(BOB).items] == [post]
    for _ in range(2):
        invite_coauthor(ALICE, post, BOB)
        assert said().count("CoauthorInvited") == 1
    for _ in range(2):
        leave_post(BOB, post)
    assert (list_invitations(BOB).items, list_coauthors(ALICE, post).items) == ([], [])
    assert said() == ["CoauthorLeft"]


def test_who_joined_stands_on_the_post_and_has_it_in_the_grid() -> None:
    post = shared(BOB)
    accept_invitation(BOB, post)
    shown = show_post(None, post)
    assert (shown.author.username, [each.username for each in shown.coauthors]) == ("alice", ["bob"])
    for name in ("alice", "bob"):
        assert list_posts_of(CAROL, name).items == [shown]
    assert (number_of_posts(ALICE), number_of_posts(BOB)) == (1, 1)
    assert said() == ["CoauthorJoined"]
    assert show_post(BOB, post).mine is False
    leave_post(BOB, post)
    assert (number_of_posts(BOB), list_posts_of(None, "bob").items, said()[-1]) == (0, [], "CoauthorLeft")


def test_never_more_than_three_and_fifty_times_is_once() -> None:
    post = a_post()
    people = [PersonId(new_id()) for _ in range(8)]
    for number, person in enumerate(people):
        join(person, f"friend{number}")
    waiting = iter(people)
    answers = at_once(lambda: invite_coauthor(ALICE, post, next(waiting)), 8)
    assert {type(each) for each in answers if each is not None} <= {Conflict}
    invited = [each.person.id for each in list_coauthors(ALICE, post).items]
    assert len(invited) == 3
    at_once(lambda: accept_invitation(invited[0], post))
    assert number_of_posts(invited[0]) == 1
    at_once(lambda: remove_coauthor(ALICE, post, invited[0]))
    assert number_of_posts(invited[0]) == 0


def test_a_post_for_close_friends_has_one_author() -> None:
    with pytest.raises(Invalid):
        publish(ALICE, replace(new_post(ALICE), audience="close", coauthors=[BOB]))
    post = publish(ALICE, replace(new_post(ALICE), audience="close")).id
    with pytest.raises(Conflict):
        invite_coauthor(ALICE, post, BOB)


def test_one_hidden_author_hides_the_post_and_the_authors_own_privacy_decides() -> None:
    post = shared(BOB)
    block(CAROL, BOB)
    with pytest.raises(NotFound):
        show_post(CAROL, post)
    assert list_posts_of(CAROL, "alice").items == []
    become(BOB, "suspended")
    with pytest.raises(NotFound):
        show_post(DAN, post)
    become(BOB, "active")
    go_private(ALICE)
    with pytest.raises(NotFound):
        show_post(DAN, post)
    assert list_posts_of(DAN, "bob").items == []
    assert show_post(BOB, post).id == post


def test_archive_restore_and_delete_reach_every_grid() -> None:
    post = shared(BOB, CAROL)
    archive_post(ALICE, post)
    assert [number_of_posts(each) for each in (ALICE, BOB, CAROL)] == [0, 0, 0]
    assert [each.author.username for each in list_archive(BOB).items] == ["alice"]
    assert list_posts_of(BOB, "bob").items == []
    leave_post(CAROL, post)
    restore_post(ALICE, post)
    assert [number_of_posts(each) for each in (ALICE, BOB, CAROL)] == [1, 1, 0]
    with pytest.raises(Forbidden):
        delete_post(BOB, post)
    delete_post(ALICE, post)
    assert [number_of_posts(each) for each in (ALICE, BOB, CAROL)] == [0, 0, 0]
    assert list_posts_of(BOB, "bob").items == list_archive(BOB).items == []


def test_a_block_ends_what_two_people_have_in_common() -> None:
    tag = NewTag(person=BOB, photo=0, x=0.5, y=0.5)
    post, waiting, other = shared(BOB), a_post(), shared(CAROL)
    edit_post(ALICE, post, Changes(people=[tag, replace(tag, person=CAROL)]))
    invite_coauthor(ALICE, waiting, BOB)
    block(BOB, ALICE)
    fact = envelope(PersonBlocked(blocker=BOB, blocked=ALICE), actor=BOB, journey="test")
    for _ in range(2):
        inbox.on_person_blocked(fact)
    shown = show_post(None, post)
    assert (shown.coauthors, [each.person.username for each in shown.people]) == ([], ["carol"])
    assert list_posts_of(DAN, "bob").items == list_posts_with(DAN, "bob").items == list_invitations(BOB).items == []
    assert number_of_posts(BOB) == 0
    assert [each.username for each in show_post(None, other).coauthors] == ["carol"]
    with pytest.raises(NotFound):
        accept_invitation(BOB, waiting)


def test_what_staff_took_down_is_its_authors_alone_until_it_is_shown_again() -> None:
    post = a_post()
    hidden = envelope(
        ContentHidden(subject_kind="post", subject=post, owner=ALICE), actor=None, journey="test", id_=new_id(1)
    )
    back = envelope(
        ContentShown(subject_kind="post", subject=post, owner=ALICE), actor=None, journey="test", id_=new_id(2)
    )
    inbox.on_content_hidden(hidden)
    with pytest.raises(NotFound):
        show_post(BOB, post)
    assert show_post(ALICE, post).state == "hidden"
    archive_post(ALICE, post)
    inbox.on_content_shown(back)
    inbox.on_content_hidden(hidden)
    assert show_post(ALICE, post).state == "archived", "a decision that was overtaken changes nothing"
    restore_post(ALICE, post)
    assert show_post(BOB, post).state == "published"
