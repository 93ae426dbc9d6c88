"""Groups: "ana and 12 others", exact, bounded, standing still while they grow; seen and read."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from notifications import inbox, keys, overview
from notifications.model import GROUP_SECONDS, MAX_PEOPLE
from notifications.overview import Seen

import contracts
from contracts.posts import (
    PostLiked,
)
from kernel import clock
from kernel.errors import Invalid, NotFound
from kernel.ids import NotificationId, PersonId, new_id
from kernel.paging import Limit
from kit import batches, meter
from kit.settings import settings
from support.notified_world import hears, like, listed, person, post, tick, unlike, world


@pytest.fixture(scope="module", autouse=True)
def prefix(endpoint: str) -> Iterator[str]:
    with world(endpoint) as prefix:
        yield prefix


def test_likes_of_a_post_are_one_entry() -> None:
    alice = person("alice")
    picture, other = post(alice), post(alice)
    likers = [person(f"fan{n}") for n in range(13)]
    hears(*[like(picture, alice, each) for each in likers], like(other, alice, likers[0]))
    second, first = listed(alice)
    assert (first.kind, first.people, first.post_id, first.seen) == ("like", 13, picture, False)
    assert [each.username for each in first.actors] == ["fan12", "fan11", "fan10"]
    assert first.actor == first.actors[0]
    assert (second.people, second.post_id) == (1, other)
    assert overview.count_unread(alice).count == 2


def test_who_takes_a_like_back_is_counted_no_more_and_the_last_one_takes_the_entry_along() -> None:
    alice = person("alice")
    picture, fans = post(alice), [person(f"fan{n}") for n in range(3)]
    likes = [like(picture, alice, each) for each in fans]
    hears(*likes)
    hears(unlike(likes[0]))
    assert [(each.people, each.actor.username) for each in listed(alice)] == [(2, "fan2")]
    hears(like(picture, alice, fans[0]))
    assert [(each.people, each.actor.username) for each in listed(alice)] == [(3, "fan0")]
    hears(*map(unlike, likes[1:]), unlike(like(picture, alice, fans[0])))
    assert listed(alice) == []
    assert overview.count_unread(alice).count == 0


def test_what_comes_after_it_was_seen_is_a_new_entry() -> None:
    alice = person("alice")
    picture = post(alice)
    hears(like(picture, alice, person("one")))
    (first,) = listed(alice)
    overview.mark_seen(alice, Seen(until=first.id))
    assert overview.count_unread(alice).count == 0
    hears(like(picture, alice, person("two")), like(picture, alice, person("three")))
    assert [(each.people, each.seen) for each in listed(alice)] == [(2, False), (1, True)]
    assert overview.count_unread(alice).count == 1


def test_a_group_ends_with_its_day() -> None:
    alice = person("alice")
    picture = post(alice)
    hears(like(picture, alice, person("one")))
    tick(GROUP_SECONDS)
    hears(like(picture, alice, person("two")))
    assert [each.people for each in listed(alice)] == [1, 1]


def test_pages_stand_still_while_groups_grow() -> None:
    """A group stays where it began."""
    alice = person("alice")
    pictures, fan = [post(alice) for _ in range(12)], person("fan")
    hears(*[like(picture, alice, fan) for picture in pictures])
    snapshot = [each.id for each in listed(alice, limit=Limit(50))]
    found, cursor = [], None
    while True:
        page = overview.list_notifications(alice, cursor=cursor, limit=Limit(5))
        found += [each.id for each in page.items]
        hears(*[like(picture, alice, person("more")) for picture in pictures])
        if (cursor := page.next) is None:
            break
    assert found == snapshot
    assert {each.people for each in listed(alice, limit=Limit(50))} == {4}


def test_read_and_seen_are_two_things() -> None:
    alice, bob = person("alice"), person("bob")
    hears(*[like(post(alice), alice, bob) for _ in range(3)])
    third, second, first = (each.id for each in listed(alice))
    overview.mark_read(alice, second)
    overview.mark_read(alice, second)
    assert [each.read for each in listed(alice)] == [False, True, False]
    assert not any(each.seen for each in listed(alice))
    overview.mark_all_read(alice, Seen(until=second))
    overview.mark_all_read(alice, Seen(until=first))
    assert [each.read for each in listed(alice)] == [False, True, True]
    with pytest.raises(NotFound):
        overview.mark_read(alice, NotificationId(new_id()))
    with pytest.raises(NotFound):
        overview.mark_read(bob, third)
    with pytest.raises(Invalid):
        overview.mark_all_read(alice, Seen(until=NotificationId("7" + "z" * 25)))


def test_fifty_who_like_at_once_open_one_group() -> None:
    alice, fans = person("alice"), [person(f"fan{n}") for n in range(50)]
    picture = post(alice)
    likes = [like(picture, alice, each) for each in fans]

    def react(fact: PostLiked) -> None:
        inbox.on_post_liked(contracts.envelope(fact, actor=None, journey="j"))

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(react, likes * 2))
    assert [each.people for each in listed(alice)] == [50]


def crowd(me: PersonId, size: int, below: int) -> None:
    """A group of `size` likes, and entries of others below and above it."""
    fans, picture = [person(f"x{n}") for n in range(3)], post(me)
    hears(*[like(post(me), me, fans[0]) for _ in range(below)])
    group = NotificationId(tick())
    rows = []
    for n in range(size):
        id_ = tick(0.001)
        actor = fans[n % 3] if n >= size - 3 else new_id()
        rows.append({"pk": keys.person(me), "sk": keys.row(NotificationId(id_), group), "kind": "like",
                     "actor": actor, "post_id": picture, "group": group,
                     "expires_at": clock.seconds() + 999, "fact": "x" * 450})  # fmt: skip
    batches.put_all(settings().table("notifications"), rows)
    hears(like(post(me), me, fans[1]))


def test_a_group_of_thousands_is_jumped_over() -> None:
    """Its items stay small, all different, and a page reads 1 MB of it at most."""
    alice = person("alice")
    crowd(alice, 5000, 5)
    listed(alice)
    with meter.metered() as cost:
        found = listed(alice)
    assert [each.people for each in found] == [1, MAX_PEOPLE, 1, 1, 1, 1, 1]
    assert len(found[1].actors) == 3
    assert cost.requests["Query"] <= 5
    assert overview.count_unread(alice).count == 7


def test_the_number_of_a_large_group_is_exact() -> None:
    alice = person("alice")
    crowd(alice, 412, 1)
    assert [each.people for each in listed(alice)] == [1, 412, 1]


def test_a_like_writes_nothing_that_others_write_too() -> None:
    alice = person("alice")
    picture = post(alice)
    hears(like(picture, alice, person("one")))
    fact = contracts.envelope(like(picture, alice, person("two")), actor=None, journey="j")
    with meter.metered() as cost:
        inbox.on_post_liked(fact)
    assert dict(cost.requests) == {"BatchGetItem": 2, "TransactWriteItems": 1}
    assert cost.total_write_units <= 8  # its own row (1 KB with its fact) and what stands of it, in a transaction
