"""From a stored notification to a device and a mail: once, as chosen, and only what may be seen at that moment."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from notifications import channel_reads, channel_store, deliver, digest, hours, keys, mails, outbound, push, store
from notifications.push import NewPushSubscription, PushKeys

from contracts.notifications import QuietHoursEnded
from kernel import clock
from kernel.ids import PersonId, new_id
from kit.wire import Table
from support.channels_world import (
    Said,
    a_post,
    caller,
    choose,
    comment,
    follow,
    items,
    notified,
    outbox,
    person,
    relations,
    sealed,
    world,
)
from support.emulator import emulator
from support.push_service import Browser, PushService, push_service
from views.notifications import Preferences, QuietHours, Ways


@pytest.fixture(scope="module")
def prefix(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    for endpoint in emulator(tmp_path_factory):
        with world(endpoint) as prefix:
            channel_store.set_clock(hours.slot_now(datetime.now(UTC)) - 1)
            yield prefix


@pytest.fixture(scope="module")
def service() -> Iterator[PushService]:
    with push_service() as service:
        yield service


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch, prefix: str) -> Said:
    return Said(monkeypatch)


def device(who: PersonId, service: PushService) -> Browser:
    browser = service.browser()
    service.application_key = push.get_push_key(who).public_key
    given = browser.subscription
    push.subscribe(who, caller(who), NewPushSubscription(endpoint=given["endpoint"], keys=PushKeys(**given["keys"])))
    return browser


def test_a_comment_is_pushed_once_to_every_device(service: PushService, said: Said) -> None:
    alice, bob = person("alice"), person("bob")
    phone, laptop = device(alice, service), device(alice, service)
    post = a_post(alice)
    envelope = comment(alice, bob, post, "Lovely light!")
    for _ in range(3):
        deliver.on_person_notified(envelope)
    for browser in (phone, laptop):
        (message,) = browser.received()
        assert message["text"] == "bob commented on your post: Lovely light!"
        assert (message["kind"], message["path"]) == ("comment", f"/p/{post}")
    assert service.wrong == []
    (one, *_) = [each for each in service.taken if each.path == phone.path]
    assert (one.headers["ttl"], one.headers["urgency"]) == ("86400", "normal")
    assert len(one.headers["topic"]) == 32
    assert said.mails == []
    assert said.again == []


def test_likes_of_one_post_replace_each_other_and_comments_do_not(service: PushService, said: Said) -> None:
    alice, bob, carol = person("alice"), person("bob"), person("carol")
    phone, post = device(alice, service), a_post(alice)
    for envelope in (
        notified(alice, bob, "like", post_id=post),
        notified(alice, carol, "like", post_id=post),
        comment(alice, bob, post, "a"),
        comment(alice, carol, post, "b"),
    ):
        deliver.on_person_notified(envelope)
    tags = [each["tag"] for each in phone.received()]
    assert tags[0] == tags[1]
    assert len(set(tags)) == 3


def test_what_is_not_wanted_is_not_sent(service: PushService, said: Said) -> None:
    alice, bob, carol = person("alice"), person("bob"), person("carol")
    phone = device(alice, service)
    choose(alice, Preferences(ways={"follow": Ways(push="following", email="following")}))
    follow(alice, carol)
    deliver.on_person_notified(notified(alice, bob))
    assert (phone.received(), said.mails) == ([], [])
    deliver.on_person_notified(notified(alice, carol))
    assert [each["text"] for each in phone.received()] == ["carol follows you."]
    assert [each.subject for each in said.mails] == ["carol follows you"]
    choose(alice, Preferences(ways={"follow": Ways(push="off", email="off")}))
    deliver.on_person_notified(notified(alice, carol))
    assert len(phone.received()) == 1


def test_what_may_not_be_seen_any_more_is_not_sent(prefix: str, service: PushService, said: Said) -> None:
    alice, bob = person("alice"), person("bob")
    phone = device(alice, service)
    for digest_ in ({"blocked": [bob]}, {"muted": [bob]}):
        relations(alice, **digest_)
        deliver.on_person_notified(notified(alice, bob))
    relations(alice)
    withdrawn = notified(alice, bob)
    _withdraw(alice, withdrawn)
    deliver.on_person_notified(withdrawn)
    deliver.on_person_notified(notified(alice, person("sue", state="suspended")))
    deliver.on_person_notified(notified(alice, bob, "like", post_id=new_id()))  # a post that is gone
    old = clock.milliseconds() - 25 * 3600 * 1000
    deliver.on_person_notified(notified(alice, bob, at_ms=old))
    assert phone.received() == []


def _withdraw(who: PersonId, envelope: Any) -> None:
    from kit import store as kit_store

    kit_store.write(kit_store.delete(store.NotificationItem, keys.person(who), envelope.fact.notification_id))


@pytest.mark.parametrize("status", [404, 410])
def test_a_subscription_that_ended_is_forgotten(service: PushService, said: Said, status: int) -> None:
    alice, bob = person("alice"), person("bob")
    phone, laptop = device(alice, service), device(alice, service)
    service.says[phone.path] = [(status, {})]
    deliver.on_person_notified(notified(alice, bob))
    assert len(laptop.received()) == 1
    (left,) = channel_reads.devices(alice)
    assert left.endpoint == laptop.endpoint


def test_a_busy_service_is_asked_again_when_it_says_and_others_are_not(
    service: PushService, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice, bob = person("alice"), person("bob")
    phone, laptop = device(alice, service), device(alice, service)
    service.says[phone.path] = [(429, {"Retry-After": "120"}), (503, {})]
    envelope = notified(alice, bob)
    deliver.on_person_notified(envelope)
    assert [delay for delay, _ in said.again] == [120]
    deliver.on_person_notified(said.again[-1][1])  # too early: put back, nobody is asked
    assert service.asked.count(phone.path) == 1
    assert 100 < said.again[-1][0] <= 120
    now = clock.seconds()
    monkeypatch.setattr(clock, "seconds", lambda: now + 200)
    deliver.on_person_notified(envelope)
    assert service.asked.count(phone.path) == 2
    assert phone.received() == []
    monkeypatch.setattr(clock, "seconds", lambda: now + 400)
    deliver.on_person_notified(envelope)
    deliver.on_person_notified(envelope)
    assert (len(phone.received()), len(laptop.received())) == (1, 1)


def test_a_service_that_stays_away_is_given_up(
    service: PushService, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice, bob = person("alice"), person("bob")
    phone = device(alice, service)
    service.says[phone.path] = [(500, {})] * 20
    envelope, now = notified(alice, bob), clock.seconds()
    for tries in range(10):
        monkeypatch.setattr(clock, "seconds", lambda tries=tries: now + tries * 1000)
        deliver.on_person_notified(envelope)
    assert service.asked.count(phone.path) == outbound.MOST_TRIES
    assert len(said.again) == outbound.MOST_TRIES - 1


def test_a_process_that_dies_before_sending_is_followed_by_another(
    service: PushService, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice, bob = person("alice"), person("bob")
    phone = device(alice, service)
    envelope, now = notified(alice, bob), clock.seconds()
    what = envelope.fact.notification_id
    (known,) = channel_reads.devices(alice)
    assert channel_store.claim(what, known.subscription_id, now)
    deliver.on_person_notified(envelope)
    assert phone.received() == [], "somebody else is about to"
    monkeypatch.setattr(clock, "seconds", lambda: now + channel_store.LEASE_SECONDS + 1)
    deliver.on_person_notified(envelope)
    assert len(phone.received()) == 1


def test_a_mail_is_asked_for_once_and_only_so_many_within_an_hour(service: PushService, said: Said) -> None:
    alice, bob = person("alice"), person("bob")
    choose(alice, Preferences(ways={"follow": Ways(push="off", email="everyone")}))
    first = notified(alice, bob)
    for _ in range(2):
        deliver.on_person_notified(first)
    assert [(each.subject, each.person, each.path) for each in said.mails] == [
        ("bob follows you", alice, "/notifications")
    ]
    assert said.mails[0].leave.startswith("/v1/public/mail/unsubscribe?token=")
    for _ in range(mails.MAILS_PER_HOUR + 3):
        deliver.on_person_notified(notified(alice, bob))
    assert len(said.mails) == mails.MAILS_PER_HOUR


def quiet_now() -> Preferences:
    now = datetime.now(UTC)
    minute = now.hour * 60 + now.minute
    window = QuietHours((minute - 60) % 1440, (minute + 60) % 1440)
    return Preferences(ways={"follow": Ways(email="everyone")}, quiet=window)


def test_quiet_hours_hold_everything_back_and_end_with_one_summary(
    prefix: str, service: PushService, said: Said
) -> None:
    alice, bob = person("alice"), person("bob")
    phone = device(alice, service)
    choose(alice, quiet_now())
    for envelope in (notified(alice, bob), notified(alice, bob)):
        deliver.on_person_notified(envelope)
        deliver.on_person_notified(envelope)
    assert (phone.received(), said.mails) == ([], [])
    assert channel_reads.held(alice) == channel_reads.Held(pushes=2, mails=2)

    before = len(outbox(prefix))
    digest.work(datetime.now(UTC) + timedelta(minutes=30))
    assert len(outbox(prefix)) == before, "still quiet"
    later = datetime.now(UTC) + timedelta(minutes=80)
    for _ in range(2):
        digest.work(later)
    (fact,) = [each["fact"] for each in outbox(prefix) if each["type"] == "QuietHoursEnded.v1"]
    assert fact == {"person": alice, "pushes": 2, "mails": 2}
    assert channel_reads.held(alice) is None
    Table(f"{prefix}-notifications").put({"pk": keys.CLOCK, "sk": keys.CARD, "slot": hours.slot_now(datetime.now(UTC))})

    ended = sealed(QuietHoursEnded(person=alice, pushes=2, mails=2))
    for _ in range(2):
        deliver.on_quiet_hours_ended(ended)
    assert [each["text"] for each in phone.received()] == ["2 new notifications during your quiet hours."]
    assert {each.mail_id for each in said.mails} == {ended.id}, "said twice under one id, so it is sent once"
    assert items(prefix, keys.held(alice)) == []
