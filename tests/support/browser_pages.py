"""How tests find their way on the screens: by role and by name, as somebody with a screen reader would."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from support import camera

CHOOSE = re.compile("^Choose photographs.+", re.DOTALL)
"""The large button of the publish screen; the file field behind it has the name alone."""


def go(page: Page, name: str) -> None:
    """By the frame's navigation, whatever number stands beside the name."""
    frame = page.get_by_role("navigation", name="Lambdagram")
    frame.get_by_role("link", name=re.compile(rf"^{name}( \d|$)")).click()


def cells(page: Page) -> Locator:
    """The photographs of a grid."""
    return page.get_by_role("list", name=re.compile("^Photographs")).get_by_role("link")


def posts(page: Page) -> Locator:
    """The posts that are on the page."""
    return page.get_by_role("main").get_by_role("article", name="Post by")


def post_of(page: Page, words: str) -> Locator:
    """The post whose caption says these words."""
    return page.get_by_role("article", name="Post by").filter(has_text=words)


def like(post: Locator) -> Locator:
    return post.get_by_role("button", name="Like", exact=True)


def save(post: Locator) -> Locator:
    return post.get_by_role("button", name="Save", exact=True)


def notice(page: Page, words: str) -> Locator:
    """A message that lies over the screen for a while."""
    return page.get_by_text(re.compile(re.escape(words))).last  # an expression, since a string is found in any case


def scrolled(page: Page) -> float:
    return float(page.evaluate("scrollY"))


def at_rest(page: Page) -> float:
    """Where the window is once it has stopped moving."""
    return float(
        page.evaluate("""() => new Promise((told) => {
          let last = scrollY, still = 0;
          const look = () => {
            still = scrollY === last ? still + 1 : 0;
            last = scrollY;
            still > 8 ? told(last) : requestAnimationFrame(look);
          };
          look();
        })""")
    )


def photo(name: str, size: tuple[int, int] = (900, 700)) -> Any:
    """A file for a file field."""
    return {"name": name, "mimeType": "image/jpeg", "buffer": camera.jpeg(size)}


def pressed(button: Locator, on: bool, *, within: float | None = None) -> None:
    """Wait until a button that stays down is so; `within` milliseconds."""
    expect(button).to_have_attribute("aria-pressed", str(on).lower(), timeout=within)


def choose_photographs(page: Page, *files: Any) -> None:
    """On the publish screen, through its own file chooser."""
    with page.expect_file_chooser() as asked:
        page.get_by_role("button", name=CHOOSE).click()
    asked.value.set_files(list(files))


def publish(page: Page, caption: str, *alts: str) -> None:
    """From the navigation to the notice: one photograph for each description."""
    go(page, "Publish")
    choose_photographs(page, *(photo(f"IMG_{number}.jpg") for number, _ in enumerate(alts)))
    page.get_by_role("button", name="Next", exact=True).click()
    describe(page, *alts)
    page.get_by_label("Caption").fill(caption)
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(notice(page, "Published.")).to_be_visible()


def describe(page: Page, *alts: str) -> None:
    """Write what can be seen on each photograph."""
    tiles = page.get_by_role("list", name="Photographs, in order").get_by_role("button", name="Photograph")
    for place, alt in enumerate(alts):
        if len(alts) > 1:
            tiles.nth(place).click()
        page.get_by_label("Description").fill(alt)


def comment(page: Page, words: str) -> None:
    """Write under the post that is open."""
    page.get_by_label("Write a comment").fill(words)
    page.get_by_role("button", name="Post", exact=True).click()
    expect(page.get_by_role("article", name="Comment of").filter(has_text=words)).to_be_visible()
