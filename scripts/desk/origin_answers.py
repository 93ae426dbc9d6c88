"""What the dev origin says in its own voice when nothing behind it can: problem+json for programs, XML for uploads."""

import json
from html import escape

from aiohttp import web

KIND = web.RequestKey("kind", str)
"""Which set of edge headers a request's answer gets: app, api or media."""

ENDED = web.RequestKey("ended", int)
"""With which code a request's socket ended."""

EXPIRY = web.RequestKey("expiry", int)
"""When the media address that a request used expires; set only for good answers."""

MESSAGES = {
    400: "The request is not well formed.",
    403: "This address is not valid, or no longer.",
    404: "There is nothing here.",
    405: "This method is not allowed here.",
    413: "The body is too large.",
    421: "This host is not served here.",
    426: "A WebSocket is spoken here.",
    502: "The platform gave an answer that makes no sense.",
    503: "The platform is away. Try again shortly.",
    504: "The platform took too long to answer.",
}


def problem(status: int, *, headers: dict[str, str] | None = None) -> web.Response:
    """A problem (RFC 9457) with the origin's own words for `status`; 503 says when to try again."""
    words = {"type": "about:blank", "title": MESSAGES[status], "status": status}
    said = {"Cache-Control": "no-store", **(headers or {})}
    if status == 503:
        said["Retry-After"] = "1"
    return web.Response(
        status=status, body=json.dumps(words).encode(), content_type="application/problem+json", headers=said
    )


def s3_error(status: int, code: str) -> web.Response:
    """A refusal in the form object storage gives it."""
    said = f"<Code>{code}</Code><Message>{MESSAGES[status]}</Message>"
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<Error>{said}</Error>'
    return web.Response(status=status, text=text, content_type="application/xml")


def page(status: int, title: str, *sentences: str) -> web.Response:
    """A small page for a person in front of a browser."""
    paragraphs = "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences)
    text = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><h1>{escape(title)}</h1>{paragraphs}</html>"
    )
    return web.Response(status=status, text=text, content_type="text/html", headers={"Cache-Control": "no-cache"})
