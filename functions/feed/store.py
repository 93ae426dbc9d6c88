"""Feed's guarded writes: fences of followings and heads of pulled authors. Rows are pure puts (rows.py)."""

from collections.abc import Sequence

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition

from contracts.feed import TimelineCleaned
from feed import hot, keys, model, reads, rows
from feed.model import HEAD_POSTS, Head, Row
from kernel.errors import Away
from kernel.ids import PersonId
from kit import store

_TRIES = 14


class Item(store.Item):
    context = "feed"


class Fence(Item):
    """The greatest level of a following that was heard of, and the one whose rows are known to be gone."""

    level = UnicodeAttribute()
    cleaned = UnicodeAttribute(null=True)


class HeadItem(Item):
    posts = UnicodeAttribute()
    more = NumberAttribute()
    version = NumberAttribute()


def hear(person: PersonId, author: PersonId, level: str) -> None:
    """Move the fence up to `level`; it never goes back."""
    ahead = Fence.level.does_not_exist() | (Fence.level < level)
    try:
        store.write(store.update(Fence, keys.fence(person), author, [Fence.level.set(level)], condition=ahead))
    except store.ConditionFailed:
        return


def settle(person: PersonId, author: PersonId, *, strays: Sequence[Row] = ()) -> str:
    """Make the timeline hold the author's posts or not, as the fence says; returns the level that it agrees with.

    `strays` go with the author's posts though they may not be known as such.
    """

    def fill() -> None:
        # a pulled author's posts are merged when the feed is read
        if not reads.is_pulled(author):
            rows.fill(person, author)

    def clean() -> None:
        rows.clean(person, author)
        rows.remove(person, strays)

    return model.settle(lambda: reads.level(person, author), fill, clean)


def say_cleaned(person: PersonId, author: PersonId, level: str) -> None:
    """Say that the following of this level has left no rows; nothing is said when it was said, or they follow again."""
    follow_id = level[:-1]
    fact = store.sealed(TimelineCleaned(person=person, author=author, follow_id=follow_id), actor=person)
    actions = [Fence.fact.set(fact), Fence.cleaned.set(follow_id)]
    unsaid: Condition = (Fence.level == level) & (Fence.cleaned.does_not_exist() | (Fence.cleaned < follow_id))
    try:
        store.write(store.update(Fence, keys.fence(person), author, actions, condition=unsaid))
    except store.ConditionFailed:
        return


def refresh_head(author: PersonId) -> None:
    """Pack the author's newest posts into the head.

    The version is read before the posts, and the write holds only while it stands: whoever did not see a post cannot
    overwrite a head that has it. Away when others are always faster.
    """
    for _ in store.turns(_TRIES):
        old = reads.head(author)
        version = old.version if old else 0
        posts, more = reads.newest(author, HEAD_POSTS)
        item = HeadItem(keys.head(author), keys.HEAD, posts=" ".join(posts), more=int(more), version=version + 1)
        unchanged = HeadItem.version == version if old else HeadItem.pk.does_not_exist()
        try:
            store.write(store.put(item, condition=unchanged))
            hot.keep_heads({author: Head(posts, more, version + 1)})
            return
        except store.ConditionFailed:
            continue
    raise Away(author=author)
