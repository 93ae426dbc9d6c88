"""Beginning conversations, and changing who is in them and what they are like."""

from collections.abc import Callable, Iterable, Sequence
from typing import Annotated, Literal

from msgspec import Meta, convert
from msgspec.structs import replace

from chat import accepting, delivery, list_store, model, reads, showing, store
from chat.model import Conversation, Member, Message, Note, Standing
from chat.reads import Place
from chat.showing import ConversationAnswer
from kernel import clock
from kernel.errors import Conflict, Forbidden, Invalid, NotFound, at
from kernel.ids import ConversationId, MediaId, PersonId, new_id
from kernel.shapes import Body
from kit.endpoints import IdempotencyKey
from kit.service import Service
from kit.store import Step
from views import people, visible
from views.media import MediaCard, media_key

app = Service("groups")

People = Annotated[list[PersonId], Meta(min_length=1, max_length=model.MAX_ADDED)]


class NewGroup(Body, frozen=True):
    """1 to 50 people beside oneself, and a name of at most 60 characters. More people can be added later, up to 250."""

    people: People
    name: str = ""


class GroupChanges(Body, frozen=True):
    """What to change; what is left out stays. `name` may be empty; `picture` is an upload for avatars.

    `timer` are the seconds after which messages disappear that are written from now on: 0 (never), an hour, a day, a
    week, or 90 days. In a conversation of two only the timer can be changed, by both.
    """

    name: str | None = None
    picture: MediaId | None = None
    without_picture: bool = False
    timer: Literal[0, 3600, 86400, 604800, 7776000] | None = None


class MorePeople(Body, frozen=True):
    """1 to 50 people."""

    people: People


class NewRole(Body, frozen=True):
    """What a member may do: admins change the group and its people."""

    role: model.Role


class Choices(Body, frozen=True):
    """One's own choices for a conversation; what is left out stays.

    `folder` is inbox, pinned (up to 10) or archived. `mutedFor` are seconds from now, up to ten years; 0 unmutes.
    """

    folder: Literal["inbox", "pinned", "archived"] | None = None
    muted_for: Annotated[int, Meta(ge=0, le=10 * 366 * 24 * 3600)] | None = None


@app.put("/v1/conversations/with/{person_id}", limit="follow")
def open_direct(me: PersonId, person_id: PersonId) -> ConversationAnswer:
    """Open the one conversation with somebody; it begins with its first message.

    Somebody who does not follow one finds it among their requests.
    """
    if me == person_id:
        raise Invalid("Choose somebody else.")
    conversation_id = model.direct_id(me, person_id)
    _meet(me, [person_id])
    place = reads.find_place(conversation_id)
    if place is None:
        now = clock.milliseconds()
        theirs: Standing = "in" if person_id in reads.followers_of(me, [person_id]) else "asked"
        members = {me: Member(me), person_id: Member(person_id, standing=theirs)}
        conversation = Conversation(conversation_id, "direct", members, made_at=now)
        store.add_direct(conversation, _rows(conversation, conversation.members.values(), now))
    elif place.conversation.members[me].standing == "declined":
        accepting.take_up(me, place)
    return showing.one(me, conversation_id)


@app.post("/v1/conversations", limit="follow")
def make_group(me: PersonId, body: NewGroup, idempotency_key: IdempotencyKey = None) -> ConversationAnswer:
    """Make a group, of which one is the admin. Those who do not follow one are asked first.

    A repeat with the same `idempotency-key` within 8 days answers with the first group.
    """
    name = at("/name", model.group_name, body.name)
    others = [each for each in dict.fromkeys(body.people) if each != me]
    if not others:
        raise Invalid.field("/people", "Choose somebody else.")
    _meet(me, others)
    members = {me: Member(me, role="admin")} | _added(me, others, since=0)
    conversation = Conversation(ConversationId(new_id()), "group", members, made_at=clock.milliseconds(), name=name)
    note = Note("made", people=others, name=name)
    try:
        rows = _rows(conversation, members.values(), conversation.made_at)
        store.add_group(conversation, me, rows, note, idempotency_key)
    except store.SentBefore:
        first = reads.first_sent(me, "made", idempotency_key or "")
        if first is None:
            raise Conflict("This group is being made. Try again.") from None
        return showing.one(me, first[0])
    _tell(conversation, Message(1, me, conversation.made_at, note=note), me)
    return showing.one(me, conversation.conversation_id)


