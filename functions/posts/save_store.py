"""Writes of saves and collections."""

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from contracts.posts import PostSaved
from kernel.ids import PersonId, PostId, new_id
from kit import store
from posts import keys
from posts.model import Collection, CollectionId, Save
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


def add_save(post: PostCard, saver: PersonId, into: Collection) -> bool:
    """Save a post that is not saved yet. False, and nothing written, when it was saved meanwhile."""
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
    return held([store.put(item, unless_exists=True), store.put(row), _count(saver, into.id, 1, into.name)])


def move_save(post_id: PostId, saver: PersonId, old: Save, into: Collection) -> bool:
    """Take a saved post to another collection. False, and nothing written, when `old` is not how it is saved now."""
    save_id = new_id()
    actions = [SaveItem.save_id.set(save_id), SaveItem.collection.set(into.id)]
    unchanged = SaveItem.save_id == old.save_id
    return held(
        [
            store.update(SaveItem, keys.saves(saver), post_id, actions, condition=unchanged),
            store.delete(SavedRow, keys.saved(saver, old.collection), old.save_id),
            store.put(SavedRow(keys.saved(saver, into.id), save_id, post_id=post_id, author=old.author)),
            _count(saver, old.collection, -1),
            _count(saver, into.id, 1, into.name),
        ]
    )


def remove_save(post_id: PostId, saver: PersonId, old: Save) -> bool:
    """Save a post no longer. False, and nothing written, when `old` is not how it is saved now."""
    unchanged = SaveItem.save_id == old.save_id
    return held(
        [
            store.delete(SaveItem, keys.saves(saver), post_id, condition=unchanged),
            store.delete(SavedRow, keys.saved(saver, old.collection), old.save_id),
            _count(saver, old.collection, -1),
        ]
    )


def _count(person: PersonId, collection: CollectionId, by: int, name: str | None = None) -> store.Step:
    actions = [CollectionItem.posts.add(by), *([CollectionItem.name.set(name)] if name else [])]
    return store.update(CollectionItem, keys.collections(person), collection, actions)
