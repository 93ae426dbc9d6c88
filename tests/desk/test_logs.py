"""Logs are read as people read them: one line a record, one journey over all functions, nothing of Lambda's own."""

import json
import time
from collections.abc import Iterator

import pytest

from desk import logs as desk_logs
from desk.cloud import client
from desk.emulator import Access
from desk.logs import Line, Logs, moment_of, readable, shown
from desk.terminal import DeskError
from support.emulator import emulator

PREFIX = "lambdagram-logs"


def record(message: str, journey: str = "", **facts: object) -> str:
    known = {"level": "INFO", "message": message, "timestamp": "2026-11-22 12:00:00,000+0000", "service": "lambdagram"}
    return json.dumps({**known, **({"journey": journey} if journey else {}), **facts})


@pytest.fixture(scope="module")
def access(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Access]:
    for endpoint in emulator(tmp_path_factory):
        access = Access(endpoint, key="test", secret="test")
        _write(access, "posts-likes", "START RequestId: r1", record("served", "j1", status=204), "END RequestId: r1")
        _write(access, "feed-fan-out", record("handled", "j1", failed=0), record("handled", "j2", failed=1))
        _write(access, "feed-inbox", json.dumps({"_aws": {"Timestamp": 1}, "MessagesGivenUp": [1]}), "plain words")
        yield access


def _write(access: Access, function: str, *lines: str) -> None:
    logs = client(access, "logs")
    group = f"/aws/lambda/{PREFIX}-{function}"
    logs.create_log_group(logGroupName=group)
    logs.create_log_stream(logGroupName=group, logStreamName="one")
    events = [{"timestamp": int(time.time() * 1000), "message": line} for line in lines]
    logs.put_log_events(logGroupName=group, logStreamName="one", logEvents=events)


def ask(access: Access, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    stage = ["--stage", "logs", "--endpoint", str(access.endpoint)]
    monkeypatch.setattr("sys.argv", ["logs", *arguments, *stage])
    return desk_logs.main()


def test_functions_are_found_by_name_and_by_context(access: Access) -> None:
    logs = Logs(access, PREFIX)
    assert sorted(logs.groups()) == ["feed.fan-out", "feed.inbox", "posts.likes"]
    assert sorted(logs.groups("feed")) == ["feed.fan-out", "feed.inbox"]
    assert sorted(logs.groups("feed.fan_out")) == ["feed.fan-out"]


def test_a_journey_is_followed_over_all_functions(
    access: Access, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ask(access, monkeypatch, "--journey", "j1") == 0
    lines = capsys.readouterr().out.splitlines()
    assert sorted(line.split()[1] for line in lines) == ["feed.fan-out", "posts.likes"]
    assert all(line.endswith("journey=j1") for line in lines)


def test_lines_of_lambda_and_metrics_are_left_out_unless_asked_for(
    access: Access, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(access, monkeypatch)
    text = capsys.readouterr().out
    assert "plain words" in text
    assert "RequestId" not in text
    assert "_aws" not in text
    ask(access, monkeypatch, "--all")
    assert "END RequestId: r1" in (text := capsys.readouterr().out)
    assert "_aws" in text


def test_a_function_that_never_wrote_is_said_to(access: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DeskError, match=r"posts.nothing has written nothing. Known are: .*posts.likes"):
        ask(access, monkeypatch, "posts.nothing")


def test_lines_can_be_let_go(access: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ask(access, monkeypatch, "--keep", "14") == 0
    groups = client(access, "logs").describe_log_groups(logGroupNamePrefix=f"/aws/lambda/{PREFIX}")["logGroups"]
    assert {group["retentionInDays"] for group in groups} == {14}


def test_a_record_is_one_line_and_a_failure_has_its_traceback() -> None:
    line = Line(1_795_348_800_123, "posts.likes", record("served", "j1", status=204, route="PUT /v1/x"))
    wanted = "12:00:00.123 posts.likes INFO served status=204 route=PUT /v1/x journey=j1"
    assert " ".join(readable(line).split()) == wanted
    failed = Line(0, "posts.likes", record("failed", exception="Traceback\nValueError: x"))
    assert readable(failed).splitlines()[1:] == ["    Traceback", "    ValueError: x"]
    assert list(shown([failed], journey="j9")) == []


def test_how_far_back_is_said_in_words() -> None:
    assert moment_of("2h", 10_000.0) == 2_800_000
    with pytest.raises(DeskError, match="such as 10m"):
        moment_of("yesterday", 0)
