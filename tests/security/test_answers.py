"""What every route says, however it ends: its headers, nothing of our insides, no secret in the log. From the document.

Security.md, rows 13 (method override), 14 (answers), 25 (forms of other sites), 26 (CORS), 27, 29 and 30.
"""

import io
import json
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from kernel import errors
from kit import revocation, telemetry
from kit.service import Service
from kit.wire import NoCredentials, Throttled, Unavailable
from support.doors import Door, doors, resolved

REASON = 'Traceback (most recent call last): File "/var/task/posts/store.py" arn:aws:dynamodb:eu:0:table/x-posts'
INSIDES = re.compile(
    r"Traceback|/var/task|\.py\b|arn:|dynamodb|boto|msgspec|chalice|pynamodb|kit\.|redis", re.IGNORECASE
)
CANARY = "canary9f3b"

ENDS: dict[str, tuple[int, Callable[[], Exception]]] = {
    "malformed": (400, errors.Malformed),
    "unauthenticated": (401, errors.Unauthenticated),
    "forbidden": (403, lambda: errors.Forbidden(secret=REASON)),
    "not found": (404, errors.NotFound),
    "conflict": (409, lambda: errors.Conflict(secret=REASON)),
    "invalid": (422, lambda: errors.Invalid.field("/x", "It is wrong.")),
    "too many": (429, lambda: errors.TooMany(retry_after=7)),
    "bug": (500, lambda: RuntimeError(REASON)),
    "assertion": (500, lambda: AssertionError(REASON)),
    "key": (500, lambda: KeyError(REASON)),
    "unicode": (500, lambda: UnicodeDecodeError("utf-8", REASON.encode(), 0, 1, REASON)),
    "recursion": (500, lambda: RecursionError(REASON)),
    "memory": (500, lambda: MemoryError(REASON)),
    "away": (503, lambda: errors.Away(retry_after=3, reason=REASON)),
    "store": (503, lambda: Unavailable("Timeout", REASON)),
    "throttled": (503, lambda: Throttled("ProvisionedThroughputExceededException", REASON)),
    "no keys": (503, lambda: NoCredentials(REASON)),
}

PRIVATE = re.compile(
    r"^(e-?mail.*|phone.*|address|contact|login|password.*|.*secret.*|.*token.*|.*hash|birth.*|ip|pk|sk|fact|ticket)$",
    re.IGNORECASE,
)
MINE = ("/v1/auth/", "/v1/me", "/v1/socket-tickets", "/v1/notifications/settings")
"""Where somebody is told of themselves only."""

HARMLESS = {"thumbhash": "a blurred picture", "GET /v1/staff/audit hash": "links the entries of the record"}
"""Names, or names of one route, that only look private."""


@pytest.fixture(autouse=True)
def nobody_revoked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(revocation, "_read", frozenset)
    revocation.forget()


@pytest.fixture
def silence() -> Iterator[None]:
    level = telemetry.logger().log_level
    telemetry.logger().setLevel(logging.CRITICAL)
    yield
    telemetry.logger().setLevel(level)


LIMITED = {
    "follow": {
        "DELETE /v1/people/{username}/follow",
        "PUT /v1/people/{username}/follow",
        "POST /v1/conversations",
        "PUT /v1/conversations/with/{person_id}",
        "POST /v1/conversations/{conversation_id}/members",
    },
    "message": {
        "POST /v1/conversations/{conversation_id}/messages",
        "PATCH /v1/conversations/{conversation_id}/messages/{seq}",
        "DELETE /v1/conversations/{conversation_id}/messages/{seq}",
        "PUT /v1/conversations/{conversation_id}/messages/{seq}/reaction",
        "DELETE /v1/conversations/{conversation_id}/messages/{seq}/reaction",
    },
    "signal": {
        "POST /v1/conversations/{conversation_id}/typing",
        "PUT /v1/conversations/{conversation_id}/read",
        "PUT /v1/conversations/{conversation_id}/delivered",
        "PUT /v1/me/presence",
    },
    "like": {
        "DELETE /v1/posts/{post_id}/comments/{comment_id}/like",
        "DELETE /v1/posts/{post_id}/like",
        "PUT /v1/posts/{post_id}/comments/{comment_id}/like",
        "PUT /v1/posts/{post_id}/like",
    },
    "comment": {
        "POST /v1/posts/{post_id}/comments",
    },
    "publish": {
        "POST /v1/me/drafts/{draft_id}/publish",
        "POST /v1/posts",
    },
    "upload": {
        "POST /v1/media",
        "POST /v1/media/parts",
    },
    "sign": {
        "POST /v1/auth/confirm",
        "POST /v1/auth/contact/confirm",
        "POST /v1/auth/contact/letters",
        "POST /v1/auth/contact/verify",
        "POST /v1/auth/passkeys/confirm",
        "POST /v1/auth/passkeys/sign-in",
        "POST /v1/auth/passkeys/sign-in/options",
        "POST /v1/auth/password/forgotten",
        "POST /v1/auth/password/reset",
        "POST /v1/auth/people",
        "POST /v1/auth/second-step",
        "POST /v1/auth/sign-in",
        "POST /v1/auth/sign-up",
        "PUT /v1/auth/contact",
        "PUT /v1/auth/password",
    },
    "search": {
        "GET /v1/places/{place_id}",
        "GET /v1/places/{place_id}/posts",
        "GET /v1/search",
        "GET /v1/search/people",
        "GET /v1/search/places",
        "GET /v1/search/posts",
        "GET /v1/search/tags",
        "GET /v1/suggestions",
        "GET /v1/tags/{tag}",
        "GET /v1/tags/{tag}/posts",
        "GET /v1/trends/posts",
        "GET /v1/trends/tags",
    },
    "report": {
        "POST /v1/reports",
    },
}
"""Routes that are counted by a class of their own; all others as reading and writing."""


