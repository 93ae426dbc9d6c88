"""Tables through the thin client, on a real DynamoDB API: what they answer, and what they cost."""

import threading
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import boto3
import botocore.session
import pytest

from kit import wire
from kit.items import item_from_wire, item_to_wire
from kit.meter import item_size, meter_botocore
from kit.wire import Index, Table, Throttled, Unavailable, Wire, WireError, batch_get, metered
from support.emulator import ENVIRONMENT, emulator
from support.fault_server import Say, fault, fault_server

POSTS, PEOPLE = "wire-test-posts", "wire-test-people"
EVERYTHING: dict[str, Any] = {
    "pk": "all",
    "sk": "types",
    "empty": "",
    "text": "héllo 👩‍🚀 שלום #:pk",
    "big": 10**38 - 1,
    "past_63_bits": 2**63,
    "exact": Decimal("0.1000000000000000000000000000000000001"),
    "yes": True,
    "nothing": None,
    "bytes": bytes(range(256)),
    "names": {"a", "b"},
    "numbers": {1, 2, Decimal("2.5")},
    "nested": {"list": [1, [None, {"deep": "x"}]], "": ""},
}


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from emulator(tmp_path_factory)


@pytest.fixture(scope="module")
def tables(endpoint: str) -> Any:
    """The client of botocore that made the two tables: the other witness of these tests."""
    client = boto3.client(
        "dynamodb",
        region_name="eu-central-1",
        endpoint_url=endpoint,
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    for name in (POSTS, PEOPLE):
        client.create_table(
            TableName=name,
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
            AttributeDefinitions=[{"AttributeName": each, "AttributeType": "S"} for each in ("pk", "sk", "by", "at")],
            GlobalSecondaryIndexes=[
                {
                    "IndexName": "by-author",
                    "KeySchema": [
                        {"AttributeName": "by", "KeyType": "HASH"},
                        {"AttributeName": "at", "KeyType": "RANGE"},
                    ],
                    "Projection": {"ProjectionType": "ALL"},
                }
            ],
        )
    for number in range(30):
        item = {"pk": "P", "sk": f"{number:03}", "n": number, "by": "alice", "at": f"{30 - number:03}", "t": "x" * 900}
        client.put_item(TableName=POSTS, Item=item_to_wire(item))
    return client


@pytest.fixture(autouse=True)
def environment(endpoint: str, tables: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, value in {**ENVIRONMENT, "AWS_ENDPOINT_URL": endpoint}.items():
        monkeypatch.setenv(name, value)
    wire.reset()
    yield
    wire.reset()


@pytest.fixture
def posts() -> Table:
    return Table(lambda: POSTS)


def sort_keys(items: Any) -> list[str]:
    return [item["sk"] for item in items]


# Items


def test_every_type_comes_back_and_botocore_reads_the_same(posts: Table, tables: Any) -> None:
    assert posts.put(EVERYTHING)
    assert posts.get("all", "types", consistent=True) == EVERYTHING
    raw = tables.get_item(TableName=POSTS, Key=item_to_wire({"pk": "all", "sk": "types"}))["Item"]
    assert raw["bytes"] == {"B": EVERYTHING["bytes"]}
    raw["bytes"] = item_to_wire(EVERYTHING)["bytes"]
    assert item_from_wire(raw) == EVERYTHING


def test_what_is_not_there_is_none(posts: Table) -> None:
    assert posts.get("all", "nothing") is None
    assert posts.query("nobody").items == []
    assert batch_get([(POSTS, "no", "no")]) == {}
    assert batch_get([]) == {}


def test_a_projection_gives_these_attributes_even_with_odd_names(posts: Table) -> None:
    posts.put({"pk": "odd", "sk": "1", "size": 1, "#:a b.c[0]": 2, "other": 3})
    assert posts.get("odd", "1", project=["size", "#:a b.c[0]"]) == {"size": 1, "#:a b.c[0]": 2}
    assert posts.query("odd", sk_from="0", project=["sk", "size"]).items == [{"sk": "1", "size": 1}]


@pytest.mark.parametrize("text", ["#pk = :pk OR 1", ":pk", "'; drop", '{"S": "P"}', "\u0000", "  "])
def test_values_are_never_part_of_an_expression(posts: Table, text: str) -> None:
    assert posts.query(text, sk_prefix=text).items == []
    posts.put({"pk": text, "sk": text, text: text})
    assert posts.query(text, sk_from=text, sk_to=text).items == [{"pk": text, "sk": text, text: text}]


def test_a_conditional_put_writes_once(posts: Table) -> None:
    assert posts.put({"pk": "once", "sk": "1", "n": 1}, unless_exists=True)
    assert not posts.put({"pk": "once", "sk": "1", "n": 2}, unless_exists=True)
    assert not posts.put({"pk": "once", "sk": "1", "n": 1}, unless_exists=True)
    assert posts.get("once", "1", consistent=True) == {"pk": "once", "sk": "1", "n": 1}
    assert posts.put({"pk": "once", "sk": "1", "n": 3})
    assert posts.get("once", "1", consistent=True) == {"pk": "once", "sk": "1", "n": 3}


def test_of_fifty_conditional_puts_at_once_one_wins(posts: Table) -> None:
    won: list[bool] = []

    def race(number: int) -> None:
        won.append(posts.put({"pk": "race", "sk": "1", "by": str(number), "at": "0"}, unless_exists=True))
        wire.reset()

    threads = [threading.Thread(target=race, args=(number,)) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(won) == [False] * 49 + [True]


# Queries


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, range(30)),
        ({"sk_from": "027"}, [27, 28, 29]),
        ({"sk_to": "002"}, [0, 1, 2]),
        ({"sk_from": "010", "sk_to": "012"}, [10, 11, 12]),
        ({"sk_from": "010", "sk_to": "012", "forward": False}, [12, 11, 10]),
        ({"sk_prefix": "01"}, range(10, 20)),
        ({"sk_prefix": ""}, range(30)),
        ({"limit": 2, "forward": False, "consistent": True}, [29, 28]),
    ],
)
def test_ranges_of_a_partition(posts: Table, given: dict[str, Any], expected: Any) -> None:
    assert sort_keys(posts.query("P", **given)) == [f"{number:03}" for number in expected]


