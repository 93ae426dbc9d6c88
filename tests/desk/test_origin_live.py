"""The dev origin before a real emulator: gateways, functions, storage and secrets as the platform uses them."""

import asyncio
import base64
import io
import json
import textwrap
import time
import zipfile
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import aiohttp
import boto3
import pytest
from aiohttp import web
from yarl import URL

from desk import origin
from desk.origin_settings import Settings
from kit.media_address import sign
from support.emulator import emulator
from support.origin_stub import KEY, PREFIX, SECRET

PHOTO = b"RIFF\x00\x00\x00\x00WEBP"

HTTP = {"ProtocolType": "HTTP", "Name": f"{PREFIX}-http"}
SOCKET = {"ProtocolType": "WEBSOCKET", "Name": f"{PREFIX}-socket", "RouteSelectionExpression": "$request.body.do"}
PAYLOAD = {"PayloadFormatVersion": "2.0"}

FUNCTION = """
import json

def handler(event, context):
    print("one line, or the emulator waits")
    route = event["requestContext"].get("routeKey")
    if route == "$connect":
        ticket = (event.get("queryStringParameters") or {}).get("ticket")
        return {"statusCode": 200 if ticket == "good" else 403}
    if route == "$disconnect":
        return {"statusCode": 200}
    if route == "$default":
        return {"statusCode": 200, "body": event["body"].upper()}
    names = ("rawPath", "rawQueryString", "headers", "isBase64Encoded", "body")
    return {"statusCode": 200, "body": json.dumps({name: event.get(name) for name in names})}
"""


def aws(endpoint: str, service: str) -> Any:
    make: Any = boto3.client
    return make(service, endpoint_url=endpoint, aws_access_key_id="test", aws_secret_access_key="test")


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An emulator with an HTTP API, a WebSocket API, a rendition and the two secrets."""
    for endpoint in emulator(tmp_path_factory):
        build(endpoint)
        yield endpoint


def build(endpoint: str) -> None:
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("main.py", textwrap.dedent(FUNCTION))
    role = "arn:aws:iam::000000000000:role/any"
    function = aws(endpoint, "lambda").create_function(
        FunctionName="echo", Runtime="python3.11", Role=role, Handler="main.handler", Code={"ZipFile": code.getvalue()}
    )["FunctionArn"]
    add_gateway(endpoint, HTTP, ["ANY /v1/{path+}", "GET /.well-known/jwks.json"], "$default", function)
    add_gateway(endpoint, SOCKET, ["$connect", "$default", "$disconnect"], "live", function)
    storage = aws(endpoint, "s3")
    where = {"LocationConstraint": "eu-central-1"}
    for name in ("media", "uploads"):
        storage.create_bucket(Bucket=f"{PREFIX}-{name}-000000000000", CreateBucketConfiguration=where)
    storage.put_object(
        Bucket=f"{PREFIX}-media-000000000000", Key="renditions/a.webp", Body=PHOTO, ContentType="image/webp"
    )
    secrets = aws(endpoint, "ssm")
    for name, value in (("origin-secret", SECRET), ("media-key", base64.b64encode(KEY).decode())):
        secrets.put_parameter(Name=f"/{PREFIX}/{name}", Value=value, Type="SecureString")


def add_gateway(endpoint: str, what: dict[str, str], routes: list[str], stage: str, function: str) -> str:
    gateways = aws(endpoint, "apigatewayv2")
    made: str = gateways.create_api(**what)["ApiId"]
    how = gateways.create_integration(ApiId=made, IntegrationType="AWS_PROXY", IntegrationUri=function, **PAYLOAD)
    for route in routes:
        gateways.create_route(ApiId=made, RouteKey=route, Target=f"integrations/{how['IntegrationId']}")
    gateways.create_stage(ApiId=made, StageName=stage, AutoDeploy=True)
    return made


class Door:
    """The origin's address, and how a browser would ask it."""

    def __init__(self, port: int, session: aiohttp.ClientSession) -> None:
        self.port = port
        self.session = session

    async def ask(self, path: str, *, host: str = "localhost", method: str = "GET", **more: Any) -> tuple[Any, bytes]:
        headers = {"Host": f"{host}:{self.port}", **more.pop("headers", {})}
        url = URL(f"http://127.0.0.1:{self.port}{path}", encoded=True)
        async with self.session.request(method, url, headers=headers, **more) as got:
            return got, await got.read()


def play(endpoint: str, scene: Callable[[Door], Awaitable[None]]) -> None:
    async def run() -> None:
        settings = Settings(upstream=endpoint, prefix=PREFIX, access_key="test", secret_key="test")
        runner = web.AppRunner(origin.make_app(settings), access_log=None)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            async with asyncio.timeout(30), aiohttp.ClientSession() as session:
                await scene(Door(runner.addresses[0][1], session))
        finally:
            await runner.cleanup()

    asyncio.run(run())


