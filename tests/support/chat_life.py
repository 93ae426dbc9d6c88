"""Somebody's life in chat, for those who look what is left of it afterwards: a bit of everything."""

from chat import change_message, choosing, groups, inbox, send_message, signals
from chat.change_message import Reaction
from chat.groups import Choices, GroupChanges, NewGroup, NewRole
from chat.send_message import NewMessage
from chat.signals import Here, UpTo

from kernel.ids import ConversationId, MediaId, PersonId, new_id
from support import chat_world, events


def talk(eve: PersonId, bob: PersonId, carol: PersonId, *, also: PersonId) -> None:
    """Eve writes, reacts, is asked, is named in notes, leaves a group with her picture; `also` is hers as well."""
    with_bob = groups.open_direct(eve, bob).id
    _write(eve, with_bob, "A secret of Eve", photos=[chat_world.upload(eve)])
    theirs = _write(bob, with_bob, "Of Bob")
    change_message.react(eve, with_bob, theirs, Reaction(emoji="\N{BALLOON}"))
    signals.mark_conversation_read(eve, with_bob, UpTo(seq=theirs))
    groups.choose(eve, with_bob, Choices(folder="pinned", muted_for=3600))
    asked = groups.open_direct(carol, eve).id
    _write(carol, asked, "May I?")
    group = groups.make_group(eve, NewGroup(people=[bob, also], name="Lakes")).id
    groups.accept_conversation(bob, group)
    _write(eve, group, "Another secret of Eve")
    _write(also, group, "A third")
    groups.set_role(eve, group, bob, NewRole(role="admin"))
    groups.set_role(bob, group, eve, NewRole(role="member"))
    left = groups.make_group(eve, NewGroup(people=[bob])).id
    groups.accept_conversation(bob, left)
    groups.change_conversation(eve, left, GroupChanges(picture=chat_world.upload(eve, purpose="avatar"), timer=3600))
    _write(eve, left, "A last secret")
    groups.remove_member(eve, left, eve)
    choosing.change_chat_choices(eve, choosing.NewChatChoices(receipts=False))
    signals.set_presence(eve, Here(active=True))
    for each in (with_bob, asked, group, left):
        assert inbox.app(events.facts(*chat_world.sent_facts(each)), None) == {"batchItemFailures": []}


def _write(me: PersonId, conversation_id: ConversationId, text: str, photos: list[MediaId] | None = None) -> int:
    body = NewMessage(client_id=new_id(), text=text, photos=photos or [])
    return send_message.send_message(me, conversation_id, body).seq
