"""Messages that vanish, and people who are erased or take their data along."""

from functools import partial
from typing import Any, Final

import msgspec
import pytest
from chat import change_message, choosing, conversations, erase, export, groups, history, reads, vanish
from chat.change_message import Reaction
from chat.groups import GroupChanges

from contracts.chat import MessageRemoved
from kernel import clock
from kernel.ids import ConversationId, PersonId, new_id
from kit import objects
from kit.steps import Steps, Work
from support.chat_world import (
    at_once,
    become,
    direct,
    friends,
    group,
    items,
    large_group,
    people,
    said,
    sent,
    texts_of,
    two,
    upload,
    write,
)

HOUR: Final = 3600


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Makes it later by some seconds, for everybody."""
    own = clock.time.time_ns  # type: ignore[attr-defined]
    ahead = 0

    def pass_by(seconds: int) -> None:
        nonlocal ahead
        ahead += seconds

    monkeypatch.setattr("time.time", lambda: own() / 1e9 + ahead)
    monkeypatch.setattr("time.time_ns", lambda: own() + ahead * 1_000_000_000)
    monkeypatch.setattr(clock, "now", lambda: msgspec.convert(own() / 1e9 + ahead, clock.datetime, strict=False))  # type: ignore[attr-defined]
    return pass_by


def timed(*members: PersonId) -> ConversationId:
    """A group whose messages vanish after an hour."""
    talk = group(*members)
    groups.change_conversation(members[0], talk, GroupChanges(timer=HOUR))
    return talk


def test_nobody_sees_a_message_from_its_second_on_and_then_it_is_gone(prefix: str, later: Any) -> None:
    alice, bob = people(2)
    talk = timed(alice, bob)
    photo = upload(alice)
    seq = sent(alice, talk, "A secret", photos=[photo]).seq
    change_message.react(bob, talk, seq, Reaction(emoji="🎈"))
    kept = write(alice, direct(alice, bob), "No secret")
    vanish.take_away()
    assert history.list_messages(bob, talk).items[-1].text == "A secret"
    later(HOUR)
    shown = history.list_messages(bob, talk).items[-1]
    assert (shown.removed, shown.text, shown.photos, shown.seq) == ("vanished", "", [], seq)
    assert history.search_messages(bob, talk, "secret").items == []
    assert "A secret" in texts_of(talk)
    vanish.take_away()
    for word in ("A secret", photo, "🎈"):
        assert word not in texts_of(talk)
    assert history.list_messages(bob, talk).items[-1] == shown
    assert history.list_messages(bob, direct(alice, bob)).items[-1].seq == kept
    assert [(each.seq, each.sender, each.media) for each in said(MessageRemoved, talk)] == [(seq, alice, [photo])]


def test_runs_that_are_repeated_or_overlap_change_nothing_more(prefix: str, later: Any) -> None:
    alice, bob = people(2)
    talk = timed(alice, bob)
    for number in range(6):
        write((alice, bob)[number % 2], talk, f"{number}")
    later(HOUR + 1)
    at_once([vanish.take_away] * 3)
    before = [item for item in items() if talk in item["pk"]]
    vanish.take_away()
    assert [item for item in items() if talk in item["pk"]] == before
    assert [each.seq for each in said(MessageRemoved, talk)] == [3, 4, 5, 6, 7, 8]
    assert [each.seq for each in reads.messages(talk, 1, 99, limit=99)] == list(range(1, 9))
    assert not [item for item in items() if "due_pk" in item and talk in item["pk"]]


def test_a_message_written_before_the_timer_stays(prefix: str, later: Any) -> None:
    alice, bob = people(2)
    talk = group(alice, bob)
    write(alice, talk, "For ever")
    groups.change_conversation(alice, talk, GroupChanges(timer=HOUR))
    write(alice, talk, "For an hour")
    groups.change_conversation(alice, talk, GroupChanges(timer=0))
    write(alice, talk, "For ever, too")
    later(2 * HOUR)
    vanish.take_away()
    texts = [each.text for each in history.list_messages(bob, talk).items if not each.note]
    assert texts == ["For ever", "", "For ever, too"]


def test_an_unsent_message_does_not_vanish_once_more(prefix: str, later: Any) -> None:
    alice, bob = people(2)
    talk = timed(alice, bob)
    seq = write(alice, talk)
    change_message.unsend_message(alice, talk, seq)
    later(HOUR + 1)
    vanish.take_away()
    message = reads.message(talk, seq)
    assert message
    assert message.removed == "unsent"
    assert len(said(MessageRemoved, talk)) == 1


def test_what_does_not_fit_into_a_run_is_left_for_the_next(
    prefix: str, later: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice, bob = people(2)
    talk = timed(alice, bob)
    for _ in range(4):
        write(alice, talk, "A secret")
    later(HOUR + 1)
    monkeypatch.setattr(vanish, "SECONDS", -1.0)
    for _ in range(60):
        if "A secret" not in texts_of(talk):
            break
        vanish.take_away()
    assert "A secret" not in texts_of(talk)
    assert len(said(MessageRemoved, talk)) == 4


def walk(steps: Steps, who: PersonId) -> None:
    """All classes of a context's work, as the state machine goes through them."""
    for _, work in steps.classes:
        after: str | None = None
        while True:
            part = work(Work(account=who, person=who, turn=1, after=after))
            after = part.after
            if after is None:
                break


