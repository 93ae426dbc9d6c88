"""When the network or the platform fails: nothing is lost, nothing is done twice, and it is said in words."""

import re

from playwright.sync_api import Page, Route, expect
from web.conftest import Take
from web.test_feed import SHIFT, arrived, away, keep

from support import browser_audit as audit
from support.browser import Seat
from support.browser_pages import choose_photographs, describe, go, notice, photo, post_of, posts
from support.browser_world import World
from support.people import Member, eventually

SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 40_000}
"""A bad mobile line: 400 ms, 400 kbit/s."""


def slow(here: Seat) -> None:
    line = here.context.new_cdp_session(here.page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW)


def captions(member: Member) -> list[str]:
    items = member.ask("GET", f"/v1/people/{member.username}/posts")["items"]
    return [each["caption"] for each in items]


def begin(page: Page, caption: str) -> None:
    """Everything up to the press on Publish."""
    go(page, "Publish")
    choose_photographs(page, photo("one.jpg", (1600, 1200)), photo("two.jpg", (1200, 1600)))
    page.get_by_role("button", name="Next", exact=True).click()
    describe(page, "One", "Two")
    page.get_by_label("Caption").fill(caption)


def test_a_publish_goes_on_when_the_network_comes_back(take: Take, world: World) -> None:
    kim = world.join("kim")
    here = take(kim.username)
    page = here.page
    uploads = re.compile(r"//media\.[^/]+/upload/")
    page.route(uploads, lambda route: route.abort("internetdisconnected"))
    begin(page, "Through the tunnel")
    here.context.set_offline(True)
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text(re.compile("network is away|Waits for the network")).first).to_be_visible()
    page.wait_for_timeout(1500)
    page.unroute(uploads)
    here.context.set_offline(False)
    expect(notice(page, "Published.")).to_be_visible(timeout=40_000)
    expect(post_of(page, "Through the tunnel")).to_have_count(1)
    assert captions(kim) == ["Through the tunnel"]
    here.complaints.clear()  # every call of that time failed, which is what was asked for


def test_an_answer_that_is_lost_does_not_publish_twice(take: Take, world: World) -> None:
    lea = world.join("lea")
    here = take(lea.username)
    page = here.page
    lost: list[int] = []

    def lose(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().status)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route(re.compile(r"/v1/posts$"), lose)
    begin(page, "Once is enough")
    page.get_by_role("button", name="Publish", exact=True).click()
    done = notice(page, "Published.")
    again = page.get_by_role("button", name="Publish", exact=True)
    # Each look asks the browser something, which lets the route's handler run.
    eventually(lambda: (done.is_visible(), bool(lost))[1], bool)
    eventually(lambda: done.is_visible() or (again.is_visible() and again.is_enabled()), bool, seconds=40)
    if not done.is_visible():
        again.click()
    expect(done).to_be_visible()
    assert lost == [201]
    assert captions(lea) == ["Once is enough"]
    here.complaints.clear()


def test_what_was_begun_is_there_after_a_reload(take: Take, world: World) -> None:
    mia = world.join("mia")
    here = take(mia.username)
    page = here.page
    begin(page, "Kept for later")
    page.wait_for_timeout(1200)
    here.open("/publish")
    expect(page.get_by_text("Everything is still here.")).to_be_visible()
    next_ = page.get_by_role("button", name="Next", exact=True)
    expect(next_.or_(page.get_by_label("Caption")).first).to_be_visible()
    if next_.is_visible():
        next_.click()
    expect(page.get_by_label("Caption")).to_have_value("Kept for later")
    expect(page.get_by_label("Description")).to_have_value(re.compile("One|Two"))
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(notice(page, "Published.")).to_be_visible()
    assert captions(mia) == ["Kept for later"]


def test_a_slow_line_shows_skeletons_and_loses_nothing(take: Take, world: World) -> None:
    here = take(width=360, height=740, touch=True)
    here.enter(world.alice.username, "/mark.svg")
    slow(here)
    page = here.page
    page.goto(here.url, wait_until="commit")
    page.wait_for_function("() => document.querySelectorAll('.shade').length > 0", timeout=40_000)
    expect(posts(page).first).to_be_visible(timeout=40_000)
    audit.settle(page, timeout=40_000)
    assert page.evaluate("window.shift") <= SHIFT, page.evaluate("window.shifts")
    posts(page).first.get_by_role("button", name="Comment", exact=True).click()
    words = "Typed in the train"
    page.get_by_label("Write a comment").fill(words)
    page.get_by_role("button", name="Post", exact=True).click()
    said = page.get_by_role("article", name="Comment of").filter(has_text=words)
    expect(said).to_be_visible(timeout=300)
    expect(said.get_by_text("Sending…")).to_be_hidden(timeout=40_000)
    expect(said).to_have_count(1)


def test_a_comment_that_was_refused_keeps_its_text_and_is_sent_once(take: Take, world: World) -> None:
    here = take(world.alice.username, f"/p/{world.posts[0]['id']}")
    page = here.page
    path = re.compile(r"/v1/posts/[^/]+/comments$")
    page.route(path, lambda route: away(route) if route.request.method == "POST" else route.continue_())
    page.get_by_label("Write a comment").fill("This must not be lost")
    page.get_by_role("button", name="Post", exact=True).click()
    said = page.get_by_role("article", name="Comment of").filter(has_text="This must not be lost")
    expect(said.get_by_text("Not sent.")).to_be_visible()
    page.unroute(path)
    said.get_by_role("button", name="Try again").click()
    expect(said.get_by_text("Not sent.")).to_be_hidden()
    expect(said).to_have_count(1)
    threads = world.alice.ask("GET", f"/v1/posts/{world.posts[0]['id']}/comments")["items"]
    assert [each["text"] for each in threads].count("This must not be lost") == 1
    here.forgive("503")


def test_a_follow_that_was_refused_goes_back(take: Take, world: World) -> None:
    ned = world.join("ned")
    here = take(ned.username, f"/u/{world.bob.username}")
    page = here.page
    main = page.get_by_role("main")
    path = re.compile(r"/follow$")
    held: list[Route] = []
    page.route(path, lambda route: keep(route, held))
    main.get_by_role("button", name=f"Follow: {world.bob.username}").click()
    expect(main.get_by_role("button", name=f"Following: {world.bob.username}")).to_be_visible()
    away(arrived(page, held))  # until now the platform had said nothing
    expect(notice(page, f"You do not follow {world.bob.username} yet.")).to_be_visible()
    expect(main.get_by_role("button", name=f"Follow: {world.bob.username}")).to_be_visible()
    page.unroute(path)
    page.get_by_role("button", name="Try again").last.click()
    expect(main.get_by_role("button", name=f"Following: {world.bob.username}")).to_be_visible()
    here.forgive("503")


def test_a_feed_that_cannot_be_read_says_so_and_is_tried_again(take: Take, world: World) -> None:
    here = take()
    here.enter(world.alice.username, "/mark.svg")
    here.page.route("**/v1/feed*", away)
    here.open("/")
    again = here.page.get_by_role("main").get_by_role("button", name="Try again")
    expect(again).to_be_visible()
    here.page.unroute("**/v1/feed*")
    again.click()
    expect(posts(here.page).first).to_be_visible()
    here.forgive("503")
