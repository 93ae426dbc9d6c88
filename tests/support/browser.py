"""A real browser in which members sit, and what it must never do: complain, break the policy, ask a stranger.

It is Debian's Chromium; where there is none the caller skips.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Request, WebSocket, expect, sync_playwright

from desk.platform import Platform
from support.people import eventually

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
PATIENCE = 20_000
"""Milliseconds that something may take to show; a function that starts is the slowest part."""

_ARGUMENTS = (
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
window.WebSocket = class extends WebSocket {
  constructor(...given) {
    super(...given);
    this.addEventListener("open", () => (window.lineOpen = true));
  }
};
"""


def is_there() -> bool:
    """Whether this machine has a browser to test with."""
    return shutil.which(CHROMIUM) is not None


@contextmanager
def chromium() -> Iterator[Browser]:
    """One browser process; each `Seat` in it has cookies and storage of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(_ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


class Seat:
    """One member's browser window. `complaints` holds what must be empty in the end."""

    def __init__(self, context: BrowserContext, platform: Platform) -> None:
        self.url = platform.url
        self.complaints: list[str] = []
        self.asked: set[str] = set()
        self._own = {urlsplit(each).netloc for each in (platform.url, platform.media_url)}
        context.set_default_timeout(PATIENCE)
        context.add_init_script(_WATCH)
        expect.set_options(timeout=PATIENCE)
        self.page: Page = context.new_page()
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("crash", lambda _: self.complaints.append("the page crashed"))
        self.page.on("requestfailed", self._failed)
        context.on("request", lambda request: self._meet(request.url))
        self.page.on("websocket", self._socket)

    def sign_in(self, username: str, password: str) -> None:
        """Through the form of the welcome page, until the socket is open; marks the document for `stayed`."""
        self.page.goto(self.url)
        self.page.get_by_label("Username, e-mail or phone").fill(username)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.page.get_by_role("link", name="Publish", exact=True)).to_be_visible()
        eventually(lambda: bool(self.page.evaluate("window.lineOpen === true")), bool)
        self.page.evaluate("window.sameDocument = true")

    def stayed(self) -> bool:
        """Whether the page is still the document that was signed in to: nothing reloaded it."""
        return bool(self.page.evaluate("window.sameDocument === true"))

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
def seat(browser: Browser, platform: Platform) -> Iterator[Seat]:
    """A window on the deployed platform, wide enough for the whole frame."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    try:
        yield Seat(context, platform)
    finally:
        context.close()
