"""Conversations of the access matrix: of every owner with those around them, begun before anything lay between them."""

from typing import TYPE_CHECKING

from chat import groups, send_message
from chat.groups import NewGroup, NewRole
from chat.send_message import NewMessage

from kernel.ids import ConversationId, PersonId, new_id

if TYPE_CHECKING:
    from support.access_world import World

ACCEPTED = ("close_friend", "follower", "blocked", "blocker", "suspended")
"""Who accepted to be in the owner's group."""


def conversations(world: "World") -> None:
    """One conversation of each state; in each stands a message."""
    owner, around = world.owners["public"].person, {name: each.person for name, each in world.around.items()}
    _add(world, "direct", _talk(owner, around["follower"]), owner)
    _add(world, "requested", groups.open_direct(around["stranger"], owner).id, around["stranger"])
    declined = groups.open_direct(around["ex_follower"], owner).id
    _add(world, "declined", declined, around["ex_follower"])
    groups.decline_conversation(owner, declined)
    _add(world, "walled", _talk(owner, around["blocked"]), owner)
    for state in ("leaving", "suspended"):
        gone = world.owners[state].person
        _add(world, state, _talk(gone, around["follower"]), gone)
    _group(world, owner, around)


def _group(world: "World", owner: PersonId, around: dict[str, PersonId]) -> None:
    assert world.guest
    guest = world.guest.person
    others = [around[name] for name in (*ACCEPTED, "pending", "ex_follower")]
    group = groups.make_group(owner, NewGroup(people=[*others, guest], name="Lakes")).id
    for each in (*(around[name] for name in ACCEPTED), guest):
        groups.accept_conversation(each, group)
    groups.set_role(owner, group, around["close_friend"], NewRole(role="admin"))
    groups.accept_conversation(around["ex_follower"], group)
    groups.remove_member(around["ex_follower"], group, around["ex_follower"])
    _add(world, "group", group, owner)


def _talk(one: PersonId, other: PersonId) -> ConversationId:
    """A conversation of two who both accepted it."""
    found = groups.open_direct(one, other).id
    groups.accept_conversation(other, found)
    return found


def _add(world: "World", state: str, talk: ConversationId, sender: PersonId) -> None:
    """`sender` writes a message, by whose place routes name it; the guest is whom routes of members name."""
    assert world.guest
    body = NewMessage(client_id=new_id(), text="A lake")
    seq = send_message.send_message(sender, talk, body).seq
    found = {"conversation_id": talk, "seq": str(seq), "person_id": world.guest.person}
    world.objects["conversation", state] = found
