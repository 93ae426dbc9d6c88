"""The edge's response headers, read from infra/edge/headers.json, as the cloud's policies are written from it."""

import json
from collections.abc import Mapping, MutableMapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

Kind = Literal["app", "api", "media"]

HEADERS_FILE = Path(__file__).resolve().parents[2] / "infra" / "edge" / "headers.json"


def rendered(kind: Kind, places: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """The headers of `kind`: those that always win, and those that yield to what the origin said.

    `places` fills media, uploads, socket and corp.
    """
    said = _file()[kind]
    always, unless_set = (
        {name: value.format_map(places) for name, value in said[when].items()} for when in ("always", "unless_set")
    )
    return always, unless_set


def put_on(headers: MutableMapping[str, str], kind: Kind, places: Mapping[str, str]) -> None:
    """Put the headers of `kind` on an answer's headers."""
    always, unless_set = rendered(kind, places)
    headers.update(always)
    for name, value in unless_set.items():
        headers.setdefault(name, value)


def local_places(app_origin: str, media_origin: str) -> dict[str, str]:
    """What fills the headers locally. Browsers count localhost and media.localhost as two sites."""
    socket = app_origin.replace("http", "ws", 1)
    return {"media": media_origin, "uploads": media_origin, "socket": socket, "corp": "cross-origin"}


@cache
def _file() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(HEADERS_FILE.read_text())
    return read
