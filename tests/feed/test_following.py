"""Following back-fills, unfollowing hides at once and cleans up, in whatever order the feed hears of it."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from feed import fan_out, inbox, model, rows, settle, store
from feed.home import show_feed
from feed.model import Row

from contracts import Fact, envelope
from contracts.graph import PersonFollowed
from kernel import levels
from kernel.ids import PersonId
from kit import meter, wire
from kit.settings import settings
from support import events
from support.feed_world import ALICE, BOB, CAROL, CELEBRITY, DAN, World, command
from views import graph


def posts_of(here: World, author: PersonId, count: int) -> list[Row]:
    found = []
    for _ in range(count):
        post = here.publish(author)
        here.happens(post)
        found.append(Row(post.post_id, author))
    return found


def test_a_new_follower_finds_the_newest_posts_at_once(here: World) -> None:
    published = posts_of(here, ALICE, model.BACK_FILL + 3)
    assert here.hears(here.follow(BOB, ALICE)) == 0
    assert here.timeline(BOB) == published[3:]


def test_a_follow_is_looked_at_again_when_deliveries_have_come_to_rest(here: World) -> None:
    """The index of followers may lag: a delivery just after the follow can miss the new follower."""
    followed = here.follow(BOB, ALICE)
    here.hears(followed)
    ((queue, body, delay),) = here.orders
    assert (queue, delay) == ("feed-settle", settings().settle_seconds)
    assert command(body)["level"] == levels.began(followed.follow_id)
    post = here.publish(ALICE)
    here.keep(Row(post.post_id, ALICE))  # delivered to everybody but Bob
    here.works()
    assert here.timeline(BOB) == [Row(post.post_id, ALICE)]


def test_a_second_look_writes_nothing_when_all_is_there(here: World) -> None:
    posts_of(here, ALICE, 5)
    here.hears(here.follow(BOB, ALICE))
    with meter.metered() as cost:
        here.works()
    assert cost.requests["BatchWriteItem"] == 0


def test_unfollowing_hides_at_once_and_cleans_afterwards(here: World) -> None:
    followed = here.follow(BOB, ALICE)
    here.happens(followed)
    posts_of(here, ALICE, 3)
    mine = posts_of(here, BOB, 1)
    unfollowed = here.unfollow(followed)
    assert [post.author.id for post in show_feed(BOB).items] == [BOB], "the digest hides before the feed has heard"
    assert len(here.timeline(BOB)) == 4
    here.hears(unfollowed)
    assert here.timeline(BOB) == mine
    assert here.cleaned(BOB, ALICE) is None, "a delivery may still be on its way"
    here.works()
    said = here.cleaned(BOB, ALICE)
    assert said is not None
    assert (said.person, said.author, said.follow_id) == (BOB, ALICE, followed.follow_id)


def test_a_row_that_was_on_its_way_is_removed_before_the_timeline_is_said_to_be_clean(here: World) -> None:
    followed = here.follow(BOB, ALICE)
    here.happens(followed)
    here.hears(here.unfollow(followed))
    late = here.publish(ALICE)
    here.hears(late)
    rows.deliver(Row(late.post_id, ALICE), [BOB])  # its delivery had read the followers before
    assert show_feed(BOB).items == []
    here.works()
    assert here.timeline(BOB) == []
    assert here.cleaned(BOB, ALICE) is not None


def test_a_long_history_is_cleaned_whole(here: World) -> None:
    followed = here.follow(BOB, ALICE)
    here.happens(followed)
    for _ in range(rows.CLEAN_PAGE + 20):
        row = Row(here.publish(ALICE).post_id, ALICE)
        here.keep(row)
        rows.deliver(row, [BOB])
    here.happens(here.unfollow(followed))
    assert here.timeline(BOB) == []


def test_following_again_soon_keeps_the_posts_and_says_nothing(here: World) -> None:
    published = posts_of(here, ALICE, 3)
    first = here.follow(BOB, ALICE)
    here.hears(first, here.unfollow(first), here.follow(BOB, ALICE))
    here.works()
    assert here.timeline(BOB) == published
    assert here.cleaned(BOB, ALICE) is None


def test_the_first_unfollows_second_look_does_not_speak_for_the_second(here: World) -> None:
    """Deliveries to the second following may be on their way when the first one's five minutes are over."""
    first = here.follow(BOB, ALICE)
    here.hears(first, here.unfollow(first))
    early = list(here.orders)
    second = here.follow(BOB, ALICE)
    here.hears(second, here.unfollow(second))
    later = here.orders[len(early) :]
    for name, body, _ in early:
        here.works_on(name, body)
    assert here.cleaned(BOB, ALICE) is None
    for name, body, _ in later:
        here.works_on(name, body)
    said = here.cleaned(BOB, ALICE)
    assert said is not None
    assert said.follow_id == second.follow_id


def test_what_is_said_is_said_once(here: World) -> None:
    followed = here.follow(BOB, ALICE)
    here.happens(followed, unfollowed := here.unfollow(followed))
    table = wire.Table(settings().table("feed"))
    before = table.get(f"FENCE#{BOB}", ALICE, consistent=True)
    here.happens(unfollowed, followed)
    assert table.get(f"FENCE#{BOB}", ALICE, consistent=True) == before


def test_a_pulled_author_is_not_back_filled_and_still_cleaned(here: World) -> None:
    followed = here.follow(BOB, CELEBRITY)
    here.happens(followed)
    posts_of(here, CELEBRITY, 2)
    here.happens(here.pull(CELEBRITY, BOB))
    here.happens(here.follow(CAROL, CELEBRITY))
    assert here.timeline(CAROL) == []
    here.happens(here.unfollow(followed))
    assert here.timeline(BOB) == []


