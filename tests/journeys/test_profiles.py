"""Profiles through the public doors: another name, links, a private account."""

from collections.abc import Callable

from desk.platform import Platform
from support import camera, plain
from support.people import Member, eventually

Join = Callable[[str], Member]


def test_another_name_is_seen_everywhere_and_the_old_one_leads_there(member: Join) -> None:
    ana, ben = member("ana"), member("ben")
    ben.follow(ana)
    post = ana.publish((ana.upload(camera.jpeg(), "image/jpeg"), "A street"))
    ana.ask("POST", f"/v1/posts/{post['id']}/comments", json={"text": "My own words"})
    eventually(ben.feed, lambda feed: [each["id"] for each in feed] == [post["id"]])
    old, new = ana.username, f"{ana.username[-10:]}.ana"
    assert ana.ask("PUT", "/v1/me/username", json={"username": new})["username"] == new
    eventually(lambda: ben.profile(new)["person"]["username"], lambda seen: seen == new)
    assert ben.profile(old)["person"]["username"] == new
    eventually(lambda: ben.feed()[0]["author"]["username"], lambda seen: seen == new)
    comments = ben.ask("GET", f"/v1/posts/{post['id']}/comments")["items"]
    assert [each["author"]["username"] for each in comments] == [new]
    ben.ask("PUT", "/v1/me/username", json={"username": old}, status=409)
    ana.ask("PUT", "/v1/me/username", json={"username": old})
    eventually(lambda: ben.profile(new)["person"]["username"], lambda seen: seen == old)


def test_links_and_pronouns(member: Join) -> None:
    ana, ben = member("ana"), member("ben")
    eventually(lambda: ana.ask("GET", "/v1/me"), lambda seen: bool(seen["person"]["username"]))
    links = [{"url": "https://example.com/shop", "title": "Shop"}]
    ana.ask("PATCH", "/v1/me", json={"links": links, "pronouns": "she/her", "bio": "See @nobody #film"})
    seen = ben.profile(ana.username)
    assert (seen["links"], seen["pronouns"]) == ([{"title": "Shop", "url": "https://example.com/shop"}], "she/her")
    ana.ask("PATCH", "/v1/me", json={"links": [{"url": "javascript:alert(1)"}]}, status=422)


def test_a_private_account_is_closed_at_once_and_opens_again(platform: Platform, member: Join) -> None:
    ana, ben, cem = member("ana"), member("ben"), member("cem")
    ben.follow(ana)
    post = ana.publish((ana.upload(camera.jpeg(), "image/jpeg"), "A street"))
    path = f"/v1/posts/{post['id']}"
    assert cem.ask("GET", path)["id"] == post["id"]
    assert ana.ask("PUT", "/v1/me/privacy", json={"private": True})["private"] is True
    cem.ask("GET", path, status=404)
    assert plain.get(f"{platform.url}/v1/public/posts/{post['id']}").status_code == 404
    assert ben.ask("GET", path)["id"] == post["id"]
    stranger = cem.profile(ana.username)
    assert (stranger["private"], stranger["visible"]) == (True, False)
    assert ben.profile(ana.username)["visible"] is True
    assert [each["id"] for each in cem.ask("GET", f"/v1/people?ids={stranger['person']['id']}")["items"]]
    ana.ask("PUT", "/v1/me/privacy", json={"private": False})
    assert cem.ask("GET", path)["id"] == post["id"]