def test_a_prefix_and_a_range_exclude_each_other(posts: Table) -> None:
    with pytest.raises(ValueError, match="exclude each other"):
        posts.query("P", sk_prefix="0", sk_from="1")


def test_pages_follow_each_other_without_gap_or_repeat(posts: Table) -> None:
    seen: list[str] = []
    start = None
    for _ in range(6):
        page = posts.query("P", limit=7, start=start)
        seen += sort_keys(page)
        start = page.last_key
        if start is None:
            break
        assert len(page) == 7
    assert seen == [f"{number:03}" for number in range(30)]


def test_an_index_is_read_by_its_own_keys(posts: Table) -> None:
    index = Index("by-author", "by", "at")
    page = posts.query("alice", index=index, sk_from="005", limit=3)
    assert [item["at"] for item in page] == ["005", "006", "007"]
    assert page.last_key is not None
    after = posts.query("alice", index=index, sk_from="005", limit=1, start=page.last_key)
    assert [item["at"] for item in after] == ["008"]


# Batches


def test_a_batch_spans_tables_and_hundreds(tables: Any) -> None:
    Table(PEOPLE).put({"pk": "alice", "sk": "card", "name": "Alice"})
    keys = [(POSTS, "P", f"{number:03}") for number in range(230)]
    with metered() as m:
        found = batch_get([*keys, (PEOPLE, "alice", "card"), (PEOPLE, "nobody", "card"), *keys[:90]])
    assert m.requests == {"BatchGetItem": 3}
    assert set(found) == {*keys[:30], (PEOPLE, "alice", "card")}
    assert found[PEOPLE, "alice", "card"]["name"] == "Alice"
    assert found[POSTS, "P", "007"]["n"] == 7


