"""Discovery: the kinds of the search, pages of hashtags and places, what trends, and people whom one may like."""

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect
from web.conftest import Take
from web.test_feed import arrived, away, keep
from web.test_search import field, options, tab

from support import browser_audit as audit
from support.browser import Seat
from support.browser_discovery import discover, person, place, posts_of, suggest, suggestion
from support.browser_pages import at_rest, cells, go, notice, post_of
from support.browser_world import PLACE, World
from support.people import eventually

HARBOUR = "The light came late today."
"""A caption with #harbour in it."""


def cards(page: Page) -> Locator:
    return page.get_by_role("list", name="Suggested for you").get_by_role("listitem")


def strip(page: Page) -> Locator:
    """The suggestions of the feed, once one has come near."""
    head = page.get_by_role("heading", name="Suggested for you")
    for _ in range(60):
        if head.count():
            break
        page.mouse.move(180, 300)
        page.mouse.wheel(0, 300)
        page.wait_for_timeout(150)
    head.scroll_into_view_if_needed()
    return cards(page)


def lie(here: Seat, path: str) -> Page:
    """Open a path where discovery answers what is known."""
    here.open(path)
    audit.settle(here.page)
    return here.page


# Of the platform itself


def test_a_hashtag_leads_to_its_page_where_it_is_followed(take: Take, world: World) -> None:
    here = take(world.alice.username)
    page = here.page
    post_of(page, HARBOUR).first.get_by_role("link", name="#harbour").click()
    page.wait_for_url("**/tags/harbour")
    expect(page.get_by_role("heading", level=1, name="#harbour")).to_be_focused()
    expect(cells(page).first).to_be_visible()
    shown = cells(page).count()
    assert shown >= 3
    page.get_by_role("button", name="Follow: #harbour").click()
    expect(page.get_by_role("button", name="Following: #harbour")).to_be_visible()
    eventually(lambda: world.alice.ask("GET", "/v1/me/tags")["items"], lambda tags: tags == ["harbour"])
    tab(page, "Recent").click()
    assert here.at() == "/tags/harbour?order=recent"
    expect(cells(page)).to_have_count(shown)

    cells(page).nth(1).click()
    expect(page.get_by_role("dialog").get_by_label("Write a comment")).to_be_visible()
    page.keyboard.press("Escape")
    expect(cells(page).nth(1)).to_be_focused()
    assert here.at() == "/tags/harbour?order=recent"
    expect(tab(page, "Recent")).to_have_attribute("aria-selected", "true")
    assert here.stayed()

    here.open("/settings/tags")
    page.get_by_role("button", name="Unfollow: #harbour").click()
    expect(notice(page, "You no longer follow #harbour.")).to_be_visible()
    expect(page.get_by_role("heading", name="You follow no hashtags")).to_be_visible()
    eventually(lambda: world.alice.ask("GET", "/v1/me/tags")["items"], lambda tags: tags == [])


def test_a_place_leads_to_its_page_and_to_the_map(take: Take, world: World) -> None:
    placed = next(each for each in world.posts if each["place"])
    here = take(world.alice.username, f"/p/{placed['id']}")
    page = here.page
    name = str(PLACE["name"])
    page.get_by_role("article", name="Post by").get_by_role("link", name=name).click()
    page.wait_for_url("**/places/*")
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
    expect(cells(page)).to_have_count(4)
    out = page.get_by_role("link", name="See it on the map")
    expect(out).to_have_attribute("href", re.compile(r"^https://www\.openstreetmap\.org/\?mlat=45\.65&mlon=13\.76"))
    expect(out).to_have_attribute("rel", "noopener noreferrer")
    here.open("/places/ffffffffffffffff")
    expect(page.get_by_role("heading", level=1, name="This place is not here")).to_be_visible()
    here.forgive("404")


