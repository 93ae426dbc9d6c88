"""Whom a reader may want to follow: proposals out of the read models, and what of them holds at this moment.

The read models only propose. Whom the reader follows, asked, dismissed, mutes or is parted from by a block, who is
active, and who of those that a reason names follows whom is read from the tables while the reader waits.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from discovery import dismissals, follows, generations, reads, trends
from discovery.asking import ANSWER_MS
from discovery.shapes import Reason, Suggestion
from kernel.ids import PersonId
from kit import mongo
from kit.wire import Key, batch_get
from views import cards, graph, visible
from views.graph import Digest, FollowEdge
from views.profiles import person, profile_key
from views.visible import Sight

FOLLOWINGS = 1_000
"""Followings of the reader that are read; who follows more is asked about the others one by one."""

FRIENDS = 200
"""Of these the newest whose own followings are looked at."""

NAMED = 3
"""People whom a reason names."""

TAGS = 20
"""Hashtags of the reader that are looked at: those that they follow, then those that they use most."""

OWN = 100
SHARES = 200
"""Of people who use these hashtags, those with the most posts."""


class Proposal(Struct, frozen=True):
    """Somebody who may be suggested, and all that speaks for them.

    `friends`: people whom the reader follows, who follow them, those whom the reader followed last first; the first
    `named` of them surely do at this moment. `posts`: how many they have under `tag`. `score`: how popular they are.
    """

    person: PersonId
    friends: tuple[PersonId, ...] = ()
    named: int = 0
    tag: str = ""
    posts: int = 0
    score: float | None = None

    @property
    def place(self) -> tuple[int, float, PersonId] | None:
        """Where they stand: by the best thing that speaks for them, then by how much it does. None: nothing does."""
        if self.friends:
            return 0, -len(self.friends), self.person
        if self.tag:
            return 1, -self.posts, self.person
        return None if self.score is None else (2, -self.score, self.person)


class Asked(Struct, frozen=True):
    """What is known of a reader before anybody is proposed. `more`: they follow others than `follows`."""

    me: PersonId
    digest: Digest
    follows: tuple[PersonId, ...]
    more: bool
    dismissed: frozenset[PersonId]
    tags: tuple[str, ...]

    @property
    def never(self) -> set[PersonId]:
        """Who cannot be suggested, as far as it is known."""
        hidden = {*self.digest.blocked, *self.digest.muted, *self.digest.muted_stories}
        return {self.me, *self.follows, *self.dismissed} | hidden


def asked(me: PersonId) -> Asked:
    """Three requests, read strongly."""
    edges, after = graph.followings(me, limit=FOLLOWINGS)
    newest: list[FollowEdge] = sorted(edges, key=lambda edge: edge.follow_id, reverse=True)
    reader = reads.reader(me)
    follow = tuple(edge.followee for edge in newest)
    return Asked(me, reader.digest, follow, after is not None, dismissals.of(me), tuple(reader.tags))


def propose(reader: Asked, most: int) -> list[Proposal]:
    """Up to `most` people, the best first. One to four queries of MongoDB. Away when it does not answer."""
    found: dict[PersonId, Proposal] = {}
    with mongo.answering():
        for source in (_followed, _interested, _popular):
            for each in source(reader, most):
                if each.person in found:
                    before = found[each.person]
                    better = {"tag": each.tag, "posts": each.posts} if each.tag else {"score": each.score}
                    found[each.person] = replace(before, **better)
                elif len(found) < most:
                    found[each.person] = each
            if len(found) >= most:
                break
    return list(found.values())


def judged(reader: Asked, proposals: Iterable[Proposal], limit: int) -> list[Suggestion]:
    """Those of them who may be suggested now, with the best reason that holds. Cards, cached; the rest read strongly.

    One request for 100 people who are proposed or named; one for as many as are wanted, again while some are missing.
    """
    there = list(proposals)
    people = list(dict.fromkeys(one for each in there for one in (each.person, *each.friends)))
    loaded = cards.load(map(profile_key, people))
    sight = visible.sight(reader.me, people, digest=reader.digest, loaded=loaded, followed=people)
    met = _ranked(_seen(each, sight) for each in there if _meets(each.person, sight))
    left: list[Proposal] = []
    while met and len(left) < limit:
        next_, met = met[:limit], met[limit:]
        found = batch_get([key for each in next_ for key in _keys(reader, each)], consistent=True)
        left += _ranked(_confirmed(each, found) for each in next_ if not _tied(reader, each.person, found))
    best = ((each, sight.card(each.person)) for each in _ranked(left)[:limit])
    return [Suggestion(person(card), card.private, _reason(each, sight)) for each, card in best]


def _ranked(proposals: Iterable[Proposal]) -> list[Proposal]:
    """Those for whom something speaks, the best first."""
    return [each for _, each in sorted((each.place, each) for each in proposals if each.place is not None)]


def _followed(reader: Asked, most: int) -> list[Proposal]:
    """Whom people follow whom the reader follows. One query."""
    friends = reader.follows[:FRIENDS]
    if not friends:
        return []
    places = {friend: place for place, friend in enumerate(friends)}
    found = follows.followed_by(friends, reader.never, most)
    return [Proposal(each, tuple(sorted(by, key=places.__getitem__))) for each, by in found]


def _interested(reader: Asked, most: int) -> list[Proposal]:
    """Who has open posts under hashtags of the reader: with the most under one of them first. Two queries."""
    shares = generations.reading("shares")
    used = list(shares.find(_own(reader.me), {"label": 1, "n": 1}).limit(OWN).max_time_ms(ANSWER_MS))
    used.sort(key=lambda each: (-each["n"], each["label"]))
    labels = [*(f"#{tag}" for tag in reader.tags), *(each["label"] for each in used if each["n"] > 0)]
    labels = list(dict.fromkeys(labels))[:TAGS]
    if not labels:
        return []
    never = reader.never
    best: dict[PersonId, Proposal] = {}
    for each in shares.find(*_sharing(labels)).sort("n", -1).limit(SHARES).max_time_ms(ANSWER_MS):
        for author in each["authors"]:
            proposal = Proposal(PersonId(author), tag=each["label"].removeprefix("#"), posts=each["n"])
            before = best.get(proposal.person)
            if author not in never and (before is None or _prefers(proposal, before)):
                best[proposal.person] = proposal
    return sorted(best.values(), key=lambda each: (-each.posts, each.person))[:most]


def _own(me: PersonId) -> dict[str, Any]:
    """Labels of somebody that are hashtags."""
    return {"authors": me, "label": {"$gte": "#", "$lt": "$"}}


def _sharing(labels: list[str]) -> tuple[dict[str, Any], dict[str, int]]:
    return {"label": {"$in": labels}, "n": {"$gt": 0}}, {"authors": 1, "label": 1, "n": 1}


def _popular(reader: Asked, most: int) -> list[Proposal]:
    """Whose posts many like these days. One query."""
    found = mongo.database()[trends.COLLECTION].find_one({"_id": trends.POPULAR}, max_time_ms=ANSWER_MS) or {
        "items": []
    }
    never = reader.never
    people = [Proposal(PersonId(each["person"]), score=each["score"]) for each in found["items"]]
    return sorted((each for each in people if each.person not in never), key=lambda each: each.place or ())[:most]


def _prefers(one: Proposal, other: Proposal) -> bool:
    return (-one.posts, one.tag) < (-other.posts, other.tag)


def _meets(who: PersonId, sight: Sight) -> bool:
    return who in sight.people and sight.person(who)


def _seen(proposal: Proposal, sight: Sight) -> Proposal:
    """Without friends whom the reader may not meet."""
    return replace(proposal, friends=tuple(each for each in proposal.friends if _meets(each, sight)))


def _keys(reader: Asked, proposal: Proposal) -> list[Key]:
    """What decides whether somebody may be suggested, and whether those follow them whom a reason would name."""
    follow = [graph.follow_key(reader.me, proposal.person)] if reader.more else []
    named = (graph.follow_key(friend, proposal.person) for friend in proposal.friends[:NAMED])
    return [graph.request_key(reader.me, proposal.person), *follow, *named]


def _tied(reader: Asked, who: PersonId, found: Mapping[Key, object]) -> bool:
    """Whether the reader follows them or waits for their approval."""
    return graph.request_key(reader.me, who) in found or graph.follow_key(reader.me, who) in found


def _confirmed(proposal: Proposal, found: Mapping[Key, object]) -> Proposal:
    """Without those who would be named and do not follow them; nobody is left when all of them do not."""
    named = [each for each in proposal.friends[:NAMED] if graph.follow_key(each, proposal.person) in found]
    return replace(proposal, friends=(*named, *proposal.friends[NAMED:]) if named else (), named=len(named))


def _reason(proposal: Proposal, sight: Sight) -> Reason:
    if friends := proposal.friends:
        named = [person(sight.card(each)) for each in friends[: proposal.named]]
        return Reason("followed", named, len(friends) - len(named), None)
    return Reason("interests", [], 0, proposal.tag) if proposal.tag else Reason("popular", [], 0, None)
