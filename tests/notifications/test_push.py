"""Push subscriptions: whose they are, what they may be, and when they end."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from notifications import channel_reads, channel_store, deliver, keys, push, web_push
from notifications.push import NewPushSubscription, PushKeys

from contracts.identity import SessionEnded
from kernel.errors import Invalid, Unauthenticated
from kernel.ids import PersonId, SessionId, new_id
from kit.endpoints import Caller
from support.channels_world import caller, items, sealed, world
from support.emulator import emulator
from support.events import answer, request
from support.push_service import Browser, PushService

SERVICE = PushService(9)


@pytest.fixture(scope="module")
def prefix(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    for endpoint in emulator(tmp_path_factory):
        with world(endpoint) as prefix:
            yield prefix


def subscribe(by: Caller, browser: Browser | None = None) -> push.PushDevice:
    given = (browser or SERVICE.browser()).subscription
    assert by.person is not None
    return push.subscribe(
        by.person, by, NewPushSubscription(endpoint=given["endpoint"], keys=PushKeys(**given["keys"]))
    )


def listed(by: Caller) -> list[push.PushDevice]:
    assert by.person is not None
    return push.list_push_subscriptions(by.person, by).items


def someone() -> Caller:
    return caller(PersonId(new_id()))


def test_a_device_subscribes_once_however_often_it_says_so(prefix: str) -> None:
    me, browser = someone(), SERVICE.browser()
    first, again = subscribe(me, browser), subscribe(me, browser)
    assert first.id == again.id
    (found,) = listed(me)
    assert (found.id, found.here, found.device) == (first.id, True, "A browser")
    assert listed(someone()) == [], "nobody sees others' devices"


def test_a_device_is_removed_by_its_owner_only(prefix: str) -> None:
    me, other = someone(), someone()
    made = subscribe(me)
    assert other.person is not None
    assert me.person is not None
    push.unsubscribe_device(other.person, made.id)
    assert len(listed(me)) == 1
    for _ in range(2):
        push.unsubscribe_device(me.person, made.id)
    assert listed(me) == []


def test_fifty_at_once_leave_twenty_the_newest(prefix: str) -> None:
    me = someone()
    old = subscribe(me)
    with ThreadPoolExecutor(10) as pool:
        made = list(pool.map(lambda _: subscribe(me), range(50)))
    found = {each.id for each in listed(me)}
    assert len(found) == channel_store.MAX_DEVICES
    assert len(items(prefix, keys.devices(PersonId(me.person or "")))) == channel_store.MAX_DEVICES
    assert old.id not in found
    assert found <= {each.id for each in made}


def test_subscriptions_end_with_their_session(prefix: str) -> None:
    me = someone()
    assert me.person is not None
    other_device = caller(me.person)
    subscribe(me)
    moved = SERVICE.browser()
    subscribe(me, moved)
    kept = subscribe(other_device, moved)  # signed in anew on the same browser
    assert me.session is not None
    fact = SessionEnded(session_id=SessionId(me.session), person_id=PersonId(new_id()))
    for _ in range(2):
        deliver.on_session_ended(sealed(fact))
    assert [each.id for each in listed(me)] == [kept.id]
    with pytest.raises(Unauthenticated):
        subscribe(me)
    assert [each.id for each in listed(me)] == [kept.id], "an ended session subscribes nothing any more"


GOOD = SERVICE.browser().subscription


@pytest.mark.parametrize(
    ("endpoint", "given", "pointer"),
    [
        ("https://10.0.0.1/x", GOOD["keys"], "/endpoint"),
        ("https://localhost/x", GOOD["keys"], "/endpoint"),
        ("http://169.254.169.254/latest", GOOD["keys"], "/endpoint"),
        (GOOD["endpoint"], {**GOOD["keys"], "p256dh": "B" * 87}, "/keys/p256dh"),
        (GOOD["endpoint"], {**GOOD["keys"], "p256dh": "!" * 87}, "/keys/p256dh"),
        (GOOD["endpoint"], {**GOOD["keys"], "auth": "A" * 24}, "/keys/auth"),
    ],
)
def test_what_is_no_subscription_is_refused(prefix: str, endpoint: str, given: dict[str, str], pointer: str) -> None:
    me = someone()
    assert me.person is not None
    if endpoint == "https://localhost/x":
        endpoint = "https://localhost.example.localhost/x"  # loopback itself is allowed to these tests
    with pytest.raises(Invalid) as refused:
        push.subscribe(me.person, me, NewPushSubscription(endpoint=endpoint, keys=PushKeys(**given)))
    assert [each.pointer for each in refused.value.errors] == [pointer]
    assert channel_reads.devices(me.person) == []


def test_the_key_is_a_point_that_browsers_take(prefix: str) -> None:
    found = push.get_push_key(PersonId(new_id()))
    web_push.point(web_push.unb64(found.public_key))


@pytest.mark.parametrize(
    "route",
    [
        "GET /v1/me/push-key",
        "GET /v1/me/push-subscriptions",
        "POST /v1/me/push-subscriptions",
        "DELETE /v1/me/push-subscriptions/{subscription_id}",
    ],
)
def test_anonymous_is_refused(prefix: str, route: str) -> None:
    path = {"subscription_id": "0" * 32}
    assert answer(push.app, request(route, path=path, body=GOOD, claims={}))[0] == 401
