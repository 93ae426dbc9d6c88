"""Notifications as members meet them: several likes are one entry, seen and read, withdrawn when taken back."""

from collections.abc import Callable

from desk.platform import Platform
from support import camera, plain
from support.people import Member, eventually

Join = Callable[[str], Member]


def test_likes_come_together_and_go_when_taken_back(member: Join, platform: Platform) -> None:
    alice, bob, carol = member("alice"), member("bob"), member("carol")
    media = alice.upload(camera.jpeg(size=(640, 480)), "image/jpeg")
    post = alice.publish((media, "A lake"))["id"]
    for fan in (bob, carol):
        fan.ask("PUT", f"/v1/posts/{post}/like")
    (entry,) = eventually(alice.notifications, lambda found: [each["people"] for each in found] == [2])
    assert {each["username"] for each in entry["actors"]} == {bob.username, carol.username}
    assert (entry["kind"], entry["seen"], entry["read"]) == ("like", False, False)
    assert alice.ask("GET", "/v1/notifications/unread") == {"count": 1}

    alice.ask("PUT", "/v1/notifications/seen", json={"until": entry["id"]})
    alice.ask("PUT", f"/v1/notifications/{entry['id']}/read")
    (entry,) = alice.notifications()
    assert (entry["seen"], entry["read"]) == (True, True)
    assert alice.ask("GET", "/v1/notifications/unread") == {"count": 0}

    comment = bob.ask("POST", f"/v1/posts/{post}/comments", json={"text": "Lovely"}, status=201)["id"]
    eventually(alice.notifications, lambda found: [each["kind"] for each in found] == ["comment", "like"])
    assert alice.ask("GET", "/v1/notifications/unread") == {"count": 1}
    bob.ask("DELETE", f"/v1/posts/{post}/comments/{comment}")
    for fan in (bob, carol):
        fan.ask("DELETE", f"/v1/posts/{post}/like")
    eventually(alice.notifications, lambda found: found == [])
    assert alice.ask("GET", "/v1/notifications/unread") == {"count": 0}
    for path in ("/v1/notifications", "/v1/notifications/unread"):
        assert plain.get(platform.url + path).status_code == 401


def test_a_request_is_told_and_its_approval(member: Join) -> None:
    alice, bob = member("alice"), member("bob")
    alice.ask("PUT", "/v1/me/privacy", json={"private": True})
    bob.follow(alice)
    (entry,) = eventually(alice.notifications, lambda found: len(found) == 1)
    assert (entry["kind"], entry["actor"]["username"]) == ("request", bob.username)
    alice.ask("PUT", f"/v1/me/follow-requests/{bob.username}")
    eventually(bob.notifications, lambda found: [each["kind"] for each in found] == ["approval"])
    eventually(alice.notifications, lambda found: [each["kind"] for each in found] == ["follow"])
