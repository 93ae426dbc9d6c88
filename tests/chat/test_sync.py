"""What a device missed: exactly that, in pages of 50 and 100 KB, each of which fits into a frame."""

import json
from typing import Any

import msgspec
import pytest
from chat import change_message, groups, reads, sync
from chat.change_message import NewText, Reaction
from chat.groups import MorePeople
from chat.sync import BYTES, PAGE, MissedAnswer

from kernel.ids import ConversationId, PersonId, new_id
from support import events
from support.chat_world import (
    block,
    device,
    fill,
    follow,
    group,
    large_group,
    people,
    refused,
    two,
    unblock,
    write,
)
from support.sockets import Gateway

FRAME = 128 * 1024
"""Bytes that the gateway sends to a device at most."""


def pages(me: PersonId, talk: ConversationId, seq: int = 0, rev: int = 0) -> list[MissedAnswer]:
    found = []
    while True:
        page = sync.sync_since(me, talk, seq, rev)
        found.append(page)
        assert (page.seq, page.rev) != (seq, rev) or not page.more, "it goes on"
        seq, rev = page.seq, page.rev
        if not page.more:
            return found


def new(found: list[MissedAnswer]) -> list[int]:
    return [each.seq for page in found for each in page.messages]


def test_anonymous_is_refused(prefix: str) -> None:
    route = "GET /v1/conversations/{conversation_id}/sync"
    assert events.answer(sync.app, events.request(route, path={"conversation_id": new_id()}, query="seq=0"))[0] == 401


def test_who_is_not_in_the_conversation_missed_nothing(prefix: str, gateway: Gateway) -> None:
    alice, bob, carol, stranger = people(4)
    talk = group(alice, bob, carol)
    groups.remove_member(alice, talk, bob)
    _, dan, walled = two()
    write(dan, walled)
    block(dan, reads.place(walled).conversation.other(dan) or alice)
    for who, where in ((bob, talk), (stranger, talk), (dan, walled)):
        with refused("conversation-not-found"):
            sync.sync_since(who, where, 0)
        answer = device(who, gateway).ask("syncSince", conversationId=where, seq=0)
        assert (answer["type"], answer["code"]) == ("error", "conversation-not-found")


def test_a_device_gets_exactly_what_it_missed_over_both_doors(prefix: str, gateway: Gateway) -> None:
    alice, bob, talk = two()
    for number in range(PAGE + 10):
        write(alice, talk, f"{number}")
    bobs = device(bob, gateway)
    frame = bobs.ask("syncSince", conversationId=talk, seq=5)
    assert [each["seq"] for each in frame["messages"]] == list(range(6, PAGE + 6))
    assert (frame["seq"], frame["rev"], frame["more"], frame["changed"]) == (PAGE + 5, 0, True, [])
    twin = json.loads(msgspec.json.encode(sync.sync_since(bob, talk, 5)))
    assert {name: frame[name] for name in twin} == twin
    assert new(pages(bob, talk, 5)) == list(range(6, PAGE + 11))
    for seq in (PAGE + 10, PAGE + 11, 2**53 - 1):
        page = sync.sync_since(bob, talk, seq, 2**53 - 1)
        assert (page.messages, page.changed, page.more) == ([], [], False)


def test_older_messages_that_changed_come_as_they_are_now_each_once(prefix: str) -> None:
    alice, bob, talk = two()
    for number in range(6):
        write(alice, talk, f"{number}")
    for text in ("once", "twice"):
        change_message.edit_message(alice, talk, 1, NewText(text=text))
    change_message.react(bob, talk, 2, Reaction(emoji="👍"))
    change_message.unsend_message(alice, talk, 3)
    change_message.edit_message(alice, talk, 6, NewText(text="new and edited"))
    (page,) = pages(bob, talk, 3, 0)
    assert [(each.seq, each.text, each.removed) for each in page.changed] == [
        (1, "twice", None),
        (2, "1", None),
        (3, "", "unsent"),
    ]
    assert [each.text for each in page.messages] == ["3", "4", "new and edited"]
    assert (page.seq, page.rev) == (6, 5)
    (rest,) = pages(bob, talk, 6, 3)
    assert [each.seq for each in rest.changed] == [3, 6]


