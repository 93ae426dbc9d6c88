"""Two members side by side, by mouse: what one does, the other's open page shows, and nothing is loaded anew."""

import re
from contextlib import suppress

from playwright.sync_api import Error, Page, expect
from web.conftest import Take

from support.browser import Seat
from support.browser_pages import CHOOSE, cells, comment, go, like, notice, photo, post_of, pressed, publish, save
from support.browser_world import World
from support.people import PASSWORD, eventually


def heading(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


def test_somebody_joins_by_the_door_and_takes_the_first_steps(take: Take, world: World) -> None:
    here = take()
    page = here.page
    name = f"new{world.alice.username[-8:]}"
    page.get_by_role("link", name="Make an account").click()
    page.get_by_label(re.compile("E-mail or phone")).fill(f"{name}@example.com")
    page.get_by_label("Username").fill(world.alice.username)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Make an account").click()
    expect(page.get_by_text(re.compile("taken"))).to_be_visible()
    page.get_by_label("Username").fill(name)
    page.get_by_role("button", name="Make an account").click()
    page.wait_for_url("**/hello")
    page.get_by_label("Name", exact=True).fill("Somebody New")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Is this your address?")).to_be_visible()
    page.get_by_role("button", name="Later").click()
    expect(page.get_by_role("heading", name="Your wall is still empty")).to_be_visible()
    here.forgive("409")


def test_what_one_does_the_other_sees_without_a_reload(take: Take, world: World) -> None:
    ana, ben = world.join("ana"), world.join("ben")
    first, second = take(), take()
    first.sign_in(ana.username)
    second.sign_in(ben.username)

    follow(second, ana.username)
    expect(first.page.get_by_role("link", name="Notifications 1 new")).to_be_visible()

    publish_two(first)
    go(second.page, "Home")
    shown = post_of(second.page, "Evening over the field")
    pill = second.page.get_by_role("button", name="1 new post")
    expect(pill.or_(shown).first).to_be_visible()
    with suppress(Error):  # the feed was read after it was published: then no pill stays
        pill.click(timeout=2000)
    expect(shown).to_be_visible()
    shown.get_by_role("button", name="Next photograph").click()
    expect(shown.get_by_alt_text("The same field from the hill")).to_be_in_viewport()

    like(shown).click()
    pressed(like(shown), True)
    expect(first.page.get_by_role("link", name="Notifications 2 new")).to_be_visible()
    shown.get_by_role("button", name="Comment", exact=True).click()
    expect(second.page.get_by_label("Write a comment")).to_be_focused()
    comment(second.page, f"What a light 🌅 @{ana.username}")
    expect(first.page.get_by_role("link", name="Notifications 3 new")).to_be_visible()

    go(first.page, "Notifications")
    heading(first.page, "Notifications")
    for words in ("commented on your photograph", "liked your photograph", "follows you now"):
        expect(first.page.get_by_role("main").get_by_text(words)).to_be_visible()
    expect(first.page.get_by_role("link", name="Notifications", exact=True)).to_be_visible()
    first.page.get_by_role("main").get_by_text("commented on your photograph").click()
    said = first.page.get_by_role("article", name=f"Comment of {ben.username}")
    said.get_by_role("button", name=f"Reply to {ben.username}").click()
    comment(first.page, "Thank you, it was cold.")
    expect(second.page.get_by_role("link", name="Notifications 1 new")).to_be_visible()
    assert first.stayed()
    assert second.stayed()

    sign_out(first)
    assert len(first.asked) == 2, "the page talked to its own origin and to the media's, and did so"


def follow(here: Seat, username: str) -> None:
    """By the search screen."""
    page = here.page
    go(page, "Search")
    page.get_by_role("combobox", name="Search", exact=True).fill(username)
    page.get_by_role("option").filter(has_text=username).click()
    page.get_by_role("main").get_by_role("button", name=f"Follow: {username}").click()
    expect(page.get_by_role("button", name=f"Following: {username}")).to_be_visible()


def publish_two(here: Seat) -> None:
    """With a third file that is no photograph and says so, cropped, with a look, described."""
    page = here.page
    go(page, "Publish")
    with page.expect_file_chooser() as asked:
        page.get_by_role("button", name=CHOOSE).click()
    text = {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"I only say that I am a photograph."}
    asked.value.set_files([photo("one.jpg", (1600, 1200)), photo("two.jpg", (900, 1200)), text])
    expect(page.get_by_text("notes.txt: This kind of file is not a photograph")).to_be_visible()
    page.get_by_text("4:5", exact=True).click()
    page.get_by_text("Silver", exact=True).click()
    page.get_by_role("button", name="Next", exact=True).click()
    tiles = page.get_by_role("list", name="Photographs, in order").get_by_role("button", name="Photograph")
    for place, alt in enumerate(("A field at dusk", "The same field from the hill")):
        tiles.nth(place).click()
        page.get_by_label("Description").fill(alt)
    page.get_by_label("Caption").fill("Evening over the field #dusk")
    page.get_by_label("Place").fill("Skagen")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(notice(page, "Published.")).to_be_visible()
    expect(post_of(page, "Evening over the field")).to_be_visible()


def sign_out(here: Seat) -> None:
    """Ends on the welcome page, and nothing of the member is left to read in this browser."""
    page = here.page
    go(page, "Settings")
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    here.open("/saved")
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    assert page.context.cookies() == []


def test_a_private_account_is_asked_and_lets_in(take: Take, world: World) -> None:
    eva, finn = world.join("eva"), world.join("finn")
    eva.publish((eva.upload(photo("x")["buffer"], "image/jpeg"), "A door"), caption="Behind the door")
    first, second = take(eva.username, "/settings/privacy"), take(finn.username, f"/u/{eva.username}")
    first.page.get_by_role("switch", name=re.compile("rivate")).click()
    expect(first.page.get_by_role("switch", name=re.compile("rivate"))).to_be_checked()
    eventually(lambda: eva.ask("GET", "/v1/me"), lambda own: own["private"])  # the switch shows it before it is so
    second.open(f"/u/{eva.username}")
    expect(second.page.get_by_role("heading", name="This account is private")).to_be_visible()
    second.page.get_by_role("main").get_by_role("button", name=f"Follow: {eva.username}").click()
    expect(second.page.get_by_role("button", name=f"Requested: {eva.username}")).to_be_visible()
    go(first.page, "Notifications")
    first.page.get_by_role("link", name="1 follow request").click()
    first.page.get_by_role("button", name=f"Approve {finn.username}").click()
    expect(first.page.get_by_text("Nobody is waiting")).to_be_visible()
    go(second.page, "Notifications")
    expect(second.page.get_by_text("lets you follow their photographs")).to_be_visible()
    second.open(f"/u/{eva.username}")
    expect(cells(second.page)).to_have_count(1)
    second.forgive("403")  # the wall is asked for beside the head; before the approval it was refused


def test_the_grid_opens_posts_over_itself_and_what_is_saved_is_found_again(take: Take, world: World) -> None:
    here = take(world.join("flo").username, f"/u/{world.bob.username}")
    page = here.page
    expect(cells(page).nth(3)).to_be_visible()
    page.mouse.wheel(0, 300)
    page.wait_for_timeout(200)
    before = page.evaluate("scrollY")
    cells(page).nth(1).click()
    over = page.get_by_role("dialog")
    expect(over).to_be_visible()
    opened = here.at()
    page.get_by_role("button", name="Next post").click()
    page.wait_for_function("(before) => location.pathname !== before", arg=opened)
    save(over).click()
    expect(notice(page, "Saved.")).to_be_visible()
    page.keyboard.press("Escape")
    expect(over).to_be_hidden()
    assert here.at() == f"/u/{world.bob.username}"
    assert page.evaluate("scrollY") == before
    go(page, "Saved")
    page.get_by_role("link", name=re.compile("Saved posts")).click()
    expect(page.get_by_role("main").get_by_role("list").get_by_role("link")).to_have_count(1)


def test_a_profile_is_changed_and_a_name_is_kept(take: Take, world: World) -> None:
    gil = world.join("gil")
    here = take(gil.username, f"/u/{gil.username}")
    page = here.page
    page.get_by_role("link", name="Edit profile").click()
    heading(page, "Edit profile")
    page.get_by_label("Name", exact=True).fill("Gil of the Hill")
    page.get_by_label("About you").fill(f"With @{world.alice.username} in spirit")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(notice(page, "Your profile is saved.")).to_be_visible()
    go(page, "Your profile")
    expect(page.get_by_text("Gil of the Hill")).to_be_visible()
    page.get_by_role("link", name=f"@{world.alice.username}").click()
    page.wait_for_url(f"**/u/{world.alice.username}")


def test_a_post_is_edited_and_deleted(take: Take, world: World) -> None:
    hal = world.join("hal")
    here = take(hal.username)
    page = here.page
    publish(page, "First words", "A stone")
    post_of(page, "First words").get_by_role("button", name="More about the post").click()
    page.get_by_role("button", name="Edit", exact=True).click()
    page.get_by_label("Caption").fill("Better words")
    page.get_by_role("dialog").get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Better words")).to_be_visible()
    page.get_by_role("button", name="More about the post").click()
    page.get_by_role("button", name="Delete…").click()
    page.get_by_role("button", name="Delete for good").click()
    expect(notice(page, "Deleted.")).to_be_visible()
    go(page, "Home")
    expect(page.get_by_role("heading", name="Your wall is still empty")).to_be_visible()
