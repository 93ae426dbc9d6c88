"""scripts/screens: pictures of every screen of the web app, in both themes and three widths."""

from __future__ import annotations

import argparse
import io
import json
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.request import Request, urlopen

from desk import places, world
from desk.bootstrap import ensure_chromium
from desk.platform import Platform
from desk.screens import ENTER, SCREENS, SETTLED, Screen
from desk.terminal import DeskError, Say, say, silent, step
from desk.webapp import ensure_web

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FOLDER = places.ROOT / "docs" / "screens"
THEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
LARGEST = 60_000
"""Bytes of one picture, at most."""
_PATIENCE = 15_000  # milliseconds that a screen may take to stand
_ARGUMENTS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")


@dataclass(frozen=True)
class Size:
    """A window, and the width of its pictures: `scale` is pixels per CSS pixel while it is taken."""

    width: int
    height: int
    scale: float
    kept: int

    @property
    def phone(self) -> bool:
        return self.width < 500


SIZES = (Size(360, 740, 2, 540), Size(768, 1024, 1, 768), Size(1440, 900, 1, 1200))


@dataclass(frozen=True)
class Cast:
    """Who looks at the screens, and what stands in their paths."""

    member: str
    private: str
    password: str
    paths: Mapping[str, str]


def take(
    url: str, cast: Cast, folder: Path, wanted: list[Screen], *, language: str = "en", speak: Say = silent
) -> list[str]:
    """Take the pictures; the names of the screens that did not come to stand, which are taken as they are."""
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    unsettled = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=ensure_chromium(), args=list(_ARGUMENTS))
        for size in SIZES:
            for who in ("nobody", "member", "private"):
                mine = [screen for screen in wanted if screen.who == who]
                if not mine:
                    continue
                with _page(browser, url, cast, who, size, language) as page:
                    for screen in mine:
                        began = time.monotonic()
                        if not _picture(page, url + screen.path.format(**cast.paths), screen, size, folder):
                            unsettled.append(f"{screen.name} at {size.width}")
                        speak(f"  {screen.name} at {size.width}: {time.monotonic() - began:.1f} s")
        browser.close()
    return unsettled


@contextmanager
def _page(browser: Browser, url: str, cast: Cast, who: str, size: Size, language: str) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": size.width, "height": size.height},
        device_scale_factor=size.scale,
        is_mobile=size.phone,
        has_touch=size.phone,
        locale="en-GB",
        reduced_motion="reduce",
        service_workers="block",
    )
    context.add_init_script(f"localStorage['lambdagram.language'] = '{language}'")
    page = context.new_page()
    page.goto(f"{url}/mark.svg")
    if who != "nobody":
        page.evaluate(ENTER, [getattr(cast, who), cast.password])
    try:
        yield page
    finally:
        context.close()


def _picture(page: Page, address: str, screen: Screen, size: Size, folder: Path) -> bool:
    """One screen in both themes. False when it did not come to stand."""
    from playwright.sync_api import Error

    page.goto("about:blank")  # an address that differs in what follows # alone would not load again
    page.goto(address)
    try:
        page.wait_for_function(SETTLED, timeout=_PATIENCE)
        stands = True
    except Error:
        stands = False
    page.wait_for_timeout(250)
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        page.wait_for_timeout(60)
        (folder / _file(screen, size, theme)).write_bytes(_small(page.screenshot(), size))
    return stands


def _file(screen: Screen, size: Size, theme: str) -> str:
    return f"{screen.name}-{size.width}-{theme}.webp"


def _small(picture: bytes, size: Size) -> bytes:
    from PIL import Image

    image = Image.open(io.BytesIO(picture)).convert("RGB")
    height = round(image.height * size.kept / image.width)
    image = image.resize((size.kept, height), Image.Resampling.LANCZOS)
    kept = b""
    for quality in (78, 66, 54, 42, 30):
        out = io.BytesIO()
        image.save(out, "WEBP", quality=quality, method=4)
        kept = out.getvalue()
        if len(kept) <= LARGEST:
            break
    return kept


