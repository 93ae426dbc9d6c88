"""Messages and conversations as their reader may see them."""

import time
from collections.abc import Iterable, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from chat import reads
from chat.model import (
    Conversation,
    Folder,
    Head,
    Kind,
    Mark,
    Member,
    Message,
    Role,
    Row,
    Standing,
    answer,
    moment,
    not_found,
    unread,
)
from contracts.messages import MessageAnswer
from kernel.ids import ConversationId, PersonId, PostId
from kernel.shapes import Answer
from kit.wire import Key, batch_get
from views import cards, posts, visible
from views.graph import Digest, digest_key, digest_of
from views.media import present
from views.posts import PostAnswer
from views.profiles import AvatarAnswer, PersonAnswer, ProfileCard, avatar, person
from views.visible import Sight

FACES = 4
"""People of a group who are shown in a list."""


class ConversationAnswer(Answer, frozen=True):
    """A conversation of one's own.

    `people` are the other one, or up to 4 of a group's `members`; `name` and `picture` are a group's own. `seq` and
    `rev` are how far it has come, `read` how far one has read oneself, `unread` what others wrote after that. `last` is
    its newest message. `standing` is `asked` until one accepts; `closed`: nothing can be written to the other any more.
    `waits`: the other one has not accepted yet. `timer` are the seconds after which messages disappear, 0 for never.
    """

    id: ConversationId
    kind: Kind
    name: str
    picture: AvatarAnswer | None
    people: list[PersonAnswer]
    members: int
    role: Role
    standing: Standing
    folder: Folder
    muted_until: datetime | None
    timer: int
    seq: int
    rev: int
    read: int
    unread: int
    closed: bool
    waits: bool
    last: MessageAnswer | None
    moved_at: datetime


class MessagesAnswer(Answer, frozen=True):
    """A stretch of a conversation, the oldest message first.

    `older` and `newer`: there is more on that side. `people` wrote, `posts` are those shared here that one may see.
    """

    items: list[MessageAnswer]
    people: list[PersonAnswer]
    posts: list[PostAnswer]
    older: bool
    newer: bool
    seq: int
    rev: int


class Listed(Struct, frozen=True):
    """A conversation as it was read for a list."""

    row: Row
    conversation: Conversation
    member: Member
    head: Head
    mark: Mark


def readable(me: PersonId, place: reads.Place) -> int:
    """After which message `me` may read. NotFound for who is no member, and when a block parts the two of it."""
    member = place.conversation.member(me)
    other = place.conversation.other(me)
    if other is not None:
        found = batch_get([digest_key(me)], consistent=True)
        if not visible.person(other, me, digest_of(found.get(digest_key(me)))):
            raise not_found()
    return member.since


def messages(found: Sequence[Message], me: PersonId) -> tuple[list[MessageAnswer], Sight]:
    """Messages for one of the members. Two requests, for cards and blocks; one where the cards are cached."""
    sight = visible.sight(me, sorted({each.sender for each in found if each.sender}))
    return shown(found, me, sight), sight


def shown(found: Iterable[Message], me: PersonId, sight: Sight) -> list[MessageAnswer]:
    now = time.time()
    found = list(found)
    parted = visible.parted(me, {person for each in found for person in each.reactions}, sight.digest)
    return [
        answer(
            each, me, now, present=present, hidden=bool(each.sender) and not sight.person(each.sender), parted=parted
        )
        for each in found
    ]


def stretch(
    found: Sequence[Message],
    me: PersonId,
    place: reads.Place,
    *,
    since: int,
) -> MessagesAnswer:
    """A page of messages, with the people and posts that it needs. At most six requests, two as a rule."""
    head = place.head
    items, sight = messages(found, me)
    ids = [each.post_id for each in items if each.post_id]
    people = sorted({each.sender for each in items if each.sender})
    return MessagesAnswer(
        items=items,
        people=[person(sight.card(each)) for each in people],
        posts=shared(ids, me, sight.digest) if ids else [],
        older=bool(found) and found[0].seq > since + 1,
        newer=bool(found) and found[-1].seq < head.seq,
        seq=head.seq,
        rev=head.rev,
    )


def shared(ids: Sequence[PostId], me: PersonId, digest: Digest) -> list[PostAnswer]:
    """Shared posts, those that `me` may see now. At most four requests."""
    wanted = list(dict.fromkeys(ids))
    loaded = cards.load(key for each in wanted for key in (posts.post_key(each), posts.counts_key(each)))
    there = [posts.card_of(item) for each in wanted if (item := loaded.get(posts.post_key(each)))]
    sight = visible.sight(me, {each for card in there for each in posts.beside(card)}, digest=digest, of=there)
    seen = [card for card in there if sight.post(card)]
    liked = posts.own_likes(me, min(c.post_id for c in seen), max(c.post_id for c in seen)) if seen else set()
    return [
        posts.answer(
            card,
            sight.card(card.author),
            posts.counts_of(loaded.get(posts.counts_key(card.post_id))),
            liked=card.post_id in liked,
            reader=me,
            people={each: sight.card(each) for each in posts.beside(card) if sight.person(each)},
        )
        for card in seen
    ]