@app.patch("/v1/conversations/{conversation_id}")
def change_conversation(me: PersonId, conversation_id: ConversationId, body: GroupChanges) -> ConversationAnswer:
    """Change a group's name or picture, or a conversation's timer."""
    name = at("/name", model.group_name, body.name) if body.name is not None else None
    card = _picture(me, body.picture) if body.picture else None
    if name is not None:
        _rewrite(me, conversation_id, lambda old: replace(old, name=name), lambda _: Note("named", name=name))
    if card is not None or body.without_picture:
        _rewrite(me, conversation_id, lambda old: _with_picture(old, me, card), lambda _: Note("pictured"))
    if body.timer is not None:
        timer = body.timer
        _rewrite(
            me,
            conversation_id,
            lambda old: replace(old, timer=timer),
            lambda _: Note("timer", seconds=timer),
            by_both=True,
        )
    return showing.one(me, conversation_id)


@app.post("/v1/conversations/{conversation_id}/members", limit="follow")
def add_members(me: PersonId, conversation_id: ConversationId, body: MorePeople) -> ConversationAnswer:
    """Add people to a group. They see what comes from now on; those who do not follow one are asked first."""
    wanted = list(dict.fromkeys(body.people))
    _meet(me, [each for each in wanted if each != me])

    def write(place: Place) -> tuple[Place, Message | None]:
        old = place.conversation
        model.administers(old, me)
        new = [each for each in wanted if each not in old.members]
        if not new:
            return place, None
        if len(old.members) + len(new) > model.MAX_MEMBERS:
            raise Conflict(f"A group has at most {model.MAX_MEMBERS} people.", code="group-full")
        added = _added(me, new, since=place.head.seq)
        changed = replace(old, members=old.members | added, version=old.version + 1)
        now = clock.milliseconds()
        rows = _rows(changed, added.values(), now)
        message = store.rewrite(place, changed, me, now, note=Note("added", people=new), rows=rows)
        return Place(changed, place.head), message

    place, message = store.in_turn(conversation_id, reads.place(conversation_id), write)
    if message is not None:
        _tell(place.conversation, message, me)
    return showing.one(me, conversation_id)


@app.delete("/v1/conversations/{conversation_id}/members/{person_id}")
def remove_member(me: PersonId, conversation_id: ConversationId, person_id: PersonId) -> None:
    """Remove somebody from a group, or leave it oneself; then nothing of it can be seen any more.

    Nothing changes when they are not in it. A group whose last admin leaves gets the member as admin who has been in it
    for longest.
    """
    leave(me, reads.place(conversation_id), person_id)


@app.put("/v1/conversations/{conversation_id}/members/{person_id}/role", status=204)
def set_role(me: PersonId, conversation_id: ConversationId, person_id: PersonId, body: NewRole) -> None:
    """Make a member an admin of the group, or an admin a member. A group has an admin always."""

    def change(old: Conversation) -> Conversation:
        member = old.members.get(person_id)
        if member is None or member.standing != "in":
            raise NotFound("This person is not in the group.", code="member-not-found")
        if body.role == "member" and old.admins == [person_id]:
            raise Conflict("A group needs an admin.", code="last-admin")
        if member.role == body.role:
            return old
        return replace(old, members=old.members | {person_id: replace(member, role=body.role)})

    _rewrite(me, conversation_id, change, lambda _: Note("role", people=[person_id], name=body.role))


@app.put("/v1/conversations/{conversation_id}/acceptance", status=204)
def accept_conversation(me: PersonId, conversation_id: ConversationId) -> None:
    """Accept to talk with those who asked; so does writing to them. Again it changes nothing."""
    place = reads.place(conversation_id)
    showing.readable(me, place)
    place = accepting.accept(me, place)
    delivery.tell_people(delivery.moved(place), me, place.conversation.listening)


@app.delete("/v1/conversations/{conversation_id}/acceptance")
def decline_conversation(me: PersonId, conversation_id: ConversationId) -> None:
    """Decline to talk with those who asked: nothing more is heard of them here, and they are not told.

    A group is left.
    """
    place = reads.place(conversation_id)
    if place.conversation.member(me).standing != "asked":
        raise Conflict("You have accepted this conversation.", code="accepted-already")
    if place.conversation.kind == "group":
        leave(me, place, me)
        return
    place = accepting.decline(me, place)
    delivery.tell_people(delivery.moved(place), me, [me])


