"""A browser for the page's tests. It is Debian's Chromium; where there is none, these tests are skipped and say so."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from web.stub import Stub

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 8_000
WATCH = """
addEventListener("securitypolicyviolation", (event) => console.error("CSP " + event.violatedDirective));
window.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not shutil.which(CHROMIUM):
        pytest.skip(f"no browser at {CHROMIUM}: install Debian's chromium or set CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def stub() -> Iterator[Stub]:
    with Stub() as stub:
        yield stub


class Seen:
    """What the browser complained about. `expect` takes what a test causes itself."""

    def __init__(self) -> None:
        self.complaints: list[str] = []

    def expect(self, part: str) -> None:
        fitting = [each for each in self.complaints if part in each]
        assert fitting, f"expected a complaint about {part}, saw {self.complaints}"
        self.complaints = [each for each in self.complaints if part not in each]


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    context.set_default_timeout(PATIENCE)
    context.add_init_script(WATCH)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, seen: Seen) -> Iterator[Page]:
    """A page that fails its test for any error on the console and any violation of the policy."""
    page = context.new_page()
    page.on("console", lambda said: seen.complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    yield page
    assert seen.complaints == []


@pytest.fixture
def ana(page: Page, stub: Stub) -> Page:
    """The page with Ana signed in, at home."""
    sign_in(page, stub, "ana")
    return page


def sign_in(page: Page, stub: Stub, username: str) -> None:
    page.goto(stub.address)
    page.get_by_label("Username, e-mail or phone").fill(username)
    page.get_by_label("Password", exact=True).fill("correct horse")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_selector("article.post")
