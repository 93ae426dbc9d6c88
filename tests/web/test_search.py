"""Searching, above all for people: while one types, by mouse and by keyboard alone, and what is kept of it."""

import json
import re
import time
from typing import Any

from playwright.sync_api import Locator, Page, Route, expect
from web.conftest import Take
from web.test_feed import arrived, away, keep

from support import browser_audit as audit
from support.browser_discovery import discover
from support.browser_pages import cells, go
from support.browser_world import World
from support.people import Member, eventually

FOUND = re.compile(r"/v1/search/people\?")
ALL = re.compile(r"/v1/search\?")
PEOPLE = "/search?tab=people"
INDEXED = 60
"""Seconds until somebody who has just joined can be found."""
PAGE, MANY = 20, 50


def field(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Search", exact=True)


def options(page: Page) -> Locator:
    return page.get_by_role("listbox", name="People").get_by_role("option")


def option(page: Page, member: Member) -> Locator:
    return options(page).filter(has_text=member.username)


def tab(page: Page, name: str) -> Locator:
    return page.get_by_role("tab", name=name, exact=True)


def look_for(page: Page, search: str) -> None:
    field(page).fill(search)
    expect(page.get_by_role("status").filter(has_text=f"found for “{search}”")).to_be_attached()


def recent(page: Page) -> Locator:
    return page.get_by_role("list", name="Recent").get_by_role("listitem")


def findable(asker: Member, *members: Member) -> None:
    """Wait until the platform finds them."""

    for member in members:
        until = time.monotonic() + INDEXED
        while True:  # not faster than a member may look
            items = asker.ask("GET", "/v1/search/people", params={"q": member.username})["items"]
            if member.username in [each["username"] for each in items]:
                break
            assert time.monotonic() < until, f"{member.username} is not found"
            time.sleep(1)


def kept(member: Member) -> list[str]:
    return [called(each) for each in member.ask("GET", "/v1/me/searches")["items"]]


def called(recent: dict[str, Any]) -> str:
    """As it is called on the screen."""
    return {
        "person": lambda: str(recent["person"]["username"]),
        "tag": lambda: f"#{recent['tag']}",
        "place": lambda: str(recent["name"]),
        "words": lambda: str(recent["words"]),
    }[recent["kind"]]()


def person(number: int) -> dict[str, Any]:
    return {
        "id": f"01m81cbzq0cj2rd2bhxb2ts{number:03}",
        "username": f"walker{number:02}",
        "name": f"Walker {number}",
        "avatar": None,
        "following": number % 3 == 0,
    }


def answer(route: Route, *people: dict[str, Any], after: str | None = None) -> None:
    body = json.dumps({"items": people, "next": after})
    route.fulfill(status=200, content_type="application/json", body=body)


def pages(route: Route) -> None:
    """Many people, page by page."""
    start = int((re.search(r"after=(\d+)", route.request.url) or [0, 0])[1])
    end = min(start + PAGE, MANY)
    answer(route, *map(person, range(start, end)), after=str(end) if end < MANY else None)


def test_somebody_is_found_while_one_types_and_kept_for_the_next_time(take: Take, world: World) -> None:
    rita, gus = world.join("rita"), world.join("gustavo")
    findable(rita, gus)
    here = take(rita.username)
    page = here.page
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    page.keyboard.press("/")
    expect(field(page)).to_be_focused()
    expect(page.get_by_role("heading", name="What are you looking for?")).to_be_visible()
    begun = gus.username[:-2]
    page.keyboard.type(begun, delay=20)
    expect(option(page, gus)).to_be_visible()
    expect(page.get_by_role("status").filter(has_text=f"found for “{begun}”")).to_be_attached()
    page.wait_for_url(f"**/search?q={begun}")
    option(page, gus).click()
    page.wait_for_url(f"**/u/{gus.username}")

    page.get_by_role("main").get_by_role("button", name=f"Follow: {gus.username}").click()
    expect(page.get_by_role("button", name=f"Following: {gus.username}")).to_be_visible()
    page.go_back()
    expect(field(page)).to_have_value(begun)
    expect(option(page, gus)).to_contain_text("Following")
    assert here.stayed()

    page.get_by_role("button", name="Empty the field").click()
    expect(field(page)).to_be_focused()
    expect(recent(page)).to_contain_text([gus.username])
    assert here.at() == "/search"
    eventually(lambda: kept(rita), lambda names: names == [gus.username])
    here.open("/search")
    recent(page).get_by_role("link").click()
    page.wait_for_url(f"**/u/{gus.username}")


def test_who_was_kept_is_let_go_one_by_one_or_all_at_once(take: Take, world: World) -> None:
    otto, names = world.join("otto"), (world.alice, world.bob, world.dan)
    for each in names:
        whom = each.profile(each.username)["person"]["id"]
        otto.ask("POST", "/v1/me/searches", json={"kind": "person", "what": whom})
    here = take(otto.username, "/search")
    page = here.page
    expect(recent(page)).to_contain_text([each.username for each in reversed(names)])
    gone = page.get_by_role("button", name=f"Remove {world.bob.username} from the list")
    page.route("**/v1/me/searches/*", away)
    gone.click()
    expect(page.get_by_text(f"{world.bob.username} is still in the list.")).to_be_visible()
    expect(recent(page)).to_have_count(3)
    page.unroute("**/v1/me/searches/*")
    gone.click()
    expect(recent(page)).to_have_count(2)
    eventually(lambda: kept(otto), lambda left: left == [world.dan.username, world.alice.username])

    page.get_by_role("button", name="Clear all").click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    expect(recent(page)).to_have_count(2)
    page.get_by_role("button", name="Clear all").click()
    page.get_by_role("dialog").get_by_role("button", name="Clear all").click()
    expect(page.get_by_role("heading", name="What are you looking for?")).to_be_visible()
    expect(field(page)).to_be_focused()
    eventually(lambda: kept(otto), lambda left: not left)
    here.forgive("503")


def test_hashtags_places_and_words_are_kept_and_let_go_one_by_one(take: Take, world: World) -> None:
    lena = world.join("lena")
    here = take(lena.username, "/mark.svg")
    page = here.page
    discover(page, world)
    here.open("/search")
    field(page).fill("har")
    page.get_by_role("option").filter(has_text="#birds").click()
    page.wait_for_url("**/tags/birds")
    page.go_back()
    page.get_by_role("option").filter(has_text="Harbour 2").click()
    page.wait_for_url("**/places/*")
    page.go_back()
    look_for(page, "two hours up")
    page.keyboard.press("Enter")  # nothing is called exactly so
    look_for(page, "fog")
    cells(page).nth(2).click()
    expect(page.get_by_role("dialog").get_by_label("Write a comment")).to_be_visible()
    page.keyboard.press("Escape")
    expect(cells(page).nth(2)).to_be_focused()
    look_for(page, "light")
    page.get_by_role("button", name="See all: Posts").click()
    look_for(page, "x")
    page.keyboard.press("Enter")  # too short to be kept
    field(page).fill("")
    names = ["light", "fog", "two hours up", "Harbour 2", "#birds"]
    expect(recent(page)).to_have_count(len(names))
    expect(recent(page)).to_contain_text(names)
    eventually(lambda: kept(lena), lambda left: left == names)
    here.open("/search")
    expect(recent(page)).to_contain_text(names)
    audit.settle(page)
    assert audit.overflow(page) + audit.small_targets(page) + audit.axe(page) == []

    recent(page).get_by_role("link", name="two hours up").click()
    expect(field(page)).to_have_value("two hours up")
    expect(field(page)).to_be_focused()
    expect(cells(page).first).to_be_visible()
    expect(tab(page, "All")).to_have_attribute("aria-selected", "true")
    page.wait_for_url("**/search?q=two+hours+up")
    field(page).fill("")
    names.insert(0, names.pop(2))
    expect(recent(page)).to_contain_text(names)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(recent(page).nth(1).get_by_role("link")).to_be_focused()
    recent(page).nth(3).get_by_role("link").click()
    page.wait_for_url("**/places/*")
    page.go_back()
    names.insert(0, names.pop(3))
    expect(recent(page)).to_contain_text(names)
    while names:
        name = names.pop(0)
        page.get_by_role("button", name=f"Remove {name} from the list").click()
        expect(recent(page)).to_have_count(len(names))
    expect(page.get_by_role("heading", name="What are you looking for?")).to_be_visible()
    eventually(lambda: kept(lena), lambda left: not left)
    here.open("/search")
    expect(page.get_by_role("heading", name="What are you looking for?")).to_be_visible()


def test_by_keyboard_alone(take: Take, world: World) -> None:
    vera, first, second = world.join("vera"), world.join("keyes"), world.join("keyes")
    findable(vera, first, second)
    here = take(vera.username, "/search")
    page, keys = here.page, here.page.keyboard
    expect(field(page)).to_be_focused()
    keys.type("keyes.")
    expect(option(page, first).or_(option(page, second))).to_have_count(2)
    expect(field(page)).to_have_attribute("aria-expanded", "true")
    chosen = page.get_by_role("option", selected=True)
    expect(chosen).to_have_count(0)
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    expect(chosen).to_have_count(1)
    expect(field(page)).to_be_focused()
    expect(field(page)).to_have_attribute("aria-activedescendant", str(options(page).nth(1).get_attribute("id")))
    keys.press("ArrowUp")
    expect(options(page).first).to_have_attribute("aria-selected", "true")
    keys.press("Escape")
    expect(chosen).to_have_count(0)
    keys.press("ArrowDown")
    path = str(options(page).first.get_attribute("href"))
    keys.press("Enter")
    page.wait_for_url(f"**{path}")
    expect(field(page)).to_have_count(0)  # the key would still be written there

    keys.press("/")
    expect(recent(page)).to_have_count(1)
    keys.press("ArrowDown")
    expect(recent(page).get_by_role("link")).to_be_focused()
    keys.press("ArrowUp")
    expect(field(page)).to_be_focused()
    keys.type(f"@{second.username}")
    keys.press("Enter")  # before anything was found
    page.wait_for_url(f"**/u/{second.username}")
    eventually(lambda: kept(vera)[0], lambda name: name == second.username)
    page.go_back()
    expect(field(page)).to_have_value(second.username)
    expect(field(page)).to_be_focused()
    keys.press("Escape")
    expect(field(page)).to_have_value("")
    expect(recent(page)).to_contain_text([second.username])


def test_nobody_is_found_and_the_screen_says_for_what(take: Take, world: World) -> None:
    here = take(world.alice.username, "/search?q=qqqqzzzzxxxx&tab=people")
    page = here.page
    expect(page.get_by_role("heading", name="Nobody found for “qqqqzzzzxxxx”")).to_be_visible()
    expect(field(page)).to_have_value("qqqqzzzzxxxx")
    expect(field(page)).to_have_attribute("aria-expanded", "false")
    assert audit.axe(page) == []


def test_a_search_that_is_away_says_so_and_is_tried_again(take: Take, world: World) -> None:
    here = take(world.alice.username, "/search")
    page = here.page
    findable(world.alice, world.bob)
    page.route(ALL, away)
    field(page).fill(world.bob.username)
    told = page.get_by_role("alert")
    expect(told).to_contain_text("The search is away for a moment.")
    expect(told.get_by_role("link", name=f"Go to @{world.bob.username}")).to_be_visible()
    assert audit.axe(page) == []
    page.unroute(ALL)
    told.get_by_role("button", name="Try again").click()
    expect(option(page, world.bob)).to_be_visible()
    expect(field(page)).to_be_focused()
    here.forgive("503")


def test_who_was_found_stays_until_the_next_answer_and_late_answers_are_dropped(take: Take, world: World) -> None:
    here = take(world.alice.username, PEOPLE)
    page = here.page
    page.route(FOUND, lambda route: answer(route, person(1), person(2)))
    field(page).press_sequentially("walk")
    expect(options(page)).to_have_count(2)
    page.unroute(FOUND)
    held: list[Route] = []
    page.route(FOUND, lambda route: keep(route, held))
    field(page).press_sequentially("er0")
    late = arrived(page, held)
    expect(options(page)).to_have_count(2)
    assert page.locator(".shade").count() == 0
    field(page).press_sequentially("2")
    for _ in range(200):
        if len(held) == 2:
            break
        page.wait_for_timeout(25)
    answer(held[1], person(2))
    expect(options(page)).to_have_count(1)
    answer(late, person(1), person(2), person(3))
    page.wait_for_timeout(300)
    expect(options(page)).to_have_count(1)


def test_more_people_come_while_one_scrolls_or_goes_down(take: Take, world: World) -> None:
    here = take(world.alice.username, PEOPLE, height=600)
    page = here.page
    page.route(FOUND, pages)
    field(page).fill("walker")
    expect(page.get_by_role("status").filter(has_text="and there are more")).to_be_attached()
    for _ in range(MANY + 5):
        page.keyboard.press("ArrowDown")
        page.wait_for_timeout(15)
    expect(options(page)).to_have_count(MANY)
    names = options(page).evaluate_all("all => all.map(each => each.getAttribute('href'))")
    assert names == [f"/u/walker{number:02}" for number in range(MANY)]
    chosen = page.get_by_role("option", selected=True)
    expect(chosen).to_be_in_viewport()
    box, bar = chosen.bounding_box(), field(page).bounding_box()
    assert box
    assert bar
    assert 0 <= bar["y"] < box["y"], "the field stays in sight, and the chosen one below it"


def test_on_a_phone_and_in_arabic(take: Take, world: World) -> None:
    findable(world.alice, world.bob)
    for language in ("en", "ar"):
        here = take(language=language, width=360, height=740, touch=True)
        page = here.page
        here.enter(world.alice.username, "/mark.svg")
        page.route(FOUND, pages)
        for path in ("/search", "/search?q=walker&tab=people"):
            here.open(path)
            audit.settle(page)
            assert audit.overflow(page) + audit.small_targets(page) + audit.axe(page) == []
        page.unroute(FOUND)
        page.get_by_role("combobox").fill(world.bob.username)
        page.get_by_role("option").filter(has_text=world.bob.username).tap()
        page.wait_for_url(f"**/u/{world.bob.username}")


def test_the_way_around_leads_there_and_back(take: Take, world: World) -> None:
    findable(world.alice, world.bob)
    here = take(world.alice.username)
    page = here.page
    go(page, "Search")
    field(page).fill(world.bob.username)
    option(page, world.bob).click()
    page.wait_for_url(f"**/u/{world.bob.username}")
    page.go_back()
    expect(option(page, world.bob)).to_be_visible()
    assert here.at() == f"/search?q={world.bob.username}"
    page.go_back()
    expect(page.get_by_role("main").get_by_role("article").first).to_be_visible()
