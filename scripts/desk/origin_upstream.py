"""What the dev origin must know of the platform behind it: gateway ids, account, the origin's secret, the media key.

Everything is looked up at once (some 20 ms), kept for half a minute, and looked up again when something speaks for a
change: the emulator was away, a gateway id is unknown, a signature does not fit.
"""

import asyncio
import base64
import binascii
import time
from dataclasses import dataclass, field
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from desk.origin_settings import Settings

KEEP_SECONDS = 30.0
HURRY_SECONDS = 2.0


class UpstreamAway(Exception):
    """The platform behind the origin does not answer."""


@dataclass(frozen=True, slots=True)
class Facts:
    """The platform as it was seen last. An id or key that does not exist (yet) is empty."""

    account: str
    http_api: str
    socket_api: str
    origin_secret: str = field(repr=False)
    media_key: bytes = field(repr=False)


class Upstream:
    """The platform behind one origin, asked through its AWS API."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = asyncio.Lock()
        self._facts: Facts | None = None
        self._seen = 0.0
        self._clients: dict[str, Any] = {}

    async def facts(self, *, max_age: float = KEEP_SECONDS) -> Facts:
        """What is known, at most `max_age` seconds old. Raises UpstreamAway."""
        async with self._lock:
            if self._facts is not None and time.monotonic() - self._seen <= max_age:
                return self._facts
            try:
                self._facts = await asyncio.to_thread(self._look_up)
            except (BotoCoreError, ClientError) as error:
                self._facts = None
                raise UpstreamAway(type(error).__name__) from error
            self._seen = time.monotonic()
            return self._facts

    async def changed(self, before: Facts) -> Facts | None:
        """The facts when they differ from `before`, looked up again unless that was done a moment ago."""
        after = await self.facts(max_age=HURRY_SECONDS)
        return after if after != before else None

    def forget(self) -> None:
        """The platform went away; ask again before the next use."""
        self._facts = None

    def object_address(self, key: str, facts: Facts, method: str) -> str:
        """A presigned address of an object in the media bucket, good for one minute; no request is made."""
        operation = "head_object" if method == "HEAD" else "get_object"
        where = {"Bucket": f"{self._settings.prefix}-media-{facts.account}", "Key": key}
        address: str = self._client("s3").generate_presigned_url(operation, Params=where, ExpiresIn=60)
        return address

    def uploads_address(self, facts: Facts) -> str:
        """Where a presigned upload form is posted: the upload bucket by path."""
        return f"{self._settings.upstream}/{self._settings.prefix}-uploads-{facts.account}"

    def _look_up(self) -> Facts:
        prefix = self._settings.prefix
        apis = {
            api["Name"]: str(api["ApiId"])
            for page in self._client("apigatewayv2").get_paginator("get_apis").paginate()
            for api in page["Items"]
        }
        names = [f"/{prefix}/origin-secret", f"/{prefix}/media-key"]
        answer = self._client("ssm").get_parameters(Names=names, WithDecryption=True)
        secrets = {parameter["Name"]: str(parameter["Value"]) for parameter in answer["Parameters"]}
        return Facts(
            account=str(self._client("sts").get_caller_identity()["Account"]),
            http_api=apis.get(f"{prefix}-http", ""),
            socket_api=apis.get(f"{prefix}-socket", ""),
            origin_secret=secrets.get(names[0], ""),
            media_key=_decoded(secrets.get(names[1], "")),
        )

    def _client(self, service: str) -> Any:
        if service not in self._clients:
            config = Config(
                connect_timeout=2,
                read_timeout=5,
                retries={"total_max_attempts": 1},
                signature_version="s3v4" if service == "s3" else None,
                s3={"addressing_style": "path"},
            )
            make: Any = boto3.client
            self._clients[service] = make(
                service,
                endpoint_url=self._settings.upstream,
                region_name=self._settings.region,
                aws_access_key_id=self._settings.access_key,
                aws_secret_access_key=self._settings.secret_key,
                config=config,
            )
        return self._clients[service]


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        return b""
