"""A small world for tests of channels: people, relations and posts as cards, notifications as the inbox stores them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
import pytest
from notifications import store
from notifications.model import Notification, told_id

import contracts
from contracts import Envelope, Fact
from contracts.notifications import Kind, MailWanted, PersonNotified
from kernel.ids import CommentId, FactId, NotificationId, PersonId, PostId, SessionId, new_id
from kit import bus, queues
from kit.endpoints import Caller
from kit.settings import settings
from kit.wire import Table
from support.digests import stored
from support.tables import tables
from views.graph import Digest, digest_key, follow_key
from views.notifications import Preferences, settings_key
from views.profiles import profile_key

CONTEXTS = ("notifications", "graph", "identity", "posts", "profiles")
SECRETS = ("vapid-key", "unsubscribe-key", "cursor-key", "media-key")


@contextmanager
def world(endpoint: str) -> Iterator[str]:
    with tables(endpoint, *CONTEXTS, secrets=SECRETS, PUSH_LOOPBACK="true") as prefix:
        yield prefix


class Said:
    """What was said to the bus, and what was put back into the queue, instead of being sent."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.mails: list[MailWanted] = []
        self.again: list[tuple[int, Envelope[Any]]] = []
        patch.setattr(bus, "say", self._say)
        patch.setattr(queues, "again", lambda queue, envelope, delay: self.again.append((delay, envelope)))

    def _say(self, fact: Fact, *, actor: PersonId | None, id_: str) -> None:
        assert isinstance(fact, MailWanted)
        self.mails.append(fact)


def person(username: str, **card: Any) -> PersonId:
    id_ = PersonId(new_id())
    _put(profile_key(id_), person_id=id_, username=username, name=username.title(), **card)
    return id_


def caller(me: PersonId, session: SessionId | None = None) -> Caller:
    return Caller(me, session or SessionId(new_id()), "192.0.2.1", "A browser")


def follow(follower: PersonId, followee: PersonId) -> None:
    _put(follow_key(follower, followee), followee=followee, follow_id=new_id())


def relations(reader: PersonId, **digest: Any) -> None:
    """What the reader's digest says: `blocked=[…]`, `muted=[…]`."""
    _put(digest_key(reader), version=1, **stored(Digest(**digest)))


def choose(who: PersonId, preferences: Preferences) -> None:
    """Preferences as they are stored."""
    _put(settings_key(who), preferences=msgspec.json.encode(preferences).decode(), version=1)


def notified(
    to: PersonId, actor: PersonId, kind: Kind = "follow", at_ms: int | None = None, **more: Any
) -> Envelope[PersonNotified]:
    """A stored notification, and the fact of it."""
    made = Notification(NotificationId(new_id(at_ms)), kind, actor, **more)
    store.add(to, made)
    fact = PersonNotified(notification_id=made.notification_id, person=to, kind=kind)
    return contracts.envelope(fact, actor=actor, journey="j", id_=told_id(made.notification_id))


def comment(to: PersonId, actor: PersonId, post: PostId, text: str) -> Envelope[PersonNotified]:
    return notified(to, actor, "comment", post_id=post, comment_id=CommentId(new_id()), excerpt=text)


def a_post(author: PersonId) -> PostId:
    """The card of a published post without photographs."""
    post = PostId(new_id())
    table = settings().table("posts")
    _put(
        (table, f"POST#{post}", "CARD"),
        post_id=post,
        author=author,
        published_at="2026-11-22T12:00:00.000Z",
        photos="[]",
    )
    return post


def sealed(fact: Fact) -> Envelope[Any]:
    return contracts.envelope(fact, actor=None, journey="j", id_=FactId(new_id()))


def items(prefix: str, pk: str) -> list[dict[str, Any]]:
    return list(Table(f"{prefix}-notifications").query(pk, consistent=True))


def outbox(prefix: str) -> list[dict[str, Any]]:
    """Facts that wait for the relay, oldest first."""
    found = [item for shard in range(8) for item in items(prefix, f"OUTBOX#{shard}")]
    return [msgspec.json.decode(item["fact"]) for item in sorted(found, key=lambda item: str(item["sk"]))]


def _put(key: tuple[str, str, str], **values: Any) -> None:
    table, pk, sk = key
    Table(table).put({"pk": pk, "sk": sk, **values})
