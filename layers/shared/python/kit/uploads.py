"""How a client puts an object straight into storage: by one form, or in parts. Made without botocore.

A form (S3 presigned POST) is bound to one bucket, one key, one content type, a largest size and a moment at which it
ends; the address of a part (presigned PUT) to one object, one attempt, one number, one size and a moment. Storage
refuses whatever differs. The address of a download (presigned GET) is bound to one object and a moment.
Sources: "Creating a POST policy" and "Authenticating requests: using query parameters" in the S3 API reference (AWS
Signature Version 4).
"""

import base64
import os
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import quote, urlsplit

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


def part_address(
    bucket: str, key: str, name: str, number: int, *, size: int, now: datetime, seconds: int, origin: str = ""
) -> str:
    """Where to PUT exactly `size` bytes as part `number` of the attempt `name`, for `seconds` from `now`.

    `origin` is a whole address that stands for the bucket; empty means storage itself. Raises NoCredentials.
    """
    asked = {"partNumber": str(number), "uploadId": name}
    return _presigned("PUT", bucket, key, asked, {"content-length": str(size)}, now, seconds, origin)


def download_address(bucket: str, key: str, *, file_name: str, now: datetime, seconds: int, origin: str = "") -> str:
    """Where to GET one object as a file to keep, for `seconds` from `now`. Otherwise like `part_address`."""
    asked = {"response-content-disposition": f'attachment; filename="{file_name}"'}
    return _presigned("GET", bucket, key, asked, {}, now, seconds, origin)


def _presigned(
    method: str,
    bucket: str,
    key: str,
    asked: dict[str, str],
    headers: dict[str, str],
    now: datetime,
    seconds: int,
    origin: str,
) -> str:
    by = _source.current()
    region = os.environ.get("AWS_REGION") or os.environ["AWS_DEFAULT_REGION"]
    stamp = now.strftime("%Y%m%dT%H%M%SZ")
    day = stamp[:8]
    scope = f"{day}/{region}/s3/aws4_request"
    place = urlsplit(_address(bucket, region))
    sent = sorted({**headers, "host": place.netloc}.items())
    names = ";".join(name for name, _ in sent)
    asked = {
        **asked,
        "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
        "X-Amz-Credential": f"{by.key_id}/{scope}",
        "X-Amz-Date": stamp,
        "X-Amz-Expires": str(seconds),
        "X-Amz-SignedHeaders": names,
    }
    if by.token:
        asked["X-Amz-Security-Token"] = by.token
    query = "&".join(f"{_escaped(name)}={_escaped(value)}" for name, value in sorted(asked.items()))
    path = f"{place.path.rstrip('/')}/{quote(key)}"
    lines = "".join(f"{name}:{value}\n" for name, value in sent)
    request = f"{method}\n{path}\n{query}\n{lines}\n{names}\nUNSIGNED-PAYLOAD"
    text = f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{sha256(request.encode()).hexdigest()}"
    signature = Signer("s3", region).signature(text, day, by)
    where = f"{origin.rstrip('/')}/{quote(key)}" if origin else f"{place.scheme}://{place.netloc}{path}"
    return f"{where}?{query}&X-Amz-Signature={signature}"


def _escaped(text: str) -> str:
    return quote(text, safe="-_.~")


def _address(bucket: str, region: str) -> str:
    endpoint = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
    if endpoint:
        return f"{endpoint.rstrip('/')}/{quote(bucket)}"
    return f"https://{bucket}.s3.{region}.amazonaws.com/"
