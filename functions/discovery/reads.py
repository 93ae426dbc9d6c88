"""Discovery's reads."""

from collections.abc import Iterable

import msgspec
from msgspec import Struct

from discovery import keys
from kernel.ids import PersonId
from kit.settings import settings
from kit.wire import Table, batch_get
from views import cards, visible
from views.graph import digest_key, digest_of, follow_key
from views.profiles import PersonAnswer, person, profile_key
from views.visible import Sight

_table = Table(lambda: settings().table("discovery"))


class Recent(Struct, frozen=True):
    """Whom somebody opened from a search, the latest first, and which write of the list this is (0: there is none)."""

    people: list[PersonId]
    version: int = 0


class PersonFound(PersonAnswer, frozen=True):
    """A person whom a search finds; `following`: the reader follows them."""

    following: bool


class Met(Struct, frozen=True):
    """What decides whom of some people a reader may meet, and whom of them the reader follows."""

    sight: Sight
    follows: frozenset[PersonId]

    def found(self, who: PersonId) -> PersonFound:
        """Somebody as a search shows them."""
        told = person(self.sight.card(who))
        return PersonFound(told.id, told.username, told.name, told.avatar, who in self.follows)


def met(me: PersonId, people: Iterable[PersonId]) -> Met:
    """What `me` may know of up to 99 people. Two requests: cards, cached; digest and relations, read strongly."""
    wanted = list(dict.fromkeys(people))
    loaded = cards.load(map(profile_key, wanted))
    follows = {each: follow_key(me, each) for each in wanted if each != me}
    found = batch_get([digest_key(me), *follows.values()], consistent=True)
    digest = digest_of(found.get(digest_key(me)))
    sight = visible.sight(me, wanted, digest=digest, loaded=loaded, followed=wanted)
    return Met(sight, frozenset(each for each, key in follows.items() if key in found))


def recent(me: PersonId) -> Recent:
    """Whom somebody opened from a search lately, read strongly."""
    item = _table.get(keys.searches(me), keys.LIST, consistent=True)
    return Recent(msgspec.json.decode(item["people"], type=list[PersonId]), item["version"]) if item else Recent([])
