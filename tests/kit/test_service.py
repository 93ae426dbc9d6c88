"""The public door: typed inputs, one error shape, sessions, limits. No store is involved."""

import json
from collections.abc import Iterator
from typing import Annotated, Any

import pytest
from msgspec import Meta

from kernel.errors import Away, Conflict, Forbidden, NotFound, TooMany
from kernel.ids import PersonId, PostId, new_id
from kernel.shapes import Answer, Body
from kit import revocation
from kit.endpoints import Caller, Cookie, Header, Reply
from kit.service import MAX_BODY, Service
from kit.wire import Unavailable
from support.events import answer, request

ME = PersonId(new_id())
POST = new_id()

FAILURES: dict[str, Exception] = {
    "forbidden": Forbidden(),
    "not-found": NotFound(),
    "conflict": Conflict(),
    "too-many": TooMany(retry_after=7),
    "away": Away(retry_after=3),
    "store": Unavailable("Timeout", "the secret reason arn:aws:dynamodb:x"),
    "bug": RuntimeError("the secret reason arn:aws:dynamodb:x"),
}


class Words(Body, frozen=True):
    caption: Annotated[str, Meta(max_length=10)]
    numbers: tuple[Annotated[int, Meta(le=2**53)], ...] = ()


class Seen(Answer, frozen=True):
    post_id: PostId
    caption: str
    limit: int
    me: PersonId | None


class Told(Answer, frozen=True):
    address: str
    token: str
    key: str


app = Service("test")


@app.post("/v1/posts/{post_id}/words")
def write_words(me: PersonId, post_id: PostId, body: Words, limit: Annotated[int, Meta(ge=1, le=50)] = 20) -> Seen:
    return Seen(post_id=post_id, caption=body.caption, limit=limit, me=me)


@app.get("/v1/posts/{post_id}")
def read_post(me: PersonId | None, post_id: PostId) -> Seen:
    return Seen(post_id=post_id, caption="", limit=0, me=me)


@app.delete("/v1/things")
def remove_things(me: PersonId) -> None:
    return None


@app.get("/v1/failures/{kind}")
def fail(kind: str) -> None:
    raise FAILURES[kind]


@app.get("/v1/told")
def told(
    caller: Caller, token: Annotated[str, Cookie("token")] = "", key: Annotated[str, Header("idempotency-key")] = ""
) -> Reply[Told]:
    return Reply(Told(address=caller.address, token=token, key=key), status=203, cookies=["a=b; Secure", "c=d"])


