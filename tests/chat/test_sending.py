"""Writing messages: who may, one order without gaps, and repeats that are one message."""

import random
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TypeVar

import pytest
from chat import conversations, groups, history, keys, reads, send_message, store
from chat.model import REQUEST_MESSAGES
from chat.send_message import NewMessage

from contracts.chat import MessageSent
from contracts.messages import MessageAnswer
from kernel import clock
from kernel.errors import Away, Refusal
from kernel.ids import ConversationId, MediaId, PersonId, PostId, new_id
from kernel.paging import Limit
from kit.batches import delete_all
from kit.settings import settings
from support import events, posts_world
from support.chat_world import (
    at_once,
    become,
    block,
    device,
    direct,
    follow,
    group,
    items,
    large_group,
    mark,
    people,
    person,
    refused,
    said,
    sent,
    two,
    unblock,
    upload,
    write,
)
from support.sockets import Gateway

T = TypeVar("T")

ROUTE = "POST /v1/conversations/{conversation_id}/messages"


def patiently(work: Callable[[], T]) -> T:
    """What a device does that is told to try again: it sends the same once more."""
    for _ in range(5):
        with suppress(Away):
            return work()
    return work()


def numbers(me: PersonId, talk: ConversationId) -> list[int]:
    """The places of all messages, page by page from the end, in order."""
    found: list[int] = []
    before = None
    while True:
        page = history.list_messages(me, talk, before=before, limit=Limit(50))
        found = [each.seq for each in page.items] + found
        if not page.older:
            return found
        before = found[0]


def test_anonymous_is_refused(prefix: str) -> None:
    _, _, talk = two()
    request = events.request(ROUTE, path={"conversation_id": talk}, body={"clientId": "c", "text": "hi"})
    assert events.answer(send_message.app, request)[0] == 401


def test_strangers_ex_members_and_who_declined_can_write_nothing_and_are_told_of_nothing(
    prefix: str, gateway: Gateway
) -> None:
    alice, bob, carol, stranger = people(4)
    talk = group(alice, bob, carol)
    groups.remove_member(alice, talk, bob)
    asked = direct(alice, stranger)
    write(alice, asked)
    groups.decline_conversation(stranger, asked)
    missing = ConversationId(new_id())
    before = len(items())
    for who, where in ((bob, talk), (stranger, talk), (stranger, asked), (stranger, missing), (carol, asked)):
        other = device(who, gateway)
        with refused("conversation-not-found"):
            write(who, where)
        answer = other.ask("sendMessage", conversationId=where, text="hi")
        assert (answer["type"], answer["code"]) == ("error", "conversation-not-found")
        write(alice, talk)
        assert [each["type"] for each in other.frames if each.get("conversationId") != talk or who == bob] == ["error"]
    assert len(items()) == before + 5 * 2  # Alice's messages and their client ids; nothing of those who may not


def test_a_block_ends_a_conversation_of_two_for_both_until_it_is_taken_back(prefix: str, gateway: Gateway) -> None:
    alice, bob, talk = two()
    write(alice, talk)
    phone, bobs = device(alice, gateway), device(bob, gateway)
    block(bob, alice)
    for who, with_ in ((alice, phone), (bob, bobs)):
        with refused("conversation-not-found"):
            write(who, talk)
        assert with_.ask("sendMessage", conversationId=talk, text="hi")["code"] == "conversation-not-found"
    unblock(bob, alice)
    assert write(alice, talk) == 2
    assert [each["message"]["seq"] for each in bobs.of("message")] == [2]


def test_in_a_group_nothing_goes_to_whom_a_block_parts_from_the_sender(prefix: str, gateway: Gateway) -> None:
    alice, bob, carol = people(3)
    talk = group(alice, bob, carol)
    bobs, carols = device(bob, gateway), device(carol, gateway)
    block(bob, alice)
    write(alice, talk, "To Carol")
    write(bob, talk, "To Carol, too")
    assert [each["message"]["text"] for each in carols.of("message")] == ["To Carol", "To Carol, too"]
    assert [each["message"]["text"] for each in bobs.of("message")] == ["To Carol, too"]


def test_a_message_goes_to_every_device_of_every_member_and_its_name_to_its_sender_alone(
    prefix: str, gateway: Gateway
) -> None:
    alice, bob, talk = two()
    phone, laptop, bobs = device(alice, gateway), device(alice, gateway), device(bob, gateway)
    answer = phone.ask("sendMessage", clientId="one", conversationId=talk, text="Hello")
    assert (answer["type"], answer["clientId"], answer["message"]["clientId"]) == ("sent", "one", "one")
    assert phone.of("message") == []  # it has had its answer
    assert [each["message"]["clientId"] for each in laptop.of("message")] == ["one"]
    assert [each["message"]["clientId"] for each in bobs.of("message")] == [None]
    assert {each["message"]["sender"] for each in (*laptop.of("message"), *bobs.of("message"))} == {alice}