def test_keys_left_over_are_asked_again_until_time_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def left(*sort_keys: str) -> Say:
        raw = [item_to_wire({"pk": "p", "sk": sk}) for sk in sort_keys]
        given = [item_to_wire({"pk": "p", "sk": sk}) for sk in "abc" if sk not in sort_keys]
        return Say({"Responses": {"t": given}, "UnprocessedKeys": {"t": {"Keys": raw}} if raw else {}})

    with fault_server() as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL", server.url)
        wire.reset()
        server.will(left("b", "c"), left("c"), Say({"UnprocessedKeys": left("c").body["UnprocessedKeys"]}), left())
        assert len(batch_get([("t", "p", "a"), ("t", "p", "b"), ("t", "p", "c")])) == 3
        assert len(server.seen) == 4

        now = [0.0]
        monkeypatch.setattr("kit.wire.time.monotonic", lambda: now[0])
        monkeypatch.setattr("kit.wire.time.sleep", lambda seconds: now.__setitem__(0, now[0] + seconds + 0.1))
        server.will(*[Say({"UnprocessedKeys": left("c").body["UnprocessedKeys"]})] * 100)
        with pytest.raises(Throttled, match="left over"):
            batch_get([("t", "p", "c")])
        wire.reset()


# Failures


def test_a_table_that_is_not_there_says_so() -> None:
    with pytest.raises(WireError) as caught:
        Table("wire-test-missing").get("a", "b")
    assert caught.value.code == "ResourceNotFoundException"


def test_a_conditional_put_whose_answer_was_lost_is_still_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    item = {"pk": "p", "sk": "s", "n": 1}
    taken = fault("ConditionalCheckFailedException", Item=item_to_wire(item))
    with fault_server() as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL", server.url)
        wire.reset()
        server.will(fault("InternalServerError", 500), taken)
        assert Table("t").put(item, unless_exists=True) is True
        server.will(taken)
        assert Table("t").put(item, unless_exists=True) is False
        server.will(fault("InternalServerError", 500), taken)
        assert Table("t").put({**item, "n": 2}, unless_exists=True) is False
        wire.reset()


def test_an_emulator_that_is_gone_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    wire.reset()
    with pytest.raises(Unavailable):
        Table(POSTS).query("P")


# Other services that speak JSON


def test_parameters_queues_and_the_bus_answer_too(endpoint: str) -> None:
    ssm, sqs, bus = Wire("ssm", "AmazonSSM", "1.1"), Wire("sqs", "AmazonSQS"), Wire("events", "AWSEvents", "1.1")
    try:
        ssm("PutParameter", Name="/t/é", Value="vålue", Type="String")
        assert ssm("GetParameter", Name="/t/é")["Parameter"]["Value"] == "vålue"
        url = sqs("CreateQueue", QueueName="wire-test")["QueueUrl"]
        with metered() as m:
            sqs("SendMessage", QueueUrl=url, MessageBody="hello 👩‍🚀")
        assert m.requests == {"sqs:SendMessage": 1}
        (message,) = sqs("ReceiveMessage", QueueUrl=url)["Messages"]
        assert message["Body"] == "hello 👩‍🚀"
        entry = {"Source": "t", "DetailType": "Said", "Detail": "{}", "EventBusName": "default"}
        assert bus("PutEvents", Entries=[entry])["FailedEntryCount"] == 0
        with pytest.raises(WireError) as caught:
            sqs("SendMessage", QueueUrl=url + "-missing", MessageBody="x")
        assert "NonExistentQueue" in caught.value.code or "QueueDoesNotExist" in caught.value.code
    finally:
        for each in (ssm, sqs, bus):
            each.close()


# What it costs


