"""What was given up goes back where it came from, once, and what cannot go back stays and says why."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from desk import redrive as desk_redrive
from desk.cloud import client
from desk.emulator import Access
from desk.redrive import Redrive, named
from desk.terminal import DeskError
from support.emulator import emulator

PREFIX = "lambdagram-redrive"
NOTES = 'import os, boto3\ndef handler(event, context):\n    fails = os.environ["FAILS"]\n'
NOTES += '    if fails == "raise":\n        raise ValueError("poison")\n'
NOTES += '    table = boto3.client("dynamodb", endpoint_url=os.environ["STORE"], region_name="us-east-1")\n'
NOTES += '    for r in event["Records"]:\n'
NOTES += '        key = r["dynamodb"]["SequenceNumber"] + "/" + event["shardId"] + "/" + r["eventName"]\n'
NOTES += '        table.put_item(TableName="seen", Item={"pk": {"S": key}, "sk": r["dynamodb"]["Keys"]["sk"]})\n'
NOTES += '    return {"batchItemFailures": [{"itemIdentifier": "1"}] if fails == "partly" else []}\n'


@pytest.fixture(scope="module")
def access(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Access]:
    for endpoint in emulator(tmp_path_factory):
        yield Access(endpoint, key="test", secret="test")


@pytest.fixture
def redrive(access: Access) -> Redrive:
    return Redrive(access, PREFIX, rate=10_000)


Queue = Callable[[str], str]


@pytest.fixture
def queue(access: Access) -> Iterator[Queue]:
    """Makes a queue of the stage; all are removed at the end."""
    sqs, made = client(access, "sqs"), []

    def make(name: str, **attributes: str) -> str:
        made.append(sqs.create_queue(QueueName=f"{PREFIX}-{name}", Attributes=attributes)["QueueUrl"])
        return str(made[-1])

    yield make
    for url in made:
        sqs.delete_queue(QueueUrl=url)


def send(access: Access, url: str, *bodies: str) -> None:
    for body in bodies:
        client(access, "sqs").send_message(QueueUrl=url, MessageBody=body)


def lying_in(access: Access, url: str) -> list[str]:
    """What a queue holds, sorted; it is empty afterwards."""
    sqs, found = client(access, "sqs"), []
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        for message in messages:
            found.append(message["Body"])
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return sorted(found)


def test_messages_go_back_to_their_queue_once(access: Access, redrive: Redrive, queue: Queue) -> None:
    origin, dead = queue("feed-inbox"), queue("feed-inbox-dead")
    send(access, dead, *(f"message {number}" for number in range(25)))
    assert redrive.waiting() == {"feed-inbox-dead": 25}
    done = redrive.run("feed-inbox-dead")
    assert (done.moved, done.kept) == (25, [])
    assert redrive.waiting() == {"feed-inbox-dead": 0}
    assert lying_in(access, origin) == sorted(f"message {number}" for number in range(25))
    assert redrive.run("feed-inbox-dead").moved == 0


def test_what_sqs_gave_up_itself_goes_back_too(access: Access, redrive: Redrive, queue: Queue) -> None:
    dead = queue("strays-dead")
    arn = client(access, "sqs").get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]
    policy = json.dumps({"deadLetterTargetArn": arn["QueueArn"], "maxReceiveCount": 1})
    origin = queue("feed-other", RedrivePolicy=policy, VisibilityTimeout="0")  # type: ignore[call-arg]
    send(access, origin, "tried")
    for _ in range(3):
        client(access, "sqs").receive_message(QueueUrl=origin)
    assert redrive.waiting() == {"strays-dead": 1}
    assert redrive.run("strays-dead").moved == 1, "SQS notes the source, whatever the queues are called"
    assert lying_in(access, origin) == ["tried"]


def test_a_message_without_a_home_stays(access: Access, redrive: Redrive, queue: Queue) -> None:
    send(access, queue("old-inbox-dead"), "a", "b")
    done = redrive.run("old-inbox-dead")
    assert done.moved == 0
    assert done.kept == [f"there is no queue {PREFIX}-old-inbox to go back to"] * 2
    assert redrive.waiting() == {"old-inbox-dead": 2}, "and can be looked at at once"


def test_an_interruption_loses_nothing(
    access: Access, redrive: Redrive, queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    origin, dead = queue("feed-inbox"), queue("feed-inbox-dead")
    send(access, dead, "1", "2", "3", "4")
    passed = iter([None, KeyboardInterrupt()])

    def interrupt(_seconds: float) -> None:
        if signal := next(passed):
            raise signal

    monkeypatch.setattr(desk_redrive, "sleep", interrupt)
    with pytest.raises(KeyboardInterrupt):
        redrive.run("feed-inbox-dead")
    monkeypatch.undo()
    assert redrive.waiting() == {"feed-inbox-dead": 2}
    redrive.run("feed-inbox-dead")
    assert lying_in(access, origin) == ["1", "2", "3", "4"]


def test_one_killed_between_send_and_delete_sends_again(
    access: Access, redrive: Redrive, queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    origin, dead = queue("feed-inbox"), queue("feed-inbox-dead")
    send(access, dead, "once")

    def killed(_redrive: Redrive, name: str, message: dict[str, Any]) -> None:
        send_again(redrive, name, message)
        raise KeyboardInterrupt

    send_again = Redrive._send_again
    monkeypatch.setattr(Redrive, "_send_again", killed)
    with pytest.raises(KeyboardInterrupt):
        redrive.run("feed-inbox-dead")
    monkeypatch.undo()
    redrive.run("feed-inbox-dead")
    assert lying_in(access, origin) == ["once", "once"], "twice rather than not at all: consumers count it once"


def test_parked_facts_are_said_again_and_poison_stays(access: Access, redrive: Redrive, queue: Queue) -> None:
    heard, parked = queue("heard"), queue("relay-parked")
    events = client(access, "events")
    events.create_event_bus(Name=f"{PREFIX}-bus")
    pattern = json.dumps({"source": ["lambdagram.posts"], "detail-type": ["PostLiked.v1"]})
    events.put_rule(Name="heard", EventBusName=f"{PREFIX}-bus", EventPattern=pattern)
    arn = client(access, "sqs").get_queue_attributes(QueueUrl=heard, AttributeNames=["QueueArn"])["Attributes"]
    targets = [{"Id": "heard", "Arn": arn["QueueArn"]}]
    events.put_targets(Rule="heard", EventBusName=f"{PREFIX}-bus", Targets=targets)
    fact = {"id": "f1", "type": "PostLiked.v1", "context": "posts", "occurredAt": "2026-11-22T12:00:00.000Z"}
    text = json.dumps(fact)
    send(access, parked, json.dumps({"fact": text, "reason": "ThrottlingException"}))
    send(access, parked, json.dumps({"fact": "{not a fact", "reason": "JSON is malformed"}))
    done = redrive.run("relay-parked")
    assert (done.moved, len(done.kept)) == (1, 1)
    assert "it holds no fact" in done.kept[0]
    (said,) = lying_in(access, heard)
    assert json.loads(said)["detail"] == fact
    assert redrive.waiting() == {"relay-parked": 1}


# Batches of a stream


@pytest.fixture(scope="module")
def stream(access: Access) -> str:
    """The stream of a table with five changes."""
    dynamodb = client(access, "dynamodb")
    schema = [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}]
    types = [{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")]
    common: dict[str, Any] = {"KeySchema": schema, "AttributeDefinitions": types, "BillingMode": "PAY_PER_REQUEST"}
    dynamodb.create_table(TableName="seen", **common)
    images = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
    made = dynamodb.create_table(TableName=f"{PREFIX}-posts", StreamSpecification=images, **common)
    for number in range(5):
        item = {"pk": {"S": "POST#1"}, "sk": {"S": str(number)}, "raw": {"B": b"\x00\x01"}}
        dynamodb.put_item(TableName=f"{PREFIX}-posts", Item=item)
    return str(made["TableDescription"]["LatestStreamArn"])


def function(access: Access, name: str, fails: str = "") -> str:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("notes.py", NOTES)
    made = client(access, "lambda").create_function(
        FunctionName=f"{PREFIX}-{name}",
        Runtime="python3.13",
        Role="arn:aws:iam::000000000000:role/any",
        Handler="notes.handler",
        Code={"ZipFile": packed.getvalue()},
        Environment={"Variables": {"FAILS": fails, "STORE": str(access.endpoint)}},
        Timeout=20,
    )
    return str(made["FunctionArn"])


def sequences(access: Access, stream: str) -> tuple[str, list[str]]:
    """The stream's one shard, and the sequence numbers of its records."""
    streams = client(access, "dynamodbstreams")
    shard = streams.describe_stream(StreamArn=stream)["StreamDescription"]["Shards"][0]["ShardId"]
    iterator = streams.get_shard_iterator(StreamArn=stream, ShardId=shard, ShardIteratorType="TRIM_HORIZON")
    records = streams.get_records(ShardIterator=iterator["ShardIterator"])["Records"]
    return shard, [record["dynamodb"]["SequenceNumber"] for record in records]


