"""The home feed as members meet it: close friends, archive, deletion, what is new, following and blocking."""

from collections.abc import Callable

from desk.platform import Platform
from support import camera, plain
from support.people import Member, eventually

Join = Callable[[str], Member]


def a_post(author: Member, **more: object) -> str:
    """A published post; its id."""
    media = author.upload(camera.jpeg(size=(640, 480)), "image/jpeg")
    body = {"photos": [{"mediaId": media, "alt": "A lake"}], "caption": "x", **more}
    return str(author.ask("POST", "/v1/posts", json=body, status=201)["id"])


def ids(reader: Member) -> list[str]:
    return [post["id"] for post in reader.feed()]


def test_a_feed_holds_what_its_reader_may_see_now(member: Join, platform: Platform) -> None:
    alice, bob, carol = member("alice"), member("bob"), member("carol")
    for fan in (bob, carol):
        fan.follow(alice)
    alice.ask("PUT", f"/v1/me/close-friends/{bob.username}")
    first = a_post(alice)
    assert ids(alice) == [first], "one's own post is there at once"
    for fan in (bob, carol):
        eventually(lambda fan=fan: ids(fan), lambda found: found == [first])  # type: ignore[misc]
    assert bob.ask("GET", f"/v1/feed/new?since={first}") == {"count": 0}

    close = a_post(alice, audience="close")
    eventually(lambda: ids(bob), lambda found: found == [close, first])
    assert bob.ask("GET", f"/v1/feed/new?since={first}") == {"count": 1}
    assert ids(carol) == [first]
    alice.ask("DELETE", f"/v1/me/close-friends/{bob.username}")
    assert ids(bob) == [first], "who is no close friend any more sees it no more"

    alice.ask("PUT", f"/v1/posts/{first}/archive")
    eventually(lambda: (ids(bob), ids(carol)), lambda found: found == ([], []))
    alice.ask("DELETE", f"/v1/posts/{first}/archive")
    eventually(lambda: ids(carol), lambda found: found == [first])
    alice.ask("DELETE", f"/v1/posts/{first}")
    eventually(lambda: (ids(bob), ids(carol)), lambda found: found == ([], []))
    assert plain.get(f"{platform.url}/v1/feed").status_code == 401
    assert plain.get(f"{platform.url}/v1/feed/new?since={first}").status_code == 401


def test_a_block_empties_the_feed_at_once(member: Join) -> None:
    alice, bob = member("alice"), member("bob")
    bob.follow(alice)
    post = a_post(alice)
    eventually(lambda: ids(bob), lambda found: found == [post])
    alice.ask("PUT", f"/v1/people/{bob.username}/block")
    assert ids(bob) == []
