"""The real contexts on real tables, for fault tests: people, and what of the stores and streams a checker looks at.

Checkers go past the fault proxy: they read with a client of their own at the store's own address.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import msgspec
from relay.model import Fact, facts

from kernel.ids import MediaId, PersonId, PostId, new_id
from kit.consumers import StreamRecord, stream_records
from kit.items import item_from_wire
from kit.wire import Table
from support.events import as_sent, delivered
from support.faults_chat import stored_chat
from support.tables import client, tables
from views import cards, media, profiles
from views.identity import handle_key

CONTEXTS = ("identity", "profiles", "media", "graph", "posts", "feed", "notifications", "realtime", "chat")


@dataclass
class World:
    """People by username, on tables below `prefix`. `endpoint` is the store itself."""

    endpoint: str
    prefix: str
    people: dict[str, PersonId] = field(default_factory=dict)
    clients: dict[str, Any] = field(default_factory=dict)

    def join(self, username: str) -> PersonId:
        """A person with a username and a profile, as identity and profiles keep them."""
        person = self.people[username] = PersonId(new_id())
        who = {"person_id": person, "username": username}
        _put(*handle_key(username), **who)
        _put(*profiles.profile_key(person), name=username.title(), **who)
        return person

    def upload(self, owner: PersonId) -> MediaId:
        """A photograph of theirs that is ready to be published."""
        made = MediaId(new_id())
        known: dict[str, Any] = {
            "width": 1600,
            "height": 1200,
            "widths": [320, 640],
            "thumbhash": "1QcSHQRnh493V4dIh4eXh1h4kJUI",
        }
        _put(*media.media_key(made), media_id=made, owner=owner, state="ready", purpose="post", **known)
        return made

    def client(self, service: str) -> Any:
        """A client of its own, past every fault."""
        if service not in self.clients:
            self.clients[service] = client(self.endpoint, service)
        return self.clients[service]

    def rows(self, context: str) -> list[dict[str, Any]]:
        """Everything that a context has stored."""
        pages = self.client("dynamodb").get_paginator("scan")
        found = pages.paginate(TableName=f"{self.prefix}-{context}", ConsistentRead=True)
        return [item_from_wire(as_sent(item)) for page in found for item in page["Items"]]

    def stream(self, context: str) -> list[StreamRecord]:
        """All changes of a context's table so far, in order, from its real stream."""
        streams = self.client("dynamodbstreams")
        arn = streams.list_streams(TableName=f"{self.prefix}-{context}")["Streams"][0]["StreamArn"]
        found: list[StreamRecord] = []
        for shard in streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]:
            wanted = {"StreamArn": arn, "ShardId": shard["ShardId"], "ShardIteratorType": "TRIM_HORIZON"}
            place = streams.get_shard_iterator(**wanted)["ShardIterator"]
            while place:
                page = streams.get_records(ShardIterator=place)
                found += stream_records({"shardId": shard["ShardId"], "Records": delivered(page["Records"])})
                place = page.get("NextShardIterator") if page["Records"] else None
        return found

    def said(self, *contexts: str) -> list[Fact]:
        """The facts that the streams of these contexts carry to the relay."""
        found = [each for context in contexts for each in facts(self.stream(context))]
        assert all(isinstance(each, Fact) for each in found), "poison in a stream"
        return [each for each in found if isinstance(each, Fact)]


@dataclass
class Stored:
    """What of posts, graph and chat is stored, under the names that histories use."""

    switched: set[str] = field(default_factory=set)
    made: Counter[str] = field(default_factory=Counter)


def like(person: PersonId, post: PostId) -> str:
    return f"like {person} {post}"


def follow(follower: PersonId, followee: PersonId) -> str:
    return f"follow {follower} {followee}"


UNSAID = ("save", "pin", "edit", "react", "read", "member")


def is_said(subject: str) -> bool:
    """Whether facts tell when this begins and ends."""
    return not subject.startswith(UNSAID)


def switch(what: str, person: PersonId, subject: str) -> str:
    """Anything else that a person switches on and off: save, comment (a like of one), pin, ask, block."""
    return f"{what} {person} {subject}"


