"""Each change of a card, whatever it is, adds one to its version and is said with it."""

import json
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from profiles import profiles, store
from profiles.profiles import Description, Picture, Privacy

from contracts.identity import AccountLeaving, AccountStayed, UsernameChanged
from contracts.moderation import PersonReinstated, PersonSuspended
from kernel.errors import NotFound
from kernel.ids import PersonId, new_id
from kit import meter
from kit.settings import settings
from kit.wire import Table
from support.events import delivered
from support.profiles_world import ALICE, BOB, echo, put, signed_up, upload
from support.tables import client
from views.profiles import profile_key


def card(person: PersonId = ALICE) -> dict[str, Any]:
    item = Table(settings().table("profiles")).get(*profile_key(person)[1:], consistent=True)
    assert item is not None
    return item


def said(item: dict[str, Any]) -> tuple[str, PersonId, int]:
    envelope = json.loads(item["fact"])
    return envelope["type"], envelope["fact"]["person"], envelope["fact"]["card"]


CHANGES: list[tuple[str, Callable[[], object]]] = [
    ("described", lambda: profiles.describe_me(ALICE, Description(name="Ada"))),
    ("pictured", lambda: profiles.set_my_avatar(ALICE, Picture(media_id=upload()))),
    ("without a picture", lambda: profiles.remove_my_avatar(ALICE)),
    ("private", lambda: profiles.set_my_privacy(ALICE, Privacy(private=True))),
    ("renamed", lambda: echo(UsernameChanged(person_id=ALICE, old="alice", new="ada"), new_id())),
    ("suspended", lambda: echo(PersonSuspended(person=ALICE), new_id())),
    ("reinstated", lambda: echo(PersonReinstated(person=ALICE), new_id())),
    ("leaving", lambda: echo(AccountLeaving(account=ALICE, people=[ALICE], erase_at=datetime.now(UTC)), new_id())),
    ("staying", lambda: echo(AccountStayed(account=ALICE, people=[ALICE]), new_id())),
    ("ended", lambda: store.end_profile(ALICE)),
]


def test_every_change_is_said_with_its_version(prefix: str) -> None:
    assert said(card()) == ("CardChanged.v1", ALICE, 1), "a new card is a change, too"
    for version, (what, change) in enumerate(CHANGES, 2):
        change()
        assert (card()["version"], said(card())) == (version, ("CardChanged.v1", ALICE, version)), what


@pytest.mark.parametrize(
    "again",
    [
        lambda: profiles.set_my_privacy(ALICE, Privacy(private=False)),
        lambda: echo(UsernameChanged(person_id=ALICE, old="x", new="alice"), new_id(1)),
        lambda: echo(PersonSuspended(person=ALICE), new_id(1)),
        lambda: None,
    ],
)
def test_what_changes_nothing_says_nothing(prefix: str, again: Callable[[], object]) -> None:
    echo(UsernameChanged(person_id=ALICE, old="alice", new="ada"), new_id(2))
    echo(PersonSuspended(person=ALICE), new_id(2))
    echo(PersonReinstated(person=ALICE), new_id(3))
    before = card()
    again()
    assert card() == before


def test_a_card_without_a_version_gets_one(prefix: str) -> None:
    put(profile_key(BOB), person_id=BOB, username="bob")
    profiles.describe_me(BOB, Description(name="Bob"))
    assert (card(BOB)["version"], said(card(BOB))) == (1, ("CardChanged.v1", BOB, 1))


def test_changes_at_once_are_all_counted_and_all_said(endpoint: str, prefix: str) -> None:
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda n: profiles.describe_me(ALICE, Description(name=f"Ada {n}")), range(4)))
    assert card()["version"] == 5
    assert versions_in_stream(prefix) == [1, 2, 3, 4, 5]


def versions_in_stream(prefix: str) -> list[int]:
    endpoint = os.environ["AWS_ENDPOINT_URL"]
    streams = client(endpoint, "dynamodbstreams")
    table = client(endpoint, "dynamodb").describe_table(TableName=f"{prefix}-profiles")["Table"]
    found: list[dict[str, Any]] = []
    for shard in streams.describe_stream(StreamArn=table["LatestStreamArn"])["StreamDescription"]["Shards"]:
        iterator = streams.get_shard_iterator(
            StreamArn=table["LatestStreamArn"], ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        found += streams.get_records(ShardIterator=iterator)["Records"]
    images = [each["dynamodb"].get("NewImage", {}) for each in delivered(found)]
    return [int(item["version"]["N"]) for item in images if item.get("pk", {}).get("S") == f"PERSON#{ALICE}"]


def test_nobody_describes_what_has_ended(prefix: str) -> None:
    assert store.end_profile(ALICE)
    before = card()
    with pytest.raises(NotFound):
        store.describe(ALICE, name="Ada")
    echo(UsernameChanged(person_id=ALICE, old="alice", new="ada"), new_id())
    assert not store.end_profile(ALICE)
    assert card() == before


def test_costs_of_what_others_say(prefix: str) -> None:
    meter.meter_botocore(store.Item._get_connection().connection.client)
    with meter.metered() as seen:
        echo(PersonSuspended(person=ALICE), new_id())
    assert seen.requests == {"BatchGetItem": 1, "UpdateItem": 1}
    with meter.metered() as seen:
        from profiles import inbox

        inbox.app(signed_up(PersonId(new_id())), None)
    assert seen.requests == {"PutItem": 1}, "a card that is new says so itself"