def test_a_function_sees_the_path_and_the_viewer_as_behind_the_real_cdn(platform: str) -> None:
    async def scene(door: Door) -> None:
        forged = {"X-Origin-Secret": "guess", "Cookie": "a=1; b=2", "X-Kept": "é".encode("latin-1").decode("latin-1")}
        got, body = await door.ask("/v1/deep/%E2%82%AC?x=1&x=2", method="POST", data=b"\x00\xff", headers=forged)
        assert got.status == 200
        seen = json.loads(body)
        assert (seen["rawPath"], seen["rawQueryString"]) == ("/v1/deep/€", "x=1&x=2")
        assert (seen["isBase64Encoded"], base64.b64decode(seen["body"])) == (True, b"\x00\xff")
        assert seen["headers"]["x-origin-secret"] == SECRET
        assert seen["headers"]["cloudfront-viewer-address"].startswith("127.0.0.1:")
        got, body = await door.ask("/.well-known/jwks.json")
        assert (got.status, json.loads(body)["rawPath"]) == (200, "/.well-known/jwks.json")
        assert (await door.ask("/.well-known/other"))[0].status == 404
        got, body = await door.ask("/healthz")
        assert json.loads(body)["found"] == {"http": True, "socket": True, "media": True}

    play(platform, scene)


def test_a_socket_needs_its_ticket_and_then_talks(platform: str) -> None:
    async def scene(door: Door) -> None:
        url = f"http://127.0.0.1:{door.port}/socket?ticket="
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await door.session.ws_connect(url + "bad")
        assert refused.value.status == 403
        async with door.session.ws_connect(url + "good") as ws:
            await ws.send_str('{"do":"say","text":"hello"}')
            assert await ws.receive_str() == '{"DO":"SAY","TEXT":"HELLO"}'

    play(platform, scene)


def test_renditions_come_with_ranges_and_conditions(platform: str) -> None:
    async def scene(door: Door) -> None:
        good = "/" + sign("renditions/a.webp", key=KEY, now=datetime.now(UTC), origin="").removeprefix("/")
        got, body = await door.ask(good, host="media.localhost")
        assert (got.status, body, got.headers["Content-Type"]) == (200, PHOTO, "image/webp")
        assert got.headers["Cache-Control"].endswith("immutable")
        assert "Access-Control-Allow-Origin" not in got.headers
        tag = {"If-None-Match": got.headers["ETag"]}
        assert (await door.ask(good, host="media.localhost", headers=tag))[0].status == 304
        got, body = await door.ask(good, host="media.localhost", headers={"Range": "bytes=8-"})
        assert (got.status, body) == (206, b"WEBP")
        got, body = await door.ask(good, host="media.localhost", method="HEAD")
        assert (got.status, got.headers["Content-Length"]) == (200, "12")
        gone = "/" + sign("renditions/b.webp", key=KEY, now=datetime.now(UTC), origin="").removeprefix("/")
        assert (await door.ask(gone, host="media.localhost"))[0].status == 404
        assert (await door.ask("/renditions/a.webp", host="media.localhost"))[0].status == 403

    play(platform, scene)


def test_a_presigned_form_is_taken_within_its_conditions_only(platform: str) -> None:
    bucket = f"{PREFIX}-uploads-000000000000"
    form = aws(platform, "s3").generate_presigned_post(
        bucket,
        "uploads/ana/1",
        Fields={"Content-Type": "image/jpeg"},
        Conditions=[{"Content-Type": "image/jpeg"}, ["content-length-range", 1, 100]],
        ExpiresIn=300,
    )["fields"]

    async def send(door: Door, body: bytes, **changed: str) -> tuple[int, bytes]:
        data = aiohttp.FormData({**form, **changed})
        data.add_field("file", body, filename="a.jpg", content_type="image/jpeg")
        got, text = await door.ask("/upload/", host="media.localhost", method="POST", data=data)
        return got.status, text

    async def scene(door: Door) -> None:
        assert (await send(door, b"\xff\xd8jpeg"))[0] == 204
        status, text = await send(door, b"x" * 101)
        assert (status, b"EntityTooLarge" in text) == (400, True)
        assert (await send(door, b"x", key="uploads/bob/1"))[0] == 403

    play(platform, scene)
    stored = aws(platform, "s3").get_object(Bucket=bucket, Key="uploads/ana/1")["Body"].read()
    assert stored == b"\xff\xd8jpeg"


def test_a_replaced_gateway_is_found(platform: str) -> None:
    gateways = aws(platform, "apigatewayv2")

    async def scene(door: Door) -> None:
        assert (await door.ask("/v1/x"))[0].status == 200
        before = time.monotonic()
        (old,) = [api["ApiId"] for api in gateways.get_apis()["Items"] if api["Name"] == f"{PREFIX}-http"]
        (how,) = gateways.get_integrations(ApiId=old)["Items"]
        gateways.delete_api(ApiId=old)
        new = add_gateway(platform, HTTP, ["ANY /v1/{path+}"], "$default", how["IntegrationUri"])
        assert new != old
        while (await door.ask("/v1/x"))[0].status != 200:
            assert time.monotonic() - before < 5
            await asyncio.sleep(0.2)

    play(platform, scene)
