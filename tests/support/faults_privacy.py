"""Somebody shuts another out while posts are on their way; readers look all the time and note what they saw."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from feed import home
from graph import blocks, follows, lists
from notifications import overview
from posts import comments, likes, publish, read
from posts.comments import NewComment
from posts.publish import ChosenPhoto, NewPost
from profiles import store as profiles_store

from kernel.errors import Refusal
from kernel.ids import PersonId, PostId
from support.faults_delivery import Delivery
from support.faults_world import World

EVERYWHERE = ("feed", "post", "grid", "comments", "likers", "notifications", "profile")
POSTS = ("feed", "post", "grid")


@dataclass(frozen=True)
class Act:
    """How somebody is shut out, and where the reader must see nothing of the author from the answer on.

    `follows`: the reader follows the author before; `private`: the author's account is private already.
    """

    name: str
    by: Callable[["Scene"], None]
    nowhere: tuple[str, ...]
    private: bool = False
    follows: bool = True


@dataclass
class Scene:
    """An author, a reader, and a third person's post on which the author was active."""

    world: World
    number: str
    posts: list[PostId] = field(default_factory=list)
    seen: list[tuple[str, float]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.author, self.reader, self.third = (
            self.world.join(f"{name}{self.number}") for name in ("author", "reader", "third")
        )

    def name(self, who: str) -> str:
        return f"{who}{self.number}"

    def publish(self, person: PersonId) -> PostId:
        photo = ChosenPhoto(media_id=self.world.upload(person), alt="A lake")
        made = publish.publish(person, NewPost(photos=[photo])).id
        if person == self.author:
            self.posts.append(made)
        return made

    def prepare(self, act: Act) -> None:
        if act.follows:
            follows.follow_person(self.reader, self.name("author"))
        if act.private:
            profiles_store.set_privacy(self.author, private=True)
        self.meeting_place = self.publish(self.third)
        comments.comment_on(self.author, self.meeting_place, NewComment(text="Hello"))
        likes.like_post(self.author, self.meeting_place)
        mine = self.publish(self.reader)
        if not act.private:
            likes.like_post(self.author, mine)
            comments.comment_on(self.author, mine, NewComment(text="Lovely"))
        self.publish(self.author)

    def look(self) -> None:
        """One look at every place; what of the author is there is noted with the moment at which it was asked for."""
        for place in EVERYWHERE:
            asked = time.monotonic()
            try:
                if getattr(self, f"_{place}")():
                    self.seen.append((place, asked))
            except Refusal:
                continue
            except Exception as error:  # noqa: BLE001 - told at the end
                self.errors.append(f"{place}: {type(error).__name__}: {error}")

    def wrong(self, act: Act, since: float) -> list[str]:
        """What was seen though it was asked for after the answer."""
        places = sorted({place for place, asked in self.seen if asked > since and place in act.nowhere})
        return [f"{act.name}: seen in {place} afterwards" for place in places]

    def _feed(self) -> bool:
        return any(post.author.id == self.author for post in home.show_feed(self.reader).items)

    def _post(self) -> bool:
        return bool(read.show_post(self.reader, self.posts[-1]))

    def _grid(self) -> bool:
        return bool(read.list_posts_of(self.reader, self.name("author")).items)

    def _comments(self) -> bool:
        page = comments.list_comments(self.reader, self.meeting_place)
        return any(each.author.id == self.author for each in page.items)

    def _likers(self) -> bool:
        return any(each.id == self.author for each in likes.list_likers(self.reader, self.meeting_place).items)

    def _notifications(self) -> bool:
        return str(self.author) in str(overview.list_notifications(self.reader))

    def _profile(self) -> bool:
        """Lists are behind the profile; they are opened by the same decision."""
        return lists.list_followers(self.reader, self.name("author")) is not None


ACTS = (
    Act("blocked by the author", lambda at: blocks.block_person(at.author, at.name("reader")), EVERYWHERE),
    Act("blocked by the reader", lambda at: blocks.block_person(at.reader, at.name("author")), EVERYWHERE),
    Act("unfollowed", lambda at: void(follows.unfollow_person(at.reader, at.name("author"))), ("feed",)),
    Act(
        "removed by a private account",
        lambda at: follows.remove_follower(at.author, at.name("reader")),
        (*POSTS, "profile"),
        private=True,
    ),
    Act(
        "private from now on",
        lambda at: profiles_store.set_privacy(at.author, private=True),
        (*POSTS, "profile"),
        follows=False,
    ),
)


def void(_: Any) -> None:
    return


def raced(scene: Scene, act: Act, delivery: Delivery, dice: random.Random, *, after: int = 4) -> list[str]:
    """Publish, deliver and look while `act` happens; what was seen though it was shut out, and what broke."""
    scene.prepare(act)
    delivery.settle()
    scene.look()
    stop = threading.Event()
    with running(stop, lambda: scene.publish(scene.author), most=5), running(stop, lambda: _deliver(delivery)):
        with running(stop, scene.look):
            time.sleep(dice.uniform(0.02, 0.2))
            act.by(scene)
            acknowledged = time.monotonic()
            for _ in range(after):
                scene.look()
        stop.set()
    delivery.settle()
    scene.look()
    return scene.wrong(act, acknowledged) + scene.errors


def _deliver(delivery: Delivery) -> None:
    delivery.relay()
    delivery.consume(workers=2)


@contextmanager
def running(stop: threading.Event, work: Callable[[], Any], *, most: int = 12) -> Iterator[None]:
    """`work` again and again in a thread of its own, until the block ends, at most `most` times."""
    ended = threading.Event()

    def again() -> None:
        for _ in range(most):
            if stop.is_set() or ended.is_set():
                return
            with suppress(Refusal):
                work()

    thread = threading.Thread(target=again)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
