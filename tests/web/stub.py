"""A stand-in for the platform behind the page: the API's shapes, the edge's headers, no stores.

What a test wants to go wrong it asks for: `stub.refuse("PUT", r"/like$", 503)`.
"""

import asyncio
import base64
import json
import re
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from aiohttp import WSMsgType, web
from web.world import Answer, Person, World, told

from desk import origin_headers
from desk.origin_static import Static

ROOT = Path(__file__).resolve().parents[2]
PAGE = 12
Handler = Callable[[web.Request, Person | None], Awaitable[Any]]


class Stub:
    """One stand-in on a free port, in a thread of its own."""

    def __init__(self, *, demo: bool = False, port: int = 0) -> None:
        self._demo, self._port = demo, port
        self.calls: list[str] = []
        self.refusals: list[tuple[str, str, int, Answer]] = []
        self.hold = 0.0
        self.rejected = "The picture is damaged and cannot be read."
        self.sockets: list[web.WebSocketResponse] = []
        self._static = Static(ROOT / "web" / "app")
        self._sessions: dict[str, str] = {}
        self._number = 0
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()

    def __enter__(self) -> "Stub":
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        assert self._ready.wait(60)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def refuse(self, method: str, path: str, status: int, **said: Any) -> None:
        """Answer the next call that fits with a problem."""
        self.refusals.append((method, path, status, said))

    def send(self, frame: Answer) -> None:
        """Put a frame into every open socket."""

        async def all_of_them() -> None:
            for socket in list(self.sockets):
                await socket.send_json(frame)

        asyncio.run_coroutine_threadsafe(all_of_them(), self._loop).result(5)

    def cut(self) -> None:
        """Close every socket, as when the gateway goes away."""

        async def all_of_them() -> None:
            for socket in list(self.sockets):
                await socket.close(code=1001)

        asyncio.run_coroutine_threadsafe(all_of_them(), self._loop).result(5)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        self._stop = asyncio.Event()
        app = web.Application(client_max_size=30 * 2**20)
        app.router.add_route("*", "/{path:.*}", self._answer)
        app.on_response_prepare.append(self._finish)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", self._port)
        await site.start()
        self.port = runner.addresses[0][1]
        self.world = World(f"http://media.localhost:{self.port}", demo=self._demo)
        self._ready.set()
        await self._stop.wait()
        for socket in list(self.sockets):
            await socket.close()
        await runner.cleanup()

    async def _finish(self, request: web.Request, response: web.StreamResponse) -> None:
        places = origin_headers.local_places(self.address, self.world.origin)
        media = request.host.startswith("media.")
        kind: origin_headers.Kind = "media" if media else "api" if request.path.startswith("/v1/") else "app"
        if response.status != 101:
            origin_headers.put_on(response.headers, kind, places)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        path = request.path
        if request.host.startswith("media."):
            return await self._media(request)
        if path == "/socket":
            return await self._socket(request)
        if path == "/demo.json" and self._demo:
            people = list(self.world.people.values())
            return web.json_response([{"username": p.username, "name": p.name, "password": p.password} for p in people])
        if path == "/demo.json":
            return web.json_response([])
        if path.startswith("/v1/"):
            return await self._api(request)
        return await self._static.serve(request)

    async def _api(self, request: web.Request) -> web.StreamResponse:
        self.calls.append(f"{request.method} {request.path}")
        await asyncio.sleep(self.hold)
        for place, (method, path, status, said) in enumerate(self.refusals):
            if method == request.method and re.search(path, request.path):
                del self.refusals[place]
                return _problem(status, **said)
        bearer = request.headers.get("authorization", "").removeprefix("Bearer ")
        username = self._sessions.get(bearer)
        me = self.world.people.get(username) if username else None
        wanted = request.path.removeprefix("/v1").removeprefix("/public")
        for method, pattern, react in ROUTES:
            match = re.fullmatch(pattern, wanted)
            if match and method == request.method:
                open_ = "/v1/public/" in request.path or "/auth/" in wanted
                if me is None and (not open_ or wanted == "/auth/sign-out"):
                    return _problem(401, detail="Sign in first.")
                given = await react(self, request, me, *match.groups())
                if isinstance(given, web.StreamResponse):
                    return given
                return web.Response(status=204) if given is None else web.json_response(given)
        return _problem(404)

    async def _media(self, request: web.Request) -> web.StreamResponse:
        cors = {"Access-Control-Allow-Origin": self.address}
        if request.path.startswith("/upload"):
            allowed = {"Access-Control-Allow-Methods": "POST", "Access-Control-Allow-Headers": "content-type"}
            if request.method == "OPTIONS":
                return web.Response(status=204, headers={**cors, **allowed})
            form = await request.post()
            key = str(form["key"])
            sent: Any = form["file"]
            body = sent.file.read()
            media = self.world.media[key]
            good = body[:3] in (b"\xff\xd8\xff", b"\x89PN", b"RIF")
            media.update(self.world_answer(key, good))
            return web.Response(status=204, headers=cors)
        file = self.world.files.get(request.path)
        if file is None:
            return web.Response(status=403)
        kind = "image/webp" if request.path.endswith(".webp") else "image/jpeg"
        return web.Response(body=file, content_type=kind)

    def world_answer(self, media: str, good: bool) -> Answer:
        if good:
            return {"state": "ready", "photo": self.world.uploaded(media)}
        return {"state": "rejected", "reason": "damaged", "sentence": self.rejected}

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.sockets.append(socket)
        async for message in socket:
            if message.type is WSMsgType.TEXT and message.json().get("action") == "ping":
                await socket.send_json({"type": "pong", "clientId": None})
        self.sockets.remove(socket)
        return socket

    # what the API does

    async def sign_in(self, request: web.Request, me: Person | None) -> Any:
        body = await request.json()
        person = self.world.people.get(body["login"])
        if person is None or person.password != body["password"]:
            return _problem(401, type="wrong-credentials", detail="The login or the password is wrong.")
        return self._tokens(person)

    async def sign_up(self, request: web.Request, me: Person | None) -> Any:
        body = await request.json()
        if body["username"] in self.world.people:
            return _problem(409, type="username-taken", detail="This username is taken.")
        if len(body["password"]) < 8:
            wrong = [{"pointer": "/password", "detail": "A password has 8 to 128 characters."}]
            return _problem(422, detail="Some fields are wrong.", errors=wrong)
        return self._tokens(self.world.person(body["username"], ""))

    async def refresh(self, request: web.Request, me: Person | None) -> Any:
        person = self.world.people.get(request.cookies.get("__Secure-refresh", ""))
        return self._tokens(person) if person else _problem(401, type="session-ended", detail="This session has ended.")

    async def sign_out(self, request: web.Request, me: Person) -> Any:
        answer = web.Response(status=204)
        answer.headers["Set-Cookie"] = "__Secure-refresh=; Path=/v1/auth; Max-Age=0; Secure; HttpOnly; SameSite=Strict"
        return answer

    def _tokens(self, person: Person) -> web.Response:
        self._number += 1
        claims = base64.urlsafe_b64encode(json.dumps({"sub": person.id, "n": self._number}).encode()).decode()
        token = f"stub.{claims.rstrip('=')}.stub"
        self._sessions[token] = person.username
        answer = web.json_response({"accessToken": {"value": token, "ttl": 600}, "refreshToken": None})
        cookie = f"__Secure-refresh={person.username}; Path=/v1/auth; Max-Age=600; Secure; HttpOnly; SameSite=Strict"
        answer.headers["Set-Cookie"] = cookie
        return answer

    def forget_tokens(self) -> None:
        """Every access token is over; the cookies live on."""
        self._sessions.clear()

    async def ticket(self, request: web.Request, me: Person) -> Any:
        return web.json_response({"ticket": "once", "expiresIn": 30}, status=201)

    async def feed(self, request: web.Request, me: Person) -> Any:
        shown = [post for post in self._newest() if post["author"]["username"] in me.follows | {me.username}]
        return self._page(request, shown, lambda post: self._post(post, me))

    async def show_post(self, request: web.Request, me: Person | None, post: str) -> Any:
        found = self.world.posts.get(post)
        return self._post(found, me) if found else _problem(404)

    async def posts_of(self, request: web.Request, me: Person | None, username: str) -> Any:
        shown = [post for post in self._newest() if post["author"]["username"] == username]
        return self._page(request, shown, lambda post: self._post(post, me))

    async def publish(self, request: web.Request, me: Person) -> Any:
        body = await request.json()
        photos = [{**self.world.media[each["mediaId"]]["photo"], "alt": each["alt"]} for each in body["photos"]]
        from datetime import timedelta

        made = self.world.post(me, photos, body["caption"], age=timedelta(0))
        made["likes"] = 0
        return web.json_response(self._post(made, me), status=201)

    async def like(self, request: web.Request, me: Person, post: str) -> Any:
        if (me.username, post) not in self.world.likes:
            self.world.likes.add((me.username, post))
            self.world.posts[post]["likes"] += 1

    async def unlike(self, request: web.Request, me: Person, post: str) -> Any:
        if (me.username, post) in self.world.likes:
            self.world.likes.discard((me.username, post))
            self.world.posts[post]["likes"] -= 1

    async def comments(self, request: web.Request, me: Person | None, post: str) -> Any:
        mine = me.username if me else None
        return self._page(
            request,
            self.world.comments.get(post, []),
            lambda each: {**each, "removable": each["author"]["username"] == mine},
        )

    async def comment(self, request: web.Request, me: Person, post: str) -> Any:
        body = await request.json()
        return web.json_response({**self.world.comment(post, me, body["text"]), "removable": True}, status=201)

    async def uncomment(self, request: web.Request, me: Person, post: str, comment: str) -> Any:
        kept = [each for each in self.world.comments[post] if each["id"] != comment]
        self.world.comments[post] = kept
        self.world.posts[post]["comments"] = len(kept)

    async def profile(self, request: web.Request, me: Person | None, username: str) -> Any:
        person = self.world.people.get(username)
        return self._profile(person, me) if person else _problem(404)

    async def own(self, request: web.Request, me: Person) -> Any:
        return self._profile(me, me)

    async def edit(self, request: web.Request, me: Person) -> Any:
        body = await request.json()
        me.name, me.bio = body.get("name", me.name), body.get("bio", me.bio)
        return self._profile(me, me)

    async def avatar(self, request: web.Request, me: Person) -> Any:
        photo = self.world.media[(await request.json())["mediaId"]]["photo"]
        address = photo["sources"][0]["webp"]
        sizes = dict.fromkeys(("small", "medium", "large"), address)
        me.avatar = {**sizes, "thumbhash": photo["thumbhash"], "color": photo["color"]}
        return self._profile(me, me)

    async def follow(self, request: web.Request, me: Person, username: str) -> Any:
        me.follows.add(username)
        return self._followed(self.world.people[username], me)

    async def unfollow(self, request: web.Request, me: Person, username: str) -> Any:
        me.follows.discard(username)
        return self._followed(self.world.people[username], me)

    async def followers(self, request: web.Request, me: Person | None, username: str) -> Any:
        found = [each for each in self.world.people.values() if username in each.follows]
        return self._page(request, found, lambda each: each.answer())

    async def following(self, request: web.Request, me: Person | None, username: str) -> Any:
        found = [self.world.people[name] for name in sorted(self.world.people[username].follows)]
        return self._page(request, found, lambda each: each.answer())

    async def start_upload(self, request: web.Request, me: Person) -> Any:
        media = self.world.new_id()
        self.world.media[media] = {"mediaId": media, "purpose": "post", "state": "waiting"}
        form = {"url": f"{self.world.origin}/upload/", "fields": {"key": media, "Content-Type": "image/jpeg"}}
        return web.json_response({"mediaId": media, "upload": form, "expiresIn": 300}, status=201)

    async def show_media(self, request: web.Request, me: Person, media: str) -> Any:
        return self.world.media.get(media) or _problem(404)

    async def notifications(self, request: web.Request, me: Person) -> Any:
        return self._page(request, self.world.notes, lambda note: {**note, "seen": note["id"] <= self.world.seen})

    async def unread(self, request: web.Request, me: Person) -> Any:
        return {"count": sum(note["id"] > self.world.seen for note in self.world.notes)}

    async def mark_seen(self, request: web.Request, me: Person) -> Any:
        self.world.seen = (await request.json())["until"]

    def _newest(self) -> list[Answer]:
        return sorted(self.world.posts.values(), key=lambda post: str(post["id"]), reverse=True)

    def _post(self, post: Answer, me: Person | None) -> Answer:
        author = self.world.people[post["author"]["username"]]
        liked = me is not None and (me.username, post["id"]) in self.world.likes
        return {**post, "author": author.answer(), "liked": liked}

    def _counts(self, person: Person) -> Answer:
        return {
            "posts": sum(post["author"]["username"] == person.username for post in self.world.posts.values()),
            "followers": sum(person.username in each.follows for each in self.world.people.values()),
            "following": len(person.follows),
        }

    def _relation(self, person: Person, me: Person | None) -> Answer:
        return {
            "following": me is not None and person.username in me.follows,
            "followedBy": me is not None and me.username in person.follows,
            "me": me is person,
        }

    def _followed(self, person: Person, me: Person) -> Answer:
        return {"relation": self._relation(person, me), "counts": self._counts(person)}

    def _profile(self, person: Person, me: Person | None) -> Answer:
        words = {"bio": person.bio, "bioEntities": told(person.bio)}
        return {"person": person.answer(), **words, **self._followed_by(person, me)}

    def _followed_by(self, person: Person, me: Person | None) -> Answer:
        return {"counts": self._counts(person), "relation": self._relation(person, me)}

    def _page(self, request: web.Request, items: list[Any], draw: Callable[[Any], Answer]) -> Answer:
        start = int(request.query.get("cursor", "0"))
        following = start + PAGE
        return {
            "items": [draw(item) for item in items[start:following]],
            "next": str(following) if following < len(items) else None,
        }


