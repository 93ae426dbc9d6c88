"""Who is told of what: mutes, blocks, answers, comments that went, requests, tags, invitations."""

from collections.abc import Iterator
from typing import Any

import pytest
from notifications import inbox, overview, reads, store

import contracts
from contracts.graph import FollowRequested, FollowRequestEnded, PersonBlocked
from contracts.posts import (
    CoauthorInvited,
    CoauthorJoined,
    CoauthorLeft,
    CommentAdded,
    CommentDeleted,
    CommentLiked,
    CommentUnliked,
    PostEdited,
    PostPublished,
)
from kernel import clock
from kernel.ids import CommentId, FactId, PersonId, PostId, new_id
from support.notified_world import hears, keep, kinds, like, listed, person, post, relations, tick, world
from views.graph import close_key, follow_key


@pytest.fixture(scope="module", autouse=True)
def prefix(endpoint: str) -> Iterator[str]:
    with world(endpoint) as prefix:
        yield prefix


def test_muted_people_are_not_heard_and_hidden_when_muted_later() -> None:
    alice, bob, carol = person("alice"), person("bob"), person("carol")
    picture = post(alice)
    hears(like(picture, alice, bob))
    relations(alice, muted={bob, carol})
    hears(like(picture, alice, carol))
    assert listed(alice) == []
    assert overview.count_unread(alice).count == 0
    relations(alice)
    assert [each.people for each in listed(alice)] == [1]


def test_a_block_withdraws_everything_both_ways() -> None:
    alice, bob, carol = person("alice"), person("bob"), person("carol")
    theirs, hers = post(bob), post(alice)
    hears(like(hers, alice, bob), like(hers, alice, carol), like(theirs, bob, alice))
    relations(alice, blocking={bob})
    relations(bob, blocked_by={alice})
    assert [each.people for each in listed(alice)] == [1], "hidden at once"
    hears(PersonBlocked(blocker=alice, blocked=bob))
    relations(alice)
    relations(bob)
    assert kinds(alice) == [("like", "carol")]
    assert listed(bob) == []


def comment(of: PostId, author: PersonId, by: PersonId, **more: Any) -> CommentAdded:
    return CommentAdded(
        comment_id=CommentId(tick()), post_id=of, author=author, commenter=by, excerpt="Hm", mentions=[], **more
    )


def deleted(fact: CommentAdded) -> CommentDeleted:
    return CommentDeleted(
        comment_id=fact.comment_id, post_id=fact.post_id, author=fact.author, commenter=fact.commenter
    )


def test_an_answer_tells_whom_it_answers_and_a_deleted_comment_nobody() -> None:
    alice, bob, carol = person("alice"), person("bob"), person("carol")
    picture = post(alice)
    first = comment(picture, alice, bob)
    answer = comment(picture, alice, carol, reply_to=first.comment_id, reply_to_author=bob)
    hears(first, answer)
    assert kinds(alice) == [("comment", "carol"), ("comment", "bob")]
    assert kinds(bob) == [("reply", "carol")]
    hears(deleted(answer), answer)
    assert kinds(alice) == [("comment", "bob")]
    assert listed(bob) == []
    gone = comment(picture, alice, carol)
    hears(deleted(gone))
    hears(gone)
    assert kinds(alice) == [("comment", "bob")], "what is heard of late is not told"


def test_a_comment_deleted_while_it_is_told_is_withdrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    alice, bob = person("alice"), person("bob")
    fact, whole = comment(post(alice), alice, bob), store.add

    def add(*given: Any) -> None:
        monkeypatch.setattr(store, "add", whole)
        hears(deleted(fact))
        whole(*given)

    monkeypatch.setattr(store, "add", add)
    inbox.on_comment_added(contracts.envelope(fact, actor=bob, journey="j"))
    assert listed(alice) == []


