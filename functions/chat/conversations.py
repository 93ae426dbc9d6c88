"""One's conversations: the list, one of them, its people, how much is unread; and who is there."""

import time
from datetime import datetime

from chat import reads, showing
from chat.model import Folder, Role, Standing, direct_id, moment, unread
from chat.showing import ConversationAnswer
from kernel import paging
from kernel.ids import ConversationId, PersonId, parse_ids
from kernel.paging import Cursor, Limit, Page
from kernel.shapes import Answer
from kit import secrets
from kit.endpoints import IdList
from kit.service import Service
from views import visible
from views.graph import digest_key, digest_of
from views.profiles import PersonAnswer, person
from views.visible import Sight

app = Service("conversations")

PAGE = Limit(20)

COUNTED = 100
"""Conversations whose unread messages are counted, the newest; and requests that are counted at most."""


class MemberAnswer(Answer, frozen=True):
    """Somebody in a conversation. `read` and `delivered` are how far they are, as far as they let one see it."""

    person: PersonAnswer
    role: Role
    standing: Standing
    read: int
    delivered: int


class MembersAnswer(Answer, frozen=True):
    """Who is in a conversation, whom one may meet; admins first."""

    items: list[MemberAnswer]


class UnreadAnswer(Answer, frozen=True):
    """What waits: conversations with unread messages, these messages, and requests. Muted ones do not count.

    The 100 conversations count in which something was said last.
    """

    conversations: int
    messages: int
    requests: int


class PresenceAnswer(Answer, frozen=True):
    """Whether somebody is there, or when they last were."""

    person: PersonId
    active: bool
    last_seen: datetime


class PresencesAnswer(Answer, frozen=True):
    """Those of the people asked about who let one see it."""

    items: list[PresenceAnswer]


@app.get("/v1/conversations")
def list_conversations(
    me: PersonId, folder: Folder = "inbox", cursor: Cursor | None = None, limit: Limit = PAGE
) -> Page[ConversationAnswer]:
    """One's conversations in a folder, the one in which something was said last first.

    Those pinned come with the first page of the inbox, before all others. A page may be short.
    """
    key, scope = secrets.key("cursor-key"), f"conversations:{me}:{folder}"
    start = paging.unseal(cursor, dict[str, str], key=key, scope=scope) if cursor else None
    rows, last = reads.rows(me, folder, limit=limit, start=start)
    pinned = reads.rows(me, "pinned", limit=COUNTED)[0] if folder == "inbox" and start is None else []
    found, digest = showing.listed(me, [*pinned, *rows])
    said = [each for each in found if each.head.seq > each.member.since]
    answers = showing.answers(me, said, digest)
    return Page(
        sorted(answers, key=lambda each: each.folder != "pinned"),
        paging.seal(last, key=key, scope=scope) if last else None,
    )


@app.get("/v1/conversations/unread")
def count_unread_messages(me: PersonId) -> UnreadAnswer:
    """How much waits."""
    pinned, _ = reads.rows(me, "pinned", limit=COUNTED)
    inbox, _ = reads.rows(me, "inbox", limit=COUNTED)
    requests, _ = reads.rows(me, "requests", limit=COUNTED)
    now = time.time()
    heard = [each for each in [*pinned, *inbox][:COUNTED] if not each.muted(now)]
    wanted = [digest_key(me)]
    for row in heard:
        wanted += [reads.head_key(row.conversation_id), reads.mark_key(row.conversation_id, me)]
    wanted += [reads.head_key(each.conversation_id) for each in requests]
    found = reads.many(wanted)
    sight = Sight(me, digest_of(found.get(digest_key(me))), {})
    waiting = []
    for row in heard:
        head = reads.head_of(found.get(reads.head_key(row.conversation_id)))
        mark = reads.mark_of(found.get(reads.mark_key(row.conversation_id, me)))
        if not sight.parted(row.other):
            waiting.append(unread(head, mark, row.since))
    asked = [each for each in requests if not sight.parted(each.other)]
    said = [each for each in asked if reads.head_of(found.get(reads.head_key(each.conversation_id))).seq > each.since]
    return UnreadAnswer(conversations=sum(each > 0 for each in waiting), messages=sum(waiting), requests=len(said))


@app.get("/v1/conversations/{conversation_id}")
def read_conversation(me: PersonId, conversation_id: ConversationId) -> ConversationAnswer:
    """One conversation of one's own."""
    return showing.one(me, conversation_id)


@app.get("/v1/conversations/{conversation_id}/members")
def list_members(me: PersonId, conversation_id: ConversationId) -> MembersAnswer:
    """Who is in a conversation, and how far each has read."""
    place = reads.place(conversation_id)
    showing.readable(me, place)
    people = place.conversation.members
    sight = visible.sight(me, people)
    marks = showing.visible_marks(place, me, reads.marks(conversation_id))
    members = sorted(
        people.values(),
        key=lambda each: (each.standing != "in", each.role != "admin", each.since, each.person),
    )
    return MembersAnswer(
        items=[
            MemberAnswer(
                person=person(sight.card(each.person)),
                role=each.role,
                standing="asked" if each.standing == "declined" else each.standing,  # nobody is told who declined
                read=mark.read if (mark := marks.get(each.person)) else 0,
                delivered=mark.delivered if mark else 0,
            )
            for each in members
            if sight.person(each.person)
        ]
    )


@app.get("/v1/presence")
def read_presence(me: PersonId, people: IdList) -> PresencesAnswer:
    """Who of these people is there, or when they last were: those with whom one talks, and who let others see it.

    Who does not let others see it sees it of nobody.
    """
    asked = [PersonId(each) for each in parse_ids(people) if each != me]
    wanted = [digest_key(me), reads.choices_key(me)]
    for each in asked:
        wanted += [reads.card_key(direct_id(me, each)), reads.choices_key(each), reads.presence_key(each)]
    found = reads.many(wanted)
    sight = Sight(me, digest_of(found.get(digest_key(me))), {})
    if not reads.choices_of(found.get(reads.choices_key(me))).presence:
        return PresencesAnswer(items=[])
    items = []
    now = time.time()
    for each in asked:
        conversation_id = direct_id(me, each)
        card = found.get(reads.card_key(conversation_id))
        seen = reads.presence_of(found.get(reads.presence_key(each)))
        if card is None or seen is None or sight.parted(each):
            continue
        members = reads.conversation_of(conversation_id, card).members.values()
        if (
            all(member.standing == "in" for member in members)
            and reads.choices_of(found.get(reads.choices_key(each))).presence
        ):
            active = seen.until > now
            items.append(PresenceAnswer(person=each, active=active, last_seen=moment(seen.at * 1000)))
    return PresencesAnswer(items=items)
