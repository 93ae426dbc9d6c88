"""Chat's reads. What decides, and what one has just done oneself, is read strongly."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from types import MappingProxyType
from typing import Any, TypeAlias

import msgspec
from msgspec import Struct

from chat import keys
from chat.model import (
    Conversation,
    Folder,
    Head,
    Mark,
    Member,
    Message,
    Note,
    Row,
    not_found,
)
from contracts.messages import Removal
from kernel.errors import Unauthenticated
from kernel.ids import ConversationId, PersonId
from kernel.packing import unpack
from kernel.photos import Photo
from kit.settings import settings
from kit.wire import Index, Key, Table, batch_get
from views.graph import follow_key
from views.realtime import Connection, connection_key, connection_of, connections_in, connections_key

RECENT = Index("recent", "recent_pk", "recent_sk")
DUE = Index("due", "due_pk", "due_sk")

BATCH = 100

_table = Table(lambda: settings().table("chat"))
_members = msgspec.json.Decoder(list[Member]).decode
_photos = msgspec.json.Decoder(list[Photo]).decode
_reactions = msgspec.json.Decoder(dict[PersonId, str]).decode
_note = msgspec.json.Decoder(Note).decode


Found: TypeAlias = Mapping[Key, dict[str, Any] | None]
"""What was asked for, with None for what is not there."""

NOTHING: Found = MappingProxyType({})


class Place(Struct, frozen=True):
    """A conversation and how far it has come, as one read found both."""

    conversation: Conversation
    head: Head


class Choices(Struct, frozen=True, omit_defaults=True):
    """What somebody has chosen for all of chat. Who does not let others see something does not see it of them."""

    presence: bool = True
    receipts: bool = True


class Presence(Struct, frozen=True):
    """When somebody was last there, and until when they count as being there (seconds since 1970)."""

    at: int
    until: int


def card_key(conversation_id: ConversationId) -> Key:
    return _table.name, keys.conversation(conversation_id), keys.CARD


def head_key(conversation_id: ConversationId) -> Key:
    return _table.name, keys.conversation(conversation_id), keys.HEAD


def mark_key(conversation_id: ConversationId, person: PersonId) -> Key:
    return _table.name, keys.conversation(conversation_id), keys.mark(person)


def message_key(conversation_id: ConversationId, seq: int) -> Key:
    return _table.name, keys.conversation(conversation_id), keys.message(seq)


def row_key(person: PersonId, conversation_id: ConversationId) -> Key:
    return _table.name, keys.person(person), conversation_id


def sent_key(person: PersonId, scope: str, client_id: str) -> Key:
    return _table.name, keys.sent(person), keys.sent_key(scope, client_id)


def choices_key(person: PersonId) -> Key:
    return _table.name, keys.chooser(person), keys.CARD


def presence_key(person: PersonId) -> Key:
    return _table.name, keys.chooser(person), keys.PRESENCE


def place(conversation_id: ConversationId) -> Place:
    """A conversation as it is. NotFound when there is none. One request."""
    return found_place(conversation_id, batch_get(_place(conversation_id), consistent=True))


def find_place(conversation_id: ConversationId) -> Place | None:
    found = batch_get(_place(conversation_id), consistent=True)
    return found_place(conversation_id, found) if card_key(conversation_id) in found else None


def connection(connection_id: str) -> Connection:
    """Whose device this is. Unauthenticated for a socket that nobody knows. One request."""
    key = connection_key(connection_id)
    return known(connection_id, batch_get([key], consistent=True).get(key))


def connected_place(
    connection_id: str, conversation_id: ConversationId, also: Sequence[Key] = ()
) -> tuple[Connection, Place | None, Found]:
    """Whose device this is, the conversation that it talks about, if there is one, and `also` these. One step."""
    key = connection_key(connection_id)
    found = many([key, *_place(conversation_id), *also])
    there = found_place(conversation_id, found) if card_key(conversation_id) in found else None
    return known(connection_id, found.get(key)), there, {each: found.get(each) for each in also}


def known(connection_id: str, item: dict[str, Any] | None) -> Connection:
    found = connection_of(connection_id, item)
    if found is None or found.until <= time.time():
        raise Unauthenticated("This socket has ended. Open another one.")
    return found


def found_place(conversation_id: ConversationId, found: dict[Key, dict[str, Any]]) -> Place:
    card, head = found.get(card_key(conversation_id)), found.get(head_key(conversation_id))
    if card is None or head is None:
        raise not_found()
    return Place(conversation_of(conversation_id, card), head_of(head))


def many(wanted: Sequence[Key], had: Found = NOTHING) -> dict[Key, dict[str, Any]]:
    """Items of any number of keys, read strongly, a hundred per request, all requests at the same time.

    What one `had` already, a moment ago, is not read again.
    """
    if had:
        there = {key: item for key in wanted if (item := had.get(key)) is not None}
        return there | many([key for key in wanted if key not in had])
    if len(wanted) <= BATCH:
        return batch_get(wanted, consistent=True) if wanted else {}
    parts = [wanted[at : at + BATCH] for at in range(0, len(wanted), BATCH)]
    found = list(_pool().map(lambda part: batch_get(part, consistent=True), parts))
    return {key: item for each in found for key, item in each.items()}


def online(people: Iterable[PersonId], found: dict[Key, dict[str, Any]]) -> list[Connection]:
    """The open sockets of people among items that were read."""
    now = int(time.time())
    return [each for person in people for each in connections_in(found.get(connections_key(person)), person, now)]


def message(conversation_id: ConversationId, seq: int) -> Message | None:
    item = _table.get(keys.conversation(conversation_id), keys.message(seq), consistent=True)
    return message_of(item) if item else None


def messages(
    conversation_id: ConversationId, first: int, last: int, *, limit: int, forward: bool = True
) -> list[Message]:
    """Messages from `first` to `last`, both included, at most `limit` of them from the one end or the other."""
    if last < first:
        return []
    found: list[Message] = []
    start = None
    while True:
        page = _table.query(
            keys.conversation(conversation_id),
            sk_from=keys.message(max(first, 0)),
            sk_to=keys.message(last),
            limit=limit - len(found),
            forward=forward,
            consistent=True,
            start=start,
        )
        found += map(message_of, page)
        start = page.last_key
        if start is None or len(found) >= limit:
            return found


def own_after(conversation_id: ConversationId, person: PersonId, seq: int) -> int:
    """How many messages after `seq` are a person's own."""
    found, start = 0, None
    while True:
        page = _table.query(
            keys.conversation(conversation_id),
            sk_from=keys.message(seq + 1),
            sk_to=keys.message(10**15 - 1),
            consistent=True,
            start=start,
            project=["sender"],
        )
        found += len([item for item in page if item["sender"] == person])
        start = page.last_key
        if start is None:
            return found