def test_likes_of_comments() -> None:
    alice, bob, carol = person("alice"), person("bob"), person("carol")
    picture, about = post(alice), CommentId(tick())

    def liked(by: PersonId) -> CommentLiked:
        return CommentLiked(like_id=FactId(tick()), comment_id=about, post_id=picture, commenter=bob, liker=by)

    likes = [liked(alice), liked(carol), liked(bob)]
    hears(*likes)
    (entry,) = listed(bob)
    assert (entry.kind, entry.people, entry.comment_id, entry.post_id) == ("comment_like", 2, about, picture)
    for each in likes:
        hears(CommentUnliked(like_id=each.like_id, comment_id=about, post_id=picture, commenter=bob, liker=each.liker))
    assert listed(bob) == []


@pytest.mark.parametrize("outcome", ["approved", "declined", "withdrawn"])
def test_requests_and_approvals(outcome: Any) -> None:
    alice, bob = person("alice"), person("bob")
    asked = FollowRequested(request_id=FactId(tick()), asker=bob, asked=alice)
    hears(asked)
    assert kinds(alice) == [("request", "bob")]
    hears(FollowRequestEnded(request_id=asked.request_id, asker=bob, asked=alice, outcome=outcome), asked)
    assert kinds(alice) == []
    assert kinds(bob) == ([("approval", "alice")] if outcome == "approved" else [])


def published(of: PostId, author: PersonId, people: list[PersonId], *mentions: str) -> PostPublished:
    return PostPublished(
        post_id=of, author=author, published_at=clock.now(), photos=[], mentions=list(mentions), people=people
    )


def test_tags_and_mentions_tell_those_who_may_see_the_post() -> None:
    friend, stranger, follower = person("friend"), person("stranger"), person("follower")
    alice = person("alice", private=True)
    for each in (friend, follower):
        keep(follow_key(each, alice), followee=alice, follow_id=new_id())
    keep(close_key(alice, friend))
    everyone, close = post(alice), post(alice, audience="close")
    hears(published(everyone, alice, [friend, stranger], "follower", "friend", "stranger"))
    assert (kinds(friend), kinds(follower), kinds(stranger)) == ([("tag", "alice")], [("mention", "alice")], [])
    hears(published(close, alice, [friend, follower], "stranger"))
    assert (len(kinds(friend)), len(kinds(follower)), kinds(stranger)) == (2, 1, [])
    keep(follow_key(stranger, alice), followee=alice, follow_id=new_id())
    assert kinds(stranger) == [], "it was never told, so it does not come up later"


def test_an_edit_tells_those_who_were_added_once_each() -> None:
    alice, bob, carol = person("alice"), person("bob"), person("carol")
    picture = post(alice)
    hears(published(picture, alice, [bob]))
    for _ in range(2):
        hears(PostEdited(post_id=picture, author=alice, people=[bob, carol], mentions=[]))
    assert (kinds(bob), kinds(carol)) == ([("tag", "alice")], [("tag", "alice")])


def test_an_invitation_is_answered_or_withdrawn() -> None:
    alice, bob = person("alice", private=True), person("bob")
    picture = post(alice)
    invited = CoauthorInvited(invitation_id=FactId(tick()), post_id=picture, author=alice, invited=bob)
    known: Any = {"invitation_id": invited.invitation_id, "post_id": picture, "author": alice, "coauthor": bob}
    hears(invited)
    assert kinds(bob) == [("coauthor", "alice")], "though Bob may not see the post yet"
    hears(CoauthorJoined(**known, published_at=clock.now(), photos=[]), invited)
    assert (kinds(alice), kinds(bob)) == ([("coauthor", "bob")], [])
    hears(CoauthorLeft(**known, joined=True))
    assert kinds(alice) == []


def test_rows_of_one_know_the_way_to_their_entry() -> None:
    alice, bob = person("alice"), person("bob")
    hears(like(post(alice), alice, bob))
    (entry,), _ = reads.entries(alice, limit=20)
    assert entry.events[0].group == entry.id
    assert reads.actors(alice, entry.id) == {bob}
