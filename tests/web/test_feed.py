"""The home feed: it comes without a jolt, grows without end, and what one does shows at once."""

import re
import time

import pytest
from playwright.sync_api import Locator, Page, Route, expect
from web.conftest import Take

from support import browser_audit as audit
from support.browser_pages import at_rest, go, like, notice, post_of, posts, pressed, save
from support.browser_world import LONG, World
from support.people import eventually

SHIFT = 0.02
NODES, HEAP = 4_500, 40_000_000
"""Elements on the page, and bytes of memory that 240 posts may add, at most."""


def away(route: Route) -> None:
    """The platform is there and cannot."""
    route.fulfill(
        status=503,
        content_type="application/problem+json",
        body='{"type": "urn:lambdagram:problem:busy", "title": "Busy", "status": 503, "detail": "The store is away."}',
    )


def keep(route: Route, held: list[Route]) -> None:
    """Let a request wait for its answer."""
    held.append(route)


def arrived(page: Page, held: list[Route]) -> Route:
    """The request that waits for its answer."""
    for _ in range(200):
        if held:
            break
        page.wait_for_timeout(25)
    return held[0]


def late(route: Route, seconds: float) -> None:
    time.sleep(seconds)
    route.continue_()


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_nothing_moves_while_the_feed_comes_with_slow_photographs(take: Take, world: World, width: int) -> None:
    here = take(width=width, height=800)
    here.enter(world.alice.username, "/mark.svg")
    here.context.route(re.compile(r"//media\."), lambda route: late(route, 0.15))
    here.open("/")
    audit.settle(here.page)
    for _ in range(5):
        here.page.mouse.wheel(0, 500)
        here.page.wait_for_timeout(250)
    assert here.page.evaluate("window.shift") <= SHIFT, here.page.evaluate("window.shifts")


def test_skeletons_stand_where_the_posts_will_be(take: Take, world: World) -> None:
    here = take()
    here.enter(world.alice.username, "/mark.svg")
    here.context.route("**/v1/feed*", lambda route: late(route, 1.5))
    here.page.goto(here.url, wait_until="commit")
    here.page.wait_for_function("() => document.querySelectorAll('.shade').length > 3")
    expect(posts(here.page).first).to_be_visible()
    audit.settle(here.page)
    assert here.page.evaluate("window.shift") <= SHIFT, here.page.evaluate("window.shifts")


def test_a_long_wall_is_seen_whole_once_and_in_order_while_the_page_stays_small(take: Take, world: World) -> None:
    reader, ids = world.many(LONG)
    here = take(reader.username, width=360, height=740, touch=True)
    page = here.page
    audit.settle(page)
    watch = page.context.new_cdp_session(page)
    watch.send("Performance.enable")

    def measure() -> dict[str, float]:
        watch.send("HeapProfiler.collectGarbage")
        return {each["name"]: each["value"] for each in watch.send("Performance.getMetrics")["metrics"]}

    before = measure()
    page.evaluate("""() => {
      window.met = [];
      window.most = 0;
      const look = () => {
        for (const each of document.querySelectorAll("main article[data-post]")) {
          const { top, bottom } = each.getBoundingClientRect();
          if (bottom > 0 && top < innerHeight && !window.met.includes(each.dataset.post)) {
            window.met.push(each.dataset.post);
          }
        }
        window.most = Math.max(window.most, document.querySelectorAll("*").length);
        requestAnimationFrame(look);
      };
      look();
    }""")
    end = page.get_by_text("You have seen it all")
    for _ in range(3 * LONG):
        low = page.evaluate("""() => new Promise((told) => {
          scrollBy(0, innerHeight * 0.6);
          const low = scrollY + innerHeight + 5 > document.documentElement.scrollHeight;
          requestAnimationFrame(() => requestAnimationFrame(() => told(low)));
        })""")
        if low and end.is_visible():
            break
    expect(end).to_be_visible()
    assert page.evaluate("window.met") == ids
    assert page.evaluate("window.most") < NODES
    after = measure()
    grown = after["JSHeapUsedSize"] - before["JSHeapUsedSize"]
    assert grown < HEAP, f"{grown / 1e6:.1f} MB more for {LONG} posts"

    page.evaluate("scrollTo(0, document.documentElement.scrollHeight / 2)")
    was = at_rest(page)
    name = posts(page).first.get_attribute("data-post")
    go(page, "Search")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.go_back()
    assert abs(at_rest(page) - was) <= 2
    assert name in page.locator("article[data-post]").evaluate_all("all => all.map(each => each.dataset.post)")


def refuse_once(page: Page, button: Locator, path: str, words: str) -> None:
    """Press; it shows at once, goes back when the platform refuses, and a second try holds."""
    held: list[Route] = []
    address = re.compile(rf"/v1/posts/[^/]+/{path}$")
    page.route(address, lambda route: keep(route, held))
    button.click()
    pressed(button, True)  # before the platform has said anything
    away(arrived(page, held))
    expect(notice(page, words)).to_be_visible()
    pressed(button, False)
    page.unroute(address)
    page.get_by_role("button", name="Try again").last.click()
    pressed(button, True)


def test_like_and_save_show_at_once_and_go_back_when_refused(take: Take, world: World) -> None:
    here = take(world.join("pia").username, f"/u/{world.bob.username}/list")
    page = here.page
    post = posts(page).first
    refuse_once(page, like(post), "like", "Your like was not kept.")
    refuse_once(page, save(post), "save", "was not saved")
    here.forgive("503")


def test_new_posts_wait_behind_a_pill_and_nothing_jumps(take: Take, world: World) -> None:
    here = take(world.alice.username)
    page = here.page
    expect(posts(page).first).to_be_visible()
    eventually(lambda: bool(page.evaluate("window.lineOpen === true")), bool)
    page.mouse.wheel(0, 1500)
    before = at_rest(page)
    fresh = world.bob.publish((world.media[0], "Just now"), caption="This is quite new")
    pill = page.get_by_role("button", name="1 new post")
    expect(pill).to_be_visible()
    assert abs(at_rest(page) - before) <= 2
    pill.click()
    expect(post_of(page, "This is quite new")).to_be_in_viewport()
    world.bob.ask("DELETE", f"/v1/posts/{fresh['id']}", status=204)
