"""Renditions, as the media distribution serves them: a signed address gives an object, everything else gives 403."""

import time
from datetime import UTC, datetime

import aiohttp
from aiohttp import web
from yarl import URL

from desk.origin_answers import EXPIRY, problem
from desk.origin_proxy import stream_answer
from desk.origin_upstream import Facts, Upstream, UpstreamAway
from kit import media_address

_ASKED = ("Range", "If-None-Match", "If-Modified-Since", "If-Range")
_DROPPED = ("server", "access-control-", "x-amz-", "cache-control", "content-disposition")


class Media:
    """Objects below renditions/ in the media bucket. Never lists, never says why an address is refused."""

    def __init__(self, upstream: Upstream, session: aiohttp.ClientSession) -> None:
        self._upstream = upstream
        self._session = session

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """GET and HEAD with ranges and conditions."""
        if request.method not in ("GET", "HEAD"):
            return problem(405, headers={"Allow": "GET, HEAD"})
        path, _, query = request.raw_path.partition("?")
        key = path.removeprefix("/")
        try:
            facts = await self._signed_for(key, query)
        except UpstreamAway:
            return problem(503)
        if facts is None:
            return problem(403)
        asked = {name: request.headers[name] for name in _ASKED if name in request.headers}
        address = URL(self._upstream.object_address(key, facts, request.method), encoded=True)
        try:
            async with self._session.request(request.method, address, headers=asked) as got:
                if got.status == 404:
                    return problem(404)
                if got.status == 403 or got.status >= 500:
                    return problem(502)  # storage does not know this origin's own credentials, or is broken
                if got.status < 400:
                    request[EXPIRY] = media_address.expiry_of(query)
                return await stream_answer(request, got)
        except (aiohttp.ClientError, TimeoutError):
            self._upstream.forget()
            return problem(503)

    async def _signed_for(self, key: str, query: str) -> Facts | None:
        """The facts under which the address is genuine; looks again once, for the key may have been replaced."""
        facts: Facts | None = await self._upstream.facts()
        while facts is not None:
            if facts.media_key and media_address.verify(key, query, key=facts.media_key, now=datetime.now(UTC)):
                return facts
            facts = await self._upstream.changed(facts)
        return None


def tidy(request: web.Request, response: web.StreamResponse) -> None:
    """What the edge does to a good answer's headers: storage's own are dropped, caching ends with the address."""
    for name in list(response.headers):
        if name.lower().startswith(_DROPPED):
            del response.headers[name]
    left = max(0, min(media_address.SLOT_SECONDS, int(request[EXPIRY] - time.time())))
    response.headers["Cache-Control"] = f"private, max-age={left}, immutable"
