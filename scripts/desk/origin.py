"""The dev origin: what CloudFront is in the cloud, on http://localhost:8080.

One origin for app, API and socket; `media.localhost` on the same port for renditions and uploads. Run it with
`PYTHONPATH=scripts:layers/shared/python python -m desk.origin --prefix lambdagram-dev`.
"""

import argparse
import asyncio
import contextlib
import logging
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import aiohttp
from aiohttp import web

from desk import origin_headers, origin_mail, origin_media, origin_static
from desk.origin_answers import ENDED, EXPIRY, KIND, problem
from desk.origin_mail import Letters
from desk.origin_media import Media
from desk.origin_proxy import Proxy
from desk.origin_settings import Settings, SocketLimits
from desk.origin_socket import Sockets
from desk.origin_static import Static
from desk.origin_upstream import Upstream, UpstreamAway

__all__ = ["Settings", "SocketLimits", "main", "make_app", "serve"]

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]"})
_MEDIA_HOST = "media.localhost"
_access = logging.getLogger("desk.origin.access")


def make_app(settings: Settings) -> web.Application:
    """The origin as an aiohttp application; it opens no connection before the first request."""
    app = web.Application(middlewares=[_logged])

    async def lifetime(app: web.Application) -> AsyncIterator[None]:
        """One pool of connections to the platform; open sockets are told goodbye before it goes."""
        async with aiohttp.ClientSession(
            auto_decompress=False,
            connector=aiohttp.TCPConnector(limit=0),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=2.0, sock_read=settings.patience),
            skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding", "Content-Type"),
        ) as session:
            origin = _Origin(settings, session)
            app[_ORIGIN] = origin
            post = await origin.letters.listen(settings.host, settings.mail_port) if settings.mail_port else None
            yield
            if post is not None:
                post.close()

    async def farewell(app: web.Application) -> None:
        await app[_ORIGIN].sockets.close()

    async def answer(request: web.Request) -> web.StreamResponse:
        return await app[_ORIGIN].answer(request)

    async def finish(request: web.Request, response: web.StreamResponse) -> None:
        app[_ORIGIN].finish(request, response)

    app.cleanup_ctx.append(lifetime)
    app.on_shutdown.append(farewell)
    app.on_response_prepare.append(finish)
    app.router.add_route("*", "/{path:.*}", answer)
    return app


async def serve(settings: Settings, *, ready: Callable[[], None] | None = None) -> None:
    """Serve until cancelled. Raises OSError when the port is taken; `ready` is called once it listens."""
    runner = web.AppRunner(make_app(settings), access_log=None, shutdown_timeout=2.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, settings.host, settings.port).start()
        if ready is not None:
            ready()
        await asyncio.Event().wait()
    finally:
        await runner.cleanup()


def main(arguments: list[str] | None = None) -> int:
    """The command line. Ends with 1 and one plain sentence when the port is taken."""
    settings = _settings(arguments)
    _open_log(settings.log)
    try:
        asyncio.run(_until_stopped(settings))
    except OSError as error:
        print(f"Port {settings.port} on {settings.host} cannot be used: {error.strerror or error}", flush=True)
        return 1
    return 0


async def _until_stopped(settings: Settings) -> None:
    task = asyncio.ensure_future(
        serve(settings, ready=lambda: print(f"The origin listens on {settings.app_origin}", flush=True))
    )
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await task


