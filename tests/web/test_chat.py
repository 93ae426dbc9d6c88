"""Two members side by side in a conversation: what one says and does, the other's open page shows at once."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from playwright.sync_api import Locator, Page, expect
from web.conftest import Take

from kernel.ids import new_id
from support.browser_pages import go, photo
from support.browser_world import World
from support.people import Member, eventually

MANY = 90
"""Messages of a conversation that does not fit into one page of 40."""


def friends(world: World, *names: str) -> list[Member]:
    """People who follow each other, so that nobody has to be asked."""
    people = [world.join(name) for name in names]
    for one in people:
        for other in people:
            if one is not other:
                one.follow(other)
    return people


def talk_of(one: Member, other: Member) -> str:
    """The conversation of two."""
    person = one.ask("GET", f"/v1/people/{other.username}")["person"]["id"]
    return str(one.ask("PUT", f"/v1/conversations/with/{person}")["id"])


def say(who: Member, talk: str, text: str, **more: Any) -> int:
    """Write a message by the API; its place."""
    body = {"clientId": new_id(), "text": text, **more}
    return int(who.ask("POST", f"/v1/conversations/{talk}/messages", json=body)["seq"])


def log(page: Page) -> Locator:
    return page.get_by_role("log")


def bubble(page: Page, words: str) -> Locator:
    return log(page).get_by_role("article").filter(has_text=words)


def write(page: Page, words: str) -> None:
    page.get_by_label("Write a message").fill(words)
    page.get_by_role("button", name="Send", exact=True).click()


def choose(page: Page, message: Locator, name: str) -> None:
    """From a message's menu, by keys."""
    message.focus()
    page.keyboard.press("Enter")
    page.get_by_role("dialog", name="Message").get_by_role("button", name=name).click()


def test_two_talk_side_by_side(take: Take, world: World) -> None:
    ana, ben = friends(world, "ana", "ben")
    talk = talk_of(ana, ben)
    say(ana, talk, "Good morning")
    first = take(ana.username, f"/direct/{talk}")
    second = take(ben.username)
    here, there = first.page, second.page

    # unread, in the frame, the title and the list
    expect(there.get_by_role("link", name="Messages 1 new")).to_be_visible()
    expect(there).to_have_title(re.compile(r"^\(\d+\) "))
    expect(bubble(here, "Good morning").get_by_text("Delivered")).to_be_visible()
    go(there, "Messages")
    row = there.get_by_role("list", name="Conversations").get_by_role("link")
    expect(row).to_contain_text("1 unread message")
    row.click()
    expect(bubble(there, "Good morning")).to_be_visible()
    expect(bubble(here, "Good morning").get_by_text("Seen")).to_be_visible()
    expect(there.get_by_role("link", name="Messages", exact=True)).to_be_visible()

    # writing shows, and what was written comes
    there.get_by_label("Write a message").press_sequentially("Hello Ana")
    expect(here.get_by_text("typing…").first).to_be_visible()
    there.keyboard.press("Enter")
    expect(bubble(here, "Hello Ana")).to_be_visible()
    expect(here.get_by_text("typing…")).to_be_hidden()

    # an answer, an emoji, a change, taking back
    choose(here, bubble(here, "Hello Ana"), "Reply")
    expect(here.get_by_text(f"Replying to {ben.username}")).to_be_visible()
    write(here, "Slept well")
    expect(
        bubble(there, "Slept well").get_by_role("button", name=re.compile("Go to the message of you"))
    ).to_be_visible()
    choose(there, bubble(there, "Slept well"), "React with ❤️")
    expect(bubble(here, "Slept well").get_by_role("button", name="❤️, 1 person")).to_be_visible()
    choose(here, bubble(here, "Slept well"), "Edit")
    here.get_by_label("Write a message").fill("Slept very well")
    here.keyboard.press("Enter")
    expect(bubble(there, "Slept very well").get_by_text("edited")).to_be_visible()
    choose(here, bubble(here, "Slept very well"), "Take back")
    expect(there.get_by_text("This message was taken back.").first).to_be_visible()

    # a photograph, opened large
    with here.expect_file_chooser() as asked:
        here.get_by_role("button", name="Add photographs").click()
    asked.value.set_files([photo("IMG_1.jpg")])
    write(here, "The view from here")
    shown = bubble(there, "The view from here").get_by_role("button", name="Open photograph 1")
    expect(shown).to_be_visible()
    shown.click()
    expect(there.get_by_role("dialog", name="Photograph 1 of")).to_be_visible()
    there.keyboard.press("Escape")
    expect(here.get_by_text("Sending…")).to_be_hidden()
    assert first.stayed()
    assert second.stayed()


def test_a_long_conversation_keeps_its_place_and_what_is_unsent(take: Take, world: World) -> None:
    cem, dia = friends(world, "cem", "dia")
    talk = talk_of(cem, dia)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda number: say(dia, talk, f"Number {number}"), range(MANY)))
    half = MANY // 2
    cem.ask("PUT", f"/v1/conversations/{talk}/read", json={"seq": half})
    seat = take(cem.username, f"/direct/{talk}")
    page = seat.page

    # it opens at the first message that is new
    expect(log(page).get_by_text("New messages")).to_be_in_viewport()
    expect(page.get_by_role("button", name=re.compile("To the newest message"))).to_be_visible()

    # older ones come above without moving what one looks at
    box = log(page)
    for _ in range(8):
        box.evaluate("element => { element.scrollTop -= 600 }")
        kept = box.evaluate(IN_VIEW)
        page.wait_for_timeout(250)
        moved = box.evaluate(WHERE, kept["key"])
        assert moved is not None
        assert abs(moved - kept["top"]) < 2, kept
    eventually(lambda: box.evaluate("element => { element.scrollTop = 0 }"), lambda _: begins(page))

    # and one gets to the end again
    page.get_by_role("button", name=re.compile("To the newest message")).click()
    last = int(dia.ask("GET", f"/v1/conversations/{talk}")["seq"])
    eventually(lambda: cem.ask("GET", f"/v1/conversations/{talk}")["read"], lambda read: read == last)
    say(dia, talk, "One more")
    expect(bubble(page, "One more")).to_be_in_viewport()

    # what is written without a network is sent when there is one again, also after a reload
    page.route("**/v1/**", lambda route: route.abort())
    page.evaluate("dispatchEvent(new Event('offline'))")
    seat.context.set_offline(True)
    write(page, "From the tunnel")
    expect(bubble(page, "From the tunnel")).to_be_visible()
    page.get_by_label("Write a message").fill("Half a sen")
    seat.context.set_offline(False)
    page.unroute("**/v1/**")
    page.reload()
    expect(bubble(page, "From the tunnel").get_by_text(re.compile("Sent|Delivered|Seen"))).to_be_visible()
    expect(page.get_by_label("Write a message")).to_have_value("Half a sen")
    said = dia.ask("GET", f"/v1/conversations/{talk}/messages", params={"limit": 5})["items"]
    assert [each["text"] for each in said].count("From the tunnel") == 1
    seat.forgive("ERR_", "Failed to load", "WebSocket")


IN_VIEW = """element => {
  const top = element.getBoundingClientRect().top;
  const rows = [...element.querySelectorAll("[data-key]")];
  const row = rows.find((each) => each.getBoundingClientRect().bottom > top + 40);
  return { key: row.dataset.key, top: row.getBoundingClientRect().top };
}"""
WHERE = """(element, key) =>
  element.querySelector(`[data-key="${key}"]`)?.getBoundingClientRect().top ?? null"""


def begins(page: Page) -> bool:
    return page.get_by_text("This is where your conversation begins.").is_visible()
