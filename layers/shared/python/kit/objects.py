"""Objects in storage (S3), for functions that read and write them whole.

Importing this loads botocore. Every call tries three times; Away when storage does not answer. Keys that do not exist
are answers, not failures.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from kernel.errors import Away

FOREVER = "public, max-age=31536000, immutable"
"""Cache-Control of what never changes under its key."""

_MISSING = frozenset({"404", "NoSuchKey", "NoSuchUpload", "NotFound"})


class Listed(NamedTuple):
    """An object as a list of the bucket shows it."""

    key: str
    modified: datetime


class Part(NamedTuple):
    """A part that has arrived, by the tag that storage gave it."""

    number: int
    size: int
    tag: str


class Begun(NamedTuple):
    """An object that comes in parts, and since when."""

    key: str
    name: str
    since: datetime


def size(bucket: str, key: str) -> int | None:
    """Bytes of an object; None when there is none."""
    with _answering():
        try:
            return int(_client().head_object(Bucket=bucket, Key=key)["ContentLength"])
        except ClientError as error:
            _pass_missing(error)
            return None


def read(bucket: str, key: str, most: int) -> bytes | None:
    """An object's bytes, at most `most` of them; None when there is none."""
    with _answering():
        try:
            body = _client().get_object(Bucket=bucket, Key=key)["Body"]
        except ClientError as error:
            _pass_missing(error)
            return None
        with body:
            return bytes(body.read(most))


def write(bucket: str, key: str, data: bytes, content_type: str) -> None:
    """Keep an object that never changes under its key. Writing it again changes nothing."""
    with _answering():
        _client().put_object(
            Bucket=bucket,
            Key=key,
            Body=data,
            ContentType=content_type,
            CacheControl=FOREVER,
            ContentDisposition="inline",
        )


def remove(bucket: str, key: str) -> None:
    """Delete an object; one that is gone stays gone."""
    with _answering():
        _client().delete_object(Bucket=bucket, Key=key)


def remove_below(bucket: str, prefix: str) -> int:
    """Delete every object whose key begins with `prefix`; returns how many there were."""
    removed = 0
    with _answering():
        for page in _client().get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
            keys = [{"Key": each["Key"]} for each in page.get("Contents", [])]
            if keys:
                answer = _client().delete_objects(Bucket=bucket, Delete={"Objects": keys, "Quiet": True})
                if failed := answer.get("Errors"):
                    raise Away(reason=str(failed[0].get("Code")))
                removed += len(keys)
    return removed


def begin_parts(bucket: str, key: str, content_type: str) -> str:
    """Begin an object that comes in parts; returns storage's name for the attempt."""
    with _answering():
        return str(_client().create_multipart_upload(Bucket=bucket, Key=key, ContentType=content_type)["UploadId"])


def parts(bucket: str, key: str, name: str) -> list[Part] | None:
    """The parts that have arrived, by number; None when there is no such attempt (any more)."""
    found: list[Part] = []
    with _answering():
        try:
            for page in _client().get_paginator("list_parts").paginate(Bucket=bucket, Key=key, UploadId=name):
                found += [Part(each["PartNumber"], each["Size"], each["ETag"]) for each in page.get("Parts", [])]
        except ClientError as error:
            _pass_missing(error)
            return None
    return sorted(found)


def send_part(bucket: str, key: str, name: str, number: int, data: bytes) -> Part:
    """Bring one part (5 MiB at least, but for the last); bringing it again replaces it."""
    with _answering():
        answer = _client().upload_part(Bucket=bucket, Key=key, UploadId=name, PartNumber=number, Body=data)
    return Part(number, len(data), answer["ETag"])


def join_parts(bucket: str, key: str, name: str, given: list[Part]) -> bool:
    """Make one object of parts. False when there is no such attempt (any more)."""
    wanted = [{"PartNumber": each.number, "ETag": each.tag} for each in given]
    with _answering():
        try:
            _client().complete_multipart_upload(
                Bucket=bucket, Key=key, UploadId=name, MultipartUpload={"Parts": wanted}
            )
        except ClientError as error:
            _pass_missing(error)
            return False
    return True


def drop_parts(bucket: str, key: str, name: str) -> None:
    """End an attempt and throw its parts away; one that has ended stays ended."""
    with _answering():
        try:
            _client().abort_multipart_upload(Bucket=bucket, Key=key, UploadId=name)
        except ClientError as error:
            _pass_missing(error)


def begun(bucket: str, prefix: str) -> Iterator[Begun]:
    """Attempts to bring objects in parts that have not ended; one request per 1,000."""
    with _answering():
        for page in _client().get_paginator("list_multipart_uploads").paginate(Bucket=bucket, Prefix=prefix):
            for each in page.get("Uploads", []):
                yield Begun(each["Key"], each["UploadId"], each["Initiated"])


def listed(bucket: str, prefix: str) -> Iterator[Listed]:
    """The objects below a prefix, in the order of their keys; one request per 1,000."""
    with _answering():
        for page in _client().get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
            for each in page.get("Contents", []):
                yield Listed(each["Key"], each["LastModified"])


def reset() -> None:
    """Forget the client, so that the next call reads the environment again. For tests."""
    _client.cache_clear()


@cache
def _client() -> Any:
    endpoint = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
    config = Config(
        connect_timeout=2,
        read_timeout=10,
        retries={"mode": "standard", "total_max_attempts": 3},
        s3={"addressing_style": "path" if endpoint else "auto"},  # an emulator's buckets have no host names
    )
    return botocore.session.get_session().create_client("s3", endpoint_url=endpoint, config=config)


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        if status >= 500 or status == 429:
            raise Away(reason=str(error)) from error
        raise
    except BotoCoreError as error:
        raise Away(reason=str(error)) from error


def _pass_missing(error: ClientError) -> None:
    if error.response["Error"]["Code"] not in _MISSING:
        raise error
