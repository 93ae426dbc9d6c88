"""By keyboard alone: the mouse stays where it is, and what has the focus is always seen."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect
from web.conftest import Take

from support import browser_audit as audit
from support.browser_pages import CHOOSE, cells, like, notice, photo, post_of, posts, pressed, save
from support.browser_world import World
from support.people import PASSWORD

_RINGED = """() => {
  const node = document.activeElement;
  const style = getComputedStyle(node);
  const { top, bottom, width } = node.getBoundingClientRect();
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
  return node === document.body || (ring && width > 0 && bottom > 0 && top < innerHeight);
}"""


def focus_is_seen(page: Page) -> bool:
    """Whether what has the focus has a ring, or else looks otherwise than without the focus."""
    if page.evaluate(_RINGED):
        return True
    node = page.evaluate_handle("() => document.activeElement").as_element()
    box = node.bounding_box() if node else None
    if not node or not box or not box["width"]:
        return False
    size = page.viewport_size or {"width": 0, "height": 0}
    left, top = max(0, box["x"] - 8), max(0, box["y"] - 8)
    right, low = min(size["width"], box["x"] + box["width"] + 8), min(size["height"], box["y"] + box["height"] + 8)
    clip: Any = {"x": left, "y": top, "width": right - left, "height": low - top}
    if clip["width"] <= 0 or clip["height"] <= 0:
        return False
    with_it = page.screenshot(clip=clip, caret="hide", animations="disabled")
    node.evaluate("each => each.blur()")
    without = page.screenshot(clip=clip, caret="hide", animations="disabled")
    node.focus()
    return with_it != without


def tab_to(page: Page, wanted: Locator, *, most: int = 90) -> None:
    """Press Tab until it has the focus; each stop on the way must show that it has it."""
    for _ in range(most):
        if wanted.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press("Tab")
        assert focus_is_seen(page), page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
    raise AssertionError(f"{wanted} is not reached by {most} presses of Tab")


def focused(page: Page) -> str:
    """The id of the post that has the focus, or ""."""
    return str(page.evaluate("document.activeElement.closest('[data-post]')?.dataset.post ?? ''"))


def test_in_through_the_feed_and_around(take: Take, world: World) -> None:
    here = take()
    page, keys = here.page, here.page.keyboard
    tab_to(page, page.get_by_label("Username, e-mail or phone"))
    keys.type(world.alice.username)
    tab_to(page, page.get_by_label("Password", exact=True))
    keys.type(PASSWORD)
    keys.press("Enter")
    expect(posts(page).first).to_be_visible()
    audit.settle(page)

    keys.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    keys.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)

    ids = [focused(page)]
    for key in ("j", "j", "j", "k"):
        keys.press(key)
        page.wait_for_timeout(500)
        ids.append(focused(page))
    shown = [each["id"] for each in world.alice.feed()]
    first, second, third, back = ids[1:]
    assert back == second
    at = shown.index(first)
    assert shown[at : at + 3] == [first, second, third]

    post = page.locator(f"article[data-post='{back}']")
    was = like(post).get_attribute("aria-pressed") == "true"
    for key, button in (("l", like(post)), ("s", save(post))):
        was = button.get_attribute("aria-pressed") == "true"
        keys.press(key)
        pressed(button, not was)
        keys.press(key)
        pressed(button, was)
    keys.press("c")
    expect(page.get_by_label("Write a comment")).to_be_focused()
    keys.type("Written with ten fingers")
    keys.press("Enter")
    expect(page.get_by_role("article", name="Comment of").filter(has_text="ten fingers")).to_be_visible()
    page.evaluate("document.activeElement.blur()")

    for lead, path in (("n", "/notifications"), ("p", "/publish"), ("m", "/direct"), ("h", "/")):
        keys.press("g")
        keys.press(lead)
        page.wait_for_url(f"**{path}")
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
    keys.press("/")
    page.wait_for_url("**/search")


def test_a_photograph_is_published(take: Take, world: World) -> None:
    joe = world.join("joe")
    here = take(joe.username)
    page, keys = here.page, here.page.keyboard
    page.on("filechooser", lambda _: None)  # from now on choosers are caught: a press is quicker than to ask for that
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    keys.press("g")
    keys.press("p")
    choose = page.get_by_role("button", name=CHOOSE)
    expect(page.get_by_role("heading", level=1)).to_be_focused()  # last thing that a new screen does
    tab_to(page, choose)
    with page.expect_file_chooser() as asked:
        keys.press("Enter")
    asked.value.set_files([photo("one.jpg"), photo("two.jpg", (700, 900))])
    crop = page.get_by_role("application")
    tab_to(page, crop)
    for key in ("+", "+", "ArrowLeft", "ArrowUp", "-"):
        keys.press(key)
    first = page.get_by_role("button", name="Photograph 1 of 2")
    tab_to(page, first)
    keys.press("ArrowRight")
    expect(page.get_by_text("Now photograph 2 of 2")).to_be_attached()
    tab_to(page, page.get_by_role("button", name="Next", exact=True))
    keys.press("Enter")
    for number in (1, 2):
        tab_to(page, page.get_by_role("button", name=f"Photograph {number} of 2"))
        keys.press("Enter")
        tab_to(page, page.get_by_label("Description"))
        keys.type(f"Picture {number}")
    tab_to(page, page.get_by_role("textbox", name="Caption"))
    keys.type("No mouse was here")
    tab_to(page, page.get_by_role("button", name="Publish", exact=True))
    keys.press("Enter")
    expect(notice(page, "Published.")).to_be_visible()
    expect(post_of(page, "No mouse was here")).to_be_visible()
    alts = [each["alt"] for each in joe.ask("GET", f"/v1/people/{joe.username}/posts")["items"][0]["photos"]]
    assert alts == ["Picture 1", "Picture 2"]


def test_the_grid_and_its_overlay(take: Take, world: World) -> None:
    here = take(world.alice.username, f"/u/{world.bob.username}")
    page, keys = here.page, here.page.keyboard
    cell = cells(page).first
    expect(cell).to_be_visible()
    tab_to(page, cell)
    keys.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    opened = here.at()
    keys.press("ArrowRight")
    page.wait_for_function("(opened) => location.pathname !== opened", arg=opened)
    before = here.at()
    the_keys_rest_under_a_sheet(page)
    keys.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.wait_for_timeout(200)
    assert page.evaluate("document.activeElement.getAttribute('href')") in (opened, before)


def the_keys_rest_under_a_sheet(page: Page) -> None:
    """Who types while a sheet lies over the post of an overlay changes nothing below."""
    button = page.locator("dialog article[data-post]").get_by_role("button", name="Like", exact=True).first
    liked = button.get_attribute("aria-pressed")
    more = page.get_by_role("button", name=re.compile("^More about the post"))
    more.focus()
    page.keyboard.press("Enter")
    expect(page.locator("dialog:modal")).to_have_count(1)
    page.keyboard.press("l")
    page.keyboard.press("Escape")
    expect(page.locator("dialog:modal")).to_have_count(0)
    expect(more).to_be_focused()
    assert button.get_attribute("aria-pressed") == liked
    page.keyboard.press("l")
    expect(button).to_have_attribute("aria-pressed", "false" if liked == "true" else "true")


def test_a_mention_is_completed(take: Take, world: World) -> None:
    here = take(world.alice.username, f"/p/{world.post['id']}")
    page, keys = here.page, here.page.keyboard
    field = page.get_by_label("Write a comment")
    expect(field).to_be_visible()
    tab_to(page, field)
    keys.type(f"Look @{world.bob.username[:5]}")
    expect(page.get_by_role("option", name=re.compile(world.bob.username))).to_be_visible()
    keys.press("Enter")
    expect(field).to_have_value(re.compile(rf"^Look @{re.escape(world.bob.username)}\s?$"))
    keys.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
