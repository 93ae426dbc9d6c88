"""After a message was stored: lists move, devices that lack it hear so, and people are told once that it waits."""

from functools import partial
from typing import Any

import pytest
from chat import groups, inbox, list_store, reads, signals
from chat.groups import Choices, MorePeople
from chat.inbox import PART
from chat.model import GRAIN_MS
from chat.signals import UpTo

from contracts import envelope
from contracts.chat import MessageSent, MessageWaits
from kernel.ids import ConversationId, PersonId, new_id
from support.chat_world import (
    at_once,
    block,
    device,
    direct,
    facts,
    follow,
    group,
    hear,
    large_group,
    mark,
    people,
    said,
    sent_facts,
    two,
    write,
)
from support.sockets import Gateway


def waiting(talk: ConversationId) -> list[tuple[int, list[PersonId], bool]]:
    """Which message waits for whom, and whether they are asked, in order."""
    found = [(each.seq, sorted(each.people), each.asked) for each in said(MessageWaits, talk)]
    return sorted(found, key=lambda each: (each[0], each[2]))


def read(me: PersonId, talk: ConversationId, seq: int) -> None:
    signals.mark_conversation_read(me, talk, UpTo(seq=seq))


def moved_at(who: PersonId, talk: ConversationId) -> int:
    row = reads.row(who, talk)
    assert row
    return row.moved_at


def told(talk: ConversationId, seq: int, sender: PersonId, at: int) -> Any:
    fact = MessageSent(conversation_id=talk, seq=seq, sender=sender, sent_at=at)
    return envelope(fact, actor=sender, journey="j", id_=new_id(at))


def test_a_conversation_moves_up_at_most_once_a_minute(prefix: str) -> None:
    alice, bob, talk = two()
    seq = write(alice, talk)
    start = moved_at(bob, talk)
    hear(told(talk, seq, alice, start + GRAIN_MS))
    assert moved_at(bob, talk) == start
    hear(told(talk, seq, alice, start + GRAIN_MS + 1))
    assert moved_at(alice, talk) == moved_at(bob, talk) == start + GRAIN_MS + 1
    hear(told(talk, seq, alice, start + 2 * GRAIN_MS))
    hear(told(talk, seq, alice, start + 5))  # a late one moves nothing back
    assert moved_at(bob, talk) == start + GRAIN_MS + 1


def test_only_devices_of_those_who_lack_the_message_get_a_hint(prefix: str, gateway: Gateway) -> None:
    those = people(5)
    alice, bob, carol, dan, eve = those
    talk = group(*those)
    block(eve, alice)
    seq = write(alice, talk)
    (fact,) = sent_facts(talk)[1:]
    signals.mark_conversation_delivered(bob, talk, UpTo(seq=seq))
    read(carol, talk, seq)
    read(alice, talk, seq)
    there = {each: device(each, gateway) for each in those}
    hear(told(talk, seq, alice, fact.fact.sent_at + 60_000))  # their sockets have been open for a minute
    assert {each for each, one in there.items() if one.frames} == {dan}
    assert there[dan].frames == [
        {"type": "conversation", "conversationId": talk, "seq": seq, "rev": 0, "settings": False}
    ]


def test_a_socket_that_was_just_opening_gets_a_hint_though_another_device_has_the_message(
    prefix: str, gateway: Gateway
) -> None:
    alice, bob, talk = two()
    seq = write(alice, talk)
    signals.mark_conversation_delivered(bob, talk, UpTo(seq=seq))
    phone = device(bob, gateway)
    hear(*sent_facts(talk))
    assert [each["seq"] for each in phone.of("conversation")] == [seq]


def test_a_waiting_message_is_said_once_for_each_stretch_of_unread_ones(prefix: str) -> None:
    alice, bob, talk = two()
    for _ in range(3):
        write(alice, talk)
    hear(*sent_facts(talk))
    assert waiting(talk) == [(1, [bob], False)]
    write(bob, talk)  # to answer without reading begins no new stretch for oneself
    hear(*sent_facts(talk)[3:])
    assert waiting(talk) == [(1, [bob], False), (4, [alice], False)]
    read(bob, talk, 4)
    write(alice, talk)
    hear(*sent_facts(talk)[4:])
    assert waiting(talk)[2:] == [(5, [bob], False)]
    assert {each.sender for each in said(MessageWaits, talk)} == {alice, bob}