def _problem(status: int, *, type: str = "not-found", detail: str = "", errors: Any = ()) -> web.Response:  # noqa: A002
    words = {
        "type": f"urn:lambdagram:problem:{type}",
        "title": "Refused",
        "status": status,
        "detail": detail or f"The platform said {status}.",
        "instance": "urn:lambdagram:request:stub",
        "errors": list(errors),
    }
    return web.Response(status=status, text=json.dumps(words), content_type="application/problem+json")


ID = "([0-9a-z]+)"
NAME = "([^/]+)"
ROUTES: list[tuple[str, str, Any]] = [
    ("POST", "/auth/sign-in", Stub.sign_in),
    ("POST", "/auth/sign-up", Stub.sign_up),
    ("POST", "/auth/refresh", Stub.refresh),
    ("POST", "/auth/sign-out", Stub.sign_out),
    ("POST", "/socket-tickets", Stub.ticket),
    ("GET", "/feed", Stub.feed),
    ("POST", "/posts", Stub.publish),
    ("GET", f"/posts/{ID}", Stub.show_post),
    ("PUT", f"/posts/{ID}/like", Stub.like),
    ("DELETE", f"/posts/{ID}/like", Stub.unlike),
    ("GET", f"/posts/{ID}/comments", Stub.comments),
    ("POST", f"/posts/{ID}/comments", Stub.comment),
    ("DELETE", f"/posts/{ID}/comments/{ID}", Stub.uncomment),
    ("GET", f"/people/{NAME}", Stub.profile),
    ("GET", f"/people/{NAME}/posts", Stub.posts_of),
    ("PUT", f"/people/{NAME}/follow", Stub.follow),
    ("DELETE", f"/people/{NAME}/follow", Stub.unfollow),
    ("GET", f"/people/{NAME}/followers", Stub.followers),
    ("GET", f"/people/{NAME}/following", Stub.following),
    ("GET", "/me", Stub.own),
    ("PATCH", "/me", Stub.edit),
    ("PUT", "/me/avatar", Stub.avatar),
    ("POST", "/media", Stub.start_upload),
    ("GET", f"/media/{ID}", Stub.show_media),
    ("GET", "/notifications", Stub.notifications),
    ("GET", "/notifications/unread", Stub.unread),
    ("PUT", "/notifications/seen", Stub.mark_seen),
]
