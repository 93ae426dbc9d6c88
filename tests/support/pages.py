"""Pages for tests: a small shell, a reader of heads as crawlers have one, and a place for the shell in storage."""

import json
from html.parser import HTMLParser
from typing import Any

from kit import shell
from kit.settings import settings

SHELL = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>The app</title>
<meta name="description" content="A place for photographs.">
<!--page-->
<script type="module" src="/assets/app.0123abcd.js"></script></head><body><div id="app"></div></body></html>
"""


class Head(HTMLParser):
    """What a crawler takes from a page: the title, metas by name, links by relation, and the elements that run."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.title = ""
        self.metas: dict[str, str] = {}
        self.links: dict[str, dict[str, str]] = {}
        self.scripts: list[dict[str, str]] = []
        self.elements: list[str] = []
        self._in = ""
        self._data = ""
        self.feed(text)
        self.close()

    @property
    def data(self) -> Any:
        """The data of the page; None when it has none."""
        return json.loads(self._data) if self._data else None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        self.elements.append(tag)
        self._in = tag
        if tag == "meta" and "content" in named:
            name = named.get("property") or named.get("name") or ""
            assert name not in self.metas or name == "theme-color", f"{name} is said twice"
            self.metas[name] = named["content"]
        elif tag == "link":
            self.links[named["rel"]] = named
        elif tag == "script":
            self.scripts.append(named)

    def handle_data(self, data: str) -> None:
        if self._in == "title":
            self.title += data
        elif self._in == "script" and self.scripts[-1].get("id") == "page-data":
            self._data += data

    def handle_endtag(self, tag: str) -> None:
        self._in = ""


def put_shell(storage: Any, text: str = SHELL) -> None:
    """Put a shell where functions look for it, now."""
    bucket = settings().artifacts_bucket
    if bucket not in {each["Name"] for each in storage.list_buckets()["Buckets"]}:
        storage.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    storage.put_object(Bucket=bucket, Key=shell.KEY, Body=text.encode())
    shell.reset()


def keep_shell(text: str = SHELL) -> None:
    """Have functions know a shell as if they had read it a moment ago, where there is no storage."""
    shell._kept.text, shell._kept.look_again = text, float("inf")
