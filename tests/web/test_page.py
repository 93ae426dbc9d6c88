"""The first page in a real browser, against a stand-in for the platform."""

import io
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, FilePayload, Page, expect
from web.conftest import Seen, sign_in
from web.stub import Stub
from web.world import XSS

APP = Path(__file__).resolve().parents[2] / "web" / "app"


def newest(stub: Stub, username: str) -> str:
    return max(str(post["id"]) for post in stub.world.posts.values() if post["author"]["username"] == username)


def picture(name: str, size: tuple[int, int] = (900, 600)) -> FilePayload:
    stream = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(stream, "JPEG", quality=95)
    return {"name": name, "mimeType": "image/jpeg", "buffer": stream.getvalue()}


def test_both_shells_are_the_same_page() -> None:
    assert (APP / "index.html").read_text() == (APP / "u" / "index.html").read_text()


def test_nothing_in_the_app_needs_an_unsafe_policy() -> None:
    for file in APP.rglob("*"):
        if file.suffix in (".js", ".html"):
            text = file.read_text()
            assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function", text), (
                file
            )
            assert not re.search(r"\sstyle=|\son\w+=\"|<script>|<style", text), file


def test_a_stranger_sees_the_door_and_no_feed(page: Page, stub: Stub) -> None:
    page.goto(f"{stub.address}/notifications")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    assert not [call for call in stub.calls if "/v1/feed" in call or "refresh" in call]


def test_a_wrong_password_is_said_in_words(page: Page, stub: Stub, seen: Seen) -> None:
    page.goto(stub.address)
    page.get_by_label("Username, e-mail or phone").fill("ana")
    page.get_by_label("Password", exact=True).fill("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("The login or the password is wrong.")
    expect(page.get_by_label("Username, e-mail or phone")).to_have_value("ana")
    seen.expect("401")


def test_sign_up_says_what_is_wrong_beside_its_field(page: Page, stub: Stub, seen: Seen) -> None:
    page.goto(f"{stub.address}/sign-up")
    page.get_by_label("E-mail or phone").fill("new@example.com")
    page.get_by_label("Username").fill("ben")
    page.get_by_label("Password", exact=True).fill("a long sentence")
    page.get_by_role("button", name="Make an account").click()
    expect(page.get_by_label("Username")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_text("This username is taken.")).to_be_visible()
    expect(page.get_by_label("Username")).to_be_focused()
    page.get_by_label("Username").fill("newcomer")
    page.get_by_role("button", name="Make an account").click()
    expect(page.get_by_role("heading", name="Your wall is still empty")).to_be_visible()
    seen.expect("409")


def test_the_session_survives_a_reload_and_an_expired_token(ana: Page, stub: Stub, seen: Seen) -> None:
    ana.reload()
    ana.wait_for_selector("article.post")
    assert stub.calls.count("POST /v1/auth/refresh") == 1
    stub.forget_tokens()
    ana.locator(".heart").first.click()
    expect(ana.locator(".heart").first).to_have_attribute("aria-pressed", "true")
    ana.wait_for_timeout(300)
    assert stub.calls.count("POST /v1/auth/refresh") == 2
    assert ("ana", newest(stub, "mallory")) in stub.world.likes
    seen.expect("401")


def test_two_tabs_refresh_one_at_a_time_and_sign_out_together(
    ana: Page, context: BrowserContext, stub: Stub, seen: Seen
) -> None:
    other = context.new_page()
    other.goto(stub.address)
    other.wait_for_selector("article.post")
    stub.hold = 0.2
    stub.forget_tokens()
    before = stub.calls.count("POST /v1/auth/refresh")
    ana.locator(".heart").first.click()
    other.locator(".heart").nth(1).click()
    ana.wait_for_timeout(1500)
    assert stub.calls.count("POST /v1/auth/refresh") == before + 1
    stub.hold = 0
    ana.goto(f"{stub.address}/u/ana")
    ana.get_by_role("button", name="Sign out").click()
    expect(ana.get_by_role("button", name="Sign in")).to_be_visible()
    expect(other.get_by_role("button", name="Sign in")).to_be_visible()
    seen.expect("401")


def test_the_feed_goes_on_without_a_photograph_twice(ana: Page, stub: Stub) -> None:
    for _ in range(12):
        ana.mouse.wheel(0, 6000)
        ana.wait_for_timeout(120)
    expect(ana.get_by_text("You have seen it all.")).to_be_visible()
    shown = ana.eval_on_selector_all("article.post", "all => all.map(each => each.dataset.post)")
    assert shown == sorted(stub.world.posts, reverse=True)


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_nothing_moves_while_photographs_arrive_and_all_fit_the_screen(
    context: BrowserContext, stub: Stub, width: int
) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 740})
    stub.hold = 0.3  # what comes half a second after an input counts as a shift
    sign_in(page, stub, "ana")
    stub.hold = 0.05
    for path in ("/notifications", "/u/ben", "/u/ben/followers", "/settings", "/"):
        assert page.evaluate("window.shift") <= 0.02
        page.goto(stub.address + path)
        page.wait_for_selector(".note, .cell .photo, .person, .portrait, article.post")
        page.wait_for_timeout(150)
    for _ in range(6):
        page.mouse.wheel(0, 500)
        page.wait_for_timeout(100)
    page.wait_for_timeout(300)
    assert page.evaluate("window.shift") <= 0.02
    heights = page.eval_on_selector_all(".stage", "all => all.map(each => each.getBoundingClientRect().height)")
    assert heights
    assert max(heights) <= 740
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_like_shows_at_once_and_goes_back_when_it_is_refused(ana: Page, stub: Stub, seen: Seen) -> None:
    heart = ana.locator(".heart").first
    stub.hold = 0.6
    stub.refuse("PUT", r"/like$", 503, detail="The store is away.")
    heart.click()
    expect(heart).to_have_attribute("aria-pressed", "true", timeout=400)
    expect(heart).to_have_text("4", timeout=400)
    expect(heart).to_have_attribute("aria-pressed", "false")
    expect(heart).to_have_text("3")
    notice = ana.get_by_text("Your like was not kept. The store is away.")
    expect(notice).to_be_visible()
    stub.hold = 0
    ana.get_by_role("button", name="Try again").click()
    expect(heart).to_have_attribute("aria-pressed", "true")
    seen.expect("503")


