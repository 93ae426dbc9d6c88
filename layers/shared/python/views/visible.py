"""The one home of visibility: what a reader may see. No feature decides it again.

What may not be seen is as if it did not exist: the same NotFound, with the same sentence.

A post is seen by its authors always, and by others while all of this holds: it is published; every author is active;
no author is blocked (either way); its audience includes the reader (close friends of the author, or everybody); and
the author's account is public or the reader follows it. Muting hides from feeds and notifications only, never a page
that somebody opens.
"""

from collections.abc import Container, Iterable, Sequence

import msgspec
from msgspec import Struct

from kernel.errors import NotFound
from kernel.ids import PersonId, PostId
from kit.wire import Key, batch_get
from views import cards
from views.cards import Cards
from views.graph import Digest, block_key, close_key, digest_key, digest_of, follow_key
from views.posts import PostCard, card_of, post_key
from views.profiles import ProfileCard, profile_key, unknown
from views.profiles import decode as profile_of


class Sight(Struct, frozen=True):
    """All that decides what `reader` (None: nobody signed in) may see of some people.

    `follows` and `close` are those of them whom the reader follows, and on whose list of close friends the reader is.
    """

    reader: PersonId | None
    digest: Digest
    people: dict[PersonId, ProfileCard]
    follows: frozenset[PersonId] = frozenset()
    close: frozenset[PersonId] = frozenset()

    def post(self, card: PostCard) -> bool:
        """Whether the reader may see this post."""
        authors = card.authors
        if self.reader in authors:
            return True
        if card.state != "published" or not all(map(self.person, authors)):
            return False
        if card.audience == "close" and card.author not in self.close:
            return False
        return self.posts_of(card.author)

    def person(self, person: PersonId) -> bool:
        """Whether the reader may meet this person: open the profile, find them in a list or beside a comment."""
        if person == self.reader:
            return True
        return person not in self.digest.blocked and self.card(person).state == "active"

    def posts_of(self, author: PersonId) -> bool:
        """Whether the reader may see the author's posts, followers and followings: public, own, or followed."""
        if author == self.reader:
            return True
        return self.person(author) and (not self.card(author).private or author in self.follows)

    def parted(self, person: PersonId | None) -> bool:
        """Whether a block parts the reader from this person, one way or the other."""
        return person in self.digest.blocked

    def card(self, person: PersonId) -> ProfileCard:
        """The person's card; a missing one is stood in for."""
        return self.people.get(person) or unknown(person)


def sight(
    reader: PersonId | None,
    people: Iterable[PersonId],
    *,
    digest: Digest | None = None,
    of: Sequence[PostCard] = (),
    loaded: Cards | None = None,
    followed: Iterable[PersonId] = (),
) -> Sight:
    """What decides what `reader` may see of `people` and of the posts `of`. At most 2 requests, often none.

    Profile cards come from the cache, or from `loaded`, which then must hold those that exist. The reader's digest
    (when it is not given) and the relations that matter, which are those to private accounts and to authors of posts
    for close friends, are read strongly in one request; who is among `followed` is known to be followed already. Who is
    blocked by more people than a digest names may need one request more.
    """
    wanted = list(dict.fromkeys([*people, *(author for card in of for author in card.authors)]))
    items = cards.load(map(profile_key, wanted)) if loaded is None else loaded
    found = {person: profile_of(item) for person in wanted if (item := items.get(profile_key(person)))}
    if reader is None:
        return Sight(None, Digest(), found)
    known = {reader, *followed}
    private = {each: follow_key(reader, each) for each in found if found[each].private and each not in known}
    select = {card.author for card in of if card.audience == "close" and reader not in card.authors}
    close = {person: close_key(person, reader) for person in select}
    keys: list[Key] = [*private.values(), *close.values()]
    keys += [digest_key(reader)] if digest is None else _walls(reader, wanted, digest)
    read = batch_get(keys, consistent=True) if keys else {}
    if digest is None:
        digest = digest_of(read.get(digest_key(reader)))
        walls = _walls(reader, wanted, digest)
        read |= batch_get(walls, consistent=True) if walls else {}
    return Sight(
        reader,
        _behind(reader, wanted, digest, read),
        found,
        frozenset([*known, *(person for person, key in private.items() if key in read)]),
        frozenset(person for person, key in close.items() if key in read),
    )


