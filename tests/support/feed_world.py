"""A small world for tests of the feed: people, followings and posts as other contexts keep them, queues in hand."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import msgspec
import pytest
from feed import fan_out, hot, inbox, keys, rebuild, settle
from feed.model import AWAKE_SECONDS, Row, row_at

from contracts import Envelope, Fact, decode, envelope
from contracts.feed import TimelineCleaned, TimelinesGrew
from contracts.graph import AuthorPulled, PersonFollowed, PersonUnfollowed
from contracts.posts import PostPublished
from kernel import clock
from kernel.ids import FactId, MediaId, PersonId, PostId, made_at, new_id
from kernel.photos import Photo
from kit import batches, bus, queues
from kit.consumers import order
from kit.settings import settings
from kit.wire import Table
from support import events
from support.tables import client, tables
from views import cards, graph, posts, profiles
from views.graph import Digest

ALICE, BOB, CAROL, DAN, CELEBRITY = (PersonId(new_id(at, bytes(10))) for at in range(1, 6))
CAST = {ALICE: "alice", BOB: "bob", CAROL: "carol", DAN: "dan", CELEBRITY: "stella.nova"}
_START = 1_790_000_000_000
_AROUND = ("discovery", "graph", "posts", "profiles")


class World:
    """What happens around the feed. Facts and orders lie in lists until a test delivers them."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.orders: list[tuple[str, str, int]] = []
        self.said: list[Fact] = []
        self.said_ids: list[str] = []
        self._moment = _START

    def next_id(self) -> str:
        self._moment += 1000
        return new_id(self._moment)

    def join(self, person: PersonId, username: str) -> None:
        self.put("profiles", *profiles.profile_key(person)[1:], person_id=person, username=username)

    def put(self, context: str, pk: str, sk: str, **attributes: Any) -> None:
        Table(settings().table(context)).put({"pk": pk, "sk": sk, **attributes})

    def follow(self, follower: PersonId, followee: PersonId) -> PersonFollowed:
        """Follow, as graph keeps it; the feed hears of it when the fact is delivered."""
        follow_id = FactId(self.next_id())
        shard = sum(follower.encode()) % graph.FOLLOWER_SHARDS
        self.put("graph", *_follow(follower, followee), followee=followee, follow_id=follow_id,
                 followers_sk=follow_id, followers_pk=graph.followers_partition(followee, shard))  # fmt: skip
        self.sever(follower, *[each for each in self.digest(follower).severed if each != followee])
        return PersonFollowed(follow_id=follow_id, follower=follower, followee=followee)

    def unfollow(self, follow: PersonFollowed) -> PersonUnfollowed:
        """Unfollow: the edge is gone and the digest hides the author before the feed hears of it."""
        follower, followee = follow.follower, follow.followee
        batches.delete_all(settings().table("graph"), [_follow(follower, followee)])
        self.sever(follower, *self.digest(follower).severed, followee)
        return PersonUnfollowed(follow_id=follow.follow_id, follower=follower, followee=followee)

    def sever(self, person: PersonId, *severed: PersonId) -> None:
        self.set_digest(person, msgspec.structs.replace(self.digest(person), severed=list(severed)))

    def digest(self, person: PersonId) -> Digest:
        table, pk, sk = graph.digest_key(person)
        return graph.digest_of(Table(table).get(pk, sk, consistent=True))

    def set_digest(self, person: PersonId, digest: Digest) -> None:
        sets: dict[str, Any] = {
            "pulled": digest.pulled,
            "severed": digest.severed,
            "blocking": digest.blocked,
            "muted": digest.muted,
        }
        table, pk, sk = graph.digest_key(person)
        Table(table).put({"pk": pk, "sk": sk} | {name: set(each) for name, each in sets.items() if each})

    def pull(self, author: PersonId, *followers: PersonId) -> AuthorPulled:
        """The author's posts are pulled from now on: followers' digests first, then the mark."""
        for person in followers:
            old = self.digest(person)
            self.set_digest(person, msgspec.structs.replace(old, pulled=sorted({*old.pulled, author})))
        self.put("graph", *graph.is_pulled_key(author)[1:])
        return AuthorPulled(author=author)

    def publish(
        self, author: PersonId, *, post_id: str | None = None, photos: int = 1, close: bool = False
    ) -> PostPublished:
        """A post, as posts keeps it; the feed hears of it when the fact is delivered."""
        post = PostId(post_id or self.next_id())
        published = made_at(post)
        pictures = [_photo() for _ in range(photos)]
        self.put("posts", *posts.post_key(post)[1:], post_id=post, author=author, caption="A lake",
                 published_at=clock.stamp(published), photos=msgspec.json.encode(pictures).decode(),
                 **({"audience": "close"} if close else {}))  # fmt: skip
        return PostPublished(post_id=post, author=author, published_at=published, photos=pictures, mentions=[],
                             audience="close" if close else "everyone")  # fmt: skip

    def change(self, post: PostId, **attributes: str | None) -> None:
        """Change a post's card; an attribute that is None goes."""
        key = posts.post_key(post)
        old = Table(key[0]).get(*key[1:], consistent=True) or {}
        Table(key[0]).put({name: value for name, value in {**old, **attributes}.items() if value is not None})

    def befriend(self, owner: PersonId, friend: PersonId) -> None:
        self.put("graph", *graph.close_key(owner, friend)[1:])

    def keep(self, row: Row) -> None:
        """A post under its author and in the author's own timeline, without a card."""
        table = settings().table("feed")
        batches.put_all(table, [keys.row(each, row) for each in (keys.author(row.author), keys.home(row.author))])

    def looks(self, person: PersonId, days_ago: int = 0) -> None:
        """Note that a person looked at their feed."""
        until = clock.seconds() + AWAKE_SECONDS - days_ago * 24 * 3600
        self.put("feed", keys.home(person), keys.AWAKE, until=until)

    def hears(self, *facts: Fact) -> int:
        """Deliver facts to the feed's inbox, as one batch; returns how many failed."""
        wrapped: list[Envelope[Any]] = [envelope(fact, actor=None, journey="j") for fact in facts]
        return len(inbox.app(events.facts(*wrapped), None)["batchItemFailures"])

    def works(self) -> None:
        """Carry out all orders that lie in queues, and those that they make."""
        while self.orders:
            name, body, _ = self.orders.pop(0)
            self.works_on(name, body)

    def works_on(self, name: str, body: str) -> None:
        app = {"feed-fan-out": fan_out.app, "feed-rebuild": rebuild.app, "feed-settle": settle.app}[name]
        assert app(events.queue(body), None) == {"batchItemFailures": []}

    def happens(self, *facts: Fact) -> None:
        """Deliver facts and do all the work that they make."""
        assert self.hears(*facts) == 0
        self.works()

    def timeline(self, person: PersonId) -> list[Row]:
        """The rows of a person's timeline as they are stored, oldest first."""
        page = Table(settings().table("feed")).query(f"HOME#{person}", consistent=True)
        return [row_at(item["sk"], PersonId(item["author"])) for item in page if item["sk"] != keys.AWAKE]

    def cleaned(self, person: PersonId, author: PersonId) -> TimelineCleaned | None:
        """What the feed said last about the end of a following."""
        item = Table(settings().table("feed")).get(f"FENCE#{person}", author, consistent=True) or {}
        return decode(item["fact"], TimelineCleaned).fact if "fact" in item else None

    @property
    def grew(self) -> list[TimelinesGrew]:
        return [fact for fact in self.said if isinstance(fact, TimelinesGrew)]