def test_a_fence_never_goes_back(here: World) -> None:
    first, second = here.follow(BOB, ALICE), here.follow(BOB, ALICE)
    for heard in (levels.began(second.follow_id), levels.ended(first.follow_id), levels.began(first.follow_id)):
        store.hear(BOB, ALICE, heard)
    assert store.settle(BOB, ALICE) == levels.began(second.follow_id)


Work = Callable[[], bool]


class Scene:
    """People publish, follow, unfollow and follow again while the feed hears of it late, three times and shuffled."""

    def __init__(self, here: World, chance: random.Random) -> None:
        self.here, self.chance = here, chance
        self.following: dict[tuple[PersonId, PersonId], PersonFollowed] = {}
        self.published: list[Row] = []
        self.waiting: list[Work] = []
        self.crashes = 0

    def act(self) -> Fact:
        """Somebody does something."""
        if self.chance.random() < 0.3:
            post = self.here.publish(self.chance.choice([ALICE, DAN]))
            self.published.append(Row(post.post_id, post.author))
            return post
        pair = self.chance.choice([BOB, CAROL]), self.chance.choice([ALICE, DAN])
        if pair in self.following:
            return self.here.unfollow(self.following.pop(pair))
        self.following[pair] = self.here.follow(*pair)
        return self.following[pair]

    def play(self, acts: int = 45, crash: float = 0.0) -> None:
        """Acts and deliveries take turns by chance; delayed orders wait until all else is done."""
        for _ in range(acts):
            event = events.facts(envelope(self.act(), actor=None, journey="j"))
            for _ in range(3):
                place = self.chance.randrange(len(self.waiting) + 1)
                self.waiting.insert(place, lambda event=event: _succeeds(inbox.app, event))  # type: ignore[misc]
            self._deliver(self.chance.randrange(5), crash)
        while self.waiting or self.here.orders:
            self._deliver(len(self.waiting) + 50, crash)
            late, self.here.orders = self.here.orders, []
            self.waiting += [_order(each) for each in late]

    def _deliver(self, count: int, crash: float) -> None:
        whole, chance = wire.Wire.call, self.chance

        def call(client: wire.Wire, operation: str, payload: dict[str, object]) -> dict[str, object]:
            answer: dict[str, object] = {}
            for moment in ("before", "after"):
                if chance.random() < crash:
                    self.crashes += 1
                    raise ConnectionError
                if moment == "before":
                    answer = whole(client, operation, payload)
            return answer

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(wire.Wire, "call", call)
            for _ in range(count):
                for now in [each for each in self.here.orders if not each[2]]:
                    self.here.orders.remove(now)
                    self.waiting.insert(chance.randrange(len(self.waiting) + 1), _order(now))
                if not self.waiting:
                    return
                work = self.waiting.pop(0)
                if not work():
                    self.waiting.insert(chance.randrange(len(self.waiting) + 1), work)

    def wrong(self) -> list[PersonId]:
        """Whose timelines do not hold exactly their own posts and those of the people whom they follow."""
        return [
            person
            for person in (ALICE, BOB, CAROL, DAN)
            if self.here.timeline(person)
            != [row for row in self.published if row.author == person or (person, row.author) in self.following]
        ]


def _order(order: tuple[str, str, int]) -> Work:
    app = {"feed-fan-out": fan_out.app, "feed-settle": settle.app}[order[0]]
    return lambda: _succeeds(app, events.queue(order[1]))


def _succeeds(app: Callable[[Any, Any], Any], event: dict[str, Any]) -> bool:
    return not app(event, None)["batchItemFailures"]


@pytest.mark.parametrize("seed", range(4))
def test_timelines_hold_what_they_should_whatever_comes_twice_late_or_half_way(here: World, seed: int) -> None:
    """Gate R3 for timelines: no row too many, none missing."""
    scene = Scene(here, random.Random(seed))
    scene.play(crash=0.04)
    assert scene.crashes > 20
    assert scene.wrong() == []


def test_the_gate_catches_a_feed_that_takes_messages_as_they_come(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A planted fault: no fence, each message does what it says."""

    def careless(person: PersonId, author: PersonId, heard: str) -> None:
        (rows.fill if levels.lasts(heard) else rows.clean)(person, author)

    monkeypatch.setattr(inbox, "_hear", careless)
    scene = Scene(here, random.Random(1))
    scene.play()
    assert scene.wrong()


def test_without_the_second_look_a_row_in_flight_would_stay(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A planted fault: an unfollow overtakes a delivery, and nobody comes back. What the delay is for."""

    def hasty(person: PersonId, author: PersonId, heard: str) -> None:
        store.hear(person, author, heard)
        store.settle(person, author)

    monkeypatch.setattr(inbox, "_hear", hasty)
    followed = here.follow(BOB, ALICE)
    here.happens(followed)
    post, whole = here.publish(ALICE), graph.followers

    def followers(*args: Any, **more: Any) -> Any:
        """Bob leaves between the reading of the followers and the writing of the rows."""
        found = whole(*args, **more)
        if BOB in found[0]:
            here.hears(here.unfollow(followed))
        return found

    monkeypatch.setattr(graph, "followers", followers)
    here.happens(post)
    assert here.timeline(BOB) == [Row(post.post_id, ALICE)]
