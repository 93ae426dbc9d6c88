"""The index of posts and labels: whatever is heard in whatever order, and whoever stops where, it equals the tables."""

import random
import time
from collections.abc import Callable
from threading import Thread
from typing import Any

import pytest
from discovery import generations, inbox, posts_index
from discovery.posts_index import Entry
from posts import coauthor_store, post_store
from profiles import store

import contracts
from contracts import Envelope
from contracts.posts import PostEdited
from contracts.profiles import CardChanged
from kernel.ids import PersonId, PostId, new_id
from kit import mongo
from support.discovered_posts import edit, forgotten, hear, index, publish, stored, tell, truth
from support.discovery_world import World, last_fact
from support.events import facts
from support.mongod import Server

CAPTIONS = ("#birds at dawn", "#birds #sea", "Nothing", "#Sea #BIRDS #gulls", "Walking home #sea #sea", "")
HAPPENS = ("publish", "publish", "edit", "edit", "archive", "restore", "judge", "delete", "leave", "card")
PLACES = ("", "Skagen", "SKAGEN", "Rue de Rivoli")


@pytest.mark.parametrize(("seed", "happenings"), [(1, 1000), (2, 200), (3, 200)])
def test_facts_thrice_shuffled_with_crashes_leave_the_truth(
    world: World, monkeypatch: pytest.MonkeyPatch, seed: int, happenings: int
) -> None:
    """A third of them are heard while all goes on; writers stop in the middle of their work again and again."""
    chance = random.Random(seed)
    life = Life(world, chance)
    crashing(monkeypatch, chance)
    said: list[Envelope[Any]] = []
    while len(said) < happenings:
        said += life.happen()
        if chance.random() < 0.3:
            listen(chance.choices(said, k=5))
    late = said * 3
    chance.shuffle(late)
    for start in range(0, len(late), 10):
        listen(late[start : start + 10])
    monkeypatch.undo()
    assert index() == truth(life.people, life.posts)


class Life:
    """What people do with their posts and accounts, one thing after the other, and what is said of it."""

    def __init__(self, world: World, chance: random.Random) -> None:
        self.chance = chance
        self.people = [world.join(f"somebody.{number}") for number in range(5)]
        self.people.append(world.me)
        self.posts = [publish(self.people[0], "#birds")]

    def happen(self) -> list[Envelope[Any]]:
        post, person = self.chance.choice(self.posts), self.chance.choice(self.people[:5])
        match self.chance.choice(
            ["publish", "publish", "edit", "edit", "archive", "restore", "judge", "delete", "card"]
        ):
            case "publish":
                beside = [each for each in self.people[:2] if each != person][: self.chance.randint(0, 1)]
                caption, place = self.chance.choice(CAPTIONS), self.chance.choice(PLACES)
                audience = self.chance.choice(["everyone", "everyone", "close"])
                post = publish(person, caption, place=place, coauthors=beside, audience=audience)
                self.posts.append(post)
            case "card":
                return [self._card(person)]
            case change if post_there(post):
                self._change(change, post)
        return [said(post)]

    def _change(self, change: str, post: PostId) -> None:
        kept = stored(post)
        changes: dict[str, Callable[[], object]] = {
            "edit": lambda: edit(post, self.chance.choice(CAPTIONS)),
            "archive": lambda: kept.archived or post_store.archive(kept),
            "restore": lambda: not kept.archived or post_store.restore(kept),
            "judge": lambda: post_store.take_down(kept, new_id(), hidden=self.chance.random() < 0.5),
            "leave": lambda: (
                kept.card.coauthors and coauthor_store.leave(kept, kept.card.coauthors[0], kept.card.author)
            ),
            "delete": lambda: self.chance.random() < 0.3 and post_store.remove(kept),
        }
        changes[change]()

    def _card(self, person: PersonId) -> Envelope[CardChanged]:
        if self.chance.random() < 0.5:
            store.set_privacy(person, private=self.chance.random() < 0.5)
        else:
            store.set_state(person, "suspended", new_id(), hidden=self.chance.random() < 0.5)
        return last_fact(person)


def post_there(post: PostId) -> bool:
    from posts import post_reads

    return post_reads.post(post) is not None


def said(post: PostId) -> Envelope[Any]:
    fact = PostEdited(post_id=post, author=PersonId(post)) if post_there(post) else forgotten(post)
    return contracts.envelope(fact, actor=None, journey="")


