"""What was said: a conversation's messages, page by page in both directions, and searched."""

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from chat import reads, showing
from chat.model import Message, folded
from chat.reads import Place
from chat.showing import MessagesAnswer
from contracts.messages import MessageAnswer, Seq
from kernel import clock, paging, text
from kernel.errors import Invalid
from kernel.ids import ConversationId, PersonId
from kernel.paging import Cursor, Limit, Page
from kernel.shapes import Answer
from kit import secrets
from kit.service import Service
from views.profiles import PersonAnswer, person

app = Service("messages")

PAGE = Limit(30)
FOUND = Limit(20)

LOOKED_AT = 1_000
"""Messages that one page of a search looks through."""

Words = Annotated[str, Meta(min_length=1, max_length=100)]


class FoundMessage(Answer, frozen=True):
    """A message in which the words stand, and who wrote it."""

    message: MessageAnswer
    sender: PersonAnswer


@app.get("/v1/conversations/{conversation_id}/messages")
def list_messages(
    me: PersonId,
    conversation_id: ConversationId,
    before: Seq | None = None,
    after: Seq | None = None,
    around: Seq | None = None,
    limit: Limit = PAGE,
) -> MessagesAnswer:
    """A stretch of a conversation: its end, or what is `before`, `after` or `around` a message (one of the three)."""
    if sum(each is not None for each in (before, after, around)) > 1:
        raise Invalid.field("?before", "Give before, after or around.")
    place = reads.place(conversation_id)
    since = showing.readable(me, place)
    last = place.head.seq
    if after is not None:
        found = _page(place, max(after, since) + 1, last, limit, forward=True)
    elif around is not None:
        half = limit // 2
        found = _page(place, since + 1, min(around, last), max(1, limit - half), forward=False)
        found += _page(place, max(around, since) + 1, last, half, forward=True) if half else []
    else:
        found = _page(place, since + 1, last if before is None else min(before - 1, last), limit, forward=False)
    return showing.stretch(found, me, place, since=since)


@app.get("/v1/conversations/{conversation_id}/search")
def search_messages(
    me: PersonId, conversation_id: ConversationId, q: Words, cursor: Cursor | None = None, limit: Limit = FOUND
) -> Page[FoundMessage]:
    """Messages in which all these words stand, in any order, the newest first; case and accents do not count.

    A page looks through 1,000 messages at most: it may be short, or empty, and there may be more all the same.
    """
    if text.blank(q):
        raise Invalid.field("?q", "Say what to look for.")
    words = folded(q).split()
    place = reads.place(conversation_id)
    since = showing.readable(me, place)
    key, scope = secrets.key("cursor-key"), f"chat-search:{conversation_id}:{me}:{q}"
    newest = paging.unseal(cursor, int, key=key, scope=scope) if cursor else place.head.seq
    now = clock.now().timestamp()
    hits: list[Message] = []
    looked, rest = 0, newest
    for each in _back(place, since + 1, newest):
        looked, rest = looked + 1, each.seq - 1
        if not each.gone(now) and each.text and all(word in folded(each.text) for word in words):
            hits.append(each)
        if len(hits) >= limit or looked >= LOOKED_AT:
            break
    else:
        rest = since
    found, sight = showing.messages(hits, me)
    return Page(
        [FoundMessage(message=each, sender=person(sight.card(each.sender))) for each in found if each.sender],
        paging.seal(rest, key=key, scope=scope) if rest > since else None,
    )


def _page(place: Place, first: int, last: int, limit: int, *, forward: bool) -> list[Message]:
    found = reads.messages(place.conversation.conversation_id, first, last, limit=limit, forward=forward)
    return found if forward else found[::-1]


def _back(place: Place, first: int, last: int) -> Iterator[Message]:
    while last >= first:
        page = reads.messages(place.conversation.conversation_id, first, last, limit=200, forward=False)
        if not page:
            return
        yield from page
        last = page[-1].seq - 1
