"""Members who like, follow, comment and publish at once, through the real views, while the store misbehaves."""

import random
import threading
from collections.abc import Callable
from typing import Any

from graph import counts as graph_counts
from graph import follows
from graph import store as graph_store
from posts import comments, likes, publish
from posts import counts as posts_counts
from posts import store as posts_store
from posts.comments import NewComment
from posts.publish import ChosenPhoto, NewPost

from kernel.ids import MediaId, PersonId, PostId
from kit.consumers import StreamRecord
from support.faults_history import History, Operation
from support.faults_world import World, follow, like

VERBS = {
    "like": 26,
    "unlike": 16,
    "follow": 16,
    "unfollow": 10,
    "comment": 14,
    "keyed": 8,
    "uncomment": 4,
    "publish": 6,
}
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
        self.history: History
        self._comments: list[tuple[PersonId, PostId, str, str]] = []
        self._lock = threading.Lock()
        publishing = operations * VERBS["publish"] // sum(VERBS.values())
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

    def _write(self, client: int, text: str, me: PersonId, post: PostId, key: str | None = None) -> Operation:
        made: list[str] = []
        done = self._do(
            client, "comment", text, lambda: made.append(comments.comment_on(me, post, NewComment(text=text), key).id)
        )
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
