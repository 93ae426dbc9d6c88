"""R13: the reconciler finds every counter that is wrong, and none that only follows a little later."""

from collections.abc import Iterator
from typing import Any

import pytest
from graph import follows
from posts import comments, likes, pins, saves
from posts.comments import NewComment
from posts.saves import SavedIn
from profiles import store as profiles_store

from desk.reconcile import Drift, Report, look, reconcile
from support.faults_load import Load, count_all
from support.faults_world import World, world


@pytest.fixture(scope="module")
def counted(endpoint: str) -> Iterator[World]:
    """A small world in which every kind of counter counts something, all streams read."""
    with world(endpoint) as around:
        load = Load(around, seed=1, operations=0)
        bob = load.people[1]
        for post in load.posts:
            likes.like_post(bob, post)
            comments.comment_on(bob, post, NewComment(text="Lovely"))
            saves.save_post(bob, post, SavedIn(collection="Trips"))
        pins.pin_post(around.people["alice"], load.posts[0])  # is called `posts` like a counter, and is none
        follows.follow_person(bob, "alice")
        follows.follow_person(bob, "carol")
        follows.unfollow_person(bob, "carol")
        likes.unlike_post(bob, load.posts[0])
        profiles_store.set_privacy(around.people["dan"], private=True)
        follows.follow_person(bob, "dan")
        count_all(around, seed=1)
        yield around


def seen(around: World) -> Report:
    return look(around.client("dynamodb"), around.prefix)


def test_r13_what_counts_right_is_silent(counted: World) -> None:
    report = seen(counted)
    assert report.drift == []
    assert report.counters >= 4 * 3 + 2 + 1
    assert report.items > 30


PLANTED = (
    ("posts", "POST#", "COUNTS", "likes"),
    ("posts", "POST#", "COUNTS", "comments"),
    ("posts", "AUTHOR#", "COUNTS", "posts"),
    ("posts", "COLLECTIONS#", "", "posts"),
    ("graph", "PERSON#", "COUNTS", "followers"),
    ("graph", "PERSON#", "COUNTS", "following"),
    ("graph", "PERSON#", "COUNTS", "requests"),
    ("graph", "PERSON#", "COUNTS", "asking"),
)


@pytest.mark.parametrize(("context", "pk", "sk", "counter"), PLANTED)
def test_r13_a_planted_drift_is_found(counted: World, context: str, pk: str, sk: str, counter: str) -> None:
    row = next(
        each
        for each in counted.rows(context)
        if each["pk"].startswith(pk) and each["sk"].startswith(sk) and each.get(counter)
    )
    for by in (1, -1):
        _add(counted, context, row, counter, by)
        wrong = Drift(f"{context}", row["pk"], row["sk"], counter, row[counter] + by, row[counter])
        assert seen(counted).drift == [wrong]
        assert str(wrong.counted) in str(wrong)
        _add(counted, context, row, counter, -by)
    assert seen(counted).drift == []


@pytest.mark.parametrize(
    ("context", "edge", "counters"),
    [("posts", "LIKES#", 1), ("posts", "COMMENTS#", 1), ("posts", "SAVES#", 1), ("graph", "FOLLOWS#", 2)],
)
def test_r13_an_edge_that_vanished_is_found(counted: World, context: str, edge: str, counters: int) -> None:
    dynamodb = counted.client("dynamodb")
    row = next(each for each in counted.rows(context) if each["pk"].startswith(edge) and "gone" not in each)
    where = {"TableName": f"{counted.prefix}-{context}", "Key": {"pk": {"S": row["pk"]}, "sk": {"S": row["sk"]}}}
    whole = dynamodb.get_item(**where)["Item"]
    dynamodb.delete_item(**where)
    assert len(seen(counted).drift) == counters
    dynamodb.put_item(TableName=where["TableName"], Item=whole)
    assert seen(counted).drift == []


def test_r13_a_counter_that_only_follows_later_is_no_drift(counted: World, monkeypatch: pytest.MonkeyPatch) -> None:
    lag, wrong = Drift("posts", "POST#1", "COUNTS", "likes", 1, 2), Drift("posts", "POST#2", "COUNTS", "likes", 5, 4)
    moved = Drift("posts", "POST#2", "COUNTS", "likes", 7, 6)
    looks = [Report(2, 9, [lag, wrong]), Report(2, 9, [moved])]
    monkeypatch.setattr("desk.reconcile.look", lambda *_: looks.pop(0))
    assert reconcile(None, "p", looks=2, pause=0).drift == [moved], "as many too many, whatever else was counted"


def _add(around: World, context: str, row: dict[str, Any], counter: str, by: int) -> None:
    around.client("dynamodb").update_item(
        TableName=f"{around.prefix}-{context}",
        Key={"pk": {"S": row["pk"]}, "sk": {"S": row["sk"]}},
        UpdateExpression="ADD #c :by",
        ExpressionAttributeNames={"#c": counter},
        ExpressionAttributeValues={":by": {"N": str(by)}},
    )
