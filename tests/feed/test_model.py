"""Merging, walking down a feed, and following's levels, without a store."""

import random
import threading
from collections.abc import Callable, Iterable

import pytest
from feed import model
from feed.model import END, MAX_STRETCHES, TOP, Head, Row, Source, Walk, merge, source_of
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel import levels
from kernel.ids import PersonId, PostId, made_at, new_id

ALICE, BOB, CELEBRITY, STAR = (PersonId(new_id(at, bytes(10))) for at in (1, 2, 3, 4))


def post(n: int) -> PostId:
    return PostId(new_id(1_800_000_000_000 + n, bytes(10)))


def rows(author: PersonId, *numbers: int) -> list[Row]:
    return [Row(post(n), author) for n in sorted(numbers, reverse=True)]


def test_nothing_is_merged_below_the_highest_horizon() -> None:
    mine = Source(None, rows(ALICE, 9, 7, 5), post(5))
    theirs = Source(CELEBRITY, rows(CELEBRITY, 8, 6, 2), END)
    merged, horizon = merge([mine, theirs])
    assert [row.post_id for row in merged] == [post(n) for n in (9, 8, 7, 6, 5)]
    assert horizon == post(5)


def test_a_post_that_was_pushed_and_is_pulled_appears_once() -> None:
    merged, _ = merge([Source(None, rows(STAR, 3, 2), END), Source(STAR, rows(STAR, 3, 2, 1), END)])
    assert [row.post_id for row in merged] == [post(3), post(2), post(1)]


def test_a_head_is_known_down_to_its_oldest_post() -> None:
    head = Head([post(9), post(8)], more=True)
    assert source_of(STAR, head, None) == Source(STAR, rows(STAR, 9, 8), post(8))
    assert source_of(STAR, head, post(9)) == Source(STAR, rows(STAR, 8), post(8))
    assert source_of(STAR, head, post(3)) == Source(STAR, [], post(3))
    assert source_of(STAR, Head([post(9)], more=False), post(3)).horizon == END
    assert source_of(STAR, None, None).horizon == TOP


@given(st.data())
def test_pages_are_the_whole_feed_once_whatever_their_size(data: st.DataObject) -> None:
    """The walk, taken apart into pages that each start from a cursor, is the sorted union of all sources."""
    numbers = st.sets(st.integers(0, 120), max_size=60)
    truth = {None: data.draw(numbers), STAR: data.draw(numbers), CELEBRITY: data.draw(numbers), BOB: data.draw(numbers)}
    hidden = data.draw(st.sampled_from([None, STAR, BOB]))
    packed = {author: data.draw(st.sampled_from([None, 1, 3, 30])) for author in (STAR, CELEBRITY, BOB)}
    expected = sorted({n for author, some in truth.items() if author is None or author != hidden for n in some})
    seen: list[PostId] = []
    before: str | None = None
    for _ in range(400):
        walk = _walk(
            truth, packed, before, stretch=data.draw(st.integers(1, 40)), shows=lambda author: author != hidden
        )
        taken = walk.take(data.draw(st.integers(1, 25)))
        taken += walk.take(data.draw(st.integers(1, 5)))  # a page that is filled up
        seen += [row.post_id for row in taken]
        if walk.done:
            break
        assert before is None or walk.position < before, "every page comes further"
        before = walk.position
    assert seen == [post(n) for n in reversed(expected)]


def _walk(
    truth: dict[PersonId | None, set[int]],
    packed: dict[PersonId, int | None],
    before: str | None,
    *,
    stretch: int,
    shows: Callable[[PersonId], bool],
) -> Walk:
    everything = {author: rows(author or ALICE, *numbers) for author, numbers in truth.items()}

    def read(source: Source) -> Source:
        left = [row for row in everything[source.author] if row.post_id < source.horizon]
        found = left[:stretch]
        return Source(source.author, found, found[-1].post_id if len(left) > stretch else END)

    def head(author: PersonId) -> Head | None:
        size, posts = packed[author], [row.post_id for row in everything[author]]
        return None if size is None else Head(posts[:size], more=len(posts) > size)

    sources = [Source(None, [], before or TOP), *(source_of(author, head(author), before) for author in packed)]
    return Walk(sources, read, shows)


def test_a_walk_through_hidden_posts_ends_further_down() -> None:
    walk = _walk({None: set(range(100))}, {}, None, stretch=10, shows=lambda _: False)
    assert walk.take(5) == []
    assert walk.position == post(100 - 10 * MAX_STRETCHES)
    assert not walk.done


def test_only_the_sources_that_may_hold_a_wanted_post_are_read() -> None:
    asked: list[PersonId | None] = []

    def read(source: Source) -> Source:
        asked.append(source.author)
        return Source(source.author, [], END)

    busy, quiet = Source(STAR, rows(STAR, 90, 80), post(80)), Source(BOB, rows(BOB, 3), post(3))
    walk = Walk([Source(None, rows(ALICE, 100, 99, 70), END), busy, quiet], read, lambda _: True)
    assert [row.post_id for row in walk.take(4)] == [post(100), post(99), post(90), post(80)]
    assert asked == []
    walk.take(1)
    assert asked == [STAR]


