"""What a feed shows and what not: every row is looked at again with the reader's eyes."""

from typing import Any

import pytest
from feed import home, reads, rows
from feed.home import count_new, show_feed
from feed.model import Row

from contracts.posts import CoauthorJoined, CoauthorLeft, PostArchived, PostDeleted, PostPublished, PostRestored
from kernel import clock
from kernel.errors import Invalid
from kernel.ids import FactId, PersonId, PostId
from kit import batches, queues
from kit.settings import settings
from support.events import answer, request
from support.feed_world import ALICE, BOB, CAROL, CELEBRITY, DAN, World
from views import graph, posts, profiles


@pytest.fixture
def bob(here: World) -> World:
    """Bob follows Alice."""
    here.happens(here.follow(BOB, ALICE))
    return here


def feed(person: PersonId) -> list[PostId]:
    return [post.id for post in show_feed(person).items]


def published(here: World, author: PersonId = ALICE, *, close: bool = False) -> PostPublished:
    post = here.publish(author, close=close)
    here.happens(post)
    return post


def archived(post: PostPublished) -> PostArchived:
    return PostArchived(post_id=post.post_id, author=post.author)


def restored(post: PostPublished) -> PostRestored:
    return PostRestored(post_id=post.post_id, author=post.author, published_at=post.published_at, photos=post.photos)


def delete(here: World, post: PostPublished) -> PostDeleted:
    batches.delete_all(settings().table("posts"), [posts.post_key(post.post_id)[1:]])
    return PostDeleted(post_id=post.post_id, author=post.author)


def profile(here: World, person: PersonId, **attributes: Any) -> None:
    here.put("profiles", *profiles.profile_key(person)[1:], person_id=person, username="x", **attributes)


@pytest.mark.parametrize("state", ["archived", "hidden"])
def test_what_is_out_of_sight_is_dropped_before_the_feed_has_heard(bob: World, state: str) -> None:
    post = published(bob)
    bob.change(post.post_id, state=state)
    assert feed(BOB) == []
    assert feed(ALICE) == ([] if state == "archived" else [post.post_id]), "one's own archived posts are elsewhere"


@pytest.mark.parametrize("state", ["suspended", "leaving", "ended"])
def test_posts_of_people_who_are_not_there_are_dropped(bob: World, state: str) -> None:
    published(bob)
    profile(bob, ALICE, state=state)
    assert feed(BOB) == []


def test_followers_see_a_private_account_and_others_do_not(bob: World) -> None:
    profile(bob, ALICE, private=True)
    post = published(bob)
    rows.deliver(Row(post.post_id, ALICE), [DAN])  # a stray row: Dan never followed her
    assert feed(BOB) == [post.post_id]
    bob.sever(DAN, ALICE)
    assert feed(DAN) == []


def test_archiving_and_deleting_take_the_rows_away_and_restoring_brings_them_back(bob: World) -> None:
    post, other = published(bob), published(bob)
    bob.change(post.post_id, state="archived")
    bob.happens(archived(post))
    assert bob.timeline(BOB) == bob.timeline(ALICE) == [Row(other.post_id, ALICE)]
    assert not reads.lies(Row(post.post_id, ALICE), close=False)
    grew = len(bob.grew)
    bob.change(post.post_id, state="published")
    bob.happens(restored(post))
    assert feed(BOB) == feed(ALICE) == [other.post_id, post.post_id]
    assert len(bob.grew) == grew, "open screens are not told of old posts"
    bob.happens(delete(bob, post))
    assert bob.timeline(BOB) == bob.timeline(ALICE) == [Row(other.post_id, ALICE)]


def test_what_comes_late_does_what_holds_now(bob: World) -> None:
    post = published(bob)
    bob.happens(archived(post), post)  # archived, and restored since
    assert feed(BOB) == [post.post_id]
    gone = delete(bob, post)
    bob.happens(gone, post, restored(post), gone)
    assert bob.timeline(BOB) == bob.timeline(ALICE) == []


