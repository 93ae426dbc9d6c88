"""Discovery's writes to its table: what somebody opened from a search, which hashtags they follow."""

from collections.abc import Callable, Sequence

import msgspec
from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from discovery import keys, reads
from discovery.lookups import Found
from discovery.model import Looked, latest, with_tag
from kernel.errors import Away
from kernel.ids import PersonId
from kit import store
from views.discovery import tag_head_key, tags_key

TRIES = 14


class Item(store.Item):
    context = "discovery"


class Kept(Item):
    """A list of somebody's own; `version` grows with every change."""

    version = NumberAttribute()


class SearchesItem(Kept):
    looked = UnicodeAttribute()


class TagsItem(Kept):
    tags = UnicodeAttribute()


class TagHeadItem(Kept):
    posts = UnicodeAttribute()


def keep_search(me: PersonId, looked: Looked) -> None:
    """Put something first in one's list; of more than 20 the last ones leave it."""
    _change(me, lambda known: latest(known, looked))


def forget_search(me: PersonId, id_: str) -> None:
    """Take something out of one's list."""
    _change(me, lambda known: [each for each in known if each.id != id_])


def forget_searches(me: PersonId) -> bool:
    """Have no list. False when there was none."""
    return _gone(SearchesItem, keys.searches(me))


def follow_tag(me: PersonId, tag: str) -> None:
    """Put a hashtag into one's list. Conflict when there are 100 already."""
    _change_tags(me, lambda tags: with_tag(tags, tag))


def begin_head(tag: str) -> None:
    """Have a head, without posts yet, because somebody follows the hashtag. One that is there stays as it is."""
    _replaced(TagHeadItem(*tag_head_key(tag)[1:], posts=_json([]), version=1), 0)


def refresh_head(tag: str, newest: Callable[[], Sequence[Found]]) -> None:
    """Keep the newest posts of a hashtag for feeds, where it has a head, because somebody follows it.

    The version is read before the posts, and the write holds only while it stands: whoever did not see a post cannot
    overwrite a head that has it. Away when others are always faster.
    """

    def write() -> bool:
        before = reads.tag_heads([tag]).get(tag)
        if before is None:
            return True
        posts = [(each.post, each.author) for each in newest()]
        if before.posts == posts:
            return True
        item = TagHeadItem(*tag_head_key(tag)[1:], posts=_json(posts), version=before.version + 1)
        return _replaced(item, before.version)

    _settled(write)


def unfollow_tag(me: PersonId, tag: str) -> None:
    """Take a hashtag out of one's list."""
    _change_tags(me, lambda tags: [each for each in tags if each != tag])


def forget_tags(me: PersonId) -> bool:
    """Follow no hashtags. False when there was no list."""
    return _gone(TagsItem, tags_key(me)[1])


def _change(me: PersonId, change: Callable[[list[Looked]], list[Looked]]) -> None:
    def write() -> bool:
        before = reads.recent(me)
        looked = change(before.looked)
        if looked == before.looked:
            return True
        item = SearchesItem(keys.searches(me), keys.LIST, looked=_json(looked), version=before.version + 1)
        return _replaced(item, before.version)

    _settled(write)


def _change_tags(me: PersonId, change: Callable[[list[str]], list[str]]) -> None:
    def write() -> bool:
        before = reads.followed_tags(me)
        tags = change(before.tags)
        if tags == before.tags:
            return True
        item = TagsItem(tags_key(me)[1], keys.LIST, tags=_json(tags), version=before.version + 1)
        return _replaced(item, before.version)

    _settled(write)


def _settled(write: Callable[[], bool]) -> None:
    """Try until nobody was faster. Away when somebody always is."""
    if not any(write() for _ in store.turns(TRIES)):
        raise Away(reason="the list keeps changing")


def _replaced(item: Kept, version: int) -> bool:
    """Write a list in the place of one of this version. False when another device was faster."""
    same = Kept.version == version if version else Kept.pk.does_not_exist()
    try:
        store.write(store.put(item, condition=same))
    except store.ConditionFailed:
        return False
    return True


def _gone(model: type[Kept], pk: str) -> bool:
    try:
        store.write(store.delete(model, pk, keys.LIST, condition=model.pk.exists()))
    except store.ConditionFailed:
        return False
    return True


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