def test_levels_sort_in_the_order_in_which_things_happened() -> None:
    first, second = post(1), post(2)
    happened = [levels.began(first), levels.ended(first), levels.began(second), levels.ended(second)]
    assert sorted(happened) == happened


def test_a_derived_id_is_the_same_each_time_and_sorts_beside_its_post() -> None:
    assert model.derived_id(post(1), "grew", "0") == model.derived_id(post(1), "grew", "0")
    assert model.derived_id(post(1), "grew", "0") != model.derived_id(post(1), "grew", "1")
    assert made_at(model.derived_id(post(1), "grew")) == made_at(post(1))


def test_rows_live_for_90_days_from_publication() -> None:
    assert model.expiry(post(0)) == 1_800_000_000 + 90 * 24 * 3600


class Crash(Exception):
    """A worker dies."""


class Steps:
    """One timeline of one author that several workers write, one small step at a time in an order that a test draws."""

    def __init__(self, posts: int = 3) -> None:
        self.posts = set(range(posts))
        self.there: set[int] = set()
        self.fence = ""
        self.turns: dict[int, threading.Semaphore] = {}
        self.idle = threading.Semaphore(0)
        self.crash: set[int] = set()
        self.me = threading.local()

    def step(self) -> None:
        """Wait until it is this worker's turn; it may be its last."""
        self.idle.release()
        self.turns[self.me.worker].acquire()
        if self.me.worker in self.crash:
            self.crash.discard(self.me.worker)
            raise Crash

    def handle(self, heard: str, settle: Callable[..., str]) -> None:
        """What the inbox does with one message."""
        self.step()
        self.fence = max(self.fence, heard)
        settle(self.level, self.fill, self.clean)

    def level(self) -> str:
        self.step()
        return self.fence

    def fill(self) -> None:
        for each in self.posts:
            self.step()
            self.there.add(each)

    def clean(self) -> None:
        for each in self.posts:
            self.step()
            self.there.discard(each)


def run(messages: Iterable[str], draw: Callable[[int], int], settle: Callable[..., str] = model.settle) -> Steps:
    """Each message has a worker; `draw(n)` says which of n waiting workers goes next. A crashed one starts again."""
    world = Steps()
    alive: set[int] = set()

    def work(worker: int, heard: str) -> None:
        world.me.worker = worker
        while True:
            try:
                world.handle(heard, settle)
                break
            except Crash:
                continue
        alive.discard(worker)
        world.idle.release()

    threads = []
    for worker, heard in enumerate(messages):
        world.turns[worker] = threading.Semaphore(0)
        alive.add(worker)
        threads.append(threading.Thread(target=work, args=(worker, heard), daemon=True))
        threads[-1].start()
        world.idle.acquire()
    while alive:
        waiting = sorted(alive)
        chosen = waiting[draw(len(waiting)) % len(waiting)]
        if draw(12) == 11:
            world.crash.add(chosen)
        world.turns[chosen].release()
        world.idle.acquire()
    for thread in threads:
        thread.join(5)
    return world


FIRST, SECOND = post(1), post(2)
BEGAN, ENDED = levels.began(FIRST), levels.ended(FIRST)
AGAIN, OVER = levels.began(SECOND), levels.ended(SECOND)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([[BEGAN, ENDED], [BEGAN, ENDED, AGAIN], [BEGAN, ENDED, AGAIN, OVER]]),
    st.lists(st.integers(0, 3), max_size=3),
    st.randoms(use_true_random=False),
)
def test_whatever_the_order_the_timeline_ends_as_the_last_following_says(
    history: list[str], again: list[int], chance: random.Random
) -> None:
    """Messages late, twice, side by side, crashed anywhere: three posts are there, or none."""
    messages = history + [history[n % len(history)] for n in again]
    chance.shuffle(messages)
    world = run(messages, chance.randrange)
    assert world.fence == history[-1]
    assert world.there == (set() if not levels.lasts(history[-1]) else world.posts)


def test_the_interleavings_catch_a_settling_that_does_not_look_again() -> None:
    def careless(read: Callable[[], str], fill: Callable[[], None], clean: Callable[[], None]) -> str:
        at = read()
        (fill if levels.lasts(at) else clean)()
        return at

    wrong = 0
    for seed in range(60):
        world = run([BEGAN, ENDED], random.Random(seed).randrange, careless)
        wrong += bool(world.there)
    assert wrong


def test_settling_gives_up_when_it_never_comes_to_rest() -> None:
    looks = iter([levels.began(post(n)) for n in range(100)])
    with pytest.raises(RuntimeError):
        model.settle(lambda: next(looks), lambda: None, lambda: None)