def test_a_delivery_that_is_overtaken_by_a_deletion_takes_its_rows_back(
    bob: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    post, whole = bob.publish(ALICE), rows.deliver
    bob.hears(post)

    def deliver(row: Row, people: list[PersonId]) -> None:
        monkeypatch.setattr(rows, "deliver", whole)
        bob.hears(delete(bob, post))
        whole(row, people)

    monkeypatch.setattr(rows, "deliver", deliver)
    bob.works()
    assert bob.timeline(BOB) == []


def test_heads_forget_what_was_deleted(here: World) -> None:
    here.happens(here.follow(BOB, CELEBRITY))
    here.happens(here.pull(CELEBRITY, BOB))
    kept, gone = published(here, CELEBRITY), published(here, CELEBRITY)
    here.happens(delete(here, gone))
    head = reads.head(CELEBRITY)
    assert head is not None
    assert head.posts == [kept.post_id]


@pytest.mark.parametrize("pulled", [False, True])
def test_a_post_for_close_friends_reaches_them_only(here: World, pulled: bool) -> None:
    for person in (BOB, CAROL):
        here.happens(here.follow(person, ALICE))
    if pulled:
        here.happens(here.pull(ALICE, BOB, CAROL))
    here.befriend(ALICE, BOB)
    here.befriend(ALICE, DAN)  # does not follow her
    post = published(here, close=True)
    assert here.timeline(BOB) == [Row(post.post_id, ALICE)]
    assert here.timeline(CAROL) == here.timeline(DAN) == []
    assert (feed(BOB), feed(CAROL), feed(ALICE)) == ([post.post_id], [], [post.post_id])
    batches.delete_all(settings().table("graph"), [graph.close_key(ALICE, BOB)[1:]])
    assert feed(BOB) == [], "who is no close friend any more"


def test_a_new_follower_finds_posts_for_close_friends_when_they_are_one(here: World) -> None:
    close, open_ = published(here, close=True), published(here)
    here.befriend(ALICE, BOB)
    here.happens(here.follow(BOB, ALICE), here.follow(CAROL, ALICE))
    assert feed(BOB) == [open_.post_id, close.post_id]
    assert here.timeline(CAROL) == [Row(open_.post_id, ALICE)]


def joins(here: World, post: PostPublished, coauthor: PersonId) -> CoauthorJoined:
    here.change(post.post_id, coauthors=coauthor)
    return CoauthorJoined(
        invitation_id=FactId(here.next_id()), post_id=post.post_id, author=post.author, coauthor=coauthor,
        published_at=post.published_at, photos=post.photos)  # fmt: skip


def test_a_post_with_two_authors_reaches_both_audiences_once(here: World) -> None:
    bob_carol, bob_alice = here.follow(BOB, CAROL), here.follow(BOB, ALICE)
    here.happens(bob_carol, bob_alice, here.follow(DAN, CAROL))
    post = published(here)
    here.happens(joined := joins(here, post, CAROL), joined)
    for person in (ALICE, BOB, CAROL, DAN):
        assert feed(person) == [post.post_id], person
    here.happens(here.unfollow(bob_alice))
    assert feed(BOB) == [post.post_id], "Bob still follows Carol"
    here.happens(here.unfollow(bob_carol))
    assert feed(BOB) == []
    here.happens(here.follow(BOB, CAROL))
    assert feed(BOB) == [post.post_id], "a back-fill brings what she is a co-author of"


def test_a_co_author_who_leaves_takes_their_audience_along(here: World) -> None:
    here.happens(here.follow(BOB, CAROL), here.follow(DAN, ALICE))
    post = published(here)
    joined = joins(here, post, CAROL)
    here.happens(joined)
    here.change(post.post_id, coauthors=None)
    here.happens(CoauthorLeft(invitation_id=joined.invitation_id, post_id=post.post_id, author=ALICE, coauthor=CAROL,
                              joined=True))  # fmt: skip
    assert (feed(BOB), feed(CAROL), feed(DAN)) == ([], [], [post.post_id])


def test_pages_show_a_post_with_two_rows_once_wherever_they_are_cut(here: World) -> None:
    here.happens(here.follow(BOB, CAROL), here.follow(BOB, ALICE))
    found = [published(here) for _ in range(5)]
    here.happens(*[joins(here, post, CAROL) for post in found])
    for limit in (1, 2, 3):
        seen, cursor = [], None
        while True:
            page = show_feed(BOB, cursor, limit)  # type: ignore[arg-type]
            seen += [post.id for post in page.items]
            if (cursor := page.next) is None:
                break
        assert seen == [post.post_id for post in reversed(found)]


def test_one_authors_block_hides_what_comes_through_the_other(here: World) -> None:
    here.happens(here.follow(BOB, CAROL))
    post = published(here)
    here.happens(joins(here, post, CAROL))
    here.set_digest(BOB, graph.Digest(blocked=[ALICE]))
    assert feed(BOB) == []
    here.set_digest(BOB, graph.Digest(muted=[ALICE]))
    assert feed(BOB) == []


def test_ones_own_new_post_is_there_before_the_feed_has_heard_of_it(bob: World) -> None:
    old = published(bob)
    new = bob.publish(BOB)
    bob.put("posts", *posts.author_counts_key(BOB)[1:], posts=1, newest=new.post_id)
    assert feed(BOB) == [new.post_id, old.post_id]
    bob.happens(new)
    assert feed(BOB) == [new.post_id, old.post_id]


def test_how_many_are_new(bob: World) -> None:
    first = published(bob)
    assert count_new(BOB, first.post_id).count == 0
    bob.happens(bob.pull(CELEBRITY, BOB))
    for author in (ALICE, BOB, CELEBRITY):
        published(bob, author)
    assert count_new(BOB, first.post_id).count == 2
    bob.set_digest(BOB, graph.Digest(muted=[ALICE]))
    assert count_new(BOB, first.post_id).count == 0
    assert answer(home.app, request("GET /v1/feed/new", query=f"since={first.post_id}"))[0] == 401
    assert answer(home.app, request("GET /v1/feed/new", me=BOB, query="since=x"))[0] == 422
    assert answer(home.app, request("GET /v1/feed/new", me=BOB))[0] == 422


class TestAway:
    """Somebody who did not look at their feed for weeks."""

    def test_looking_is_noted_once_a_day(self, bob: World) -> None:
        from kit import meter

        feed(BOB)
        with meter.metered() as cost:
            feed(BOB)
        assert cost.total_write_units == 0
        bob.looks(BOB, days_ago=2)
        with meter.metered() as cost:
            feed(BOB)
        assert dict(cost.write_units) == {"UpdateItem": 1.0}

    def test_nothing_is_delivered_to_who_is_away_and_all_is_there_when_they_return(self, bob: World) -> None:
        bob.happens(bob.follow(BOB, CAROL), bob.follow(DAN, ALICE))
        before, grew = published(bob), len(bob.grew)
        bob.looks(BOB, days_ago=40)
        missed = [published(bob, author).post_id for author in (ALICE, CAROL, ALICE)]
        assert bob.timeline(BOB) == [Row(before.post_id, ALICE)]
        assert len(bob.timeline(DAN)) == 3
        assert all(BOB not in fact.people for fact in bob.grew[grew:])
        whole = [*reversed(missed), before.post_id]
        page = show_feed(BOB, None, 2)  # type: ignore[arg-type]
        rest = show_feed(BOB, page.next)
        assert [post.id for post in [*page.items, *rest.items]] == whole, "before anything was rebuilt"
        assert [name for name, _, _ in bob.orders] == [rows.REBUILD]
        after = published(bob)  # does all work
        assert feed(BOB) == [after.post_id, *whole]
        assert [row.post_id for row in bob.timeline(BOB)] == [before.post_id, *missed, after.post_id]

    def test_what_is_published_while_they_return_is_not_lost(self, bob: World, monkeypatch: pytest.MonkeyPatch) -> None:
        """Published just before the mark is written, asked for just before it, delivered to nobody: the rebuild."""
        bob.looks(BOB, days_ago=40)
        whole, made = rows.wake, []

        def wake(person: PersonId, *, away: bool = False) -> None:
            made.append(published(bob).post_id)
            whole(person, away=away)
            made.append(published(bob).post_id)

        monkeypatch.setattr(rows, "wake", wake)
        feed(BOB)
        bob.works()
        assert [row.post_id for row in bob.timeline(BOB)] == made

    def test_an_order_that_is_lost_with_the_first_look_comes_with_the_next(
        self, bob: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        bob.looks(BOB, days_ago=40)
        missed = published(bob)
        with monkeypatch.context() as patch:
            patch.setattr(queues, "send", lambda *_: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                feed(BOB)
        assert feed(BOB) == [missed.post_id]
        assert bob.orders == []
        now = clock.seconds()
        monkeypatch.setattr(clock, "seconds", lambda: now + 61)
        assert feed(BOB) == feed(BOB) == [missed.post_id]
        assert len(bob.orders) == 1
        bob.works()
        assert [row.post_id for row in bob.timeline(BOB)] == [missed.post_id]
        assert not reads.returns(BOB)


def test_the_cursor_of_another_kind_is_refused(bob: World) -> None:
    with pytest.raises(Invalid):
        show_feed(BOB, "AAAA")  # type: ignore[arg-type]
