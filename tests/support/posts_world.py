"""A small world for tests of posts: the cast with profiles and uploads, on real tables."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

import msgspec
from posts import publish, store
from posts.publish import ChosenPhoto, NewPost

from contracts import SealedEnvelope
from kernel.ids import MediaId, PersonId, PostId, new_id
from kernel.packing import unpack
from kit.settings import settings
from kit.wire import Table, batch_get, dynamodb
from support.events import delivered
from support.tables import client, tables
from views import posts
from views.posts import PostAnswer, PostCounts

T = TypeVar("T")

ALICE, BOB, CAROL, DAN = (PersonId(new_id(at, bytes(10))) for at in (1, 2, 3, 4))
NAMES = {ALICE: "alice", BOB: "bob", CAROL: "carol", DAN: "dan"}
STRANGERS_TABLES = ("graph", "identity", "media", "profiles")


@contextmanager
def world(endpoint: str) -> Iterator[str]:
    """Posts' own table, and of the other contexts what their cards need. Yields the prefix."""
    with tables(endpoint, "posts", secrets=("cursor-key", "media-key")) as prefix:
        for context in STRANGERS_TABLES:
            client(endpoint, "dynamodb").create_table(
                TableName=f"{prefix}-{context}",
                BillingMode="PAY_PER_REQUEST",
                KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
                AttributeDefinitions=[{"AttributeName": n, "AttributeType": "S"} for n in ("pk", "sk")],
            )
        for person, username in NAMES.items():
            join(person, username)
        yield prefix


def join(person: PersonId, username: str) -> None:
    """A person with a username and a profile."""
    who = {"person_id": person, "username": username}
    _put("identity", f"HANDLE#{username}", "CARD", **who)
    _put("profiles", f"PERSON#{person}", "CARD", name=username.title(), **who)


def block(reader: PersonId, person: PersonId) -> None:
    """`reader` and `person` are hidden from each other, as the reader's digest says."""
    _put("graph", f"PERSON#{reader}", "DIGEST", blocking=[person], version=1)


def go_private(person: PersonId, **more: Any) -> None:
    """The account of `person` is private; `more` are further attributes of the card, such as `state`."""
    name = NAMES[person]
    _put(
        "profiles", f"PERSON#{person}", "CARD", name=name.title(), username=name, person_id=person, private=True, **more
    )


def become(person: PersonId, state: str) -> None:
    """The account of `person` is suspended, leaving, or active again."""
    name = NAMES[person]
    _put("profiles", f"PERSON#{person}", "CARD", name=name.title(), username=name, person_id=person, state=state)


def follow(follower: PersonId, followee: PersonId) -> None:
    _put("graph", f"FOLLOWS#{follower}", followee, followee=followee, follow_id=new_id())


def befriend(owner: PersonId, friend: PersonId) -> None:
    """`friend` is a close friend of `owner`."""
    _put("graph", f"CLOSE#{owner}", friend)


def upload(owner: PersonId, *, state: str = "ready", purpose: str = "post", **more: Any) -> MediaId:
    """A photograph as a telephone takes it, processed."""
    media = MediaId(new_id())
    known = {"width": 4032, "height": 3024, "widths": [320, 640, 1080], "thumbhash": "1QcSHQRnh493V4dIh4eXh1h4kJUI"}
    _put("media", f"MEDIA#{media}", "CARD", media_id=media, owner=owner, state=state, purpose=purpose, **known, **more)
    return media


def new_post(owner: PersonId, caption: str = "", photos: int = 1) -> NewPost:
    """What `owner` asks for; the photographs are uploaded first."""
    return NewPost(photos=[ChosenPhoto(media_id=upload(owner), alt="A lake") for _ in range(photos)], caption=caption)


def a_post(owner: PersonId = ALICE, caption: str = "") -> PostId:
    """A published post."""
    return published(owner, caption).id


def published(owner: PersonId = ALICE, caption: str = "", photos: int = 1) -> PostAnswer:
    return publish.publish(owner, new_post(owner, caption, photos))


def at_once(work: Callable[[], T], times: int = 50) -> list[T | Exception]:
    """What `times` parallel calls answer. Clients are made before: fifty at once would take ten seconds for that."""
    assert store.Item._get_connection().connection.client is not None

    def one(_: int) -> T | Exception:
        try:
            return work()
        except Exception as error:  # noqa: BLE001 - refusals are answers too
            return error

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def items() -> list[dict[str, Any]]:
    """Everything in posts' table."""
    from kit.items import item_from_wire

    found: list[dict[str, Any]] = []
    start: dict[str, Any] = {}
    while True:
        page = dynamodb().call("Scan", {"TableName": settings().table("posts"), "ConsistentRead": True, **start})
        found += [item_from_wire(each) for each in page["Items"]]
        if "LastEvaluatedKey" not in page:
            return found
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}


def facts() -> list[SealedEnvelope]:
    """The facts that posts' table holds, in the order in which they were said."""
    texts = (item.get("fact") or unpack(item["packed"]) for item in items() if "fact" in item or "packed" in item)
    return sorted((msgspec.json.decode(text, type=SealedEnvelope) for text in texts), key=lambda fact: fact.id)


def stream_of(endpoint: str) -> list[dict[str, Any]]:
    """What posts' table says in its real stream, from the start."""
    streams, table = client(endpoint, "dynamodbstreams"), client(endpoint, "dynamodb")
    arn = table.describe_table(TableName=settings().table("posts"))["Table"]["LatestStreamArn"]
    found: list[dict[str, Any]] = []
    for shard in streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]:
        kind = {"ShardIteratorType": "TRIM_HORIZON"}
        iterator = streams.get_shard_iterator(StreamArn=arn, ShardId=shard["ShardId"], **kind)["ShardIterator"]
        while iterator:
            page = streams.get_records(ShardIterator=iterator)
            found += page["Records"]
            iterator = page.get("NextShardIterator") if page["Records"] else None
    for each in found:
        each["dynamodb"].pop("ApproximateCreationDateTime", None)
    return delivered(found)


def number_of_posts(author: PersonId) -> int:
    key = posts.author_counts_key(author)
    return int(batch_get([key], consistent=True).get(key, {}).get("posts", 0))


def counts(post: PostId) -> PostCounts:
    key = posts.counts_key(post)
    return posts.counts_of(batch_get([key], consistent=True).get(key))


def _put(context: str, pk: str, sk: str, **attributes: Any) -> None:
    Table(settings().table(context)).put({"pk": pk, "sk": sk, **attributes})