def changes(conversation_id: ConversationId, after: int, *, limit: int) -> list[tuple[int, int]]:
    """Number and message of each change after this one, in order."""
    page = _table.query(
        keys.conversation(conversation_id),
        sk_from=keys.change(after + 1),
        sk_to=keys.change(10**15 - 1),
        limit=limit,
        consistent=True,
    )
    return [(int(item["sk"].removeprefix(keys.CHANGE)), int(item["seq"])) for item in page]


def marks(conversation_id: ConversationId) -> dict[PersonId, Mark]:
    """How far all members are who are anywhere. One request."""
    page = _table.query(keys.conversation(conversation_id), sk_prefix=keys.MARK, consistent=True)
    return {PersonId(item["sk"].removeprefix(keys.MARK)): mark_of(item) for item in page}


def mark(conversation_id: ConversationId, person: PersonId) -> Mark:
    return mark_of(_table.get(keys.conversation(conversation_id), keys.mark(person), consistent=True))


def rows(
    person: PersonId, folder: Folder, *, limit: int, start: dict[str, Any] | None = None
) -> tuple[list[Row], dict[str, Any] | None]:
    """A page of somebody's conversations in a folder, the one that moved last first. The index may lag by a moment."""
    page = _table.query(keys.recent(person, folder), index=RECENT, limit=limit, forward=False, start=start)
    return [row_of(item) for item in page], page.last_key


