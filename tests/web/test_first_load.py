"""What a browser really asks for at first, against what tests/web/test_bytes.py counts."""

import asyncio
import base64
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from aiohttp import web
from playwright.sync_api import Browser
from web.test_bytes import WITH_FIRST

from desk import origin_headers
from desk.origin_static import Static
from desk.webapp import ensure_web
from support.bundle import Bundle

_SUBJECT = base64.b64encode(b'{"sub":"01m81cbzq0cj2rd2bhxb2ts8sw"}').decode()
_PHOTO = {
    "mediaId": "01m81etq80n0f8fswp67k05ftz",
    "width": 4,
    "height": 5,
    "alt": "",
    "thumbhash": "",
    "color": "#888888",
}
_AUTHOR = {"id": "01m81cbzq0cj2rd2bhxb2ts8sw", "username": "ana", "name": "Ana", "avatar": None}
_POST: dict[str, Any] = {
    "id": "01m81dvk50btmwgs0y3mg5bk5r",
    "author": _AUTHOR,
    "publishedAt": "2026-11-22T12:00:00.000Z",
    "photos": [{**_PHOTO, "sources": [], "animated": False, "motion": None}],
    "caption": "",
    "entities": [],
    "likes": 1,
    "comments": 1,
    "liked": False,
    "coauthors": [],
    "place": None,
    "people": [],
    "audience": "everyone",
    "commentsBy": "everyone",
    "hideCounts": False,
    "state": "published",
    "editedAt": None,
    "mine": True,
    "pinned": False,
}
ANSWERS: dict[str, dict[str, Any]] = {
    "/v1/auth/refresh": {
        "accessToken": {"value": f"a.{_SUBJECT}.c", "ttl": 600},
        "refreshToken": None,
        "challenges": [],
    },
    "/v1/me": {"person": _AUTHOR, "private": False},
    "/v1/feed": {"items": [_POST], "next": None},
    "/v1/notifications/unread": {"count": 0},
    "/v1/conversations/unread": {"conversations": 0, "messages": 0, "requests": 0},
}
"""What a member's first load asks the platform for."""


@pytest.fixture
def address() -> Iterator[str]:
    """The built app as the dev origin serves it, with its headers; behind it nobody answers."""
    static, ready, loop = Static(ensure_web()), threading.Event(), asyncio.new_event_loop()
    served: list[str] = []

    async def answer(request: web.Request) -> web.StreamResponse:
        if request.path.startswith("/v1/"):
            known = ANSWERS.get(request.path)
            return web.json_response(known or {"type": "about:blank", "status": 503}, status=200 if known else 503)
        return await static.serve(request)

    async def finish(_request: web.Request, response: web.StreamResponse) -> None:
        origin_headers.put_on(response.headers, "app", origin_headers.local_places(served[0], served[0]))

    async def start() -> web.AppRunner:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", answer)
        app.on_response_prepare.append(finish)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        served.append(f"http://localhost:{runner.addresses[0][1]}")
        ready.set()
        return runner

    runners: list[web.AppRunner] = []
    loop.call_soon(lambda: loop.create_task(start()).add_done_callback(lambda task: runners.append(task.result())))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    assert ready.wait(30)
    yield served[0]
    asyncio.run_coroutine_threadsafe(runners[0].cleanup(), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    loop.close()


def test_the_browser_asks_for_what_is_counted_and_nothing_breaks_the_policy(address: str, browser: Browser) -> None:
    asked: set[str] = set()
    complaints: list[str] = []
    context = browser.new_context(locale="en-GB", service_workers="block")  # which reads ahead what comes later
    context.add_init_script("localStorage.setItem('lambdagram.signed-in', 'yes')")
    page = context.new_page()
    page.on("request", lambda request: asked.add(request.url))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
    page.goto(address)
    page.get_by_role("article").wait_for()
    page.wait_for_load_state("networkidle")
    context.close()
    assert complaints == []
    assert {urlsplit(url).netloc for url in asked if not url.startswith("data:")} == {urlsplit(address).netloc}
    loaded = {urlsplit(url).path.lstrip("/") for url in asked}
    loaded = {name for name in loaded if name.endswith((".js", ".css"))}
    app = Bundle(ensure_web(), with_first=WITH_FIRST)
    counted = app.first_load()
    words = {name for name in loaded if name.startswith("assets/first.")}  # of another language than the largest
    assert len(words) == 1
    assert len(loaded) >= 5
    idle = {name for name in loaded if name.startswith(("assets/offline.", "assets/worker."))} | app.routes()[
        "live"
    ].files  # asked for when all is quiet
    assert loaded - words - idle <= counted
