"""Forms with which a client puts one object straight into storage (S3 presigned POST), made without botocore.

A form is bound to one bucket, one key, one content type, a largest size and a moment at which it ends; storage refuses
whatever differs. Source: "Creating a POST policy" in the S3 API reference (AWS Signature Version 4).
"""

import base64
import os
from datetime import datetime, timedelta
from typing import NamedTuple
from urllib.parse import quote

import msgspec

from kernel import clock
from kit.sigv4 import CredentialSource, Signer

_source = CredentialSource()


class Form(NamedTuple):
    """Where to post, and the fields to send before the field `file`, all of them as they are."""

    url: str
    fields: dict[str, str]


def form(bucket: str, key: str, *, content_type: str, most: int, now: datetime, seconds: int, origin: str = "") -> Form:
    """A form that takes 1 to `most` bytes of `content_type` as the object `key`, for `seconds` from `now`.

    `origin` is where forms are posted, a whole address; empty means storage itself. Raises NoCredentials.
    """
    by = _source.current()
    region = os.environ.get("AWS_REGION") or os.environ["AWS_DEFAULT_REGION"]
    stamp = now.strftime("%Y%m%dT%H%M%SZ")
    day = stamp[:8]
    fields = {
        "key": key,
        "Content-Type": content_type,
        "x-amz-algorithm": "AWS4-HMAC-SHA256",
        "x-amz-credential": f"{by.key_id}/{day}/{region}/s3/aws4_request",
        "x-amz-date": stamp,
    }
    if by.token:
        fields["x-amz-security-token"] = by.token
    conditions: list[object] = [{"bucket": bucket}, *({name: value} for name, value in fields.items())]
    conditions.append(["content-length-range", 1, most])
    policy = base64.b64encode(
        msgspec.json.encode({"expiration": clock.stamp(now + timedelta(seconds=seconds)), "conditions": conditions})
    ).decode()
    signature = Signer("s3", region).signature(policy, day, by)
    return Form(origin or _address(bucket, region), {**fields, "policy": policy, "x-amz-signature": signature})


def _address(bucket: str, region: str) -> str:
    endpoint = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
    if endpoint:
        return f"{endpoint.rstrip('/')}/{quote(bucket)}"
    return f"https://{bucket}.s3.{region}.amazonaws.com/"
