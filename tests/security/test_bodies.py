"""Bodies and parameters that are not as the document says never reach a view, on any route. Made from the document.

Security.md, rows 14 (mass assignment), 15 (type confusion, parameter pollution), 16 (names with a meaning to the
store) and 25 (forms of other sites).
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from msgspec import Struct

from kit import revocation, telemetry
from kit.service import MAX_BODY, Service
from kit.store import Item
from support.doors import Door, doors, objects, places_of, put, system, validator

FREE = {(f"POST /v1/auth/passkeys{verb}", "clientExtensionResults") for verb in ("", "/sign-in", "/confirm")}
"""Objects of a body that may have any field: what a browser adds to a passkey, which nobody reads."""

TEMPTING = {
    "owner_id", "ownerId", "owner", "role", "roles", "is_verified", "isVerified", "verified", "is_admin", "isAdmin",
    "admin", "staff", "pk", "sk", "ttl", "expires_at", "expiresAt", "state", "likes", "created_at", "createdAt",
    "updated_at", "version", "fact", "marks", "person_id", "personId", "account", "id", "_id", "author", "counts",
    "suspended", "permissions", "__proto__", "constructor", "$where", "#pk", ":pk", "#n0", ":0", "",
}  # fmt: skip
WRONG: tuple[Any, ...] = (
    None, True, False, 7, -1, 1.5, "", "x", "x" * 20_000, [], [None], [[]], ["x", "x"], {}, {"x": 1}, {"$ne": None},
    {"S": "x"}, 2**63, -(2**63) - 1, 10**400, 1e308,
)  # fmt: skip
RAW = {
    "nothing": "",
    "half": '{"a": ',
    "a word": "null",
    "two": "{} {}",
    "a comma too many": '{"a": 1,}',
    "NaN": '{"a": NaN}',
    "infinity": '{"a": -Infinity}',
    "a lone surrogate": '{"a": "\\ud800"}',
    "deep arrays": '{"a": ' + "[" * 20_000 + "]" * 20_000 + "}",
    "deep objects": '{"a":' * 10_000 + "1" + "}" * 10_000,
    "a list": "[]",
    "a byte order mark": "\ufeff{}",
}
TYPES = ("", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/json", "*/*")


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(revocation, "_read", frozenset)
    revocation.forget()
    level = telemetry.logger().log_level
    telemetry.logger().setLevel("ERROR")  # a line for each of ten thousand refusals says nothing
    yield
    telemetry.logger().setLevel(level)


def with_bodies() -> Iterator[Door]:
    return (door for door in doors() if door.schema is not None)


def let_in(door: Door, refused_with: tuple[int, ...] = (422,), **more: Any) -> str:
    """What is wrong with how a door meets a bad request; empty when it refuses it and its view hears nothing."""
    found, reached = door.open(door.request(**more))
    if reached:
        return "its view was reached"
    if found["statusCode"] not in refused_with:
        return f"{found['statusCode']} {found['body']}"
    return ""


def stored_names() -> set[str]:
    """Every attribute that any context keeps."""
    assert system().functions
    names, todo = set(TEMPTING), [Item]
    while todo:
        kind = todo.pop()
        todo += kind.__subclasses__()
        names |= {attribute.attr_name for attribute in kind.get_attributes().values()}
    return names | {re.sub(r"_(.)", lambda found: found[1].upper(), name) for name in names}


def test_good_requests_reach_their_views() -> None:
    """So that what the others refuse is refused for its fault."""
    for door in doors():
        if door.schema is not None:
            assert list(validator(door.schema).iter_errors(door.body)) == [], door.route
    shut = {door.route: door.open(door.request())[0]["body"] for door in doors() if not door.open(door.request())[1]}
    assert shut == {}
    assert len(doors()) > 140


def test_no_field_that_is_not_offered_is_taken_anywhere() -> None:
    names = stored_names()
    assert {"password_hash", "expires_at", "fact"} <= names, "the names are read from the stores"
    wrong, tried, free = {}, 0, set()
    for door in with_bodies():
        assert door.schema
        for at, schema in objects(door.schema, door.body):
            if schema.get("additionalProperties") is not False:
                free.add((door.route, str(at[-1])))
                continue
            for name in names - set(schema["properties"]):
                tried += 1
                body = put(door.body, (*at, name), "x")
                if problem := let_in(door, body=body):
                    wrong[f"{door.route} {at} {name}"] = problem
    assert wrong == {}
    assert free == FREE
    assert tried > 5_000


def test_no_value_of_another_type_is_taken_anywhere() -> None:
    wrong, tried = {}, 0
    for door in with_bodies():
        assert door.schema
        fits = validator(door.schema).is_valid
        for at in places_of(door.body):
            for value in WRONG:
                body = put(door.body, at, value)
                if fits(body):
                    continue
                tried += 1
                limit = (422, 413) if len(json.dumps(body)) > MAX_BODY else (422,)
                if problem := let_in(door, limit, raw=json.dumps(body)):
                    wrong[f"{door.route} {at} {value!r:.40}"] = problem
    assert wrong == {}
    assert tried > 2_000


def test_what_is_no_json_of_ours_is_refused_everywhere() -> None:
    wrong = {
        f"{door.route}: {kind}": problem
        for door in with_bodies()
        for kind, raw in RAW.items()
        if (problem := let_in(door, (400, 422), raw=raw))
    }
    assert wrong == {}


def test_large_bodies_and_those_of_another_type_are_refused_everywhere() -> None:
    """A form of another site can only send the types that are refused here."""
    wrong = {}
    for door in with_bodies():
        large = json.dumps(door.body).ljust(MAX_BODY + 1)
        if problem := let_in(door, (413,), raw=large):
            wrong[f"{door.route}: large"] = problem
        for kind in TYPES:
            if problem := let_in(door, (415,), headers={"content-type": kind}):
                wrong[f"{door.route}: {kind}"] = problem
    assert wrong == {}


def test_parameters_are_taken_once_by_their_name_and_type_only() -> None:
    wrong = {}
    for door in doors():
        good = {each["name"]: each for each in door.parameters("query")}
        bad = ["unknown=1", "pk=x", "%23pk=%3A0", "[]=1", "=1"]
        for name, each in good.items():
            bad += [f"{name}=1&{name}=1", f"{name}[]=1"]
            numeric = each["schema"].get("type") == "integer" or "Limit" in each["schema"].get("$ref", "")
            low = "-1" if each["schema"].get("minimum") == 0 else "0"
            bad += (
                [f"{name}={text}" for text in ("x", "", "1.5", "NaN", "%ed%a0%80", low, str(2**63))] if numeric else []
            )
        for query in bad:
            if problem := let_in(door, (422,), query=query):
                wrong[f"{door.route}?{query}"] = problem
    assert wrong == {}


def test_what_cannot_be_an_id_names_nothing_anywhere() -> None:
    wrong = {}
    for door in doors():
        for each in door.parameters("path"):
            fits = validator(each["schema"]).is_valid
            for text in (
                "",
                "x",
                "..",
                "../../etc",
                "%00",
                "\0",
                "A" * 3_000,
                "01K0000000000000000000000A",
                "#pk",
                ":0",
                "\U0001f305",
            ):
                path = {**door.request()["pathParameters"], each["name"]: text}
                if not fits(text) and (problem := let_in(door, (404,), path=path)):
                    wrong[f"{door.route} {each['name']}={text!r:.30}"] = problem
    assert wrong == {}


class Lax(Struct):
    """A body whose author forgot that fields may be tempting."""

    text: str = ""


def test_a_door_that_takes_too_much_is_seen() -> None:
    app = Service("lax")
    app.put("/v1/lax")(take_anything)
    schema = {"type": "object", "properties": {"text": {"type": "string"}}}
    operation = {"requestBody": {"content": {"application/json": {"schema": schema}}}}
    door = Door(app, app.endpoints[0], "PUT /v1/lax", session=False, operation=operation)
    assert let_in(door, body={"text": "x", "role": "admin"})
    assert let_in(door, body={"text": 7}) == ""


def take_anything(body: Lax) -> None:
    """A view."""
