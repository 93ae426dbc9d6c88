"""The dev origin before a stub of the platform: what passes, what is added, what is refused, what is never said."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import websockets
from aiohttp.test_utils import TestServer

from desk.origin_settings import SocketLimits
from kit.media_address import sign
from support.origin_stub import KEY, PREFIX, SECRET, Platform, Stage, stage

HSTS = "Strict-Transport-Security"


def play(scene: Callable[[Stage], Awaitable[None]], **how: Any) -> None:
    """Run `scene` before a fresh origin; nothing may take longer than ten seconds."""

    async def run() -> None:
        async with asyncio.timeout(10), stage(**how) as here:
            await scene(here)

    asyncio.run(run())


# The API


def test_a_request_reaches_the_http_api_as_it_was_sent() -> None:
    async def scene(here: Stage) -> None:
        path = "/v1/a%2Fb/%E2%82%AC//c/%2e%2e?x=1&x=2&y=%20+&z"
        got, body = await here.ask(path, method="PATCH", data=b"\x00body", headers={"Authorization": "Bearer t"})
        assert (got.status, body) == (200, b"\x00body")
        (seen,) = here.platform.seen
        assert (seen["method"], seen["path"], seen["body"]) == ("PATCH", path, b"\x00body")
        assert seen["headers"]["Authorization"] == "Bearer t"
        await here.ask("/.well-known/jwks.json")
        assert here.platform.seen[-1]["path"] == "/.well-known/jwks.json"

    play(scene)


def test_only_the_edge_says_who_the_viewer_is() -> None:
    forged = {
        "CloudFront-Viewer-Address": "6.6.6.6:1",
        "CloudFront-Viewer-Country": "XX",
        "X-Origin-Secret": "guess",
        "X-Forwarded-For": "6.6.6.6",
        "X-Forwarded-Host": "evil.example",
        "Forwarded": "for=6.6.6.6",
        "Connection": "X-Secret-Hop",
        "X-Secret-Hop": "1",
        "TE": "trailers",
    }

    async def scene(here: Stage) -> None:
        await here.ask("/v1/x", headers=forged)
        said = here.platform.seen[0]["headers"]
        assert said.getall("CloudFront-Viewer-Address")[0].startswith("127.0.0.1:")
        assert said.getall("X-Origin-Secret") == [SECRET]
        assert said.getall("X-Forwarded-For") == ["127.0.0.1"]
        for name in ("CloudFront-Viewer-Country", "X-Forwarded-Host", "Forwarded", "X-Secret-Hop", "TE"):
            assert name not in said

    play(scene)


def test_a_missing_secret_is_left_out() -> None:
    async def scene(here: Stage) -> None:
        got, _ = await here.ask("/v1/x", headers={"X-Origin-Secret": "guess"})
        assert got.status == 200
        assert "X-Origin-Secret" not in here.platform.seen[0]["headers"]

    play(scene, platform=Platform(secret=""))


def test_answers_keep_their_headers_and_get_the_edges() -> None:
    async def scene(here: Stage) -> None:
        got, _ = await here.ask("/v1/x")
        assert got.headers.getall("Set-Cookie") == ["a=1; Path=/v1/auth", "b=2"]
        assert got.headers["X-Kept"] == "yes"
        assert "timeout=9" not in got.headers.get("Keep-Alive", "")
        assert got.headers["Cache-Control"] == "no-store"
        assert got.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
        assert got.headers[HSTS].startswith("max-age=63072000")

    play(scene)


def test_bodies_stream() -> None:
    async def scene(here: Stage) -> None:
        headers = {"Host": "localhost"}
        async with here.session.get(here.url("/v1/drip"), headers=headers) as got:
            assert await got.content.readany() == b"first"
            here.platform.go_on.set()
            assert await got.content.read() == b"last"

    play(scene)


def test_a_body_above_the_limit_is_refused_whether_it_says_its_size_or_not() -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b"x" * 100

    async def scene(here: Stage) -> None:
        for body in (b"x" * 1001, pieces()):
            got, text = await here.ask("/v1/x", method="POST", data=body)
            assert got.status == 413
            assert got.headers["Content-Type"].startswith("application/problem+json")
            assert b'"status": 413' in text
        got, _ = await here.ask("/v1/x", method="POST", data=b"x" * 1000)
        assert got.status == 200

    play(scene, body_limit=1000)


def test_a_slow_platform_is_a_504() -> None:
    async def scene(here: Stage) -> None:
        got, _ = await here.ask("/v1/x")
        assert got.status == 504
        assert got.headers["Content-Type"].startswith("application/problem+json")

    play(scene, platform=Platform(slow=2.0), patience=0.3)


def test_the_origin_outlives_the_platform() -> None:
    async def scene(here: Stage) -> None:
        assert (await here.ask("/healthz"))[0].status == 200
        port = here.upstream.port
        await here.upstream.close()
        for path in ("/v1/x", "/healthz"):
            got, _ = await here.ask(path)
            assert (got.status, got.headers["Retry-After"]) == (503, "1")
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await here.join()
        assert refused.value.status == 503
        again = Platform(http_id="cccccccc", socket_id="dddddddd")
        back = TestServer(again.app(), host="127.0.0.1", port=port)
        await back.start_server()
        try:
            assert (await here.ask("/healthz"))[0].status == 200
            assert (await here.ask("/v1/x", method="POST", data=b"1"))[0].status == 200
            async with await here.join():
                pass
        finally:
            await back.close()

    play(scene)


def test_new_gateway_ids_are_found_and_real_404s_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk.origin_upstream.HURRY_SECONDS", 0.0)

    async def scene(here: Stage) -> None:
        await here.ask("/v1/x")
        here.platform.http_id, here.platform.socket_id = "cccccccc", "dddddddd"
        assert (await here.ask("/v1/x"))[0].status == 200
        async with await here.join():
            pass
        assert (await here.ask("/v1/missing"))[0].status == 404

    play(scene)


def test_a_foreign_host_is_not_served() -> None:
    async def scene(here: Stage) -> None:
        for host in ("evil.example", "localhost.evil.example", "xmedia.localhost", ""):
            assert (await here.ask("/v1/x", host=host))[0].status == 421
        assert here.platform.seen == []

    play(scene)


# The socket


async def end_of(ws: aiohttp.ClientWebSocketResponse) -> int | None:
    while (await ws.receive()).type not in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.ERROR):
        pass
    return ws.close_code


def test_frames_go_both_ways_with_ticket_origin_and_secret() -> None:
    async def scene(here: Stage) -> None:
        async with await here.join("?ticket=abc%2B", origin="http://localhost:8080") as ws:
            await ws.send_str("hé")
            assert await ws.receive_str() == "hé"
            await ws.send_bytes(b"\x00\xff")
            assert await ws.receive_bytes() == b"\x00\xff"
        (seen,) = here.platform.seen
        assert seen["path"] == "/live?ticket=abc%2B"
        assert seen["headers"]["Origin"] == "http://localhost:8080"
        assert seen["headers"]["X-Origin-Secret"] == SECRET
        assert seen["headers"].getall("Sec-WebSocket-Key")[1:] == []

    play(scene)


@pytest.mark.parametrize("status", [401, 403])
def test_a_refusal_keeps_its_status(status: int) -> None:
    async def scene(here: Stage) -> None:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await here.join("?ticket=spent")
        assert refused.value.status == status

    play(scene, platform=Platform(refusal=status))


def test_a_plain_request_for_the_socket_is_told_to_upgrade() -> None:
    async def scene(here: Stage) -> None:
        assert (await here.ask("/socket"))[0].status == 426

    play(scene)


@pytest.mark.parametrize(("size", "code"), [(32 * 1024, 1000), (32 * 1024 + 1, 1009)])
def test_a_frame_holds_32_kb(size: int, code: int) -> None:
    async def scene(here: Stage) -> None:
        async with await here.join() as ws:
            await ws.send_str("x" * size)
            if code == 1000:
                assert len(await ws.receive_str()) == size
            else:
                assert await end_of(ws) == code
                await asyncio.sleep(0.05)
                assert here.platform.closed == [1009]

    play(scene)


@pytest.mark.parametrize(("size", "fits"), [(128 * 1024, True), (128 * 1024 + 1, False)])
def test_a_message_of_many_frames_holds_128_kb(size: int, fits: bool) -> None:
    async def scene(here: Stage) -> None:
        text = "x" * size
        pieces = [text[at : at + 30_000] for at in range(0, size, 30_000)]
        url = f"ws://127.0.0.1:{here.port}/socket"
        async with websockets.connect(url, compression=None, max_size=None) as ws:
            await ws.send(pieces)
            if fits:
                assert await ws.recv() == text
            else:
                with pytest.raises(websockets.ConnectionClosed):
                    await ws.recv()
                assert ws.close_code == 1009

    play(scene)


def test_what_the_platform_says_is_bounded_too() -> None:
    async def scene(here: Stage) -> None:
        async with await here.join() as ws:
            await ws.send_str("hello")
            await ws.receive_str()
            await here.platform.sockets[0].send_str("x" * (128 * 1024 + 1))
            assert await end_of(ws) == 1009

    play(scene)


def test_silence_ends_a_socket_and_talk_keeps_it() -> None:
    async def scene(here: Stage) -> None:
        async with await here.join() as ws:
            for _ in range(4):
                await asyncio.sleep(0.2)
                await ws.send_str("still here")
                assert await ws.receive_str() == "still here"
            end = await asyncio.wait_for(ws.receive(), 2)
            assert (end.type, end.data, end.extra) == (aiohttp.WSMsgType.CLOSE, 1001, "Going away")
        await asyncio.sleep(0.05)
        assert here.platform.closed == [1001]

    play(scene, socket=SocketLimits(idle=0.4))


def test_a_socket_has_a_life() -> None:
    async def scene(here: Stage) -> None:
        async with await here.join() as ws:
            code = None
            while code is None:
                await ws.send_str("busy")
                message = await ws.receive()
                code = message.data if message.type is aiohttp.WSMsgType.CLOSE else None
            assert code == 1001

    play(scene, socket=SocketLimits(life=0.3))


def test_when_one_side_ends_so_does_the_other() -> None:
    async def scene(here: Stage) -> None:
        async with await here.join() as ws:
            await ws.close(code=4001)
        await asyncio.sleep(0.05)
        assert here.platform.closed == [4001]
        async with await here.join() as ws:
            await ws.send_str("x")
            await ws.receive_str()
            await here.platform.sockets[-1].close(code=4002)
            assert await end_of(ws) == 4002
        async with await here.join() as ws:
            await ws.send_str("x")
            await ws.receive_str()
            transport = here.platform.sockets[-1]._req.transport  # type: ignore[union-attr]
            assert transport is not None
            transport.close()
            assert await end_of(ws) == 1001

    play(scene)


def test_the_log_has_a_line_per_request_and_no_query_string(caplog: pytest.LogCaptureFixture) -> None:
    async def scene(here: Stage) -> None:
        await here.ask("/v1/x?token=canary")
        await here.media("/renditions/a.webp?e=1&s=canary")
        async with await here.join("?ticket=canary"):
            pass
        here.platform.refusal = 403
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await here.join("?ticket=canary")
        await here.upstream.close()
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await here.join("?ticket=canary")

    with caplog.at_level(logging.DEBUG):
        play(scene)
    lines = [record.getMessage() for record in caplog.records if record.name == "desk.origin.access"]
    assert [line.split()[1:5] for line in lines] == [
        ["api", "GET", "/v1/x", "200"],
        ["media", "GET", "/renditions/a.webp", "403"],
        ["api", "GET", "/socket", "1000"],
        ["api", "GET", "/socket", "403"],
        ["api", "GET", "/socket", "503"],
    ]
    ours = [record for record in caplog.records if not record.name.startswith(("botocore", "asyncio"))]
    assert "canary" not in "".join(record.getMessage() + str(record.exc_info or "") for record in ours)


# Media


def address(path: str, key: bytes = KEY) -> str:
    return "/" + sign(path, key=key, now=datetime.now(UTC), origin="").removeprefix("/")


def with_photo() -> Platform:
    return Platform(objects={"renditions/a.webp": b"RIFFdata", "masters/a.jpg": b"secret"})


def test_a_signed_rendition_is_served_for_browsers_to_keep() -> None:
    async def scene(here: Stage) -> None:
        good = address("renditions/a.webp")
        got, body = await here.media(good)
        assert (got.status, body, got.headers["Content-Type"]) == (200, b"RIFFdata", "image/webp")
        assert got.headers["ETag"] == '"tag"'
        private, age, immutable = got.headers["Cache-Control"].split(", ")
        assert (private, immutable) == ("private", "immutable")
        assert 598 <= int(age.removeprefix("max-age=")) <= 600
        assert got.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert got.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
        assert got.headers["X-Content-Type-Options"] == "nosniff"
        assert not [name for name in got.headers if name.lower().startswith(("x-amz", "access-control"))]
        got, body = await here.media(good, headers={"Range": "bytes=1-3"})
        assert (got.status, body, got.headers["Content-Range"]) == (206, b"IFF", "bytes 1-3/8")
        got, body = await here.media(good, headers={"If-None-Match": '"tag"'})
        assert (got.status, body) == (304, b"")
        got, body = await here.media(good, method="HEAD")
        assert (got.status, body, got.headers["Content-Length"]) == (200, b"", "8")
        assert (await here.media(good, method="POST"))[0].status == 405
        assert all("canary" not in seen["path"] for seen in here.platform.seen)

    play(scene, platform=with_photo())


def test_everything_else_on_the_media_host_is_refused() -> None:
    good = address("renditions/a.webp")
    path, _, query = good.partition("?")
    bad = (
        path,
        good[:-1] + ("A" if good[-1] != "A" else "Q"),
        address("renditions/a.webp", key=b"other" * 7),
        f"/masters/a.jpg?{query}",
        f"/renditions/../masters/a.jpg?{query}",
        f"/renditions/%2e%2e/masters/a.jpg?{query}",
        f"/?{query}",
        "/",
        "/v1/x",
        "/socket",
        "/index.html",
    )

    async def scene(here: Stage) -> None:
        for one in bad:
            got, body = await here.media(one)
            assert got.status == 403, one
            assert got.headers["Cache-Control"] == "no-store"
            assert b"secret" not in body
        assert here.platform.seen == []
        got, _ = await here.media(address("renditions/gone.webp"))
        assert (got.status, got.headers["Cache-Control"]) == (404, "no-store")

    play(scene, platform=with_photo())


def test_without_a_key_there_is_no_media_and_a_new_key_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk.origin_upstream.HURRY_SECONDS", 0.0)

    async def scene(here: Stage) -> None:
        assert (await here.media(address("renditions/a.webp")))[0].status == 403
        here.platform.key = b"n" * 32
        here.platform.objects["renditions/a.webp"] = b"x"
        assert (await here.media(address("renditions/a.webp", key=b"n" * 32)))[0].status == 200
        assert (await here.media(address("renditions/a.webp")))[0].status == 403

    play(scene, platform=Platform(key=b""))


def test_uploads_reach_storage_and_only_the_app_may_read_the_answer() -> None:
    app = {"Origin": "http://localhost:8080"}

    async def scene(here: Stage) -> None:
        got, _ = await here.media("/upload/", method="OPTIONS", headers=app)
        assert (got.status, got.headers["Access-Control-Allow-Origin"]) == (204, "http://localhost:8080")
        got, _ = await here.media(
            "/upload/", method="OPTIONS", headers={"Origin": "http://localhost:8080.evil.example"}
        )
        assert (got.status, got.headers.get("Access-Control-Allow-Origin")) == (403, None)
        form = aiohttp.FormData()
        form.add_field("key", "uploads/ana/1")
        form.add_field("file", b"\xff\xd8jpeg", filename="a.jpg", content_type="image/jpeg")
        got, _ = await here.media("/upload/", method="POST", data=form, headers={**app, "Cookie": "a=1"})
        assert got.status == 204
        assert got.headers["Access-Control-Allow-Origin"] == "http://localhost:8080"
        seen = here.platform.seen[-1]
        assert seen["path"] == f"/{PREFIX}-uploads-000000000000"
        assert b"\xff\xd8jpeg" in seen["body"]
        assert "Cookie" not in seen["headers"]
        here.platform.upload_answer = (403, "<Error><Code>AccessDenied</Code></Error>")
        got, body = await here.media("/upload/", method="POST", data=b"x", headers={"Origin": "null"})
        assert (got.status, body) == (403, b"<Error><Code>AccessDenied</Code></Error>")
        assert "Access-Control-Allow-Origin" not in got.headers
        for big in (b"x" * 5001, pieces()):
            got, body = await here.media("/upload/", method="POST", data=big, headers=app)
            assert (got.status, b"EntityTooLarge" in body) == (413, True)
            assert got.headers["Access-Control-Allow-Origin"] == "http://localhost:8080"
        assert (await here.media("/upload/"))[0].status == 405

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(60):
            yield b"x" * 100

    play(scene, upload_limit=5000)


# The app's files


@pytest.fixture
def app(tmp_path: Path) -> Path:
    folder = tmp_path / "app"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("home")
    (folder / "assets" / "app-Xy12.js").write_text("1")
    (folder / "style.0123abcd.css").write_text("a{}")
    (folder / "plain.js").write_text("2")
    (folder / ".env").write_text("secret")
    (tmp_path / "outside.txt").write_text("secret")
    return folder


def test_the_app_is_served_with_its_shells_types_and_ages(app: Path) -> None:
    html, script, forever = (
        "text/html; charset=utf-8",
        "text/javascript; charset=utf-8",
        "public, max-age=31536000, immutable",
    )
    expected = {
        "/": ("home", html, "no-cache"),
        "/direct/ana.maria?x=1": ("home", html, "no-cache"),
        "/assets/app-Xy12.js": ("1", script, forever),
        "/style.0123abcd.css": ("a{}", "text/css; charset=utf-8", forever),
        "/plain.js": ("2", script, "no-cache"),
    }

    async def scene(here: Stage) -> None:
        for path, (text, kind, age) in expected.items():
            got, body = await here.ask(path)
            assert (got.status, body.decode(), got.headers["Content-Type"]) == (200, text, kind), path
            assert got.headers["Cache-Control"] == age, path
            policy = got.headers["Content-Security-Policy"]
            assert "connect-src 'self' ws://localhost:8080 http://media.localhost:8080" in policy
            assert "img-src 'self' http://media.localhost:8080 blob: data:" in policy
            again, _ = await here.ask(path, headers={"If-None-Match": got.headers["ETag"]})
            assert again.status == 304
            assert again.headers[HSTS]

    play(scene, app=app)


def test_a_share_link_is_asked_of_the_platform_by_its_path_alone(app: Path) -> None:
    async def scene(here: Stage) -> None:
        said = {"Authorization": "Bearer t", "Cookie": "a=b", "If-None-Match": '"x"'}
        got, body = await here.ask("/u/ana.maria/followers?fbclid=1", headers=said)
        assert (got.status, body.decode(), got.headers["Content-Type"]) == (200, "the page", "text/html; charset=utf-8")
        assert got.headers["Cache-Control"] == "public, max-age=60"
        assert "connect-src 'self' ws://localhost:8080" in got.headers["Content-Security-Policy"]
        assert got.headers["Permissions-Policy"]
        (seen,) = here.platform.seen
        assert (seen["method"], seen["path"], seen["body"]) == ("GET", "/u/ana.maria", b"")
        assert seen["headers"]["X-Origin-Secret"] == SECRET
        assert not {"Authorization", "Cookie", "If-None-Match"} & set(seen["headers"])
        got, body = await here.ask("/p/%2e%2e/v1/me", method="HEAD")
        assert (got.status, body, got.headers["Content-Length"]) == (200, b"", "8")
        assert here.platform.seen[-1]["path"] == "/p/-"
        assert (await here.ask("/p/x", method="POST"))[0].status == 405

    play(scene, app=app, platform=Platform(page=(200, "the page")))


@pytest.mark.parametrize("status", [404, 429, 500, 503])
def test_where_the_platform_has_no_page_the_app_opens_all_the_same(app: Path, status: int) -> None:
    async def scene(here: Stage) -> None:
        for path in ("/p/01jd", "/u/ana.maria"):
            got, body = await here.ask(path)
            assert (got.status, body, got.headers["Cache-Control"]) == (200, b"home", "no-cache")
        await here.upstream.close()
        assert (await here.ask("/p/01jd"))[1] == b"home"

    play(scene, app=app, platform=Platform(page=(status, "trouble")))


def test_nothing_outside_the_app_is_served(app: Path) -> None:
    (app / "link.txt").symlink_to(app.parent / "outside.txt")

    async def scene(here: Stage) -> None:
        for path in (
            "/../outside.txt",
            "/%2e%2e/outside.txt",
            "/%2E%2E%2Foutside.txt",
            "/assets/..%2f..%2foutside.txt",
            "/..%5coutside.txt",
            "//outside.txt",
            "/link.txt",
            "/.env",
            "/assets/../.env",
            "/plain.js%00.html",
            "/missing.js",
        ):
            got, body = await here.ask(path)
            assert got.status == 404, path
            assert b"secret" not in body
        assert (await here.ask("/", method="POST"))[0].status == 405

    play(scene, app=app)


def test_a_missing_app_says_so() -> None:
    async def scene(here: Stage) -> None:
        got, body = await here.ask("/")
        assert got.status == 404
        assert got.headers["Content-Type"].startswith("text/html")
        assert b"No page here yet" in body

    play(scene)