def in_feed(author: PersonId, digest: Digest) -> bool:
    """Whether posts of `author` may appear in the feed of the digest's owner."""
    return not digest.hides(author)


def person(person_id: PersonId, reader: PersonId | None, digest: Digest) -> bool:
    """Whether neither blocks the other. Their card says the rest: see `Sight.person`.

    No request, as a rule; one, read strongly, for a reader who is blocked by more people than the digest names.
    """
    if reader is None or person_id == reader:
        return True
    walls = _walls(reader, [person_id], digest)
    return person_id not in digest.blocked and not (walls and batch_get(walls, consistent=True))


def parted(reader: PersonId, people: Iterable[PersonId], digest: Digest) -> set[PersonId]:
    """Whom of these people a block parts from `reader`, one way or the other.

    No request, as a rule; one per hundred, read strongly, for a reader who is blocked by more people than the digest
    names.
    """
    asked = [each for each in people if each != reader]
    walls = _walls(reader, asked, digest)
    found = batch_get(walls, consistent=True) if walls else {}
    blocked = _behind(reader, asked, digest, found).blocked
    return {each for each in asked if each in blocked}


def meeting(person_id: PersonId, reader: PersonId | None, digest: Digest) -> Sight:
    """What decides about one person, read strongly in one request: of use before their lists are opened."""
    card = profile_key(person_id)
    follow = follow_key(reader, person_id) if reader and reader != person_id else None
    walls = _walls(reader, [person_id], digest) if reader else []
    found = batch_get([card, *([follow] if follow else []), *walls], consistent=True)
    return Sight(
        reader,
        _behind(reader, [person_id], digest, found) if reader else digest,
        {person_id: profile_of(found[card])} if card in found else {},
        frozenset([person_id] if follow in found else []),
    )


def post(post_id: PostId, to: PersonId | None) -> PostCard:
    """The post, if `to` may see it; NotFound otherwise. Two requests, read strongly."""
    return seen(post_id, to)[0]


def seen(post_id: PostId, to: PersonId | None) -> tuple[PostCard, Sight]:
    """Like `post`, with what decides about the people under the post. Two requests, read strongly."""
    keys = [post_key(post_id)] + ([digest_key(to)] if to else [])
    found = batch_get(keys, consistent=True)
    digest = digest_of(found.get(keys[1])) if to else Digest()
    item = found.get(keys[0])
    if item is not None and (view := at_once(card := card_of(item), to, digest)).post(card):
        return card, view
    raise NotFound("This post does not exist.", code="post-not-found")


def at_once(card: PostCard, reader: PersonId | None, digest: Digest) -> Sight:
    """What decides about one post, all of it read strongly in one request; none for one's own post."""
    if reader is not None and card.authors == [reader]:
        return Sight(reader, digest, {})
    people = {author: profile_key(author) for author in card.authors}
    keys: list[Key] = list(people.values())
    follow, close = (follow_key(reader, card.author), close_key(card.author, reader)) if reader else (None, None)
    if reader and follow and close:
        keys += [follow, close, *_walls(reader, people, digest)]
    found = batch_get(keys, consistent=True)
    return Sight(
        reader,
        _behind(reader, people, digest, found) if reader else digest,
        {author: profile_of(found[key]) for author, key in people.items() if key in found},
        frozenset([card.author] if follow in found else []),
        frozenset([card.author] if close in found else []),
    )


def _walls(reader: PersonId, people: Iterable[PersonId], digest: Digest) -> list[Key]:
    """Where blocks would lie of which the digest does not say whether they exist."""
    if not digest.blocked_more:
        return []
    return [block_key(person, reader) for person in people if person != reader and person not in digest.blocked]


def _behind(reader: PersonId, people: Iterable[PersonId], digest: Digest, found: Container[Key]) -> Digest:
    """The digest with those people whose blocks were found."""
    if not digest.blocked_more:
        return digest
    found_too = [person for person in people if block_key(person, reader) in found]
    return msgspec.structs.replace(digest, blocked=frozenset([*digest.blocked, *found_too]))
