"""Posts into timelines: pushed to followers, page by page, harmless to repeat."""

import random

import pytest
from feed import fan_out, inbox, rows
from feed.model import ROW_SECONDS, Row

from contracts.posts import Audience, PostPublished
from kernel.ids import PersonId, PostId, made_at, new_id
from kit import batches, meter, wire
from kit.settings import settings
from kit.wire import Table
from support import events
from support.feed_world import ALICE, BOB, CAROL, CELEBRITY, DAN, World, command
from views.graph import FOLLOWER_SHARDS


def people(count: int) -> list[PersonId]:
    return [PersonId(new_id(1000 + n, n.to_bytes(10))) for n in range(count)]


def row_of(post: PostPublished) -> Row:
    return Row(post.post_id, post.author)


def test_a_post_reaches_followers_and_its_author_and_nobody_else(here: World) -> None:
    here.happens(here.follow(BOB, ALICE), here.follow(CAROL, ALICE))
    post = here.publish(ALICE)
    here.happens(post)
    assert here.timeline(BOB) == here.timeline(CAROL) == here.timeline(ALICE) == [row_of(post)]
    assert here.timeline(DAN) == []


def test_open_screens_hear_who_got_it(here: World) -> None:
    here.happens(here.follow(BOB, ALICE), here.follow(CAROL, ALICE))
    post = here.publish(ALICE)
    here.happens(post)
    assert sorted(person for fact in here.grew for person in fact.people) == [BOB, CAROL]
    assert {fact.post_id for fact in here.grew} == {post.post_id}


def test_said_again_it_has_the_same_id(here: World) -> None:
    here.happens(here.follow(BOB, ALICE))
    post = here.publish(ALICE)
    here.happens(post)
    here.happens(post)
    assert len(here.said_ids) == 2
    assert len(set(here.said_ids)) == 1


def test_a_row_is_small_and_goes_90_days_after_publication(here: World) -> None:
    post = here.publish(ALICE, photos=10)
    here.happens(post)
    item = Table(settings().table("feed")).query(f"HOME#{ALICE}").items[0]
    assert item["expires_at"] == int(made_at(post.post_id).timestamp()) + ROW_SECONDS
    assert meter.item_size({name: {"S": str(value)} for name, value in item.items()}) < 200


def test_a_long_list_of_followers_is_delivered_page_by_page(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fan_out, "PAGE", 7)
    followers = people(60)
    for person in followers:
        here.follow(person, ALICE)
    post = here.publish(ALICE)
    here.happens(post)
    assert all(here.timeline(person) == [row_of(post)] for person in followers)
    assert sorted(person for fact in here.grew for person in fact.people) == followers
    assert all(len(fact.people) <= 7 for fact in here.grew)
    assert len(set(here.said_ids)) == len(here.said_ids), "each page says its own"


