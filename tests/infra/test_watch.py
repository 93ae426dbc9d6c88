"""The dashboard and the alarms look at what exists: every queue, every reader of a stream, metrics that are counted."""

import json
import re
from typing import Any

from infra.completeness_rules import ENDS, metrics_of
from infra.tree import PREFIX, Resource

from desk import places
from infra import tree

WATCH = "infra/watch.yaml"


def alarms() -> list[Resource]:
    return tree.read(WATCH).of("AWS::CloudWatch::Alarm")


def looked_at(name: str) -> list[str]:
    """The one dimension of every metric of that name that an alarm looks at, without the prefix."""
    found: list[dict[str, Any]] = []
    for alarm in alarms():
        own = alarm.properties
        found += [each["MetricStat"]["Metric"] for each in metrics_of(alarm)] if "Metrics" in own else [own]
    return sorted(
        each["Dimensions"][0]["Value"].removeprefix(f"{PREFIX}-") for each in found if each["MetricName"] == name
    )


def test_every_queue_that_is_worked_through_has_an_alarm_on_its_age() -> None:
    names = [queue.properties["QueueName"] for stack in tree.stacks() for queue in stack.of("AWS::SQS::Queue")]
    working = sorted(name.removeprefix(f"{PREFIX}-") for name in names if not name.endswith(ENDS))
    assert looked_at("ApproximateAgeOfOldestMessage") == working, "add the queue to Backlog or SlowBacklog"


def test_every_reader_of_a_stream_has_an_alarm_on_its_lag() -> None:
    readers = {
        mapping.properties["FunctionName"].removeprefix(f"{PREFIX}-")
        for stack in tree.stacks()
        for mapping in stack.of("AWS::Lambda::EventSourceMapping")
        if "/stream/" in mapping.properties["EventSourceArn"]
    }
    assert looked_at("IteratorAge") == sorted(readers), "add the function to CountsBehind"


def test_our_own_metrics_are_counted_somewhere() -> None:
    body = json.dumps([alarm.properties for alarm in alarms()])
    watched = set(re.findall(r'"MetricName": "(\w+)", "Namespace": "Lambdagram"', body)) | set(
        re.findall(r'"Namespace": "Lambdagram", "MetricName": "(\w+)"', body)
    )
    code = "".join(
        path.read_text()
        for folder in ("functions", "layers/shared/python")
        for path in (places.ROOT / folder).rglob("*.py")
    )
    assert watched == {"MessagesGivenUp", "FactsParked"}
    assert all(f'telemetry.count("{name}"' in code for name in watched)


def test_every_alarm_tells_whom_the_operator_names_and_none_counts_twice() -> None:
    assert all(alarm.properties["AlarmActions"] == ["<AlarmTopic>"] for alarm in alarms())
    assert all(len(metrics_of(alarm)) <= 10 for alarm in alarms()), "CloudWatch takes ten metrics in one alarm"
    names = [alarm.properties["AlarmName"] for alarm in alarms()]
    assert len(set(names)) == len(names)


def test_the_dashboard_is_whole() -> None:
    (dashboard,) = tree.read(WATCH).of("AWS::CloudWatch::Dashboard")
    widgets = json.loads(dashboard.properties["DashboardBody"])["widgets"]
    places_taken = {(each["x"], each["y"]) for each in widgets}
    assert len(places_taken) == len(widgets)
    shown = json.dumps(widgets)
    wanted = ["Count", "4xx", "5xx", "Latency", "Errors", "Duration", "ConcurrentExecutions", "Throttles"]
    wanted += ["ThrottledRequests", "ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits", "FactsParked"]
    wanted += ["ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage", "ConnectCount", "IteratorAge"]
    assert [name for name in wanted if name not in shown] == []
    searches = re.findall(r"SEARCH\('\{[^}]+\} [^']+'", shown)
    assert searches
    assert all(PREFIX in each for each in searches), "another stage's metrics are not ours"
