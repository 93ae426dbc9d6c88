"""The demo world: twelve people, their photographs, and what they said to each other, with dates of the last weeks.

It goes through the contexts' own stores, so that streams, facts, timelines, counters and notifications come about as
they always do; only clocks are set back while it is written. Renditions are made once and kept in `.local/renditions`.
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import hashlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from desk import places, world_chats, world_life, world_pictures
from desk.cloud import client
from desk.emulator import ACCOUNT, REGION, Access
from desk.terminal import DeskError, Say, say, silent, step

T = TypeVar("T")

WORLD = places.ROOT / "scripts" / "world"
PASSWORD = "correct horse battery staple"  # noqa: S105 - of the demo, printed by scripts/dev
PULL_THRESHOLD = 11
"""Followers from which the demo's celebrity is pulled: all others of the cast follow her."""

MARKER = "demo.world"
"""A username that nobody can take; its item says that the world was loaded."""

CODE = ("functions", "layers/shared/python")


def accounts() -> list[str]:
    """Who can sign in, for people."""
    names = [person["username"] for person in _read("cast.json")]
    return [f"sign in as {', '.join(names[:4])} … or {names[-1]}", f"password: {PASSWORD}"]


def demo_accounts() -> str:
    """Who can sign in, for the app: JSON."""
    known = [{key: each[key] for key in ("username", "name", "email", "password")} for each in _read("cast.json")]
    return json.dumps(known, ensure_ascii=False)


def seed(access: Access, environ: Mapping[str, str], *, speak: Say = silent) -> bool:
    """Load the world into a running platform unless it is there. Returns whether it did.

    `environ` is a function's environment on that platform (PREFIX, AWS_ENDPOINT_URL, …). Started again after an
    interruption it goes on: everything has an id of its own and is written once.
    """
    with _as_a_function(environ), _clocks_set_back():
        cast, posts = _read("cast.json"), _read("posts.json")
        began = _begin()
        if began is None:
            return False
        with step("  photographs", speak):
            pictures = world_pictures.render_all(cast, posts)
        loader = _Loader(access, environ["PREFIX"], cast, posts, pictures, began)
        for name, work in (
            ("people", loader.people),
            ("follows", loader.follows),
            ("posts", loader.publish),
            ("likes and comments", loader.talk),
            ("friends, places and collections", loader.live),
            ("conversations", loader.chat),
            ("what trends", lambda: world_life.trend(len(posts), _until)),
        ):
            with step(f"  {name}", speak):
                work()
        _finish(began)
    return True


