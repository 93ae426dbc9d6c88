"""The built app behind an origin that can be cut off: one member with a feed of two posts. No platform is needed."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from aiohttp import web
from PIL import Image

from desk import origin_headers
from desk.origin_static import Static

PERSON = "01m0000000000000000000anaa"
POSTS = ("01m00000000000000000000002", "01m00000000000000000000001")


class Origin:
    """`cut` answers nothing any more, as a network that is gone; `folder` may be changed while it runs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.cut = False
        self.asked: list[str] = []
        self.url = ""
        self.feed = [self._post(each) for each in POSTS]

    def _post(self, id_: str) -> dict[str, Any]:
        return {
            "id": id_,
            "author": person(),
            "coauthors": [],
            "people": [],
            "caption": f"Picture {id_[-1]}",
            "entities": [],
            "photos": [],
            "publishedAt": f"2026-11-2{id_[-1]}T10:00:00Z",
            "editedAt": None,
            "likes": 1,
            "liked": False,
            "comments": 0,
            "commentsBy": "everyone",
            "hideCounts": False,
            "mayComment": True,
            "audience": "everyone",
            "place": None,
            "mine": False,
            "pinned": False,
            "archived": False,
        }

    def hang(self, media: str) -> None:
        """Give each post a photograph, at `media`."""
        for post in self.feed:
            at = f"{media}/renditions/{post['id']}"
            post["photos"] = [
                {
                    "mediaId": post["id"],
                    "width": 640,
                    "height": 480,
                    "alt": f"A photograph {post['id'][-1]}",
                    "thumbhash": "XDkSJIKFaGl/h3iXh3aQigTpaQ==",
                    "color": "#b09088",
                    "motion": None,
                    "sources": [{"width": 640, "webp": f"{at}/640.webp?e=1&s=a", "jpeg": f"{at}/640.jpg?e=1&s=a"}],
                }
            ]

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Everything: files, photographs, and the little of the API that the feed needs."""
        if self.cut:
            assert request.transport is not None
            request.transport.abort()
            return web.Response(status=500)
        self.asked.append(f"{request.method} {request.path}")
        if request.path.startswith("/renditions/"):
            return web.Response(body=_picture(request.path), content_type=f"image/{request.path[-4:].lstrip('.')}")
        if request.path.startswith("/v1/"):
            return self._api(request)
        return await Static(self.folder).serve(request)

    def _api(self, request: web.Request) -> web.Response:
        inside = request.cookies.get("inside") == "yes"
        tokens: dict[str, Any] = {
            "accessToken": {"value": "a.e30.c", "ttl": 600},
            "refreshToken": None,
            "challenges": [],
        }
        match request.method, request.path:
            case "POST", "/v1/auth/sign-in":
                answer = web.json_response({**tokens, "challengeToken": None})
                answer.set_cookie("inside", "yes")
                return answer
            case "POST", "/v1/auth/refresh" if inside:
                return web.json_response(tokens)
            case "POST", "/v1/auth/sign-out":
                answer = web.Response(status=204)
                answer.del_cookie("inside")
                return answer
            case "GET", "/v1/me":
                return web.json_response(profile())
            case "GET", "/v1/feed":
                return web.json_response({"items": self.feed, "next": None})
            case "GET", "/v1/me/notifications/unread":
                return web.json_response({"count": 0})
            case "POST", "/v1/socket-tickets":
                return web.json_response({}, status=503)
            case "GET", _ if inside:
                return web.json_response({"items": [], "next": None, "count": 0})
        problem = {"type": "urn:lambdagram:problem:unauthenticated", "title": "", "detail": "Sign in.", "instance": ""}
        return web.json_response({**problem, "status": 401, "errors": []}, status=401)


def person() -> dict[str, Any]:
    return {"id": PERSON, "username": "ana", "name": "Ana", "avatar": None}


def profile() -> dict[str, Any]:
    relation = (
        "following",
        "followedBy",
        "requested",
        "asked",
        "blocking",
        "mutingPosts",
        "mutingStories",
        "closeFriend",
    )
    return {
        "person": person(),
        "bio": "",
        "bioEntities": [],
        "pronouns": "",
        "links": [],
        "private": False,
        "visible": True,
        "counts": {"posts": 0, "followers": 0, "following": 1},
        "relation": {**dict.fromkeys(relation, False), "me": True},
    }


@contextmanager
def origin(folder: Path) -> Iterator[Origin]:
    """Serve `folder` and the stub's API at http://localhost:<port>, photographs at http://media.localhost:<port>."""
    here, ready, loop = Origin(folder), threading.Event(), asyncio.new_event_loop()
    runners: list[web.AppRunner] = []

    async def finish(request: web.Request, response: web.StreamResponse) -> None:
        kind: origin_headers.Kind = "media" if request.path.startswith("/renditions/") else "app"
        media = here.url.replace("//", "//media.")
        origin_headers.put_on(response.headers, kind, origin_headers.local_places(here.url, media))

    async def start() -> None:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", here.answer)
        app.on_response_prepare.append(finish)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        here.url = f"http://localhost:{runner.addresses[0][1]}"
        here.hang(here.url.replace("//", "//media."))
        runners.append(runner)
        ready.set()

    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    asyncio.run_coroutine_threadsafe(start(), loop)
    assert ready.wait(30)
    yield here
    asyncio.run_coroutine_threadsafe(runners[0].cleanup(), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    loop.close()


def _picture(path: str) -> bytes:
    made = BytesIO()
    Image.new("RGB", (64, 48), "#3366aa").save(made, "WEBP" if path.endswith("webp") else "JPEG")
    return made.getvalue()
