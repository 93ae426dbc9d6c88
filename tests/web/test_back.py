"""Back: the screen that one left is there again, as it was, at the same place."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect
from web.conftest import Take

from support import browser_audit as audit
from support.browser_pages import at_rest, go, posts
from support.browser_world import World

NEAR = 2
"""Pixels."""


@pytest.mark.parametrize(("width", "height"), [(1440, 700), (360, 700)])
def test_in_the_feed(take: Take, world: World, width: int, height: int) -> None:
    here = take(world.alice.username, width=width, height=height)
    page = here.page
    down(page, 2600)
    name = next(each for each in posts(page).all() if (box := each.bounding_box()) and box["y"] + box["height"] > 200)
    link = name.get_by_role("link", name=re.compile("View|ago|now|minute|hour|second")).first
    was = pressed_at(page, link)
    page.wait_for_url("**/p/**")
    expect(page.get_by_label("Write a comment")).to_be_visible()
    came_back(page, was)
    page.go_forward()
    page.wait_for_url("**/p/**")
    came_back(page, was)


def test_in_the_grid_of_a_profile(take: Take, world: World) -> None:
    here = take(world.alice.username, f"/u/{world.bob.username}", width=360, height=500)
    page = here.page
    down(page, 400)
    was = at_rest(page)
    assert was > 100
    go(page, "Search")
    page.wait_for_url("**/search")
    came_back(page, was)


def test_in_a_list_of_people(take: Take, world: World) -> None:
    liked = world.own["id"]
    for number in range(14):
        world.join(f"fan{number}").ask("PUT", f"/v1/posts/{liked}/like")
    here = take(world.alice.username, f"/p/{liked}/likes", width=360, height=500)
    page = here.page
    people = page.get_by_role("main").get_by_role("listitem").get_by_role("link")
    expect(people.nth(12)).to_be_attached()
    down(page, 400)
    visible = [each for each in people.all() if (box := each.bounding_box()) and 100 < box["y"] < 400]
    was = pressed_at(page, visible[0])
    assert was > 100
    page.wait_for_url("**/u/**")
    came_back(page, was)


def down(page: Page, by: int) -> None:
    audit.settle(page)
    for _ in range(4):
        page.mouse.move(180, 300)
        page.mouse.wheel(0, by / 4)
        page.wait_for_timeout(150)


def pressed_at(page: Page, link: Locator) -> float:
    """Press it; where the window stood then, since the press itself may scroll to what is pressed."""
    at_rest(page)
    page.evaluate("() => document.addEventListener('click', () => (window.stood = scrollY), true)")
    link.click()
    return float(page.evaluate("window.stood"))


def came_back(page: Page, was: float) -> None:
    page.go_back()
    page.wait_for_timeout(150)
    assert abs(at_rest(page) - was) <= NEAR