def raising(error: Callable[[], Exception]) -> Callable[..., Any]:
    def view(**given: Any) -> None:
        raise error()

    return view


def faults(found: dict[str, Any]) -> list[str]:
    """What is wrong with an answer's headers."""
    headers = {name.lower(): value for name, value in found["headers"].items()}
    age = re.search(r"max-age=(\d+)", headers.get("strict-transport-security", ""))
    policy = headers.get("content-security-policy", "")
    wrong = [name for name in headers if name.startswith("access-control-") or name in ("server", "x-powered-by")]
    checks = {
        "cache-control": headers.get("cache-control") == "no-store",
        "nosniff": headers.get("x-content-type-options") == "nosniff",
        "policy": "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy,
        "referrer": headers.get("referrer-policy") == "no-referrer",
        "opener": headers.get("cross-origin-opener-policy") == "same-origin",
        "transport": age is not None and int(age[1]) >= 31_536_000,
        "type": bool(headers.get("content-type")) == bool(found["body"]),
    }
    return wrong + [name for name, good in checks.items() if not good]


def problem_faults(found: dict[str, Any], status: int) -> list[str]:
    """What is wrong with a refusal: its headers, its shape, what it tells of us."""
    wrong = faults(found)
    if found["statusCode"] != status:
        return [*wrong, f"{found['statusCode']} instead of {status}"]
    body = json.loads(found["body"])
    checks = {
        "shape": set(body) == {"type", "title", "status", "detail", "instance", "errors"},
        "type": found["headers"].get("content-type") == "application/problem+json",
        "code": re.fullmatch(r"urn:lambdagram:problem:[a-z][a-z-]+", body["type"]),
        "request": re.fullmatch(r"urn:lambdagram:request:\S+", body["instance"]),
        "insides": not INSIDES.search(found["body"]),
        "retry": ("retry-after" in found["headers"]) == (status in (429, 503)),
        "challenge": ("www-authenticate" in found["headers"]) == (status == 401),
    }
    return wrong + [name for name, good in checks.items() if not good]


def test_every_answer_of_every_route_has_the_headers_and_refusals_the_one_shape(silence: None) -> None:
    wrong: dict[str, list[str]] = {}
    for door in doors():
        found, _ = door.open(door.request())
        wrong[f"{door.route}: done"] = faults(found)
        for end, (status, error) in ENDS.items():
            with door.leading_to(raising(error)):
                found = door.app(door.request(), None)
            wrong[f"{door.route}: {end}"] = problem_faults(found, status)
        if door.session:
            found, reached = door.open(door.request(me=None))
            wrong[f"{door.route}: nobody"] = [*problem_faults(found, 401), *(["reached"] if reached else [])]
    assert {name: found for name, found in wrong.items() if found} == {}
    assert len(wrong) > 2_000


