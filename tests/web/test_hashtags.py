"""Hashtags while one reads and writes: why a post is in the feed, and completing one in a text of one's own."""

import re

from playwright.sync_api import Locator, Page, expect
from web.conftest import Take
from web.test_feed import away

from support import browser_audit as audit
from support import camera
from support.browser_world import World
from support.people import eventually

INDEXED = 60
"""Seconds until what was published can be found."""


def via(page: Page) -> Locator:
    return page.get_by_role("article").get_by_role("link", name=re.compile("which you follow|الذي تتابعه"))


def offers(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Suggestions").get_by_role("option")


def test_a_post_that_came_by_a_hashtag_says_so(take: Take, world: World) -> None:
    tess, otis, mona = (world.join(name) for name in ("tess", "otis", "mona"))
    tess.follow(mona)
    tess.ask("PUT", "/v1/tags/heron/follow")
    for author in (otis, mona):
        photo = author.upload(camera.jpeg((900, 900)), "image/jpeg")
        author.publish((photo, "A bird"), caption="In the reeds #heron")
    eventually(lambda: sorted(str(each["viaTag"]) for each in tess.feed()), ["None", "heron"].__eq__, seconds=INDEXED)
    here = take(tess.username)
    page = here.page
    strange, known = (page.get_by_role("article", name=f"Post by {each.username}") for each in (otis, mona))
    expect(via(page)).to_have_count(1)
    expect(strange.get_by_role("link", name="From #heron, which you follow")).to_be_visible()
    expect(known).to_be_visible()
    expect(known).not_to_contain_text("which you follow")
    audit.settle(page)
    assert audit.axe(page) == []

    strange.get_by_role("link", name="From #heron").click()
    page.wait_for_url("**/tags/heron")
    page.go_back()
    expect(via(page)).to_have_count(1)
    strange.get_by_role("button", name="Comment", exact=True).click()
    page.wait_for_url("**/p/*")
    expect(via(page)).to_have_count(0)  # on its own page a post says nothing of it
    page.go_back()
    expect(via(page)).to_have_count(1)

    via(page).click()
    page.get_by_role("button", name="Following: #heron").click()
    expect(page.get_by_role("button", name="Follow: #heron")).to_be_visible()
    page.go_back()
    expect(strange).to_be_visible()
    expect(via(page)).to_have_count(0)


def test_that_a_post_came_by_a_hashtag_on_a_phone_and_in_arabic(take: Take, world: World) -> None:
    lior, otto = world.join("lior"), world.join("otto")
    lior.ask("PUT", "/v1/tags/kingfisher/follow")
    photo = otto.upload(camera.jpeg((900, 900)), "image/jpeg")
    otto.publish((photo, "A bird"), caption="Blue #kingfisher")
    eventually(lambda: [each["viaTag"] for each in lior.feed()], ["kingfisher"].__eq__, seconds=INDEXED)
    for language in ("en", "ar"):
        here = take(language=language, width=360, height=740, touch=True)
        here.enter(lior.username, "/")
        page = here.page
        expect(via(page)).to_be_visible()
        audit.settle(page)
        assert audit.overflow(page) + audit.small_targets(page) + audit.axe(page) == []


def test_a_hashtag_is_completed_with_those_of_others(take: Take, world: World) -> None:
    wren = world.join("wren")
    own = wren.publish((wren.upload(camera.jpeg((900, 900)), "image/jpeg"), "A pier"), caption="The pier")
    found = {"q": "harb", "limit": 1}
    eventually(lambda: wren.ask("GET", "/v1/search/tags", params=found)["items"], bool, seconds=INDEXED)
    here = take(wren.username, f"/p/{own['id']}")
    page, keys = here.page, here.page.keyboard
    field = page.get_by_label("Write a comment")
    field.click()
    keys.type("Seen at the #harb", delay=30)
    expect(offers(page)).to_have_count(1)
    expect(offers(page)).to_contain_text("#harbour")
    expect(offers(page)).to_contain_text(re.compile(r"\d+ posts"))
    expect(field).to_have_attribute("aria-activedescendant", str(offers(page).get_attribute("id")))
    audit.settle(page)
    assert audit.axe(page) == []
    keys.press("Enter")
    expect(field).to_have_value("Seen at the #harbour ")
    expect(offers(page)).to_have_count(0)
    keys.type("#QUI")
    offers(page).filter(has_text="#quiet").click()
    expect(field).to_have_value("Seen at the #harbour #quiet ")
    expect(field).to_be_focused()

    page.route(re.compile(r"/v1/search/tags\?"), away)
    with page.expect_response(re.compile(r"/v1/search/tags\?")):
        keys.type("#stree")
    expect(offers(page)).to_have_count(0)
    expect(page.get_by_role("alert")).to_have_count(0)
    page.unroute(re.compile(r"/v1/search/tags\?"))
    here.forgive("503")
    field.fill("")

    here.open(f"/p/{own['id']}?edit")
    caption = page.get_by_role("dialog").get_by_label("Caption")
    caption.press("End")
    keys.type(" #harb", delay=30)
    expect(offers(page).filter(has_text="#harbour")).to_be_visible()
    keys.press("Tab")
    expect(caption).to_have_value("The pier #harbour ")
    expect(caption).to_be_focused()
