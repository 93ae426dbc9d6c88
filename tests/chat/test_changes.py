"""Editing, taking back and reacting: by whom, until when, and that nothing of many at once is lost."""

from collections.abc import Callable
from functools import partial
from typing import Any
from unittest.mock import Mock

import pytest
from chat import change_message, delivery, groups, history, model, reads, store
from chat.change_message import NewText, Reaction

from contracts.chat import MessageRemoved
from kernel import clock
from kernel.errors import Refusal
from kernel.ids import ConversationId, MediaId, PersonId, new_id
from support import events
from support.chat_world import (
    at_once,
    block,
    device,
    follow,
    group,
    large_group,
    people,
    refused,
    said,
    sent,
    texts_of,
    two,
    unblock,
    upload,
    write,
)
from support.sockets import Gateway

ROUTES = (
    ("PATCH /v1/conversations/{conversation_id}/messages/{seq}", {"text": "hi"}),
    ("DELETE /v1/conversations/{conversation_id}/messages/{seq}", None),
    ("PUT /v1/conversations/{conversation_id}/messages/{seq}/reaction", {"emoji": "👍"}),
    ("DELETE /v1/conversations/{conversation_id}/messages/{seq}/reaction", None),
)
FRAMES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("editMessage", {"text": "hi"}),
    ("unsendMessage", {}),
    ("react", {"emoji": "👍"}),
    ("react", {"emoji": None}),
)


def edit(me: PersonId, talk: ConversationId, seq: int, text: str = "Edited") -> str:
    return change_message.edit_message(me, talk, seq, NewText(text=text)).text


def react(me: PersonId, talk: ConversationId, seq: int, emoji: str = "👍") -> list[list[PersonId]]:
    return [each.people for each in change_message.react(me, talk, seq, Reaction(emoji=emoji)).reactions]


def unsend(me: PersonId, talk: ConversationId, seq: int) -> None:
    change_message.unsend_message(me, talk, seq)


ATTEMPTS: tuple[Callable[[PersonId, ConversationId, int], object], ...] = (edit, unsend, react)


def test_anonymous_is_refused(prefix: str) -> None:
    for route, body in ROUTES:
        request = events.request(route, path={"conversation_id": new_id(), "seq": "1"}, body=body)
        assert events.answer(change_message.app, request)[0] == 401


def test_who_is_not_in_the_conversation_changes_nothing(prefix: str, gateway: Gateway) -> None:
    alice, bob, carol, stranger = people(4)
    talk = group(alice, bob, carol)
    seq = write(bob, talk, "Bob was here")
    groups.remove_member(alice, talk, bob)
    place = reads.place(talk)
    for who in (bob, stranger):
        other = device(who, gateway)
        for action, more in FRAMES:
            answer = other.ask(action, conversationId=talk, seq=seq, **more)
            assert (answer["type"], answer["code"]) == ("error", "conversation-not-found")
        for attempt in ATTEMPTS:
            with refused("conversation-not-found"):
                attempt(who, talk, seq)
    assert reads.place(talk) == place


def test_a_block_hides_the_conversation_of_two_from_changes_too(prefix: str) -> None:
    alice, bob, talk = two()
    seq = write(alice, talk)
    block(bob, alice)
    for who in (alice, bob):
        for attempt in ATTEMPTS:
            with refused("conversation-not-found"):
                attempt(who, talk, seq)
    unblock(bob, alice)
    assert edit(alice, talk, seq) == "Edited"


def test_what_came_before_one_joined_or_is_hidden_cannot_be_reacted_to(prefix: str) -> None:
    alice, bob, carol = people(3)
    talk = group(alice, bob)
    early = write(alice, talk)
    follow(carol, alice)
    groups.add_members(alice, talk, groups.MorePeople(people=[carol]))
    late = write(alice, talk)
    block(bob, alice)
    for who, seq in ((carol, early), (bob, late), (alice, 99), (alice, 0), (alice, 1)):
        with refused("message-not-found"):
            react(who, talk, seq)
    assert react(carol, talk, late) == [[carol]]


def test_whom_a_block_parts_from_the_sender_is_not_shown_the_message_by_a_reaction_of_somebody_else(
    prefix: str, gateway: Gateway
) -> None:
    alice, bob, carol = people(3)
    talk = group(alice, bob, carol)
    block(bob, alice)
    seq = write(alice, talk, "Not for Bob")
    bobs, alices = device(bob, gateway), device(alice, gateway)
    react(carol, talk, seq)
    assert bobs.of("changed") == []
    (frame,) = alices.of("changed")
    assert frame["message"]["text"] == "Not for Bob"