def listen(envelopes: list[Envelope[Any]]) -> None:
    """Hear them, again and again what failed."""
    left = envelopes
    while left:
        failed = {each["itemIdentifier"] for each in inbox.app(facts(*left), None)["batchItemFailures"]}
        left = [each for number, each in enumerate(left) if f"m{number}" in failed]


def crashing(monkeypatch: pytest.MonkeyPatch, chance: random.Random) -> None:
    """One writer of five stops: before its work, in the middle of it, or after it and before it has said so."""
    whole, count = mongo.transaction, posts_index._count

    class Crash(Exception):
        pass

    def stops(work: Callable[[Any], Any]) -> Any:
        if chance.random() < 0.05:
            raise Crash
        found = whole(work)
        if chance.random() < 0.05:
            raise Crash
        return found

    def half(*given: Any) -> None:
        if chance.random() < 0.05:
            raise Crash
        count(*given)
        if chance.random() < 0.05:
            raise Crash

    monkeypatch.setattr(mongo, "transaction", stops)
    monkeypatch.setattr(posts_index, "_count", half)


def test_the_gate_sees_a_count_that_is_off(world: World) -> None:
    """A planted fault: a count that is written beside the transaction instead of in it."""
    ana = world.join("ana")
    post = publish(ana, "#birds")
    hear(post)
    assert index() == truth([ana, world.me], [post])
    generations.writing("labels", generations.known().current).update_one({"_id": "#birds"}, {"$inc": {"posts": 1}})
    assert index() != truth([ana, world.me], [post])


def test_an_older_version_changes_nothing(world: World) -> None:
    ana = world.join("ana")
    post = publish(ana, "#birds")
    hear(post)
    edit(post, "#sea")
    hear(post)
    before = index()
    posts_index.put(generations.known().current, post, 1, Entry([ana], ["birds"], [], 0.0, ready=True))
    assert index() == before
    assert post_store.remove(stored(post))
    tell(forgotten(post))
    gone = index()
    assert gone["posts"][post] == {"_id": post, "version": posts_index.GONE}
    assert (gone["labels"], gone["shares"]) == ({}, {})
    posts_index.put(generations.known().current, post, 99, Entry([ana], ["birds"], [], 0.0, ready=True))
    assert index() == gone


def test_an_account_that_closes_takes_its_posts_out_and_brings_them_back(world: World) -> None:
    ana, bea = world.join("ana"), world.join("bea")
    posts = [publish(ana, "#birds"), publish(ana, "#birds #sea", coauthors=[bea]), publish(bea, "#birds")]
    hear(*posts)
    assert index()["labels"]["#birds"]["posts"] == 3
    store.set_privacy(ana, private=True)
    world.hear(ana)
    assert index()["labels"]["#birds"]["posts"] == 1
    store.set_privacy(ana, private=False)
    world.hear(ana)
    store.set_state(bea, "suspended", new_id(1), hidden=True)
    world.hear(bea)
    assert index()["labels"]["#birds"]["posts"] == 1
    store.set_state(bea, "suspended", new_id(2), hidden=False)
    world.hear(bea)
    assert index() == truth([ana, bea, world.me], posts)


def test_a_post_that_is_heard_while_its_account_closes_is_not_left_open(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The account closes after the writer of the post has read that it is open: one of the two must do it again."""
    ana = world.join("ana")
    post = publish(ana, "#birds")
    touched = posts_index._touched
    closing: list[Thread] = []

    def late(*given: Any) -> Any:
        found = touched(*given)
        if not closing:
            closing.append(Thread(target=world.hear, args=(ana,)))
            closing[0].start()
            time.sleep(0.2)
        return found

    store.set_privacy(ana, private=True)
    monkeypatch.setattr(posts_index, "_touched", late)
    hear(post)
    closing[0].join()
    assert not index()["posts"][post]["open"]
    assert index()["labels"] == {}


def test_a_mongodb_that_is_killed_in_the_middle_loses_nothing(world: World, server: Server) -> None:
    """Facts that were heard while it was away come again; those that were taken before are in its journal."""
    ana = world.join("ana")
    posts = [publish(ana, f"#birds {number}") for number in range(40)]
    envelopes = [said(each) for each in posts]
    listen(envelopes[:15])
    server.kill()
    failed = inbox.app(facts(*envelopes[15:18]), None)["batchItemFailures"]
    assert len(failed) == 3, "nothing is taken that was not written"
    server.start()
    listen(envelopes[15:])
    assert index() == truth([ana, world.me], posts)
