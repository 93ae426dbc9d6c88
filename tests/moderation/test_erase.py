"""What moderation forgets of an erased person, and what it keeps."""

import json
import os
from collections.abc import Iterator
from typing import Any

import pytest
from moderation import erase, keys, reads, store
from moderation.model import Report

from kernel import clock
from kernel.ids import PersonId, new_id
from kit.steps import Work
from kit.wire import Table
from support.emulator import emulator
from support.tables import client, tables

EVE, BOB = PersonId(new_id()), PersonId(new_id())


@pytest.fixture(scope="module")
def prefix(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    for endpoint in emulator(tmp_path_factory):
        with tables(endpoint, "moderation") as prefix:
            yield prefix


def report(by: PersonId, subject: str, text: str) -> None:
    at = clock.stamp(clock.now())
    store.add_report(Report(report_id=new_id(), reporter=by, subject=subject, reason="spam", text=text, at=at), BOB)


def whole(prefix: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client(os.environ["AWS_ENDPOINT_URL"], "dynamodb").scan(
        TableName=f"{prefix}-moderation", ConsistentRead=True
    )["Items"]
    return found


def test_words_notes_and_suspensions_go_and_cases_keep_their_numbers(prefix: str) -> None:
    subjects = [f"account~{PersonId(new_id())}" for _ in range(erase.PAGE + 3)]
    for each in subjects:
        report(EVE, each, "what eve wrote")
    report(BOB, subjects[0], "what bob wrote")
    table = Table(f"{prefix}-moderation")
    until = clock.stamp(clock.now())
    table.put({"pk": keys.person(EVE), "sk": keys.SUSPENSION, "person": EVE, "until": until, "active": True})
    table.put({"pk": keys.person(EVE), "sk": f"{keys.NOTE}{new_id()}", "by": BOB, "text": "a note about eve"})
    table.put({"pk": keys.DUE, "sk": keys.due(until, EVE)})
    table.put({"pk": keys.STAFF, "sk": EVE, "username": "eve", "roles": "moderator"})
    for _ in range(2):
        for _, work in erase.app.classes:
            after: str | None = ""
            while after is not None:
                after = work(Work(account=EVE, person=EVE, turn=1, after=after or None)).after
    left = whole(prefix)
    text = json.dumps(left)
    assert "what eve wrote" not in text
    assert "a note about eve" not in text
    assert "what bob wrote" in text
    holding = {item["pk"]["S"].partition("#")[0] for item in left if EVE in json.dumps(item)}
    assert holding <= {"CASE"}, "a bare id in the reports of a case"
    case = reads.case(subjects[0])
    assert case is not None
    assert case.reports == 2
    assert reads.reports(EVE, None, 10) == []
    assert len(reads.reports(BOB, None, 10)) == 1