def test_a_store_that_cannot_say_who_is_signed_out_shuts_every_route(
    silence: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> frozenset[str]:
        raise Unavailable("Timeout", REASON)

    monkeypatch.setattr(revocation, "_read", away)
    monkeypatch.setattr(revocation, "_known", revocation._Known())
    wrong = {}
    for door in (door for door in doors() if door.session):
        found, reached = door.open(door.request())
        wrong[door.route] = [*problem_faults(found, 503), *(["reached"] if reached else [])]
    assert {name: found for name, found in wrong.items() if found} == {}


def test_no_header_makes_a_route_another_one() -> None:
    """A method is what the request line says."""
    names = ("x-http-method-override", "x-http-method", "x-method-override", "x-original-url", "x-rewrite-url")
    override = dict.fromkeys(names, "DELETE")
    assert [door.route for door in doors() if not door.open(door.request(headers=override))[1]] == []
    views = [door.endpoint.view for door in doors() if not door.route.partition(" ")[2].startswith("/v1/public/")]
    assert len(set(views)) == len(views), "a view stands behind one method and path (and its public twin) only"


def test_a_cookie_alone_does_nothing() -> None:
    """What another site can have a browser send: the cookie, a simple content type, no header of ours."""
    with_cookies = [door for door in doors() if door.endpoint.cookies]
    assert [door.route for door in with_cookies] == ["POST /v1/auth/refresh"]
    for door in doors():
        simple = {"content-type": "text/plain", "cookie": "__Secure-refresh=x", "origin": "https://evil.example"}
        found, reached = door.open(door.request(me=None, headers=simple))
        changes = door.endpoint.method != "GET"
        assert not (reached and changes and (door.session or door.endpoint.cookies)), f"{door.route}: {found}"


OPEN_ENDED = {
    "GET /.well-known/openid-configuration ()": "a fixed document by a standard (OpenID Connect Discovery)",
    "GET /.well-known/jwks.json ()": "public keys by a standard (RFC 7517)",
    "POST /v1/media ('upload', 'fields')": "a form's fields have the names that storage gives them",
}
"""Answers that no struct describes, with the reason."""


def test_answers_hold_structs_alone_so_that_nothing_else_leaves() -> None:
    """An answer is what its struct says (msgspec writes no other field), and the document says the same."""
    open_ended = {
        f"{door.route} {at}"
        for door in doors()
        for at, schema in told(door)
        if schema.get("type") == "object" and schema.get("additionalProperties") is not False
    }
    assert open_ended == set(OPEN_ENDED)


def test_private_fields_are_told_to_their_owners_only() -> None:
    names = {
        f"{door.route} {at[-1]}"
        for door in doors()
        for at, _ in told(door)
        if at and PRIVATE.match(at[-1]) and not {at[-1], f"{door.route} {at[-1]}"} & HARMLESS.keys()
    }
    others = {name for name in names if not name.partition(" ")[2].startswith(MINE)}
    assert others == set()
    assert any("accessToken" in name for name in names), "the words are looked for where they are"


def told(door: Door) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Every place of an answer with its schema."""
    success = door.operation["responses"][str(door.endpoint.status)]
    content = success.get("content", {}).get("application/json")
    if content:
        yield from _told(content["schema"], (), frozenset())


def _told(
    schema: dict[str, Any], at: tuple[str, ...], above: frozenset[str]
) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    if schema.get("$ref") in above:
        return
    above = above | {schema["$ref"]} if "$ref" in schema else above
    schema = resolved(schema)
    yield at, schema
    for name, each in schema.get("properties", {}).items():
        yield from _told(each, (*at, name), above)
    for each in (*schema.get("anyOf", ()), *([schema["items"]] if "items" in schema else ())):
        yield from _told(each, at, above)


def test_the_log_has_nothing_of_what_was_sent() -> None:
    """Neither of good requests nor of refused ones: no body, token, cookie or parameter; and no line is forged."""
    with logged() as log:
        for door in doors():
            secrets = {
                "authorization": f"Bearer {CANARY}",
                "cookie": f"__Secure-refresh={CANARY}",
                "user-agent": f'{CANARY}\r\n{{"level": "forged"}}',
                "idempotency-key": CANARY,
                "x-origin-secret": CANARY,
            }
            door.open(door.request(headers=secrets))
            door.open(door.request(headers=secrets, query=f"cursor={CANARY}&{CANARY}={CANARY}"))
            if door.schema is not None:
                for raw in (json.dumps({CANARY: CANARY}), CANARY, json.dumps([CANARY]), f'{{"{CANARY}": "\\ud800"}}'):
                    door.open(door.request(headers=secrets, raw=raw))
    lines = log.getvalue().splitlines()
    assert len(lines) > 300
    assert [line for line in lines if CANARY in line] == []
    assert {json.loads(line)["level"] for line in lines} <= {"INFO", "WARNING"}


@contextmanager
def logged() -> Iterator[io.StringIO]:
    """What the platform's log gets, in its own form."""
    log = io.StringIO()
    handler = logging.StreamHandler(log)
    handler.setFormatter(telemetry.logger().registered_formatter)
    telemetry.logger().addHandler(handler)
    try:
        yield log
    finally:
        logging.getLogger("lambdagram").removeHandler(handler)


def test_a_route_that_says_too_much_is_seen(silence: None) -> None:
    app = Service("chatty")

    def talk() -> None:
        raise errors.Conflict(REASON)

    app.get("/v1/talk")(talk)
    door = Door(app, app.endpoints[0], "GET /v1/talk", session=False, operation={})
    assert problem_faults(app(door.request(), None), 409) == ["insides"]
    found, _ = door.open(door.request())
    assert faults({**found, "headers": {**found["headers"], "access-control-allow-origin": "*"}})
    assert faults({**found, "headers": {}})


def test_what_annoys_or_costs_is_counted_by_a_class_of_its_own() -> None:
    usual = {"GET": "read"}
    own = {route: kind for kind, routes in LIMITED.items() for route in routes}
    found = {door.route: door.endpoint.limit for door in doors() if not door.route.startswith("GET /v1/public/")}
    assert own.items() <= found.items()
    others = {route: kind for route, kind in found.items() if route not in own}
    assert {r: k for r, k in others.items() if k != usual.get(r.partition(" ")[0], "write")} == {}
