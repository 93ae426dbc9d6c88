"""Opening, telling, closing and sweeping, on a real DynamoDB API with a stand-in for the gateway's far end."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from realtime import connect, disconnect, inbox, reads, signals, store, sweep
from realtime.model import MAX_SOCKETS, SOCKET_SECONDS, TICKET_SECONDS

from contracts.feed import TimelinesGrew
from contracts.identity import SessionEnded
from contracts.media import MediaReady, MediaRejected
from contracts.notifications import PersonNotified
from kernel.errors import Forbidden, TooMany
from kernel.ids import MediaId, NotificationId, PersonId, PostId, SessionId, new_id
from kit import meter
from kit.settings import settings
from kit.sockets import Handshake
from kit.wire import Table
from support.sockets import HOME, ORIGIN, Clock, Gateway, hear, join, person, rows, say, ticket
from support.tables import client
from views.realtime import SETTLE_SECONDS, Connection, connections_of


def test_a_ticket_opens_one_socket(prefix: str, gateway: Gateway, clock: Clock) -> None:
    alice = person()
    text = ticket(alice)
    id_ = join(alice, gateway, text=text)
    assert reads.connection(id_) == Connection(id_, *alice, int(clock.now), int(clock.now) + SOCKET_SECONDS)
    with pytest.raises(Forbidden):
        join(alice, gateway, text=text)


def test_a_ticket_used_by_many_at_once_opens_one_socket(prefix: str, gateway: Gateway) -> None:
    alice = person()
    text = ticket(alice)

    def attempt(_: int) -> bool:
        try:
            join(alice, gateway, text=text)
        except Forbidden:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(16))) == 1
    assert len(connections_of([alice[0]], 0)) == 1


@pytest.mark.parametrize(("age", "good"), [(TICKET_SECONDS - 1, True), (TICKET_SECONDS, False), (3600, False)])
def test_a_ticket_lives_for_30_seconds(prefix: str, gateway: Gateway, clock: Clock, age: int, good: bool) -> None:
    alice = person()
    text = ticket(alice)
    clock.now += age
    if good:
        join(alice, gateway, text=text)
    else:
        with pytest.raises(Forbidden):
            join(alice, gateway, text=text)


@pytest.mark.parametrize("text", ["", "x", "x" * 65, "\ud800", new_id()])
def test_what_is_no_ticket_opens_nothing(prefix: str, text: str) -> None:
    with pytest.raises(Forbidden):
        connect.open_socket(Handshake("c", text, ORIGIN, HOME))


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", "", "https://app.example.evil.example", "http://app.example", ORIGIN + ":444"],
)
def test_a_foreign_page_may_not_connect_and_spends_nothing(prefix: str, gateway: Gateway, origin: str) -> None:
    alice = person()
    text = ticket(alice)
    with pytest.raises(Forbidden):
        connect.open_socket(Handshake("c", text, origin, HOME))
    connect.open_socket(Handshake("c", text, None, HOME))  # a client that is no browser tells none


def test_a_ticket_works_in_its_own_network_only(prefix: str) -> None:
    text = ticket(person())
    with pytest.raises(Forbidden):
        connect.open_socket(Handshake("c", text, ORIGIN, "203.0.113.9"))


def test_a_ticket_is_in_no_log_and_not_in_the_table(
    prefix: str, endpoint: str, gateway: Gateway, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice = person()
    good, spent = ticket(alice), ticket(alice)
    context = {"routeKey": "$connect", "eventType": "CONNECT", "connectionId": "c", "requestId": "r", "apiId": "a"}
    context |= {"stage": "live", "domainName": "d"}

    def handshake(text: str) -> Any:
        query = {"ticket": text}
        return connect.app({"requestContext": context, "headers": {}, "queryStringParameters": query}, None)

    assert handshake(good) == {"statusCode": 200}
    assert handshake(good) == {"statusCode": 403}
    monkeypatch.setattr(store, "open_socket", lambda *_: 1 / 0)
    assert handshake(spent) == {"statusCode": 500}
    table = json.dumps(client(endpoint, "dynamodb").scan(TableName=f"{prefix}-realtime")["Items"])
    printed = str([vars(record) for record in caplog.records]) + caplog.text
    assert "opened" in printed
    for text in (good, spent):
        assert text not in printed + table


def test_nobody_opens_more_than_50(prefix: str, gateway: Gateway) -> None:
    alice = person()
    for _ in range(MAX_SOCKETS):
        join(alice, gateway)
    with pytest.raises(TooMany):
        ticket(alice)


def test_those_online_are_told_and_nobody_else(prefix: str, gateway: Gateway) -> None:
    alice, bob, carol = person(), person(), person()
    phone, laptop, other = join(alice, gateway), join(alice, gateway), join(bob, gateway)
    post, author = PostId(new_id()), PersonId(new_id())
    hear(TimelinesGrew(post_id=post, author=author, people=[alice[0], carol[0]]))
    assert gateway.frames == {each: [{"type": "post", "postId": post, "author": author}] for each in (phone, laptop)}
    assert other not in gateway.frames


def test_each_fact_has_its_frame(prefix: str, gateway: Gateway) -> None:
    alice = person()
    id_ = join(alice, gateway)
    media, note = MediaId(new_id()), NotificationId(new_id())
    hear(
        PersonNotified(notification_id=note, person=alice[0], kind="like"),
        MediaReady(media_id=media, owner=alice[0]),
        MediaRejected(media_id=media, owner=alice[0], reason="truncated", sentence="The file is incomplete."),
    )
    assert gateway.frames[id_] == [
        {"type": "notification", "notificationId": note, "kind": "like"},
        {"type": "media", "mediaId": media, "state": "ready", "sentence": None},
        {"type": "media", "mediaId": media, "state": "rejected", "sentence": "The file is incomplete."},
    ]


def test_a_gone_connection_is_forgotten_at_once(prefix: str, endpoint: str, gateway: Gateway, clock: Clock) -> None:
    alice = person()
    id_ = join(alice, gateway)
    stays = join(alice, gateway)
    gateway.open.discard(id_)
    grew = TimelinesGrew(post_id=PostId(new_id()), author=PersonId(new_id()), people=[alice[0]])
    hear(grew)
    assert len(rows(endpoint, prefix)) == 4  # the gateway may not know it yet
    clock.now += SETTLE_SECONDS
    hear(grew)
    assert [each.connection_id for each in connections_of([alice[0]], int(clock.now))] == [stays]
    assert len(rows(endpoint, prefix)) == 2
    assert len(gateway.frames[stays]) == 2


def test_an_ended_session_closes_the_sockets_of_all_persons_of_its_account(prefix: str, gateway: Gateway) -> None:
    alice, session = person()
    studio = PersonId(new_id())
    Table(settings().table("identity")).put(
        {"pk": f"ACCOUNT#{alice}", "sk": "CARD", "account": alice, "people": {studio}}
    )
    both = {join((each, session), gateway) for each in (alice, studio)}
    assert both <= gateway.open
    assert hear(SessionEnded(session_id=session, person_id=alice)) == {"batchItemFailures": []}
    assert not both & gateway.open


def test_an_ended_session_closes_its_sockets_and_opens_none(prefix: str, gateway: Gateway, clock: Clock) -> None:
    alice, session = person()
    mine, other = join((alice, session), gateway), join((alice, SessionId(new_id())), gateway)
    late = ticket((alice, session))
    assert hear(SessionEnded(session_id=session, person_id=alice)) == {"batchItemFailures": []}
    assert gateway.open == {other}
    assert reads.connection(mine) is None
    with pytest.raises(Forbidden):
        join((alice, session), gateway, text=late)
    hear(SessionEnded(session_id=session, person_id=alice))
    assert gateway.open == {other}


def test_a_socket_that_is_just_opening_is_closed_at_the_next_try(prefix: str, gateway: Gateway, clock: Clock) -> None:
    alice, session = person()
    id_ = join((alice, session), gateway)
    gateway.open.clear()  # written down, and not yet known to the gateway
    ended = SessionEnded(session_id=session, person_id=alice)
    assert len(hear(ended)["batchItemFailures"]) == 1
    gateway.open.add(id_)
    assert hear(ended) == {"batchItemFailures": []}
    assert gateway.open == set()


def test_a_poisoned_message_is_reported_and_the_others_are_handled(prefix: str, gateway: Gateway) -> None:
    alice = person()
    id_ = join(alice, gateway)
    told = [say(MediaReady(media_id=MediaId(new_id()), owner=alice[0])) for _ in range(9)]
    told.insert(4, {"messageId": "poison", "body": '{"detail": {"id": 7}}'})
    assert inbox.app({"Records": told}, None) == {"batchItemFailures": [{"itemIdentifier": "poison"}]}
    assert len(gateway.frames[id_]) == 9


def test_a_gateway_that_fails_loses_no_fact(prefix: str, gateway: Gateway) -> None:
    alice = person()
    id_ = join(alice, gateway)
    gateway.broken = True
    ready = MediaReady(media_id=MediaId(new_id()), owner=alice[0])
    assert len(hear(ready)["batchItemFailures"]) == 1
    gateway.broken = False
    assert hear(ready) == {"batchItemFailures": []}
    assert len(gateway.frames[id_]) == 1


def test_a_second_end_changes_nothing(prefix: str, endpoint: str, gateway: Gateway) -> None:
    id_ = join(person(), gateway)
    disconnect.forget_socket(id_)
    disconnect.forget_socket(id_)
    disconnect.forget_socket("never seen")
    assert rows(endpoint, prefix) == []


def test_the_sweep_forgets_what_has_ended_and_nothing_else(
    prefix: str, endpoint: str, gateway: Gateway, clock: Clock
) -> None:
    alice = person()
    for _ in range(12):
        join(alice, gateway)
        clock.now += 700
    sweep.sweep()
    assert len(rows(endpoint, prefix)) == 24 - 2  # the first began 8,400 s ago and ended after 7,800
    clock.now += SOCKET_SECONDS
    stays = join(alice, gateway)
    sweep.sweep()
    assert [each.connection_id for each in connections_of([alice[0]], 0)] == [stays]
    assert len(rows(endpoint, prefix)) == 2


def test_a_forgetting_that_was_cut_off_is_finished_by_the_sweep(
    prefix: str, endpoint: str, gateway: Gateway, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_ = join(person(), gateway)
    with monkeypatch.context() as cut:
        cut.setattr("kit.store.delete", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            disconnect.forget_socket(id_)
    assert len(rows(endpoint, prefix)) == 1
    clock.now += SOCKET_SECONDS + 1
    sweep.sweep()
    assert rows(endpoint, prefix) == []


REQUESTS = {
    "ticket": {"BatchGetItem": 1, "PutItem": 1},
    "connect": {"GetItem": 1, "TransactWriteItems": 1},
    "disconnect": {"GetItem": 1, "UpdateItem": 1, "DeleteItem": 1},
    "ping": {},
    "tell 250 people": {"BatchGetItem": 3},
}
"""P4: what each operation asks of DynamoDB. Frames to devices come on top: one for each that is online."""


def test_requests_per_operation(prefix: str, gateway: Gateway) -> None:
    alice = person()
    seen: dict[str, dict[str, int]] = {}

    def counted(name: str, work: Any) -> Any:
        with meter.metered() as found:
            result = work()
        seen[name] = dict(found.requests)
        return result

    text = counted("ticket", lambda: ticket(alice))
    counted("connect", lambda: connect.open_socket(Handshake("c", text, ORIGIN, HOME)))
    counted("disconnect", lambda: disconnect.forget_socket("c"))
    context = {"routeKey": "ping", "eventType": "MESSAGE", "connectionId": "c", "apiId": "a", "stage": "live"}
    ping = {"requestContext": {**context, "domainName": "d"}, "body": '{"action":"ping"}'}
    counted("ping", lambda: signals.app(ping, None))
    people = [PersonId(new_id()) for _ in range(250)]
    grew = TimelinesGrew(post_id=PostId(new_id()), author=alice[0], people=people)
    counted("tell 250 people", lambda: hear(grew))
    assert seen == REQUESTS