def test_read_units_go_by_size_even_where_the_emulator_does_not_say(posts: Table) -> None:
    keys = [(POSTS, "P", f"{number:03}") for number in range(8)]
    with metered() as m:
        posts.query("P", limit=20)  # 20 items of about 940 bytes: 18.8 KB, 5 times 4 KB
        posts.get("P", "001")
        posts.get("P", "001", consistent=True)
        posts.get("P", "nothing")
        batch_get([*keys, (POSTS, "P", "nothing")])
        batch_get(keys, consistent=True)
    assert m.read_units == {"Query": 2.5, "GetItem": 0.5 + 1 + 0.5, "BatchGetItem": 9 * 0.5 + 8}
    assert m.requests == {"Query": 1, "GetItem": 3, "BatchGetItem": 2}
    assert (m.total_requests, m.total_read_units, m.total_write_units) == (6, 17.0, 0)


def test_write_units_go_by_size(posts: Table) -> None:
    with metered() as m, metered() as inner:
        posts.put({"pk": "w", "sk": "1", "t": "x" * 2500})
    assert m.write_units == inner.write_units == {"PutItem": 3.0}
    with metered() as later:
        pass
    assert (later.requests, m.requests) == ({}, {"PutItem": 1})


def test_sizes_are_those_of_the_documentation() -> None:
    assert item_size(item_to_wire({"pk": "é", "n": 123, "b": b"abc", "x": None, "y": True})) == 4 + 4 + 4 + 2 + 2
    assert item_size(item_to_wire({"l": [1, "a"], "m": {"k": "v"}, "s": {"ab", "c"}})) == (1 + 3 + 3 + 2) + 7 + 4


def _of_boto3() -> Any:
    return boto3.client("dynamodb")


def _of_session() -> Any:
    session = boto3.Session()
    meter_botocore(session)
    return session.client("dynamodb")


def _of_botocore() -> Any:
    session = botocore.session.get_session()
    meter_botocore(session)
    return session.create_client("dynamodb")


@pytest.mark.parametrize("make", [_of_boto3, _of_session, _of_botocore])
def test_calls_of_botocore_are_counted_the_same(posts: Table, make: Callable[[], Any]) -> None:
    client = make()
    meter_botocore(client)
    meter_botocore(client)
    ask = {"KeyConditionExpression": "pk = :p", "ExpressionAttributeValues": {":p": {"S": "P"}}, "Limit": 20}
    with metered() as m:
        client.query(TableName=POSTS, **ask)
        client.put_item(TableName=POSTS, Item=item_to_wire({"pk": "b", "sk": "1", "b": b"\x00"}))
        client.get_item(TableName=POSTS, Key=item_to_wire({"pk": "b", "sk": "1"}), ConsistentRead=True)
        client.list_tables()
    assert m.requests == {"Query": 1, "PutItem": 1, "GetItem": 1, "ListTables": 1}
    assert (m.read_units, m.write_units) == ({"Query": 2.5, "GetItem": 1.0}, {"PutItem": 1.0})
    client.close()


def test_calls_of_pynamodb_are_counted(endpoint: str) -> None:
    from pynamodb.attributes import UnicodeAttribute
    from pynamodb.models import Model

    class Post(Model):
        class Meta:
            table_name = POSTS
            region = "eu-central-1"
            host = endpoint

        pk = UnicodeAttribute(hash_key=True)
        sk = UnicodeAttribute(range_key=True)
        t = UnicodeAttribute(null=True)

    meter_botocore(Post._get_connection().connection.client)
    with metered() as m:
        Post("y", "1", t="x" * 1500).save()
        assert Post.get("y", "1", consistent_read=True).t == "x" * 1500
        assert len(list(Post.query("P", limit=20))) == 20
    assert m.requests == {"PutItem": 1, "GetItem": 1, "Query": 1}
    assert (m.read_units, m.write_units) == ({"Query": 2.5, "GetItem": 1.0}, {"PutItem": 2.0})
