"""Around conversations, by mouse: a group from its making to its end, a request, a post that is sent, words found."""

import re

from playwright.sync_api import Locator, Page, expect
from web.conftest import Take

from support.browser import Seat
from support.browser_pages import go, notice
from support.browser_world import World
from support.people import Member, eventually

LAKE = "Weekend at the lake"


def sheet(page: Page) -> Locator:
    return page.get_by_role("dialog")


def members(page: Page) -> Locator:
    return page.get_by_role("main").get_by_role("list", name="People", exact=True).get_by_role("listitem")


def find(field: Locator, who: Member) -> None:
    """Look for somebody by their username, and choose them with the keyboard."""
    page = field.page
    field.fill(who.username)
    row = page.get_by_role("list", name=re.compile("^People")).get_by_role("button", name=who.username)
    expect(row.first).to_be_visible()
    field.press("Enter")
    expect(page.get_by_role("button", name=f"Let go of {who.username}")).to_be_visible()


def person_id(asking: Member, who: Member) -> str:
    return str(asking.profile(who.username)["person"]["id"])


def write(who: Member, conversation: str, text: str) -> None:
    body = {"clientId": f"test-{text[:40]}", "text": text}
    who.ask("POST", f"/v1/conversations/{conversation}/messages", json=body)


def direct(who: Member, other: Member) -> str:
    return str(who.ask("PUT", f"/v1/conversations/with/{person_id(who, other)}")["id"])


def choose(page: Page, who: Member, what: str) -> None:
    """From the menu of a member of the group."""
    page.get_by_role("button", name=f"More about {who.username}").click()
    sheet(page).get_by_role("button", name=what).click()


def test_a_group_is_made_changed_and_left(take: Take, world: World) -> None:
    ana, ben, cleo, dora = (world.join(name) for name in ("ana", "ben", "cleo", "dora"))
    for each in (ben, cleo):
        each.follow(ana)
    first = take(ana.username)
    page = first.page

    go(page, "Messages")
    page.get_by_role("link", name="New message").first.click()
    find(page.get_by_role("searchbox", name="Find people"), ben)
    find(page.get_by_role("searchbox", name="Find people"), cleo)
    page.get_by_label("Name of the group").fill("Lake")
    page.get_by_role("button", name="Make a group of 3").click()
    expect(page.get_by_role("heading", level=1, name="Lake")).to_be_visible()
    group = first.at().split("/")[2]

    page.get_by_role("link", name="Details", exact=True).click()
    expect(members(page)).to_have_count(3)
    second = take(ben.username, f"/direct/{group}/details")
    other = second.page
    expect(other.get_by_role("heading", name="Lake")).to_be_visible()
    expect(other.get_by_role("button", name="Change the name")).to_have_count(0)
    expect(other.get_by_role("button", name="Add people")).to_have_count(0)
    expect(other.get_by_role("button", name=re.compile("^More about"))).to_have_count(0)

    page.get_by_role("button", name="Change the name").click()
    page.get_by_label("Name of the group").fill(LAKE)
    sheet(page).get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name=LAKE)).to_be_visible()
    expect(other.get_by_role("heading", name=LAKE)).to_be_visible()

    page.get_by_role("button", name="Add people").click()
    find(sheet(page).get_by_role("searchbox", name="Find people"), dora)
    sheet(page).get_by_role("button", name="Add 1 person").click()
    expect(members(page)).to_have_count(4)
    expect(members(page).filter(has_text=dora.username)).to_contain_text("Has not accepted yet")
    choose(page, cleo, "Remove from the group")
    sheet(page).get_by_role("button", name="Remove", exact=True).click()
    expect(notice(page, f"{cleo.username} is not in the group any more.")).to_be_visible()
    expect(members(page)).to_have_count(3)
    expect(members(other).filter(has_text=cleo.username)).to_have_count(0)
    expect(members(other)).to_have_count(3)
    cleo.ask("GET", f"/v1/conversations/{group}", status=404)

    choose(page, ben, "Make admin")
    expect(members(page).filter(has_text=ben.username)).to_contain_text("Admin")
    expect(other.get_by_role("button", name="Change the name")).to_be_visible()

    page.get_by_role("button", name="Mute").click()
    sheet(page).get_by_role("button", name="For 8 hours").click()
    expect(page.get_by_role("button", name="Muted")).to_be_visible()
    page.get_by_role("switch", name="Pin").click()
    expect(notice(page, "Pinned.")).to_be_visible()
    page.get_by_role("button", name="Disappearing messages").click()
    sheet(page).get_by_role("button", name="1 day").click()
    expect(other.get_by_role("button", name="Disappearing messages 1 day")).to_be_visible()
    found = ana.ask("GET", f"/v1/conversations/{group}")
    assert (found["folder"], found["timer"], found["mutedUntil"] is not None) == ("pinned", 86_400, True)

    page.get_by_role("button", name="Leave the group").click()
    sheet(page).get_by_role("button", name="Leave the group").click()
    expect(notice(page, f"You left {LAKE}.")).to_be_visible()
    assert first.at() == "/direct"
    expect(page.get_by_role("link", name=LAKE)).to_have_count(0)
    expect(members(other)).to_have_count(2)
    first.open(f"/direct/{group}/details")
    expect(page.get_by_role("heading", name="This conversation is not here")).to_be_visible()
    first.forgive("404")
    assert second.stayed()


