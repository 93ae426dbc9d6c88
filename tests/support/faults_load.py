"""Members who like, follow, comment and publish at once, through the real views, while the store misbehaves."""

import random
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from graph import blocks, follows
from graph import counts as graph_counts
from graph import store as graph_store
from posts import comment_likes, comments, drafts, likes, pins, publish, saves
from posts import counts as posts_counts
from posts import store as posts_store
from posts.comments import NewComment
from posts.publish import ChosenPhoto, NewPost
from posts.saves import SavedIn
from posts.shapes import NewDraft
from profiles import store as profiles_store

from kernel.errors import Away
from kernel.ids import CommentId, MediaId, PersonId, PostId
from kit.consumers import StreamRecord
from support.faults_history import History, Operation
from support.faults_world import World, follow, like, switch

VERBS = {
    "like": 20,
    "unlike": 12,
    "follow": 12,
    "unfollow": 8,
    "comment": 10,
    "keyed": 6,
    "reply": 4,
    "uncomment": 4,
    "publish": 6,
    "draft": 2,
    "switch": 26,
}
THREAD = "Hello"
"""What is written under every post before anything begins: to be liked and answered."""

SWITCHES = ("comment", "save", "pin", "ask", "block")
"""What else is switched on and off. Asked and blocked are people who do nothing else, so that nobody is refused."""

HOT = 0.4
"""Share of what all clients do in the name of one member to one post or person, at once: where conditions count."""

CAST = ("alice", "bob", "carol", "dan", "erin", "frank")


