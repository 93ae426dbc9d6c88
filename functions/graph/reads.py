"""Graph's reads."""

from collections.abc import Iterable
from heapq import merge
from itertools import islice
from typing import Any

from msgspec import Struct

from graph import keys
from graph.model import Between
from kernel import clock
from kernel.errors import NotFound
from kernel.ids import PersonId
from kit.settings import settings
from kit.wire import Index, Key, Table, batch_get
from views import graph, identity
from views.graph import FOLLOWER_SHARDS, FOLLOWERS, Digest

FOLLOWING = Index("following", "pk", "follow_id")
"""Whom a person follows, by time. Only edges have a `follow_id`."""

_table = Table(lambda: settings().table("graph"))


class Line(Struct, frozen=True):
    """One line of a list: a person, and the id of the following by which the list is ordered."""

    follow_id: str
    person: PersonId


def person_named(username: str, reader: PersonId | None) -> tuple[PersonId, Digest]:
    """Who holds a username, and the reader's digest. NotFound when nobody does. One request, read strongly."""
    wanted = [identity.handle_key(username)] + ([graph.digest_key(reader)] if reader else [])
    found = batch_get(wanted, consistent=True)
    holder = found.get(wanted[0])
    if holder is None:
        raise NotFound("This person does not exist.", code="person-not-found")
    return PersonId(holder["person_id"]), graph.digest_of(found.get(wanted[1])) if reader else Digest()


def between(follower: PersonId, followee: PersonId) -> Between:
    """What is known of two people. One request, read strongly.

    It is no snapshot: an unfollowing of the same two that commits in its very middle may be seen in the edge and not in
    the digest. A follow that goes on from there keeps a severed line until feed has cleaned up, for some minutes.
    """
    wanted: list[Key] = [
        graph.follow_key(follower, followee),
        graph.left_key(follower, followee),
        graph.follow_key(followee, follower),
        graph.counts_key(followee),
        graph.counts_key(follower),
        graph.digest_key(follower),
    ]
    found = batch_get(wanted, consistent=True)
    edge, left, other, counts, own, digest = (found.get(key) for key in wanted)
    followed = graph.edge_of(edge)
    return Between(
        follower=follower,
        followee=followee,
        edge=followed,
        followed_by=other is not None,
        counts=graph.counts_seen(graph.counts_of(counts), followed, graph.left_of(left), clock.now()),
        pulling=bool(counts and counts.get("pulling")),
        following=graph.counts_of(own).following,
        digest=graph.digest_of(digest),
        version=digest["version"] if digest else 0,
    )


def digest(person: PersonId) -> tuple[Digest, int]:
    """A person's digest and its version (0 while there is none), read strongly."""
    return digests([person])[person]


def digests(people: Iterable[PersonId]) -> dict[PersonId, tuple[Digest, int]]:
    """Digests and their versions, read strongly: one request per 100."""
    wanted = {person: graph.digest_key(person) for person in people}
    found = batch_get(wanted.values(), consistent=True)
    return {
        person: (graph.digest_of(found.get(key)), found[key]["version"] if key in found else 0)
        for person, key in wanted.items()
    }


def follows(follower: PersonId, followee: PersonId) -> bool:
    """Whether the edge is there, read strongly."""
    _, pk, sk = graph.follow_key(follower, followee)
    return _table.get(pk, sk, consistent=True, project=["pk"]) is not None


def counters(people: Iterable[PersonId]) -> dict[PersonId, dict[str, Any]]:
    """The items with people's counts, read strongly; empty where nothing was counted yet."""
    wanted = {person: graph.counts_key(person) for person in people}
    found = batch_get(wanted.values(), consistent=True)
    return {person: found.get(key, {}) for person, key in wanted.items()}


def pull_state(author: PersonId) -> str:
    """How far an author's hand-over is: `pushed`, `pulling` or `pulled`. One request, read strongly."""
    found = batch_get([graph.counts_key(author), graph.is_pulled_key(author)], consistent=True)
    if graph.is_pulled_key(author) in found:
        return "pulled"
    return "pulling" if found.get(graph.counts_key(author), {}).get("pulling") else "pushed"


def followers_of(person: PersonId, *, before: str | None, limit: int) -> list[Line]:
    """Up to `limit` followers, newest first, whose following is older than `before`. One request per shard."""
    pages = [
        _newest(graph.followers_partition(person, shard), FOLLOWERS, before, limit) for shard in range(FOLLOWER_SHARDS)
    ]
    lines = [[Line(item["followers_sk"], keys.follower_of(item["pk"])) for item in page] for page in pages]
    return list(islice(merge(*lines, key=lambda line: line.follow_id, reverse=True), limit))


def following_of(person: PersonId, *, before: str | None, limit: int) -> list[Line]:
    """Up to `limit` people that a person follows, newest first, followed before `before`. One request."""
    page = _newest(keys.follows(person), FOLLOWING, before, limit)
    return [Line(item["follow_id"], PersonId(item["sk"])) for item in page]


def _newest(partition: str, index: Index, before: str | None, limit: int) -> list[dict[str, Any]]:
    # `before` itself is in the range, because DynamoDB takes one condition on a sort key; ids are unique
    page = _table.query(partition, index=index, sk_to=before, limit=limit + bool(before), forward=False)
    return [item for item in page if item[index.sk] != before][:limit]
