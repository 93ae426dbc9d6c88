"""The web app's files, with the rules of infra/edge/shell.js and page.js."""

import re
from pathlib import Path
from urllib.parse import unquote

from aiohttp import web

from desk.origin_answers import page as answer
from desk.origin_answers import problem
from desk.web_files import headers_of

DEMO = "/demo.json"
"""Who can sign in to the demo world. Only this origin serves it; it is empty where there is no demo."""

_EXTENSION = re.compile(r"\.[A-Za-z0-9]+\Z")
_POST = re.compile(r"/p/([0-9a-z]{26})(?:/.*)?", re.ASCII)
_PERSON = re.compile(r"/u/([A-Za-z0-9_.]{1,30})(?:/.*)?", re.ASCII)
_REFERENCE = re.compile(r"/docs(/live)?/?")
_SAFE = re.compile(r"/[^\x00-\x1f\\\x7f]*")


def shell(uri: str) -> str:
    """The file that answers for `uri` (a raw path), as the edge decides it."""
    if uri.startswith("/direct/"):
        return "/index.html"
    if reference := _REFERENCE.fullmatch(uri):
        return f"/docs{reference[1] or ''}/index.html"
    return uri if _EXTENSION.search(uri.rpartition("/")[2]) else "/index.html"


def page(uri: str) -> str | None:
    """The one spelling of a share link (a raw path), as the edge finds it; None when `uri` is no share link."""
    if not uri.startswith(("/p/", "/u/")):
        return None
    if found := _POST.fullmatch(uri):
        return f"/p/{found[1]}"
    if (found := _PERSON.fullmatch(uri)) and found[1].strip("."):
        return f"/u/{found[1]}"
    return f"{uri[:3]}-"


class Static:
    """A folder of files, which may be missing."""

    def __init__(self, folder: Path, demo: Path | None = None) -> None:
        self._folder = folder
        self._demo = demo

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """GET and HEAD; ETag, conditions and ranges come with the file."""
        if request.method not in ("GET", "HEAD"):
            return problem(405, headers={"Allow": "GET, HEAD"})
        path = request.raw_path.partition("?")[0]
        wanted = "/index.html" if page(path) else shell(path)
        if wanted == DEMO:
            known = self._demo.read_text(encoding="utf-8") if self._demo and self._demo.is_file() else "[]"
            return web.json_response(text=known, headers={"Cache-Control": "no-store"})
        file = self._find(wanted)
        if file is not None:
            return web.FileResponse(file, headers=headers_of(wanted))
        if wanted.endswith("/index.html"):
            return answer(
                404,
                "No page here yet",
                f"The app's folder {self._folder.name!r} has no {wanted.removeprefix('/')}.",
                "The platform itself may be up all the same: its API answers below /v1.",
            )
        return problem(404)

    def _find(self, wanted: str) -> Path | None:
        path = unquote(wanted)
        names = path.split("/")[1:]
        if _SAFE.fullmatch(path) is None or any(name == "" or name.startswith(".") for name in names):
            return None
        root = self._folder.resolve()
        file = root.joinpath(*names).resolve()
        return file if file.is_relative_to(root) and file.is_file() else None
