"""Writes of saves and collections. A name is one collection: `NAME#` items see to it, whatever happens at once."""

from collections.abc import Sequence

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from contracts.posts import PostSaved
from kernel.errors import Conflict
from kernel.ids import PersonId, PostId, new_id
from kit import store
from posts import keys
from posts.model import MAX_COLLECTIONS, MAX_SAVED, Collection, CollectionId, Save, SavedInto
from posts.store import Item, held
from views.posts import PostCard


class SaveItem(Item):
    save_id = UnicodeAttribute()
    author = UnicodeAttribute()
    collection = UnicodeAttribute()


class SavedRow(Item):
    post_id = UnicodeAttribute()
    author = UnicodeAttribute()


class CollectionItem(Item):
    name = UnicodeAttribute()
    posts = NumberAttribute()
    made = UnicodeAttribute(null=True)
    cover = UnicodeAttribute(null=True)


class NameItem(Item):
    collection = UnicodeAttribute()


class AllItem(Item):
    number = NumberAttribute(null=True)
    ordered = UnicodeAttribute(null=True)


def add_save(post: PostCard, saver: PersonId, into: SavedInto) -> bool:
    """Save a post that is not saved yet. False, and nothing written, when something changed meanwhile."""
    save_id = new_id()
    item = SaveItem(
        keys.saves(saver),
        post.post_id,
        save_id=save_id,
        author=post.author,
        collection=into.id,
        fact=store.sealed(PostSaved(post_id=post.post_id, author=post.author, saver=saver), actor=saver),
    )
    row = SavedRow(keys.saved(saver, into.id), save_id, post_id=post.post_id, author=post.author)
    return held([store.put(item, unless_exists=True), store.put(row), *_more(saver, into, post.post_id)])


def move_save(post_id: PostId, saver: PersonId, old: Save, into: SavedInto) -> bool:
    """Take a saved post to another collection. False, and nothing written, when something changed meanwhile."""
    save_id = new_id()
    actions = [SaveItem.save_id.set(save_id), SaveItem.collection.set(into.id)]
    unchanged = SaveItem.save_id == old.save_id
    return held(
        [
            store.update(SaveItem, keys.saves(saver), post_id, actions, condition=unchanged),
            store.delete(SavedRow, keys.saved(saver, old.collection), old.save_id),
            store.put(SavedRow(keys.saved(saver, into.id), save_id, post_id=post_id, author=old.author)),
            _less(saver, old.collection),
            *_more(saver, into, post_id),
        ]
    )


def remove_save(post_id: PostId, saver: PersonId, old: Save) -> bool:
    """Save a post no longer. False, and nothing written, when `old` is not how it is saved now."""
    unchanged = SaveItem.save_id == old.save_id
    return held(
        [
            store.delete(SaveItem, keys.saves(saver), post_id, condition=unchanged),
            store.delete(SavedRow, keys.saved(saver, old.collection), old.save_id),
            _less(saver, old.collection),
        ]
    )


def rename_collection(person: PersonId, old: Collection, name: str) -> bool:
    """Give a collection another name. False, and nothing written, when it changed meanwhile.

    Conflict when another one has the name.
    """
    pk = keys.collections(person)
    before, after = keys.collection_name(old.name), keys.collection_name(name)
    same = CollectionItem.name == old.name
    taken = Conflict("Another collection has this name.", code="name-taken")
    steps = [store.update(CollectionItem, pk, old.id, [CollectionItem.name.set(name)], condition=same)]
    if before != after:
        steps += [
            store.delete(NameItem, pk, before),
            store.put(NameItem(pk, after, collection=old.id), unless_exists=True, refusal=taken),
        ]
    return held(steps)


def remove_collection(person: PersonId, old: Collection) -> bool:
    """Delete an empty collection. False, and nothing written, when it changed meanwhile."""
    pk = keys.collections(person)
    empty = (CollectionItem.name == old.name) & (CollectionItem.posts == 0)
    return held(
        [
            store.delete(CollectionItem, pk, old.id, condition=empty),
            store.delete(NameItem, pk, keys.collection_name(old.name)),
            store.update(AllItem, pk, keys.ALL, [AllItem.number.add(-1)]),
        ]
    )


def order_collections(person: PersonId, ids: Sequence[CollectionId]) -> None:
    """Keep the order in which a person wants to see their collections. One write."""
    store.write(store.update(AllItem, keys.collections(person), keys.ALL, [AllItem.ordered.set(" ".join(ids))]))


def _more(person: PersonId, into: SavedInto, cover: PostId) -> list[store.Step]:
    """One post more; the collection is made with its first."""
    pk = keys.collections(person)
    actions = [CollectionItem.posts.add(1), CollectionItem.cover.set(cover)]
    if not into.new:
        room = CollectionItem.posts < MAX_SAVED  # and it is there
        return [store.update(CollectionItem, pk, into.id, actions, condition=room)]
    few = AllItem.number.does_not_exist() | (AllItem.number < MAX_COLLECTIONS)
    many = Conflict(f"One may have {MAX_COLLECTIONS} collections. Delete one first.", code="too-many-collections")
    named = [*actions, CollectionItem.name.set(into.name), CollectionItem.made.set(new_id())]
    return [
        store.put(NameItem(pk, keys.collection_name(into.name), collection=into.id), unless_exists=True),
        store.update(AllItem, pk, keys.ALL, [AllItem.number.add(1)], condition=few, refusal=many),
        store.update(CollectionItem, pk, into.id, named),
    ]


def _less(person: PersonId, collection: CollectionId) -> store.Step:
    return store.update(CollectionItem, keys.collections(person), collection, [CollectionItem.posts.add(-1)])