class _Origin:
    """Which part answers for which host and path."""

    def __init__(self, settings: Settings, session: aiohttp.ClientSession) -> None:
        self.settings = settings
        self.upstream = Upstream(settings)
        self.session = session
        self.proxy = Proxy(settings, self.upstream, session)
        self.media = Media(self.upstream, session)
        self.sockets = Sockets(settings, self.upstream, session)
        self.static = Static(settings.app, settings.demo)
        self.letters = Letters(settings.mail)
        self.places = origin_headers.local_places(settings.app_origin, settings.media_origin)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        host = request.headers.get("Host", "").lower()
        name = host.rpartition(":")[0] if ":" in host.rpartition("]")[2] else host
        path = request.raw_path.partition("?")[0]
        if name == _MEDIA_HOST:
            request[KIND] = "media"
            is_upload = path == "/upload" or path.startswith("/upload/")
            return await (self.proxy.upload if is_upload else self.media.serve)(request)
        if name not in _HOSTS:
            # A foreign name for this machine is how a web page elsewhere would reach it (DNS rebinding).
            request[KIND] = "api"
            return problem(421)
        if path.startswith(("/v1/", "/.well-known/")):
            request[KIND] = "api"
            return await self.proxy.api(request)
        if path == "/socket":
            request[KIND] = "api"
            return await self.sockets.serve(request)
        if path == "/healthz":
            request[KIND] = "api"
            return await self.health()
        if path == origin_mail.PATH or path.startswith(f"{origin_mail.PATH}/"):
            request[KIND] = "api"
            return self.letters.serve(request)
        request[KIND] = "app"
        if (link := origin_static.page(path)) and request.method in ("GET", "HEAD"):
            found = await self.proxy.page(request, link)
            if found is not None:
                return found  # else the app opens all the same
        return await self.static.serve(request)

    async def health(self) -> web.Response:
        """200 when the platform answers now, with what was found of it."""
        try:
            address = f"{self.settings.upstream}/_localstack/health"
            async with self.session.get(address, timeout=aiohttp.ClientTimeout(total=2)) as got:
                if got.status >= 500:
                    return problem(503)
            facts = await self.upstream.facts(max_age=2.0)
        except (aiohttp.ClientError, TimeoutError, UpstreamAway):
            self.upstream.forget()
            return problem(503)
        found = {"http": bool(facts.http_api), "socket": bool(facts.socket_api), "media": bool(facts.media_key)}
        return web.json_response({"status": "ok", "found": found})

    def finish(self, request: web.Request, response: web.StreamResponse) -> None:
        """Put the edge's headers on an answer just before it leaves."""
        if response.status == 101:
            return
        if EXPIRY in request:
            origin_media.tidy(request, response)
        origin_headers.put_on(response.headers, request.get(KIND, "api"), self.places)


_ORIGIN = web.AppKey("origin", _Origin)


@web.middleware
async def _logged(request: web.Request, handler: Handler) -> web.StreamResponse:
    """One line per request, never with a query string: tickets and signatures live there."""
    began = time.monotonic()
    status: int | str = 500
    try:
        response = await handler(request)
        status = request.get(ENDED, response.status)
    except asyncio.CancelledError:
        status = "gone"
        raise
    else:
        return response
    finally:
        path = request.raw_path.partition("?")[0]
        took = (time.monotonic() - began) * 1000
        kind = request.get(KIND, "-")
        _access.info("%s %s %s %s %s %.1fms", request.remote, kind, request.method, path, status, took)


def _settings(arguments: list[str] | None) -> Settings:
    known = Settings()
    parser = argparse.ArgumentParser(prog="desk.origin", description="The dev origin: CloudFront's part, locally.")
    parser.add_argument("--port", type=int, default=known.port, help="default %(default)s")
    parser.add_argument("--host", default=known.host, help="address to listen on, default %(default)s")
    parser.add_argument("--upstream", default=known.upstream, help="the emulator's endpoint, default %(default)s")
    parser.add_argument("--prefix", default=known.prefix, help="what AWS names begin with, default %(default)s")
    parser.add_argument("--gateway-host", default=known.gateway_host, help="emulator's own name, default %(default)s")
    parser.add_argument("--app", type=Path, default=known.app, help="folder of the web app, default %(default)s")
    parser.add_argument("--demo", type=Path, help="JSON of the demo accounts, served as /demo.json")
    parser.add_argument("--log", type=Path, help="file for the access log, default standard error")
    parser.add_argument("--mail-port", type=int, default=0, help="catch letters by SMTP here; shown at /__mail")
    parser.add_argument("--mail", type=Path, help="folder that keeps the letters")
    parser.add_argument("--socket-idle", type=float, default=known.socket.idle, help="seconds, default %(default)s")
    parser.add_argument("--socket-life", type=float, default=known.socket.life, help="seconds, default %(default)s")
    given = parser.parse_args(arguments)
    return replace(
        known,
        port=given.port,
        host=given.host,
        upstream=given.upstream.rstrip("/"),
        prefix=given.prefix,
        gateway_host=given.gateway_host,
        app=given.app,
        demo=given.demo,
        log=given.log,
        mail_port=given.mail_port,
        mail=given.mail,
        socket=replace(known.socket, idle=given.socket_idle, life=given.socket_life),
    )


def _open_log(path: Path | None) -> None:
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
    handler = logging.FileHandler(path) if path is not None else logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    _access.setLevel(logging.INFO)
    _access.propagate = False
    _access.addHandler(handler)


if __name__ == "__main__":
    raise SystemExit(main())
