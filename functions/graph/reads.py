"""Graph's reads."""

from collections.abc import Iterable
from heapq import merge
from itertools import islice
from typing import Any

from msgspec import Struct

from graph import keys
from graph.model import Between, Pair, nobody
from kernel import clock
from kernel.ids import PersonId
from kit.settings import settings
from kit.wire import Index, Key, Table, batch_get
from views import graph, identity, profiles, visible
from views.graph import FOLLOWER_SHARDS, FOLLOWERS, Digest, Relation
from views.visible import Sight

FOLLOWING = Index("following", "pk", "follow_id")
"""Whom a person follows or asks to follow, by time. Only edges and requests have a `follow_id`."""

_table = Table(lambda: settings().table("graph"))


class Line(Struct, frozen=True):
    """One line of a list: a person, and the id of the following or request by which the list is ordered."""

    follow_id: str
    person: PersonId


def person_named(username: str, reader: PersonId | None) -> tuple[PersonId, Digest]:
    """Who holds a username, and the reader's digest. NotFound when nobody does. One request, read strongly.

    It says nothing about whether the two may meet.
    """
    wanted = [identity.handle_key(username)] + ([graph.digest_key(reader)] if reader else [])
    found = batch_get(wanted, consistent=True)
    holder = found.get(wanted[0])
    if holder is None:
        raise nobody()
    return PersonId(holder["person_id"]), graph.digest_of(found.get(wanted[1])) if reader else Digest()


def met(username: str, reader: PersonId | None) -> tuple[PersonId, Sight]:
    """Who holds a username, if `reader` may meet them, and what decides more. NotFound otherwise. Two requests."""
    them, digest = person_named(username, reader)
    sight = visible.meeting(them, reader, digest)
    if not sight.person(them):
        raise nobody()
    return them, sight


def between(follower: PersonId, followee: PersonId) -> Between:
    """What is known of two people. One request, read strongly.

    It is no snapshot; every write that follows from it checks what it relies on.
    """
    wanted: list[Key] = [
        graph.follow_key(follower, followee),
        graph.left_key(follower, followee),
        graph.request_key(follower, followee),
        graph.follow_key(followee, follower),
        graph.request_key(followee, follower),
        graph.counts_key(followee),
        graph.counts_key(follower),
        graph.digest_key(follower),
        profiles.profile_key(followee),
        graph.close_key(follower, followee),
    ]
    found = batch_get(wanted, consistent=True)
    edge, left, request, back, back_request, counts, own, digest, card, close = (found.get(key) for key in wanted)
    followed, gone = graph.edge_of(edge), graph.left_of(left)
    return Between(
        follower=follower,
        followee=followee,
        edge=followed,
        left=gone,
        request=graph.request_of(request),
        back=graph.edge_of(back),
        back_request=graph.request_of(back_request),
        counts=graph.counts_seen(graph.counts_of(counts), followed, gone, clock.now()),
        pulling=bool(counts and counts.get("pulling")),
        following=graph.counts_of(own).following,
        asking=int((own or {}).get("asking", 0)),
        digest=graph.digest_of(digest),
        close_friend=close is not None,
        card=profiles.decode(card) if card else profiles.unknown(followee),
    )


def check_meeting(before: Between) -> None:
    """Raises NotFound when the follower may not meet the followee: the same as for who does not exist."""
    me, them, digest = before.follower, before.followee, before.digest
    if not (visible.person(them, me, digest) and Sight(me, digest, {them: before.card}).person(them)):
        raise nobody()


def pair(blocker: PersonId, blocked: PersonId) -> Pair:
    """What lies between two people before one blocks the other. One request, read strongly."""
    ways = ((blocker, blocked), (blocked, blocker))
    block = graph.block_key(blocker, blocked)
    edges = {way: graph.follow_key(*way) for way in ways}
    requests = {way: graph.request_key(*way) for way in ways}
    digests = {person: graph.digest_key(person) for person in (blocker, blocked)}
    found = batch_get([block, *edges.values(), *requests.values(), *digests.values()], consistent=True)
    return Pair(
        blocker=blocker,
        blocked=blocked,
        there=block in found,
        edges={way: edge for way, key in edges.items() if (edge := graph.edge_of(found.get(key)))},
        requests={way: request for way, key in requests.items() if (request := graph.request_of(found.get(key)))},
        digests={person: graph.digest_of(found.get(key)) for person, key in digests.items()},
        named=len(found.get(digests[blocked], {}).get("blocked_by", ())),
    )


