"""Metrics leave with the invocation that counted them, and a message that is given up is counted."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from kit import telemetry
from kit.consumers import TRIES, each_message


@pytest.fixture(autouse=True)
def fresh_metrics() -> Iterator[None]:
    telemetry.metrics.cache_clear()
    yield
    telemetry.metrics.cache_clear()


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """The embedded metrics among what was printed."""
    printed = [json.loads(line) for line in capsys.readouterr().out.splitlines() if line.startswith("{")]
    return [line for line in printed if "_aws" in line]


def message(tries: int) -> dict[str, Any]:
    return {"messageId": f"m{tries}", "body": "{}", "attributes": {"ApproximateReceiveCount": str(tries)}}


def fail(body: str) -> None:
    raise ValueError(body)


def test_nothing_is_printed_when_nothing_was_counted(capsys: pytest.CaptureFixture[str]) -> None:
    telemetry.leave()
    telemetry.metrics()
    telemetry.leave()
    assert lines(capsys) == []


def test_a_metric_leaves_once(capsys: pytest.CaptureFixture[str]) -> None:
    telemetry.count("FactsParked")
    telemetry.count("FactsParked")
    telemetry.leave()
    telemetry.leave()
    (line,) = lines(capsys)
    assert line["FactsParked"] == [1.0, 1.0]
    assert line["_aws"]["CloudWatchMetrics"][0]["Namespace"] == "Lambdagram"
    assert line["_aws"]["CloudWatchMetrics"][0]["Dimensions"] == [["service"]]


def test_only_the_last_try_of_a_message_is_giving_it_up(capsys: pytest.CaptureFixture[str]) -> None:
    answer = each_message([message(1), message(TRIES - 1)], fail)
    telemetry.leave()
    assert (len(answer["batchItemFailures"]), lines(capsys)) == (2, [])
    each_message([message(TRIES), message(1)], fail)
    telemetry.leave()
    (line,) = lines(capsys)
    assert line["MessagesGivenUp"] == [1.0]


def test_a_message_that_is_handled_at_last_is_not_given_up(capsys: pytest.CaptureFixture[str]) -> None:
    each_message([message(TRIES)], lambda body: None)
    telemetry.leave()
    assert lines(capsys) == []


def test_a_message_that_cannot_be_read_is_not_logged_as_the_one_before() -> None:
    logged: list[dict[str, Any]] = []

    def work(body: str) -> None:
        if body == "poison":
            logged.append(telemetry.logger().get_current_keys())
            raise ValueError(body)
        telemetry.enter("a journey", fact_id="a fact")

    each_message([message(1), {**message(2), "body": "poison"}], work)
    (keys,) = logged
    assert (keys["journey"], "fact_id" in keys) == ("", False)