def test_nobody_is_told_who_muted_it_wrote_it_or_is_behind_a_block(prefix: str) -> None:
    alice, bob, carol, dan, eve = people(5)
    talk = group(alice, bob, carol, dan)
    groups.choose(bob, talk, Choices(muted_for=3600))
    block(carol, alice)
    follow(eve, alice)
    groups.add_members(alice, talk, MorePeople(people=[eve]))
    before = len(sent_facts(talk))
    write(alice, talk)
    hear(*sent_facts(talk)[before:])
    # Dan has not read that the group was made: the stretch began there, and was told of then
    assert waiting(talk) == []
    hear(*sent_facts(talk)[:before])
    assert [each for each in waiting(talk) if each[0] == 1] == [(1, [dan], False)]
    assert bob not in {who for _, those, _ in waiting(talk) for who in those}
    assert carol not in {who for _, those, _ in waiting(talk) for who in those}


def test_who_is_asked_is_told_apart(prefix: str) -> None:
    alice, bob, carol = people(3)
    follow(bob, alice)
    talk = groups.make_group(alice, groups.NewGroup(people=[bob, carol])).id
    hear(*sent_facts(talk))
    assert waiting(talk) == [(1, [bob], False), (1, [carol], True)]
    asked = direct(carol, alice)
    write(carol, asked)
    hear(*sent_facts(asked))
    assert waiting(asked) == [(1, [alice], True)]


def test_who_declined_or_left_is_told_nothing(prefix: str) -> None:
    alice, bob, carol = people(3)
    asked = direct(alice, bob)
    write(alice, asked)
    groups.decline_conversation(bob, asked)
    talk = group(alice, carol)
    seq = write(alice, talk)
    groups.remove_member(alice, talk, carol)
    hear(*sent_facts(asked), *[each for each in sent_facts(talk) if each.fact.seq == seq])
    assert waiting(asked) == waiting(talk) == []


def test_repeated_delivery_changes_nothing(prefix: str, gateway: Gateway) -> None:
    alice, bob, talk = two()
    for _ in range(3):
        write(alice, talk)
    all_ = sent_facts(talk)
    hear(*all_)
    seen = (waiting(talk), moved_at(alice, talk), moved_at(bob, talk), mark(talk, bob), reads.place(talk))
    ids = [each.id for each in facts("MessageWaits.v1") if each.key == talk]
    at_once([partial(hear, *all_[::-1])] * 8)
    assert seen == (waiting(talk), moved_at(alice, talk), moved_at(bob, talk), mark(talk, bob), reads.place(talk))
    assert [each.id for each in facts("MessageWaits.v1") if each.key == talk] == ids
    assert len(ids) == 1


def test_a_large_group_is_told_in_parts_of_a_hundred(prefix: str, gateway: Gateway) -> None:
    those = people(250)
    talk = large_group(those)
    write(those[0], talk)
    there = [device(each, gateway) for each in those[1::50]]
    hear(*sent_facts(talk))
    found = [sorted(each.people) for each in said(MessageWaits, talk)]
    assert sorted(map(len, found)) == [49, PART, PART]
    assert sorted(who for part in found for who in part) == sorted(those[1:])
    assert [len(each.of("conversation")) for each in there] == [1] * 5


def test_a_conversation_that_is_gone_is_no_trouble(prefix: str) -> None:
    hear(told(ConversationId(new_id()), 1, PersonId(new_id()), 5))


def test_a_poisoned_message_is_reported_and_the_others_are_handled(prefix: str) -> None:
    from support import events

    alice, bob, talk = two()
    write(alice, talk)
    batch = events.facts(*sent_facts(talk))
    batch["Records"].insert(0, {"messageId": "poison", "body": '{"detail": {"id": 7}}'})
    assert inbox.app(batch, None) == {"batchItemFailures": [{"itemIdentifier": "poison"}]}
    assert waiting(talk) == [(1, [bob], False)]


def test_a_gateway_that_is_away_loses_no_waiting_message(prefix: str, gateway: Gateway) -> None:
    alice, bob, talk = two()
    device(bob, gateway)
    gateway.broken = True
    write(alice, talk)
    hear(*sent_facts(talk))
    assert waiting(talk) == [(1, [bob], False)]


def test_a_row_that_moves_meanwhile_is_not_moved_back(prefix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    alice, bob, talk = two()
    write(alice, talk)
    start = moved_at(bob, talk)
    late = start + 10 * GRAIN_MS
    list_store.move_row(talk, bob, late)
    list_store.move_row(talk, bob, start + 2 * GRAIN_MS)
    assert moved_at(bob, talk) == late
