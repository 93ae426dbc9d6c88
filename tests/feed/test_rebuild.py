"""A timeline made anew: what is missing comes back, what is foreign goes, however often and wherever it stops."""

import random

import pytest
from feed import keys, model, rebuild, rows, store
from feed.model import Row

from desk.emulator import Access
from desk.rebuild import DEAD, QUEUE, Timelines
from desk.terminal import DeskError
from kernel import levels
from kernel.ids import PersonId, PostId, new_id
from kit import batches, meter, queues, wire
from kit.settings import settings
from support import events
from support.emulator import ENVIRONMENT
from support.feed_world import ALICE, BOB, CAROL, CELEBRITY, DAN, World
from support.tables import client, tables


def publish(here: World, author: PersonId, count: int) -> list[Row]:
    found = []
    for _ in range(count):
        post = here.publish(author)
        here.happens(post)
        found.append(Row(post.post_id, author))
    return found


def empty(here: World, person: PersonId) -> None:
    batches.delete_all(settings().table("feed"), [(keys.home(person), row.sk) for row in here.timeline(person)])
    assert here.timeline(person) == []


def order(person: PersonId) -> None:
    """What scripts/rebuild sends."""
    queues.send(rows.REBUILD, [rows.Rebuild(person)])


def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuild, "FOLLOWINGS", 1)
    monkeypatch.setattr(rebuild, "ROWS", 3)


@pytest.fixture
def bobs(here: World) -> list[Row]:
    """Bob follows Alice and Dan; all three have published, and so has Carol."""
    here.happens(here.follow(BOB, ALICE), here.follow(BOB, DAN))
    for author in (ALICE, BOB, DAN, CAROL, ALICE):
        publish(here, author, 2)
    return here.timeline(BOB)


