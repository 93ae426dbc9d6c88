"""Orders through a real queue and facts through a real bus."""

import json

import msgspec
import pytest
from feed import fan_out
from feed.rows import Deliver

from contracts import decode
from contracts.feed import TimelinesGrew
from kernel.ids import PostId, new_id
from kit import bus, queues
from kit.settings import settings
from kit.wire import Unavailable, Wire
from support import events
from support.feed_world import ALICE, BOB
from support.tables import client, tables


def test_orders_arrive_in_the_queue_and_are_taken_from_it(endpoint: str) -> None:
    with tables(endpoint, "feed") as prefix:
        sqs = client(endpoint, "sqs")
        address = sqs.create_queue(QueueName=f"{prefix}-feed-fan-out")["QueueUrl"]
        post = PostId(new_id())
        queues.send("feed-fan-out", [Deliver(post, ALICE, shard) for shard in range(23)])
        found = []
        while more := sqs.receive_message(QueueUrl=address, MaxNumberOfMessages=10).get("Messages"):
            found += [json.loads(each["Body"])["command"] for each in more]
        assert sorted(each["shard"] for each in found) == list(range(23))
        assert msgspec.convert(found[0], Deliver).post_id == post


def test_a_delayed_order_waits(endpoint: str) -> None:
    with tables(endpoint, "feed") as prefix:
        sqs = client(endpoint, "sqs")
        address = sqs.create_queue(QueueName=f"{prefix}-feed-settle")["QueueUrl"]
        queues.send("feed-settle", [Deliver(PostId(new_id()), ALICE, 0)], delay=60)
        counts = sqs.get_queue_attributes(QueueUrl=address, AttributeNames=["ApproximateNumberOfMessagesDelayed"])
        assert counts["Attributes"]["ApproximateNumberOfMessagesDelayed"] == "1"


def test_an_order_that_the_queue_refuses_is_not_passed_over(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with tables(endpoint, "feed") as prefix:
        client(endpoint, "sqs").create_queue(QueueName=f"{prefix}-feed-fan-out")
        whole = Wire.call

        def call(self: Wire, operation: str, payload: dict[str, object]) -> dict[str, object]:
            if operation == "SendMessageBatch":
                return {"Failed": [{"Id": "0", "Code": "InternalError", "SenderFault": False}]}
            return whole(self, operation, payload)

        monkeypatch.setattr(Wire, "call", call)
        with pytest.raises(Unavailable):
            queues.send("feed-fan-out", [Deliver(PostId(new_id()), ALICE, 0)])


def test_a_fact_reaches_those_whom_a_rule_of_the_bus_sends_it_to(endpoint: str) -> None:
    with tables(endpoint, "feed") as prefix:
        sqs, eventbridge = client(endpoint, "sqs"), client(endpoint, "events")
        address = sqs.create_queue(QueueName=f"{prefix}-listener")["QueueUrl"]
        arn = sqs.get_queue_attributes(QueueUrl=address, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        eventbridge.create_event_bus(Name=settings().bus)
        pattern = {"source": ["lambdagram.feed"], "detail-type": ["TimelinesGrew.v1"]}
        rule = {"Name": f"{prefix}-r", "EventBusName": settings().bus}
        eventbridge.put_rule(**rule, EventPattern=json.dumps(pattern))
        eventbridge.put_targets(
            Rule=rule["Name"], EventBusName=settings().bus, Targets=[{"Id": "listener", "Arn": arn}]
        )
        fact, id_ = TimelinesGrew(post_id=PostId(new_id()), author=ALICE, people=[BOB]), new_id()
        bus.say(fact, actor=ALICE, id_=id_)
        (message,) = sqs.receive_message(QueueUrl=address, WaitTimeSeconds=2)["Messages"]
        heard = decode(json.dumps(json.loads(message["Body"])["detail"]), TimelinesGrew)
        assert (heard.fact, heard.id, heard.actor, heard.context) == (fact, id_, ALICE, "feed")


def test_a_fact_that_the_bus_refuses_is_not_passed_over(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with tables(endpoint, "feed"):
        monkeypatch.setattr(Wire, "call", lambda *_: {"FailedEntryCount": 1, "Entries": [{"ErrorCode": "Internal"}]})
        with pytest.raises(Unavailable):
            bus.say(TimelinesGrew(post_id=PostId(new_id()), author=ALICE, people=[BOB]), actor=ALICE, id_=new_id())


def test_an_order_that_nobody_can_read_is_reported(endpoint: str) -> None:
    with tables(endpoint, "feed"):
        assert fan_out.app(events.queue("{}"), None) == {"batchItemFailures": [{"itemIdentifier": "m0"}]}