def test_a_request_a_post_that_is_sent_and_words_that_are_found(take: Take, world: World) -> None:
    eva, finn = world.join("eva"), world.join("finn")
    eva.follow(world.bob)
    asked = direct(finn, eva)
    write(finn, asked, "Which film do you use for the café pictures?")
    here = take(eva.username, "/direct/requests")
    accept(here, finn)
    eventually(lambda: eva.ask("GET", f"/v1/conversations/{asked}")["folder"], lambda folder: folder == "inbox")

    post = world.posts[0]["id"]
    here.open(f"/p/{post}")
    send_to(here.page, finn, "Like this one")
    said = eventually(
        lambda: finn.ask("GET", f"/v1/conversations/{asked}/messages")["items"], lambda items: len(items) > 1
    )
    assert (said[-1]["postId"], said[-1]["text"]) == (post, "Like this one")

    for number in range(3):
        write(finn, asked, f"Number {number}")
    here.open(f"/direct/{asked}/search")
    here.page.get_by_role("searchbox").fill("CAFE film")
    hit = here.page.get_by_role("main").get_by_role("link", name=re.compile("Which film"))
    expect(hit.get_by_text("café", exact=True)).to_be_visible()
    hit.click()
    assert here.at() == f"/direct/{asked}?at=1"
    expect(here.page.get_by_text("Which film do you use").first).to_be_in_viewport()

    here.open(f"/u/{finn.username}")
    here.page.get_by_role("button", name="Message", exact=True).click()
    here.page.wait_for_url(f"**/direct/{asked}")


def accept(here: Seat, who: Member) -> None:
    page = here.page
    expect(page.get_by_role("main").get_by_text("Which film do you use")).to_be_visible()
    page.get_by_role("button", name=f"Accept {who.username}").click()
    expect(notice(page, "is among your messages now")).to_be_visible()
    expect(page.get_by_role("heading", name="Nobody is waiting")).to_be_visible()


def send_to(page: Page, who: Member, words: str) -> None:
    """From the sheet that shares a post."""
    page.get_by_role("button", name="Share", exact=True).click()
    sheet(page).get_by_role("list", name="People and conversations").get_by_role("button", name=who.username).click()
    sheet(page).get_by_label("Add a few words").fill(words)
    sheet(page).get_by_role("button", name="Send", exact=True).click()
    expect(notice(page, f"Sent to {who.username}.")).to_be_visible()
