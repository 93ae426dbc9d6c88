"""A member who has some of everything that the platform keeps of people."""

from typing import Any

from support import camera
from support.people import Member, eventually


def rich(eve: Member, bob: Member, carol: Member) -> dict[str, Any]:
    """Give Eve some of everything, with Bob and Carol; what can be looked for afterwards."""
    photo = camera.jpeg(size=(400, 300))
    ids = {name: eve.profile(each.username)["person"]["id"] for name, each in (("eve", eve), ("bob", bob))}
    carol.ask("PUT", "/v1/me/privacy", json={"private": True})
    eve.follow(bob)
    bob.follow(eve)
    eve.follow(carol)
    eve.ask("PUT", f"/v1/me/close-friends/{bob.username}")
    media = {f"media{number}": eve.upload(photo, "image/jpeg") for number in range(3)}
    avatar = eve.upload(photo, "image/jpeg", purpose="avatar")
    eve.ask("PUT", "/v1/me/avatar", json={"mediaId": avatar})
    bobs_photo = bob.upload(photo, "image/jpeg")
    posts = [
        eve.ask(
            "POST",
            "/v1/posts",
            json={
                "photos": [{"mediaId": media[f"media{number}"]}],
                "caption": f"with @{bob.username}",
                "people": [{"person": ids["bob"], "photo": 0, "x": 0.5, "y": 0.5}],
            },
            status=201,
        )["id"]
        for number in range(2)
    ]
    eve.ask("PUT", f"/v1/posts/{posts[1]}/archive")
    draft = {"photos": [{"mediaId": media["media2"]}], "caption": "soon"}
    eve.ask("POST", "/v1/me/drafts", json=draft, status=201)
    bobs = bob.ask(
        "POST",
        "/v1/posts",
        json={
            "photos": [{"mediaId": bobs_photo}],
            "people": [{"person": ids["eve"], "photo": 0, "x": 0.5, "y": 0.5}],
            "coauthors": [ids["eve"]],
        },
        status=201,
    )["id"]
    eve.ask("PUT", f"/v1/me/coauthor-invitations/{bobs}")
    under = f"/v1/posts/{bobs}/comments"
    top = eve.ask("POST", under, json={"text": f"hello @{bob.username}"}, status=201)["id"]
    bob.ask("POST", under, json={"text": "hello you", "replyTo": top}, status=201)
    eve.ask("PUT", f"/v1/posts/{bobs}/like")
    eve.ask("PUT", f"/v1/posts/{bobs}/save", json={"collection": "Lakes"})
    eve.ask(
        "POST", "/v1/reports", json={"kind": "post", "post": bobs, "reason": "spam", "text": "an advert"}, status=201
    )
    bob.ask("POST", "/v1/reports", json={"kind": "post", "post": posts[0], "reason": "spam"}, status=201)
    bob.ask("PUT", f"/v1/posts/{posts[0]}/like")
    bob.ask("PUT", f"/v1/posts/{posts[0]}/save", json={})
    bob.ask("POST", f"/v1/posts/{posts[0]}/comments", json={"text": "nice"}, status=201)
    eve.ask("PUT", "/v1/me/hidden-words", json={"words": ["spam"], "usual": True})
    eve.ask("PUT", f"/v1/people/{carol.username}/mute", json={"posts": True})
    bob.ask("PUT", f"/v1/people/{eve.username}/mute", json={"posts": False, "stories": True})
    eve.ask("POST", "/v1/me/searches", json={"kind": "person", "what": ids["bob"]}, status=204)
    bob.ask("POST", "/v1/me/searches", json={"kind": "person", "what": ids["eve"]}, status=204)
    eve.ask("DELETE", f"/v1/suggestions/{ids['bob']}", status=204)
    bob.ask("DELETE", f"/v1/suggestions/{ids['eve']}", status=204)
    media["media3"] = eve.upload(photo, "image/jpeg")
    picture = eve.upload(photo, "image/jpeg", purpose="avatar")
    _talk(eve, bob, carol, photo=media["media3"], picture=picture)
    eventually(eve.feed, lambda rows: len(rows) >= 2)
    eventually(bob.feed, lambda rows: len(rows) >= 2)
    eventually(bob.notifications, lambda found: len(found) >= 3)
    eventually(eve.notifications, lambda found: len(found) >= 3)
    return {
        "id": ids["eve"],
        "media": {**media, "avatar": avatar, "picture": picture},
        "posts": posts,
        "bobs": bobs,
        "bob": ids["bob"],
    }


def _talk(eve: Member, bob: Member, carol: Member, *, photo: str, picture: str) -> None:
    """Messages with a photograph, a reaction, a group with a picture, a request, choices."""
    ids = {each: each.profile(each.username)["person"]["id"] for each in (eve, bob)}
    talk = f"/v1/conversations/{eve.ask('PUT', f'/v1/conversations/with/{ids[bob]}')['id']}"
    eve.ask("POST", f"{talk}/messages", json={"clientId": "one", "text": "a secret of mine", "photos": [photo]})
    bob.ask("POST", f"{talk}/messages", json={"clientId": "one", "text": "a secret of Bob"})
    eve.ask("PUT", f"{talk}/messages/2/reaction", json={"emoji": "\N{BALLOON}"})
    eve.ask("PUT", f"{talk}/read", json={"seq": 2}, status=204)
    eve.ask("PUT", f"{talk}/choices", json={"mutedFor": 3600})
    asked = carol.ask("PUT", f"/v1/conversations/with/{ids[eve]}")["id"]
    carol.ask("POST", f"/v1/conversations/{asked}/messages", json={"clientId": "one", "text": "may I?"})
    group = f"/v1/conversations/{eve.ask('POST', '/v1/conversations', json={'people': [ids[bob]]})['id']}"
    eve.ask("PATCH", group, json={"name": "Lakes", "picture": picture})
    eve.ask("POST", f"{group}/messages", json={"clientId": "one", "text": "another secret of mine"})
    eve.ask("PATCH", "/v1/me/chat", json={"receipts": False})
    eve.ask("PUT", "/v1/me/presence", json={"active": True}, status=204)
