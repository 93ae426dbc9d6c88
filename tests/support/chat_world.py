"""A world for tests of chat: people with profiles, their devices, and a stand-in for the gateway's far end."""

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import msgspec
from chat import change_message, groups, inbox, list_store, reads, send_message, signals, store, sync
from chat.model import Conversation, Head, Mark, Member, Message
from chat.send_message import NewMessage
from graph import reads as graph_reads
from graph import relation_store

from contracts import Fact, SealedEnvelope, envelope
from contracts.chat import MessageSent
from contracts.messages import MessageAnswer
from kernel import clock
from kernel.ids import ConversationId, MediaId, PersonId, SessionId, new_id
from kernel.packing import unpack
from kit import batches
from kit import store as kit_store
from kit.items import item_from_wire
from kit.service import Service
from kit.settings import settings
from kit.wire import Table, dynamodb
from support import events
from support.sockets import Gateway, join
from support.tables import tables
from views import cards

Frame = dict[str, Any]

CONTEXTS = ("chat", "realtime", "graph", "profiles", "media", "posts", "identity")
SECRETS = ("cursor-key", "media-key", "origin-secret")
APPS: dict[str, Service] = {
    "sendMessage": send_message.app,
    "editMessage": change_message.app,
    "unsendMessage": change_message.app,
    "react": change_message.app,
    "typing": signals.app,
    "markRead": signals.app,
    "markDelivered": signals.app,
    "setPresence": signals.app,
    "syncSince": sync.app,
}
"""Which function serves which frame."""

_names = count(1)


@contextmanager
def world(endpoint: str, **more: str) -> Iterator[str]:
    """Chat's own table, and those of the contexts whose cards it reads. Yields the prefix."""
    settings_of = {"LIMITS": "off", "REDIS_URL": "", "SETTLE_SECONDS": "0", "APP_ORIGIN": "https://app.example", **more}
    with tables(endpoint, *CONTEXTS, secrets=SECRETS, **settings_of) as prefix:
        cards._cache.cache_clear()
        forget_helpers()
        yield prefix
        forget_helpers()
    cards._cache.cache_clear()


def forget_helpers() -> None:
    """End the threads that ask for many items at once: each keeps a client of the emulator that it asked first."""
    if reads._pool.cache_info().currsize:
        reads._pool().shutdown()
        reads._pool.cache_clear()


def person(name: str = "member", **more: Any) -> PersonId:
    """Somebody new; `more` are further attributes of their profile, such as `state`."""
    made = PersonId(new_id())
    put("profiles", f"PERSON#{made}", "CARD", **{**_card(made, f"{name}{next(_names)}"), **more})
    return made


def people(number: int) -> list[PersonId]:
    """Many who are new, in few requests."""
    made = [PersonId(new_id()) for _ in range(number)]
    rows = [{"pk": f"PERSON#{each}", "sk": "CARD", **_card(each, f"member{next(_names)}")} for each in made]
    batches.put_all(settings().table("profiles"), rows)
    return made


def become(who: PersonId, state: str) -> None:
    """The account of somebody is suspended, leaving, ended, or active again."""
    found = Table(settings().table("profiles")).get(f"PERSON#{who}", "CARD", consistent=True)
    assert found
    Table(settings().table("profiles")).put({**found, "state": state})


def follow(follower: PersonId, *followees: PersonId) -> None:
    for each in followees:
        put("graph", f"FOLLOWS#{follower}", each, followee=each, follow_id=new_id())


def friends(*those: PersonId) -> None:
    """All of these follow each other."""
    for one in those:
        follow(one, *(each for each in those if each != one))


def block(one: PersonId, other: PersonId) -> None:
    relation_store.add_block(graph_reads.pair(one, other))


def unblock(one: PersonId, other: PersonId) -> None:
    named = one in graph_reads.pair(one, other).digests[other].blocked
    relation_store.remove_block(one, other, named=named)


