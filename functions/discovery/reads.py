"""Discovery's reads."""

from collections.abc import Iterable, Sequence

import msgspec
from msgspec import Struct

from discovery import keys
from discovery.lookups import Found
from discovery.model import Looked
from discovery.shapes import PersonFound
from kernel.ids import PersonId
from kit.settings import settings
from kit.wire import Table, batch_get
from views import cards, post_lists, visible
from views.discovery import TagHead, Tags, tag_head_key, tag_head_of, tags_key, tags_of
from views.graph import Digest, digest_key, digest_of, follow_key
from views.posts import PostAnswer
from views.profiles import person, profile_key
from views.visible import Sight

_table = Table(lambda: settings().table("discovery"))


class Recent(Struct, frozen=True):
    """What somebody opened from a search or looked for, the latest first, and which write of the list this is.

    It is write 0 while there is none.
    """

    looked: list[Looked]
    version: int = 0


class Met(Struct, frozen=True):
    """What decides whom of some people a reader may meet, and whom of them the reader follows."""

    sight: Sight
    follows: frozenset[PersonId]

    def found(self, who: PersonId) -> PersonFound:
        """Somebody as a search shows them."""
        told = person(self.sight.card(who))
        return PersonFound(told.id, told.username, told.name, told.avatar, who in self.follows)


class Reader(Struct, frozen=True):
    """Who looks: what the reader hides, and which hashtags they follow."""

    me: PersonId
    digest: Digest
    tags: list[str]

    @property
    def hides(self) -> list[PersonId]:
        """Whose posts the reader does not get to see anywhere here: blocked either way, and muted."""
        return sorted({*self.digest.blocked, *self.digest.muted})


def reader(me: PersonId) -> Reader:
    """What decides what somebody finds, read strongly. One request."""
    found = batch_get([digest_key(me), tags_key(me)], consistent=True)
    return Reader(me, digest_of(found.get(digest_key(me))), tags_of(found.get(tags_key(me))).tags)


def followed_tags(me: PersonId) -> Tags:
    """Hashtags that somebody follows, read strongly."""
    return tags_of(_table.get(*tags_key(me)[1:], consistent=True))


def tag_heads(tags: Iterable[str]) -> dict[str, TagHead]:
    """The heads of those of these hashtags that somebody follows, read strongly. One request."""
    wanted = {tag: tag_head_key(tag) for tag in tags}
    found = batch_get(wanted.values(), consistent=True) if wanted else {}
    return {tag: tag_head_of(found[key]) for tag, key in wanted.items() if key in found}


def shown(found: Sequence[Found], reader: Reader) -> list[PostAnswer]:
    """Posts that were found, as the reader may see them: the cards decide, not the index. At most 4 requests."""
    return post_lists.answers([(each.post, each.author) for each in found], reader.me, reader.digest)


def met(me: PersonId, people: Iterable[PersonId], digest: Digest | None = None) -> Met:
    """What `me` may know of up to 99 people. Two requests: cards, cached; digest and relations, read strongly."""
    wanted = list(dict.fromkeys(people))
    loaded = cards.load(map(profile_key, wanted))
    follows = {each: follow_key(me, each) for each in wanted if each != me}
    wanted_keys = [*([] if digest else [digest_key(me)]), *follows.values()]
    found = batch_get(wanted_keys, consistent=True) if wanted_keys else {}
    digest = digest or digest_of(found.get(digest_key(me)))
    sight = visible.sight(me, wanted, digest=digest, loaded=loaded, followed=wanted)
    return Met(sight, frozenset(each for each, key in follows.items() if key in found))


def may_meet(me: PersonId, people: Sequence[PersonId]) -> dict[PersonId, PersonFound]:
    """Those of up to 99 people whom `me` may meet. Two requests, or none."""
    if not people:
        return {}
    found = met(me, people)
    there = (each for each in people if each in found.sight.people and found.sight.person(each))
    return {each: found.found(each) for each in there}


def recent(me: PersonId) -> Recent:
    """What somebody opened from a search lately, read strongly."""
    item = _table.get(keys.searches(me), keys.LIST, consistent=True)
    if item is None:
        return Recent([])
    # a list of people only, as it was first kept, begins anew
    return Recent(msgspec.json.decode(item.get("looked", "[]"), type=list[Looked]), item["version"])