def test_many_changes_come_in_pages(prefix: str) -> None:
    those = people(2)
    talk = large_group(those, messages=30)
    for number in range(PAGE + 20):
        change_message.edit_message(those[0], talk, number % 30 + 1, NewText(text=f"edit {number}"))
    found = pages(those[1], talk, 30, 0)
    assert [page.rev for page in found] == [PAGE, PAGE + 20]
    last: dict[int, str] = {}
    for page in found:
        last |= {each.seq: each.text for each in page.changed}
    assert last == {number % 30 + 1: f"edit {number}" for number in range(40, PAGE + 20)} | {
        number % 30 + 1: f"edit {number}" for number in range(40, 70)
    }


@pytest.mark.parametrize("text", ["😀" * 4_000, "#ﷺ" * 2_000, "x" * 4_000])
def test_no_frame_is_larger_than_the_gateway_takes(
    prefix: str, gateway: Gateway, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    sizes: list[int] = []
    own = gateway.send

    def weigh(method: str, connection_id: str, body: bytes, attempts: int = 3) -> bool:
        sizes.append(len(body))
        return own(method, connection_id, body, attempts)

    monkeypatch.setattr("kit.connections._send", weigh)
    alice, bob = people(2)
    talk = large_group([alice, bob], messages=24, text=text)
    for seq in range(1, 9):
        change_message.react(bob, talk, seq, Reaction(emoji="👍"))
    bobs = device(bob, gateway)
    seq = rev = 0
    got: list[int] = []
    for seq in (0, 10):
        rev, more = 0, True
        at, got = seq, []
        while more:
            frame = bobs.ask("syncSince", conversationId=talk, seq=at, rev=rev)
            assert frame["messages"] or frame["changed"] or not frame["more"], "it goes on"
            at, rev, more = frame["seq"], frame["rev"], frame["more"]
            got += [each["seq"] for each in frame["messages"]]
        assert got == list(range(seq + 1, 25))
    assert max(sizes) < FRAME
    assert max(sizes) > BYTES // 2 or len(text.encode()) < 5_000, "pages are filled"
    bobs.send(talk, text)
    assert max(sizes) < FRAME


def test_who_came_later_gets_nothing_from_before(prefix: str) -> None:
    alice, bob, carol = people(3)
    talk = group(alice, bob)
    early = write(alice, talk)
    follow(carol, alice)
    groups.add_members(alice, talk, MorePeople(people=[carol]))
    write(alice, talk)
    change_message.edit_message(alice, talk, early, NewText(text="Edited"))
    (page,) = pages(carol, talk)
    assert [each.seq for each in page.messages] == [3, 4]
    assert (page.changed, page.seq, page.rev) == ([], 4, 1)
    place = reads.place(talk)
    assert (place.head.seq, place.head.rev) == (4, 1)


def test_messages_behind_a_block_keep_their_places_and_nothing_else(prefix: str) -> None:
    alice, bob, carol = people(3)
    talk = group(alice, bob, carol)
    write(bob, talk, "From Bob")
    block(carol, bob)
    found: list[Any] = [each for page in pages(carol, talk) for each in page.messages]
    assert [(each.seq, each.removed, each.text, each.sender) for each in found] == [
        (1, None, "", alice),
        (2, "hidden", "", None),
    ]
    unblock(carol, bob)
    assert [each.text for page in pages(carol, talk, 1) for each in page.messages] == ["From Bob"]


def test_a_page_has_fifty_messages_however_long_the_conversation(prefix: str) -> None:
    alice, bob = people(2)
    talk = large_group([alice, bob], messages=120)
    assert [len(page.messages) for page in pages(bob, talk)] == [PAGE, PAGE, 20]
    assert new(pages(bob, talk)) == list(range(1, 121))
    fill(talk, alice, range(121, 130))  # what the head does not count yet is not told
    assert new(pages(bob, talk, 118)) == [119, 120]