def upload(owner: PersonId, *, state: str = "ready", purpose: str = "post") -> MediaId:
    """A photograph of `owner`, processed."""
    media = MediaId(new_id())
    known = {"width": 4032, "height": 3024, "widths": [320, 640, 1080], "thumbhash": "1QcSHQRnh493V4dIh4eXh1h4kJUI"}
    known["max_bytes"] = 1
    put("media", f"MEDIA#{media}", "CARD", media_id=media, owner=owner, state=state, purpose=purpose, **known)
    return media


def direct(one: PersonId, other: PersonId) -> ConversationId:
    """The conversation of two."""
    return groups.open_direct(one, other).id


def two() -> tuple[PersonId, PersonId, ConversationId]:
    """Two people who follow each other, and their conversation."""
    one, other = people(2)
    friends(one, other)
    return one, other, direct(one, other)


def group(admin: PersonId, *others: PersonId, name: str = "") -> ConversationId:
    """A group of people who follow its admin, so that nobody is asked."""
    for each in others:
        follow(each, admin)
    return groups.make_group(admin, groups.NewGroup(people=list(others), name=name)).id


def large_group(members: Sequence[PersonId], *, messages: int = 0, **more: Any) -> ConversationId:
    """A group of any size as it stands in the store, which its first member made and in which they wrote all messages.

    `more` are further attributes of the messages, such as `text`.
    """
    now = clock.milliseconds()
    those = {each: Member(each, role="admin" if each == members[0] else "member") for each in members}
    made = Conversation(ConversationId(new_id()), "group", those, made_at=now)
    kit_store.transact([kit_store.put(store._card(made)), kit_store.put(store._head(made, Head(seq=messages)))])
    _keep([list_store.put_row(made, each, "inbox", now) for each in those.values()])
    fill(made.conversation_id, members[0], range(1, messages + 1), **more)
    return made.conversation_id


def fill(conversation_id: ConversationId, sender: PersonId, numbers: range, **more: Any) -> None:
    """Messages as they stand in the store, without moving the head."""
    now = clock.milliseconds()
    given = {"text": "A lake", **more}
    _keep([store._put_message(conversation_id, Message(seq, sender, now, **given)) for seq in numbers])


def _keep(steps: Sequence[kit_store.Step]) -> None:
    raw = [step.item.serialize() for step in steps if step.item]
    batches.write_all(settings().table("chat"), ({"PutRequest": {"Item": each}} for each in raw))


def write(me: PersonId, conversation_id: ConversationId, text: str = "Hello", client_id: str = "", **more: Any) -> int:
    """Write a message over HTTP; its place."""
    return sent(me, conversation_id, text, client_id, **more).seq


def sent(
    me: PersonId, conversation_id: ConversationId, text: str = "Hello", client_id: str = "", **more: Any
) -> MessageAnswer:
    body = NewMessage(client_id=client_id or new_id(), text=text, **more)
    return send_message.send_message(me, conversation_id, body)


@dataclass
class Device:
    """One open socket of somebody."""

    person: PersonId
    connection_id: str
    gateway: Gateway
    seen: int = field(default=0)

    @property
    def frames(self) -> list[Frame]:
        return self.gateway.frames.setdefault(self.connection_id, [])

    def of(self, kind: str) -> list[Frame]:
        return [each for each in self.frames if each["type"] == kind]

    def ask(self, action: str, **more: Any) -> Frame:
        """Say a frame; the answer to it, which is the only frame with its client id."""
        name = more.pop("clientId", None) or new_id()
        before = len(self.frames)
        assert self.raw(action, json.dumps({"action": action, "clientId": name, **more}, ensure_ascii=False)) == 200
        (answer,) = [each for each in self.frames[before:] if each.get("clientId") == name]
        return answer

    def raw(self, route: str, body: str | None) -> int:
        """Hand a function what the gateway got; the status."""
        return say(self.connection_id, route, body)

    def send(self, conversation_id: ConversationId, text: str = "Hello", **more: Any) -> Frame:
        """Write a message; as it was stored."""
        answer = self.ask("sendMessage", conversationId=conversation_id, text=text, **more)
        assert answer["type"] == "sent", answer
        return dict(answer["message"])


