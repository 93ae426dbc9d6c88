"""Beginning conversations, requests, and the rules of groups."""

from functools import partial
from typing import Any

import pytest
from chat import conversations, groups, history, model, reads
from chat.groups import Choices, GroupChanges, MorePeople, NewGroup, NewRole

from contracts.chat import ConversationPictured
from kernel.errors import Conflict, Refusal
from kernel.ids import ConversationId, MediaId, PersonId, new_id
from support import events
from support.chat_world import (
    at_once,
    become,
    block,
    device,
    direct,
    follow,
    friends,
    group,
    items,
    large_group,
    mark,
    people,
    person,
    refused,
    said,
    two,
    unblock,
    upload,
    write,
)
from support.sockets import Gateway

ROUTES: tuple[tuple[str, Any], ...] = (
    ("PUT /v1/conversations/with/{person_id}", None),
    ("POST /v1/conversations", {"people": [new_id()]}),
    ("PATCH /v1/conversations/{conversation_id}", {"name": "x"}),
    ("POST /v1/conversations/{conversation_id}/members", {"people": [new_id()]}),
    ("DELETE /v1/conversations/{conversation_id}/members/{person_id}", None),
    ("PUT /v1/conversations/{conversation_id}/members/{person_id}/role", {"role": "admin"}),
    ("PUT /v1/conversations/{conversation_id}/acceptance", None),
    ("DELETE /v1/conversations/{conversation_id}/acceptance", None),
    ("PUT /v1/conversations/{conversation_id}/choices", {}),
)


def listed(me: PersonId, folder: model.Folder = "inbox") -> list[ConversationId]:
    return [each.id for each in conversations.list_conversations(me, folder).items]


def notes(me: PersonId, talk: ConversationId) -> list[tuple[str, list[PersonId]]]:
    return [(each.note.kind, each.note.people) for each in history.list_messages(me, talk).items if each.note]


def roles(me: PersonId, talk: ConversationId) -> dict[PersonId, str]:
    return {each.person.id: each.role for each in conversations.list_members(me, talk).items}


def add(me: PersonId, talk: ConversationId, *those: PersonId) -> None:
    groups.add_members(me, talk, MorePeople(people=list(those)))


def test_anonymous_is_refused(prefix: str) -> None:
    for route, body in ROUTES:
        path = {name: new_id() for name in ("conversation_id", "person_id") if f"{{{name}}}" in route}
        assert events.answer(groups.app, events.request(route, path=path, body=body))[0] == 401, route


def test_who_is_not_in_a_group_changes_nothing_of_it(prefix: str) -> None:
    alice, bob, carol, stranger = people(4)
    talk = group(alice, bob, carol)
    groups.remove_member(alice, talk, bob)
    place = reads.place(talk)
    for who in (bob, stranger):
        for attempt in (
            partial(groups.change_conversation, who, talk, GroupChanges(name="Mine")),
            partial(groups.change_conversation, who, talk, GroupChanges(timer=3600)),
            partial(add, who, talk, who),
            partial(groups.remove_member, who, talk, who),
            partial(groups.remove_member, who, talk, carol),
            partial(groups.set_role, who, talk, who, NewRole(role="admin")),
            partial(groups.accept_conversation, who, talk),
            partial(groups.decline_conversation, who, talk),
            partial(groups.choose, who, talk, Choices(folder="pinned")),
            partial(conversations.read_conversation, who, talk),
            partial(conversations.list_members, who, talk),
        ):
            with refused("conversation-not-found"):
                attempt()
    assert reads.place(talk) == place


def test_two_who_open_it_at_once_open_one(prefix: str) -> None:
    alice, bob = people(2)
    friends(alice, bob)
    found = at_once([partial(direct, alice, bob), partial(direct, bob, alice)] * 10)
    assert set(found) == {model.direct_id(alice, bob)}
    assert len([item for item in items() if item["pk"] == f"CONV#{found[0]}"]) == 2  # its card and its head
    assert listed(alice) == listed(bob) == []  # it begins with the first message
    write(alice, found[0])
    assert listed(alice) == listed(bob) == [found[0]]


def test_nobody_talks_with_who_is_not_there_or_behind_a_block(prefix: str) -> None:
    alice, bob, walled = people(3)
    become(bob, "suspended")
    block(walled, alice)
    for who in (bob, walled, PersonId(new_id())):
        with refused("person-not-found"):
            direct(alice, who)
        with refused("person-not-found"):
            group(alice, who)
    with refused("invalid"):
        direct(alice, alice)


def test_a_group_is_made_once_for_a_key(prefix: str) -> None:
    alice, bob = people(2)
    follow(bob, alice)
    make = partial(groups.make_group, alice, NewGroup(people=[bob]), idempotency_key="once")
    found = at_once([make] * 12)
    made = {each.id for each in found if not isinstance(each, Exception)}
    assert len(made) == 1
    assert all(isinstance(each, Conflict) for each in found if isinstance(each, Exception))
    assert make().id in made
    assert len(listed(alice)) == len(listed(bob)) == 1