@contextmanager
def world(endpoint: str, **more: str) -> Iterator[World]:
    """Feed's own table, and of the other contexts what their cards need."""
    with ExitStack() as stack:
        prefix = stack.enter_context(tables(endpoint, "feed", secrets=("cursor-key", "media-key"), **more))
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        cards._cache.cache_clear()
        hot._cache.cache_clear()
        for context in _AROUND:
            _table(endpoint, f"{prefix}-{context}", [graph.FOLLOWERS] if context == "graph" else [])
        made = World(prefix)
        patch.setattr(queues, "send", lambda queue, commands, delay=0: made.orders.extend(
            (queue, order(command), delay) for command in commands))  # fmt: skip

        def say(fact: Fact, *, actor: PersonId | None, id_: str) -> None:
            made.said.append(fact)
            made.said_ids.append(id_)

        patch.setattr(bus, "say", say)
        for person, username in CAST.items():
            made.join(person, username)
        yield made
        cards._cache.cache_clear()
        hot._cache.cache_clear()


def command(body: str) -> dict[str, Any]:
    """What an order asks for."""
    asked: dict[str, Any] = json.loads(body)["command"]
    return asked


def _follow(follower: PersonId, followee: PersonId) -> tuple[str, str]:
    return graph.follow_key(follower, followee)[1:]


def _photo() -> Photo:
    hash_ = "1QcSHQRnh493V4dIh4eXh1h4kJUI"
    return Photo(
        media_id=MediaId(new_id()), width=4032, height=3024, widths=[320, 640, 1080], thumbhash=hash_, color="#446688"
    )


def _table(endpoint: str, name: str, indexes: list[Any]) -> None:
    attributes = ["pk", "sk", *[attribute for index in indexes for attribute in index[1:]]]
    more: dict[str, Any] = {
        "GlobalSecondaryIndexes": [
            {
                "IndexName": index.name,
                "KeySchema": _schema(index.pk, index.sk),
                "Projection": {"ProjectionType": "KEYS_ONLY"},
            }
            for index in indexes
        ]
    }
    client(endpoint, "dynamodb").create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=_schema("pk", "sk"),
        AttributeDefinitions=[{"AttributeName": each, "AttributeType": "S"} for each in attributes],
        **(more if indexes else {}),
    )


def _schema(pk: str, sk: str) -> list[dict[str, str]]:
    return [{"AttributeName": pk, "KeyType": "HASH"}, {"AttributeName": sk, "KeyType": "RANGE"}]
