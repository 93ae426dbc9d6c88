"""A person's page and one's own profile, on a real DynamoDB API."""

from typing import Any

import pytest
from profiles import inbox, profiles, reads, store
from profiles.model import MAX_BIO, parse_bio, parse_url

from kernel.errors import Away, Invalid
from kernel.ids import FactId, MediaId, PersonId, new_id
from kit import meter
from kit.settings import settings
from support.events import answer, request
from support.profiles_world import ALICE, BOB, NOTHING, PAGE, PUBLIC, put, show, signed_up, upload
from views import cards, graph
from views.identity import handle_key
from views.profiles import profile_key

OWN = {
    "GET /v1/me": None,
    "PATCH /v1/me": {"name": "x"},
    "PUT /v1/me/avatar": {"mediaId": new_id()},
    "DELETE /v1/me/avatar": None,
    "PUT /v1/me/privacy": {"private": True},
    "GET /v1/people": None,
    PAGE: None,
    "GET /v1/people/by-id/{person_id}": None,
}


@pytest.mark.parametrize("route", OWN)
def test_nobody_signed_in_is_refused(prefix: str, route: str) -> None:
    event = request(route, path={"username": "alice", "person_id": ALICE}, query="ids=" + ALICE, body=OWN[route])
    assert answer(profiles.app, event)[0] == 401


@pytest.mark.parametrize("username", ["nobody", "a b", "x" * 31, "é", "CARD", "alice#"])
def test_who_does_not_exist(prefix: str, username: str) -> None:
    for event in (
        request(PUBLIC, path={"username": username}),
        request(PAGE, path={"username": username}, me=BOB),
    ):
        assert answer(profiles.app, event)[0] == 404


def test_a_page_before_anything_happened(prefix: str) -> None:
    assert show("Alice") == {
        "person": {"id": ALICE, "username": "alice", "name": "alice", "avatar": None},
        "bio": "",
        "bioEntities": [],
        "pronouns": "",
        "links": [],
        "private": False,
        "visible": True,
        "counts": {"posts": 0, "followers": 0, "following": 0},
        "relation": NOTHING,
    }


def test_a_page_shows_counts_and_what_both_are_to_each_other(prefix: str) -> None:
    put(graph.counts_key(ALICE), followers=7, following=3, mark_12345678="1|2")
    put((settings().table("posts"), f"AUTHOR#{ALICE}", "COUNTS"), posts=5)
    put(graph.follow_key(BOB, ALICE), followee=ALICE, follow_id=new_id(1_000), followers=3)
    seen = show("alice", BOB)
    assert seen["counts"] == {"posts": 5, "followers": 7, "following": 3}
    assert seen["relation"] == {**NOTHING, "following": True}
    assert show("bob", ALICE)["relation"] == {**NOTHING, "followedBy": True}
    assert show("alice")["relation"] == NOTHING
    assert show("alice", ALICE)["relation"] == {**NOTHING, "me": True}
    put(graph.request_key(BOB, ALICE), asked_at=1)
    put(graph.close_key(BOB, ALICE), since=1)
    assert show("alice", BOB)["relation"] == {**NOTHING, "following": True, "requested": True, "closeFriend": True}
    assert show("bob", ALICE)["relation"] == {**NOTHING, "followedBy": True, "asked": True}


def test_ones_own_follow_and_leaving_are_counted_at_once(prefix: str) -> None:
    put(graph.counts_key(ALICE), followers=7, following=3)
    put(graph.follow_key(BOB, ALICE), followee=ALICE, follow_id=FactId(new_id()), followers=8)
    assert show("alice", BOB)["counts"]["followers"] == 8
    assert show("alice")["counts"]["followers"] == 7
    _, pk, sk = graph.follow_key(BOB, ALICE)
    client_delete(pk, sk)
    put(graph.left_key(BOB, ALICE), at=2**42, followers=6)
    assert show("alice", BOB)["counts"]["followers"] == 6


def client_delete(pk: str, sk: str) -> None:
    from kit.wire import dynamodb

    dynamodb().call("DeleteItem", {"TableName": settings().table("graph"), "Key": {"pk": {"S": pk}, "sk": {"S": sk}}})


@pytest.mark.parametrize("me", [None, BOB])
def test_whose_card_is_still_being_made_is_there_already(prefix: str, me: PersonId | None) -> None:
    late = PersonId(new_id())
    put(handle_key("late"), person_id=late, username="late")
    assert show("late", me)["person"] == {"id": late, "username": "late", "name": "late", "avatar": None}