@pytest.fixture(autouse=True)
def nobody_revoked(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(revocation, "_read", frozenset)
    revocation.forget()
    yield
    revocation.forget()


def words(**more: Any) -> dict[str, Any]:
    return request("POST /v1/posts/{post_id}/words", **{"path": {"post_id": POST}, "me": ME, **more})


def test_a_view_gets_typed_inputs_and_its_struct_is_the_answer() -> None:
    status, body = answer(app, words(body={"caption": "hi"}, query="limit=5"))
    assert status == 201
    assert body == {"postId": POST, "caption": "hi", "limit": 5, "me": ME}


def test_a_view_stays_a_plain_function() -> None:
    assert write_words(ME, PostId(POST), Words(caption="x")).limit == 20


@pytest.mark.parametrize(
    ("raw", "status", "pointer"),
    [
        ("{", 400, None),
        ("", 400, None),
        ('{"caption": NaN}', 400, None),
        ('{"caption": "\\ud800"}', 400, None),
        ("[" * 10_000, 422, ""),
        ("null", 422, ""),
        ("[]", 422, ""),
        ("{}", 422, ""),
        ('{"caption": 1}', 422, "/caption"),
        ('{"caption": null}', 422, "/caption"),
        ('{"caption": "12345678901"}', 422, "/caption"),
        ('{"caption": "x", "other": 1}', 422, ""),
        ('{"caption": "x", "numbers": [1, 9223372036854775808]}', 422, "/numbers/1"),
        ('{"caption": "x", "numbers": [1.5]}', 422, "/numbers/0"),
        (json.dumps({"caption": "x" * MAX_BODY}), 413, None),
    ],
)
def test_wrong_bodies_have_one_error_shape(raw: str, status: int, pointer: str | None) -> None:
    found, body = answer(app, words(raw=raw))
    assert found == status
    assert set(body) == {"type", "title", "status", "detail", "instance", "errors"}
    assert [each["pointer"] for each in body["errors"]] == ([] if pointer is None else [pointer])


@pytest.mark.parametrize("kind", ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_a_body_of_another_type_is_not_taken(kind: str) -> None:
    assert answer(app, words(body={"caption": "x"}, headers={"content-type": kind}))[0] == 415


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=51", "limit=x", "limit=1e3", "limit=5&limit=6", "other=1", "limit=%ff", "limit="]
)
def test_wrong_parameters_point_at_themselves(query: str) -> None:
    status, body = answer(app, words(body={"caption": "x"}, query=query))
    assert status == 422
    assert body["errors"][0]["pointer"].startswith("?")


@pytest.mark.parametrize("id_", ["", "x", POST.upper(), POST + "0", "../etc", "i" * 26])
def test_what_cannot_be_an_id_names_nothing(id_: str) -> None:
    assert answer(app, words(path={"post_id": id_}, body={"caption": "x"}))[0] == 404


def test_an_optional_view_is_two_routes() -> None:
    path = {"post_id": POST}
    assert answer(app, request("GET /v1/public/posts/{post_id}", path=path))[1]["me"] is None
    assert answer(app, request("GET /v1/posts/{post_id}", path=path, me=ME))[1]["me"] == ME
    assert answer(app, request("GET /v1/posts/{post_id}", path=path))[0] == 401


@pytest.mark.parametrize(
    "claims",
    [{}, {"sub": ME}, {"sub": ME, "sid": "s"}, {"sub": ME, "sid": "s", "exp": "1"}, {"sid": "s", "exp": "9999999999"}],
)
def test_claims_that_are_not_a_living_session_are_refused(claims: dict[str, Any]) -> None:
    assert answer(app, request("DELETE /v1/things", me=ME, claims=claims))[0] == 401


def test_a_revoked_session_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    event = request("DELETE /v1/things", me=ME)
    assert app(event, None)["statusCode"] == 204
    ended = event["requestContext"]["authorizer"]["jwt"]["claims"]["sid"]
    monkeypatch.setattr(revocation, "_read", lambda: frozenset([ended]))
    revocation.forget()
    assert app(event, None)["statusCode"] == 401


def test_an_unreadable_list_of_ended_sessions_fails_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> frozenset[str]:
        raise Unavailable("Timeout", "gone")

    now = 1000.0
    monkeypatch.setattr("kit.revocation.time.monotonic", lambda: now)
    assert answer(app, request("DELETE /v1/things", me=ME))[0] == 204
    monkeypatch.setattr(revocation, "_read", away)
    now = 1045.0
    assert answer(app, request("DELETE /v1/things", me=ME))[0] == 204, "a list of 45 s may still be used"
    now = 1061.0
    assert answer(app, request("DELETE /v1/things", me=ME))[0] == 503


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("forbidden", 403),
        ("not-found", 404),
        ("conflict", 409),
        ("too-many", 429),
        ("away", 503),
        ("store", 503),
        ("bug", 500),
    ],
)
def test_failures_say_their_kind_and_never_their_reason(kind: str, status: int) -> None:
    found = app(request("GET /v1/failures/{kind}", path={"kind": kind}), None)
    assert found["statusCode"] == status
    assert found["headers"]["content-type"] == "application/problem+json"
    assert "secret" not in found["body"]
    assert "arn:" not in found["body"]
    assert ("retry-after" in found["headers"]) == (status in (429, 503))


def test_headers_cookies_and_the_address_reach_the_view() -> None:
    headers = {"cookie": "x=1; token=abc", "idempotency-key": "k", "x-forwarded-for": "1.1.1.1"}
    found = app(request("GET /v1/told", headers=headers), None)
    assert json.loads(found["body"]) == {"address": "198.51.100.7", "token": "abc", "key": "k"}
    assert found["statusCode"] == 203
    assert found["cookies"] == ["a=b; Secure", "c=d"]


def test_the_viewers_address_is_believed_with_the_secret_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kit.secrets.text", lambda name: "s3cret")
    for secret, address in (("s3cret", "203.0.113.5"), ("guess", "198.51.100.7"), ("", "198.51.100.7")):
        headers = {"cloudfront-viewer-address": "203.0.113.5:4711", "x-origin-secret": secret}
        assert json.loads(app(request("GET /v1/told", headers=headers), None)["body"])["address"] == address


@pytest.mark.parametrize("event", [words(body={"caption": "x"}), words(raw="{"), request("DELETE /v1/things")])
def test_every_answer_is_private_and_sniff_proof(event: dict[str, Any]) -> None:
    headers = app(event, None)["headers"]
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert int(headers["strict-transport-security"].partition("max-age=")[2].partition(";")[0]) >= 31_536_000