def row(person: PersonId, conversation_id: ConversationId) -> Row | None:
    """A conversation in somebody's list; None for one that they left."""
    item = _table.get(keys.person(person), conversation_id, consistent=True)
    return row_of(item) if item and "folder" in item else None


def all_rows(person: PersonId, after: str | None, *, limit: int) -> tuple[list[ConversationId], str | None]:
    """Conversations that somebody is or was in, and after which to go on."""
    start = {"pk": keys.person(person), "sk": after} if after else None
    page = _table.query(keys.person(person), limit=limit, consistent=True, start=start, project=["sk"])
    return [ConversationId(item["sk"]) for item in page], page.last_key["sk"] if page.last_key else None


def first_sent(person: PersonId, scope: str, client_id: str) -> tuple[ConversationId, int] | None:
    """What a client id made when it was used first."""
    key = sent_key(person, scope, client_id)
    item = batch_get([key], consistent=True).get(key)
    return (ConversationId(item["conversation_id"]), int(item["seq"])) if item else None


def choices(person: PersonId) -> Choices:
    return choices_of(_table.get(keys.chooser(person), keys.CARD, consistent=True))


def followers_of(person: PersonId, people: Sequence[PersonId]) -> set[PersonId]:
    """Who of these follows a person. One request per hundred."""
    wanted = {follow_key(each, person): each for each in people}
    return {wanted[key] for key in many(list(wanted))}


def letting_see(people: Sequence[PersonId]) -> list[PersonId]:
    """Who of these lets others see when they are there, and so may see it of others. One request."""
    wanted = [choices_key(each) for each in people]
    found = batch_get(wanted)
    return [each for each, key in zip(people, wanted, strict=True) if choices_of(found.get(key)).presence]


def vanishing(hour: int, shard: int, now: int) -> Iterator[tuple[ConversationId, int]]:
    """Messages of a partition of the index whose time is over. The index may lag by a moment."""
    start = None
    while True:
        page = _table.query(keys.due(hour, shard), index=DUE, sk_to=f"{now:012d}~", limit=200, start=start)
        for item in page:
            yield ConversationId(item["pk"].partition("#")[2]), int(item["sk"].removeprefix(keys.MESSAGE))
        start = page.last_key
        if start is None:
            return


def conversation_of(conversation_id: ConversationId, item: dict[str, Any]) -> Conversation:
    members = {each.person: each for each in _members(unpack(item["members"]))}
    kept = {name: item[name] for name in _KEPT if name in item}
    return Conversation(conversation_id=conversation_id, kind=item["kind"], members=members, **kept)


def head_of(item: dict[str, Any] | None) -> Head:
    return msgspec.convert(item, Head) if item else Head()


def mark_of(item: dict[str, Any] | None) -> Mark:
    return msgspec.convert(item, Mark) if item else Mark()


def row_of(item: dict[str, Any]) -> Row:
    return msgspec.convert(item, Row)


def choices_of(item: dict[str, Any] | None) -> Choices:
    return msgspec.json.decode(item["choices"], type=Choices) if item else Choices()


def presence_of(item: dict[str, Any] | None) -> Presence | None:
    return msgspec.convert(item, Presence) if item else None


def message_of(item: dict[str, Any]) -> Message:
    removed: Removal | None = item.get("removed")
    return Message(
        seq=item["seq"],
        sender=item["sender"],
        sent_at=item["sent_at"],
        text=item.get("text", ""),
        photos=_photos(unpack(item["photos"])) if "photos" in item else [],
        post_id=item.get("post_id"),
        reply_to=item.get("reply_to"),
        client_id=item.get("client_id", ""),
        reactions=_reactions(item["reactions"]) if "reactions" in item else {},
        edited_at=item.get("edited_at", 0),
        vanishes_at=item.get("vanishes_at", 0),
        removed=removed,
        note=_note(item["note"]) if "note" in item else None,
    )


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(3, thread_name_prefix="reads")


_KEPT = ("version", "made_at", "name", "picture", "picture_owner", "picture_color", "picture_hash", "timer")


def _place(conversation_id: ConversationId) -> list[Key]:
    return [card_key(conversation_id), head_key(conversation_id)]
