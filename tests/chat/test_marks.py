"""Who has got and read how much, who is there, who writes: for oneself, and as far as others are let see it."""

import time
from collections.abc import Callable
from functools import partial

import pytest
from chat import choosing, conversations, groups, list_store, marking, reads, signals, store
from chat.choosing import NewChatChoices
from chat.model import Mark
from chat.signals import Here, UpTo

from kernel.ids import ConversationId, PersonId, new_id
from kit.endpoints import IdList
from support import events
from support.chat_world import (
    at_once,
    block,
    device,
    direct,
    friends,
    group,
    large_group,
    mark,
    people,
    refused,
    two,
    write,
)
from support.sockets import Gateway

ROUTES = (
    ("PUT /v1/conversations/{conversation_id}/read", {"seq": 1}),
    ("PUT /v1/conversations/{conversation_id}/delivered", {"seq": 1}),
    ("POST /v1/conversations/{conversation_id}/typing", None),
    ("PUT /v1/me/presence", {"active": True}),
)


def read(me: PersonId, talk: ConversationId, seq: int) -> None:
    signals.mark_conversation_read(me, talk, UpTo(seq=seq))


def unread(me: PersonId, talk: ConversationId) -> int:
    return conversations.read_conversation(me, talk).unread


def test_anonymous_is_refused(prefix: str) -> None:
    for route, body in ROUTES:
        path = {"conversation_id": new_id()} if "{" in route else {}
        assert events.answer(signals.app, events.request(route, path=path, body=body))[0] == 401


def test_who_is_not_in_the_conversation_says_nothing_there(prefix: str, gateway: Gateway) -> None:
    alice, bob, carol, stranger = people(4)
    talk = group(alice, bob, carol)
    groups.remove_member(alice, talk, bob)
    phone = device(alice, gateway)
    for who in (bob, stranger):
        other = device(who, gateway)
        for action in ("markRead", "markDelivered", "typing"):
            more = {} if action == "typing" else {"seq": 1}
            assert other.ask(action, conversationId=talk, **more)["code"] == "conversation-not-found"
        with refused("conversation-not-found"):
            read(who, talk, 1)
        assert mark(talk, who) == Mark()
    assert phone.frames == []


def test_reading_is_told_to_all_and_counts_for_all_of_ones_devices(prefix: str, gateway: Gateway) -> None:
    alice, bob, talk = two()
    for _ in range(3):
        write(alice, talk)
    phone, bobs, bobs_too = device(alice, gateway), device(bob, gateway), device(bob, gateway)
    assert unread(bob, talk) == 3
    assert bobs.ask("markRead", conversationId=talk, seq=2)["type"] == "done"
    assert [each["seq"] for each in (*phone.of("read"), *bobs_too.of("read"))] == [2, 2]
    assert bobs.of("read") == []
    assert unread(bob, talk) == 1
    bobs.ask("markRead", conversationId=talk, seq=1)  # an older one changes nothing
    bobs.ask("markRead", conversationId=talk, seq=2)
    assert mark(talk, bob) == Mark(read=2, delivered=2, seen=2)
    assert len(phone.of("read")) == 1
    with refused("invalid"):
        read(bob, talk, 4)


def test_ones_own_messages_are_never_unread(prefix: str) -> None:
    alice, bob, talk = two()
    write(alice, talk)
    write(bob, talk)
    write(alice, talk)
    assert (unread(alice, talk), unread(bob, talk)) == (1, 2)
    read(alice, talk, 2)
    assert (unread(alice, talk), mark(talk, alice).own) == (0, 1)
    write(bob, talk)
    assert unread(alice, talk) == 1
    read(alice, talk, 4)
    assert mark(talk, alice) == Mark(read=4, own=0, delivered=4, seen=4)


