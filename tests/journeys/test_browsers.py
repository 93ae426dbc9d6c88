"""Two people, two browsers, the deployed platform: what one does, the other's open page shows, without a reload."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, expect

from desk.platform import Platform
from support import camera
from support.browser import Seat, chromium, is_there, seat
from support.people import PASSWORD, Member, eventually

Join = Callable[[str], Member]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not is_there():
        pytest.skip("no browser: install Debian's chromium or set CHROMIUM")
    with chromium() as browser:
        yield browser


@pytest.fixture
def seats(browser: Browser, platform: Platform) -> Iterator[tuple[Seat, Seat]]:
    """Two windows; what their browsers complained about fails the test."""
    with seat(browser, platform) as first, seat(browser, platform) as second:
        yield first, second
        assert (first.complaints, second.complaints) == ([], [])


def photo(name: str, data: bytes, kind: str = "image/jpeg") -> FilePayload:
    return {"name": name, "mimeType": kind, "buffer": data}


def post_of(here: Seat, words: str) -> Locator:
    return here.page.locator("article.post").filter(has_text=words)


def badge(here: Seat) -> Locator:
    return here.page.locator(".nav .badge")


def test_what_one_does_the_other_sees_without_a_reload(member: Join, seats: tuple[Seat, Seat]) -> None:
    alice, bob = member("alice"), member("bob")
    alice.publish((alice.upload(camera.webp(), "image/webp"), "x"), caption="The first one")
    phone, screen = seats
    phone.sign_in(alice.username, PASSWORD)
    screen.sign_in(bob.username, PASSWORD)
    expect(post_of(phone, "The first one")).to_be_visible()

    follow_in_the_page(screen, alice.username)
    expect(badge(phone)).to_have_text("1")
    screen.page.get_by_role("link", name="Home", exact=True).click()
    expect(post_of(screen, "The first one")).to_be_visible()

    publish_two(phone)
    expect(post_of(phone, "Evening over the field")).to_be_visible()
    pill = screen.page.get_by_role("button", name="1 new post")
    shown = post_of(screen, "Evening over the field")
    expect(pill.or_(shown).first).to_be_visible()
    if pill.is_visible():
        pill.click()
    expect(shown).to_be_visible()
    expect(shown.locator(".hashtag")).to_have_text("#dusk")
    for alt in ("A field at dusk", "The same field from the hill"):
        picture = shown.get_by_alt_text(alt)
        picture.scroll_into_view_if_needed()
        eventually(lambda picture=picture: picture.evaluate("each => each.naturalWidth"), lambda width: width > 0)  # type: ignore[misc]

    heart = shown.locator(".heart")
    heart.click()
    expect(heart).to_have_attribute("aria-pressed", "true")
    expect(badge(phone)).to_have_text("2")
    field = shown.get_by_label("Write a comment")
    if not field.is_visible():
        shown.get_by_role("button", name="Comment").click()
    field.fill("What a light 🌅")
    field.press("Enter")
    expect(shown.locator(".comment:not(.waiting)")).to_contain_text("What a light 🌅")
    expect(badge(phone)).to_have_text("3")

    phone.page.get_by_role("link", name="Notifications").last.click()
    notes = phone.page.locator(".note")
    expect(notes).to_have_count(3)
    for place, words in enumerate(("wrote: What a light 🌅", "likes your photograph.", "follows you now.")):
        expect(notes.nth(place)).to_contain_text(f"{bob.username} {words}")
    expect(badge(phone)).to_be_hidden()
    assert phone.stayed()
    assert screen.stayed()

    sign_out(phone, alice.username)
    assert len(phone.asked) == 2, "the page talked to its own origin and to the media's, and did so"


def test_the_watch_sees_a_request_to_a_stranger(browser: Browser, platform: Platform) -> None:
    with seat(browser, platform) as here:
        here.page.goto(here.url)
        expect(here.page.get_by_role("button", name="Sign in")).to_be_visible()
        assert here.complaints == []
        with here.page.expect_console_message(lambda said: said.text.startswith("CSP connect-src")):
            here.page.evaluate("fetch('http://stranger.example/').catch(() => {})")
        assert any("stranger.example" in each for each in here.complaints)


def follow_in_the_page(here: Seat, username: str) -> None:
    here.page.get_by_role("link", name="Find people").first.click()
    here.page.get_by_label("Username").fill(f"@{username}")
    here.page.keyboard.press("Enter")
    here.page.get_by_role("button", name=f"Follow {username}").click()
    expect(here.page.get_by_role("button", name=f"Following {username}. Unfollow")).to_be_visible()


def publish_two(here: Seat) -> None:
    """Through the page's own file chooser, with a third file that is no picture and says so."""
    page = here.page
    page.get_by_role("link", name="Publish", exact=True).click()
    with page.expect_file_chooser() as asked:
        page.get_by_text("Choose photographs").click()
    asked.value.set_files(
        [
            photo("IMG_0001.jpg", camera.jpeg(size=(1600, 1200), orientation=6)),
            photo("IMG_0002.jpg", b"I only say that I am a photograph. " * 50),
            photo("IMG_0003.heic", camera.heic(), "image/heic"),
        ]
    )
    broken = page.locator("[data-state=failed]")
    expect(broken.get_by_text("The file is not a picture.")).to_be_visible()
    expect(page.get_by_role("button", name="Publish", exact=True)).to_be_disabled()
    broken.get_by_role("button", name="Take this photograph away").click()
    expect(page.locator("[data-state=ready]")).to_have_count(2)
    page.get_by_label("Description 1").fill("A field at dusk")
    page.get_by_label("Description 2").fill("The same field from the hill")
    page.get_by_label("Caption").fill("Evening over the field #dusk")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("Published. Your followers see it now.")).to_be_visible()


def sign_out(here: Seat, username: str) -> None:
    """Ends on the welcome page, and nothing of the member is left to read in this browser."""
    here.page.locator(f".nav a[href='/u/{username}']").click()
    here.page.get_by_role("button", name="Sign out").click()
    expect(here.page.get_by_role("button", name="Sign in")).to_be_visible()
    expect(here.page.locator("article.post")).to_have_count(0)
    here.page.reload()
    expect(here.page.get_by_role("button", name="Sign in")).to_be_visible()
    assert here.page.context.cookies() == []
