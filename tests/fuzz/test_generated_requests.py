"""Generated requests, good and bad, to every operation of the document.

No failure of ours, no answer that the document does not know, nothing bad taken, nothing of our insides or of
somebody's private data told.

Security.md, rows 15 and 29. A minute here, ten with `--full`; a seed of one's own by FUZZ_SEED.
"""

import copy
import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from desk.platform import Platform
from support import camera, plain
from support.doors import document
from support.fuzzing import Fuzzed, fuzz
from support.people import Member
from support.refusals import GATEWAYS_OWN

OUT_FOR_GOOD = ("sign_out", "change_password", "leave")
"""Operations after which a member's token opens nothing, so that all that follows would be shut out."""

INSIDES = re.compile(r"Traceback|/var/task|\.py\b|arn:aws|dynamodb|botocore|msgspec|chalice|pynamodb|RuntimeError")
PLANNED = 15
"""Seconds of a run in scripts/test; a member's two, a stranger's and the planted faults come to about a minute."""


@dataclass
class World:
    """Two members who know each other, and what stands in their names."""

    alice: Member
    bob: Member
    names: dict[str, str]


@pytest.fixture(scope="module")
def world(platform: Platform) -> Iterator[World]:
    alice, bob = Member(platform.url, "alice"), Member(platform.url, "bob")
    photo = alice.upload(camera.jpeg(size=(400, 300)), "image/jpeg")
    post = str(alice.publish((photo, "x"), caption=f"hello @{bob.username} #sea")["id"])
    bob.follow(alice)
    alice.follow(bob)
    comment = str(bob.ask("POST", f"/v1/posts/{post}/comments", json={"text": "lovely"})["id"])
    me = alice.profile(alice.username)["person"]["id"]
    names = {"username": alice.username, "post_id": post, "media_id": photo, "comment_id": comment, "person_id": me}
    yield World(alice, bob, names)
    alice.close()
    bob.close()


def told_of(world: World) -> dict[str, Any]:
    """The document, with examples that name what is there."""
    made = copy.deepcopy(document())
    for methods in made["paths"].values():
        for method, operation in methods.items():
            for parameter in operation.get("parameters", ()):
                if parameter["name"] in world.names and method != "delete":
                    parameter["example"] = world.names[parameter["name"]]
    return made


def token_of(member: Member) -> str:
    return str(member.http.headers["authorization"]).removeprefix("Bearer ")


def clean(found: Fuzzed, *secret: str) -> None:
    print(f"seed {found.seed}: {len(found.answers)} answers {found.statuses}")  # noqa: T201 - says how to see it again
    assert found.failures == [], f"seed {found.seed}"
    leaks = [each for each in found.answers if INSIDES.search(each[3]) or any(word in each[3] for word in secret)]
    assert leaks == [], f"seed {found.seed}"
    assert not [each for each in found.answers if each[2] >= 500]


def test_a_members_requests(platform: Platform, world: World, tmp_path: Path) -> None:
    found = fuzz(
        told_of(world), platform.url, tmp_path, seconds=2 * PLANNED, token=token_of(world.bob), leave_out=OUT_FOR_GOOD
    )
    clean(found, f"{world.alice.username}@example.com")
    assert {200, 201, 204, 401, 404, 415, 422} <= set(found.statuses), "all kinds of answers have been seen"
    assert len(found.answers) > 300


def test_a_strangers_requests(platform: Platform, world: World, tmp_path: Path) -> None:
    found = fuzz(told_of(world), platform.url, tmp_path, seconds=PLANNED)
    clean(found, f"{world.alice.username}@example.com", f"{world.bob.username}@example.com")
    members = [path for path, methods in document()["paths"].items() if all(o["security"] for o in methods.values())]
    shapes = [re.compile(re.sub(r"\{[^}]+\}", "[^/?]+", path) + r"(\?.*)?") for path in members]
    let_in = [
        (method, address, status)
        for method, address, status, _ in found.answers
        if status < 400
        and method != "OPTIONS"
        and any(shape.fullmatch(address.removeprefix(platform.url)) for shape in shapes)
    ]
    assert let_in == []


@pytest.mark.full
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("who", ["bob", "alice", "nobody"])
def test_ten_minutes_of_requests(platform: Platform, world: World, tmp_path: Path, who: str) -> None:
    """Each with a fresh token, which lives for ten minutes."""
    seed = os.environ.get("FUZZ_SEED") or str(secrets.randbelow(2**31))
    member = {"bob": world.bob, "alice": world.alice}.get(who)
    token = ""
    if member:
        body = {"refreshToken": member.refresh_token}
        fresh = plain.post(f"{platform.url}/v1/auth/refresh", json=body)
        token = fresh.json()["accessToken"]["value"] if fresh.status_code == 200 else token_of(member)
    clean(fuzz(told_of(world), platform.url, tmp_path, seconds=200, token=token, seed=seed, leave_out=OUT_FOR_GOOD))


def test_the_gateways_own_refusal_is_in_the_document() -> None:
    schema = document()["components"]["responses"]["Unauthenticated"]["content"]["application/json"]["schema"]
    assert schema["properties"]["message"]["const"] == GATEWAYS_OWN[401]["message"]