@app.put("/v1/conversations/{conversation_id}/choices")
def choose(me: PersonId, conversation_id: ConversationId, body: Choices) -> ConversationAnswer:
    """Mute, pin or archive a conversation, for oneself."""
    place = reads.place(conversation_id)
    showing.readable(me, place)
    if place.conversation.member(me).standing == "asked" and body.folder is not None:
        raise Conflict("Accept this conversation first.", code="not-accepted")
    if body.folder == "pinned":
        pinned, _ = reads.rows(me, "pinned", limit=model.MAX_PINNED)
        if len(pinned) >= model.MAX_PINNED and all(each.conversation_id != conversation_id for each in pinned):
            raise Conflict(f"You can pin {model.MAX_PINNED} conversations.", code="too-many-pinned")
    until = None
    if body.muted_for is not None:
        until = clock.seconds() + body.muted_for if body.muted_for else 0
    list_store.choose(conversation_id, me, folder=body.folder, muted_until=until)
    delivery.tell_people(delivery.moved(place), me, [me])
    return showing.one(me, conversation_id)


def leave(me: PersonId, place: Place, person_id: PersonId) -> None:
    """Take somebody out of a group."""

    def write(place: Place) -> tuple[Place, Message | None]:
        old = place.conversation
        if person_id == me:
            model.in_group(old, me)
        else:
            model.administers(old, me)
        if person_id not in old.members:
            return place, None
        new = replace(old, members=model.without(old, person_id), version=old.version + 1)
        note = Note("left") if person_id == me else Note("removed", people=[person_id])
        rows: list[Step] = [
            list_store.file_row(old.conversation_id, person_id, None),
            list_store.forget_mark(old.conversation_id, person_id),
        ]
        message = store.rewrite(place, new, me, clock.milliseconds(), note=note, rows=rows)
        return Place(new, replace(place.head, version=new.version)), message

    place, message = store.in_turn(place.conversation.conversation_id, place, write)
    if message is not None:
        _tell(place.conversation, message, me)
        delivery.tell_people(delivery.moved(place), me, [person_id])


def _rewrite(
    me: PersonId,
    conversation_id: ConversationId,
    change: Callable[[Conversation], Conversation],
    note_of: Callable[[Conversation], Note],
    *,
    by_both: bool = False,
) -> None:
    """Change a conversation's card and say so in it; nothing is said when nothing changes."""

    def write(place: Place) -> tuple[Conversation, Message | None]:
        old = place.conversation
        if by_both and old.kind == "direct":
            showing.readable(me, place)
            if old.member(me).standing != "in":
                raise Forbidden("Accept this conversation first.", code="not-accepted")
        else:
            model.administers(old, me)
        new = change(old)
        if new == old:
            return old, None
        new = replace(new, version=old.version + 1)
        return new, store.rewrite(place, new, me, clock.milliseconds(), note=note_of(new))

    conversation, message = store.in_turn(conversation_id, reads.place(conversation_id), write)
    if message is not None:
        _tell(conversation, message, me)


def _tell(conversation: Conversation, message: Message, me: PersonId) -> None:
    online, _ = delivery.online_with_blocks(me, conversation.listening)
    delivery.tell_message(conversation, message, online)


def _meet(me: PersonId, wanted: Sequence[PersonId]) -> None:
    """NotFound when there is somebody among these whom `me` may not meet: a block, or no such active person."""
    sight = visible.sight(me, wanted)
    for each in wanted:
        if not sight.card(each).username or not sight.person(each):
            raise people.nobody()


def _added(me: PersonId, new: Sequence[PersonId], *, since: int) -> dict[PersonId, Member]:
    following = reads.followers_of(me, new)
    return {each: Member(each, since=since, standing="in" if each in following else "asked") for each in new}


def _rows(conversation: Conversation, members: Iterable[Member], now_ms: int) -> list[Step]:
    """Steps that put a conversation into the lists of members; those who are asked find it among their requests."""
    return [
        list_store.put_row(conversation, each, "inbox" if each.standing == "in" else "requests", now_ms)
        for each in members
    ]


def _picture(me: PersonId, media: MediaId) -> MediaCard:
    """An upload that can be a group's picture. Invalid when it cannot."""
    item = reads.many([media_key(media)]).get(media_key(media))
    card = convert(item, MediaCard) if item else None
    if card is None or card.owner != me or card.purpose != "avatar":
        raise Invalid.field("/picture", "This is not one of your uploads for a picture.")
    if card.state != "ready":
        raise Invalid.field("/picture", card.sentence or "This upload is not ready yet.")
    return card


def _with_picture(old: Conversation, me: PersonId, card: MediaCard | None) -> Conversation:
    if card is None:
        return replace(old, picture=None, picture_owner=None, picture_hash="")
    return replace(old, picture=card.media_id, picture_owner=me, picture_color=card.color, picture_hash=card.thumbhash)