def test_a_hashtag_that_is_typed_is_found_and_opened(take: Take, world: World) -> None:
    here = take(world.alice.username, "/search")
    page = here.page
    field(page).fill("#harbour")
    expect(page.get_by_role("listbox", name="Hashtags").get_by_role("option").first).to_contain_text("#harbour")
    expect(page.get_by_role("status").filter(has_text="found for “#harbour”")).to_be_attached()
    page.keyboard.press("Enter")
    page.wait_for_url("**/tags/harbour")
    page.go_back()
    expect(field(page)).to_have_value("#harbour")
    tab(page, "Posts").click()
    expect(cells(page).first).to_be_visible()
    assert here.at() == "/search?q=%23harbour&tab=posts"
    go(page, "Home")
    page.go_back()
    expect(tab(page, "Posts")).to_have_attribute("aria-selected", "true")
    expect(cells(page).first).to_be_visible()


# Of the screens


def test_the_best_of_each_kind_and_all_of_one(take: Take, world: World) -> None:
    here = take(world.alice.username, "/mark.svg")
    page = here.page
    discover(page, world)
    lie(here, "/search")
    field(page).fill("har")
    expect(options(page)).to_have_count(3)
    told = "3 people, 5 hashtags, 3 places, and 9 posts found for “har”"
    expect(page.get_by_role("status").filter(has_text=told)).to_be_attached()
    assert audit.axe(page) == []
    page.get_by_role("button", name="See all: Hashtags").click()
    expect(tab(page, "Hashtags")).to_have_attribute("aria-selected", "true")
    expect(field(page)).to_be_focused()
    assert here.at() == "/search?q=har&tab=tags"
    expect(page.get_by_role("listbox")).to_have_count(1)
    page.get_by_role("option").filter(has_text="#été_2026").click()
    page.wait_for_url("**/tags/%C3%A9t%C3%A9_2026")
    page.go_back()
    expect(tab(page, "Hashtags")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("option")).to_have_count(5)


def test_the_keys_go_through_all_kinds(take: Take, world: World) -> None:
    here = take(world.alice.username, "/mark.svg")
    page, keys = here.page, here.page.keyboard
    discover(page, world)
    lie(here, "/search")
    expect(field(page)).to_be_focused()
    keys.type("har")
    expect(options(page)).to_have_count(3)
    chosen = page.get_by_role("option", selected=True)
    for _ in range(4):
        keys.press("ArrowDown")
    expect(chosen).to_contain_text("#birds")
    expect(field(page)).to_have_attribute("aria-activedescendant", str(chosen.get_attribute("id")))
    lists = str(field(page).get_attribute("aria-controls")).split()
    assert [page.locator(f"[id='{each}']").get_attribute("aria-label") for each in lists] == [
        "People",
        "Hashtags",
        "Places",
    ]
    for _ in range(7):
        keys.press("ArrowDown")
    expect(chosen).to_contain_text("Harbour 2")
    expect(chosen).to_be_in_viewport()
    keys.press("Enter")
    page.wait_for_url(f"**/places/{place(2)['id']}")
    page.go_back()
    tab(page, "All").focus()
    keys.press("ArrowRight")
    expect(tab(page, "People")).to_be_focused()
    expect(tab(page, "People")).to_have_attribute("aria-selected", "true")
    keys.press("End")
    expect(tab(page, "Posts")).to_be_focused()
    expect(cells(page).first).to_be_visible()


def test_a_post_that_was_found_opens_over_the_search(take: Take, world: World) -> None:
    here = take(world.alice.username, "/mark.svg", height=700)
    page = here.page
    discover(page, world)
    lie(here, "/search")
    field(page).fill("light")
    tab(page, "Posts").click()
    expect(cells(page)).to_have_count(len(posts_of(world)))
    cells(page).nth(4).scroll_into_view_if_needed()
    was = at_rest(page)
    cells(page).nth(4).click()
    page.wait_for_url("**/p/*")
    expect(page.get_by_role("dialog").get_by_label("Write a comment")).to_be_visible()
    page.keyboard.press("Escape")
    expect(cells(page).nth(4)).to_be_focused()
    assert here.at() == "/search?q=light&tab=posts"
    assert at_rest(page) == was


def test_under_an_empty_field_stands_what_trends(take: Take, world: World) -> None:
    uma = world.join("uma")
    here = take(uma.username, "/mark.svg")
    discover(here.page, world)
    page = lie(here, "/search")
    rows = page.get_by_role("list", name="Trending hashtags").get_by_role("link")
    expect(rows).to_have_count(5)
    page.keyboard.press("ArrowDown")
    expect(rows.first).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tags/harbour")


