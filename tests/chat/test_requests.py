"""Requests of those whom one does not follow: answered when one wants, or never; nobody is told of a no."""

from chat import conversations, groups, history, model
from chat.groups import Choices, NewGroup

from kernel.ids import ConversationId, PersonId
from support.chat_world import (
    device,
    direct,
    follow,
    people,
    refused,
    write,
)
from support.sockets import Gateway


def listed(me: PersonId, folder: model.Folder = "inbox") -> list[ConversationId]:
    return [each.id for each in conversations.list_conversations(me, folder).items]


def notes(me: PersonId, talk: ConversationId) -> list[tuple[str, list[PersonId]]]:
    return [(each.note.kind, each.note.people) for each in history.list_messages(me, talk).items if each.note]


def roles(me: PersonId, talk: ConversationId) -> dict[PersonId, str]:
    return {each.person.id: each.role for each in conversations.list_members(me, talk).items}


def test_whom_somebody_does_not_follow_is_found_among_their_requests(prefix: str, gateway: Gateway) -> None:
    alice, bob = people(2)
    talk = direct(alice, bob)
    assert listed(bob, "requests") == []
    write(alice, talk)
    assert (listed(bob), listed(bob, "requests"), listed(alice)) == ([], [talk], [talk])
    assert conversations.count_unread_messages(bob) == conversations.UnreadAnswer(
        conversations=0, messages=0, requests=1
    )
    assert conversations.read_conversation(alice, talk).waits
    with refused("not-accepted"):
        groups.choose(bob, talk, Choices(folder="pinned"))
    phone = device(alice, gateway)
    groups.accept_conversation(bob, talk)
    groups.accept_conversation(bob, talk)
    assert (listed(bob), listed(bob, "requests")) == ([talk], [])
    assert not conversations.read_conversation(alice, talk).waits
    assert {each["settings"] for each in phone.of("conversation")} == {True}
    with refused("accepted-already"):
        groups.decline_conversation(bob, talk)


def test_who_declines_hears_nothing_more_and_nobody_is_told(prefix: str, gateway: Gateway) -> None:
    alice, bob = people(2)
    talk = direct(alice, bob)
    write(alice, talk)
    before = (conversations.read_conversation(alice, talk), conversations.list_members(alice, talk))
    phone, bobs = device(alice, gateway), device(bob, gateway)
    groups.decline_conversation(bob, talk)
    assert phone.frames == []
    assert (conversations.read_conversation(alice, talk), conversations.list_members(alice, talk)) == before
    assert history.list_messages(alice, talk).items[0].text == "Hello"
    bobs.frames.clear()
    write(alice, talk)
    assert bobs.frames == []
    assert listed(bob) == listed(bob, "requests") == []
    for attempt in (conversations.read_conversation, history.list_messages, groups.decline_conversation):
        with refused("conversation-not-found"):
            attempt(bob, talk)
    assert direct(alice, bob) == talk  # to ask again changes nothing for who declined
    with refused("conversation-not-found"):
        conversations.read_conversation(bob, talk)


def test_who_declined_can_take_it_up_again(prefix: str) -> None:
    alice, bob = people(2)
    talk = direct(alice, bob)
    write(alice, talk)
    groups.decline_conversation(bob, talk)
    assert direct(bob, alice) == talk
    assert conversations.read_conversation(bob, talk).standing == "in"
    assert listed(bob) == [talk]
    assert write(bob, talk) == 2


def test_those_who_do_not_follow_are_asked_into_a_group_and_leave_it_by_declining(prefix: str) -> None:
    alice, bob, carol = people(3)
    follow(bob, alice)
    talk = groups.make_group(alice, NewGroup(people=[bob, carol, bob, alice], name=" The lake ")).id
    assert (listed(bob), listed(carol), listed(carol, "requests")) == ([talk], [], [talk])
    found = conversations.read_conversation(alice, talk)
    assert (found.name, found.members, found.role, found.seq) == ("The lake", 3, "admin", 1)
    groups.decline_conversation(carol, talk)
    assert notes(alice, talk) == [("made", [bob, carol]), ("left", [])]
    assert listed(carol, "requests") == []
    assert set(roles(alice, talk)) == {alice, bob}
