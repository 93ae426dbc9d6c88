"""R10: pages stand still while ten writers insert."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from feed import home, rows
from feed.model import Row
from graph import follows, lists
from graph import store as graph_store
from notifications import overview
from notifications import store as notifications_store
from notifications.model import Notification
from posts import comments, likes, publish, read
from posts import store as posts_store
from posts.comments import NewComment
from posts.publish import ChosenPhoto, NewPost

from kernel.ids import NotificationId, PersonId, PostId, new_id
from kernel.paging import Page
from support.faults_gate import Gate
from support.faults_pages import Insert, Log, Read, Walk, walk, walk_wrong, writers
from support.faults_world import World, world

WRITERS = 10
LIMIT: Any = 5
LISTS = ("feed", "grid", "comments", "likers", "followers", "notifications")


@dataclass
class Lists:
    """Alice reads; whatever is written belongs to Bob, whom she follows, and to his first post."""

    world: World
    log: Log
    alice: PersonId
    bob: PersonId
    post: PostId

    def write(self, number: int, into: str) -> None:
        getattr(self, f"_{into}")()

    def reader(self, name: str) -> Read:
        """How Alice reads a list."""

        def page(cursor: Any) -> tuple[list[str], str | None]:
            found = self._page(name, cursor)
            return [str(each.id) for each in found.items], found.next

        return page

    def _page(self, name: str, cursor: Any) -> Page[Any]:
        match name:
            case "feed":
                return home.show_feed(self.alice, cursor, LIMIT)
            case "grid":
                grid = read.list_posts_of(self.alice, "bob", cursor, LIMIT)
                return Page(grid.items, grid.next)
            case "comments":
                return comments.list_comments(self.alice, self.post, cursor, LIMIT)
            case "likers":
                return likes.list_likers(self.alice, self.post, cursor, LIMIT)
            case "followers":
                return lists.list_followers(self.alice, "bob", cursor, LIMIT)
            case _:
                return overview.list_notifications(self.alice, cursor, LIMIT)

    def _feed(self) -> None:
        """A post in Bob's grid, and then in Alice's feed, as the fan-out brings it there."""
        began = time.monotonic()
        photo = ChosenPhoto(media_id=self.world.upload(self.bob), alt="A lake")
        post = publish.publish(self.bob, NewPost(photos=[photo])).id
        self.log.inserts.setdefault("grid", []).append(Insert(post, began, time.monotonic()))
        rows.deliver(Row(post, self.bob), [self.alice])
        self.log.inserts.setdefault("feed", []).append(Insert(post, began, time.monotonic()))

    def _comments(self) -> None:
        body = NewComment(text="Lovely")
        self.log.insert("comments", lambda: comments.comment_on(self.bob, self.post, body).id)

    def _likers(self) -> None:
        def like() -> str:
            somebody = PersonId(new_id())
            likes.like_post(somebody, self.post)
            return somebody

        self.log.insert("likers", like)

    def _followers(self) -> None:
        def follow() -> str:
            somebody = PersonId(new_id())
            follows.follow_person(somebody, "bob")
            return somebody

        self.log.insert("followers", follow)

    def _notifications(self) -> None:
        def notify() -> str:
            told = Notification(NotificationId(new_id()), "follow", self.bob)
            notifications_store.add(self.alice, told)
            return told.notification_id

        self.log.insert("notifications", notify)


KINDS = ("feed", "comments", "likers", "followers", "notifications")
"""What a writer writes; a post is in two lists."""


@pytest.fixture(scope="module")
def here(endpoint: str) -> Iterator[Lists]:
    with world(endpoint) as around:
        alice, bob = around.join("alice"), around.join("bob")
        first = publish.publish(bob, NewPost(photos=[ChosenPhoto(media_id=around.upload(bob), alt="")])).id
        made = Lists(around, Log(), alice, bob, first)
        made.log.inserts["grid"] = [Insert(first, 0, 0)]
        for item in (posts_store.Item, graph_store.Item, notifications_store.Item):
            assert item._get_connection().connection.client is not None
        for number in range(16 * len(KINDS)):
            made.write(number, KINDS[number % len(KINDS)])
        yield made


def walked_while_written(here: Lists, name: str, read_page: Read, walks: int) -> list[Walk]:
    found = []
    with writers(WRITERS, lambda number: here.write(number, _kind(name) if number % 2 else KINDS[number % len(KINDS)])):
        for _ in range(walks):
            found.append(walk(read_page))
            time.sleep(0.1)
    return found


def _kind(name: str) -> str:
    return "feed" if name == "grid" else name


@pytest.mark.parametrize("name", LISTS)
def test_r10_pages_are_the_list_as_it_was(here: Lists, gate: Gate, name: str) -> None:
    walks = walked_while_written(here, name, here.reader(name), gate.size(2, 30))
    inserts = here.log.inserts[name]
    during = [each for each in inserts if each.t0 > walks[0].began and each.t1 < walks[-1].began + 10]
    assert len(during) > 5, "nobody wrote"
    for each in walks:
        assert len(each.pages) > 2
        assert walk_wrong(each, inserts) == []
    gate.tell("R10", list=name, pages=sum(len(each.pages) for each in walks), inserted=len(during), violations=0)


def test_r10_pages_by_number_are_found_out(here: Lists) -> None:
    """The planted fault: a cursor that counts items. What is new pushes old ones to the next page: they come twice."""
    most: Any = 50

    def by_number(cursor: str | None) -> tuple[list[str], str | None]:
        place = int(cursor or 0)
        newest = [str(each.id) for each in comments.list_comments(here.alice, here.post, None, most).items]
        return newest[place : place + LIMIT], str(place + LIMIT) if place + LIMIT < 50 else None

    (walked,) = walked_while_written(here, "comments", by_number, 1)
    wrong = walk_wrong(walked, here.log.inserts["comments"])
    assert any(each.startswith("twice") for each in wrong), wrong


def test_r10_what_the_checker_calls_wrong() -> None:
    inserts = [Insert("a", 0, 1), Insert("b", 0, 1), Insert("now", 2, 9), Insert("late", 5, 6)]
    assert walk_wrong(Walk(2, 3, [["b"], ["a"]]), inserts) == []
    assert walk_wrong(Walk(2, 3, [["now", "b"], ["a"]]), inserts) == []
    assert walk_wrong(Walk(2, 3, [["b"], []]), inserts) == ["skipped: a"]
    assert walk_wrong(Walk(2, 3, [["b"], ["b", "a"]]), inserts) == ["twice: b"]
    assert walk_wrong(Walk(2, 3, [["b"], ["late", "a"]]), inserts) == ["too new: late"]
    assert walk_wrong(Walk(2, 3, [["b"], ["x", "a"]]), inserts) == ["from nowhere: x"]
