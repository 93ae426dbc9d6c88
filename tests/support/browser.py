"""A real browser in which members sit, and what it must never do: complain, break the policy, ask a stranger.

It is Debian's Chromium; where there is none the caller skips.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    WebSocket,
    expect,
    sync_playwright,
)

from desk.screens import ENTER
from support.people import PASSWORD, eventually

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
PATIENCE = 20_000
"""Milliseconds that something may take to show; a function that starts is the slowest part."""

ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_WATCH = """
addEventListener("securitypolicyviolation", (event) => {
  console.error(`CSP ${event.violatedDirective} ${event.blockedURI}`);
});
window.shift = 0;
window.shifts = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    if (entry.hadRecentInput) continue;
    window.shift += entry.value;
    window.shifts.push(`${entry.value.toFixed(4)} ${entry.sources.map(({ node, previousRect, currentRect }) =>
      `${node?.nodeName.toLowerCase()}.${node?.className ?? node?.parentElement?.className} from ${[previousRect.x,
        previousRect.y]} to ${[currentRect.x, currentRect.y]}`)}`);
  }
}).observe({ type: "layout-shift", buffered: true });
window.WebSocket = class extends WebSocket {
  constructor(...given) {
    super(...given);
    this.addEventListener("open", () => (window.lineOpen = true));
  }
};
"""


class At(Protocol):
    """Where a platform answers: the app with its API, and its photographs."""

    @property
    def url(self) -> str: ...
    @property
    def media_url(self) -> str: ...


def is_there() -> bool:
    """Whether this machine has a browser to test with."""
    return shutil.which(CHROMIUM) is not None


@contextmanager
def chromium() -> Iterator[Browser]:
    """One browser process; each `Seat` in it has cookies and storage of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


class Seat:
    """One member's browser window. `complaints` holds what must be empty in the end."""

    def __init__(self, context: BrowserContext, platform: At) -> None:
        self.url = platform.url
        self.context = context
        self.complaints: list[str] = []
        self.asked: set[str] = set()
        self._own = {urlsplit(each).netloc for each in (platform.url, platform.media_url)}
        context.set_default_timeout(PATIENCE)
        context.add_init_script(_WATCH)
        expect.set_options(timeout=PATIENCE)
        self.page: Page = context.new_page()
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("crash", lambda _: self.complaints.append("the page crashed"))
        self.page.on("requestfailed", self._failed)
        context.on("request", lambda request: self._meet(request.url))
        self.page.on("websocket", self._socket)

    def sign_in(self, username: str, password: str = PASSWORD) -> None:
        """Through the form of the welcome page, until the socket is open; marks the document for `stayed`."""
        self.page.goto(self.url)
        self.page.get_by_label("Username, e-mail or phone").fill(username)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        expect(self.page.get_by_role("link", name="Publish", exact=True)).to_be_visible()
        eventually(lambda: bool(self.page.evaluate("window.lineOpen === true")), bool)
        self.page.evaluate("window.sameDocument = true")

    def enter(self, username: str, path: str = "/") -> None:
        """Signed in without the form, and at a path."""
        self.page.goto(f"{self.url}/mark.svg")  # a page of this origin that asks for nothing
        self.page.evaluate(ENTER, [username, PASSWORD])
        self.open(path)
        self.page.evaluate("window.sameDocument = true")

    def open(self, path: str) -> None:
        """Load a path of the app anew, as from the address bar."""
        self.page.goto(self.url + path)

    def at(self) -> str:
        """The path that is shown, with its query."""
        parts = urlsplit(self.page.url)
        return parts.path + (f"?{parts.query}" if parts.query else "")

    def stayed(self) -> bool:
        """Whether the page is still the document that was signed in to: nothing reloaded it."""
        return bool(self.page.evaluate("window.sameDocument === true"))

    def forgive(self, *parts: str) -> None:
        """Take away the complaints that a test causes itself."""
        self.complaints = [each for each in self.complaints if not any(part in each for part in parts)]

    def _said(self, said: ConsoleMessage) -> None:
        if said.type == "error" and "/favicon.ico" not in said.location.get("url", ""):
            self.complaints.append(f"{said.text} {said.location.get('url', '')}")

    def _meet(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("blob", "data"):
            return
        self.asked.add(parts.netloc)
        if parts.netloc not in self._own:
            self.complaints.append(f"asked a stranger: {url}")

    def _socket(self, socket: WebSocket) -> None:
        self._meet(socket.url)

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # what the page itself no longer wanted
            self.complaints.append(f"{request.method} {request.url}: {request.failure}")


@contextmanager
def seat(
    browser: Browser,
    platform: At,
    *,
    width: int = 1440,
    height: int = 900,
    touch: bool = False,
    language: str = "en",
    **more: Any,
) -> Iterator[Seat]:
    """A window on a running platform, as wide as the whole frame unless told. `more` goes to the browser's context."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale="en-GB",
        has_touch=touch,
        is_mobile=touch,
        **{"service_workers": "block", **more},
    )
    # Once only: a test that changes the language keeps what it chose.
    context.add_init_script(
        f"try {{ localStorage['lambdagram.language'] ??= '{language}' }} catch {{ /* no storage here */ }}"
    )
    try:
        yield Seat(context, platform)
    finally:
        context.close()
