"""Likes and comments of each post, counted from the stream: equal to what is stored, whatever is delivered twice."""

import random
from collections import Counter
from typing import Any

import pytest
from posts import keys
from posts.comments import NewComment, comment_on, delete_comment
from posts.counts import app, deltas
from posts.likes import like_post, unlike_post

from kernel.ids import PersonId, PostId, new_id
from kit import meter
from kit.items import item_to_wire
from kit.settings import settings
from kit.wire import dynamodb
from support.posts_world import ALICE, BOB, CAROL, a_post, counts, items, join, stream_of
from views.posts import likes_partition

pytestmark = pytest.mark.usefixtures("prefix")


def test_only_likes_and_comments_count() -> None:
    from kit.consumers import StreamRecord

    here, trace = {"like_id": "x"}, {"like_id": "x", "gone": 1}
    post, comment = new_id(), new_id()

    def change(pk: str, sk: str, old: dict[str, Any] | None, new: dict[str, Any] | None) -> list[tuple[str, str, int]]:
        kind = "INSERT" if old is None else "REMOVE" if new is None else "MODIFY"
        record = StreamRecord(kind, "shard", "1", pk, sk, old, new)
        return [(delta.pk, delta.counter, delta.by) for delta in deltas(record)]

    for old, new, by in ((None, here, 1), (here, None, -1), (here, trace, -1), (trace, here, 1)):
        assert change("LIKES#x", post, old, new) == [(f"POST#{post}", "likes", by)]
        assert change("COMMENT_LIKES#x", f"{post}#{comment}", old, new) == [(f"COMMENT#{comment}", "likes", by)]
        assert change("COMMENTS#" + post, comment, old, new) == [(f"POST#{post}", "comments", by)]
        assert change(f"REPLIES#{post}#{comment}", "c", old, new) == [
            (f"POST#{post}", "comments", by),
            (f"COMMENT#{comment}", "replies", by),
        ]
    for pk in ("LIKES#x", "COMMENTS#x", "POST#x", "AUTHOR#x", "OUTBOX#1", "REQUEST#x", "COMMENT#x"):
        assert change(pk, post, here, here) == change(pk, post, trace, None) == []
    assert change(f"POST#{post}", "COUNTS", None, here) == []
    assert change("COMMENTS#" + post, keys.PINS, None, here) == []


def test_counts_equal_the_edges_after_the_real_stream_was_read_twice(endpoint: str) -> None:
    posts = [a_post(ALICE) for _ in range(3)]
    people = [PersonId(new_id()) for _ in range(8)]
    chance = random.Random(1)
    for number, person in enumerate(people):
        join(person, f"fan{number}")
        for post in posts:
            for act in (like_post, unlike_post, like_post)[: chance.randrange(4)]:
                act(person, post)
    kept = [comment_on(BOB, posts[0], NewComment(text="hello")) for _ in range(5)]
    delete_comment(BOB, posts[0], kept[0].id)
    records = stream_of(endpoint)
    for batch in (records[:20], records[10:60], records, records[40:]):
        deliver(batch)
    assert no_drift(posts)
    assert counts(posts[0]).comments == 4


def test_five_thousand_likes_of_one_post_cost_few_writes() -> None:
    post = a_post(ALICE)
    edges = [
        {"pk": likes_partition(PersonId(new_id())), "sk": post, "like_id": new_id(), "author": ALICE}
        for _ in range(5000)
    ]
    store_raw(edges)
    chance = random.Random(8)
    writes = 0
    for shard, mine in (("a", edges[:3100]), ("b", edges[3100:])):
        records = [record(number, edge) for number, edge in enumerate(mine, 1)]
        at = 0
        while at < len(records):
            start = max(0, at - chance.randrange(300))
            with meter.metered() as seen:
                deliver(records[start : start + 1000], shard)
            writes += sum(seen.requests[name] for name in meter.WRITES)
            at = start + 1000
        deliver(records[:1000], shard)
    assert counts(post).likes == 5000
    assert no_drift([post])
    assert writes <= 0.02 * 5000, "bar P8"


def test_the_index_spreads_five_thousand_likes_so_that_no_key_takes_more_than_its_share() -> None:
    shards = Counter(keys.shard_of(PersonId(new_id())) for _ in range(5000))
    assert len(shards) == keys.LIKED_SHARDS
    assert max(shards.values()) < 1000, "a key takes 1,000 writes per second"


def test_a_counted_post_is_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    from views import cards

    forgotten: list[Any] = []
    monkeypatch.setattr(cards, "forget", lambda *keys: forgotten.extend(keys))
    post = a_post(ALICE)
    like_post(CAROL, post)
    deliver([record(1, item) for item in items() if item["pk"].startswith("LIKES#")])
    assert forgotten == [(settings().table("posts"), f"POST#{post}", "COUNTS")]


def no_drift(posts: list[PostId]) -> bool:
    stored = items()
    likes = Counter(item["sk"] for item in stored if item["pk"].startswith("LIKES#") and "gone" not in item)
    comments = Counter(
        item["post_id"] for item in stored if item["pk"].startswith(("COMMENTS#", "REPLIES#")) and "comment_id" in item
    )
    for post in posts:
        found = counts(post)
        assert (found.likes, found.comments) == (likes[post], comments[post])
    return True


def record(number: int, item: dict[str, Any]) -> dict[str, Any]:
    keys_of_it = item_to_wire({"pk": item["pk"], "sk": item["sk"]})
    change = {"Keys": keys_of_it, "NewImage": item_to_wire(item), "SequenceNumber": str(number)}
    return {"eventName": "INSERT", "eventID": str(number), "awsRegion": "x", "dynamodb": change}


def deliver(records: list[dict[str, Any]], shard: str = "shard") -> None:
    known = {"eventVersion": "1.1", "eventSource": "aws:dynamodb", "eventSourceARN": "arn:x", "userIdentity": None}
    event = {"Records": [{**known, **each} for each in records], "shardId": shard, "window": {}, "state": {}}
    assert app(event, None) == {"state": {}, "batchItemFailures": []}


def store_raw(wanted: list[dict[str, Any]]) -> None:
    table = settings().table("posts")
    for at in range(0, len(wanted), 25):
        puts = [{"PutRequest": {"Item": item_to_wire(each)}} for each in wanted[at : at + 25]]
        assert not dynamodb().call("BatchWriteItem", {"RequestItems": {table: puts}}).get("UnprocessedItems")
