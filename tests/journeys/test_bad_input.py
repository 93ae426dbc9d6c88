"""Bad input through the public doors gets its answer, in the one shape, and nothing is lost or half-done.

What is no photograph is in test_main_job.py too, forged access tokens in test_identity.py, repeats in test_repeats.py,
poisoned messages in tests/faults, frames of sockets in tests/realtime.
"""

import base64
import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import jwt
import pytest

from desk.platform import Platform
from kernel.ids import new_id
from support import camera, plain
from support.people import Member, through
from support.refusals import refused, refused_by_gateway

Join = Callable[[str], Member]

JSON = {"content-type": "application/json"}
LIMIT = 64 * 1024
UPLOAD_LIMIT = 25 * 1024 * 1024
NOBODY, NOTHING = "nobody.at.all", "01k0000000000000000000000a"


@pytest.fixture(scope="module")
def alice(platform: Platform) -> Iterator[Member]:
    alice = Member(platform.url, "alice")
    yield alice
    alice.close()


@pytest.fixture(scope="module")
def bob(platform: Platform) -> Iterator[Member]:
    bob = Member(platform.url, "bob")
    yield bob
    bob.close()


@pytest.fixture(scope="module")
def photo(alice: Member) -> str:
    return alice.upload(camera.jpeg(size=(400, 300)), "image/jpeg")


@pytest.fixture(scope="module")
def post(alice: Member, photo: str) -> str:
    return str(alice.publish((photo, "x"))["id"])


# Bodies


def a_post(photo: str, **more: Any) -> dict[str, Any]:
    return {"photos": [{"mediaId": photo, "alt": ""}], "caption": "", **more}


WRONG_POSTS: dict[str, tuple[Callable[[str], Any], str]] = {
    "unknown field": (lambda photo: a_post(photo, location="here"), ""),
    "unknown field inside": (lambda photo: {"photos": [{"mediaId": photo, "filter": "x"}]}, "/photos/0"),
    "missing field": (lambda photo: {"caption": "x"}, ""),
    "an array": (lambda photo: [], ""),
    "null": (lambda photo: None, ""),
    "a number for a text": (lambda photo: a_post(photo, caption=7), "/caption"),
    "2^63 for a text": (lambda photo: a_post(photo, caption=2**63), "/caption"),
    "null for a text": (lambda photo: a_post(photo, caption=None), "/caption"),
    "an object for a list": (lambda photo: {"photos": {"0": photo}}, "/photos"),
    "no photograph": (lambda photo: {"photos": []}, "/photos"),
    "eleven photographs": (lambda photo: {"photos": [{"mediaId": photo}] * 11}, "/photos"),
    "one twice": (lambda photo: {"photos": [{"mediaId": photo}] * 2}, "/photos/1/mediaId"),
    "no id": (lambda photo: {"photos": [{"mediaId": "../../x"}]}, "/photos/0/mediaId"),
    "nobody's upload": (lambda photo: {"photos": [{"mediaId": NOTHING}]}, "/photos/0/mediaId"),
    "NUL": (lambda photo: a_post(photo, caption="a\0b"), "/caption"),
    "2,201 characters": (lambda photo: a_post(photo, caption="x" * 2201), "/caption"),
    "too long an alt text": (lambda photo: {"photos": [{"mediaId": photo, "alt": "x" * 1001}]}, "/photos/0/alt"),
}


@pytest.mark.parametrize("kind", WRONG_POSTS)
def test_wrong_fields_are_pointed_at(alice: Member, photo: str, kind: str) -> None:
    make, pointer = WRONG_POSTS[kind]
    refused(alice.http.post("/v1/posts", content=json.dumps(make(photo)), headers=JSON), 422, pointer)


NO_JSON: dict[str, bytes] = {
    "nothing": b"",
    "half": b'{"text": "x',
    "NaN": b'{"text": NaN}',
    "Infinity": b'{"text": -Infinity}',
    "a comma too many": b'{"text": "x",}',
    "single quotes": b"{'text': 'x'}",
    "UTF-16": '{"text": "x"}'.encode("utf-16"),
    "a lone surrogate": b'{"text": "\\ud800"}',
    "a surrogate without its other half": b'{"text": "\\ud83c x"}',
    "a bare line break": b'{"text": "a\nb"}',
    "two bodies": b'{"text": "x"} {"text": "x"}',
}
NESTED = {"arrays": b'{"text": ' + b"[" * 20_000 + b"]" * 20_000 + b"}", "objects": b'{"text":' * 6_000 + b"}" * 6_000}


