"""Sending a message, through whichever door it came: three steps, one after the other, then straight to the sockets.

1. the conversation with its head (and whose socket it is), 2. all that decides, with the members' open sockets,
3. one transaction. Everything is checked again when somebody else was faster.
"""

from collections.abc import Sequence

from msgspec import Struct, convert

from chat import accepting, model, reads, store
from chat.model import Conversation, Draft, Message, not_found
from chat.reads import NOTHING, Found, Place
from kernel import clock
from kernel.errors import Conflict, FieldError, Forbidden, Invalid, at
from kernel.ids import ConversationId, MediaId, PersonId
from kernel.photos import Photo
from kit.wire import Key
from views import visible
from views.graph import digest_key, digest_of
from views.media import MediaCard, media_key
from views.profiles import decode, profile_key
from views.realtime import Connection, connections_key


class Sent(Struct, frozen=True):
    """A message that is stored. `to` are the devices that hear of it; none for a repeat, which was told already."""

    conversation: Conversation
    message: Message
    to: Sequence[Connection] = ()


class _Around(Struct, frozen=True):
    photos: list[Photo]
    online: list[Connection]


def needed(me: PersonId, conversation: Conversation) -> list[Key]:
    """What is looked up for any message of `me`, whatever is in it."""
    other = conversation.other(me)
    people = [connections_key(each) for each in conversation.listening]
    return [digest_key(me), *people, *([profile_key(other)] if other else [])]


def send(me: PersonId, place: Place, draft: Draft, found: Found = NOTHING) -> Sent:
    """Store a message of `me`, for whom one may have `found` something already.

    A client id that was used before is answered with the first message.
    NotFound for who is no member, or parted from the other by a block; Forbidden while a request of several messages
    waits; Conflict when the other has gone; Invalid for what cannot be sent.
    """
    if place.conversation.member(me).standing == "asked":
        place = accepting.accept(me, place)
    conversation_id = place.conversation.conversation_id
    text = at("/text", lambda written: model.body(written, parts=len(draft.photos) + bool(draft.post_id)), draft.text)

    def write(place: Place) -> tuple[Place, Message]:
        place.conversation.member(me)
        _may_go_on(place, me)
        now = clock.milliseconds()
        timer = place.conversation.timer
        message = Message(
            seq=place.head.seq + 1,
            sender=me,
            sent_at=now,
            text=text,
            photos=around.photos,
            post_id=draft.post_id,
            reply_to=draft.reply_to,
            client_id=draft.client_id,
            vanishes_at=now // 1000 + timer if timer else 0,
        )
        store.add_message(place, message)
        return place, message

    try:
        around = _around(me, place, draft, found)
        place, message = store.in_turn(conversation_id, place, write)
    except store.SentBefore:
        return Sent(place.conversation, _first(me, conversation_id, draft.client_id) or _lost())
    except (Invalid, Forbidden):
        if first := _first(me, conversation_id, draft.client_id):
            return Sent(place.conversation, first)  # its upload is gone by now, or it was the last before an answer
        raise
    hearing = frozenset(place.conversation.listening)
    return Sent(place.conversation, message, [each for each in around.online if each.person in hearing])


def _around(me: PersonId, place: Place, draft: Draft, had: Found) -> _Around:
    """What decides whether the message may be sent, and who is there to hear it. One request, or more at once."""
    conversation = place.conversation
    conversation_id, people, other = conversation.conversation_id, conversation.listening, conversation.other(me)
    wanted = [*needed(me, conversation), *map(media_key, draft.photos)]
    if draft.reply_to is not None:
        wanted.append(reads.message_key(conversation_id, draft.reply_to))
    found = reads.many(wanted, had)
    digest = digest_of(found.get(digest_key(me)))
    walls = visible.parted(me, conversation.members, digest)
    if other is not None:
        card = found.get(profile_key(other))
        _may_write(walled=other in walls, there=card is not None and _active(card))
        _may_go_on(place, me)
    if draft.reply_to is not None:
        _answers_something(conversation.member(me).since, draft.reply_to, there=wanted_message(found, place, draft))
    cards = {media: found[media_key(media)] for media in draft.photos if media_key(media) in found}
    photos = _photos(draft.photos, cards, me)
    if draft.post_id is not None:
        visible.post(draft.post_id, to=me)
    return _Around(photos, reads.online([each for each in people if each not in walls], found))


def wanted_message(found: dict[Key, dict[str, object]], place: Place, draft: Draft) -> bool:
    """Whether the message that is answered was among what was read."""
    assert draft.reply_to is not None
    item = found.get(reads.message_key(place.conversation.conversation_id, draft.reply_to))
    return item is not None and "note" not in item and "removed" not in item


def _may_write(*, walled: bool, there: bool) -> None:
    if walled:
        raise not_found()
    if not there:
        raise Conflict("This person is not there any more.", code="person-gone")


def _may_go_on(place: Place, me: PersonId) -> None:
    """Refuse one message too many to somebody who has not answered. Asked again whenever somebody was faster."""
    other = place.conversation.other(me)
    if other and place.conversation.members[other].standing != "in" and place.head.seq >= model.REQUEST_MESSAGES:
        raise Forbidden("Wait until your messages are answered.", code="request-waits")


def _answers_something(since: int, reply_to: int, *, there: bool) -> None:
    if not there or reply_to <= since:
        raise Invalid.field("/replyTo", "This message does not exist.")


def _photos(chosen: Sequence[MediaId], cards: dict[MediaId, dict[str, object]], owner: PersonId) -> list[Photo]:
    """The photographs of a message. Invalid, with a pointer for each, when some cannot be sent by `owner`."""
    found = {media: convert(item, MediaCard) for media, item in cards.items()}
    wrong = []
    for place, media in enumerate(chosen):
        card = found.get(media)
        if card is None or card.owner != owner or card.purpose != "post" or media in chosen[:place]:
            wrong.append(FieldError(f"/photos/{place}", "This is not one of your uploads."))
        elif card.state != "ready":
            wrong.append(FieldError(f"/photos/{place}", card.sentence or "This upload is not ready yet."))
    if wrong:
        raise Invalid("Some photographs cannot be sent.", errors=tuple(wrong))
    return [found[media].photo("") for media in chosen]


def _first(me: PersonId, conversation_id: ConversationId, client_id: str) -> Message | None:
    known = reads.first_sent(me, conversation_id, client_id)
    return reads.message(conversation_id, known[1]) if known else None


def _active(card: dict[str, object]) -> bool:
    return decode(card).state == "active"


def _lost() -> Message:
    raise Conflict("This message is being stored. Try again.", code="still-storing")
