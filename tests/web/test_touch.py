"""With a finger, on a phone."""

import re

from playwright.sync_api import Locator, expect
from web.conftest import Take

from support import browser_audit as audit
from support.browser import Seat
from support.browser_pages import (
    at_rest,
    choose_photographs,
    describe,
    go,
    like,
    notice,
    photo,
    post_of,
    posts,
    pressed,
)
from support.browser_world import World

PHONE = {"width": 360, "height": 740, "touch": True}


def swipe(here: Seat, on: Locator, by: int) -> None:
    """A finger that draws sideways, as the browser itself sees it."""
    box = on.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2 - by / 2, box["y"] + box["height"] / 3
    finger = here.context.new_cdp_session(here.page)
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 11):
        points = [{"x": x + by * step / 10, "y": y}]
        finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": points})
        here.page.wait_for_timeout(16)
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    finger.detach()
    here.page.wait_for_timeout(400)


def tap(here: Seat, on: Locator, times: int = 1) -> None:
    box = on.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 3
    for _ in range(times):
        here.page.touchscreen.tap(x, y)


def test_two_taps_like_and_never_take_back(take: Take, world: World) -> None:
    here = take(world.join("pip").username, f"/u/{world.bob.username}/list", **PHONE)
    page = here.page
    post = posts(page).nth(1)
    picture = post.get_by_role("img").first
    picture.scroll_into_view_if_needed()
    at_rest(page)
    pressed(like(post), False)
    tap(here, picture, 2)
    pressed(like(post), True)
    page.wait_for_timeout(800)
    tap(here, picture, 2)
    page.wait_for_timeout(400)
    pressed(like(post), True)
    like(post).tap()
    pressed(like(post), False)


def test_photographs_are_swiped(take: Take, world: World) -> None:
    for language, way in (("en", -1), ("ar", 1)):
        here = take(world.alice.username, f"/p/{world.post['id']}", language=language, **PHONE)
        audit.settle(here.page)
        strip = here.page.get_by_role("main").get_by_role("article").first.get_by_role("list").first
        pictures = strip.get_by_role("img")
        expect(pictures.nth(0)).to_be_in_viewport()
        swipe(here, strip, way * 260)
        expect(pictures.nth(1)).to_be_in_viewport(ratio=0.9)
        swipe(here, strip, way * 260)
        expect(pictures.nth(2)).to_be_in_viewport(ratio=0.9)
        swipe(here, strip, -way * 260)
        expect(pictures.nth(1)).to_be_in_viewport(ratio=0.9)


def test_a_photograph_is_published_from_a_phone(take: Take, world: World) -> None:
    ivy = world.join("ivy")
    here = take(ivy.username, **PHONE)
    page = here.page
    go(page, "Publish")
    choose_photographs(page, photo("one.jpg"), photo("two.jpg", (700, 900)))
    page.get_by_text("1:1", exact=True).tap()
    page.get_by_role("button", name="Next", exact=True).tap()
    describe(page, "A boat", "A shore")
    page.get_by_label("Caption").fill("By the water")
    assert audit.overflow(page) == []
    page.get_by_role("button", name="Publish", exact=True).tap()
    expect(notice(page, "Published.")).to_be_visible()
    expect(post_of(page, "By the water")).to_be_visible()


def test_the_tabs_lead_around_and_menus_open_from_below(take: Take, world: World) -> None:
    here = take(world.alice.username, **PHONE)
    page = here.page
    posts(page).first.get_by_role("button", name=re.compile("More about the post")).tap()
    sheet = page.get_by_role("dialog")
    expect(sheet).to_be_visible()
    box = sheet.bounding_box()
    assert box
    assert box["y"] + box["height"] >= 739
    page.touchscreen.tap(180, 20)
    expect(sheet).to_be_hidden()
    for name in ("Search", "Publish", "Messages", "Your profile", "Home"):
        page.get_by_role("navigation", name="Lambdagram").get_by_role("link", name=re.compile(f"^{name}")).tap()
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        assert audit.overflow(page) == []