def test_a_message_is_stored_though_the_gateway_is_away(prefix: str, gateway: Gateway) -> None:
    alice, bob, talk = two()
    device(bob, gateway)
    gateway.broken = True
    assert write(alice, talk) == 1
    assert numbers(bob, talk) == [1]


@pytest.mark.parametrize(("times", "writers"), [(20, 2), (50, 5)])
def test_many_at_once_have_one_order_without_gaps(prefix: str, times: int, writers: int) -> None:
    those = people(writers)
    talk = group(*those)
    texts = [f"{number}" for number in range(times)]

    def one(text: str) -> MessageAnswer:
        return patiently(lambda: sent(those[int(text) % writers], talk, text, client_id=text))

    got = at_once([partial(one, text) for text in texts], threads=times)
    assert [each for each in got if isinstance(each, Exception)] == []
    stored = reads.messages(talk, 1, times + 1, limit=times + 1)
    assert [each.seq for each in stored] == list(range(1, times + 2))
    assert sorted(each.text for each in stored[1:]) == sorted(texts)
    assert {each.seq: each.text for each in got if not isinstance(each, Exception)} == {
        each.seq: each.text for each in stored[1:]
    }
    assert reads.place(talk).head.seq == times + 1
    assert [each.seq for each in said(MessageSent, talk)] == list(range(1, times + 2))


def test_what_one_person_writes_one_after_the_other_keeps_its_order_among_others(prefix: str) -> None:
    those = people(4)
    talk = group(*those)

    def speak(who: PersonId) -> list[int]:
        return [patiently(lambda: write(who, talk)) for _ in range(6)]

    for places in at_once([partial(speak, who) for who in those]):
        assert isinstance(places, list)
        assert places == sorted(places)
    assert numbers(those[0], talk) == list(range(1, 26))


def test_a_repeat_is_answered_with_the_first_message_whatever_it_says(prefix: str, gateway: Gateway) -> None:
    alice, bob, talk = two()
    phone, bobs = device(alice, gateway), device(bob, gateway)
    first = sent(alice, talk, "Hello", "one")
    again = sent(alice, talk, "Something else", "one", photos=[MediaId(new_id())], reply_to=1)
    assert again == first
    over = phone.ask("sendMessage", clientId="one", conversationId=talk, text="And again")
    assert (over["message"]["seq"], over["message"]["text"]) == (1, "Hello")
    assert [each["message"]["text"] for each in bobs.of("message")] == ["Hello"]  # told once
    assert numbers(bob, talk) == [1]
    assert write(bob, talk, "Mine", "one") == 2  # another person's id is another one
    assert write(alice, direct(alice, person()), "There", "one") == 1  # and so is one in another conversation


def test_fifty_repeats_at_once_are_one_message(prefix: str) -> None:
    alice, bob, talk = two()
    names = ["one", "two", "three"]
    work = [partial(patiently, partial(sent, alice, talk, name, name)) for name in names for _ in range(17)]
    random.shuffle(work)
    found = at_once(work, threads=50)
    assert [each for each in found if isinstance(each, Exception)] == []
    assert numbers(bob, talk) == [1, 2, 3]
    by_name = {(each.client_id or "", each.seq, each.text) for each in found if not isinstance(each, Exception)}
    assert sorted(name for name, _, _ in by_name) == sorted(names)
    assert len(by_name) == 3
    assert mark(talk, alice).own == 3
    assert reads.place(talk).head.seq == 3


def test_a_client_id_is_remembered_for_eight_days_and_no_longer(prefix: str) -> None:
    alice, _, talk = two()
    write(alice, talk, "Hello", "one")
    (kept,) = [item for item in items() if item["pk"] == keys.sent(alice)]
    week = 7 * 24 * 3600
    assert week < kept["expires_at"] - clock.seconds() <= week + 24 * 3600


