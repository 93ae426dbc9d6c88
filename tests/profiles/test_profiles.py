"""A person's page and one's own profile, on a real DynamoDB API."""

from collections.abc import Iterator
from typing import Any

import pytest
from profiles import inbox, profiles, reads, store
from profiles.model import MAX_BIO, parse_bio

import contracts
from contracts.identity import PersonSignedUp
from kernel.errors import Away, Invalid
from kernel.ids import FactId, MediaId, PersonId, new_id
from kit import meter
from kit.settings import settings
from kit.wire import Table
from support.emulator import emulator
from support.events import answer, facts, request
from support.tables import client, tables
from views import cards, graph
from views.identity import handle_key
from views.profiles import profile_key

PAGE = "GET /v1/people/{username}"
PUBLIC = "GET /v1/public/people/{username}"
ALICE, BOB = PersonId(new_id(1)), PersonId(new_id(2))
NAMES = {ALICE: "alice", BOB: "bob"}


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from emulator(tmp_path_factory)


@pytest.fixture
def prefix(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(reads, "PATIENCE", (0.0,))
    with tables(endpoint, "profiles", secrets=("media-key",)) as prefix:
        for context in ("graph", "identity", "media", "posts"):
            client(endpoint, "dynamodb").create_table(
                TableName=f"{prefix}-{context}",
                BillingMode="PAY_PER_REQUEST",
                KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
                AttributeDefinitions=[{"AttributeName": n, "AttributeType": "S"} for n in ("pk", "sk")],
            )
        for person, username in NAMES.items():
            put(handle_key(username), person_id=person, username=username)
            assert inbox.app(signed_up(person), None) == {"batchItemFailures": []}
        yield prefix


def put(key: tuple[str, str, str], **values: Any) -> None:
    Table(key[0]).put({"pk": key[1], "sk": key[2], **values})


def signed_up(person: PersonId) -> dict[str, Any]:
    fact = PersonSignedUp(person_id=person, username=NAMES.get(person, "late"))
    return facts(contracts.envelope(fact, actor=person, journey="j"))


def upload(owner: PersonId = ALICE, *, state: str = "ready", purpose: str = "avatar", **more: Any) -> MediaId:
    media = MediaId(new_id())
    key = (settings().table("media"), f"MEDIA#{media}", "CARD")
    put(key, media_id=media, owner=owner, state=state, purpose=purpose, color="#123456", thumbhash="abc", **more)
    return media


def show(username: str, me: PersonId | None = None) -> Any:
    event = request(PAGE if me else PUBLIC, path={"username": username}, me=me)
    status, body = answer(profiles.app, event)
    assert status == 200, body
    return body


OWN = {
    "GET /v1/me": None,
    "PATCH /v1/me": {"name": "x"},
    "PUT /v1/me/avatar": {"mediaId": new_id()},
    "DELETE /v1/me/avatar": None,
    PAGE: None,
}


@pytest.mark.parametrize("route", OWN)
def test_nobody_signed_in_is_refused(prefix: str, route: str) -> None:
    event = request(route, path={"username": "alice"} if "{" in route else {}, body=OWN[route])
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
        "counts": {"posts": 0, "followers": 0, "following": 0},
        "relation": {"following": False, "followedBy": False, "me": False},
    }


def test_a_page_shows_counts_and_what_both_are_to_each_other(prefix: str) -> None:
    put(graph.counts_key(ALICE), followers=7, following=3, mark_12345678="1|2")
    put((settings().table("posts"), f"AUTHOR#{ALICE}", "COUNTS"), posts=5)
    put(graph.follow_key(BOB, ALICE), followee=ALICE, follow_id=new_id(1_000), followers=3)
    seen = show("alice", BOB)
    assert seen["counts"] == {"posts": 5, "followers": 7, "following": 3}
    assert seen["relation"] == {"following": True, "followedBy": False, "me": False}
    assert show("bob", ALICE)["relation"] == {"following": False, "followedBy": True, "me": False}
    assert show("alice")["relation"] == {"following": False, "followedBy": False, "me": False}
    assert show("alice", ALICE)["relation"] == {"following": False, "followedBy": False, "me": True}


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
    for me, units in ((None, 3), (BOB, 8)):
        with meter.metered() as seen:
            profiles.show_person(me, "alice")
        assert seen.requests == {"BatchGetItem": 2}, "bar P4: a profile page is at most 3 reads"
        assert seen.total_read_units <= units


def test_costs_of_a_change(prefix: str) -> None:
    meter.meter_botocore(store.Item._get_connection().connection.client)
    with meter.metered() as seen:
        profiles.describe_me(ALICE, profiles.Description(name="Ada"))
    assert seen.requests == {"BatchGetItem": 2, "UpdateItem": 1}
    assert seen.total_write_units <= 1
