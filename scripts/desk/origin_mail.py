"""Letters that the local platform sends: caught by an SMTP server on loopback, kept on disk, shown at /__mail.

Nothing here exists in the cloud, and nothing leaves this machine.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from html import escape
from pathlib import Path
from typing import Any

from aiohttp import web
from aiosmtpd.smtp import SMTP, Envelope, Session

from desk import places
from kernel import clock
from kernel.ids import made_at, new_id

MOST = 1000
"""Letters that are kept; older ones go."""

PATH = places.MAIL_PATH
_SAFE = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
}


class Letters:
    """The letters of one stage, oldest first. `folder` keeps them over a restart."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._kept: deque[dict[str, Any]] = deque(maxlen=MOST)
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            for path in sorted(folder.glob("*.eml"))[-MOST:]:
                self._kept.append(_read(path.stem, path.read_bytes()))

    def add(self, raw: bytes) -> None:
        """Keep a letter."""
        id_ = new_id()
        if self._folder is not None:
            (self._folder / f"{id_}.eml").write_bytes(raw)
        self._kept.append(_read(id_, raw))

    def found(self, to: str = "") -> list[dict[str, Any]]:
        """All letters, or those to one address, oldest first."""
        return [each for each in self._kept if not to or each["to"] == to]

    def one(self, id_: str) -> dict[str, Any] | None:
        return next((each for each in self._kept if each["id"] == id_), None)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """A letter has come."""
        self.add(envelope.original_content or b"")
        return "250 kept"

    async def listen(self, host: str, port: int) -> asyncio.Server:
        """Start the SMTP server in the running loop."""
        loop = asyncio.get_running_loop()
        return await loop.create_server(
            lambda: SMTP(self, hostname="localhost", loop=loop, enable_SMTPUTF8=True), host, port
        )

    def serve(self, request: web.Request) -> web.Response:
        """GET /__mail (HTML, or JSON when asked for; `?to=` one address only) and GET /__mail/<id>."""
        if request.method not in ("GET", "HEAD"):
            return web.Response(status=405, headers={"Allow": "GET, HEAD"})
        id_ = request.path.removeprefix(PATH).strip("/")
        if id_:
            letter = self.one(id_)
            if letter is None:
                return web.Response(status=404)
            body = letter["html"] or f"<pre>{escape(letter['text'])}</pre>"
            return web.Response(text=body, content_type="text/html", headers=_SAFE)
        letters = self.found(request.query.get("to", ""))
        if "application/json" in request.headers.get("Accept", ""):
            return web.Response(
                body=json.dumps(letters).encode(),
                content_type="application/json",
                headers={"Cache-Control": "no-store"},
            )
        return web.Response(text=_page(letters), content_type="text/html", headers=_SAFE)


def _read(id_: str, raw: bytes) -> dict[str, Any]:
    message = message_from_bytes(raw, _class=EmailMessage, policy=POLICY)
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    return {
        "id": id_,
        "at": clock.stamp(made_at(id_)),
        "to": ", ".join(each.addr_spec for each in message["To"].addresses) if message["To"] else "",
        "from": str(message["From"] or ""),
        "subject": str(message["Subject"] or ""),
        "kind": str(message["X-Letter-Kind"] or ""),
        "headers": {name: str(value) for name, value in message.items()},
        "text": text.get_content() if text else "",
        "html": html.get_content() if html else "",
    }


def _page(letters: list[dict[str, Any]]) -> str:
    rows = "".join(
        f"<article><h2>{escape(each['subject'])}</h2><p>to {escape(each['to'])} · {escape(each['at'])} · "
        f"<a href='{PATH}/{each['id']}'>as sent</a></p><pre>{escape(each['text'])}</pre></article>"
        for each in reversed(letters)
    )
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        "<title>Letters</title><style>body{font:16px/1.5 system-ui;max-width:44rem;margin:2rem auto;padding:0 1rem}"
        "pre{white-space:pre-wrap;background:#f4f4f5;padding:1rem;border-radius:.75rem}h2{margin:2rem 0 0}"
        f"</style><h1>Letters of this platform</h1>{rows or '<p>None yet.</p>'}</html>"
    )