@pytest.mark.parametrize("kind", NO_JSON)
def test_what_is_no_json_cannot_be_read(alice: Member, post: str, kind: str) -> None:
    before = alice.ask("GET", f"/v1/posts/{post}/comments")["items"]
    found = alice.http.post(f"/v1/posts/{post}/comments", content=NO_JSON[kind], headers=JSON)
    assert refused(found, 400)["type"] == "urn:lambdagram:problem:malformed"
    assert alice.ask("GET", f"/v1/posts/{post}/comments")["items"] == before


@pytest.mark.parametrize("letters", [b"\xff\xfe", b"\xed\xa0\x80"])
def test_bytes_that_are_no_utf_8_do_not_come_in_as_they_are(alice: Member, post: str, letters: bytes) -> None:
    """A function gets its event as JSON, so the gateway cannot hand these on: it may put U+FFFD in their place."""
    found = alice.http.post(f"/v1/posts/{post}/comments", content=b'{"text": "' + letters + b'"}', headers=JSON)
    if found.status_code == 201:
        assert set(found.json()["text"]) == {"\ufffd"}
    else:
        assert refused(found, 400)["type"] == "urn:lambdagram:problem:malformed"


@pytest.mark.parametrize("kind", NESTED)
def test_deep_nesting_is_refused_at_its_first_step(alice: Member, post: str, kind: str) -> None:
    refused(alice.http.post(f"/v1/posts/{post}/comments", content=NESTED[kind], headers=JSON), 422, "/text")


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**400, 1.5, True, "1", None, -1])
def test_numbers_that_are_none_are_refused(alice: Member, number: Any) -> None:
    body = json.dumps({"contentType": "image/jpeg", "bytes": number})
    refused(alice.http.post("/v1/media", content=body, headers=JSON), 422, "/bytes")


def test_a_body_above_the_limit_is_refused_whoever_sends_it(alice: Member, photo: str, platform: Platform) -> None:
    body = json.dumps(a_post(photo)).encode()
    refused(alice.http.post("/v1/posts", content=body.ljust(LIMIT + 1), headers=JSON), 413)
    refused(plain.post(f"{platform.url}/v1/auth/sign-in", content=b" " * (LIMIT + 1), headers=JSON), 413)
    alice.ask("POST", "/v1/posts", content=body.ljust(LIMIT), headers=JSON, status=201)


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "multipart/form-data; boundary=x", ""])
def test_another_content_type_is_refused(alice: Member, photo: str, kind: str) -> None:
    body = json.dumps(a_post(photo)).encode()
    refused(alice.http.post("/v1/posts", content=body, headers={"content-type": kind} if kind else {}), 415)


PARAMETERS = {
    "unknown": ("/v1/feed?before=1", "?before"),
    "twice": ("/v1/feed?limit=1&limit=2", "?limit"),
    "no number": ("/v1/feed?limit=many", "?limit"),
    "too many": ("/v1/feed?limit=51", "?limit"),
    "none": ("/v1/feed?limit=0", "?limit"),
    "negative": ("/v1/notifications?limit=-1", "?limit"),
    "2^63": ("/v1/notifications?limit=9223372036854775808", "?limit"),
    "empty": ("/v1/feed?limit=", "?limit"),
}


@pytest.mark.parametrize("kind", PARAMETERS)
def test_wrong_parameters_are_pointed_at(alice: Member, kind: str) -> None:
    path, pointer = PARAMETERS[kind]
    refused(alice.http.get(path), 422, pointer)


# Cursors and tokens


def test_a_cursor_is_good_for_its_own_list_and_reader_only(alice: Member, bob: Member, post: str) -> None:
    for n in range(2):
        alice.ask("POST", f"/v1/posts/{post}/comments", json={"text": f"number {n}"})
    mine = f"/v1/posts/{post}/comments?limit=1&cursor="
    good = alice.ask("GET", f"/v1/posts/{post}/comments?limit=1")["next"]
    assert [each["text"] for each in alice.ask("GET", mine + good)["items"]] == ["number 0"]
    raw = base64.urlsafe_b64decode(good + "=" * (-len(good) % 4))

    def text(data: bytes) -> str:
        return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

    wrong = {
        "a word": "next",
        "torn": good[:-4],
        "its tag alone": text(raw[:16]),
        "one bit": text(raw[:-1] + bytes([raw[-1] ^ 1])),
        "another position under the same tag": text(raw[:16] + b"\xba" + new_id().encode()),
        "no tag": text(bytes(16) + raw[16:]),
        "longer": good + "AAAA",
        "no base64": "%21%21%21%21",
        "not ASCII": "%F0%9F%8C%85",
        "not even UTF-8": "%FF%FE",
        "empty": "",
        "very long": "A" * 1025,
        "NUL": "%00",
    }
    for name, cursor in wrong.items():
        assert refused(alice.http.get(mine + cursor), 422, "?cursor"), name
    for reader, path in (
        (bob, mine),
        (alice, "/v1/feed?cursor="),
        (alice, "/v1/notifications?cursor="),
        (alice, f"/v1/posts/{post}/likes?cursor="),
        (alice, f"/v1/people/{alice.username}/posts?cursor="),
        (alice, f"/v1/people/{alice.username}/followers?cursor="),
    ):
        refused(reader.http.get(path + good), 422, "?cursor")
    refused(plain.get(f"{alice.url}/v1/public/posts/{post}/comments?cursor={good}"), 422, "?cursor")