def test_ones_own_profile_waits_for_its_card_and_is_then_refused_kindly(prefix: str) -> None:
    late = PersonId(new_id())
    found = profiles.app(request("GET /v1/me", me=late), None)
    assert found["statusCode"] == 503
    assert found["headers"]["retry-after"] == "1"
    waits: list[float] = []

    def sleep(_: float) -> None:
        waits.append(_)
        store.add_profile(late, "late")

    assert reads.own_name(late, sleep).username == "late"
    assert len(waits) == 1
    with pytest.raises(Away):
        reads.own_name(PersonId(new_id()), waits.append)


def test_a_repeated_sign_up_undoes_nothing(prefix: str) -> None:
    answer(profiles.app, request("PATCH /v1/me", me=ALICE, body={"name": "Alice Liddell"}))
    inbox.app(signed_up(ALICE), None)
    assert show("alice")["person"]["name"] == "Alice Liddell"


def test_name_and_bio_change_apart_and_are_cleaned(prefix: str) -> None:
    bio = "Light \u0000".replace("\u0000", "") + "\r\nby @bob.\t #film https://example.com \u202ex"
    status, seen = answer(profiles.app, request("PATCH /v1/me", me=ALICE, body={"name": "  Ada \n L. ", "bio": bio}))
    assert status == 200
    assert seen["person"]["name"] == "Ada L."
    assert seen["bio"] == "Light\nby @bob.  #film https://example.com x"
    kinds = [(each["kind"], seen["bio"][each["start"] : each["end"]]) for each in seen["bioEntities"]]
    assert kinds == [("mention", "@bob"), ("hashtag", "#film"), ("link", "https://example.com")]
    _, seen = answer(profiles.app, request("PATCH /v1/me", me=ALICE, body={"bio": ""}))
    assert (seen["person"]["name"], seen["bio"]) == ("Ada L.", "")
    _, seen = answer(profiles.app, request("PATCH /v1/me", me=ALICE, body={}))
    assert seen["person"]["name"] == "Ada L."
    assert seen["relation"]["me"] is True


BAD: list[tuple[Any, int, str | None]] = [
    ({"name": ""}, 422, "/name"),
    ({"name": " \u200b "}, 422, "/name"),
    ({"name": "x" * 51}, 422, "/name"),
    ({"name": "x" * 201}, 422, "/name"),
    ({"name": 7}, 422, "/name"),
    ({"bio": "x" * 501}, 422, "/bio"),
    ({"bio": "x" * 4_001}, 422, "/bio"),
    ({"bio": "a\u0000b"}, 422, "/bio"),
    ({"bio": ["x"]}, 422, "/bio"),
    ({"pronouns": "x" * 31}, 422, "/pronouns"),
    ({"links": [{"url": "https://example.com"}] * 6}, 422, "/links"),
    ({"links": [{"url": "javascript:alert(1)"}]}, 422, "/links/0/url"),
    ({"links": [{"url": "https://example.com", "title": "x" * 51}]}, 422, "/links/0/title"),
    ({"private": True}, 422, ""),
    ({"state": "active"}, 422, ""),
    ({"username": "root"}, 422, ""),
    ({"person_id": BOB}, 422, ""),
    ({"avatar": "x"}, 422, ""),
    ([], 422, ""),
]


@pytest.mark.parametrize(("body", "wanted", "pointer"), BAD)
def test_bad_descriptions_are_refused_and_change_nothing(
    prefix: str, body: Any, wanted: int, pointer: str | None
) -> None:
    before = show("alice")
    status, problem = answer(profiles.app, request("PATCH /v1/me", me=ALICE, body=body))
    assert status == wanted, problem
    assert [each["pointer"] for each in problem["errors"]] == [pointer]
    assert show("alice") == before


@pytest.mark.parametrize("raw", ['{"bio": "\\ud800"}', '{"name": NaN}', "{", "", '{"bio":"' + "x" * 70_000 + '"}'])
def test_bodies_that_are_no_json_are_refused(prefix: str, raw: str) -> None:
    status, _ = answer(profiles.app, request("PATCH /v1/me", me=ALICE, raw=raw))
    assert status in (400, 413, 422)
    assert show("alice")["bio"] == ""


def test_a_bio_is_counted_in_code_points_after_cleaning() -> None:
    assert parse_bio("🙂" * MAX_BIO + "   ") == "🙂" * MAX_BIO
    with pytest.raises(Invalid):
        parse_bio("🙂" * (MAX_BIO + 1))