def test_an_emptied_timeline_comes_back_equal(here: World, bobs: list[Row], monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(bobs) == 8
    for pages in ("one", "many"):
        if pages == "many":
            small_pages(monkeypatch)
        empty(here, BOB)
        order(BOB)
        here.works()
        assert here.timeline(BOB) == bobs


def test_of_each_author_the_newest_come_back(here: World) -> None:
    here.happens(here.follow(BOB, ALICE))
    published = publish(here, ALICE, model.BACK_FILL + 3)
    empty(here, BOB)
    order(BOB)
    here.works()
    assert here.timeline(BOB) == published[3:]


def test_a_whole_timeline_is_left_as_it_is(here: World, bobs: list[Row]) -> None:
    order(BOB)
    with meter.metered() as cost:
        here.works()
    assert cost.requests["BatchWriteItem"] == 0
    assert here.timeline(BOB) == bobs
    assert here.orders == []


def test_a_foreign_row_goes(here: World, bobs: list[Row]) -> None:
    """Of an author whom Bob never followed: posts that the feed knows, and one that it does not."""
    known = publish(here, CAROL, 1)[0]
    for row in (known, Row(PostId(here.next_id()), CAROL)):
        rows.deliver(row, [BOB])
    order(BOB)
    here.works()
    assert here.timeline(BOB) == bobs
    assert here.cleaned(BOB, CAROL) is None, "there was no following that could have ended"


def test_foreign_rows_on_every_page_go(here: World, bobs: list[Row], monkeypatch: pytest.MonkeyPatch) -> None:
    small_pages(monkeypatch)
    for _ in range(10):
        rows.deliver(Row(PostId(here.next_id()), CAROL), [BOB])
        rows.deliver(Row(PostId(here.next_id()), CELEBRITY), [BOB])
    order(BOB)
    here.works()
    assert here.timeline(BOB) == bobs


def test_a_follow_that_the_feed_never_heard_of_is_made_up_for(here: World, bobs: list[Row]) -> None:
    followed = here.follow(BOB, CAROL)
    order(BOB)
    here.works()
    assert {row.author for row in here.timeline(BOB)} == {ALICE, BOB, CAROL, DAN}
    here.happens(here.unfollow(followed))
    assert here.timeline(BOB) == bobs


def test_an_unfollow_that_the_feed_never_heard_of_is_made_up_for(here: World, bobs: list[Row]) -> None:
    followed = here.follow(BOB, CAROL)
    here.happens(followed)
    here.unfollow(followed)
    order(BOB)
    name, body, _ = here.orders.pop()
    here.works_on(name, body)
    assert here.timeline(BOB) == bobs
    ((queue, _, delay),) = here.orders
    assert (queue, delay) == (rows.SETTLE, settings().settle_seconds), "a delivery may still be on its way"
    here.works()
    said = here.cleaned(BOB, CAROL)
    assert said is not None
    assert said.follow_id == followed.follow_id


def test_posts_of_pulled_authors_are_not_copied(here: World, bobs: list[Row]) -> None:
    here.happens(here.follow(BOB, CELEBRITY))
    here.happens(here.pull(CELEBRITY, BOB))
    publish(here, CELEBRITY, 3)
    order(BOB)
    here.works()
    assert here.timeline(BOB) == bobs


def test_a_pulled_author_gets_their_own_posts_back(here: World) -> None:
    here.happens(here.pull(CELEBRITY))
    published = publish(here, CELEBRITY, 3)
    empty(here, CELEBRITY)
    order(CELEBRITY)
    here.works()
    assert here.timeline(CELEBRITY) == published


@pytest.mark.parametrize("seed", range(2))
def test_killed_anywhere_and_repeated_it_ends_the_same(
    here: World, bobs: list[Row], monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    small_pages(monkeypatch)
    empty(here, BOB)
    for _ in range(7):
        rows.deliver(Row(PostId(here.next_id()), CAROL), [BOB])
    chance, whole, deaths = random.Random(seed), wire.Wire.call, 0

    def call(self: wire.Wire, operation: str, payload: dict[str, object]) -> dict[str, object]:
        nonlocal deaths
        if chance.random() < 0.1:
            deaths += 1
            if chance.random() < 0.5:
                whole(self, operation, payload)
            raise ConnectionError
        return whole(self, operation, payload)

    order(BOB)
    order(BOB)
    with monkeypatch.context() as patch:
        patch.setattr(wire.Wire, "call", call)
        while here.orders:
            name, body, delay = here.orders.pop(chance.randrange(len(here.orders)))
            if name == rows.REBUILD and rebuild.app(events.queue(body), None)["batchItemFailures"]:
                here.orders.append((name, body, delay))
    assert deaths > 3
    assert here.timeline(BOB) == bobs


def test_the_next_page_is_ordered_when_this_one_is_done(
    here: World, bobs: list[Row], monkeypatch: pytest.MonkeyPatch
) -> None:
    small_pages(monkeypatch)
    order(BOB)
    _, body, _ = here.orders.pop()
    monkeypatch.setattr(store, "settle", lambda *_: 1 / 0)
    assert len(rebuild.app(events.queue(body), None)["batchItemFailures"]) == 1
    assert here.orders == []


def test_who_follows_while_rows_are_removed_has_the_posts(
    here: World, bobs: list[Row], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The edge is looked for, then they follow and their feed is filled, then the removal comes."""
    carols = [row for row in here.timeline(CAROL) if row.author == CAROL]
    rows.deliver(carols[0], [BOB])
    whole = store.hear

    def hear(person: PersonId, author: PersonId, level_: str) -> None:
        monkeypatch.setattr(store, "hear", whole)
        here.hears(here.follow(BOB, CAROL))
        whole(person, author, level_)

    monkeypatch.setattr(store, "hear", hear)
    order(BOB)
    name, body, _ = here.orders.pop()
    here.works_on(name, body)
    assert [row for row in here.timeline(BOB) if row.author == CAROL] == carols


def test_who_unfollows_while_rows_are_added_does_not_have_them(
    here: World, bobs: list[Row], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The edge is read, then they unfollow and their feed is cleaned, then the addition comes."""
    monkeypatch.setattr(rebuild, "_remove_foreign", lambda *_: None)  # it would mend the matter
    followed = here.follow(BOB, CAROL)
    whole = store.hear

    def hear(person: PersonId, author: PersonId, level_: str) -> None:
        monkeypatch.setattr(store, "hear", whole)
        here.hears(here.unfollow(followed))
        whole(person, author, level_)

    monkeypatch.setattr(store, "hear", hear)
    order(BOB)
    name, body, _ = here.orders.pop()
    here.works_on(name, body)
    assert here.timeline(BOB) == bobs


def test_no_following_is_older_than_never() -> None:
    assert levels.ended(model.NEVER) < levels.began(new_id(0, bytes(9) + b"\1"))


def test_the_script_finds_people_orders_and_waits(endpoint: str) -> None:
    with tables(endpoint, "feed", "identity") as prefix:
        sqs, identity = client(endpoint, "sqs"), wire.Table(settings().table("identity"))
        url = sqs.create_queue(QueueName=f"{prefix}-{QUEUE}")["QueueUrl"]
        sqs.create_queue(QueueName=f"{prefix}-{DEAD}")
        for person, name in ((ALICE, "alice"), (BOB, "bob")):
            identity.put({"pk": f"HANDLE#{name}", "sk": "CARD", "person_id": person, "username": name.title()})
            identity.put({"pk": f"PERSON#{person}", "sk": "CARD", "person_id": person})
        said: list[str] = []
        timelines = Timelines(Access(endpoint, ENVIRONMENT["AWS_REGION"], "test", "test"), prefix, said.append)
        assert timelines.find(["@Alice", "bob"]) == [ALICE, BOB]
        assert sorted(timelines.everybody()) == [ALICE, BOB]
        with pytest.raises(DeskError, match="Nobody is called carol"):
            timelines.find(["carol"])
        timelines.wait(pause=0.01)
        assert timelines.order([ALICE, BOB, ALICE]) == 2
        with pytest.raises(DeskError, match="2 orders wait"):
            timelines.wait(pause=0.01, patience=0.1)
        assert said == ["  2 left"]
        messages = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
        with pytest.raises(DeskError, match="2 orders wait"):
            timelines.wait(pause=0.01, patience=0.1)  # somebody works on them
        assert timelines.given_up() == 0
        assert rows.REBUILD == QUEUE
        asked: list[rows.Rebuild] = []
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(rebuild, "_add_missing", lambda person, after: asked.append(rows.Rebuild(person, after)))
            for each in messages:
                assert rebuild.app(events.queue(each["Body"]), None) == {"batchItemFailures": []}
        assert sorted(each.person for each in asked) == [ALICE, BOB]
