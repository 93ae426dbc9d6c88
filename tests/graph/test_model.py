"""Rules of following, without a store."""

from datetime import UTC, datetime, timedelta

import pytest
from graph.keys import shard_of
from graph.model import MAX_ASKING, MAX_FOLLOWING, MAX_SEVERED, Between, folded, matches

from kernel.errors import Conflict, Invalid, TooMany
from kernel.ids import FactId, PersonId, new_id
from views.graph import FOLLOWER_SHARDS, Digest, FollowCounts, FollowEdge, Left, counts_seen
from views.profiles import ProfileCard

ALICE, BOB = PersonId(new_id()), PersonId(new_id())
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
NOON_MS = int(NOON.timestamp() * 1000)


def between(**changes: object) -> Between:
    usual: dict[str, object] = {
        "follower": ALICE,
        "followee": BOB,
        "edge": None,
        "left": None,
        "request": None,
        "back": None,
        "back_request": None,
        "counts": FollowCounts(),
        "pulling": False,
        "following": 0,
        "digest": Digest(),
        "asking": 0,
        "close_friend": False,
        "card": ProfileCard(person_id=BOB, username="bob"),
    }
    return Between(**{**usual, **changes})  # type: ignore[arg-type]


def test_a_later_following_has_a_greater_id_whatever_the_clock_says() -> None:
    future = FactId(new_id(at_ms=NOON_MS * 2))
    assert between(left=Left(0, 0, future)).next_follow_id() > future
    assert between().next_follow_id() < future


def test_oneself_one_too_many_and_too_many_at_once_are_refused() -> None:
    with pytest.raises(Invalid) as refused:
        between(followee=ALICE).check_follow()
    assert refused.value.code == "follow-oneself"
    with pytest.raises(Conflict):
        between(following=MAX_FOLLOWING).check_follow()
    between(following=MAX_FOLLOWING - 1).check_follow()
    with pytest.raises(TooMany):
        between(digest=Digest(severed=[ALICE] * MAX_SEVERED)).check_leave()
    with pytest.raises(Conflict):
        between(asking=MAX_ASKING).check_ask()
    between(asking=MAX_ASKING - 1).check_ask()


@pytest.mark.parametrize(("age", "seen"), [(1, 11), (6, 10)])
def test_ones_own_follow_counts_at_once_and_then_the_stream_is_believed(age: int, seen: int) -> None:
    edge = FollowEdge(BOB, FactId(new_id(at_ms=NOON_MS)), followers=11)
    now = NOON + timedelta(seconds=age)
    assert counts_seen(FollowCounts(10, 3), edge, None, now) == FollowCounts(seen, 3)
    assert counts_seen(FollowCounts(12, 3), edge, None, now) == FollowCounts(12, 3)


@pytest.mark.parametrize(("age", "seen"), [(1, 9), (6, 10)])
def test_so_does_ones_own_leaving(age: int, seen: int) -> None:
    now = NOON + timedelta(seconds=age)
    assert counts_seen(FollowCounts(10, 3), None, Left(NOON_MS, 9), now) == FollowCounts(seen, 3)
    assert counts_seen(FollowCounts(7, 3), None, Left(NOON_MS, 9), now) == FollowCounts(7, 3)


def test_the_trace_of_leaving_says_nothing_while_one_follows() -> None:
    edge = FollowEdge(BOB, FactId(new_id(at_ms=NOON_MS)), followers=11)
    assert counts_seen(FollowCounts(10, 0), edge, Left(NOON_MS, 9), NOON).followers == 11


def test_followers_spread_over_all_shards() -> None:
    shards = [shard_of(PersonId(new_id())) for _ in range(2_000)]
    assert {shards.count(shard) > 400 for shard in range(FOLLOWER_SHARDS)} == {True}


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("jo", True),
        ("JOS", True),
        ("josé", True),
        ("garc", True),
        ("García", True),
        ("j_", True),
        ("osé", False),
        ("x", False),
    ],
)
def test_a_search_knows_no_case_and_no_marks_and_begins_where_words_begin(wanted: str, found: bool) -> None:
    card = ProfileCard(person_id=BOB, username="J_Garcia", name="José GARCÍA")
    assert matches(card, folded(wanted)) is found
