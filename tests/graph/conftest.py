"""The cast with usernames, on real tables; and their table's stream, read as the aggregator gets it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from graph import blocks, counts, follows, pulled, requests
from graph.follows import Followed
from graph.model import Work

from kernel.ids import PersonId, new_id
from kit import queues
from kit.batches import delete_all
from kit.consumers import StreamRecord
from kit.items import item_from_wire
from kit.settings import settings
from kit.wire import Table, batch_get, dynamodb
from support.emulator import emulator
from support.tables import client, tables
from views import cards, graph
from views.graph import Digest, FollowCounts
from views.identity import handle_key
from views.profiles import profile_key

THRESHOLD = 5


@pytest.fixture(scope="package")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from emulator(tmp_path_factory)


@dataclass
class World:
    """People who follow each other by the views' functions, and queues and streams that the test moves on by hand."""

    endpoint: str
    people: dict[str, PersonId] = field(default_factory=dict)
    orders: list[tuple[Work, int]] = field(default_factory=list)
    mark: str = ""

    def person(self, name: str) -> PersonId:
        if name not in self.people:
            self.people[name] = PersonId(new_id())
            Table(settings().table("identity")).put(
                {"pk": handle_key(name)[1], "sk": "CARD", "person_id": self.people[name], "username": name}
            )
        return self.people[name]

    def profile(self, name: str, /, **card: Any) -> PersonId:
        """A card as profiles keeps it: `private=True`, `state="suspended"`, `name="Ana"`."""
        person = self.person(name)
        table, pk, sk = profile_key(person)
        Table(table).put({"pk": pk, "sk": sk, "person_id": person, "username": name, **card})
        cards.forget((table, pk, sk))
        return person

    def follow(self, follower: str, followee: str) -> Followed:
        return follows.follow_person(self.person(follower), self._named(followee))

    def unfollow(self, follower: str, followee: str) -> Followed:
        return follows.unfollow_person(self.person(follower), self._named(followee))

    def _named(self, name: str) -> str:
        self.person(name)
        return name

    def block(self, blocker: str, blocked: str) -> None:
        blocks.block_person(self.person(blocker), self._named(blocked))

    def unblock(self, blocker: str, blocked: str) -> None:
        blocks.unblock_person(self.person(blocker), self._named(blocked))

    def approve(self, asked: str, asker: str) -> None:
        requests.approve_request(self.person(asked), self._named(asker))

    def waiting(self) -> set[tuple[str, str]]:
        """(asker, asked) of all requests that are stored."""
        names = {person: name for name, person in self.people.items()}
        rows = (row for row in self.rows() if row["pk"].startswith("ASKS#"))
        return {(names[PersonId(row["pk"].partition("#")[2])], names[PersonId(row["sk"])]) for row in rows}

    def digest(self, name: str) -> Digest:
        key = graph.digest_key(self.person(name))
        return graph.digest_of(batch_get([key], consistent=True).get(key))

    def counts(self, name: str) -> FollowCounts:
        key = graph.counts_key(self.person(name))
        return graph.counts_of(batch_get([key], consistent=True).get(key))

    def rows(self, context: str = "graph") -> list[dict[str, Any]]:
        """Every item of a table: only a test looks at all of them."""
        raw = dynamodb().call("Scan", {"TableName": settings().table(context), "ConsistentRead": True})
        return [item_from_wire(each) for each in raw["Items"]]

    def begin(self) -> tuple[str, str]:
        """Set a mark, to be taken away again: what the stream tells begins after it. Its key."""
        self.mark = f"MARK#{new_id()}"
        Table(settings().table("graph")).put({"pk": self.mark, "sk": "MARK"})
        return self.mark, "MARK"

    def facts(self, name: str) -> list[str]:
        return [row["fact"] for row in self.rows() if f'"type":"{name}' in row.get("fact", "")]

    def edges(self) -> set[tuple[str, str]]:
        names = {person: name for name, person in self.people.items()}
        rows = (row for row in self.rows() if row["pk"].startswith("FOLLOWS#"))
        return {(names[PersonId(row["pk"].partition("#")[2])], names[PersonId(row["sk"])]) for row in rows}

    def stream(self) -> list[StreamRecord]:
        """All changes since the world began, as the stream has them."""
        streams = client(self.endpoint, "dynamodbstreams")
        arn = streams.list_streams(TableName=settings().table("graph"))["Streams"][0]["StreamArn"]
        found = []
        for shard in streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]:
            place = streams.get_shard_iterator(
                StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
            )["ShardIterator"]
            while place:
                answer = streams.get_records(ShardIterator=place)
                found += [_record(shard["ShardId"], each) for each in answer["Records"]]
                place = answer.get("NextShardIterator") if answer["Records"] else None
        (start,) = (n for n, each in enumerate(found, 1) if each.pk == self.mark and each.kind == "REMOVE")
        return found[start:]

    def count(self) -> None:
        """The aggregator reads the whole stream (again)."""
        counts.count(self.stream())

    def work(self, most: int = 100) -> int:
        """Carry out waiting orders of the hand-over, at most `most`; how many were done."""
        done = 0
        while self.orders and done < most:
            pull, _ = self.orders.pop(0)
            done += 1
            pulled.work(pull)
        return done


def _record(shard: str, raw: dict[str, Any]) -> StreamRecord:
    change = raw["dynamodb"]
    keys = item_from_wire(change["Keys"])
    return StreamRecord(
        kind=raw["eventName"],
        shard=shard,
        sequence=change["SequenceNumber"],
        pk=keys["pk"],
        sk=keys["sk"],
        old=item_from_wire(change["OldImage"]) if "OldImage" in change else None,
        new=item_from_wire(change["NewImage"]) if "NewImage" in change else None,
    )


@pytest.fixture(scope="module")
def place(endpoint: str) -> Iterator[str]:
    """Tables for all tests of a module: making them, and clients for them, takes longer than most tests."""
    with tables(endpoint, "graph", "identity", secrets=("cursor-key", "media-key"), PULL_THRESHOLD=str(THRESHOLD)):
        client(endpoint, "dynamodb").create_table(
            TableName=settings().table("profiles"),
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
            AttributeDefinitions=[{"AttributeName": n, "AttributeType": "S"} for n in ("pk", "sk")],
        )
        yield endpoint


@pytest.fixture
def world(place: str, monkeypatch: pytest.MonkeyPatch) -> World:
    """Nobody is there, nothing was said, and the stream begins here."""
    made = World(place)
    for context in ("graph", "identity", "profiles"):
        delete_all(settings().table(context), [(row["pk"], row["sk"]) for row in made.rows(context)])
    delete_all(settings().table("graph"), [made.begin()])

    def send(queue: str, commands: list[Work], *, delay: int = 0) -> None:
        assert queue == "graph-pulled"
        made.orders += [(command, delay) for command in commands]

    monkeypatch.setattr(queues, "send", send)
    # a busy machine may need longer than 5 s for fifty requests
    monkeypatch.setattr(graph, "OWN_CHANGE", timedelta(minutes=1))
    return made