class _Loader:
    """Writes the world in the order in which it happened."""

    def __init__(
        self, access: Access, prefix: str, cast: Any, posts: Any, pictures: Mapping[str, Any], now: datetime
    ) -> None:
        self.access = access
        self.prefix = prefix
        self.cast = cast
        self.posts = posts
        self.pictures = pictures
        self.now = now
        self.ids = {each["username"]: _id("person", each["username"], self.now - timedelta(days=60)) for each in cast}

    def people(self) -> None:
        from identity import passwords
        from identity import store as identity

        from kernel.errors import Conflict

        hash_ = passwords.hash_of(PASSWORD)
        for number, each in enumerate(self.cast):
            with _past(self.now - timedelta(days=60, minutes=-number)), contextlib.suppress(Conflict):
                identity.add_person(self.ids[each["username"]], each["email"], each["username"], hash_)
        world_life.verify(self.ids, self.cast)
        self._profiles()

    def _profiles(self) -> None:
        from profiles import profiles

        from kit.wire import batch_get
        from views.profiles import profile_key

        keys = [profile_key(person) for person in self.ids.values()]
        _until(lambda: len(batch_get(keys, consistent=True)) == len(keys), "the profiles of the cast")
        for each in self.cast:
            me = self.ids[each["username"]]
            profiles.describe_me(me, profiles.Description(name=each["name"], bio=each["bio"]))
            media = self._store_picture(f"faces/{each['face']}", me, purpose="avatar", at=self.now - timedelta(days=59))
            profiles.set_my_avatar(me, profiles.Picture(media_id=media))

    def follows(self) -> None:
        from graph import follows

        from kit.wire import batch_get
        from views.graph import is_pulled_key

        for day, each in enumerate(self.cast):
            for place, name in enumerate(each["follows"]):
                with _past(self.now - timedelta(days=58, hours=-day, minutes=-place)):
                    follows.follow_person(self.ids[each["username"]], name)
        for each in self.cast:
            if each.get("celebrity"):
                key = is_pulled_key(self.ids[each["username"]])
                _until(lambda key=key: bool(batch_get([key], consistent=True)), "the celebrity's followers")  # type: ignore[misc]

    def publish(self) -> None:
        from posts import post_store

        from kernel.text import entities
        from views.posts import PostCard

        wanted = [(photo["file"], post) for post in self.posts for photo in post["photos"]]

        def place(file_and_post: tuple[str, Any]) -> None:
            file, post = file_and_post
            owner, at = self.ids[post["author"]], self._moment(post)
            self._store_picture(f"photos/{file}", owner, purpose="post", at=at)

        _together(place, wanted)
        for number, post in enumerate(self.posts):
            author, at = self.ids[post["author"]], self._moment(post)
            photos = [
                self._card(_id("media", f"photos/{photo['file']}", at)).photo(photo["alt"]) for photo in post["photos"]
            ]
            with _past(at):
                post_store.add_post(
                    PostCard(
                        post_id=_id("post", str(number), at),
                        author=author,
                        published_at=at,
                        photos=photos,
                        caption=post["caption"],
                        entities=list(entities(post["caption"])),
                    )
                )

    def talk(self) -> None:
        from posts import comment_store, like_store
        from posts.model import Comment

        from kernel.text import entities
        from kit.wire import batch_get
        from views.posts import card_of, post_key

        def talk_about(numbered: tuple[int, Any]) -> None:
            number, post = numbered
            at = self._moment(post)
            post_id = _id("post", str(number), at)
            card = card_of(batch_get([post_key(post_id)], consistent=True)[post_key(post_id)])
            for place, name in enumerate(post["likes"]):
                with _past(min(at + timedelta(minutes=7 * (place + 1)), self.now)):
                    like_store.add_like(card, self.ids[name])
            written: list[Comment] = []
            replies = world_life.answers(post["comments"], post["author"])
            for place, (each, to) in enumerate(zip(post["comments"], replies, strict=True)):
                answered = written[to] if to is not None else None
                comment = Comment(
                    comment_id=self._comment_id(number, place),
                    post_id=post_id,
                    author=card.author,
                    commenter=self.ids[each["by"]],
                    text=each["text"],
                    entities=list(entities(each["text"])),
                    parent=answered.comment_id if answered else None,
                    reply_to=answered.comment_id if answered else None,
                    reply_to_author=answered.commenter if answered else None,
                )
                written.append(comment)
                with _past(self._said(number, place)):
                    comment_store.add_comment(comment, answered)

        _together(talk_about, list(enumerate(self.posts)))

    def chat(self) -> None:
        def picture(name: str, owner: Any, at: datetime) -> Any:
            return self._store_picture(name, owner, purpose="post", at=at)

        def talk(numbered: tuple[int, Any]) -> None:
            world_chats.talk(self.ids, self._post_ids(), *numbered, self.now, _past, picture)

        _together(talk, list(enumerate(_read("chats.json"))))

    def _post_ids(self) -> list[Any]:
        return [_id("post", str(number), self._moment(post)) for number, post in enumerate(self.posts)]

    def live(self) -> None:
        def first_comment(number: int) -> tuple[str, Any]:
            post = self.posts[number]
            others = (place for place, each in enumerate(post["comments"]) if each["by"] != post["author"])
            place = next(others, None)
            return post["author"], None if place is None else self._comment_id(number, place)

        world_life.live(self.ids, self._post_ids(), _read("life.json"), first_comment)

    def _said(self, number: int, place: int) -> datetime:
        """When a comment was written."""
        post = self.posts[number]
        return min(self._moment(post) + timedelta(hours=post["comments"][place]["hours_after"]), self.now)

    def _comment_id(self, number: int, place: int) -> Any:
        return _id("comment", f"{number}.{place}", self._said(number, place))

    def _moment(self, post: Mapping[str, Any]) -> datetime:
        return self.now - timedelta(days=float(post["days_ago"]))

    def _store_picture(self, name: str, owner: Any, *, purpose: str, at: datetime) -> Any:
        """Put a picture's renditions where the media context would, and its card beside them; the media id."""
        from kit.wire import Table
        from views.media import media_key, rendition_path

        made = self.pictures[name]
        media = _id("media", name, at)
        s3 = client(self.access, "s3")
        bucket = f"{self.prefix}-media-{ACCOUNT}"
        for file in made["renditions"]:
            width, format_ = file["name"].split(".")
            s3.put_object(
                Bucket=bucket,
                Key=rendition_path(media, int(width), format_),
                Body=base64.b64decode(file["data"]),
                ContentType=file["type"],
                CacheControl="public, max-age=31536000, immutable",
            )
        s3.put_object(
            Bucket=bucket, Key=f"masters/{media}.jpg", Body=base64.b64decode(made["master"]), ContentType="image/jpeg"
        )
        table, pk, sk = media_key(media)
        card = {"media_id": media, "owner": owner, "state": "ready", "purpose": purpose, **made["card"]}
        Table(table).put({"pk": pk, "sk": sk, **card})
        return media

    def _card(self, media: Any) -> Any:
        from kit.items import build
        from kit.wire import batch_get
        from views.media import MediaCard, media_key

        key = media_key(media)
        return build(batch_get([key], consistent=True)[key], MediaCard)