def minted(platform: Platform, like: str, **claims: Any) -> str:
    """A token signed with the platform's own key: like a good one, but for these claims (None leaves one out)."""
    parameter = platform.clients().ssm.get_parameter(Name=f"/{platform.prefix}/signing-key", WithDecryption=True)
    key = json.loads(parameter["Parameter"]["Value"])["active"]
    body = {**jwt.decode(like, options={"verify_signature": False}), **claims}
    body = {name: value for name, value in body.items() if value is not None}
    return jwt.encode(body, key["pem"], algorithm="RS256", headers={"kid": key["kid"], "typ": "at+jwt"})


def test_a_token_that_is_over_or_for_somebody_else_opens_nothing(alice: Member, platform: Platform) -> None:
    good = alice.http.headers["authorization"].removeprefix("Bearer ")
    now = int(time.time())

    def look(token: str) -> httpx.Response:
        return plain.get(f"{platform.url}/v1/me", headers={"authorization": f"Bearer {token}"}, timeout=20)

    assert look(minted(platform, good, jti=new_id())).status_code == 200, "what is minted here is otherwise good"
    for claims in ({"exp": now - 60, "iat": now - 660}, {"aud": "another"}, {"iss": "https://example.com"}):
        refused_by_gateway(look(minted(platform, good, **claims)), 401)
    for missing in ("exp", "sub", "sid"):  # the gateway may let these pass; the function does not
        found = look(minted(platform, good, **{missing: None}))
        assert found.status_code == 401, missing
    ended = minted(platform, good, jti=new_id())
    carol = Member(platform.url, "carol")
    spent = carol.refresh_token
    carol.close()
    for token in (
        spent[:-1],
        spent.rpartition(".")[0],
        f"{spent}x",
        "a.b.c",
        "",
        "\0",
        f"{NOTHING}.{NOTHING}.x",
    ):
        refused(plain.post(f"{platform.url}/v1/auth/refresh", json={"refreshToken": token}), 401)
    assert look(ended).status_code == 200


# Uploads


def upload_form(who: Member, size: int, kind: str = "image/jpeg") -> tuple[str, dict[str, Any]]:
    asked = who.ask("POST", "/v1/media", json={"contentType": kind, "bytes": size}, status=201)
    return asked["mediaId"], asked["upload"]


def send(form: dict[str, Any], data: bytes, **fields: str) -> httpx.Response:
    address, headers = through(form["url"])
    return plain.post(address, headers=headers, data={**form["fields"], **fields}, files={"file": ("IMG.jpg", data)})


def test_an_upload_that_cannot_be_is_refused_before_it_begins(alice: Member) -> None:
    for size in (0, UPLOAD_LIMIT + 1, 2**62):
        body = {"contentType": "image/jpeg", "bytes": size}
        refused(alice.http.post("/v1/media", json=body), 422, "/bytes")
    for kind in ("image/svg+xml", "image/bmp", "text/html", "IMAGE/JPEG", "image/jpeg; x=y", ""):
        refused(alice.http.post("/v1/media", json={"contentType": kind, "bytes": 9}), 422, "/contentType")
    refused(
        alice.http.post("/v1/media", json={"contentType": "image/png", "bytes": 9, "purpose": "x"}), 422, "/purpose"
    )


def test_storage_refuses_what_differs_from_the_form(alice: Member, photo: str, request: pytest.FixtureRequest) -> None:
    media, form = upload_form(alice, 1000)
    tries = {
        "one byte more": send(form, b"x" * 1001),
        "zero bytes": send(form, b""),
        "another content type": send(form, b"x" * 100, **{"Content-Type": "text/html"}),
        "another place": send(form, b"x" * 100, key=form["fields"]["key"].replace(media, photo)),
    }
    if request.config.getoption("--auth"):  # else the emulator checks no signatures
        tries["another signature"] = send(form, b"x" * 100, **{"x-amz-signature": "0" * 64})
        tries["another policy"] = send(form, b"x" * 100, policy=base64.b64encode(b"{}").decode())
    for name, found in tries.items():
        assert 400 <= found.status_code < 500, (name, found.status_code)
    assert alice.ask("GET", f"/v1/media/{media}")["state"] == "waiting", "nothing came in"


