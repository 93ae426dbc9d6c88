"""Profiles' reads."""

import time
from collections.abc import Callable

import msgspec
from msgspec import Struct

from kernel import clock
from kernel.errors import Away, NotFound
from kernel.ids import MediaId, PersonId
from kit.wire import Key, batch_get
from views import graph, identity, media, posts, profiles
from views.graph import Digest, FollowCounts, Relation
from views.identity import HandleCard
from views.media import MediaCard
from views.profiles import ProfileCard
from views.visible import Sight

PATIENCE = (0.1, 0.2, 0.4, 0.8)
"""Seconds to wait for a profile that is still being made: facts take about half a second."""


class Own(Struct, frozen=True):
    """What one's own profile says before it is changed."""

    username: str
    picture: MediaId | None


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


def own_name(me: PersonId, sleep: Callable[[float], None] = time.sleep) -> Own:
    """One's own username and picture. Waits a little for a profile that is still being made, then Away."""
    for pause in (*PATIENCE, None):
        item = batch_get([profiles.profile_key(me)], consistent=True).get(profiles.profile_key(me))
        if item is not None:
            return Own(username=item["username"], picture=item.get("avatar"))
        if pause is not None:
            sleep(pause)
    raise Away("Your profile is being made. Try again in a moment.", retry_after=1)


def picture(media_id: MediaId) -> MediaCard | None:
    """The card of an upload, read strongly."""
    item = batch_get([media.media_key(media_id)], consistent=True).get(media.media_key(media_id))
    return msgspec.convert(item, MediaCard) if item else None


def nobody() -> NotFound:
    """What is said of who does not exist, and of whom the reader may not meet: the same."""
    return NotFound("This person does not exist.", code="person-not-found")
