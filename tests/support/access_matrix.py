"""The matrix of access: requests in the name of every actor, and how their answers differ from the policy."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any

from desk import places
from desk.generate import openapi
from desk.generate.access import SOURCE, Policy, read
from desk.generate.discover import System, discover
from kernel import clock
from kernel.ids import new_id
from kit.endpoints import Endpoint
from support.access_world import World
from support.events import request

BODIES: dict[str, Any] = {
    "PUT /v1/people/{username}/mute": {"posts": True},
    "PATCH /v1/posts/{post_id}": {"caption": "Another lake"},
    "PUT /v1/posts/{post_id}/save": {"collection": "Hills"},
    "POST /v1/posts/{post_id}/comments": {"text": "How nice"},
    "PATCH /v1/me/saved/{collection}": {"name": "Rivers"},
    "PUT /v1/me/drafts/{draft_id}": {"caption": "Another lake"},
    "PUT /v1/me/drafts/{draft_id}/schedule": {"publishAt": ""},
    "POST /v1/media/{media_id}/parts": {"numbers": [1]},
    "PATCH /v1/auth/passkeys/{passkey_id}": {"name": "Another key"},
    "POST /v1/reports (post)": {"kind": "post", "reason": "spam", "post": "{post_id}"},
    "POST /v1/reports (comment)": {"kind": "comment", "reason": "spam", "post": "{post_id}", "comment": "{comment_id}"},
    "POST /v1/reports (account)": {"kind": "account", "reason": "spam", "person": "{person_id}"},
    "POST /v1/conversations/{conversation_id}/messages": {"clientId": "one", "text": "How nice"},
    "PATCH /v1/conversations/{conversation_id}/messages/{seq}": {"text": "Another lake"},
    "PUT /v1/conversations/{conversation_id}/messages/{seq}/reaction": {"emoji": "👍"},
    "PATCH /v1/conversations/{conversation_id}": {"timer": 3600},
    "POST /v1/conversations/{conversation_id}/members": {"people": []},
    "PUT /v1/conversations/{conversation_id}/members/{person_id}/role": {"role": "admin"},
    "PUT /v1/conversations/{conversation_id}/choices": {"mutedFor": 3600},
    "PUT /v1/conversations/{conversation_id}/read": {"seq": 1},
    "PUT /v1/conversations/{conversation_id}/delivered": {"seq": 1},
    "POST /v1/staff/cases/{case}/decision": {"outcome": "dismiss", "reason": "Nothing wrong"},
    "POST /v1/staff/content/{case}/hide": {"reason": "It is spam"},
    "POST /v1/staff/content/{case}/show": {"reason": "It is none"},
    "POST /v1/staff/people/{person}/suspend": {"reason": "It is spam"},
    "POST /v1/staff/people/{person}/reinstate": {"reason": "It is none"},
    "POST /v1/staff/people/{person}/notes": {"text": "Look again"},
}
"""What a request of a route that names an object carries; names in braces are parameters of the object."""

QUERIES = {
    "GET /v1/conversations/{conversation_id}/search": "q=lake",
    "GET /v1/conversations/{conversation_id}/sync": "seq=0",
}
"""What a route must be asked with."""

SEE_POST = "GET /v1/posts/{post_id}"
MISSING = {"passkey_id": "f" * 32, "subscription_id": "f" * 32, "username": "nobody.at.all", "collection": "f" * 16}


@dataclass
class Answer:
    """What came back, without what differs between any two requests; and what was written."""

    status: int
    body: Any
    headers: dict[str, str] = field(default_factory=dict)
    changed: set[tuple[str, str, str]] = field(default_factory=set)

    @property
    def verdict(self) -> str:
        code = (self.body or {}).get("type", "").rpartition("/")[2] if isinstance(self.body, dict) else ""
        return "yes" if self.status < 300 else f"{self.status} {code.rpartition(':')[2]}"

    @property
    def told(self) -> tuple[int, Any, dict[str, str]]:
        return self.status, self.body, self.headers


@cache
def system() -> System:
    return discover(places.ROOT)


@cache
def policy() -> Policy:
    return read(places.ROOT / SOURCE)


@cache
def doors() -> dict[str, tuple[Any, Endpoint, bool]]:
    """Every registered route: the app, the endpoint, and whether a session is required."""
    return {
        f"{endpoint.method} {path}": (function.app, endpoint, session)
        for function in system().functions
        for endpoint in function.endpoints
        for path, session in endpoint.routes
    }


@cache
def pages() -> set[str]:
    """Every route that answers with a page."""
    return {f"{each.method} {each.path}" for function in system().functions for each in function.pages}


def base(route: str) -> str:
    """A route without the kind of object that its body names."""
    return route.partition(" (")[0]


def door(route: str) -> tuple[Any, Endpoint, bool]:
    return doors()[base(route)]


def ask(world: World, route: str, path: dict[str, str], actor: str, kind: str, state: str) -> Answer:
    """One request in the name of an actor. The store is as before when it is answered."""
    app, endpoint, session = door(route)
    who = world.actor(actor, kind, state)
    body = BODIES.get(route, {} if endpoint.body is not None else None)
    if body and "publishAt" in body:
        body = {"publishAt": clock.stamp(clock.now() + timedelta(days=1))}
    elif body and route != base(route):
        body = {name: path.get(text.strip("{}"), text) for name, text in body.items()}
        path = {}
    if body and "people" in body:
        assert world.newcomer
        body = {"people": [world.newcomer.person]}
    event = request(
        base(route),
        path=path,
        query=QUERIES.get(route, ""),
        body=body,
        me=who.person if who else None,
        claims=who.claims if who else None,
    )
    if not session:
        event["requestContext"].pop("authorizer", None)
    world.touched.clear()
    found = app(event, None)
    text = json.loads(found["body"]) if found["body"] else None
    if found["statusCode"] >= 400:
        assert isinstance(text, dict)
        text.pop("instance")
    return Answer(found["statusCode"], text, found["headers"], world.changed())


class Matrix:
    """All cells of the policy that are about objects."""

    def __init__(self, world: World, rules: Policy) -> None:
        self.world = world
        self.policy = rules
        self.asked = 0
        self._nothing: dict[tuple[str, ...], Answer] = {}

    def wrong(self, *routes: str) -> dict[str, str]:
        """What answers otherwise than the policy says: route, state and actor → what came instead."""
        found = {}
        for route in routes or [each for each in self.policy.routes if self.policy.on(each)]:
            kind = self.policy.on(route)
            for state in self.policy.states[kind]:
                for actor in self.actors(route):
                    if problem := self._cell(route, kind, state, actor):
                        found[f"{route} | {state} | {actor}"] = problem
        return found

    def actors(self, route: str) -> list[str]:
        """Who asks by a route: nobody signed in by public ones, everybody else by those of members."""
        return [name for name in self.policy.actors if door(route)[2] or name == "anonymous"]

    def _cell(self, route: str, kind: str, state: str, actor: str) -> str:
        path = self._path(route, kind, state, actor)
        wanted = self.policy.verdict(route, state, actor)
        if door(route)[2] and actor in ("anonymous", "suspended"):
            wanted = "401 unauthenticated"
        self.asked += 1
        got = ask(self.world, route, path, actor, kind, state)
        if wanted == "yes":
            return self._leak(got, actor) if got.status < 300 else f"{got.verdict} {got.body}"
        if changed := got.changed & self.world.kept.keys():
            return f"{wanted}, but it wrote {changed}"
        if wanted not in ("hidden", "nothing"):
            return "" if got.verdict == wanted else f"{got.verdict} instead of {wanted}"
        if got.status != (404 if wanted == "hidden" else 204):
            return f"{got.verdict} instead of {wanted}"
        for missing in self._missing(route, kind, state, actor):
            if missing.told != got.told:
                return f"not like what is missing: {got.told} {missing.told}"
        return ""

    def _leak(self, got: Answer, actor: str) -> str:
        """Which posts an answer shows that the policy hides from the actor."""
        text = json.dumps(got.body)
        for state, post in self.world.posts.items():
            if post in text and self.policy.verdict(SEE_POST, state, actor) != "yes":
                owner = self.world.owner_of("post", state).person
                if not (actor == "owner" and owner in text):
                    return f"it shows the post that is {state}"
        return ""

    def _path(self, route: str, kind: str, state: str, actor: str) -> dict[str, str]:
        names = list(door(route)[1].path_params)
        if route != base(route):
            names = [text.strip("{}") for text in BODIES[route].values() if text.startswith("{")]
        path = self.world.path(kind, state, actor)
        return {name: path[name] for name in names}

    def _missing(self, route: str, kind: str, state: str, actor: str) -> Iterator[Answer]:
        """What this actor hears when the object does not exist.

        Of a comment: when there is no such comment under the post, and, who does not see the post, no such post.
        """
        path = self._path(route, kind, state, actor)
        id_ = {"post": "post_id", "comment": "comment_id", "conversation": "conversation_id"}.get(kind)
        names = [id_] if id_ else list(path)
        yield self._remembered(route, actor, kind, state, {**path, **{name: _no(name) for name in names}})
        if kind == "comment" and self.policy.verdict(SEE_POST, self._post_state(state), actor) != "yes":
            yield self._remembered(route, actor, kind, state, {**path, "post_id": _no("post_id")})

    def _remembered(self, route: str, actor: str, kind: str, state: str, path: dict[str, str]) -> Answer:
        stable = {name: _NO.get(value, value) for name, value in path.items()}
        key = (route, actor, state if actor == "owner" else "", *stable.values())
        if key not in self._nothing:
            self._nothing[key] = ask(self.world, route, path, actor, kind, state)
        return self._nothing[key]

    @staticmethod
    def _post_state(state: str) -> str:
        found = {"post_taken_down": "taken_down", "post_deleted": "deleted"}
        return found.get(state, "public" if state in ("taken_down", "gone", "own") else state)


_NO: dict[str, str] = {}


def _no(name: str) -> str:
    """An id that nothing has."""
    made = MISSING.get(name) or new_id()
    _NO[made] = "nothing"
    return made


def differences(rules: Policy, registered: set[str]) -> dict[str, set[str]]:
    """Routes that are not in all of: the policy, the code, the document, the templates. Empty: all are the same.

    Pages (`Service.page`) are no routes of the API: they answer everybody as they answer nobody in particular.
    """
    document = openapi.document(system())["paths"]
    known = {
        "policy": {base(route) for route in rules.routes},
        "code": registered,
        "document": {f"{method.upper()} {path}" for path, methods in document.items() for method in methods},
        "templates": set(deployed()) - pages(),
    }
    every = set().union(*known.values())
    return {name: every - some for name, some in known.items() if every - some}


@cache
def deployed() -> dict[str, str]:
    """Every route of the templates, and how the gateway authorizes it."""
    found, last = {}, ""
    for file in (places.ROOT / "infra" / "routes").glob("*.yaml"):
        for line, after in zip(lines := file.read_text().splitlines(), [*lines[1:], ""], strict=True):
            if line.strip().startswith("RouteKey: "):
                last = line.partition("RouteKey: ")[2]
            elif line.strip().startswith("AuthorizationType: "):
                found[last] = line.partition(": ")[2] + (" with authorizer" if "AuthorizerId" in after else "")
    return found


PUBLIC_NAMES = {"tag", "place_id", "search_id"}
"""Path parameters that name no object of anybody: a word and a place have pages for everybody, whatever lies there.

And what was looked for has the same name for everybody; it is looked up in one's own list alone.
"""


def shut_wrongly(rules: Policy) -> dict[str, str]:
    found = {}
    for route in rules.routes:
        _, endpoint, session = door(route)
        if rules.on(route):
            continue
        if session != (rules.routes[route].rule != "anyone"):
            found[route] = f"session required: {session}"
        elif session and not endpoint.me:
            found[route] = "a member's view that is not told who asks"
        elif any(name not in PUBLIC_NAMES for name in endpoint.path_params):
            found[route] = "it names an object"
    return found


def open_to_nobody(world: World, *routes: str) -> dict[str, str]:
    """Routes of members that answer anything but 401 without a session, or with an ended one."""
    found = {}
    for route in routes or doors():
        _, endpoint, session = door(route)
        if session:
            for actor in ("anonymous", "suspended"):
                path = dict.fromkeys(endpoint.path_params, new_id())
                got = ask(world, route, path, actor, "mine", "theirs")
                if got.verdict != "401 unauthenticated" or got.changed:
                    found[f"{route} | {actor}"] = got.verdict
    return found