def note(function: str, stream: str, shard: str, first: str, last: str, count: int) -> str:
    """The note of a batch that was given up, as Lambda sends it to its OnFailure destination."""
    batch = {"shardId": shard, "startSequenceNumber": first, "endSequenceNumber": last, "batchSize": count}
    return json.dumps(
        {
            "requestContext": {"functionArn": function, "condition": "RetryAttemptsExhausted"},
            "version": "1.0",
            "DDBStreamBatchInfo": {**batch, "streamArn": stream},
        }
    )


def test_a_batch_is_read_again_and_handed_to_its_function(
    access: Access, redrive: Redrive, queue: Queue, stream: str
) -> None:
    shard, numbers = sequences(access, stream)
    send(access, queue("posts-counts-dead"), note(function(access, "counts"), stream, shard, numbers[1], numbers[3], 3))
    done = redrive.run("posts-counts-dead")
    assert (done.moved, done.kept) == (1, [])
    seen = client(access, "dynamodb").scan(TableName="seen")["Items"]
    assert sorted(row["sk"]["S"] for row in seen) == ["1", "2", "3"]
    assert {row["pk"]["S"].split("/", 1)[1] for row in seen} == {f"{shard}/INSERT"}


@pytest.mark.parametrize(("fails", "sentence"), [("raise", "fails again"), ("partly", "does not take 1 of 5")])
def test_a_batch_that_fails_again_stays(
    access: Access, redrive: Redrive, queue: Queue, stream: str, fails: str, sentence: str
) -> None:
    shard, numbers = sequences(access, stream)
    name = function(access, f"counts-{fails}", fails)
    send(access, queue("posts-counts-dead"), note(name, stream, shard, numbers[0], numbers[-1], 5))
    done = redrive.run("posts-counts-dead")
    assert done.moved == 0
    assert sentence in done.kept[0]
    assert redrive.waiting() == {"posts-counts-dead": 1}