def test_a_double_tap_likes_and_never_unlikes(ana: Page, stub: Stub) -> None:
    stage = ana.locator("article.post .stage").first
    for _ in range(2):
        stage.dblclick()
        ana.wait_for_timeout(400)
        expect(ana.locator(".heart").first).to_have_attribute("aria-pressed", "true")


def test_a_comment_shows_at_once_and_comes_back_into_the_field_when_refused(ana: Page, stub: Stub, seen: Seen) -> None:
    post = ana.locator("article.post").nth(1)
    field = post.get_by_label("Write a comment")
    stub.hold = 0.4
    field.fill("What a view 🏔️")
    field.press("Enter")
    expect(post.locator(".comment.waiting")).to_be_visible(timeout=350)
    stub.hold = 0
    expect(post.locator(".comment:not(.waiting)")).to_contain_text("What a view 🏔️")
    stub.refuse("POST", r"/comments$", 422, detail="That is too much.")
    field.fill("Refused")
    field.press("Enter")
    expect(ana.get_by_text("Your comment was not kept. That is too much.")).to_be_visible()
    expect(field).to_have_value("Refused")
    expect(post.locator(".comment")).to_have_count(1)
    post.get_by_role("button", name="Delete this comment").click()
    expect(post.locator(".comment")).to_have_count(0)
    seen.expect("422")


def test_entities_are_cut_by_code_points(ana: Page) -> None:
    caption = ana.locator(".caption", has_text="Three views")
    expect(caption.get_by_role("link", name="@ana")).to_have_attribute("href", "/u/ana")
    expect(caption.locator(".hashtag")).to_have_text("#hills")
    link = caption.get_by_role("link", name="https://example.com/a?b=c")
    expect(link).to_have_attribute("rel", re.compile("noopener"))


def test_several_photographs_are_swiped_clicked_and_moved_by_keys(ana: Page) -> None:
    carousel = ana.locator(".carousel").first
    carousel.scroll_into_view_if_needed()
    carousel.hover()
    carousel.get_by_role("button", name="Next photograph").click()
    expect(carousel.locator(".place")).to_have_text("2/3")
    carousel.locator(".strip").focus()
    ana.keyboard.press("ArrowRight")
    expect(carousel.locator(".place")).to_have_text("3/3")
    expect(carousel.get_by_role("button", name="Next photograph")).to_be_hidden()


def test_new_posts_and_notifications_arrive_by_the_socket(ana: Page, stub: Stub) -> None:
    expect(ana.locator(".nav .badge")).to_have_text("2")
    ben = stub.world.people["ben"]
    made = stub.world.post(ben, [stub.world.photo((800, 600), "Fresh")], "Fresh from the sea")
    stub.send({"type": "post", "postId": made["id"], "author": ben.id})
    ana.get_by_role("button", name="1 new post").click()
    expect(ana.locator("article.post").first).to_contain_text("Fresh from the sea")
    expect(ana.locator(".pill")).to_be_hidden()
    note = stub.world.note("like", ben, made["id"])
    stub.send({"type": "notification", "notificationId": note["id"], "kind": "like"})
    expect(ana.locator(".nav .badge")).to_have_text("3")
    ana.get_by_role("link", name="Notifications").last.click()
    expect(ana.locator(".note")).to_have_count(3)
    expect(ana.locator(".nav .badge")).to_be_hidden()
    note = stub.world.note("follow", ben)
    stub.send({"type": "notification", "notificationId": note["id"], "kind": "follow"})
    expect(ana.locator(".note")).to_have_count(4)


