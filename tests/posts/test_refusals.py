"""What bad input gets: the one error shape, a status that fits, a pointer to the field; and nothing is written."""

from typing import Any

import pytest
from posts import comments, likes, publish, read

from kernel.ids import PersonId, new_id
from support.events import answer, request
from support.posts_world import ALICE, BOB, a_post, block, items, upload

pytestmark = pytest.mark.usefixtures("prefix")

WRITES = [
    (publish.app, "POST /v1/posts"),
    (likes.app, "PUT /v1/posts/{post_id}/like"),
    (likes.app, "DELETE /v1/posts/{post_id}/like"),
    (comments.app, "POST /v1/posts/{post_id}/comments"),
    (comments.app, "DELETE /v1/posts/{post_id}/comments/{comment_id}"),
]


@pytest.mark.parametrize(("app", "route"), WRITES, ids=[route for _, route in WRITES])
def test_nobody_writes_without_a_session(app: Any, route: str) -> None:
    path = {"post_id": a_post(), "comment_id": new_id()}
    before = items()
    status, problem = answer(app, request(route, path=path, body={"text": "x", "photos": []}, claims={}))
    assert (status, problem["type"]) == (401, "urn:lambdagram:problem:unauthenticated")
    assert items() == before


@pytest.mark.parametrize(
    ("app", "route"),
    [
        (read.app, "GET /v1/public/posts/{post_id}"),
        (likes.app, "GET /v1/public/posts/{post_id}/likes"),
        (comments.app, "GET /v1/public/posts/{post_id}/comments"),
    ],
)
def test_anybody_reads(app: Any, route: str) -> None:
    assert answer(app, request(route, path={"post_id": a_post()}))[0] == 200


PHOTO = {"mediaId": "01k0000000000000000000000a", "alt": "A lake"}
BAD_POSTS: list[tuple[Any, str]] = [
    ({}, ""),
    ({"photos": []}, "/photos"),
    ({"photos": [PHOTO] * 11}, "/photos"),
    ({"photos": {}}, "/photos"),
    ({"photos": [None]}, "/photos/0"),
    ({"photos": [{"alt": "no media"}]}, "/photos/0"),
    ({"photos": [{**PHOTO, "mediaId": "not an id"}]}, "/photos/0/mediaId"),
    ({"photos": [{**PHOTO, "mediaId": 2**63}]}, "/photos/0/mediaId"),
    ({"photos": [{**PHOTO, "alt": "x" * 1001}]}, "/photos/0/alt"),
    ({"photos": [PHOTO, {**PHOTO, "alt": "\0"}]}, "/photos/1/alt"),
    ({"photos": [PHOTO], "caption": "x" * 2201}, "/caption"),
    ({"photos": [PHOTO], "caption": " ".join(f"#tag{n}" for n in range(31))}, "/caption"),
    ({"photos": [PHOTO], "caption": None}, "/caption"),
    ({"photos": [PHOTO], "caption": "a\0b"}, "/caption"),
    ({"photos": [PHOTO], "location": "here"}, ""),
    ({"photos": [PHOTO]}, "/photos/0/mediaId"),
    ([], ""),
    ("text", ""),
]


@pytest.mark.parametrize(("body", "pointer"), BAD_POSTS, ids=range(len(BAD_POSTS)))
def test_a_wrong_post_is_pointed_at_and_not_written(body: Any, pointer: str) -> None:
    status, problem = answer(publish.app, request("POST /v1/posts", body=body, me=ALICE))
    assert (status, [error["pointer"] for error in problem["errors"]]) == (422, [pointer])
    assert items() == []


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "{",
        '{"photos":NaN}',
        '{"caption":"x",}',
        '{"caption":"\\ud800"}',
        "\ud83d".encode("utf-8", "surrogatepass").decode("latin-1"),
    ],
)
def test_what_cannot_be_parsed_is_400(raw: str) -> None:
    status, problem = answer(publish.app, request("POST /v1/posts", raw=raw, me=ALICE))
    assert (status, problem["type"]) == (400, "urn:lambdagram:problem:malformed")


def test_deep_nesting_is_refused() -> None:
    status, _ = answer(publish.app, request("POST /v1/posts", raw='{"photos":' + "[" * 9000, me=ALICE))
    assert status == 422