def _begin() -> datetime | None:
    """The moment from which the world's dates count, the same when it is loaded again; None when it is complete."""
    from kernel import clock
    from kit.wire import Table
    from views.identity import handle_key

    table, pk, sk = handle_key(MARKER)
    marker = {"pk": pk, "sk": sk, "person_id": "0" * 26, "username": MARKER, "began": clock.stamp(datetime.now(UTC))}
    Table(table).put(marker, unless_exists=True)
    kept = Table(table).get(pk, sk, consistent=True) or marker
    return None if "complete" in kept else clock.read(str(kept["began"]))


def _finish(began: datetime) -> None:
    from kernel import clock
    from kit.wire import Table
    from views.identity import handle_key

    table, pk, sk = handle_key(MARKER)
    began_at = clock.stamp(began)
    marker = {"pk": pk, "sk": sk, "person_id": "0" * 26, "username": MARKER, "began": began_at, "complete": True}
    Table(table).put(marker)


@contextmanager
def _as_a_function(environ: Mapping[str, str]) -> Iterator[None]:
    """Let the contexts' code find this platform, as it does inside a function."""
    before = dict(os.environ)
    path = list(sys.path)
    sys.path[:0] = [str(places.ROOT / part) for part in CODE]
    os.environ.update({**environ, "ACCOUNT": ACCOUNT})
    from kit import wire
    from kit.settings import settings

    settings.cache_clear()
    wire.reset()
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        sys.path[:] = path
        settings.cache_clear()
        wire.reset()


_then: ContextVar[datetime | None] = ContextVar("then", default=None)


@contextmanager
def _past(moment: datetime) -> Iterator[None]:
    """Clocks that say `moment`, in this thread: what is written now happened then. Signatures keep the real time."""
    token = _then.set(moment)
    try:
        yield
    finally:
        _then.reset(token)


@contextmanager
def _clocks_set_back() -> Iterator[None]:
    """The platform's clocks, obeying `_past`."""
    from kernel import clock

    now, milliseconds = clock.now, clock.milliseconds
    clock.now = lambda: _then.get() or now()
    clock.milliseconds = lambda: int(then.timestamp() * 1000) if (then := _then.get()) else milliseconds()
    try:
        yield
    finally:
        clock.now, clock.milliseconds = now, milliseconds


def _together(work: Callable[[T], None], things: Sequence[T]) -> None:
    """Do the same for all of them, several at a time."""
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, things))


def _id(kind: str, name: str, at: datetime) -> Any:
    """An id that is the same at every start, so that loading twice writes nothing twice."""
    from kernel.ids import new_id

    hour = at.replace(minute=0, second=0, microsecond=0)
    return new_id(int(hour.timestamp() * 1000), hashlib.sha256(f"{kind}:{name}".encode()).digest()[:10])


def _until(reached: Callable[[], bool], what: str, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not reached():
        if time.monotonic() > until:
            raise DeskError(f"Loading the demo world waited {seconds:.0f} s for {what}; see the emulator's log.")
        time.sleep(0.2)


def _read(name: str) -> Any:
    return json.loads((Path(WORLD) / name).read_text(encoding="utf-8"))


def main() -> int:
    """scripts/seed."""
    parser = argparse.ArgumentParser(
        prog="scripts/seed",
        description="Load the demo world (12 people, their photographs, comments and likes) into a running platform. "
        "What is there already is left as it is.",
    )
    parser.add_argument("--stage", default="dev", help="its name (dev)")
    parser.add_argument("--endpoint", default="http://127.0.0.1:4566", help="where its cloud answers (%(default)s)")
    parser.add_argument("--redis", default="", metavar="URL", help="its Redis or Valkey, if it has one")
    chosen = parser.parse_args()
    access = Access(chosen.endpoint, REGION, "test", "test")
    environ = {**access.environ(), "PREFIX": places.prefix_of(chosen.stage), "REDIS_URL": chosen.redis}
    say(f"loading the demo world into {environ['PREFIX']}")
    say("done" if seed(access, environ, speak=say) else "it was there already")
    for line in accounts():
        say(f"  {line}")
    return 0
