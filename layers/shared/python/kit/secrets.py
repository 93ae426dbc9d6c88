"""Secrets of the platform, kept as SSM SecureStrings under `/<prefix>/`, read once per environment.

No secret is ever in an environment variable, a template or a log line.
"""

import base64
from functools import cache

from kernel.errors import Away
from kit import wire
from kit.settings import settings
from kit.wire import WireError


@cache
def text(name: str) -> str:
    """The secret `/<prefix>/<name>`. Raises Away when the store does not answer."""
    try:
        request = {"Name": f"/{settings().prefix}/{name}", "WithDecryption": True}
        answer = wire.client("ssm").call("GetParameter", request)
    except WireError as error:
        raise Away(secret=name, reason=str(error)) from error
    return str(answer["Parameter"]["Value"])


def key(name: str) -> bytes:
    """A secret that is a key: its base64 text, decoded."""
    return _decoded(text(name))


@cache
def _decoded(secret: str) -> bytes:
    return base64.b64decode(secret)
