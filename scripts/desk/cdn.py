"""The CDN of a stage on AWS: its stack (infra/edge.yaml), the key of media addresses, the web app's files.

Unproved: written to AWS's documentation and tried with recorded calls, never run against an account.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from botocore.exceptions import ClientError

from desk import places
from desk.cloud import account_of, address, client, edge_of
from desk.emulator import Access
from desk.sigv4a import teach_botocore
from desk.stacks import Stack
from desk.terminal import DeskError, Say, silent, size
from desk.web_files import headers_of, is_hashed

TEMPLATE = "infra/edge.yaml"
MEDIA_KEY = "media-key"
PAGES = ("/", "/p/*", "/u/*")
"""Addresses that are answered with a page whose file has another name; they are forgotten with the pages."""


@dataclass(frozen=True)
class Wishes:
    """What a deployment asks of the CDN; None keeps what the stage has."""

    DomainName: str | None = None
    CertificateArn: str | None = None
    WebAclArn: str | None = None
    PriceClass: str | None = None


@dataclass(frozen=True)
class Upload:
    """One file of the app, as it goes into the bucket."""

    key: str
    path: Path

    @property
    def hashed(self) -> bool:
        return is_hashed(self.key)


class Cdn:
    """The CDN of the stage `prefix`."""

    def __init__(self, access: Access, prefix: str, *, root: Path = places.ROOT, speak: Say = silent) -> None:
        self._access, self._prefix, self._root, self._speak = access, prefix, root, speak
        self._stack = Stack(client(access, "cloudformation"), edge_of(prefix), patience=4.0, speak=speak)

    def offers(self) -> dict[str, str]:
        """What the platform's template wants to know of the CDN; nothing before its first deployment."""
        known = self._stack.outputs()
        if "MediaDistributionId" not in known:
            return {}
        same = {name: known[name] for name in ("AppOrigin", "MediaOrigin", "UploadOrigin")}
        return {**same, "MediaDistribution": known["MediaDistributionId"]}

    def deploy(self, platform: Mapping[str, str], wishes: Wishes) -> None:
        """Create or update the stack before the platform with these outputs, and give it the media key."""
        values = {
            **self._stack.parameters(),
            **{name: value for name, value in asdict(wishes).items() if value is not None},
            "Prefix": self._prefix,
            "HttpApiId": platform["HttpApiId"],
            "SocketApiId": platform["SocketApiId"],
            "OriginSecret": self._secret("origin-secret"),
        }
        if self._stack.apply(self._place_template(), values):
            self._speak("  the CDN stands")
        self._put_media_key()

    def publish(self, app: Path) -> None:
        """Upload the built app and have the edges forget its pages.

        Hashed files go first and are never taken away: a page that somebody has open asks for those of its own time.
        """
        known = self._stack.outputs()
        bucket, s3 = known["AppBucketName"], client(self._access, "s3")
        pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket)
        there = {row["Key"] for page in pages for row in page.get("Contents", [])}
        files = list(uploads(app))
        sent = [each for each in files if not (each.hashed and each.key in there)]
        for each in sent:
            said = headers_of(each.key)
            body, kind, kept = each.path.read_bytes(), said["Content-Type"], said["Cache-Control"]
            s3.put_object(Bucket=bucket, Key=each.key, Body=body, ContentType=kind, CacheControl=kept)
        gone = sorted(key for key in there - {each.key for each in files} if not is_hashed(key))
        for key in gone:
            s3.delete_object(Bucket=bucket, Key=key)
        count = sum(each.path.stat().st_size for each in sent)
        self._speak(f"  uploaded {len(sent)} of {len(files)} files of the web app, {size(count)}")
        self._forget([f"/{each.key}" for each in sent if not each.hashed] + [f"/{key}" for key in gone], known)
        self._speak(f"  the app is at {known['AppOrigin']}")

    def _forget(self, paths: list[str], known: Mapping[str, str]) -> None:
        items = sorted({*paths, *PAGES})
        batch = {"Paths": {"Quantity": len(items), "Items": items}, "CallerReference": str(uuid.uuid4())}
        cloudfront = client(self._access, "cloudfront")
        cloudfront.create_invalidation(DistributionId=known["AppDistributionId"], InvalidationBatch=batch)

    def _put_media_key(self) -> None:
        """The edge checks media addresses with it; until it is there every one of them is refused."""
        teach_botocore()
        values = client(self._access, "cloudfront-keyvaluestore")
        store, wanted = self._stack.outputs()["MediaKeysArn"], self._secret(MEDIA_KEY)
        try:
            if values.get_key(KvsARN=store, Key=MEDIA_KEY)["Value"] == wanted:
                return
        except ClientError as answer:
            if answer.response["Error"]["Code"] != "ResourceNotFoundException":
                raise DeskError(f"The key-value store of the CDN cannot be used: {answer}") from None
        version = values.describe_key_value_store(KvsARN=store)["ETag"]
        values.put_key(KvsARN=store, Key=MEDIA_KEY, Value=wanted, IfMatch=version)
        self._speak("  the CDN knows the key of media addresses")

    def _secret(self, name: str) -> str:
        ssm = client(self._access, "ssm")
        value: str = ssm.get_parameter(Name=f"/{self._prefix}/{name}", WithDecryption=True)["Parameter"]["Value"]
        return value

    def _place_template(self) -> str:
        """The template in the artifacts bucket, under a name that carries its content's hash."""
        text = (self._root / TEMPLATE).read_bytes()
        key = f"templates/edge-{hashlib.sha256(text).hexdigest()[:16]}.yaml"
        bucket = f"{self._prefix}-artifacts-{account_of(self._access)}"
        client(self._access, "s3").put_object(Bucket=bucket, Key=key, Body=text, ContentType="application/yaml")
        return address(self._access, bucket, key)


def uploads(app: Path) -> Iterator[Upload]:
    """The built app's files in the order in which they may appear: what pages need, then pages, then the worker.

    Files and folders whose name begins with a dot are the build's own and stay here.
    """
    found = []
    for path in sorted(app.rglob("*")):
        relative = path.relative_to(app)
        if not path.is_file() or any(part.startswith(".") for part in relative.parts):
            continue
        found.append(Upload(relative.as_posix(), path))
    yield from sorted(found, key=lambda each: (not each.hashed, each.key == "sw.js", each.path.suffix == ".html"))
