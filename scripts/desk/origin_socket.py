"""The WebSocket half of the dev origin: frames both ways, and the real gateway's limits, which the emulator lacks."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

import aiohttp
from aiohttp import WSCloseCode, WSMsgType, web
from multidict import CIMultiDict
from yarl import URL

from desk.origin_answers import ENDED, problem
from desk.origin_proxy import edge_headers, gateway_host, without_hops
from desk.origin_settings import Settings, SocketLimits
from desk.origin_upstream import Facts, Upstream, UpstreamAway

STAGE = "live"
_FAR_LIMIT = 4 * 1024 * 1024
_PASSED_REFUSALS = frozenset({400, 401, 403, 429})
_UNSENDABLE = {1005: WSCloseCode.OK}
_SENDABLE_CODES = frozenset({1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, *range(3000, 5000)})


class Sockets:
    """Carries sockets between viewers and the WebSocket API. The ticket in the query string is never written down."""

    def __init__(self, settings: Settings, upstream: Upstream, session: aiohttp.ClientSession) -> None:
        self._settings = settings
        self._upstream = upstream
        self._session = session
        self._open: set[web.WebSocketResponse] = set()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Open both sides, carry frames until one ends or a limit is met, close both. A refusal keeps its status."""
        if request.headers.get("Upgrade", "").lower() != "websocket":
            return problem(426, headers={"Upgrade": "websocket"})
        try:
            far = await self._connect(request)
        except UpstreamAway:
            return problem(503)
        except aiohttp.WSServerHandshakeError as refusal:
            status = refusal.status if refusal.status in _PASSED_REFUSALS else 502
            return web.json_response({"message": _gateway_words(status)}, status=status)
        except TimeoutError:
            return problem(504)
        except aiohttp.ClientError:
            self._upstream.forget()
            return problem(503)
        near = _Near(self._settings.socket)
        async with far:
            await near.prepare(request)
            self._open.add(near)
            try:
                code = await _Carriage(near, far, self._settings.socket).run()
                request[ENDED] = code
            finally:
                self._open.discard(near)
        return near

    async def close(self) -> None:
        """Say goodbye to every open socket, as when the gateway goes away."""
        await asyncio.gather(*(near.close(code=WSCloseCode.GOING_AWAY, message=b"Going away") for near in self._open))

    async def _connect(self, request: web.Request) -> aiohttp.ClientWebSocketResponse:
        facts = await self._upstream.facts()
        if facts.socket_api:
            try:
                return await self._open_far(request, facts)
            except aiohttp.WSServerHandshakeError:
                # An id that no longer exists is refused just as a bad ticket is.
                after = await self._upstream.changed(facts)
                if after is None or after.socket_api == facts.socket_api:
                    raise
                facts = after
        else:
            facts = await self._upstream.changed(facts) or facts
        if not facts.socket_api:
            raise UpstreamAway("no socket gateway")
        return await self._open_far(request, facts)

    async def _open_far(self, request: web.Request, facts: Facts) -> aiohttp.ClientWebSocketResponse:
        sent = CIMultiDict(
            (name, value)
            for name, value in without_hops(request.headers).items()
            if not name.lower().startswith("sec-websocket-")
        )
        sent["Host"] = gateway_host(facts.socket_api, self._settings)
        sent.update(edge_headers(request, facts))
        query = request.raw_path.partition("?")[2]
        address = f"{self._settings.upstream}/{STAGE}" + (f"?{query}" if query else "")
        async with asyncio.timeout(self._settings.patience):
            return await self._session.ws_connect(
                URL(address, encoded=True), headers=sent, max_msg_size=4 * 1024 * 1024
            )