def test_a_group_has_people_and_a_name(prefix: str) -> None:
    alice = person()
    with refused("invalid"):
        groups.make_group(alice, NewGroup(people=[alice]))
    with refused("invalid"):
        groups.make_group(alice, NewGroup(people=people(1), name="x" * 61))
    request = partial(events.request, "POST /v1/conversations", me=alice)
    for wrong in ([], people(51), ["x"], "x", None):
        assert events.answer(groups.app, request(body={"people": wrong}))[0] == 422
    status, made = events.answer(groups.app, request(body={"people": people(50)}))
    assert (status, made["members"]) == (201, 51)


def test_only_admins_change_a_group(prefix: str) -> None:
    alice, bob, carol = people(3)
    talk = group(alice, bob, carol)
    for attempt in (
        partial(groups.change_conversation, bob, talk, GroupChanges(name="Mine")),
        partial(groups.change_conversation, bob, talk, GroupChanges(timer=3600)),
        partial(add, bob, talk, person()),
        partial(groups.remove_member, bob, talk, carol),
        partial(groups.set_role, bob, talk, bob, NewRole(role="admin")),
    ):
        with refused("admins-only"):
            attempt()
    groups.set_role(alice, talk, bob, NewRole(role="admin"))
    groups.set_role(alice, talk, bob, NewRole(role="admin"))  # again says nothing
    groups.change_conversation(bob, talk, GroupChanges(name="Ours"))
    assert conversations.read_conversation(carol, talk).name == "Ours"
    assert notes(carol, talk)[1:] == [("role", [bob]), ("named", [])]


def test_a_group_keeps_an_admin(prefix: str) -> None:
    alice, bob, carol = people(3)
    talk = group(alice, bob, carol)
    with refused("last-admin"):
        groups.set_role(alice, talk, alice, NewRole(role="member"))
    with refused("member-not-found"):
        groups.set_role(alice, talk, person(), NewRole(role="admin"))
    groups.remove_member(alice, talk, alice)
    assert roles(bob, talk) == {min(bob, carol): "admin", max(bob, carol): "member"}
    found = at_once([partial(groups.remove_member, each, talk, each) for each in (bob, carol)])
    assert [each for each in found if isinstance(each, Exception)] == []
    assert reads.place(talk).conversation.members == {}


def test_admins_who_make_each_other_members_at_once_leave_one(prefix: str) -> None:
    alice, bob = people(2)
    talk = group(alice, bob)
    groups.set_role(alice, talk, bob, NewRole(role="admin"))
    demote = NewRole(role="member")
    at_once([partial(groups.set_role, alice, talk, bob, demote), partial(groups.set_role, bob, talk, alice, demote)])
    assert list(roles(alice, talk).values()).count("admin") == 1


def test_who_is_added_sees_what_comes_from_now_on_and_who_is_removed_nothing_more(
    prefix: str, gateway: Gateway
) -> None:
    alice, bob, carol = people(3)
    talk = group(alice, bob)
    write(alice, talk, "Before")
    follow(carol, alice)
    add(alice, talk, carol, bob)  # Bob is in it already
    assert notes(bob, talk)[-1] == ("added", [carol])
    write(alice, talk, "After")
    assert [each.text for each in history.list_messages(carol, talk).items] == ["", "After"]
    assert conversations.read_conversation(carol, talk).unread == 2
    carols = device(carol, gateway)
    groups.remove_member(alice, talk, carol)
    groups.remove_member(alice, talk, carol)
    assert [each["settings"] for each in carols.of("conversation")] == [True]
    assert carols.of("message") == []
    write(alice, talk)
    assert carols.of("message") == []
    assert listed(carol) == []
    assert notes(alice, talk)[-1] == ("removed", [carol])
    add(alice, talk, carol)  # again: she sees from here on, and nothing of what was before
    assert [each.seq for each in history.list_messages(carol, talk).items] == [reads.place(talk).head.seq]


def test_a_group_has_at_most_250_people(prefix: str) -> None:
    those = people(249)
    talk = large_group(those)
    more = people(2)
    with refused("group-full"):
        add(those[0], talk, *more)
    add(those[0], talk, more[0])
    assert conversations.read_conversation(those[0], talk).members == 250
    with refused("group-full"):
        add(those[0], talk, more[1])
    assert more[0] in roles(those[1], talk)


def test_fifty_are_added_in_one_go(prefix: str) -> None:
    alice, bob = people(2)
    talk = group(alice, bob)
    those = people(50)
    add(alice, talk, *those)
    assert conversations.read_conversation(alice, talk).members == 52
    assert {listed(each, "requests")[0] for each in those[::10]} == {talk}


