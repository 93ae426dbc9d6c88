"""Posts of followed hashtags in the feed: merged by time, each once, and only those that everybody may see."""

from typing import Any

import msgspec
import pytest
from feed import rows
from feed.home import count_new, show_feed

from contracts.discovery import TagFollowed
from kernel.ids import PersonId, PostId
from kernel.paging import Cursor, Limit
from kit import meter
from kit.wire import Table
from support.feed_world import ALICE, BOB, CAROL, DAN, World
from views import discovery, profiles
from views.graph import Digest


def follow_tags(person: PersonId, **heads: list[tuple[PostId, PersonId]]) -> None:
    """A person follows these hashtags, which have these newest posts."""
    rows.tagged(person)
    _put(discovery.tags_key(person), tags=sorted(heads))
    for tag, posts in heads.items():
        _put(discovery.tag_head_key(tag), posts=posts[::-1])


def _put(key: tuple[str, str, str], **lists: Any) -> None:
    table, pk, sk = key
    encoded = {name: msgspec.json.encode(value).decode() for name, value in lists.items()}
    Table(table).put({"pk": pk, "sk": sk, "version": 1, **encoded})


def published(here: World, author: PersonId) -> PostId:
    fact = here.publish(author)
    here.happens(fact)
    return fact.post_id


def feed(person: PersonId, limit: int = 20) -> list[PostId]:
    found: list[PostId] = []
    cursor: Cursor | None = None
    for _ in range(20):
        page = show_feed(person, cursor, Limit(limit))
        found += [post.id for post in page.items]
        cursor = page.next
        if cursor is None:
            return found
    raise AssertionError("there is no end")


@pytest.mark.parametrize("limit", [1, 2, 20])
def test_they_stand_among_the_others_by_time(here: World, limit: int) -> None:
    here.happens(here.follow(BOB, ALICE))
    posts = [published(here, author) for author in (ALICE, CAROL, ALICE, DAN, CAROL)]
    follow_tags(BOB, birds=[(posts[1], CAROL), (posts[3], DAN)], sea=[(posts[3], DAN), (posts[4], CAROL)])
    assert feed(BOB, limit) == posts[::-1]
    assert feed(ALICE) == [posts[2], posts[0]], "who follows no hashtag sees nothing of them"


def test_a_post_that_comes_both_ways_is_there_once(here: World) -> None:
    here.happens(here.follow(BOB, ALICE))
    post = published(here, ALICE)
    follow_tags(BOB, birds=[(post, ALICE)])
    assert feed(BOB) == [post]


def test_a_post_says_which_hashtag_brought_it_and_none_where_its_author_did(here: World) -> None:
    here.happens(here.follow(BOB, ALICE), here.pull(DAN, BOB))
    posts = [(published(here, author), author) for author in (ALICE, CAROL, DAN, BOB)]
    follow_tags(BOB, sea=posts, birds=posts[:2])
    page = show_feed(BOB)
    assert [(each.id, each.via_tag) for each in page.items] == [
        (posts[3][0], None),
        (posts[2][0], None),
        (posts[1][0], "birds"),
        (posts[0][0], None),
    ]


def test_new_ones_are_counted_once_and_not_of_whom_one_hides(here: World) -> None:
    here.happens(here.follow(BOB, ALICE))
    old = published(here, ALICE)
    posts = [(published(here, author), author) for author in (ALICE, CAROL, DAN, BOB)]
    follow_tags(BOB, birds=[(old, ALICE), *posts], sea=posts[1:])
    assert count_new(BOB, old).count == 3, "of Alice, Carol and Dan, not one's own"
    assert count_new(BOB, posts[1][0]).count == 1
    here.set_digest(BOB, Digest(muted=[DAN]))
    assert count_new(BOB, old).count == 2
    assert count_new(ALICE, old).count == 0, "who follows no hashtag hears of none"


def test_whom_the_reader_hides_does_not_come_in_by_a_hashtag(here: World) -> None:
    posts = [(published(here, author), author) for author in (ALICE, CAROL, DAN)]
    follow_tags(BOB, birds=posts)
    here.set_digest(BOB, Digest(blocked=[ALICE], muted=[CAROL]))
    assert feed(BOB) == [posts[2][0]]


@pytest.mark.parametrize("change", [{"state": "archived"}, {"state": "hidden"}, {"audience": "close"}])
def test_what_not_everybody_may_see_does_not_either(here: World, change: dict[str, str]) -> None:
    """Also when the head of the hashtag has not heard of it yet."""
    post = published(here, ALICE)
    follow_tags(BOB, birds=[(post, ALICE)])
    assert feed(BOB) == [post]
    here.change(post, **change)
    assert feed(BOB) == []


def test_an_account_that_went_private_does_not_either(here: World) -> None:
    """The reader is not taken for a follower because the post came into the feed."""
    post = published(here, ALICE)
    follow_tags(BOB, birds=[(post, ALICE)])
    here.put("profiles", *profiles.profile_key(ALICE)[1:], person_id=ALICE, username="alice", private=True)
    assert feed(BOB) == []
    here.happens(here.follow(BOB, ALICE))
    assert feed(BOB) == [post]


def test_what_it_costs(here: World) -> None:
    """Two requests more for whoever follows hashtags; for others nothing."""
    post = published(here, ALICE)
    feed(BOB)
    with meter.metered() as without:
        feed(BOB)
    follow_tags(BOB, birds=[(post, ALICE)], sea=[])
    feed(BOB)
    with meter.metered() as with_them:
        assert feed(BOB) == [post]
    more = with_them.requests - without.requests
    assert more == {"GetItem": 1, "BatchGetItem": 2, "Query": 1}, (
        "list, heads; the card and one's own likes of the post"
    )
    with meter.metered() as counted:
        count_new(BOB, post)
    assert counted.requests == {"BatchGetItem": 2, "Query": 1, "GetItem": 1}, "digest, heads; timeline; list"
    with meter.metered() as of_others:
        count_new(CAROL, post)
    assert of_others.requests == {"BatchGetItem": 1, "Query": 1}


def test_looking_again_does_not_forget_it(here: World) -> None:
    """The mark that says so is also the one that says when somebody looked last."""
    post = published(here, ALICE)
    here.hears(TagFollowed(person=BOB, tag="birds"))
    follow_tags(BOB, birds=[(post, ALICE)])
    rows.wake(BOB, away=True)
    rows.wake(BOB)
    assert feed(BOB) == [post]
    here.hears(TagFollowed(person=BOB, tag="birds"))
    assert feed(BOB) == [post]