def test_a_message_that_one_writes_while_reading_does_not_become_unread(
    prefix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The conversation is read before the mark: what one writes between the two is one's own all the same."""
    alice, bob, talk = two()
    write(bob, talk)
    place = reads.place(talk)
    write(alice, talk, "From another device")
    marking.read(alice, place, 1)
    assert unread(alice, talk) == 0
    own = reads.mark

    def late(conversation_id: ConversationId, person: PersonId) -> Mark:
        monkeypatch.setattr(reads, "mark", own)
        found = own(conversation_id, person)
        write(alice, talk, "And once more")
        return found

    write(bob, talk)
    monkeypatch.setattr(reads, "mark", late)
    read(alice, talk, 3)
    assert unread(alice, talk) == 0


def test_reading_and_writing_at_once_leave_the_right_number(prefix: str) -> None:
    alice, bob, talk = two()
    for number in range(1, 9):
        write(bob, talk)
        work: list[Callable[[], object]] = [partial(read, alice, talk, seq) for seq in range(1, 2 * number)]
        at_once([partial(write, alice, talk), *work])
        last = reads.place(talk).head.seq
        read(alice, talk, last - 1)
        assert unread(alice, talk) in (0, 1)
        own = reads.own_after(talk, alice, mark(talk, alice).read)
        assert mark(talk, alice).own == own


def test_marks_of_many_devices_at_once_end_at_the_newest(prefix: str, gateway: Gateway) -> None:
    alice, bob, talk = two()
    for _ in range(12):
        write(alice, talk)
    phone = device(alice, gateway)
    work = [partial(read, bob, talk, seq) for seq in range(1, 13)]
    work += [partial(signals.mark_conversation_delivered, bob, talk, UpTo(seq=seq)) for seq in range(1, 13)]
    found = at_once(work)
    assert found == [None] * 24
    assert mark(talk, bob) == Mark(read=12, delivered=12, seen=12)
    assert max(each["seq"] for each in phone.of("read")) == 12


def test_delivery_is_told_to_the_other_one_of_two_only(prefix: str, gateway: Gateway) -> None:
    alice, bob, carol = people(3)
    friends(alice, bob)
    talk, all_ = direct(alice, bob), group(alice, bob, carol)
    write(alice, talk)
    phone, bobs = device(alice, gateway), device(bob, gateway)
    assert bobs.ask("markDelivered", conversationId=talk, seq=1)["type"] == "done"
    bobs.ask("markDelivered", conversationId=talk, seq=1)
    bobs.ask("markDelivered", conversationId=all_, seq=1)
    assert [(each["conversationId"], each["seq"]) for each in phone.of("delivered")] == [(talk, 1)]
    assert [each["type"] for each in bobs.frames] == ["done"] * 3
    assert mark(all_, bob).delivered == 1


def test_who_is_asked_reads_without_being_seen(prefix: str, gateway: Gateway) -> None:
    alice, bob = people(2)
    talk = direct(alice, bob)
    write(alice, talk)
    phone, bobs = device(alice, gateway), device(bob, gateway)
    bobs.ask("markRead", conversationId=talk, seq=1)
    bobs.ask("markDelivered", conversationId=talk, seq=1)
    bobs.ask("typing", conversationId=talk)
    assert phone.frames == []
    assert [each.read for each in conversations.list_members(alice, talk).items] == [0, 0]
    assert unread(bob, talk) == 0


def test_in_a_large_group_nobody_is_told_who_reads(prefix: str, gateway: Gateway) -> None:
    those = people(33)
    large, small = large_group(those, messages=1), large_group(those[:32], messages=1)
    one, two_ = device(those[0], gateway), device(those[1], gateway)
    two_.ask("markRead", conversationId=large, seq=1)
    assert one.of("read") == []
    two_.ask("markRead", conversationId=small, seq=1)
    assert len(one.of("read")) == 1


def test_receipts_turned_off_are_off_both_ways_and_what_was_read_meanwhile_stays_unseen(
    prefix: str, gateway: Gateway
) -> None:
    alice, bob, talk = two()
    write(alice, talk)
    write(bob, talk)
    phone = device(alice, gateway)
    choosing.change_chat_choices(bob, NewChatChoices(receipts=False))
    read(bob, talk, 2)
    read(alice, talk, 2)
    assert {each["person"] for each in phone.of("read")} == {alice}
    marks = {each.person.id: each.read for each in conversations.list_members(alice, talk).items}
    assert marks == {alice: 2, bob: 0}
    marks = {each.person.id: each.read for each in conversations.list_members(bob, talk).items}
    assert marks == {alice: 0, bob: 2}
    choosing.change_chat_choices(bob, NewChatChoices(receipts=True))
    assert {each.person.id: each.read for each in conversations.list_members(alice, talk).items}[bob] == 0
    read(bob, talk, 2)  # said again, now for others to see
    assert {each.person.id: each.read for each in conversations.list_members(alice, talk).items}[bob] == 2
    assert choosing.read_chat_choices(bob) == choosing.ChatChoices(presence=True, receipts=True)


def test_typing_is_told_at_most_every_three_seconds_and_to_nobody_behind_a_block(prefix: str, gateway: Gateway) -> None:
    alice, bob, carol = people(3)
    talk = group(alice, bob, carol)
    phone, bobs, carols = device(alice, gateway), device(bob, gateway), device(carol, gateway)
    block(carol, alice)
    for _ in range(3):
        assert phone.ask("typing", conversationId=talk)["type"] == "done"
    assert bobs.of("typing") == [{"type": "typing", "conversationId": talk, "person": alice}]
    assert carols.of("typing") == phone.of("typing") == []


def test_presence_is_told_to_those_one_talks_with_who_let_others_see_it_too(prefix: str, gateway: Gateway) -> None:
    alice, bob, carol, dan, stranger = people(5)
    friends(alice, bob, carol, dan)
    for each in (bob, carol, dan):
        write(alice, direct(alice, each))
    write(stranger, direct(stranger, alice))  # a request that Alice has not accepted
    choosing.change_chat_choices(carol, NewChatChoices(presence=False))
    block(dan, alice)
    there = {each: device(each, gateway) for each in (bob, carol, dan, stranger)}
    signals.set_presence(alice, Here(active=True))
    assert {each for each, other in there.items() if other.of("presence")} == {bob}

    def seen(who: PersonId) -> list[tuple[PersonId, bool]]:
        found = conversations.read_presence(who, IdList(alice)).items
        return [(each.person, each.active) for each in found]

    assert seen(bob) == [(alice, True)]
    for each in (carol, dan, stranger, people(1)[0], alice):
        assert seen(each) == []
    signals.set_presence(alice, Here(active=False))
    assert seen(bob) == [(alice, False)]
    choosing.change_chat_choices(alice, NewChatChoices(presence=False))
    assert seen(bob) == []


def test_presence_ends_by_itself(prefix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    alice, bob, _ = two()
    signals.set_presence(alice, Here(active=True))
    later = time.time() + signals.PRESENT_SECONDS + 1
    monkeypatch.setattr(time, "time", lambda: later)
    assert [each.active for each in conversations.read_presence(bob, IdList(alice)).items] == [False]


def test_a_mark_that_moved_meanwhile_is_not_overwritten(prefix: str) -> None:
    alice, bob, talk = two()
    write(alice, talk)
    write(alice, talk)
    old = mark(talk, bob)
    read(bob, talk, 2)
    with pytest.raises(store.Overtaken):
        list_store.mark_read(talk, bob, old, Mark(read=1))
    assert mark(talk, bob).read == 2
