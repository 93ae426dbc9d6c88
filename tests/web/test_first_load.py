"""What a browser really asks for at first, against what tests/web/test_bytes.py counts."""

import asyncio
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from aiohttp import web
from playwright.sync_api import Browser
from web.test_bytes import WITH_FIRST

from desk import origin_headers
from desk.origin_static import Static
from desk.webapp import ensure_web
from support.bundle import Bundle


@pytest.fixture
def address() -> Iterator[str]:
    """The built app as the dev origin serves it, with its headers; behind it nobody answers."""
    static, ready, loop = Static(ensure_web()), threading.Event(), asyncio.new_event_loop()
    served: list[str] = []

    async def answer(request: web.Request) -> web.StreamResponse:
        if request.path.startswith("/v1/"):
            return web.json_response({"type": "about:blank", "title": "Sign in first.", "status": 401}, status=401)
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
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.on("request", lambda request: asked.add(request.url))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
    page.goto(address)
    page.wait_for_selector("#app > *")
    page.wait_for_load_state("networkidle")
    context.close()
    assert complaints == []
    assert {urlsplit(url).netloc for url in asked if not url.startswith("data:")} == {urlsplit(address).netloc}
    loaded = {urlsplit(url).path.lstrip("/") for url in asked}
    loaded = {name for name in loaded if name.endswith((".js", ".css"))}
    counted = Bundle(ensure_web(), with_first=WITH_FIRST).first_load()
    words = {name for name in loaded if name.startswith("assets/first.")}  # of another language than the largest
    assert len(words) == 1
    assert len(loaded) >= 5
    assert loaded - words <= counted