def say(connection_id: str, route: str, body: str | None) -> int:
    """A frame as the gateway hands it to the function that serves its action."""
    context = {"routeKey": route, "eventType": "MESSAGE", "connectionId": connection_id, "requestId": "r"}
    context |= {"apiId": "a", "stage": "live", "domainName": "d"}
    status: int = APPS[route]({"requestContext": context, "body": body}, None)["statusCode"]
    return status


def device(who: PersonId, gateway: Gateway, session: SessionId | None = None) -> Device:
    """A device of somebody with an open socket."""
    return Device(who, join((who, session or SessionId(new_id())), gateway), gateway)


def hear(*envelopes: Any) -> None:
    """Let chat's inbox hear of facts."""
    assert inbox.app(events.facts(*envelopes), None) == {"batchItemFailures": []}


def sent_facts(conversation_id: ConversationId) -> list[Any]:
    """`MessageSent` of each message of a conversation that still carries it, in order."""
    kept = [each for each in facts("MessageSent.v1") if each.key == conversation_id]
    found = [
        envelope(msgspec.json.decode(each.fact, type=MessageSent), actor=each.actor, journey="j", id_=each.id)
        for each in kept
    ]
    return sorted(found, key=lambda each: each.fact.seq)


def facts(type_name: str) -> list[SealedEnvelope]:
    """What chat's table says, of one type."""
    texts = [item["fact"] for item in items() if "fact" in item]
    found = [msgspec.json.decode(text, type=SealedEnvelope) for text in texts]
    return [each for each in found if each.type == type_name]


def said(fact: type[Fact], conversation_id: ConversationId) -> list[Any]:
    """The facts of a type about a conversation, in the order in which they were said."""
    kept = [each for each in facts(fact.type_name()) if each.key == conversation_id]
    return [msgspec.json.decode(each.fact, type=fact) for each in sorted(kept, key=lambda each: each.id)]


def items(context: str = "chat") -> list[dict[str, Any]]:
    """Everything in a table."""
    found: list[dict[str, Any]] = []
    start: dict[str, Any] = {}
    while True:
        page = dynamodb().call("Scan", {"TableName": settings().table(context), "ConsistentRead": True, **start})
        found += [item_from_wire(each) for each in page["Items"]]
        if "LastEvaluatedKey" not in page:
            return found
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}


def texts_of(conversation_id: ConversationId) -> str:
    """All that stands in the items of a conversation, unpacked."""
    found = [item for item in items() if conversation_id in item["pk"] or conversation_id in item["sk"]]
    return repr([{name: _opened(value) for name, value in item.items()} for item in found])


def _opened(value: Any) -> Any:
    return unpack(value) if isinstance(value, bytes) else value


def mark(conversation_id: ConversationId, who: PersonId) -> Mark:
    return reads.mark(conversation_id, who)


def refused(code: str) -> "Refused":
    return Refused(code)


@dataclass
class Refused:
    """A block in which a refusal with this code is raised."""

    code: str

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        found = getattr(error, "code", None)
        if error is not None and found is None:
            return False
        assert found == self.code, f"{found} instead of {self.code}"
        return True


def at_once(work: Sequence[Callable[[], object]], threads: int = 20) -> list[Any]:
    """What these calls answer, made at the same time. Clients are made before."""
    assert store.Item._get_connection().connection.client is not None

    def one(call: Callable[[], object]) -> object:
        try:
            return call()
        except Exception as error:  # noqa: BLE001 - refusals are answers too
            return error

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(one, work))


def put(context: str, pk: str, sk: str, **attributes: Any) -> None:
    Table(settings().table(context)).put({"pk": pk, "sk": sk, **attributes})


def _card(who: PersonId, username: str) -> dict[str, Any]:
    return {"person_id": who, "username": username, "name": username.title()}