def test_explore_shows_what_trends_today_and_this_week(take: Take, world: World) -> None:
    here = take(world.alice.username, "/mark.svg")
    discover(here.page, world)
    page = lie(here, "/explore")
    expect(page.get_by_role("region", name="Trending hashtags").get_by_role("link")).to_have_count(5)
    expect(cells(page)).to_have_count(4)
    tab(page, "This week").click()
    assert here.at() == "/explore?span=week"
    expect(page.get_by_role("region", name="Trending hashtags")).to_have_count(0)
    expect(cells(page)).to_have_count(len(posts_of(world)))
    cells(page).first.click()
    expect(page.get_by_role("dialog").get_by_label("Write a comment")).to_be_visible()
    page.keyboard.press("Escape")
    expect(tab(page, "This week")).to_have_attribute("aria-selected", "true")
    page.get_by_role("link", name="Search people, hashtags and places").click()
    expect(field(page)).to_be_focused()


@pytest.mark.parametrize("path", ["/tags/birds", "/places/0000000000000001", "/explore"])
def test_while_the_search_is_away_it_is_said_calmly(take: Take, world: World, path: str) -> None:
    here = take(world.alice.username, "/mark.svg")
    page = here.page
    page.route(re.compile(r"/v1/(tags|places|trends)/"), away)
    here.open(path)
    told = page.get_by_role("alert")
    expect(told).to_contain_text("The search is away for a moment. Try again soon.")
    assert audit.axe(page) == []
    page.unroute(re.compile(r"/v1/(tags|places|trends)/"))
    discover(page, world)
    told.get_by_role("button", name="Try again").click()
    expect(cells(page).first).to_be_visible()
    here.forgive("503")


def test_a_follow_of_a_hashtag_that_is_refused_is_taken_back(take: Take, world: World) -> None:
    here = take(world.alice.username, "/mark.svg")
    discover(here.page, world)
    page = lie(here, "/tags/harbour")
    page.route("**/v1/tags/*/follow", away)
    page.get_by_role("button", name="Follow: #harbour").click()
    expect(notice(page, "You do not follow #harbour yet.")).to_be_visible()
    expect(page.get_by_role("button", name="Follow: #harbour")).to_be_visible()
    here.forgive("503")


# People whom one may like


def test_people_are_suggested_in_the_feed_and_let_go(take: Take, world: World) -> None:
    ida, ben = world.join("ida"), world.join("ben")
    carol, dan, bob = person(world.carol), person(world.dan), person(world.bob)
    here = take(world.alice.username, "/mark.svg")
    page = here.page
    suggest(
        page,
        suggestion(person(ida), "followed", bob, more=3),
        suggestion(person(ben), "interests", tag="birds"),
        suggestion(dan, "popular"),
        suggestion(carol, "followed", bob, dan),
    )
    here.open("/")
    strip(page)
    expect(cards(page)).to_have_count(4)
    expect(cards(page)).to_contain_text(
        [
            f"Followed by {world.bob.username} and 3 others",
            "Posts about #birds",
            "Popular here",
            f"Followed by {world.bob.username} and {world.dan.username}",
        ]
    )
    assert audit.axe(page) == []
    articles = page.get_by_role("feed").get_by_role("article")
    expect(articles.filter(has=page.get_by_role("heading", name="Suggested for you"))).to_have_count(1)

    gone = page.get_by_role("button", name=f"Do not suggest {world.dan.username}")
    page.route("**/v1/suggestions/*", away)
    gone.click()
    expect(notice(page, f"{world.dan.username} is still suggested.")).to_be_visible()
    expect(cards(page).nth(2)).to_contain_text(world.dan.username)
    page.unroute("**/v1/suggestions/*")
    page.route("**/v1/suggestions/*", lambda route: route.fulfill(status=204))
    gone.click()
    expect(cards(page)).to_have_count(3)
    expect(page.get_by_role("button", name=f"Do not suggest {world.carol.username}")).to_be_focused()
    here.forgive("503")

    page.get_by_role("button", name=f"Follow: {ida.username}").click()
    expect(page.get_by_role("button", name=f"Following: {ida.username}")).to_be_visible()
    eventually(lambda: world.alice.profile(ida.username)["relation"]["following"], bool)