def test_huge_bodies_and_other_types() -> None:
    huge = request("POST /v1/posts", body={"photos": [PHOTO], "caption": "x" * 70_000}, me=ALICE)
    assert answer(publish.app, huge)[0] == 413
    form = request("POST /v1/posts", raw="a=b", me=ALICE, headers={"content-type": "application/x-www-form-urlencoded"})
    assert answer(publish.app, form)[0] == 415


@pytest.mark.parametrize("key", ["", "x" * 201])
def test_an_idempotency_key_has_1_to_200_characters(key: str) -> None:
    body = {"photos": [{"mediaId": upload(ALICE)}]}
    given = request("POST /v1/posts", body=body, me=ALICE, headers={"idempotency-key": key})
    status, problem = answer(publish.app, given)
    assert (status, problem["errors"][0]["pointer"]) == (422, "?idempotency-key")


def test_a_reused_key_is_a_conflict() -> None:
    for expected in (201, 409):
        body = {"photos": [{"mediaId": upload(ALICE)}]}
        given = request("POST /v1/posts", body=body, me=ALICE, headers={"idempotency-key": "k"})
        status, _ = answer(publish.app, given)
        assert status == expected


@pytest.mark.parametrize(
    ("app", "route", "body"),
    [
        (read.app, "GET /v1/posts/{post_id}", None),
        (likes.app, "PUT /v1/posts/{post_id}/like", None),
        (likes.app, "DELETE /v1/posts/{post_id}/like", None),
        (likes.app, "GET /v1/posts/{post_id}/likes", None),
        (comments.app, "GET /v1/posts/{post_id}/comments", None),
        (comments.app, "POST /v1/posts/{post_id}/comments", {"text": "hello"}),
        (comments.app, "DELETE /v1/posts/{post_id}/comments/{comment_id}", None),
    ],
)
def test_missing_and_hidden_posts_get_the_same_answer(app: Any, route: str, body: Any) -> None:
    hidden = a_post(ALICE)
    block(BOB, ALICE)
    before = items()
    answers = []
    for post in (hidden, new_id()):
        path = {"post_id": post, "comment_id": new_id()}
        status, problem = answer(app, request(route, path=path, body=body, me=BOB))
        answers.append((status, problem["type"], problem["title"], problem["detail"], problem["errors"]))
    assert answers[0] == answers[1]
    assert answers[0][0] == 404
    assert items() == before


@pytest.mark.parametrize("post_id", ["x", "../me", "01K0000000000000000000000A", "z" * 26, "%00", "0" * 5000])
def test_what_is_no_id_names_nothing(post_id: str) -> None:
    assert answer(read.app, request("GET /v1/posts/{post_id}", path={"post_id": post_id}, me=ALICE))[0] == 404


@pytest.mark.parametrize("username", ["", "a b", "ａｌｉｃｅ", "x" * 31, "\ud800", "../alice", "nobody"])
def test_what_is_no_username_names_nobody(username: str) -> None:
    given = request("GET /v1/people/{username}/posts", path={"username": username}, me=ALICE)
    assert answer(read.app, given)[0] == 404


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("limit=0", "?limit"),
        ("limit=51", "?limit"),
        ("limit=NaN", "?limit"),
        ("limit=9223372036854775808", "?limit"),
        ("limit=1&limit=2", "?limit"),
        ("cursor=", "?cursor"),
        ("cursor=AAAA", "?cursor"),
        ("cursor=%ff", "?cursor"),
        ("cursor=" + "A" * 1025, "?cursor"),
        ("page=2", "?page"),
    ],
)
@pytest.mark.parametrize(
    ("app", "route"),
    [
        (read.app, "GET /v1/people/{username}/posts"),
        (likes.app, "GET /v1/posts/{post_id}/likes"),
        (comments.app, "GET /v1/posts/{post_id}/comments"),
    ],
)
def test_wrong_pages_are_pointed_at(app: Any, route: str, query: str, pointer: str) -> None:
    path: dict[str, str] = {"username": "alice"} if "username" in route else {"post_id": a_post()}
    status, problem = answer(app, request(route, path=path, query=query, me=PersonId(BOB)))
    assert (status, [error["pointer"] for error in problem["errors"]]) == (422, [pointer])


@pytest.mark.parametrize("text", ["", " ", "x" * 2201, "\0", 7, None])
def test_a_wrong_comment_is_pointed_at(text: Any) -> None:
    given = request("POST /v1/posts/{post_id}/comments", path={"post_id": a_post()}, body={"text": text}, me=BOB)
    status, problem = answer(comments.app, given)
    assert (status, problem["errors"][0]["pointer"]) == (422, "/text")
