"""Share links through the public door, as a crawler and as a browser fetch them."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image

from desk import shell
from desk.platform import Platform
from support import camera, plain
from support.pages import SHELL, Head
from support.people import Member, through

CRAWLER = {"User-Agent": "Mozilla/5.0 (compatible; ExampleBot/1.0)", "Accept": "*/*"}
NASTY = '</script><script>alert(1)</script> "quoted" שלום 👩‍👧'


@pytest.fixture(scope="module", autouse=True)
def built(platform: Platform, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The built app's shell, or a small one where the app has not been built."""
    if not shell.upload(platform.access, platform.deployed.artifacts):
        page = Path(tmp_path_factory.mktemp("shell")) / "index.html"
        page.write_text(SHELL)
        assert shell.upload(platform.access, platform.deployed.artifacts, page)


def fetch(platform: Platform, path: str, method: str = "GET") -> httpx.Response:
    return plain.request(method, f"{platform.url}{path}", headers=CRAWLER, timeout=30)


def unsigned(data: Any) -> Any:
    """Data without the signatures of addresses, which change every ten minutes."""
    if isinstance(data, dict):
        return {name: unsigned(each) for name, each in data.items()}
    if isinstance(data, list):
        return [unsigned(each) for each in data]
    return re.sub(r"\?e=.*", "", data) if isinstance(data, str) else data


def test_a_link_is_a_card_for_crawlers_and_the_app_for_people(
    platform: Platform, member: Callable[[str], Member]
) -> None:
    ana, ben = member("ana"), member("ben")
    post = ana.publish((ana.upload(camera.jpeg(size=(1600, 1200)), "image/jpeg"), "A lake"), caption=NASTY)
    link = ben.ask("GET", f"/v1/posts/{post['id']}/share")["url"].removeprefix(platform.url)
    got = fetch(platform, f"{link}?utm_source=chat&fbclid=1&fbclid=2")
    head = Head(got.text)
    assert (got.status_code, got.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert got.headers["cache-control"] == "public, max-age=60"
    assert "script-src 'self'" in got.headers["content-security-policy"]
    assert "set-cookie" not in got.headers
    shown = fetch(platform, f"/v1/public/posts/{post['id']}").json()
    assert unsigned(head.data) == unsigned({"path": link, "post": shown})
    assert head.metas["og:description"] == NASTY
    assert [each for each in head.scripts if "src" not in each] == [{"type": "application/json", "id": "page-data"}]
    assert head.metas["og:image:alt"] == "A lake"
    address, headers = through(head.metas["og:image"])
    picture = plain.get(address, headers=headers)
    assert picture.headers["content-type"] == head.metas["og:image:type"] == "image/jpeg"
    size = (int(head.metas["og:image:width"]), int(head.metas["og:image:height"]))
    assert Image.open(io.BytesIO(picture.content)).size == size
    asked = fetch(platform, link, "HEAD")
    assert (asked.status_code, asked.content) == (200, b"")

    person = Head(fetch(platform, f"/u/{ana.username}/followers").text)
    assert person.data["path"] == f"/u/{ana.username}"
    assert [each["id"] for each in person.data["grid"]["items"]] == [post["id"]]
    assert person.metas["og:type"] == "profile"


def test_what_is_not_for_everybody_is_one_page(platform: Platform, member: Callable[[str], Member]) -> None:
    eva = member("eva")
    photo = eva.upload(camera.jpeg(size=(400, 300)), "image/jpeg")
    post = eva.publish((photo, "A secret"), caption="a secret")
    eva.ask("PUT", "/v1/me/privacy", json={"private": True})
    nothing = fetch(platform, "/p/-")
    assert (nothing.status_code, nothing.headers["x-robots-tag"]) == (200, "noindex")
    assert nothing.headers["cache-control"] == "no-store"
    paths = (f"/p/{post['id']}", f"/u/{eva.username}", "/u/nobody.at.all", "/p/%2e%2e/%2e%2e", "/u/" + "x" * 4000)
    for path in (*paths, "/p/" + "%F0%9F%92%A5" * 20, "/u/%00"):
        got = fetch(platform, path)
        assert (got.status_code, got.text) == (200, nothing.text), path
        assert got.headers["x-robots-tag"] == "noindex"
