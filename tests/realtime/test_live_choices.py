"""Open screens hear of a notification at once, unless its person wants it otherwise."""

from typing import Any

import msgspec
import pytest
from realtime import inbox

import contracts
from contracts.notifications import PersonNotified
from kernel.ids import NotificationId, PersonId, new_id
from kit.wire import Table
from views.graph import follow_key
from views.notifications import Choice, Preferences, Ways, settings_key


@pytest.mark.parametrize(
    ("live", "follows", "told"),
    [(None, False, 1), ("everyone", False, 1), ("off", True, 0), ("following", False, 0), ("following", True, 1)],
)
def test_a_screen_is_told_of_what_its_person_wants_to_hear(
    prefix: str, monkeypatch: pytest.MonkeyPatch, live: Choice | None, follows: bool, told: int
) -> None:
    alice, bob = PersonId(new_id()), PersonId(new_id())
    if live:
        table, pk, sk = settings_key(alice)
        chosen = msgspec.json.encode(Preferences(ways={"like": Ways(live=live)})).decode()
        Table(table).put({"pk": pk, "sk": sk, "preferences": chosen, "version": 1})
    if follows:
        table, pk, sk = follow_key(alice, bob)
        Table(table).put({"pk": pk, "sk": sk, "followee": bob, "follow_id": new_id()})
    heard: list[Any] = []
    monkeypatch.setattr(inbox, "_tell", lambda people, frame: heard.append(frame))
    fact = PersonNotified(notification_id=NotificationId(new_id()), person=alice, kind="like")
    inbox.on_person_notified(contracts.envelope(fact, actor=bob, journey="j"))
    assert len(heard) == told
