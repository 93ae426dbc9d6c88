"""The installed app: it opens without a network, waits with a newer version, and shows pushes."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from web.offline_stub import POSTS, Origin, origin

from desk.webapp import ensure_web
from support.people import eventually

PATIENCE = 10_000
KEPT = "async () => (await (await caches.open('lambdagram.photos')).keys()).length"
WATCH = """
window.broken = [];
addEventListener("securitypolicyviolation", (event) => window.broken.push(event.violatedDirective));
"""


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Origin]:
    folder = tmp_path / "dist"
    shutil.copytree(ensure_web(), folder)
    with origin(folder) as found:
        yield found


@pytest.fixture
def context(browser: Browser, here: Origin) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="en-GB", permissions=["notifications"], base_url=here.url)
    context.set_default_timeout(PATIENCE)
    context.add_init_script(WATCH)
    expect.set_options(timeout=PATIENCE)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A member at home, with the service worker in control."""
    page = context.new_page()
    page.goto("/")
    page.get_by_label("Username, e-mail or phone").fill("ana")
    page.get_by_label("Password", exact=True).fill("correct horse")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("Picture 2")).to_be_visible()
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    page.reload()
    expect(page.get_by_text("Picture 2")).to_be_visible()
    return page


def kept(page: Page) -> None:
    """Wait until the feed and its photographs are kept."""
    eventually(lambda: int(page.evaluate(KEPT)), lambda many: many >= len(POSTS))


def test_the_app_can_be_installed(page: Page, here: Origin) -> None:
    session = page.context.new_cdp_session(page)
    found = session.send("Page.getAppManifest")
    assert found["errors"] == []
    said = json.loads(found["data"])
    assert {each["purpose"] for each in said["icons"]} >= {"any", "maskable"}
    for each in said["icons"] + [icon for shortcut in said["shortcuts"] for icon in shortcut["icons"]]:
        assert (here.folder / each["src"].lstrip("/")).is_file(), each
    wrong = {each["errorId"] for each in session.send("Page.getInstallabilityErrors")["installabilityErrors"]}
    assert wrong <= {"in-incognito"}  # every context of a test is a private window


def test_nothing_breaks_the_policy_with_trusted_types_in_force(page: Page) -> None:
    assert page.evaluate("window.broken") == []
    refused = "() => { try { document.body.innerHTML = '<b>x</b>'; return false } catch { return true } }"
    assert page.evaluate(refused), "trusted types are not in force"


def test_it_opens_offline_with_the_last_feed_and_resumes_by_itself(page: Page, here: Origin) -> None:
    kept(page)
    here.cut = True
    page.reload()
    expect(page.get_by_text("You are offline.")).to_be_visible()
    expect(page.get_by_text("Picture 2")).to_be_visible()
    expect(page.get_by_text("Picture 1")).to_be_attached()
    photo = page.get_by_role("img", name="A photograph 2")
    page.wait_for_function("(it) => it.complete && it.naturalWidth > 0", arg=photo.element_handle())
    here.cut = False
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_text("You are offline.")).to_be_hidden()


def test_answers_for_members_are_kept_by_nobody_else(page: Page) -> None:
    kept(page)
    names = page.evaluate(
        """async () => {
          const found = [];
          for (const name of await caches.keys())
            for (const { url } of await (await caches.open(name)).keys()) found.push(new URL(url).pathname);
          return found;
        }"""
    )
    assert "/kept/feed" in names
    assert not [each for each in names if each.startswith("/v1")]


def test_signing_out_wipes_what_was_kept(page: Page, here: Origin) -> None:
    kept(page)
    page.context.clear_cookies()
    page.reload()
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    eventually(lambda: str(page.evaluate("caches.keys()")), lambda names: "photos" not in names and "last" not in names)
    assert "GET /v1/feed" in here.asked


def test_a_newer_version_waits_until_it_is_wanted(page: Page, here: Origin) -> None:
    page.evaluate("window.same = true")
    worker = here.folder / "sw.js"
    worker.write_text(worker.read_text() + "\n// newer")
    page.evaluate("navigator.serviceWorker.getRegistration().then((it) => it.update())")
    expect(page.get_by_text("A new version is ready.")).to_be_visible()
    page.wait_for_timeout(500)
    assert page.evaluate("window.same === true"), "it reloaded by itself"
    page.get_by_role("button", name="Use it").click()
    page.wait_for_function("() => window.same === undefined")
    expect(page.get_by_text("Picture 2")).to_be_visible()
    expect(page.get_by_text("A new version is ready.")).to_be_hidden()


def test_a_push_is_shown_and_leads_to_its_page(page: Page, here: Origin) -> None:
    session = page.context.new_cdp_session(page)
    ids: list[str] = []
    session.on("ServiceWorker.workerRegistrationUpdated", lambda event: ids.extend(_ids(event)))
    session.send("ServiceWorker.enable")
    page.wait_for_timeout(300)
    sent = {"kind": "like", "text": "bob likes your post.", "tag": "like-1", "path": "/notifications"}
    push = {"origin": here.url, "registrationId": ids[-1], "data": json.dumps(sent)}
    session.send("ServiceWorker.deliverPushMessage", push)
    shown = """async () => (await (await navigator.serviceWorker.getRegistration()).getNotifications())
        .map(({ title, body, tag, data }) => ({ title, body, tag, path: data.path }))"""
    assert eventually(lambda: list(page.evaluate(shown)), bool) == [
        {"title": "Lambdagram", "body": "bob likes your post.", "tag": "like-1", "path": "/notifications"}
    ]
    _press(page.context)
    page.wait_for_url("**/notifications")


def _press(context: BrowserContext) -> None:
    """What the system does when a notification is pressed: browsers for tests have no way to press one."""
    context.service_workers[0].evaluate(
        """async () => {
          const [notification] = await self.registration.getNotifications();
          self.dispatchEvent(new NotificationEvent("notificationclick", { notification }));
        }"""
    )


def _ids(event: dict[str, Any]) -> list[str]:
    return [each["registrationId"] for each in event["registrations"] if not each["isDeleted"]]