def test_who_asks_to_follow_a_private_account_sees_it(take: Take, world: World) -> None:
    nora, shut = world.join("nora"), world.join("shut")
    shut.ask("PUT", "/v1/me/privacy", json={"private": True})
    nora.follow(world.bob)
    eventually(lambda: len(nora.feed()), lambda shown: shown > 3)
    here = take(nora.username, "/mark.svg")
    page = here.page
    suggest(page, suggestion(person(shut), "popular", private=True))
    here.open("/")
    strip(page)
    held: list[Route] = []
    page.route(re.compile(rf"/v1/people/{shut.username}/follow"), lambda route: keep(route, held))
    page.get_by_role("button", name=f"Follow: {shut.username}").click()
    asked = arrived(page, held)
    expect(page.get_by_role("button", name=f"Requested: {shut.username}")).to_be_visible()
    asked.continue_()
    eventually(lambda: nora.profile(shut.username)["relation"]["requested"], bool)
    expect(page.get_by_role("button", name=f"Requested: {shut.username}")).to_be_visible()


def test_who_follows_nobody_is_shown_people(take: Take, world: World) -> None:
    zoe = world.join("zoe")
    here = take(zoe.username, "/mark.svg")
    page = here.page
    suggest(page, suggestion(person(world.bob), "popular"))
    here.open("/")
    expect(page.get_by_role("link", name="Look for people")).to_have_attribute("href", "/search")
    page.get_by_role("button", name=f"Follow: {world.bob.username}").click()
    expect(page.get_by_role("button", name=f"Following: {world.bob.username}")).to_be_visible()
    eventually(lambda: len(zoe.feed()), bool)
    page.get_by_role("button", name="See their photographs").click()
    expect(page.get_by_role("article", name=f"Post by {world.bob.username}").first).to_be_visible()


def test_who_follows_somebody_on_their_page_is_shown_others(take: Take, world: World) -> None:
    pia = world.join("pia")
    here = take(pia.username, "/mark.svg")
    page = here.page
    suggest(page, suggestion(person(world.bob), "popular"), suggestion(person(world.dan), "popular"))
    here.open(f"/u/{world.bob.username}")
    audit.settle(page)
    expect(cards(page)).to_have_count(0)
    page.get_by_role("main").get_by_role("button", name=f"Follow: {world.bob.username}").click()
    expect(cards(page)).to_have_count(1)
    expect(cards(page)).to_contain_text(world.dan.username)
    fold = page.get_by_role("button", name="Hide the suggestions")
    expect(fold).to_have_attribute("aria-expanded", "true")
    fold.click()
    expect(cards(page)).to_have_count(0)
    page.get_by_role("button", name="Show the suggestions").click()
    expect(cards(page)).to_have_count(1)


def test_nothing_moves_while_the_pages_come(take: Take, world: World) -> None:
    here = take(world.alice.username, "/mark.svg")
    discover(here.page, world)
    for path in ("/tags/harbour", "/places/0000000000000001", "/explore", "/search?q=har", "/search"):
        page = lie(here, path)
        page.wait_for_timeout(100)
        assert page.evaluate("window.shift") <= 0.02, (path, page.evaluate("window.shifts"))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_on_a_phone(take: Take, world: World, language: str) -> None:
    here = take(language=language, width=360, height=740, touch=True)
    here.enter(world.alice.username, "/mark.svg")
    discover(here.page, world)
    kinds = [f"/search?q=har{each}" for each in ("", "&tab=people", "&tab=tags", "&tab=places", "&tab=posts")]
    for path in (*kinds, "/search", "/tags/harbour", "/places/0000000000000001", "/explore", "/settings/tags"):
        page = lie(here, path)
        assert (path, *audit.overflow(page), *audit.small_targets(page), *audit.axe(page)) == (path,)