def test_a_dropped_socket_comes_back_and_reads_what_was_missed(ana: Page, stub: Stub) -> None:
    made = stub.world.post(stub.world.people["ben"], [stub.world.photo((800, 600), "Missed")], "Missed")
    stub.cut()
    expect(ana.get_by_role("button", name="1 new post")).to_be_visible()
    assert stub.calls.count("POST /v1/socket-tickets") >= 2
    assert made["id"] in stub.world.posts


def test_back_finds_the_same_place(ana: Page) -> None:
    ana.mouse.wheel(0, 5000)
    ana.wait_for_timeout(400)
    post = ana.locator("article.post").nth(5)
    post.locator(".when").scroll_into_view_if_needed()
    ana.wait_for_timeout(200)
    before = ana.evaluate("scrollY")
    post.locator(".when").click()
    ana.wait_for_selector(".post.whole")
    assert ana.evaluate("scrollY") == 0
    ana.locator(".whole .heart").click()
    ana.go_back()
    ana.wait_for_selector(".home")
    assert abs(ana.evaluate("scrollY") - before) < 5
    expect(post.locator(".heart")).to_have_attribute("aria-pressed", "true")


def test_publishing_shows_progress_refuses_what_is_no_picture_and_ends_on_the_wall(ana: Page, stub: Stub) -> None:
    stub.hold = 0.1
    ana.get_by_role("link", name="Publish").click()
    broken: FilePayload = {"name": "broken.jpg", "mimeType": "image/jpeg", "buffer": b"not a picture"}
    text: FilePayload = {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"words"}
    seen = "new MutationObserver(() => { for (const each of document.querySelectorAll('.print-row [role=status]'))"
    seen += " (window.said ??= new Set()).add(each.textContent.replace(/\\d+/, 'N')); })"
    seen += ".observe(document.body, { subtree: true, childList: true, characterData: true })"
    ana.evaluate(seen)
    ana.locator("input[type=file]").set_input_files([picture("one.jpg"), broken, text, picture("two.jpg")])
    expect(ana.get_by_text("The picture is damaged and cannot be read.")).to_be_visible()
    expect(ana.get_by_text("This kind of file is not supported. Use JPEG, PNG, WebP or HEIC.")).to_be_visible()
    expect(ana.get_by_role("button", name="Publish", exact=True)).to_be_disabled()
    for _ in range(2):
        ana.locator("[data-state=failed]").first.get_by_role("button", name="Take this photograph away").click()
    expect(ana.locator("[data-state=ready]")).to_have_count(2)
    assert {"Uploading… N %", "Developing…", "Ready"} <= set(ana.evaluate("[...window.said]"))
    ana.get_by_label("Description 1").fill("Grey noise")
    ana.get_by_label("Caption").fill("Two of a kind #noise")
    ana.get_by_role("button", name="Publish", exact=True).click()
    first = ana.locator("article.post").first
    expect(first).to_contain_text("Two of a kind #noise")
    expect(first.locator("img[alt='Grey noise']")).to_have_count(1)
    assert len([call for call in stub.calls if call == "POST /v1/posts"]) == 1


def test_an_upload_that_was_cut_can_be_tried_again(ana: Page, stub: Stub, seen: Seen) -> None:
    ana.get_by_role("link", name="Publish").click()
    stub.refuse("POST", r"/media$", 503, detail="The store is away.")
    ana.locator("input[type=file]").set_input_files([picture("one.jpg")])
    expect(ana.get_by_text("The store is away.")).to_be_visible()
    ana.get_by_role("button", name="Try again").click()
    expect(ana.locator("[data-state=ready]")).to_have_count(1)
    seen.expect("503")


def test_markup_in_any_text_stays_text(ana: Page, stub: Stub, seen: Seen) -> None:
    evil = newest(stub, "mallory")
    own = stub.world.people["ana"]
    own.name = own.bio = XSS
    for path in ("/", f"/p/{evil}", "/u/mallory", "/u/mallory/followers", "/u/ana/following", "/u/ben/followers"):
        ana.goto(stub.address + path)
        ana.wait_for_selector("article.post, .cell, .person")
        ana.wait_for_timeout(150)
        assert ana.evaluate("window.broken") is None
        assert ana.locator("main script, main [onerror]").count() == 0
    for path in ("/notifications", "/settings", "/u/ana", f"/u/{XSS.replace('/', '%2F').replace('?', '%3F')}"):
        ana.goto(stub.address + path.replace("#", "%23"))
        ana.wait_for_selector("h1, h2")
        ana.wait_for_timeout(150)
        assert ana.evaluate("window.broken") is None
    seen.expect("404")  # nobody is called like that
    ana.goto(f"{stub.address}/p/{evil}")
    expect(ana.locator(".caption")).to_contain_text("<script>window.broken=1</script>")
    expect(ana.locator(".comment")).to_contain_text("<img src=x onerror=")