def test_an_upload_that_was_never_finished_stays_waiting_and_cannot_be_published(alice: Member) -> None:
    media, _ = upload_form(alice, 1000)
    assert alice.ask("GET", f"/v1/media/{media}")["state"] == "waiting"
    before = alice.profile(alice.username)["counts"]["posts"]
    problem = refused(alice.http.post("/v1/posts", json=a_post(media)), 422, "/photos/0/mediaId")
    assert "not ready" in problem["errors"][0]["detail"]
    refused(alice.http.put("/v1/me/avatar", json={"mediaId": media}), 422, "/mediaId")
    assert alice.profile(alice.username)["counts"]["posts"] == before


def test_what_only_calls_itself_a_photograph_is_rejected_with_its_reason(alice: Member) -> None:
    whole = camera.jpeg(size=(400, 300))
    bad = {
        "not-media": (b"I only say that I am a photograph. " * 20, "image/jpeg"),
        "truncated": (camera.truncated(whole), "image/jpeg"),
        "format-not-supported": (camera.SVG, "image/png"),
        "too-many-pixels": (camera.png_declaring(30_000, 30_000), "image/png"),
    }
    sent = {reason: alice.start_upload(*what) for reason, what in bad.items()}
    for reason, media in sent.items():
        seen = alice.processed(media)
        assert (seen["state"], seen["reason"]) == ("rejected", reason)
        assert seen["sentence"].endswith(".")
        problem = refused(alice.http.post("/v1/posts", json=a_post(media)), 422, "/photos/0/mediaId")
        assert problem["errors"][0]["detail"] == seen["sentence"]
    named_otherwise = alice.start_upload(whole, "image/png")
    assert alice.processed(named_otherwise)["state"] == "ready", "what a file is, its bytes say"


def test_uploads_of_others_do_not_exist(alice: Member, bob: Member, photo: str) -> None:
    theirs = refused(bob.http.get(f"/v1/media/{photo}"), 404)
    missing = refused(bob.http.get(f"/v1/media/{NOTHING}"), 404)
    assert {**theirs, "instance": ""} == {**missing, "instance": ""}
    refused(bob.http.post("/v1/posts", json=a_post(photo)), 422, "/photos/0/mediaId")


# What is not there


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", f"/v1/posts/{NOTHING}"),
        ("GET", "/v1/posts/no-id"),
        ("GET", f"/v1/public/posts/{NOTHING}"),
        ("PUT", f"/v1/posts/{NOTHING}/like"),
        ("DELETE", f"/v1/posts/{NOTHING}/like"),
        ("GET", f"/v1/posts/{NOTHING}/likes"),
        ("GET", f"/v1/posts/{NOTHING}/comments"),
        ("DELETE", f"/v1/posts/{NOTHING}/comments/{NOTHING}"),
        ("GET", f"/v1/people/{NOBODY}"),
        ("GET", "/v1/people/%F0%9F%8C%85"),
        ("GET", f"/v1/people/{NOBODY}/posts"),
        ("GET", f"/v1/people/{NOBODY}/followers"),
        ("PUT", f"/v1/people/{NOBODY}/follow"),
        ("DELETE", f"/v1/people/{NOBODY}/follow"),
        ("GET", f"/v1/media/{NOTHING}"),
    ],
)
def test_what_does_not_exist_is_not_found(alice: Member, method: str, path: str) -> None:
    problem = refused(alice.http.request(method, path), 404)
    assert problem["title"] == "Not Found"


def test_a_route_that_is_none_is_the_gateways_to_refuse(alice: Member) -> None:
    refused_by_gateway(alice.http.get("/v1/there-is-no-such-thing"), 404)


def test_comments_of_others_cannot_be_deleted_and_look_as_if_they_were_not_there(
    alice: Member, bob: Member, post: str, member: Join
) -> None:
    written = alice.ask("POST", f"/v1/posts/{post}/comments", json={"text": "mine"})["id"]
    carol = member("carol")
    theirs = refused(carol.http.delete(f"/v1/posts/{post}/comments/{written}"), 404)
    missing = refused(carol.http.delete(f"/v1/posts/{post}/comments/{NOTHING}"), 404)
    assert {**theirs, "instance": ""} == {**missing, "instance": ""}
    assert written in [each["id"] for each in alice.ask("GET", f"/v1/posts/{post}/comments")["items"]]


def test_nobody_follows_themselves(alice: Member) -> None:
    before = alice.profile(alice.username)["counts"]
    for method in ("PUT", "DELETE"):
        problem = refused(alice.http.request(method, f"/v1/people/{alice.username}/follow"), 422)
        assert problem["type"] == "urn:lambdagram:problem:follow-oneself"
    refused(alice.http.put(f"/v1/people/{alice.username.upper()}/follow"), 422)
    assert alice.profile(alice.username)["counts"] == before
