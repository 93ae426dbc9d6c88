"""What machines would do again and again is counted, per hour and per day (security.md row 18; OWASP API6:2023)."""

from collections.abc import Iterator

import pytest
from moderation import reports

from kernel.ids import PersonId, new_id
from kit import limits, revocation
from kit.endpoints import LimitClass
from kit.limits import BUCKETS, DAY, InProcess
from kit.settings import settings
from support.doors import doors
from support.events import answer, request

FLOWS: dict[str, LimitClass] = {
    "PUT /v1/people/{username}/follow": "follow",
    "DELETE /v1/people/{username}/follow": "follow",
    "PUT /v1/posts/{post_id}/like": "like",
    "DELETE /v1/posts/{post_id}/like": "like",
    "PUT /v1/posts/{post_id}/comments/{comment_id}/like": "like",
    "POST /v1/posts/{post_id}/comments": "comment",
    "POST /v1/reports": "report",
    "POST /v1/posts": "publish",
    "POST /v1/me/drafts/{draft_id}/publish": "publish",
    "POST /v1/media": "upload",
    "POST /v1/media/parts": "upload",
    "POST /v1/auth/sign-up": "sign",
    "POST /v1/auth/people": "sign",
}
PER_DAY: dict[LimitClass, int] = {"follow": 400, "like": 5_000, "comment": 1_000, "report": 50, "upload": 500}
"""What a machine that never sleeps can do in the long run; on its first day twice that."""


@pytest.mark.parametrize("route", FLOWS)
def test_a_flow_is_counted_in_its_own_class(route: str) -> None:
    found = {door.endpoint.limit for door in doors() if door.route == route}
    assert found == {FLOWS[route]}


@pytest.mark.parametrize("class_", PER_DAY)
def test_a_patient_machine_is_stopped_by_the_day(class_: LimitClass) -> None:
    now, done = 0.0, [0, 0]
    buckets = InProcess(lambda: now)
    wanted = [(str(number), bucket) for number, bucket in enumerate(BUCKETS[class_])]
    while now < 2 * DAY:
        wait = buckets.take(wanted)
        done[int(now >= DAY)] += wait == 0
        now += wait
    assert PER_DAY[class_] < done[0] <= 2 * PER_DAY[class_]
    assert done[1] <= PER_DAY[class_] + 1


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Limits as a deployed function has them."""
    monkeypatch.setenv("LIMITS", "on")
    monkeypatch.setenv("REDIS_URL", "")
    monkeypatch.setattr(revocation, "check", lambda session: None)
    for each in (settings, limits._cache, limits._here):
        each.cache_clear()
    yield
    monkeypatch.undo()
    for each in (settings, limits._cache, limits._here):
        each.cache_clear()


def test_reports_are_counted_also_those_that_are_refused(counting: None) -> None:
    me = PersonId(new_id())
    torn = {"kind": "post", "reason": "spam"}  # it names no post
    burst = BUCKETS["report"][0].burst
    found = [answer(reports.app, request("POST /v1/reports", me=me, body=torn))[0] for _ in range(burst + 1)]
    assert found == [422] * burst + [429]
    other = PersonId(new_id())
    assert answer(reports.app, request("POST /v1/reports", me=other, body=torn))[0] == 422