def test_a_reaction_is_unseen_by_whom_a_block_parts_from_it(prefix: str, gateway: Gateway) -> None:
    alice, bob, carol = people(3)
    talk = group(alice, bob, carol)
    seq = write(alice, talk, "Of all of us")
    react(bob, talk, seq, "👍")
    block(carol, bob)
    alices, bobs, carols = device(alice, gateway), device(bob, gateway), device(carol, gateway)
    assert react(alice, talk, seq, "❤️") == [[alice], [bob]]
    seen = [[each["people"] for each in of.of("changed")[0]["message"]["reactions"]] for of in (alices, bobs, carols)]
    assert seen == [[[alice], [bob]], [[alice], [bob]], [[alice]]]
    assert react(carol, talk, seq, "❤️") == [[alice, carol] if alice < carol else [carol, alice]]
    assert [each["people"] for each in bobs.of("changed")[-1]["message"]["reactions"]] == [[alice], [bob]]
    (shown,) = [each for each in history.list_messages(carol, talk).items if each.seq == seq]
    assert bob not in {person for each in shown.reactions for person in each.people}


def test_a_reaction_that_came_in_meanwhile_is_told_by_its_own_change(
    prefix: str, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice, bob, carol = people(3)
    talk = group(alice, bob, carol)
    seq = write(alice, talk)
    alices = device(alice, gateway)
    own = store.change_message

    def change(*given: Any, **named: Any) -> int:
        patch.undo()
        rev = own(*given, **named)
        react(carol, talk, seq, "❤️")
        return rev

    with monkeypatch.context() as patch:
        patch.setattr(store, "change_message", change)
        react(bob, talk, seq, "👍")
    told = {each["rev"]: [of["emoji"] for of in each["message"]["reactions"]] for each in alices.of("changed")}
    assert told == {1: ["👍"], 2: ["❤️", "👍"]}


def test_who_is_removed_meanwhile_changes_nothing_any_more(prefix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    alice, bob, carol = people(3)
    talk = group(alice, bob, carol)
    seq = write(bob, talk, "Mine")
    own = store.change_message

    def change(*given: Any, **named: Any) -> int:
        patch.undo()
        groups.remove_member(alice, talk, bob)
        return own(*given, **named)

    with monkeypatch.context() as patch:
        patch.setattr(store, "change_message", change)
        with refused("conversation-not-found"):
            edit(bob, talk, seq, "Still mine")
    message = reads.message(talk, seq)
    assert message is not None
    assert message.text == "Mine"


def test_an_edit_is_told_to_all_devices_and_says_so(prefix: str, gateway: Gateway) -> None:
    alice, bob, talk = two()
    seq = write(alice, talk, "Helo")
    phone, laptop, bobs = device(alice, gateway), device(alice, gateway), device(bob, gateway)
    answer = phone.ask("editMessage", conversationId=talk, seq=seq, text="Hello")
    assert answer["type"] == "done"
    for each in (phone, laptop, bobs):
        (frame,) = each.of("changed")
        assert (frame["rev"], frame["message"]["text"], frame["message"]["clientId"]) == (1, "Hello", None)
        assert frame["message"]["editedAt"]
    edit(alice, talk, seq, "Hello")  # nothing changes
    assert reads.place(talk).head.rev == 1
    assert len(bobs.of("changed")) == 1


def test_a_change_of_which_nobody_heard_is_heard_of_when_it_is_repeated(
    prefix: str, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The function ended between the write and the frames; the sender, who got no answer, says it again."""
    alice, bob, talk = two()
    seq = write(alice, talk, "Helo")
    phone, bobs = device(alice, gateway), device(bob, gateway)
    with monkeypatch.context() as patch:
        patch.setattr(delivery, "tell_change", Mock(side_effect=BrokenPipeError))
        with pytest.raises(BrokenPipeError):
            edit(alice, talk, seq, "Hello")
    assert (bobs.of("changed"), bobs.of("conversation")) == ([], [])
    edit(alice, talk, seq, "Hello")
    for each in (phone, bobs):
        (hint,) = each.of("conversation")
        assert (hint["conversationId"], hint["seq"], hint["rev"], hint["settings"]) == (talk, seq, 1, False)
    missed = bobs.ask("syncSince", conversationId=talk, seq=seq, rev=0)
    assert [each["text"] for each in missed["changed"]] == ["Hello"]


def test_a_repeat_says_nothing_to_whom_a_block_parts(prefix: str, gateway: Gateway) -> None:
    alice, bob, carol = people(3)
    talk = group(alice, bob, carol)
    seq = write(alice, talk, "Hello")
    bobs, carols = device(bob, gateway), device(carol, gateway)
    block(alice, bob)
    edit(alice, talk, seq, "Hello")
    assert (bobs.of("conversation"), len(carols.of("conversation"))) == ([], 1)


def test_only_its_sender_edits_a_message_within_a_quarter_of_an_hour(
    prefix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice, bob, talk = two()
    seq = write(alice, talk)
    with refused("not-your-message"):
        edit(bob, talk, seq)
    with refused("not-your-message"):
        unsend(bob, talk, seq)
    with refused("invalid"):
        edit(alice, talk, seq, "  ")
    later = clock.milliseconds() + 15 * 60 * 1000 + 1000
    monkeypatch.setattr(clock, "milliseconds", lambda: later)
    with refused("too-late"):
        edit(alice, talk, seq)
    unsend(alice, talk, seq)
    with refused("message-not-found"):
        edit(alice, talk, seq)


def test_notes_are_nobodys_messages(prefix: str) -> None:
    alice, bob = people(2)
    talk = group(alice, bob)
    for attempt in ATTEMPTS[:2]:
        with refused("not-your-message"):
            attempt(alice, talk, 1)


def test_nothing_of_an_unsent_message_stays_and_its_photographs_are_told_of_once(prefix: str, gateway: Gateway) -> None:
    alice, bob, talk = two()
    photo: MediaId = upload(alice)
    seq = sent(alice, talk, "A secret place", photos=[photo]).seq
    react(bob, talk, seq, "🎈")
    bobs = device(bob, gateway)
    found = at_once([partial(unsend, alice, talk, seq) for _ in range(10)])
    assert sum(not isinstance(each, Refusal) for each in found) == 1
    assert {each.code for each in found if isinstance(each, Refusal)} == {"message-not-found"}
    for word in ("A secret place", photo, "🎈"):
        assert word not in str(reads.message(talk, seq))
        assert word not in texts_of(talk)
    assert [(each.seq, each.media) for each in said(MessageRemoved, talk)] == [(seq, [photo])]
    assert [each["message"]["removed"] for each in bobs.of("changed")] == ["unsent"]
    assert reads.place(talk).head.seq == seq  # its place stays
    assert write(alice, talk) == seq + 1


def test_everybody_has_one_reaction_and_can_take_it_back(prefix: str) -> None:
    alice, bob, talk = two()
    seq = write(alice, talk)
    assert react(bob, talk, seq, "👍") == [[bob]]
    assert react(bob, talk, seq, "❤️") == [[bob]]
    assert react(alice, talk, seq, "❤️") == [sorted([alice, bob])]
    rev = reads.place(talk).head.rev
    react(bob, talk, seq, "❤️")  # again changes nothing
    change_message.take_reaction_back(bob, talk, seq)
    change_message.take_reaction_back(bob, talk, seq)
    assert reads.place(talk).head.rev == rev + 1
    message = reads.message(talk, seq)
    assert message
    assert message.reactions == {alice: "❤️"}
    for wrong in ("a", "👍👍", "x" * 16):
        with refused("invalid"):
            react(bob, talk, seq, wrong)


def test_reactions_of_many_at_once_are_all_kept(prefix: str) -> None:
    those = people(20)
    talk = large_group(those, messages=1)
    found = at_once([partial(react, each, talk, 1, "👍❤️🎈"[number % 2]) for number, each in enumerate(those)])
    assert [each for each in found if isinstance(each, Exception) and not isinstance(each, Refusal)] == []
    message = reads.message(talk, 1)
    assert message
    ok = {each for each, answer in zip(those, found, strict=True) if not isinstance(answer, Exception)}
    assert set(message.reactions) == ok
    assert len(ok) == 20
    place = reads.place(talk)
    assert (place.head.rev, len(reads.changes(talk, 0, limit=50))) == (20, 20)


def test_an_edit_and_reactions_at_once_do_not_undo_each_other(prefix: str) -> None:
    those = people(8)
    talk = large_group(those, messages=1)
    work: list[Callable[[], object]] = [partial(edit, those[0], talk, 1, f"{number}") for number in range(8)]
    work += [partial(react, each, talk, 1) for each in those]
    assert [each for each in at_once(work, threads=16) if isinstance(each, Exception)] == []
    message = reads.message(talk, 1)
    assert message
    assert set(message.reactions) == set(those)
    assert message.text in "01234567"
    assert reads.place(talk).head.rev == 16


def test_a_reaction_does_not_bring_an_unsent_message_back(prefix: str) -> None:
    alice, bob, talk = two()
    for _ in range(5):
        seq = write(alice, talk, "Gone soon")
        work = [
            partial(unsend, alice, talk, seq),
            *[partial(react, bob, talk, seq, each) for each in ("👍", "🎈", "☃")],
        ]
        at_once(work, threads=4)  # type: ignore[arg-type]
        message = reads.message(talk, seq)
        assert message
        assert (message.removed, message.text, message.reactions) == ("unsent", "", {})


def test_the_log_of_changes_has_one_line_for_each(prefix: str) -> None:
    alice, bob, talk = two()
    first, second = write(alice, talk), write(alice, talk)
    edit(alice, talk, second)
    react(bob, talk, first)
    unsend(alice, talk, second)
    assert reads.changes(talk, 0, limit=9) == [(1, second), (2, first), (3, second)]
    assert reads.changes(talk, 2, limit=9) == [(3, second)]
    assert reads.place(talk).head == model.Head(seq=2, rev=3)
