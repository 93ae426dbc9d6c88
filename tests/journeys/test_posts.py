"""Posts through the public doors: details, edits, archive, delete, pins, drafts, co-authors."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from support import camera
from support.people import Member, eventually


def test_a_post_from_draft_to_deletion(member: Callable[[str], Member]) -> None:
    ana, bob = member("ana"), member("bob")
    bob_id = ana.profile(bob.username)["person"]["id"]
    media = ana.upload(camera.jpeg(size=(400, 300)), "image/jpeg")

    draft = ana.ask("POST", "/v1/me/drafts", json={"photos": [{"mediaId": media}], "caption": "soon"}, status=201)
    at = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    planned = ana.ask("PUT", f"/v1/me/drafts/{draft['id']}/schedule", json={"publishAt": at})
    assert planned["state"] == "scheduled"
    ana.ask("DELETE", f"/v1/me/drafts/{draft['id']}/schedule")
    content = {
        "photos": [{"mediaId": media, "alt": "A lake"}],
        "caption": "at the lake",
        "place": {"name": "The lake", "latitude": 47.12345, "longitude": 8.5},
        "people": [{"person": bob_id, "photo": 0, "x": 0.5, "y": 0.5}],
        "coauthors": [bob_id],
        "hideCounts": True,
    }
    ana.ask("PUT", f"/v1/me/drafts/{draft['id']}", json=content)
    post = ana.ask("POST", f"/v1/me/drafts/{draft['id']}/publish", status=201)
    again = ana.ask("POST", f"/v1/me/drafts/{draft['id']}/publish", status=201)
    assert post["id"] == again["id"]
    path = f"/v1/posts/{post['id']}"

    seen = bob.ask("GET", path)
    assert (seen["likes"], seen["place"]["latitude"], seen["mine"]) == (None, 47.123, False)
    assert [each["id"] for each in bob.ask("GET", "/v1/me/coauthor-invitations")["items"]] == [post["id"]]
    bob.ask("PUT", f"/v1/me/coauthor-invitations/{post['id']}")
    assert [each["person"]["username"] for each in ana.ask("GET", f"{path}/coauthors")["items"]] == [bob.username]
    assert [each["id"] for each in _grid(bob, bob)["items"]] == [post["id"]]
    bob.ask("DELETE", f"{path}/tags/me")
    assert bob.ask("GET", f"/v1/people/{bob.username}/tagged")["items"] == []

    bob.ask("PATCH", path, json={"caption": "mine"}, status=403)
    ana.ask("PATCH", path, json={"caption": "at the lake, again"})
    assert [each["caption"] for each in bob.ask("GET", f"{path}/history")["items"]] == ["at the lake"]
    ana.ask("PUT", f"{path}/pin")
    assert [each["id"] for each in _grid(bob, ana)["pinned"]] == [post["id"]]
    ana.ask("DELETE", f"{path}/pin")

    ana.ask("PUT", f"{path}/archive")
    bob.ask("GET", f"/v1/people/{ana.username}/posts")
    assert [each["id"] for each in ana.ask("GET", "/v1/me/archive")["items"]] == [post["id"]]
    ana.ask("DELETE", f"{path}/archive")
    bob.ask("PUT", f"{path}/like")
    bob.ask("POST", f"{path}/comments", json={"text": "lovely"}, status=201)

    for _ in range(2):
        ana.ask("DELETE", path)
    for who in (ana, bob):
        who.ask("GET", path, status=404)
        assert _grid(bob, who)["items"] == []
    eventually(lambda: ana.profile(ana.username)["counts"]["posts"], lambda number: number == 0)


def test_a_block_ends_what_two_people_have_in_common(member: Callable[[str], Member]) -> None:
    ana, bob = member("ana"), member("bob")
    bob_id = ana.profile(bob.username)["person"]["id"]
    post = ana.ask(
        "POST",
        "/v1/posts",
        json={"photos": [{"mediaId": ana.upload(camera.jpeg(size=(400, 300)), "image/jpeg")}], "coauthors": [bob_id]},
        status=201,
    )
    bob.ask("PUT", f"/v1/me/coauthor-invitations/{post['id']}")
    bob.ask("PUT", f"/v1/people/{ana.username}/block")
    ana.ask("GET", f"/v1/people/{bob.username}/posts", status=404)
    path = f"/v1/posts/{post['id']}"
    eventually(lambda: bob.http.get(path).status_code, lambda status: status == 404)
    assert ana.ask("GET", path)["coauthors"] == []


def _grid(reader: Member, of: Member) -> dict[str, Any]:
    return dict(reader.ask("GET", f"/v1/people/{of.username}/posts"))
