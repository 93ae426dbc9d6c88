"""Every screen: in both themes and three widths, in both languages."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from desk.screens import SCREENS, Screen, Who
from support import browser_audit as audit
from support.browser import At, Seat, seat
from support.browser_world import World

WIDTHS = ((1440, 900), (768, 1024), (360, 740))
AXE_AT = (1440, 360)
SHIFT = 0.02
Look = Callable[[Screen], Seat]


def lookers(browser: Browser, platform: At, world: World, language: str, width: int, height: int) -> Iterator[Look]:
    """One seat for each kind of reader; the screens are opened in it one after the other."""
    places, names = world.places(), world.names()
    opened: dict[Who, tuple[object, Seat]] = {}

    def look(screen: Screen) -> Seat:
        if screen.who not in opened:
            one = seat(browser, platform, language=language, width=width, height=height)
            here = one.__enter__()
            opened[screen.who] = (one, here)
            if screen.who != "nobody":
                here.enter(names[screen.who], "/mark.svg")
        here = opened[screen.who][1]
        here.page.set_viewport_size({"width": width, "height": height})
        here.complaints.clear()
        here.page.goto("about:blank")  # an address that differs in what follows # alone would not load again
        here.open(screen.path.format(**places))
        audit.settle(here.page)
        return here

    yield look
    for one, _ in opened.values():
        one.__exit__(None, None, None)  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def look(browser: Browser, platform: At, world: World) -> Iterator[Look]:
    yield from lookers(browser, platform, world, "en", 1440, 900)


@pytest.fixture(scope="module")
def look_arabic(browser: Browser, platform: At, world: World) -> Iterator[Look]:
    yield from lookers(browser, platform, world, "ar", 360, 740)


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
def test_a_screen_is_sound(look: Look, screen: Screen) -> None:
    here = look(screen)
    page = here.page
    findings = []
    page.wait_for_timeout(100)
    if (shift := page.evaluate("window.shift")) > SHIFT:
        findings.append(f"moved by {shift:.3f} while it came: {page.evaluate('window.shifts')}")
    if page.locator("h1:visible, h1.unseen").count() != 1:
        findings.append(f"{page.locator('h1').count()} headings of the first rank")
    for width, height in WIDTHS:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(60)
        found = audit.overflow(page) + audit.small_targets(page)
        for theme in ("light", "dark") if width in AXE_AT else ():
            page.emulate_media(color_scheme=theme)
            page.wait_for_timeout(200)  # until colours have gone over
            found += [f"{theme}: {each}" for each in audit.axe(page)]
        findings += [f"{width}: {each}" for each in found]
    here.forgive("404", "401")  # what is not there is asked for to know it
    findings += here.complaints
    assert not findings, "\n".join(findings)


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
def test_a_screen_speaks_arabic(look_arabic: Look, world: World, screen: Screen) -> None:
    here = look_arabic(screen)
    root = here.page.locator("html")
    assert (root.get_attribute("lang"), root.get_attribute("dir")) == ("ar", "rtl")
    findings = audit.overflow(here.page) + audit.english(here.page, world.said())
    assert not findings, "\n".join(findings)


def test_the_looks_see_what_is_wrong(look: Look) -> None:
    """Each look bites: a plain page with one fault of each kind."""
    here = look(Screen("feed", "/"))
    page = here.page
    page.set_viewport_size({"width": 360, "height": 740})
    before = (audit.overflow(page), audit.small_targets(page), audit.axe(page))
    page.evaluate("""() => {
      document.documentElement.lang = "ar";
      const bad = document.createElement("div");
      bad.style.inlineSize = "500px";
      const button = document.createElement("button");
      button.style.cssText = "inline-size: 20px; block-size: 20px";
      bad.append(button, "Only English here");
      document.querySelector("main").prepend(bad);
    }""")
    assert before == ([], [], [])
    assert "wider than the screen" in audit.overflow(page)[0]
    assert 'button "" is 20 x 20' in audit.small_targets(page)
    assert any("button-name" in each for each in audit.axe(page))
    assert {"Only", "English", "here"} & set(audit.english(page, [])) == {"Only", "here"}