def stored(world: World) -> Stored:
    """Edges, comments by their texts and posts by their captions, as the tables hold them."""
    found = Stored()
    for row in world.rows("posts"):
        kind, _, subject = row["pk"].partition("#")
        if "gone" in row:
            continue
        found.switched |= _switched_in_posts(kind, PersonId(subject), row)
        if kind in ("COMMENTS", "REPLIES") and "text" in row:
            found.made[row["text"]] += 1
        elif kind == "POST" and row["sk"] == "CARD" and row.get("caption"):
            found.made[row["caption"]] += 1
    for row in world.rows("graph"):
        kind, _, subject = row["pk"].partition("#")
        found.switched |= _switched_in_graph(kind, PersonId(subject), row["sk"])
    stored_chat(world.rows("chat"), found.switched, found.made)
    return found


def _switched_in_posts(kind: str, person: PersonId, row: dict[str, Any]) -> set[str]:
    """What an item switches on."""
    match kind, row["sk"]:
        case "LIKES", post:
            return {like(person, PostId(post))}
        case "SAVES", post:
            return {switch("save", person, post)}
        case "COMMENT_LIKES", subject:
            return {switch("comment", person, subject.partition("#")[2])}
        case "AUTHOR", "POST~PINS":
            return {switch("pin", person, post) for post in row["posts"].split()}
    return set()


def _switched_in_graph(kind: str, person: PersonId, sk: str) -> set[str]:
    if kind == "FOLLOWS":
        return {follow(person, PersonId(sk))}
    if kind == "ASKS":
        return {switch("ask", person, sk)}
    if kind == "PERSON" and sk.startswith("BY#"):
        return {switch("block", PersonId(sk.partition("#")[2]), person)}
    return set()


_SAID: dict[str, tuple[bool, Callable[[Any], str]]] = {
    "PostLiked.v1": (True, lambda fact: like(fact["liker"], fact["postId"])),
    "PostUnliked.v1": (False, lambda fact: like(fact["liker"], fact["postId"])),
    "PersonFollowed.v1": (True, lambda fact: follow(fact["follower"], fact["followee"])),
    "PersonUnfollowed.v1": (False, lambda fact: follow(fact["follower"], fact["followee"])),
    "CommentLiked.v1": (True, lambda fact: switch("comment", fact["liker"], fact["commentId"])),
    "CommentUnliked.v1": (False, lambda fact: switch("comment", fact["liker"], fact["commentId"])),
    "FollowRequested.v1": (True, lambda fact: switch("ask", fact["asker"], fact["asked"])),
    "FollowRequestEnded.v1": (False, lambda fact: switch("ask", fact["asker"], fact["asked"])),
    "PersonBlocked.v1": (True, lambda fact: switch("block", fact["blocker"], fact["blocked"])),
    "PersonUnblocked.v1": (False, lambda fact: switch("block", fact["blocker"], fact["blocked"])),
}
"""Whether a fact says that something began or that it ended, and what."""


def spoken(said: list[Fact]) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """What facts say: what began, what ended (of saves and pins nothing is said), posts and comments that were made."""
    began, ended, made = Counter[str](), Counter[str](), Counter[str]()
    for each in said:
        fact = msgspec.json.decode(each.sealed.fact)
        if each.sealed.type in _SAID:
            begins, subject = _SAID[each.sealed.type]
            (began if begins else ended)[subject(fact)] += 1
        elif each.sealed.type in ("CommentAdded.v1", "PostPublished.v1"):
            made[fact.get("commentId") or fact["postId"]] += 1
    return began, ended, made


@contextmanager
def world(endpoint: str, *, through: str = "", **more: str) -> Iterator[World]:
    """Real tables of all contexts. Code under test reaches the store by `through` (a fault proxy), if it is given."""
    cards._cache.cache_clear()
    with tables(through or endpoint, *CONTEXTS, secrets=("cursor-key", "media-key"), **more) as prefix:
        yield World(endpoint, prefix)
    cards._cache.cache_clear()


def _put(table: str, pk: str, sk: str, **attributes: Any) -> None:
    Table(table).put({"pk": pk, "sk": sk, **attributes})
