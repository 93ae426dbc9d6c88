"""What happens to a message after it was written: edited, taken back, reacted to. Over a socket or over HTTP."""

from collections.abc import Callable, Sequence

from pynamodb.expressions.update import Action

from chat import delivery, model, reads, speaking, store
from chat.model import Message, answer, no_message, not_found
from chat.reads import Place
from contracts.chat import MessageRemoved
from contracts.frames import EditMessage, Emoji, MessageText, React, UnsendMessage
from contracts.messages import MessageAnswer
from kernel import clock
from kernel.errors import at
from kernel.ids import ConversationId, PersonId
from kernel.shapes import Body
from kit.sockets import Socket
from views.media import present

app = Socket("change-message")


class NewText(Body, frozen=True):
    """1 to 4,000 characters."""

    text: MessageText


class Reaction(Body, frozen=True):
    """One emoji."""

    emoji: Emoji


@app.on_frame(EditMessage)
def edit_frame(connection_id: str, frame: EditMessage) -> None:
    """Write one's own message anew."""
    me, place = speaking.place(connection_id, frame.conversation_id, "message")
    _edit(me, place, frame.seq, frame.text)


@app.patch("/v1/conversations/{conversation_id}/messages/{seq}", limit="message")
def edit_message(me: PersonId, conversation_id: ConversationId, seq: int, body: NewText) -> MessageAnswer:
    """Write one's own message anew, within 15 minutes. It says that it was edited."""
    return _edit(me, reads.place(conversation_id), seq, body.text)


@app.on_frame(UnsendMessage)
def unsend_frame(connection_id: str, frame: UnsendMessage) -> None:
    """Take one's own message back."""
    me, place = speaking.place(connection_id, frame.conversation_id, "message")
    _unsend(me, place, frame.seq)


@app.delete("/v1/conversations/{conversation_id}/messages/{seq}", limit="message")
def unsend_message(me: PersonId, conversation_id: ConversationId, seq: int) -> None:
    """Take one's own message back, for everybody, at any time. Nothing stays of it but its place."""
    _unsend(me, reads.place(conversation_id), seq)


@app.on_frame(React)
def react_frame(connection_id: str, frame: React) -> None:
    """Answer a message with an emoji, or take that away."""
    me, place = speaking.place(connection_id, frame.conversation_id, "message")
    _react(me, place, frame.seq, frame.emoji)


@app.put("/v1/conversations/{conversation_id}/messages/{seq}/reaction", limit="message")
def react(me: PersonId, conversation_id: ConversationId, seq: int, body: Reaction) -> MessageAnswer:
    """Answer a message with an emoji, instead of the one before. The same one again changes nothing."""
    return _react(me, reads.place(conversation_id), seq, body.emoji)


@app.delete("/v1/conversations/{conversation_id}/messages/{seq}/reaction", limit="message")
def take_reaction_back(me: PersonId, conversation_id: ConversationId, seq: int) -> None:
    """Take one's emoji away; nothing changes when there is none."""
    _react(me, reads.place(conversation_id), seq, None)


def _edit(me: PersonId, place: Place, seq: int, written: str) -> MessageAnswer:
    def edit(message: Message) -> Sequence[Action]:
        now = clock.milliseconds()
        model.editable(message, me, now)
        parts = len(message.photos) + (message.post_id is not None)
        text = at("/text", lambda each: model.body(each, parts=parts), written)
        return store.edited(text, now) if text != message.text else ()

    return _change(me, place, seq, edit)


def _unsend(me: PersonId, place: Place, seq: int) -> None:
    def unsend(message: Message) -> Sequence[Action]:
        model.removable(message, me)
        return store.emptied("unsent")

    _change(me, place, seq, unsend, say=store.removal)


def _react(me: PersonId, place: Place, seq: int, emoji: str | None) -> MessageAnswer:
    symbol = at("/emoji", model.emoji, emoji) if emoji is not None else None

    def react(message: Message) -> Sequence[Action]:
        if message.note is not None:
            raise no_message()
        given = {person: each for person, each in message.reactions.items() if person != me}
        if symbol is not None:
            given[me] = symbol
        return store.reacted(given) if given != message.reactions else ()

    return _change(me, place, seq, react)


def _change(
    me: PersonId,
    place: Place,
    seq: int,
    actions_of: Callable[[Message], Sequence[Action]],
    *,
    say: Callable[[ConversationId, Message], MessageRemoved] | None = None,
) -> MessageAnswer:
    """Change a message that `me` may see, tell those who may see it, and return it.

    When nothing changes they hear how far the conversation has come: it may be a repeat, because the first attempt
    ended before anybody was told. A block parts people from the change, and from the message.
    """
    conversation_id = place.conversation.conversation_id
    people = place.conversation.listening
    online, walls = delivery.online_with_blocks(me, people)

    def write(place: Place) -> tuple[Place, int, Message, dict[PersonId, set[PersonId]]]:
        member = place.conversation.member(me)
        other = place.conversation.other(me)
        if other in walls:
            raise not_found()
        message = reads.message(conversation_id, seq) if seq > member.since else None
        if message is None or message.gone(clock.now().timestamp()) or message.sender in walls:
            raise no_message()
        around: dict[PersonId, set[PersonId]] = {me: walls}
        if {message.sender, *message.reactions} != {me}:
            there, others = delivery.walls_around(message, {*people, me})
            if not there:
                raise no_message()
            around = others | around
        actions = actions_of(message)
        if not actions:
            return place, 0, message, around
        fact = say(conversation_id, message) if say else None
        rev = store.change_message(place, seq, actions, unchanged=message, say=fact)
        return place, rev, reads.message(conversation_id, seq) or message, around

    place, rev, message, around = store.in_turn(conversation_id, place, write)
    if rev:
        delivery.tell_change(conversation_id, rev, message, around, online)
    else:
        delivery.tell(delivery.reached(place), online)
    parted = {each for each, those in around.items() if me in those}
    return answer(message, me, clock.now().timestamp(), present=present, parted=parted)