def test_follow_is_optimistic_and_exact(ana: Page, stub: Stub, seen: Seen) -> None:
    ana.goto(f"{stub.address}/u/ben")
    button = ana.get_by_role("button", name="Following ben. Unfollow")
    button.click()
    follow = ana.get_by_role("button", name="Follow ben")
    expect(follow).to_have_text("Follow back")
    expect(ana.locator(".counts")).to_contain_text("0 followers")
    stub.refuse("PUT", r"/follow$", 429, detail="That was a little fast.")
    follow.click()
    expect(ana.get_by_text("You do not follow ben yet. That was a little fast.")).to_be_visible()
    expect(follow).to_be_visible()
    seen.expect("429")


def test_the_own_profile_is_edited(ana: Page, stub: Stub) -> None:
    ana.goto(f"{stub.address}/settings")
    ana.locator("input[type=file]").set_input_files([picture("face.jpg", (300, 300))])
    expect(ana.get_by_text("Your picture is changed.")).to_be_visible()
    ana.get_by_label("Name").fill("Ana María")
    ana.get_by_label("A few words about you").fill("Stones and @ben")
    ana.get_by_role("button", name="Save").click()
    expect(ana.locator(".profile-head")).to_contain_text("Ana María")
    expect(ana.locator(".bio a")).to_have_attribute("href", "/u/ben")
    assert stub.world.people["ana"].avatar


def test_a_page_that_fails_says_so_and_can_be_tried_again(ana: Page, stub: Stub, seen: Seen) -> None:
    stub.refuse("GET", r"/feed$", 503, detail="The store is away.")
    ana.reload()
    expect(ana.get_by_role("alert")).to_contain_text("The store is away.")
    ana.get_by_role("button", name="Try again").click()
    ana.wait_for_selector("article.post")
    seen.expect("503")


def test_a_stranger_sees_a_post_and_a_profile_but_cannot_write(page: Page, stub: Stub) -> None:
    page.goto(f"{stub.address}/p/{newest(stub, 'ben')}")
    expect(page.locator(".caption")).to_contain_text("Three views")
    expect(page.locator(".composer")).to_have_count(0)
    page.locator(".heart").click()
    expect(page.get_by_text("Sign in to like photographs.")).to_be_visible()
    page.goto(f"{stub.address}/u/ben")
    page.wait_for_selector(".cell")
    assert not [call for call in stub.calls if "/public/" not in call]


def test_everything_can_be_reached_by_keys(page: Page, stub: Stub) -> None:
    page.goto(stub.address)
    page.get_by_label("Username, e-mail or phone").focus()
    page.keyboard.type("ana")
    page.keyboard.press("Tab")
    page.keyboard.type("correct horse")
    page.keyboard.press("Enter")
    page.wait_for_selector("article.post")
    page.keyboard.press("j")
    expect(page.locator("article.post").first).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator("article.post").nth(1)).to_be_focused()
    page.keyboard.press("l")
    expect(page.locator(".heart").nth(1)).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("c")
    expect(page.locator("article.post").nth(1).get_by_label("Write a comment")).to_be_focused()
    page.keyboard.type("By hand")
    page.keyboard.press("Enter")
    expect(page.locator("article.post").nth(1).locator(".comment")).to_contain_text("By hand")
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("g")
    page.keyboard.press("n")
    expect(page.get_by_role("heading", name="Notifications")).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_following_somebody_hangs_their_photographs_at_home_in_order(ana: Page, stub: Stub) -> None:
    stub.world.people["ana"].follows -= {"ben"}
    ana.reload()
    expect(ana.get_by_text("Number 25")).to_have_count(0)
    ana.locator("article.post .who").first.click()
    ana.wait_for_selector(".cell")
    ana.goto(f"{stub.address}/")
    ana.get_by_role("link", name="Find people").click()
    ana.get_by_label("Username").fill("@Ben")
    ana.keyboard.press("Enter")
    ana.get_by_role("button", name="Follow ben").click()
    expect(ana.get_by_role("button", name="Following ben. Unfollow")).to_be_visible()
    ana.get_by_role("link", name="Home").click()
    expect(ana.locator("article.post").nth(1)).to_contain_text("Three views")
    shown = ana.eval_on_selector_all("article.post", "all => all.map(each => each.dataset.post)")
    assert shown == sorted(shown, reverse=True)
