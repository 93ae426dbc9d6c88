"""Two people with profiles on a real DynamoDB API, and what is done to them."""

import json
import os
from typing import Any

from profiles import inbox, profiles

import contracts
from contracts.identity import PersonSignedUp
from kernel.ids import MediaId, PersonId, new_id
from kit.settings import settings
from kit.wire import Table
from support.events import answer, facts, request
from support.tables import client

PAGE = "GET /v1/people/{username}"
PUBLIC = "GET /v1/public/people/{username}"
ALICE, BOB = PersonId(new_id(1)), PersonId(new_id(2))
NAMES = {ALICE: "alice", BOB: "bob"}
NOTHING = dict.fromkeys(
    ("following", "followedBy", "requested", "asked", "blocking", "mutingPosts", "mutingStories", "closeFriend", "me"),
    False,
)


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


def outbox(prefix: str) -> list[dict[str, Any]]:
    """The facts that profiles said in items of their own, oldest first: all but CardChanged."""
    found = client(os.environ["AWS_ENDPOINT_URL"], "dynamodb").scan(
        TableName=f"{prefix}-profiles", ConsistentRead=True
    )["Items"]
    said = [json.loads(item["fact"]["S"]) for item in found if item["pk"]["S"].startswith("OUTBOX#")]
    return sorted(said, key=lambda envelope: envelope["id"])


def told(prefix: str) -> list[str]:
    return [each["type"] for each in outbox(prefix)]


def echo(fact: Any, id_: str) -> None:
    inbox.app(facts(contracts.envelope(fact, actor=None, journey="j", id_=id_)), None)