def relation(before: Between, **now: bool) -> Relation:
    """What the followee is to the follower, `now` being what has just changed."""
    known = {
        "following": before.edge is not None,
        "followed_by": before.back is not None,
        "requested": before.request is not None,
        "asked": before.back_request is not None,
        "blocking": before.followee in before.digest.blocking,
        "muting_posts": before.followee in before.digest.muted,
        "muting_stories": before.followee in before.digest.muted_stories,
        "close_friend": before.close_friend,
    }
    return Relation(**{**known, **now})


def relations(reader: PersonId, people: Iterable[PersonId]) -> tuple[dict[PersonId, Relation], Digest]:
    """What people are to the reader, and the reader's digest, read strongly.

    One request per 100 keys, of which everybody has five; it says nothing about whether they may meet.
    """
    found = batch_get(
        [
            graph.digest_key(reader),
            *(
                key
                for each in people
                if each != reader
                for key in (
                    graph.follow_key(reader, each),
                    graph.follow_key(each, reader),
                    *graph.relation_keys(reader, each),
                )
            ),
        ],
        consistent=True,
    )
    digest = graph.digest_of(found.get(graph.digest_key(reader)))

    def relation_to(person: PersonId) -> Relation:
        if person == reader:
            return Relation(me=True)
        following, followed_by = graph.follow_key(reader, person) in found, graph.follow_key(person, reader) in found
        return graph.relation_of(reader, person, found, digest, following=following, followed_by=followed_by)

    return {each: relation_to(each) for each in people}, digest


def digest(person: PersonId) -> Digest:
    """A person's digest, read strongly."""
    return digests([person])[person]


def digests(people: Iterable[PersonId]) -> dict[PersonId, Digest]:
    """Digests, read strongly: one request per 100."""
    wanted = {person: graph.digest_key(person) for person in people}
    found = batch_get(wanted.values(), consistent=True)
    return {person: graph.digest_of(found.get(key)) for person, key in wanted.items()}


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
    lines = [[Line(item["followers_sk"], keys.owner_of(item["pk"])) for item in page] for page in pages]
    return list(islice(merge(*lines, key=lambda line: line.follow_id, reverse=True), limit))


def following_of(person: PersonId, *, before: str | None, limit: int) -> list[Line]:
    """Up to `limit` people that a person follows, newest first, followed before `before`. One request."""
    page = _newest(keys.follows(person), FOLLOWING, before, limit)
    return [Line(item["follow_id"], PersonId(item["sk"])) for item in page]


def waiting_for(person: PersonId, *, before: str | None, limit: int) -> list[Line]:
    """Up to `limit` people who wait for a person's approval, newest request first. One request."""
    page = _newest(keys.asked(person), FOLLOWERS, before, limit)
    return [Line(item["followers_sk"], keys.owner_of(item["pk"])) for item in page]


def asked_by(person: PersonId, *, before: str | None, limit: int) -> list[Line]:
    """Up to `limit` people for whose approval a person waits, newest request first. One request."""
    page = _newest(keys.asks(person), FOLLOWING, before, limit)
    return [Line(item["follow_id"], PersonId(item["sk"])) for item in page]


def askers(person: PersonId, *, after: dict[str, str] | None, limit: int) -> tuple[list[PersonId], Any]:
    """A page of those who wait for a person's approval, oldest first, and where to go on (None at the end)."""
    page = _table.query(keys.asked(person), index=FOLLOWERS, limit=limit, start=after)
    return [keys.owner_of(item["pk"]) for item in page], page.last_key


def still_waiting(requests: Iterable[tuple[PersonId, PersonId]]) -> set[tuple[PersonId, PersonId]]:
    """Those of the (asker, asked) whose requests wait at this moment, read strongly: the index may lag behind."""
    wanted = {each: graph.request_key(*each) for each in requests}
    found = batch_get(wanted.values(), consistent=True) if wanted else {}
    return {each for each, key in wanted.items() if key in found}


def following_among(follower: PersonId, people: Iterable[PersonId]) -> set[PersonId]:
    """Those of the people whom somebody follows; one request per 100, half a read unit each."""
    found = batch_get([graph.follow_key(follower, person) for person in people])
    return {PersonId(sk) for _, _, sk in found}


def followers_among(followee: PersonId, people: Iterable[PersonId]) -> set[PersonId]:
    """Those of the people who follow somebody; one request per 100, half a read unit each."""
    found = batch_get([graph.follow_key(person, followee) for person in people])
    return {keys.owner_of(pk) for _, pk, _ in found}


def _newest(partition: str, index: Index, before: str | None, limit: int) -> list[dict[str, Any]]:
    # `before` itself is in the range, because DynamoDB takes one condition on a sort key; ids are unique
    page = _table.query(partition, index=index, sk_to=before, limit=limit + bool(before), forward=False)
    return [item for item in page if item[index.sk] != before][:limit]