def write_index(folder: Path) -> None:
    """README.md: every screen with its pictures, those that are there."""
    lines = [
        "# Every screen",
        "",
        "Made by `scripts/screens` from the demo world: 360, 768 and 1,440 pixels wide, light and dark.",
    ]
    for screen in SCREENS:
        rows = []
        for theme in THEMES:
            files = [_file(screen, size, theme) for size in SIZES]
            cells = [
                f'<img src="{name}" width="{width}" alt="{screen.name}, {theme}, {size.width} pixels wide">'
                for name, size, width in zip(files, SIZES, (150, 240, 480), strict=True)
                if (folder / name).exists()
            ]
            rows += [" ".join(cells)] if cells else []
        if rows:
            lines += ["", f"## {screen.name.replace('-', ' ').capitalize()}", "", f"`{screen.path}`", ""]
            lines += ["\n\n".join(rows)]
    (folder / "README.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def cast_of(url: str, member: str, private: str, password: str) -> Cast:
    """Find, in the demo world, what the paths of the screens ask for."""
    ask = _caller(url, member, password)
    feed = ask("/v1/feed")["items"]
    others = [post for post in feed if post["author"]["username"] != member and post["comments"]]
    if not others:
        raise DeskError(f"{member} sees no post with comments: is the demo world loaded (scripts/seed)?")
    post = max(others, key=lambda each: (min(len(each["photos"]), 3), each["comments"]))
    own = ask(f"/v1/people/{member}/posts")["items"]
    collections = ask("/v1/me/saved")["items"]
    chats = ask("/v1/conversations")["items"]
    tags = [each["tag"] for one in feed for each in one["entities"] if each["kind"] == "hashtag"]
    placed = [one["place"]["id"] for one in feed if one["place"]]
    paths = {
        "post": post["id"],
        "own": own[0]["id"] if own else post["id"],
        "me": member,
        "other": post["author"]["username"],
        "private": private,
        "talk": next((each["id"] for each in chats if each["kind"] == "direct"), "none"),
        "group": next((each["id"] for each in chats if each["kind"] == "group"), "none"),
        "collection": max(collections, key=lambda each: each["posts"])["id"] if collections else "none",
        "tag": tags[0] if tags else "none",
        "place": placed[0] if placed else "none",
    }
    return Cast(member, private, password, paths)


def _caller(url: str, login: str, password: str) -> Any:
    body = json.dumps({"login": login, "password": password}).encode()
    asked = Request(f"{url}/v1/auth/sign-in", data=body, headers={"content-type": "application/json"})
    with urlopen(asked, timeout=20) as answer:
        token = json.load(answer)["accessToken"]["value"]

    def ask(path: str) -> Any:
        with urlopen(Request(url + path, headers={"authorization": f"Bearer {token}"}), timeout=20) as answer:
            return json.load(answer)

    return ask


@contextmanager
def _own_platform(speak: Say) -> Iterator[str]:
    """A platform with the demo world, for as long as the pictures take."""
    ensure_web(speak=speak)
    with tempfile.TemporaryDirectory(prefix="screens-") as folder:
        limit = {"PullThreshold": str(world.PULL_THRESHOLD)}
        with Platform.start(stage="screens", state_dir=Path(folder), parameters=limit, speak=speak) as platform:
            with step("demo world", speak):
                world.seed(platform.access, platform.environ(), speak=speak)
            yield platform.url


def main() -> int:
    """Take the pictures and write their index."""
    parser = argparse.ArgumentParser(
        prog="scripts/screens",
        description="Take pictures of every screen of the web app, in both themes and three widths, into docs/screens.",
    )
    parser.add_argument(
        "screens", nargs="*", metavar="NAME", help="only these screens (all); see scripts/desk/screens.py"
    )
    parser.add_argument("--at", metavar="URL", help="a running platform with the demo world (an own one is started)")
    parser.add_argument("--member", default="alice", help="who looks (%(default)s)")
    parser.add_argument("--private", default="tomasz.w", help="whose account is private (%(default)s)")
    parser.add_argument("--password", default=world.PASSWORD, help="of both (the demo's)")
    parser.add_argument("--language", default="en", choices=("en", "ar"), help="(%(default)s)")
    parser.add_argument("--into", type=Path, default=FOLDER, metavar="FOLDER", help="(docs/screens)")
    chosen = parser.parse_args()
    wanted = [screen for screen in SCREENS if not chosen.screens or screen.name in chosen.screens]
    if unknown := set(chosen.screens) - {screen.name for screen in SCREENS}:
        raise DeskError(f"No screen is called {', '.join(sorted(unknown))}.")

    def picture(url: str) -> list[str]:
        cast = cast_of(url, chosen.member, chosen.private, chosen.password)
        return take(url, cast, chosen.into, wanted, language=chosen.language, speak=say)

    if chosen.at:
        unsettled = picture(chosen.at.rstrip("/"))
    else:
        with _own_platform(say) as url:
            unsettled = picture(url)
    write_index(chosen.into)
    files = list(chosen.into.glob("*.webp"))
    say(f"{len(files)} pictures, {sum(file.stat().st_size for file in files) / 1e6:.1f} MB, in {chosen.into}")
    for name in unsettled:
        say(f"  did not come to stand: {name}")
    return 1 if unsettled else 0
