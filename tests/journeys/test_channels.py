"""NO2 through the public doors: a push service on this machine, real letters, choices, quiet hours, one click, 410."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt

from desk.platform import Platform
from support import camera, plain
from support.people import Member, eventually
from support.push_service import Browser, PushService, push_service

Join = Callable[[str], Member]
TICK = {
    "version": "0",
    "id": "journey",
    "account": "000000000000",
    "region": "us-east-1",
    "detail-type": "Scheduled Event",
    "source": "aws.events",
    "time": "2026-01-01T00:00:00Z",
    "resources": [],
    "detail": {},
}
SETTINGS = "/v1/me/notification-settings"


def subscribed(member: Member, service: PushService) -> Browser:
    """A device of the member's that takes pushes."""
    service.application_key = member.ask("GET", "/v1/me/push-key")["publicKey"]
    browser = service.browser()
    member.ask("POST", "/v1/me/push-subscriptions", json=browser.subscription, status=201)
    return browser


def verified(member: Member, platform: Platform) -> str:
    """The member's address, once it is verified."""
    address = f"{member.username}@example.com"
    found = eventually(lambda: [each for each in platform.mails(to=address) if each["kind"] == "verify"], bool)
    code = re.search(r"^ {4}(\d{6})\r?$", found[-1]["text"], re.MULTILINE)
    assert code
    member.ask("POST", "/v1/auth/contact/verify", json={"code": code[1]})
    return address


def mails(platform: Platform, address: str, kind: str = "like") -> list[dict[str, Any]]:
    return [each for each in platform.mails(to=address) if each["kind"] == kind]


def person_of(member: Member) -> str:
    """The member's id, as their access token says it."""
    token = member.http.headers["authorization"].partition(" ")[2]
    return str(jwt.decode(token, options={"verify_signature": False})["sub"])


def tick(platform: Platform) -> None:
    """What the clock does every quarter of an hour."""
    name = f"{platform.prefix}-notifications-digest"
    answer = platform.clients()("lambda").invoke(FunctionName=name, Payload=json.dumps(TICK))
    assert "FunctionError" not in answer, answer["Payload"].read()


def like_again(liker: Member, post: str) -> None:
    liker.ask("DELETE", f"/v1/posts/{post}/like")
    liker.ask("PUT", f"/v1/posts/{post}/like")


def test_a_like_reaches_a_device_and_a_postbox_as_its_author_wants(member: Join, platform: Platform) -> None:
    alice, bob = member("alice"), member("bob")
    with push_service() as service:
        phone = subscribed(alice, service)
        address = verified(alice, platform)
        changed = alice.ask("PATCH", SETTINGS, json={"kinds": [{"kind": "like", "email": "everyone"}]})
        assert next(each for each in changed["kinds"] if each["kind"] == "like")["email"] == "everyone"
        post = alice.publish((alice.upload(camera.webp(), "image/webp"), "x"))["id"]

        bob.ask("PUT", f"/v1/posts/{post}/like")
        (pushed,) = eventually(phone.received, lambda found: len(found) == 1)
        assert pushed["text"] == f"{bob.username} likes your post."
        assert (pushed["kind"], pushed["path"]) == ("like", f"/p/{post}")
        (mail,) = eventually(lambda: mails(platform, address), lambda found: len(found) == 1)
        assert mail["subject"] == f"{bob.username} likes your post"
        assert f"{platform.url}/p/{post}" in mail["text"]
        assert service.wrong == []

        # not wanted: nothing; what is wanted comes after it
        alice.ask("PATCH", SETTINGS, json={"kinds": [{"kind": "like", "push": "off", "email": "off"}]})
        like_again(bob, post)
        bob.ask("POST", f"/v1/posts/{post}/comments", json={"text": "Lovely light!"}, status=201)
        found = eventually(phone.received, lambda found: len(found) == 2)
        assert found[1]["text"] == f"{bob.username} commented on your post: Lovely light!"
        assert len(mails(platform, address)) == 1

        # quiet hours: nothing now, one summary when they are over
        now = datetime.now(UTC)
        quiet = {"start": f"{now - timedelta(hours=2):%H:%M}", "end": f"{now + timedelta(hours=2):%H:%M}"}
        alice.ask("PATCH", SETTINGS, json={"quietHours": quiet, "timeZone": "UTC"})
        bob.ask("POST", f"/v1/posts/{post}/comments", json={"text": "Again!"}, status=201)
        eventually(lambda: len(alice.notifications()), lambda number: number >= 3)
        held = {"pk": {"S": f"HELD#{person_of(alice)}"}, "sk": {"S": "CARD"}}
        table = f"{platform.prefix}-notifications"
        dynamodb = platform.clients().dynamodb
        eventually(lambda: dynamodb.get_item(TableName=table, Key=held).get("Item"), lambda item: item is not None)
        assert len(phone.received()) == 2
        alice.ask("PATCH", SETTINGS, json={"quietHours": {"start": None, "end": None}})
        tick(platform)
        found = eventually(phone.received, lambda found: len(found) == 3)
        assert found[2]["text"] == "1 new notification during your quiet hours."

        # a subscription that ended is forgotten
        service.says[phone.path] = [(410, {})]
        bob.ask("POST", f"/v1/posts/{post}/comments", json={"text": "Bye!"}, status=201)
        eventually(lambda: alice.ask("GET", "/v1/me/push-subscriptions")["items"], lambda items: items == [])


def test_one_click_in_a_mail_ends_mails_like_it(member: Join, platform: Platform) -> None:
    alice, bob = member("alice"), member("bob")
    address = verified(alice, platform)
    alice.ask("PATCH", SETTINGS, json={"kinds": [{"kind": "follow", "email": "everyone"}]})
    bob.follow(alice)
    (mail,) = eventually(lambda: mails(platform, address, "follow"), lambda found: len(found) == 1)
    raw = {name.lower(): value for name, value in dict(mail.get("headers") or mail).items()}
    link = re.search(r"<(\S+)>", str(raw.get("list-unsubscribe") or raw.get("list_unsubscribe")))
    assert link, mail
    assert link[1].startswith(platform.url + "/v1/public/mail/unsubscribe?token=")
    assert plain.get(link[1]).status_code != 204, "looking at the link changes nothing"
    ways = {each["kind"]: each["email"] for each in alice.ask("GET", SETTINGS)["kinds"]}
    assert ways["follow"] == "everyone"
    clicked = plain.post(link[1], data={"List-Unsubscribe": "One-Click"})
    assert clicked.status_code == 204, clicked.text
    ways = {each["kind"]: each["email"] for each in alice.ask("GET", SETTINGS)["kinds"]}
    assert (ways["follow"], ways["request"]) == ("off", "everyone")
    assert plain.post(link[1][:-3] + "AAA").status_code == 404


def test_pushes_end_with_the_session(member: Join) -> None:
    alice, bob = member("alice"), member("bob")
    with push_service() as service:
        phone = subscribed(alice, service)
        again = alice.on_another_device()
        laptop = subscribed(again, service)
        alice.ask("POST", "/v1/auth/sign-out")
        eventually(lambda: len(again.ask("GET", "/v1/me/push-subscriptions")["items"]), lambda number: number == 1)
        bob.follow(alice)
        eventually(laptop.received, lambda found: len(found) == 1)
        assert phone.received() == []
        again.close()
