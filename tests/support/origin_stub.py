"""A stand-in for the platform behind the origin, small enough to be told what to do: slow, refusing, gone, moved."""

import asyncio
import base64
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer
from yarl import URL

from desk import origin
from desk.origin_settings import Settings

KEY = b"m" * 32
SECRET = "s" * 40
PREFIX = "lambdagram-t"
ACCOUNT = "000000000000"


@dataclass
class Platform:
    """What the stub answers, and what it saw."""

    http_id: str = "aaaaaaaa"
    socket_id: str = "bbbbbbbb"
    key: bytes = KEY
    secret: str = SECRET
    refusal: int = 0
    slow: float = 0.0
    objects: dict[str, bytes] = field(default_factory=dict)
    page: tuple[int, str] = (200, "")
    upload_answer: tuple[int, str] = (204, "")
    seen: list[dict[str, Any]] = field(default_factory=list)
    sockets: list[web.WebSocketResponse] = field(default_factory=list)
    closed: list[int | None] = field(default_factory=list)
    go_on: asyncio.Event = field(default_factory=asyncio.Event)

    def app(self) -> web.Application:
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_route("*", "/{path:.*}", self.answer)
        return app

    async def answer(self, request: web.Request) -> web.StreamResponse:
        host = request.headers["Host"]
        if host == f"{self.http_id}.execute-api.localhost":
            return await self.http(request)
        if host == f"{self.socket_id}.execute-api.localhost":
            return await self.socket(request)
        if ".execute-api." in host:
            upgrade = "Upgrade" in request.headers
            return web.json_response({"message": "Not Found"}, status=403 if upgrade else 404)
        if request.path == "/_localstack/health":
            return web.json_response({})
        if request.path == "/v2/apis":
            apis = {f"{PREFIX}-http": self.http_id, f"{PREFIX}-socket": self.socket_id, "stranger-http": "eeeeeeee"}
            items = [
                {"apiId": api, "name": name, "protocolType": "HTTP", "routeSelectionExpression": "$request.method"}
                for name, api in apis.items()
                if api
            ]
            return web.json_response({"items": items})
        if request.path == "/" and request.headers.get("X-Amz-Target", "").startswith("AmazonSSM"):
            return self.parameters()
        if request.path == "/":
            text = f"<GetCallerIdentityResponse><GetCallerIdentityResult><Account>{ACCOUNT}</Account>"
            text += "</GetCallerIdentityResult></GetCallerIdentityResponse>"
            return web.Response(text=text, content_type="text/xml")
        return await self.storage(request)

    def parameters(self) -> web.Response:
        values = {"origin-secret": self.secret, "media-key": base64.b64encode(self.key).decode()}
        found = [{"Name": f"/{PREFIX}/{name}", "Value": value} for name, value in values.items() if value]
        return web.json_response({"Parameters": found})

    async def http(self, request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(self.slow)
        body = await request.read()
        self.seen.append({"method": request.method, "path": request.raw_path, "headers": request.headers, "body": body})
        if request.path == "/v1/drip":
            drip = web.StreamResponse()
            await drip.prepare(request)
            await drip.write(b"first")
            await self.go_on.wait()
            await drip.write(b"last")
            return drip
        if request.path == "/v1/missing":
            return web.json_response({"message": "Not Found"}, status=404)
        if request.path.startswith(("/p/", "/u/")):
            status, text = self.page
            kept = {"Cache-Control": "public, max-age=60", "Content-Security-Policy": "default-src 'none'"}
            return web.Response(status=status, text=text, content_type="text/html", charset="utf-8", headers=kept)
        answer = web.Response(body=body or b"nothing", headers={"Keep-Alive": "timeout=9", "X-Kept": "yes"})
        answer.headers.add("Set-Cookie", "a=1; Path=/v1/auth")
        answer.headers.add("Set-Cookie", "b=2")
        return answer

    async def socket(self, request: web.Request) -> web.StreamResponse:
        self.seen.append({"path": request.raw_path, "headers": request.headers})
        if self.refusal:
            return web.json_response({"message": "no"}, status=self.refusal)
        ws = web.WebSocketResponse(max_msg_size=4 * 1024 * 1024)
        await ws.prepare(request)
        self.sockets.append(ws)
        async for message in ws:
            if message.type is aiohttp.WSMsgType.TEXT:
                await ws.send_str(message.data)
            elif message.type is aiohttp.WSMsgType.BINARY:
                await ws.send_bytes(message.data)
        self.closed.append(ws.close_code)
        return ws

    async def storage(self, request: web.Request) -> web.StreamResponse:
        self.seen.append({"method": request.method, "path": request.path, "headers": request.headers})
        if request.path == f"/{PREFIX}-uploads-{ACCOUNT}":
            self.seen[-1]["body"] = await request.read()
            status, text = self.upload_answer
            return web.Response(status=status, text=text, content_type="application/xml")
        key = request.path.removeprefix(f"/{PREFIX}-media-{ACCOUNT}/")
        if key not in self.objects:
            return web.Response(status=404, text="<Error><Code>NoSuchKey</Code></Error>")
        if request.headers.get("If-None-Match") == '"tag"':
            return web.Response(status=304, headers={"ETag": '"tag"'})
        body = self.objects[key]
        said = {"ETag": '"tag"', "x-amz-request-id": "1", "Access-Control-Allow-Origin": "*"}
        if request.headers.get("Range") == "bytes=1-3":
            said["Content-Range"] = f"bytes 1-3/{len(body)}"
            return web.Response(status=206, body=body[1:4], headers=said, content_type="image/webp")
        return web.Response(body=body, headers=said, content_type="image/webp")


@dataclass
class Stage:
    """A running origin before a running platform, and a client that speaks to it as a browser would."""

    platform: Platform
    upstream: TestServer
    port: int
    session: aiohttp.ClientSession

    def url(self, path: str) -> URL:
        return URL(f"http://127.0.0.1:{self.port}{path}", encoded=True)

    async def ask(
        self,
        path: str,
        *,
        method: str = "GET",
        host: str = "localhost",
        headers: dict[str, str] | None = None,
        **more: Any,
    ) -> tuple[aiohttp.ClientResponse, bytes]:
        said = {"Host": f"{host}:{self.port}", **(headers or {})}
        async with self.session.request(method, self.url(path), headers=said, allow_redirects=False, **more) as got:
            return got, await got.read()

    async def media(self, path: str, **more: Any) -> tuple[aiohttp.ClientResponse, bytes]:
        return await self.ask(path, host="media.localhost", **more)

    async def join(self, query: str = "", **more: Any) -> aiohttp.ClientWebSocketResponse:
        ws: aiohttp.ClientWebSocketResponse
        ws = await self.session.ws_connect(self.url("/socket" + query), max_msg_size=0, **more)
        return ws


@contextlib.asynccontextmanager
async def stage(
    platform: Platform | None = None, *, app: Path = Path("missing"), **settings: Any
) -> AsyncIterator[Stage]:
    """An origin before a platform, both on free ports of this machine."""
    platform = platform or Platform()
    upstream = TestServer(platform.app(), host="127.0.0.1")
    await upstream.start_server(shutdown_timeout=0.2, access_log=None)
    told = Settings(upstream=str(upstream.make_url("")).rstrip("/"), prefix=PREFIX, app=app, **settings)
    # Not a TestServer: that one cancels handlers when a client leaves, which a real one does not.
    runner = web.AppRunner(origin.make_app(told), access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
            yield Stage(platform, upstream, int(runner.addresses[0][1]), session)
    finally:
        await runner.cleanup()
        await upstream.close()