def test_who_is_removed_while_sending_is_refused(prefix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    alice, bob = people(2)
    talk = group(alice, bob)
    own = store.add_message

    def late(*arguments: object) -> None:
        """The removal comes between reading the conversation and writing the message."""
        monkeypatch.setattr(store, "add_message", own)
        groups.remove_member(alice, talk, bob)
        own(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "add_message", late)
    with refused("conversation-not-found"):
        write(bob, talk, "Too late")
    assert "Too late" not in [each.text for each in reads.messages(talk, 1, 9, limit=9)]
    assert numbers(alice, talk) == [1, 2]


def test_somebody_who_has_not_answered_gets_five_messages(prefix: str, gateway: Gateway) -> None:
    alice, bob = people(2)
    talk = direct(alice, bob)
    for number in range(REQUEST_MESSAGES):
        write(alice, talk, f"{number}", f"c{number}")
    with refused("request-waits"):
        write(alice, talk)
    phone = device(alice, gateway)
    assert phone.ask("sendMessage", conversationId=talk, text="hi")["code"] == "request-waits"
    assert write(bob, talk) == REQUEST_MESSAGES + 1  # writing accepts
    assert write(alice, talk) == REQUEST_MESSAGES + 2
    assert conversations.read_conversation(bob, talk).standing == "in"
    assert conversations.read_conversation(bob, talk).folder == "inbox"


def test_twenty_at_once_to_somebody_who_has_not_answered_are_five(prefix: str) -> None:
    alice, bob = people(2)
    talk = direct(alice, bob)
    found = at_once([lambda: patiently(lambda: sent(alice, talk)) for _ in range(20)])
    codes = [each.code for each in found if isinstance(each, Refusal)]
    assert codes == ["request-waits"] * (20 - REQUEST_MESSAGES)
    assert reads.place(talk).head.seq == REQUEST_MESSAGES


def test_nothing_can_be_written_to_somebody_who_has_gone(prefix: str) -> None:
    alice, bob, talk = two()
    for state in ("suspended", "leaving", "ended"):
        become(bob, state)
        with refused("person-gone"):
            write(alice, talk)
    become(bob, "active")
    assert write(alice, talk) == 1


def test_only_photographs_of_ones_own_that_are_ready_are_sent(prefix: str) -> None:
    alice, bob, talk = two()
    mine = upload(alice)
    for wrong in (
        [upload(bob)],
        [MediaId(new_id())],
        [upload(alice, purpose="avatar")],
        [upload(alice, state="processing")],
        [mine, mine],
    ):
        with refused("invalid"):
            write(alice, talk, photos=wrong)
    answer = sent(alice, talk, "", photos=[mine, upload(alice)])
    assert (answer.seq, answer.photos[0].media_id, len(answer.photos)) == (1, mine, 2)
    assert said(MessageSent, talk)[0].media == [each.media_id for each in answer.photos]


def test_a_repeat_is_known_though_its_photograph_is_gone(prefix: str) -> None:
    alice, _, talk = two()
    photo = upload(alice)
    first = sent(alice, talk, "", "one", photos=[photo])
    delete_all(settings().table("media"), [(f"MEDIA#{photo}", "CARD")])
    assert sent(alice, talk, "", "one", photos=[photo]) == first


def test_a_reply_answers_a_message_that_one_sees(prefix: str) -> None:
    alice, bob, carol = people(3)
    talk = group(alice, bob)
    seq = write(alice, talk, "Before Carol")
    follow(carol, alice)
    groups.add_members(alice, talk, groups.MorePeople(people=[carol]))
    assert sent(bob, talk, reply_to=seq).reply_to == seq
    for who, wrong in ((carol, seq), (bob, 1), (bob, 99), (bob, 0), (bob, 3)):  # before her; notes; nothing there
        with refused("invalid"):
            write(who, talk, reply_to=wrong)


def test_only_a_post_that_one_may_see_is_shared(prefix: str) -> None:
    alice, _, talk = two()
    with refused("post-not-found"):
        write(alice, talk, post_id=PostId(new_id()))
    post = posts_world.a_post(person())
    assert sent(alice, talk, "", post_id=post).post_id == post


def test_an_empty_message_is_none(prefix: str) -> None:
    alice, _, talk = two()
    for text in ("", "  ", "\n", "\u200b"):
        with refused("invalid"):
            write(alice, talk, text)
    assert reads.place(talk).head.seq == 0


def test_a_group_of_250_is_told_in_one_go(prefix: str, gateway: Gateway) -> None:
    those = people(250)
    talk = large_group(those)
    there = [device(each, gateway) for each in those[::25]]
    assert write(those[0], talk) == 1
    assert [len(each.of("message")) for each in there] == [1] * 10


def test_a_message_carries_the_body_as_it_was_cleaned(prefix: str) -> None:
    alice, _, talk = two()
    assert send_message.send_message(alice, talk, NewMessage(client_id="c", text="  A lake \n")).text == "A lake"
