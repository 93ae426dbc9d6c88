"""The HTTP half of the dev origin: /v1, /.well-known and share links to the HTTP API, uploads to object storage."""

import asyncio
import re
from collections.abc import AsyncIterator

import aiohttp
from aiohttp import web
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from desk.origin_answers import problem, s3_error
from desk.origin_settings import Settings
from desk.origin_upstream import Facts, Upstream, UpstreamAway

SECRET_HEADER = "X-Origin-Secret"  # noqa: S105 - the name of a header
VIEWER_HEADER = "CloudFront-Viewer-Address"

_HOP_BY_HOP = frozenset(
    {"connection", "expect", "host", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection"}
    | {"te", "trailer", "transfer-encoding", "upgrade"}
)
_EDGE_ONLY = frozenset(["forwarded", "via", "x-origin-secret", "x-real-ip"])
_EDGE_ONLY_STEMS = ("cloudfront-", "x-forwarded-")
_BODILESS = frozenset({204, 304})

_PART = re.compile(r"/upload/uploads/[0-9a-z]{26}/[0-9a-z]{26}", re.ASCII)
_EXPORT = re.compile(r"/upload/exports/[0-9a-z]{26}/[0-9a-z]{26}/archive\.zip", re.ASCII)


class Proxy:
    """Passes requests to the platform and streams both bodies."""

    def __init__(self, settings: Settings, upstream: Upstream, session: aiohttp.ClientSession) -> None:
        self._settings = settings
        self._upstream = upstream
        self._session = session

    async def api(self, request: web.Request) -> web.StreamResponse:
        """The HTTP API's answer; 413, 503 and 504 are the origin's own."""
        try:
            facts = await self._upstream.facts()
            if not facts.http_api:
                facts = await self._upstream.changed(facts) or facts
        except UpstreamAway:
            return problem(503)
        if not facts.http_api:
            return problem(503)
        body = _Body(request, self._settings.body_limit)
        if body.too_large():
            return problem(413)
        address = URL(self._settings.upstream + request.raw_path, encoded=True)
        return await self._pass_on(request, address, body, facts)

    async def page(self, request: web.Request, path: str) -> web.Response | None:
        """The page behind a share link, asked for as the edge does: by its path alone. None when none can be had.

        It is not kept for a minute as at the edge, so that who develops sees what changed.
        """
        try:
            facts = await self._upstream.facts()
            sent = {"Host": gateway_host(facts.http_api, self._settings), **edge_headers(request, facts)}
            async with (
                asyncio.timeout(self._settings.patience),
                self._session.get(
                    URL(self._settings.upstream + path, encoded=True), headers=sent, allow_redirects=False
                ) as got,
            ):
                text = await got.read()
        except (UpstreamAway, TimeoutError):
            return None
        except aiohttp.ClientError:
            self._upstream.forget()
            return None
        if got.status != 200:
            return None
        return web.Response(body=text, headers=without_hops(got.headers))

    async def upload(self, request: web.Request) -> web.StreamResponse:
        """Object storage's answer to a presigned form, part or download, with CORS for the app and nobody else."""
        cors = self._cors(request)
        if request.method == "OPTIONS":
            return web.Response(status=204, headers=cors) if cors else problem(403)
        path = request.raw_path.partition("?")[0]
        if request.raw_path in ("/upload", "/upload/"):
            method = "POST"
        elif _PART.fullmatch(path):
            method = "PUT"
        elif _EXPORT.fullmatch(path):
            method = "GET"
        else:
            return problem(404)
        if request.method != method:
            return problem(405, headers={"Allow": f"{method}, OPTIONS"})
        answer = await self._stored(request, cors)
        if not answer.prepared:
            answer.headers.update(cors)
        return answer

    async def _stored(self, request: web.Request, cors: dict[str, str]) -> web.StreamResponse:
        body = _Body(request, self._settings.upload_limit)
        if body.too_large():
            return s3_error(413, "EntityTooLarge")
        try:
            facts = await self._upstream.facts()
        except UpstreamAway:
            return s3_error(503, "ServiceUnavailable")
        sent = without_hops(request.headers)
        sent.popall("Cookie", None)
        sent.popall("Origin", None)
        rest = request.raw_path.removeprefix("/upload").removeprefix("/")
        place = self._upstream.uploads_address(facts) + (f"/{rest}" if rest else "")
        if rest:
            sent["Host"] = URL(place).authority  # a part's address is signed for storage, by its own name
        try:
            async with (
                asyncio.timeout(self._settings.patience),
                self._session.request(
                    request.method, URL(place, encoded=True), headers=sent, data=body.stream()
                ) as got,
            ):
                text = await got.read()
        except TimeoutError:
            return s3_error(504, "RequestTimeout")
        except aiohttp.ClientError:
            if body.too_large():
                return s3_error(413, "EntityTooLarge")
            self._upstream.forget()
            return s3_error(503, "ServiceUnavailable")
        kept = {
            name: got.headers[name]
            for name in ("Content-Type", "Content-Disposition", "ETag", "Location")
            if name in got.headers
        }
        return web.Response(status=got.status, body=text, headers={**kept, **cors})

    async def _pass_on(self, request: web.Request, address: URL, body: "_Body", facts: Facts) -> web.StreamResponse:
        sent = without_hops(request.headers)
        sent["Host"] = gateway_host(facts.http_api, self._settings)
        sent.update(edge_headers(request, facts))
        data = body.stream() if request.body_exists else None
        try:
            async with asyncio.timeout(self._settings.patience):
                got = await self._session.request(
                    request.method, address, headers=sent, data=data, allow_redirects=False
                )
        except TimeoutError:
            return problem(504)
        except aiohttp.ClientError:
            if body.too_large():
                return problem(413)
            self._upstream.forget()
            return problem(503)
        async with got:
            if got.status == 404 and await self._gateway_moved(facts):
                return await self.api(request) if data is None else problem(503)
            return await stream_answer(request, got)

    async def _gateway_moved(self, facts: Facts) -> bool:
        """Whether a 404 came from an API id that has been replaced."""
        try:
            after = await self._upstream.changed(facts)
        except UpstreamAway:
            return False
        return after is not None and after.http_api != facts.http_api

    def _cors(self, request: web.Request) -> dict[str, str]:
        origin = request.headers.get("Origin", "")
        if origin not in self._settings.app_origins:
            return {}
        return {
            "Access-Control-Allow-Origin": origin,
            "Access-Control-Allow-Methods": "POST, PUT",
            "Access-Control-Allow-Headers": "content-type",
            "Access-Control-Expose-Headers": "ETag, Location",
            "Access-Control-Max-Age": "600",
            "Vary": "Origin",
        }


class _Body:
    """A request's body, streamed once, at most `limit` bytes of it."""

    def __init__(self, request: web.Request, limit: int) -> None:
        self._request = request
        self._limit = limit
        self._too_large = (request.content_length or 0) > limit

    def too_large(self) -> bool:
        """Whether more than `limit` was announced, or has come by now."""
        return self._too_large

    async def stream(self) -> AsyncIterator[bytes]:
        seen = 0
        async for piece in self._request.content.iter_chunked(64 * 1024):
            seen += len(piece)
            if seen > self._limit:
                self._too_large = True
                raise ValueError("the body is larger than the limit")
            yield piece


async def stream_answer(request: web.Request, got: aiohttp.ClientResponse) -> web.StreamResponse:
    """Pass an upstream answer on as it comes; when it breaks off, the viewer's connection breaks off too."""
    answer = web.StreamResponse(status=got.status, reason=got.reason, headers=without_hops(got.headers))
    if request.method == "HEAD" or got.status in _BODILESS:
        await answer.prepare(request)
        return answer
    await answer.prepare(request)
    try:
        async for piece in got.content.iter_chunked(64 * 1024):
            await answer.write(piece)
        await answer.write_eof()
    except (aiohttp.ClientError, TimeoutError, ConnectionError):
        if request.transport is not None:
            request.transport.abort()
    return answer


def without_hops(headers: CIMultiDictProxy[str] | CIMultiDict[str]) -> CIMultiDict[str]:
    """Headers that may cross a proxy: no hop-by-hop fields, nothing that only the edge may say."""
    named = {name.strip().lower() for value in headers.getall("Connection", []) for name in value.split(",")}
    kept: CIMultiDict[str] = CIMultiDict()
    for name, value in headers.items():
        low = name.lower()
        if low in _HOP_BY_HOP or low in _EDGE_ONLY or low in named or low.startswith(_EDGE_ONLY_STEMS):
            continue
        kept.add(name, value)
    return kept


def edge_headers(request: web.Request, facts: Facts) -> dict[str, str]:
    """What the edge says about the viewer, and the secret that makes it believable."""
    peer = request.transport.get_extra_info("peername") if request.transport else None
    host, port = (peer[0], peer[1]) if peer else ("0.0.0.0", 0)  # noqa: S104 - unknown, not a bind
    said = {VIEWER_HEADER: f"{host}:{port}", "X-Forwarded-For": str(host)}
    if facts.origin_secret:
        said[SECRET_HEADER] = facts.origin_secret
    return said


def gateway_host(api_id: str, settings: Settings) -> str:
    """The Host by which the emulator knows a gateway; the path then stays as it came."""
    return f"{api_id}.execute-api.{settings.gateway_host}"