class Load:
    """`members` of the cast and a few posts; `run` does operations by several clients, who share the members."""

    def __init__(self, world: World, seed: int, operations: int) -> None:
        self.world, self.seed, self.operations = world, seed, operations
        self.people = [world.join(name) for name in CAST]
        self.uploads: dict[PersonId, list[MediaId]] = {}
        self.posts = [publish.publish(each, self._post(each, "")).id for each in self.people[:4]]
        self.quiet, self.door = (world.join(name) for name in ("quiet", "door"))
        profiles_store.set_privacy(self.door, private=True)
        body = NewComment(text=THREAD)
        self.threads = {post: comments.comment_on(self.people[5], post, body).id for post in self.posts}
        self.history: History
        self._comments: list[tuple[PersonId, PostId, str, str]] = []
        self._lock = threading.Lock()
        publishing = operations * (VERBS["publish"] + VERBS["draft"]) // sum(VERBS.values())
        for place, person in enumerate(self.people):  # made before, because uploads are not what this is about
            share = (1 - HOT) / len(self.people) + (0 if place else HOT)
            self.uploads[person] = [world.upload(person) for _ in range(int(publishing * share * 1.5) + 12)]
        for item in (posts_store.Item, graph_store.Item):  # threads that make clients would wait for each other
            assert item._get_connection().connection.client is not None

    def run(self, history: History, clients: int = 8) -> None:
        self.history = history
        threads = [
            threading.Thread(target=self._client, args=(client, self.operations // clients))
            for client in range(clients)
        ]
        for each in threads:
            each.start()
        for each in threads:
            each.join()

    def _client(self, client: int, operations: int) -> None:
        dice = random.Random(f"{self.seed}/{client}")
        for number in range(operations):
            (verb,) = dice.choices(list(VERBS), list(VERBS.values()))
            hot = dice.random() < HOT
            me, post = dice.choice(self.people[: 1 if hot else None]), dice.choice(self.posts[: 1 if hot else None])
            getattr(self, f"_{verb}")(client, f"{client}.{number}", me, post, dice)

    def _like(self, client: int, name: str, me: PersonId, post: PostId, dice: random.Random) -> None:
        self._do(client, "like", like(me, post), lambda: likes.like_post(me, post))

    def _unlike(self, client: int, name: str, me: PersonId, post: PostId, dice: random.Random) -> None:
        self._do(client, "unlike", like(me, post), lambda: likes.unlike_post(me, post))

    def _follow(self, client: int, name: str, me: PersonId, post: PostId, dice: random.Random) -> None:
        them = self._other(me, post, dice)
        subject = follow(me, self.world.people[them])
        self._do(client, "follow", subject, lambda: follows.follow_person(me, them))

    def _unfollow(self, client: int, name: str, me: PersonId, post: PostId, dice: random.Random) -> None:
        them = self._other(me, post, dice)
        subject = follow(me, self.world.people[them])
        self._do(client, "unfollow", subject, lambda: follows.unfollow_person(me, them))

    def _comment(self, client: int, name: str, me: PersonId, post: PostId, dice: random.Random) -> None:
        self._write(client, f"comment {name}", me, post)

    def _keyed(self, client: int, name: str, me: PersonId, post: PostId, dice: random.Random) -> None:
        """A client that got no answer asks again with the same key, until it knows."""
        text = f"keyed comment {name}"
        for _ in range(4):
            if self._write(client, text, me, post, key=text).outcome != "info":
                return

    def _reply(self, client: int, name: str, me: PersonId, post: PostId, dice: random.Random) -> None:
        self._write(client, f"reply {name}", me, post, to=self.threads[post])

    def _write(
        self, client: int, text: str, me: PersonId, post: PostId, key: str | None = None, to: CommentId | None = None
    ) -> Operation:
        made: list[str] = []
        body = NewComment(text=text, reply_to=to)
        done = self._do(client, "comment", text, lambda: made.append(comments.comment_on(me, post, body, key).id))
        with self._lock:
            self._comments += [(me, post, each, text) for each in made]
        return done

    def _uncomment(self, client: int, name: str, me: PersonId, post: PostId, dice: random.Random) -> None:
        with self._lock:
            if not self._comments:
                return
            author, at, comment, text = self._comments.pop(dice.randrange(len(self._comments)))
        self._do(client, "uncomment", text, lambda: comments.delete_comment(author, at, comment))  # type: ignore[arg-type]

    def _publish(self, client: int, name: str, me: PersonId, post: PostId, dice: random.Random) -> None:
        caption = f"post {name}"
        with self._lock:
            body = self._post(me, caption)
        self._do(client, "publish", caption, lambda: publish.publish(me, body))

    def _draft(self, client: int, name: str, me: PersonId, post: PostId, dice: random.Random) -> None:
        """A draft is kept and published. When nobody knows whether it was kept, nobody knows which to publish."""
        caption = f"draft {name}"
        with self._lock:
            photos = self._post(me, "").photos
        with suppress(Away):
            kept = drafts.keep_draft(me, NewDraft(photos=photos, caption=caption), caption)
            self._do(client, "publish", caption, lambda: drafts.publish_draft(me, kept.id))

    def _switch(self, client: int, name: str, me: PersonId, post: PostId, dice: random.Random) -> None:
        what, on = dice.choice(SWITCHES), dice.random() < 0.6
        own, talk = self.posts[self.people.index(me) % 4], self.threads[post]
        author = self.people[self.posts.index(own)]
        ways: dict[str, tuple[str, str, Callable[[], Any], str, Callable[[], Any]]] = {
            "comment": (
                switch("comment", me, talk),
                *("like comment", lambda: comment_likes.like_comment(me, post, talk)),
                *("unlike comment", lambda: comment_likes.unlike_comment(me, post, talk)),
            ),
            "save": (
                switch("save", me, post),
                *("save", lambda: saves.save_post(me, post, SavedIn())),
                *("unsave", lambda: saves.unsave_post(me, post)),
            ),
            "pin": (
                switch("pin", author, own),
                *("pin", lambda: pins.pin_post(author, own)),
                *("unpin", lambda: pins.unpin_post(author, own)),
            ),
            "ask": (
                switch("ask", me, self.door),
                *("ask", lambda: follows.follow_person(me, "door")),
                *("unask", lambda: follows.unfollow_person(me, "door")),
            ),
            "block": (
                switch("block", me, self.quiet),
                *("block", lambda: blocks.block_person(me, "quiet")),
                *("unblock", lambda: blocks.unblock_person(me, "quiet")),
            ),
        }
        subject, begin, begins, end, ends = ways[what]
        self._do(client, begin if on else end, subject, begins if on else ends)

    def _post(self, me: PersonId, caption: str) -> NewPost:
        waiting = self.uploads.get(me)
        photo = self.world.upload(me) if waiting is None else waiting.pop()
        return NewPost(photos=[ChosenPhoto(media_id=photo, alt="A lake")], caption=caption)

    def _other(self, me: PersonId, post: PostId, dice: random.Random) -> str:
        others = [name for name in CAST if self.world.people[name] != me]
        return others[0] if post == self.posts[0] else dice.choice(others)

    def _do(self, client: int, verb: str, subject: str, work: Callable[[], Any]) -> Operation:
        return self.history.call(client, verb, subject, work)


AGGREGATORS: dict[str, Callable[[list[StreamRecord]], None]] = {
    "posts": posts_counts.count,
    "graph": graph_counts.count,
}


def count_all(world: World, seed: int, tries: int = 50) -> None:
    """Let the aggregators read the streams as Lambda does: in batches, again and again what failed, some twice."""
    dice = random.Random(seed)
    for context, count in AGGREGATORS.items():
        records = world.stream(context)
        place = 0
        while place < len(records):
            batch = records[max(0, place - dice.randrange(20)) : place + dice.randrange(10, 60)]
            for _ in range(dice.choice((1, 1, 2))):
                _until_done(count, batch, tries)
            place = records.index(batch[-1], place) + 1


def _until_done(count: Callable[[list[StreamRecord]], None], batch: list[StreamRecord], tries: int) -> None:
    for left in reversed(range(tries)):
        try:
            count(batch)
            return
        except Exception:
            if not left:
                raise