def test_an_erased_person_leaves_places_and_nothing_else(prefix: str) -> None:
    eve, bob, carol = people(3)
    friends(eve, bob, carol)
    talk, all_ = direct(eve, bob), group(eve, bob, carol, name="Lakes")
    photo = upload(eve)
    write(eve, talk, "A secret of Eve")
    theirs = write(bob, talk, "Of Bob")
    change_message.react(eve, talk, theirs, Reaction(emoji="🎈"))
    sent(eve, all_, "Another secret of Eve", photos=[photo])
    groups.set_role(eve, all_, bob, groups.NewRole(role="admin"))
    groups.set_role(bob, all_, eve, groups.NewRole(role="member"))  # a note about Eve
    choosing.change_chat_choices(eve, choosing.NewChatChoices(receipts=False))
    before = [(each.seq, each.text) for each in history.list_messages(bob, talk).items if each.sender == bob]
    become(eve, "ended")
    for _ in range(2):  # again it changes nothing
        walk(erase.app, eve)
        for where in (talk, all_):
            for word in ("secret", "🎈", photo, "Eve"):
                assert word not in texts_of(where)
            assert [each.seq for each in reads.messages(where, 1, 99, limit=99)] == list(
                range(1, reads.place(where).head.seq + 1)
            )
    found = history.list_messages(bob, talk).items
    assert [(each.seq, each.removed, each.sender) for each in found] == [(1, "erased", None), (2, None, bob)]
    assert [(each.seq, each.text) for each in found if each.sender == bob] == before
    assert found[1].reactions == []
    group_of = reads.place(all_).conversation
    assert (set(group_of.members), group_of.admins) == ({bob, carol}, [bob])
    assert [each.note for each in history.list_messages(carol, all_).items if each.note and each.note.people] == []
    named = [item for item in items() if eve in f"{item['pk']} {item['sk']}"]
    assert named == []
    held = {f"{item['pk']} / {item['sk']}" for item in items() if eve in repr(item) and "OUTBOX" not in item["pk"]}
    assert held == {f"PERSON#{bob} / {talk}"}  # whom Bob talked with
    assert [(each.seq, each.media) for each in said(MessageRemoved, all_) if each.media] == [(2, [photo])]


def test_a_group_loses_the_picture_of_an_erased_person_who_had_left_it(prefix: str) -> None:
    eve, bob = people(2)
    talk = group(eve, bob)
    picture = upload(eve, purpose="avatar")
    groups.change_conversation(eve, talk, GroupChanges(picture=picture))
    groups.remove_member(eve, talk, eve)
    walk(erase.app, eve)
    assert conversations.read_conversation(bob, talk).picture is None
    assert picture not in texts_of(talk)
    assert eve not in texts_of(talk)


def test_a_large_conversation_is_erased_in_slices(prefix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    eve, bob = people(2)
    talk = large_group([eve, bob], messages=30, text="A secret")
    monkeypatch.setattr(erase, "PAGE", 7)
    parts, after = 0, None
    messages = dict(erase.app.classes)["messages"]
    while True:
        part = messages(Work(account=eve, person=eve, turn=1, after=after))
        parts, after = parts + 1, part.after
        if after is None:
            break
    assert parts == 5
    assert "A secret" not in texts_of(talk)
    assert {each.removed for each in reads.messages(talk, 1, 99, limit=99)} == {"erased"}


def test_an_export_holds_ones_own_messages_of_all_conversations_and_of_others_nothing(
    prefix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    eve, bob, talk = two()
    left = group(bob, eve)
    write(eve, talk, "Mine")
    write(bob, talk, "Of Bob")
    write(eve, left, "Mine in the group")
    groups.remove_member(eve, left, eve)
    choosing.change_chat_choices(eve, choosing.NewChatChoices(receipts=False))
    written: dict[str, bytes] = {}
    monkeypatch.setattr(objects, "write", lambda bucket, key, data, kind: written.update({key: data}))
    walk(export.app, eve)
    text = b"".join(written.values()).decode()
    assert all(word in text for word in ("Mine", "Mine in the group", talk, left, "receipts"))
    assert "Of Bob" not in text
    assert "due_pk" not in text


def test_who_was_in_nothing_has_nothing_to_erase_or_to_take_along(prefix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(objects, "write", lambda *_: None)
    for steps in (erase.app, export.app):
        partial(walk, steps, PersonId(new_id()))()