def test_people_added_at_once_by_two_admins_are_all_in(prefix: str) -> None:
    alice, bob = people(2)
    talk = group(alice, bob)
    groups.set_role(alice, talk, bob, NewRole(role="admin"))
    those = people(8)
    found = at_once([partial(add, (alice, bob)[n % 2], talk, each) for n, each in enumerate(those)])
    assert [each for each in found if each is not None] == []
    assert set(roles(alice, talk)) == {alice, bob, *those}
    assert reads.place(talk).head.seq == 2 + len(those)


def test_a_conversation_of_two_stays_one(prefix: str) -> None:
    alice, bob, talk = two()
    for attempt in (
        partial(add, alice, talk, person()),
        partial(groups.remove_member, alice, talk, bob),
        partial(groups.remove_member, alice, talk, alice),
        partial(groups.change_conversation, alice, talk, GroupChanges(name="Ours")),
        partial(groups.set_role, alice, talk, bob, NewRole(role="admin")),
    ):
        with refused("direct-conversation"):
            attempt()


def test_the_timer_of_a_conversation_of_two_is_set_by_both_but_not_by_who_is_asked(prefix: str) -> None:
    alice, bob, talk = two()
    groups.change_conversation(alice, talk, GroupChanges(timer=3600))
    groups.change_conversation(bob, talk, GroupChanges(timer=0))
    groups.change_conversation(bob, talk, GroupChanges(timer=0))  # again says nothing
    assert notes(alice, talk) == [("timer", []), ("timer", [])]
    block(bob, alice)
    with refused("conversation-not-found"):
        groups.change_conversation(alice, talk, GroupChanges(timer=3600))
    stranger = person()
    asked = direct(stranger, alice)
    write(stranger, asked)
    with refused("not-accepted"):
        groups.change_conversation(alice, asked, GroupChanges(timer=3600))
    request = events.request(
        "PATCH /v1/conversations/{conversation_id}", path={"conversation_id": talk}, body={"timer": 5}, me=alice
    )
    assert events.answer(groups.app, request)[0] == 422


def test_a_group_has_a_picture_of_its_admins(prefix: str) -> None:
    alice, bob = people(2)
    talk = group(alice, bob)
    first, second = upload(alice, purpose="avatar"), upload(alice, purpose="avatar")
    for wrong in (
        upload(alice),
        upload(bob, purpose="avatar"),
        upload(alice, purpose="avatar", state="processing"),
        MediaId(new_id()),
    ):
        with refused("invalid"):
            groups.change_conversation(alice, talk, GroupChanges(picture=wrong))
    for picture in (first, second):
        assert groups.change_conversation(alice, talk, GroupChanges(picture=picture)).picture
    assert groups.change_conversation(alice, talk, GroupChanges(without_picture=True)).picture is None
    told = [(each.picture, each.replaced) for each in said(ConversationPictured, talk)]
    assert told == [(first, None), (second, first), (None, second)]
    assert {each.owner for each in said(ConversationPictured, talk)} == {alice}


def test_a_block_hides_people_of_a_group_from_each_other_only(prefix: str) -> None:
    alice, bob, carol = people(3)
    talk = group(alice, bob, carol)
    write(alice, talk, "From Alice")
    block(bob, alice)
    assert set(roles(bob, talk)) == {bob, carol}
    assert set(roles(carol, talk)) == {alice, bob, carol}
    hidden = history.list_messages(bob, talk).items[-1]
    assert (hidden.removed, hidden.sender, hidden.text) == ("hidden", None, "")
    assert alice not in [each.id for each in conversations.read_conversation(bob, talk).people]
    unblock(bob, alice)
    assert history.list_messages(bob, talk).items[-1].text == "From Alice"


def test_leaving_forgets_how_far_one_had_read(prefix: str) -> None:
    alice, bob = people(2)
    talk = group(alice, bob)
    write(bob, talk)
    assert mark(talk, bob).own == 1
    groups.remove_member(bob, talk, bob)
    assert (mark(talk, bob), reads.row(bob, talk)) == (model.Mark(), None)
    assert reads.all_rows(bob, None, limit=5)[0] == [talk]  # what they wrote there is still theirs


@pytest.mark.parametrize("times", [20])
def test_changes_and_messages_at_once_have_one_order(prefix: str, times: int) -> None:
    alice, bob = people(2)
    talk = group(alice, bob)
    rename = [
        partial(groups.change_conversation, alice, talk, GroupChanges(name=f"Lake {number}"))
        for number in range(times // 2)
    ]
    found = at_once([*rename, *[partial(write, bob, talk)] * (times // 2)], threads=times)
    failed = [each for each in found if isinstance(each, Exception)]
    assert [each for each in failed if not isinstance(each, Refusal)] == []
    seen = reads.messages(talk, 1, 99, limit=99)
    assert [each.seq for each in seen] == list(range(1, times + 2 - len(failed)))
    assert reads.place(talk).conversation.version == 1 + len([each for each in seen if each.note]) - 1