def test_a_batch_that_the_stream_no_longer_has_is_said_plainly(
    access: Access, redrive: Redrive, queue: Queue, stream: str
) -> None:
    shard, numbers = sequences(access, stream)
    gone = stream.replace(f"{PREFIX}-posts", f"{PREFIX}-gone")
    send(access, queue("relay-dead"), note("arn:aws:lambda:x:0:function:f", gone, shard, numbers[0], numbers[1], 2))
    done = redrive.run("relay-dead")
    assert done.moved == 0
    assert "the stream has lost its 2 records" in done.kept[0]
    assert "scripts/rebuild" in done.kept[0]


# The command


def test_queues_are_named_as_people_name_them() -> None:
    known = ["feed-inbox-dead", "relay-dead", "relay-parked"]
    assert [named(name, known) for name in ("feed-inbox", "relay-parked", "relay")] == [
        "feed-inbox-dead",
        "relay-parked",
        "relay-dead",
    ]
    with pytest.raises(DeskError, match="There are: feed-inbox-dead"):
        named("nothing", known)


def test_the_command_lists_and_says_what_stays(
    access: Access, queue: Queue, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def command(*arguments: str) -> int:
        stage = ["--stage", "redrive", "--endpoint", str(access.endpoint)]
        monkeypatch.setattr("sys.argv", ["redrive", *arguments, *stage])
        return desk_redrive.main()

    with pytest.raises(DeskError, match="Is that stage deployed"):
        command("--list")
    send(access, queue("lost-dead"), "a")
    queue("feed-inbox-dead")
    assert command("--list") == 0
    assert "1  lost-dead" in capsys.readouterr().out
    assert command() == 1
    assert "lost-dead: 0 went back, 1 stay" in capsys.readouterr().out
    assert command("feed-inbox") == 0