def test_a_picture_is_shown_in_three_sizes_and_can_go(prefix: str) -> None:
    media = upload()
    status, seen = answer(profiles.app, request("PUT /v1/me/avatar", me=ALICE, body={"mediaId": media}))
    assert status == 200
    picture = seen["person"]["avatar"]
    assert (picture["color"], picture["thumbhash"]) == ("#123456", "abc")
    assert f"/renditions/{media}/96.webp" in picture["small"]
    assert show("alice", BOB)["person"]["avatar"]["large"].count("384.webp") == 1
    for _ in range(2):
        status, seen = answer(profiles.app, request("DELETE /v1/me/avatar", me=ALICE))
        assert (status, seen["person"]["avatar"]) == (200, None)


@pytest.mark.parametrize(
    ("owner", "more"),
    [
        (BOB, {}),
        (ALICE, {"purpose": "post"}),
        (ALICE, {"state": "waiting"}),
        (ALICE, {"state": "processing"}),
        (ALICE, {"state": "rejected", "sentence": "This is not a photograph."}),
    ],
)
def test_pictures_that_cannot_be_taken(prefix: str, owner: PersonId, more: dict[str, Any]) -> None:
    media = upload(owner, **more)
    status, problem = answer(profiles.app, request("PUT /v1/me/avatar", me=ALICE, body={"mediaId": media}))
    assert status == 422
    assert [each["pointer"] for each in problem["errors"]] == ["/mediaId"]
    assert problem["detail"] == more.get("sentence", problem["detail"])
    assert show("alice")["person"]["avatar"] is None


def test_a_strangers_upload_is_as_if_it_did_not_exist(prefix: str) -> None:
    told = []
    for media in (upload(BOB), MediaId(new_id())):
        status, problem = answer(profiles.app, request("PUT /v1/me/avatar", me=ALICE, body={"mediaId": media}))
        told.append((status, problem["detail"], problem["errors"]))
    assert told[0] == told[1]
    assert answer(profiles.app, request("PUT /v1/me/avatar", me=ALICE, body={"mediaId": "../x"}))[0] == 422


def test_a_changed_card_is_dropped_from_the_cache(prefix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    forgotten: list[Any] = []
    monkeypatch.setattr(cards, "forget", lambda *keys: forgotten.extend(keys))
    answer(profiles.app, request("PATCH /v1/me", me=ALICE, body={"name": "Ada"}))
    assert forgotten == [profile_key(ALICE)]


def test_costs_of_a_page(prefix: str) -> None:
    for me, units in ((None, 3), (BOB, 12)):
        with meter.metered() as seen:
            profiles.show_person(me, "alice")
        assert seen.requests == {"BatchGetItem": 2}, "bar P4: a profile page is at most 3 reads"
        assert seen.total_read_units <= units


def test_costs_of_a_change(prefix: str) -> None:
    meter.meter_botocore(store.Item._get_connection().connection.client)
    with meter.metered() as seen:
        profiles.describe_me(ALICE, profiles.Description(name="Ada"))
    assert seen.requests == {"BatchGetItem": 4, "TransactWriteItems": 1}
    assert seen.total_write_units <= 4, "two items of at most 1 KB in a transaction"


def test_pronouns_and_links_are_kept_in_order_and_removed_when_empty(prefix: str) -> None:
    links = [{"url": "https://example.com/a b", "title": " My \n shop "}]
    assert answer(profiles.app, request("PATCH /v1/me", me=ALICE, body={"links": links}))[0] == 422
    links = [{"url": "HTTPS://Example.com/ä?q=1#x", "title": " My \n shop "}, {"url": "http://bücher.example"}]
    status, seen = answer(profiles.app, request("PATCH /v1/me", me=ALICE, body={"links": links, "pronouns": "she/her"}))
    assert status == 200, seen
    assert seen["pronouns"] == "she/her"
    assert seen["links"] == [
        {"title": "My shop", "url": "https://example.com/%C3%A4?q=1#x"},
        {"title": "xn--bcher-kva.example", "url": "http://xn--bcher-kva.example"},
    ]
    _, seen = answer(profiles.app, request("PATCH /v1/me", me=ALICE, body={"links": [], "pronouns": " "}))
    assert (seen["links"], seen["pronouns"]) == ([], "")


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://example.com",
        "//example.com",
        "example.com",
        "https://",
        "https://localhost",
        "https://127.0.0.1",
        "https://user:word@example.com",
        "https://example.com:99999",
        "https://[::1]/",
        "https://exa mple.com",
        "https://example.com/\nx",
        "https:\\\\example.com",
        "https://example.com/" + "x" * 500,
    ],
)
def test_addresses_that_are_no_links(url: str) -> None:
    with pytest.raises(Invalid):
        parse_url(url)
