"""Accepting a request to talk, and declining one."""

import msgspec

from chat import list_store, store
from chat.model import Conversation, Folder, Member, not_found
from chat.reads import Place
from kernel import clock
from kernel.ids import PersonId


def accept(me: PersonId, place: Place) -> Place:
    """Be in a conversation that one was asked into; the conversation as it is then. Again it changes nothing."""

    def write(place: Place) -> Place:
        member = place.conversation.member(me)
        if member.standing == "in":
            return place
        return _put(place, msgspec.structs.replace(member, standing="in"), file_into="inbox")

    return store.in_turn(place.conversation.conversation_id, place, write)


def take_up(me: PersonId, place: Place) -> Place:
    """Begin again with somebody whom one declined."""

    def write(place: Place) -> Place:
        member = place.conversation.members.get(me)
        if member is None:
            raise not_found()
        if member.standing != "declined":
            return place
        return _put(place, msgspec.structs.replace(member, standing="in"), file_into="inbox")

    return store.in_turn(place.conversation.conversation_id, place, write)


def decline(me: PersonId, place: Place) -> Place:
    """Hear nothing more of a conversation of two that one was asked into. Whoever asked is not told."""

    def write(place: Place) -> Place:
        member = place.conversation.member(me)
        return _put(place, msgspec.structs.replace(member, standing="declined"), file_into=None)

    return store.in_turn(place.conversation.conversation_id, place, write)


def _put(place: Place, member: Member, *, file_into: Folder | None) -> Place:
    old = place.conversation
    new: Conversation = msgspec.structs.replace(
        old, members={**old.members, member.person: member}, version=old.version + 1
    )
    row = list_store.file_row(old.conversation_id, member.person, file_into)
    store.rewrite(place, new, member.person, clock.milliseconds(), note=None, rows=[row])
    return Place(new, msgspec.structs.replace(place.head, version=new.version))