class _Carriage:
    """One socket between its two ends."""

    def __init__(self, near: "_Near", far: aiohttp.ClientWebSocketResponse, limits: SocketLimits) -> None:
        self._near = near
        self._far = far
        self._limits = limits
        self._last = time.monotonic()

    async def run(self) -> int:
        """Carry until the end; the code that the viewer saw."""
        tasks = [asyncio.ensure_future(work) for work in (self._outward(), self._inward(), self._clock())]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            code = next(iter(done)).result()
        except (ConnectionError, aiohttp.ClientError):
            code = WSCloseCode.GOING_AWAY
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        # A viewer who closed without a code was content; one who vanished has gone away.
        sendable = code if code in _SENDABLE_CODES else _UNSENDABLE.get(code, WSCloseCode.GOING_AWAY)
        words = b"Going away" if code == WSCloseCode.GOING_AWAY else b""
        await asyncio.gather(
            self._near.close(code=sendable, message=words), self._far.close(code=sendable), return_exceptions=True
        )
        return code

    async def _outward(self) -> int:
        """Viewer to platform."""
        async for message in self._near:
            self._last = time.monotonic()
            if message.type is WSMsgType.ERROR:
                return int(getattr(message.data, "code", WSCloseCode.ABNORMAL_CLOSURE))
            await _send(self._far, message)
        return self._near.close_code or WSCloseCode.ABNORMAL_CLOSURE

    async def _inward(self) -> int:
        """Platform to viewer. The real gateway would not have taken a larger message from a function."""
        async for message in self._far:
            self._last = time.monotonic()
            if message.type is WSMsgType.ERROR:
                break
            if _size(message) > self._limits.message:
                return WSCloseCode.MESSAGE_TOO_BIG
            await _send(self._near, message)
        code = self._far.close_code
        return WSCloseCode.GOING_AWAY if code in (None, WSCloseCode.ABNORMAL_CLOSURE) else int(code)

    async def _clock(self) -> int:
        """Ends the socket after its life, or after silence in both directions."""
        end = time.monotonic() + self._limits.life
        while True:
            now = time.monotonic()
            wait = min(end, self._last + self._limits.idle) - now
            if wait <= 0:
                return WSCloseCode.GOING_AWAY
            await asyncio.sleep(wait)


class _Near(web.WebSocketResponse):
    """The viewer's side, which also knows how large single frames are; aiohttp itself knows whole messages only."""

    def __init__(self, limits: SocketLimits) -> None:
        # aiohttp refuses a message of exactly its limit, the gateway takes it.
        super().__init__(max_msg_size=limits.message + 1, compress=False, timeout=2.0)
        self._frame_limit = limits.frame

    def _post_start(self, request: web.BaseRequest, protocol: str | None, writer: Any) -> None:
        super()._post_start(request, protocol, writer)
        connection: Any = request.protocol
        parser = connection._payload_parser  # noqa: SLF001 - aiohttp has no public way to see single frames
        connection._payload_parser = _FrameWatch(parser, self._frame_limit, self._too_large)  # noqa: SLF001

    def _too_large(self) -> None:
        assert self._reader is not None
        self._reader.set_exception(aiohttp.WebSocketError(WSCloseCode.MESSAGE_TOO_BIG, "a frame is too large"))


class _FrameWatch:
    """Stands before aiohttp's frame parser and reads the headers of frames (RFC 6455, 5.2) as they pass."""

    def __init__(self, parser: Any, limit: int, too_large: Callable[[], None]) -> None:
        self._parser = parser
        self._limit = limit
        self._too_large = too_large
        self._skip = 0
        self._header = bytearray()
        self._stopped = False

    def feed_data(self, data: bytes) -> tuple[bool, bytes]:
        if not self._stopped and self._holds_large(data):
            self._stopped = True
            self._too_large()
        if self._stopped:
            return True, b""
        fed: tuple[bool, bytes] = self._parser.feed_data(data)
        return fed

    def feed_eof(self) -> None:
        self._parser.feed_eof()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._parser, name)

    def _holds_large(self, data: bytes) -> bool:
        at = 0
        while at < len(data):
            if self._skip:
                step = min(self._skip, len(data) - at)
                self._skip -= step
                at += step
                continue
            self._header.append(data[at])
            at += 1
            size = _frame_size(self._header)
            if size is None:
                continue
            if size > self._limit:
                return True
            masked = 4 if self._header[1] & 0x80 else 0
            self._skip = size + masked
            self._header.clear()
        return False


def _frame_size(header: bytearray) -> int | None:
    """The payload's length once the header (without mask) is complete."""
    if len(header) < 2:
        return None
    short = header[1] & 0x7F
    wide = {126: 2, 127: 8}.get(short, 0)
    if len(header) < 2 + wide:
        return None
    return int.from_bytes(header[2 : 2 + wide], "big") if wide else short


async def _send(side: web.WebSocketResponse | aiohttp.ClientWebSocketResponse, message: aiohttp.WSMessage) -> None:
    if message.type is WSMsgType.TEXT:
        await side.send_str(message.data)
    elif message.type is WSMsgType.BINARY:
        await side.send_bytes(message.data)


def _size(message: aiohttp.WSMessage) -> int:
    return len(message.data.encode() if isinstance(message.data, str) else message.data)


def _gateway_words(status: int) -> str:
    return {401: "Unauthorized", 403: "Forbidden", 429: "Too Many Requests", 400: "Bad Request"}.get(
        status, "Internal server error"
    )
