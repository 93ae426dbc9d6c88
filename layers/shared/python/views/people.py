"""A person's page: what everybody's card, graph's counts and relations and posts' counts say of one person together.

Reads cards of four contexts and decides nothing that `views.visible` does not say.
"""

import msgspec
from msgspec import Struct

from kernel import clock, text
from kernel.errors import NotFound
from kernel.ids import PersonId
from kernel.shapes import Answer
from kernel.text import Entity
from kit.wire import Key, batch_get
from views import graph, identity, posts, profiles
from views.graph import Digest, FollowCounts, Relation
from views.identity import HandleCard
from views.profiles import PersonAnswer, ProfileCard, links_of, person
from views.visible import Sight


class Counts(Answer, frozen=True):
    """At most 2 s behind what is stored; the reader's own follow or unfollow is in them at once."""

    posts: int
    followers: int
    following: int


class LinkAnswer(Answer, frozen=True):
    """An address that a person shows, and the words for it."""

    title: str
    url: str


class Profile(Answer, frozen=True):
    """A person's page. `bioEntities` are the mentions, hashtags and links of the bio, by code points.

    `visible` says whether the reader may see the person's posts, followers and followings: those of a private account
    are for its followers.
    """

    person: PersonAnswer
    bio: str
    bio_entities: list[Entity]
    pronouns: str
    links: list[LinkAnswer]
    private: bool
    visible: bool
    counts: Counts
    relation: Relation


class Shown(Struct, frozen=True):
    """All that a person's page shows. `walled`: the person blocks the reader, whose digest does not name them."""

    card: ProfileCard
    counts: FollowCounts
    posts: int
    relation: Relation
    walled: bool = False

    def sight(self, reader: PersonId | None, digest: Digest) -> Sight:
        """What decides what `reader` may see of this person."""
        person = self.card.person_id
        follows = frozenset([person] if self.relation.following else [])
        if self.walled:
            digest = msgspec.structs.replace(digest, blocked={*digest.blocked, person})
        return Sight(reader, digest, {person: self.card}, follows)


def person_named(username: str, reader: PersonId | None) -> tuple[HandleCard, Digest]:
    """Who holds a username, and the reader's digest. NotFound when nobody does. One request, read strongly."""
    wanted = [identity.handle_key(username)] + ([graph.digest_key(reader)] if reader else [])
    found = batch_get(wanted, consistent=True)
    holder = found.get(wanted[0])
    if holder is None:
        raise nobody()
    return msgspec.convert(holder, HandleCard), graph.digest_of(found.get(wanted[1])) if reader else Digest()


def person_of_id(person: PersonId, reader: PersonId | None) -> tuple[HandleCard, Digest]:
    """Who has this id, and the reader's digest. NotFound when nobody has. One request, read strongly."""
    wanted = [profiles.profile_key(person)] + ([graph.digest_key(reader)] if reader else [])
    found = batch_get(wanted, consistent=True)
    card = found.get(wanted[0])
    if card is None:
        raise nobody()
    who = HandleCard(person_id=person, username=card["username"])
    return who, graph.digest_of(found.get(wanted[1])) if reader else Digest()


def page(who: HandleCard, reader: PersonId | None, digest: Digest) -> Shown:
    """What `reader` sees of a person, own changes included at once. One request over the tables of three contexts.

    The card may still be on its way, just after sign-up: then the username stands in for it.
    """
    person = who.person_id
    keys: list[Key] = [profiles.profile_key(person), graph.counts_key(person), posts.author_counts_key(person)]
    if reader and reader != person:
        keys += [
            graph.follow_key(reader, person),
            graph.follow_key(person, reader),
            graph.left_key(reader, person),
            *graph.relation_keys(reader, person),
            *([graph.block_key(person, reader)] if digest.blocked_more else []),
        ]
    found = batch_get(keys, consistent=reader is not None)
    card, counts, written, mine, theirs, left = (*(found.get(key) for key in keys), None, None, None)[:6]
    edge = graph.edge_of(mine)
    relation = Relation(me=reader == person)
    if reader and reader != person:
        relation = graph.relation_of(
            reader, person, found, digest, following=edge is not None, followed_by=bool(theirs)
        )
    return Shown(
        card=profiles.decode(card) if card else ProfileCard(person_id=person, username=who.username),
        counts=graph.counts_seen(graph.counts_of(counts), edge, graph.left_of(left), clock.now()),
        posts=int(written["posts"]) if written else 0,
        relation=relation,
        walled=digest.blocked_more and reader is not None and graph.block_key(person, reader) in found,
    )


def answer(shown: Shown, reader: PersonId | None, digest: Digest) -> Profile:
    """The page as `reader` may see it; NotFound when the reader may not meet the person."""
    sight = shown.sight(reader, digest)
    if not sight.person(shown.card.person_id):
        raise nobody()
    return Profile(
        person=person(shown.card),
        bio=shown.card.bio,
        bio_entities=list(text.entities(shown.card.bio)),
        pronouns=shown.card.pronouns,
        links=[LinkAnswer(title=link.title, url=link.url) for link in links_of(shown.card)],
        private=shown.card.private,
        visible=sight.posts_of(shown.card.person_id),
        counts=Counts(posts=shown.posts, followers=shown.counts.followers, following=shown.counts.following),
        relation=shown.relation,
    )


def nobody() -> NotFound:
    """What is said of who does not exist, and of whom the reader may not meet: the same."""
    return NotFound("This person does not exist.", code="person-not-found")