def test_the_next_page_is_ordered_when_this_one_is_done(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise a page that fails five times would start five times all that comes after it."""
    monkeypatch.setattr(fan_out, "PAGE", 3)
    for person in people(40):
        here.follow(person, ALICE)
    here.hears(here.publish(ALICE))
    orders = [body for _, body, _ in here.orders]
    here.orders.clear()
    monkeypatch.setattr(rows, "deliver", lambda *_: 1 / 0)
    for body in orders:
        assert len(fan_out.app(events.queue(body), None)["batchItemFailures"]) == 1
    assert here.orders == []
    assert here.said == []


def test_a_delivery_that_dies_anywhere_and_comes_again_leaves_each_row_once(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fan_out, "PAGE", 30)
    monkeypatch.setattr(batches, "BATCH", 5)
    followers = people(60)
    for person in followers:
        here.follow(person, ALICE)
    post, chance = here.publish(ALICE), random.Random(3)
    here.hears(post)
    whole = wire.Wire.call
    deaths = 0

    def call(self: wire.Wire, operation: str, payload: dict[str, object]) -> dict[str, object]:
        nonlocal deaths
        if operation == "BatchWriteItem" and chance.random() < 0.3:
            deaths += 1
            if chance.random() < 0.5:
                whole(self, operation, payload)
            raise ConnectionError
        return whole(self, operation, payload)

    monkeypatch.setattr(wire.Wire, "call", call)
    while here.orders:
        name, body, delay = here.orders.pop(chance.randrange(len(here.orders)))
        if fan_out.app(events.queue(body), None)["batchItemFailures"]:
            here.orders.append((name, body, delay))
    assert deaths > 3
    assert all(here.timeline(person) == [row_of(post)] for person in followers)


def test_a_post_that_fails_is_reported_and_holds_nothing_up(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, bad = rows.place, here.publish(ALICE)

    def place(row: Row) -> Audience | None:
        if row.post_id == bad.post_id:
            raise ConnectionError
        return whole(row)

    monkeypatch.setattr(rows, "place", place)
    assert here.hears(here.publish(ALICE), bad, here.publish(ALICE)) == 1
    assert len(here.timeline(ALICE)) == 2
    assert len(inbox.app(events.queue("not a fact"), None)["batchItemFailures"]) == 1


def test_posts_of_a_pulled_author_are_written_once_however_many_follow(here: World) -> None:
    for person in people(50):
        here.follow(person, CELEBRITY)
    here.happens(here.pull(CELEBRITY))
    here.orders.clear()
    with meter.metered() as cost:
        here.happens(here.publish(CELEBRITY))
    assert here.grew == []
    assert cost.total_write_units <= 4
    assert here.timeline(people(1)[0]) == []


def test_a_delivery_costs_one_write_unit_and_a_twenty_fifth_of_a_request(here: World) -> None:
    """Bar P6: the counts, at 100 and at 1,000 followers (P5)."""
    post = row_of(here.publish(ALICE, photos=10))
    for count in (100, 1000):
        with meter.metered() as cost:
            rows.deliver(post, people(count))
        assert cost.total_write_units == count
        assert dict(cost.requests) == {"BatchWriteItem": count / 25}


def test_a_fan_out_order_reads_once_per_page(here: World) -> None:
    for person in people(40):
        here.follow(person, ALICE)
    here.hears(here.publish(ALICE))
    with meter.metered() as cost:
        here.works()
    assert cost.requests["Query"] == FOLLOWER_SHARDS


def test_what_the_store_leaves_over_is_written_again(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, chance = wire.Wire.call, random.Random(5)

    def call(self: wire.Wire, operation: str, payload: dict[str, dict[str, list[object]]]) -> dict[str, object]:
        (table, requests), *_ = payload["RequestItems"].items()
        taken = requests[: chance.randrange(len(requests) + 1)]
        if taken:
            whole(self, operation, {"RequestItems": {table: taken}})
        return {"UnprocessedItems": {table: requests[len(taken) :]}} if len(taken) < len(requests) else {}

    post = row_of(here.publish(ALICE))
    monkeypatch.setattr(wire.Wire, "call", call)
    monkeypatch.setattr("kit.batches.time.sleep", lambda _: None)
    rows.deliver(post, people(80))
    monkeypatch.undo()
    found = [each for each in people(80) if Table(settings().table("feed")).get(f"HOME#{each}", post.post_id)]
    assert len(found) == 80


def test_a_table_that_takes_nothing_is_given_up(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        wire.Wire, "call", lambda self, operation, payload: {"UnprocessedItems": payload["RequestItems"]}
    )
    monkeypatch.setattr(batches, "PATIENCE", 0.05)
    with pytest.raises(wire.Throttled):
        rows.deliver(Row(PostId(new_id()), ALICE), people(3))


def test_the_place_in_the_list_names_nobody_who_left(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """An order that comes late, or again, finds those who follow then."""
    follows = [here.follow(person, ALICE) for person in people(20)]
    post = here.publish(ALICE)
    here.hears(post)
    late = [body for _, body, _ in here.orders]
    here.orders.clear()
    assert {"people"} & set(command(late[0])) == set()
    here.unfollow(follows[0])
    for body in late:
        here.works_on("feed-fan-out", body)
    assert here.timeline(follows[0].follower) == []
    assert here.timeline(follows[1].follower) == [row_of(post)]
