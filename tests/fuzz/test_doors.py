"""The doors of a running platform, from outside: spellings of a path, methods, other sites, reading, the log.

Security.md, rows 13, 25, 26 and 30. What can be seen without a platform is in tests/security.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from desk.platform import Platform
from support import camera, plain
from support.doors import Door, doors
from support.people import PASSWORD, Member, eventually

EVIL = (
    "https://evil.example", "null", "http://localhost.evil.example", "http://evil-localhost", "https://localhost",
    "http://localhost:1", "http://media.localhost", "file://", "http://localhost@evil.example",
)  # fmt: skip
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
NO_ROUTES = ("TRACE", "CONNECT", "PROPFIND", "LOCK")


@pytest.fixture(scope="module")
def alice(platform: Platform) -> Iterator[Member]:
    alice = Member(platform.url, "alice")
    yield alice
    alice.close()


@pytest.fixture(scope="module")
def names(alice: Member) -> dict[str, str]:
    """What fills the names in paths: things that are there."""
    photo = alice.upload(camera.jpeg(size=(400, 300)), "image/jpeg")
    post = str(alice.publish((photo, "x"), caption="hello #sea")["id"])
    comment = str(alice.ask("POST", f"/v1/posts/{post}/comments", json={"text": "first"})["id"])
    me = alice.profile(alice.username)["person"]["id"]
    return {"username": alice.username, "post_id": post, "media_id": photo, "comment_id": comment, "person_id": me}


def address(door: Door, names: dict[str, str]) -> str:
    """A path that the route serves, with things that are there where they are known."""
    given = {**door.request()["pathParameters"], **names}
    path = re.sub(r"\{([^}]+)\}", lambda found: given[found[1]], door.route.partition(" ")[2])
    query = door.request()["rawQueryString"]
    return f"{path}?{query}" if query else path


def test_other_spellings_of_a_path_are_no_way_in(alice: Member, names: dict[str, str]) -> None:
    """A slash at the end, another version, two slashes, other letters: the gateway knows one spelling of each."""
    wrong = {}
    for door in (door for door in doors() if door.session and door.endpoint.method == "GET"):
        path = address(door, names).partition("?")[0]
        rest = path.removeprefix("/v1")
        for other in (
            f"{path}/",
            f"/v0{rest}",
            f"/v2{rest}",
            f"/V1{rest}",
            f"/v1/{rest}",
            f"{path}//",
            f"/v1%2f{rest[1:]}",
        ):
            for headers in ({}, {"authorization": alice.http.headers["authorization"]}):
                found = plain.get(f"{alice.url}{other}", headers=headers)
                if found.status_code < 400 and "json" in found.headers.get("content-type", ""):
                    wrong[f"{other} {bool(headers)}"] = f"{found.status_code} {found.text[:100]}"
    assert wrong == {}


def test_methods_that_a_path_does_not_have_do_nothing(alice: Member, names: dict[str, str]) -> None:
    wrong = {}
    offered: dict[str, set[str]] = {}
    for door in doors():
        offered.setdefault(address(door, names).partition("?")[0], set()).add(door.endpoint.method)
    for path, methods in offered.items():
        for method in set(METHODS) - methods:
            found = alice.http.request(method, path, headers={"x-http-method-override": min(methods)})
            if found.status_code not in (404, 405):
                wrong[f"{method} {path}"] = f"{found.status_code} {found.text[:100]}"
    path = f"/v1/posts/{names['post_id']}"
    odd = {method: alice.http.request(method, path).status_code for method in NO_ROUTES if method != "CONNECT"}
    assert wrong == {}
    assert all(status >= 400 for status in odd.values()), odd


@pytest.mark.parametrize("origin", EVIL)
def test_no_other_site_is_let_near_credentials(alice: Member, names: dict[str, str], origin: str) -> None:
    """Any site may ask what anybody may read; a cookie is never sent along, and no origin is named back."""
    headers = {"origin": origin, "access-control-request-method": "POST", "access-control-request-headers": "x-evil"}
    asked = [
        alice.http.get(f"/v1/posts/{names['post_id']}", headers={"origin": origin}),
        plain.get(f"{alice.url}/v1/public/posts/{names['post_id']}", headers={"origin": origin}),
        plain.post(f"{alice.url}/v1/auth/refresh", json={}, headers={"origin": origin, "x-session-in": "cookie"}),
        plain.post(f"{alice.url}/v1/auth/sign-in", json={}, headers={"origin": origin}),
        plain.get(f"{alice.url}/v1/no-such-thing", headers={"origin": origin}),
        plain.options(f"{alice.url}/v1/auth/refresh", headers=headers),
        plain.options(f"{alice.url}/v1/posts", headers=headers),
    ]
    for found in asked:
        assert found.headers.get("access-control-allow-credentials") != "true", found.request.url
        assert found.headers.get("access-control-allow-origin", "*") == "*", found.request.url
        assert "x-evil" not in found.headers.get("access-control-allow-headers", ""), found.request.url


def test_a_form_of_another_site_does_nothing(alice: Member) -> None:
    """What a browser sends without asking first: a form, with the cookie of a signed-in browser."""
    body = {"login": f"{alice.username}@example.com", "password": PASSWORD}
    browser = plain.post(f"{alice.url}/v1/auth/sign-in", json=body, headers={"x-session-in": "cookie"})
    cookie = browser.headers["set-cookie"]
    assert all(word in cookie for word in ("HttpOnly", "Secure", "SameSite=Strict", "Path=/v1/auth"))
    sent = {"cookie": cookie.partition(";")[0], "origin": "https://evil.example"}
    for door in (door for door in doors() if door.endpoint.method == "POST"):
        path = address(door, {})
        found = plain.post(f"{alice.url}{path}", data={"a": "1"}, headers=sent)
        free = not door.session and door.schema is None  # asks for something that anybody may ask for
        assert found.status_code >= 400 or free, f"{door.route}: {found.status_code}"


def test_reading_changes_nothing(platform: Platform, alice: Member, names: dict[str, str]) -> None:
    eventually(lambda: (tables(platform), tables(platform)), lambda seen: seen[0] == seen[1], seconds=30)
    for door in (door for door in doors() if door.endpoint.method == "GET"):
        found = alice.http.get(address(door, names)) if door.session else plain.get(alice.url + address(door, names))
        assert found.status_code < 500, f"{door.route}: {found.text}"
    before = tables(platform)
    for door in (door for door in doors() if door.endpoint.method == "GET"):
        alice.http.get(address(door, names))
    after = tables(platform)
    assert {name: after[name] for name in after if after[name] != before[name]} == {}
    alice.ask("PUT", f"/v1/posts/{names['post_id']}/like")
    assert tables(platform) != after, "a change would have been seen"


def tables(platform: Platform) -> dict[str, str]:
    """Table → a fingerprint of all that it holds."""
    store = platform.clients().dynamodb
    found = {}
    for name in store.list_tables()["TableNames"]:
        items = [item for page in store.get_paginator("scan").paginate(TableName=name) for item in page["Items"]]
        rows = sorted(json.dumps(item, sort_keys=True, default=lambda value: bytes(value).hex()) for item in items)
        found[name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


def test_no_secret_is_in_any_log(platform: Platform) -> None:
    """Passwords, tokens, tickets and addresses that were really used, in every way that they come in."""
    member = Member(platform.url, "canary")
    contact = f"{member.username}@example.com"
    secrets = [PASSWORD, contact, member.refresh_token]
    secrets.append(str(member.http.headers["authorization"]).removeprefix("Bearer "))
    secrets.append(str(member.ask("POST", "/v1/socket-tickets")["ticket"]))
    wrong = "a wrong passw0rd of the canary"
    for login, password in ((contact, wrong), (wrong, PASSWORD), (contact, PASSWORD)):
        plain.post(f"{platform.url}/v1/auth/sign-in", json={"login": login, "password": password})
    plain.post(f"{platform.url}/v1/auth/password/forgotten", json={"login": contact})
    plain.post(f"{platform.url}/v1/auth/password/reset", json={"token": wrong, "password": wrong})
    plain.post(f"{platform.url}/v1/auth/sign-in", content=json.dumps(wrong), headers={"content-type": "text/plain"})
    fresh = plain.post(f"{platform.url}/v1/auth/refresh", json={"refreshToken": member.refresh_token})
    secrets += [fresh.json()["refreshToken"]["value"], fresh.json()["accessToken"]["value"], wrong]
    member.ask("GET", f"/v1/feed?cursor={wrong.replace(' ', '+')}", status=422)
    member.close()
    lines = eventually(lambda: logged(platform), lambda found: any("/v1/auth/refresh" in line for line in found))
    told = [(secret[:12], line[:300]) for secret in secrets for line in lines if secret in line]
    assert told == []
    assert len(lines) > 20


def logged(platform: Platform) -> list[str]:
    """Every line of every function's log."""
    logs: Any = platform.clients().logs
    groups = [group["logGroupName"] for group in logs.describe_log_groups()["logGroups"]]
    return [
        event["message"]
        for group in groups
        for page in logs.get_paginator("filter_log_events").paginate(logGroupName=group)
        for event in page["events"]
    ]
