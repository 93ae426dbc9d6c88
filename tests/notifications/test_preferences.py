"""How a person wants to be told: choices, defaults, races, and leaving mails by one click."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest
from notifications import channel_reads, keys, mails, preferences
from notifications.preferences import DigestChange, KindChange, QuietChange, SettingsChange

from kernel.errors import Invalid, NotFound
from kernel.ids import PersonId, new_id
from support.channels_world import items, world
from support.emulator import emulator
from support.events import answer, request
from views.notifications import KINDS


@pytest.fixture(scope="module")
def prefix(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    for endpoint in emulator(tmp_path_factory):
        with world(endpoint) as prefix:
            yield prefix


def someone() -> PersonId:
    return PersonId(new_id())


def change(me: PersonId, **wanted: object) -> preferences.NotificationSettings:
    return preferences.change_notification_settings(me, SettingsChange(**wanted))  # type: ignore[arg-type]


def ways(found: preferences.NotificationSettings, kind: str) -> tuple[str, str, str]:
    return next((each.live, each.push, each.email) for each in found.kinds if each.kind == kind)


def test_everybody_begins_with_sensible_defaults(prefix: str) -> None:
    found = preferences.get_notification_settings(someone())
    assert tuple(each.kind for each in found.kinds) == KINDS
    assert ways(found, "like") == ("everyone", "everyone", "off")
    assert ways(found, "comment_like") == ("everyone", "following", "off")
    assert ways(found, "request") == ("everyone", "everyone", "everyone")
    assert (found.time_zone, found.quiet_hours.start, found.digest.rhythm) == ("UTC", None, "off")


def test_a_change_changes_what_it_names(prefix: str) -> None:
    me = someone()
    change(me, kinds=[KindChange(kind="like", push="following"), KindChange(kind="follow", email="everyone")])
    change(me, kinds=[KindChange(kind="like", email="everyone")], time_zone="Asia/Kathmandu")
    change(me, quiet_hours=QuietChange(start="22:30", end="06:15"))
    found = change(me, digest=DigestChange(rhythm="weekly", weekday="friday", hour=17))
    assert found == preferences.get_notification_settings(me)
    assert ways(found, "like") == ("everyone", "following", "everyone")
    assert ways(found, "follow") == ("everyone", "everyone", "everyone")
    assert (found.quiet_hours.start, found.quiet_hours.end) == ("22:30", "06:15")
    assert (found.digest.rhythm, found.digest.hour, found.digest.weekday) == ("weekly", 17, "friday")
    assert change(me, quiet_hours=QuietChange(start=None, end=None)).quiet_hours.start is None
    assert preferences.get_notification_settings(someone()).time_zone == "UTC", "others' stay"


@pytest.mark.parametrize(
    ("wanted", "pointer"),
    [
        ({"time_zone": "Mars/Olympus"}, "/timeZone"),
        ({"time_zone": "../../etc/passwd"}, "/timeZone"),
        ({"quiet_hours": QuietChange(start="22:00", end=None)}, "/quietHours"),
        ({"quiet_hours": QuietChange(start="22:00", end="22:00")}, "/quietHours/end"),
        ({"kinds": [KindChange(kind="like"), KindChange(kind="like")]}, "/kinds"),
    ],
)
def test_what_makes_no_sense_is_refused(prefix: str, wanted: dict[str, object], pointer: str) -> None:
    with pytest.raises(Invalid) as refused:
        change(someone(), **wanted)
    assert [each.pointer for each in refused.value.errors] == [pointer]


def test_bad_times_do_not_pass_the_door() -> None:
    for text in ("24:00", "7:00", "07:60", "07:00 ", ""):
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert({"start": text, "end": "08:00"}, QuietChange)


def test_changes_at_the_same_time_are_all_kept(prefix: str) -> None:
    me = someone()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda kind: change(me, kinds=[KindChange(kind=kind, push="off")]), KINDS))
    found = preferences.get_notification_settings(me)
    assert {each.push for each in found.kinds} == {"off"}


def test_a_digest_lies_in_one_slot_and_moves_with_its_hour(prefix: str) -> None:
    me = someone()
    change(me, digest=DigestChange(rhythm="daily", hour=8))
    first = channel_reads.next_digest(me).due
    change(me, digest=DigestChange(hour=9))
    assert channel_reads.next_digest(me).due in (first + 4, first - 92)  # an hour later, or already tomorrow's 8
    change(me, digest=DigestChange(rhythm="off"))
    assert channel_reads.next_digest(me).due == 0


def token(person: PersonId, what: str) -> str:
    return mails.leave_path(person, what).partition("token=")[2].replace("%3D", "=")


def test_one_click_leaves_the_mails_of_one_kind(prefix: str) -> None:
    me = someone()
    change(me, kinds=[KindChange(kind="like", email="everyone"), KindChange(kind="follow", email="everyone")])
    for _ in range(2):
        preferences.unsubscribe(token(me, "like"))
    found = preferences.get_notification_settings(me)
    assert (ways(found, "like")[2], ways(found, "follow")[2]) == ("off", "everyone")
    preferences.unsubscribe(token(me, "all"))
    assert {each.email for each in preferences.get_notification_settings(me).kinds} == {"off"}


def test_one_click_leaves_the_digest(prefix: str) -> None:
    me = someone()
    change(me, digest=DigestChange(rhythm="daily", hour=8))
    preferences.unsubscribe(token(me, "digest"))
    assert preferences.get_notification_settings(me).digest.rhythm == "off"
    assert channel_reads.next_digest(me).due == 0


def test_a_forged_link_changes_nothing(prefix: str) -> None:
    me = someone()
    change(me, kinds=[KindChange(kind="like", email="everyone")])
    good = token(me, "like")
    for bad in (good[:-2] + "AA", good[5:], "x", "x" * 400):
        with pytest.raises(NotFound):
            preferences.unsubscribe(bad)
    assert ways(preferences.get_notification_settings(me), "like")[2] == "everyone"
    assert items(prefix, keys.digest(me)) == []


@pytest.mark.parametrize("route", ["GET /v1/me/notification-settings", "PATCH /v1/me/notification-settings"])
def test_anonymous_is_refused(prefix: str, route: str) -> None:
    assert answer(preferences.app, request(route, body={}, claims={}))[0] == 401
