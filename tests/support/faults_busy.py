"""A store that is asked for more than it takes, and members who use the platform meanwhile, through its doors.

A client does as the app does: it waits as long as a 503 says, and asks again. Of every function one environment runs,
which takes one request at a time.
"""

import json
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from feed import home
from graph import follows
from posts import comments, likes, publish, read, saves
from posts.publish import ChosenPhoto, NewPost

from kernel.ids import PersonId
from kit.service import Service
from support.events import request
from support.faults_proxy import WRITES, Plan
from support.faults_world import World

CAST = ("alice", "bob", "carol", "dan")
TRIES = 3
"""How often a client asks before it tells its member that this did not work."""

VERBS = {"like": 25, "unlike": 15, "follow": 10, "unfollow": 6, "comment": 12, "save": 8, "look": 12, "read": 12}


@dataclass
class Busy(Plan):
    """`throttled` of all requests, and `conflicts` of the writes among the others, are sent away."""

    throttled: float = 0.0
    conflicts: float = 0.0

    def fate(self, operation: str) -> str:
        with self._lock:
            luck, other = self._dice.random(), self._dice.random()
            if not self.on or not operation:
                return ""
            kind = "throttle" if luck < self.throttled else ""
            if not kind and operation in WRITES and other < self.conflicts:
                kind = "conflict"
            if kind:
                self.injected[kind] += 1
            return kind


@dataclass
class Figures:
    """What clients saw. `wrong` are answers that a busy store does not explain."""

    asked: int = 0
    given_up: int = 0
    answers: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def slowest(self, share: float) -> float:
        """So long did all but this share of the answers take at most."""
        return sorted(self.seconds)[int(len(self.seconds) * (1 - share))]


class Clients:
    """Members who do something until `operations` are done or `seconds` are over."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.seed, self.figures = world, seed, Figures()
        self.people = [world.join(name) for name in CAST]
        photos = [[ChosenPhoto(media_id=world.upload(each), alt="A lake")] for each in self.people]
        self.posts = [publish.publish(*each).id for each in zip(self.people, map(_post, photos), strict=True)]
        self._apps: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def run(self, operations: int, seconds: float = float("inf"), clients: int = 6) -> Figures:
        until = time.monotonic() + seconds
        threads = [
            threading.Thread(target=self._client, args=(each, operations // clients, until)) for each in range(clients)
        ]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        return self.figures

    def _client(self, client: int, operations: int, until: float) -> None:
        dice = random.Random(f"{self.seed}/{client}")
        for number in range(operations):
            (verb,) = dice.choices(list(VERBS), list(VERBS.values()))
            me = dice.choice(self.people)
            self._ask(*self._request(verb, me, dice, f"{client}.{number}"))
            if time.monotonic() > until:
                return

    def _request(self, verb: str, me: PersonId, dice: random.Random, name: str) -> tuple[Service, dict[str, Any]]:
        post = {"post_id": str(dice.choice(self.posts))}
        them = {"username": dice.choice([each for each in CAST if self.world.people[each] != me])}
        match verb:
            case "like":
                return likes.app, request("PUT /v1/posts/{post_id}/like", me=me, path=post)
            case "unlike":
                return likes.app, request("DELETE /v1/posts/{post_id}/like", me=me, path=post)
            case "follow":
                return follows.app, request("PUT /v1/people/{username}/follow", me=me, path=them)
            case "unfollow":
                return follows.app, request("DELETE /v1/people/{username}/follow", me=me, path=them)
            case "comment":
                key, body = {"idempotency-key": name}, {"text": f"Lovely {name}"}
                route = "POST /v1/posts/{post_id}/comments"
                return comments.app, request(route, me=me, path=post, body=body, headers=key)
            case "save":
                return saves.app, request("PUT /v1/posts/{post_id}/save", me=me, path=post, body={})
            case "look":
                return home.app, request("GET /v1/feed", me=me)
            case _:
                return read.app, request("GET /v1/posts/{post_id}", me=me, path=post)

    def _ask(self, app: Service, event: dict[str, Any]) -> None:
        status = 503
        for _ in range(TRIES):
            with self._environment(app):
                began = time.perf_counter()
                found = app(event, None)
                took = time.perf_counter() - began
            status, after = found["statusCode"], _header(found, "retry-after")
            with self._lock:
                self.figures.answers[status] += 1
                self.figures.seconds.append(took)
                if status >= 400 and not (status == 503 and after.isdecimal()):
                    self.figures.wrong.append(f"{event['routeKey']}: {status} {json.loads(found['body'])}")
            if status != 503:
                break
            time.sleep(int(after or 1))
        with self._lock:
            self.figures.asked += 1
            self.figures.given_up += status == 503

    def _environment(self, app: Service) -> threading.Lock:
        with self._lock:
            return self._apps.setdefault(app.app_name, threading.Lock())


def _post(photos: list[ChosenPhoto]) -> NewPost:
    return NewPost(photos=photos)


def _header(found: dict[str, Any], name: str) -> str:
    many = {each.lower(): value[0] for each, value in found.get("multiValueHeaders", {}).items()}
    return str({**many, **{each.lower(): value for each, value in found.get("headers", {}).items()}}.get(name, ""))