def listed(me: PersonId, rows: Sequence[Row]) -> tuple[list[Listed], Digest]:
    """What a list needs of conversations, and the reader's digest. One request per 33 of them, at the same time.

    Those in which one is no member any more are left out.
    """
    wanted: list[Key] = [digest_key(me)]
    for row in rows:
        id_ = row.conversation_id
        wanted += [reads.card_key(id_), reads.head_key(id_), reads.mark_key(id_, me)]
    found = reads.many(wanted)
    there = []
    for row in rows:
        id_ = row.conversation_id
        card = found.get(reads.card_key(id_))
        conversation = reads.conversation_of(id_, card) if card else None
        member = conversation.members.get(me) if conversation else None
        if conversation and member and member.standing != "declined":
            head = reads.head_of(found.get(reads.head_key(id_)))
            there.append(Listed(row, conversation, member, head, reads.mark_of(found.get(reads.mark_key(id_, me)))))
    return there, digest_of(found.get(digest_key(me)))


def answers(me: PersonId, found: Sequence[Listed], digest: Digest) -> list[ConversationAnswer]:
    """Conversations for a list, the one in which something was said last first. Three requests at most.

    A conversation of two that a block parts is left out, as if it were not there.
    """
    newest = {
        each.conversation.conversation_id: reads.message_key(each.conversation.conversation_id, each.head.seq)
        for each in found
        if each.head.seq > each.member.since
    }
    last = {key: reads.message_of(item) for key, item in reads.many(list(newest.values())).items()}
    people = {each for one in found for each in _faces(one.conversation, me)}
    people |= {message.sender for message in last.values() if message.sender}
    sight = visible.sight(me, sorted(people), digest=digest)
    shown_ = [
        _answer(me, each, last.get(newest.get(each.conversation.conversation_id, ("", "", ""))), sight)
        for each in found
        if not sight.parted(each.conversation.other(me))
    ]
    return sorted(shown_, key=lambda each: (each.moved_at, each.id), reverse=True)


def one(me: PersonId, conversation_id: ConversationId) -> ConversationAnswer:
    """A conversation as `me` sees it. NotFound for everybody else, and when a block parts the two of it."""
    row = reads.row(me, conversation_id)
    found, digest = listed(me, [row] if row else [])
    shown_ = answers(me, found, digest)
    if not shown_:
        raise not_found()
    return shown_[0]


def visible_marks(place: reads.Place, me: PersonId, marks: dict[PersonId, Mark]) -> dict[PersonId, Mark]:
    """The marks as `me` may see them: who does not let others see how far they read sees it of nobody."""
    receipts = reads.choices(me).receipts
    there = {each.person for each in place.conversation.members.values() if each.standing == "in"}
    return {
        person: replace(mark, read=mark.read if person == me else mark.seen if receipts else 0)
        for person, mark in marks.items()
        if person in there or person == me
    }


def picture(conversation: Conversation) -> AvatarAnswer | None:
    """A group's picture, in the sizes of a person's."""
    if conversation.picture is None:
        return None
    return avatar(
        ProfileCard(
            person_id=PersonId(""),
            username="",
            avatar=conversation.picture,
            avatar_color=conversation.picture_color,
            avatar_hash=conversation.picture_hash,
        )
    )


def _answer(me: PersonId, each: Listed, last: Message | None, sight: Sight) -> ConversationAnswer:
    conversation, row = each.conversation, each.row
    other = conversation.other(me)
    moved = max(last.sent_at if last else 0, row.moved_at if each.head.seq == 0 else 0, conversation.made_at)
    return ConversationAnswer(
        id=conversation.conversation_id,
        kind=conversation.kind,
        name=conversation.name,
        picture=picture(conversation),
        people=[person(sight.card(face)) for face in _faces(conversation, me) if other or sight.person(face)],
        members=len(conversation.members),
        role=each.member.role,
        standing=each.member.standing,
        folder=row.folder,
        muted_until=moment(row.muted_until * 1000) if row.muted(time.time()) else None,
        timer=conversation.timer,
        seq=each.head.seq,
        rev=each.head.rev,
        read=max(each.mark.read, each.member.since),
        unread=unread(each.head, each.mark, each.member.since),
        closed=other is not None and not sight.person(other),
        waits=other is not None and conversation.members[other].standing != "in",
        last=shown([last], me, sight)[0] if last else None,
        moved_at=moment(moved),
    )


def _faces(conversation: Conversation, me: PersonId) -> list[PersonId]:
    others = [each for each in conversation.listening if each != me]
    other = conversation.other(me)
    return [other] if other else others[:FACES]
