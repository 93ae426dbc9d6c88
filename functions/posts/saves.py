"""Saving posts into collections."""

import time
from typing import Annotated

from msgspec import Meta

from kernel import paging
from kernel.errors import Away, Conflict, NotFound, at
from kernel.ids import PersonId, PostId, parse_ids
from kernel.paging import Cursor, Limit, Page
from kernel.shapes import Answer, Body
from kit import secrets
from kit.endpoints import IdList
from kit.service import Service
from posts import model, reads, save_store
from posts.model import FIRST_COLLECTION, MAX_COLLECTIONS, MAX_SAVED, Collection, CollectionId, Save
from views import post_lists, visible
from views.graph import Digest
from views.media import PhotoAnswer
from views.posts import PostAnswer

app = Service("saves")

PAGE = Limit(24)
_TRIES = 10
_SECONDS = 6.0
"""How long one request moves posts out of a collection that is deleted; a repeated one goes on."""


class SavedIn(Body, frozen=True):
    """Where to keep the post: a name of 1 to 50 characters, or nothing for the collection that everybody has."""

    collection: str = ""


class NewName(Body, frozen=True):
    """1 to 50 characters."""

    name: str


class Order(Body, frozen=True):
    """Ids of one's own collections, in the order in which to list them; what is left out comes after them."""

    collections: Annotated[list[CollectionId], Meta(max_length=MAX_COLLECTIONS)]


class CollectionAnswer(Answer, frozen=True):
    """A collection of the reader's own, how many posts it holds, and a photograph of the one saved last."""

    id: CollectionId
    name: str
    posts: int
    cover: PhotoAnswer | None = None


class SaveAnswer(Answer, frozen=True):
    """A post that the reader has saved, and the id and name of the collection that it is in."""

    post_id: PostId
    collection_id: CollectionId
    collection: str


class Saves(Answer, frozen=True):
    """In the order in which the posts were asked for."""

    items: list[SaveAnswer]


@app.put("/v1/posts/{post_id}/save", status=204)
def save_post(me: PersonId, post_id: PostId, body: SavedIn) -> None:
    """Save a post into a collection, or move it there; doing so again changes nothing. Nobody else sees it."""
    name = at("/collection", model.collection_name, body.collection)
    post = visible.post(post_id, to=me)
    for _ in range(_TRIES):
        save, into = reads.save_and_collection(me, post_id, name)
        if save is not None and save.collection == into.id:
            return
        if save_store.add_save(post, me, into) if save is None else save_store.move_save(post_id, me, save, into):
            return
        _refuse_when_full(me, into.id)
    raise Away(post=post_id)


@app.delete("/v1/posts/{post_id}/save")
def unsave_post(me: PersonId, post_id: PostId) -> None:
    """Take a post out of the collection that it is in; doing so again changes nothing."""
    for _ in range(_TRIES):
        save = reads.save(me, post_id)
        if save is None:
            visible.post(post_id, to=me)
            return
        if save_store.remove_save(post_id, me, save):
            return
    raise Away(post=post_id)


@app.get("/v1/me/saves")
def list_saves(me: PersonId, posts: IdList) -> Saves:
    """Which of up to 100 posts one has saved, and where. Their ids are separated by commas.

    The others are left out, and so are posts of somebody whom one may not meet because of a block.
    """
    wanted = [PostId(each) for each in at("?posts", parse_ids, posts)]
    found, names, digest = _saves(me, wanted)
    if not all(save.collection in names for save in found.values()):
        # one was deleted between the two reads: what it held is in another one by now
        found, names, digest = _saves(me, wanted)
    sight = visible.sight(me, {save.author for save in found.values()}, digest=digest, loaded={})
    return Saves(
        items=[
            SaveAnswer(post_id=post_id, collection_id=save.collection, collection=names[save.collection])
            for post_id, save in found.items()
            if save.collection in names and sight.person(save.author)
        ]
    )


@app.get("/v1/me/saved")
def list_collections(me: PersonId, cursor: Cursor | None = None, limit: Limit = PAGE) -> Page[CollectionAnswer]:
    """One's own collections, in one's own order; those that are in none come last, newest first."""
    key, scope = secrets.key("cursor-key"), f"collections:{me}"
    after = paging.unseal(cursor, str, key=key, scope=scope) if cursor else None
    found = reads.collections_of(me)
    start = next((place + 1 for place, each in enumerate(found) if each.id == after), 0)
    page = found[start : start + limit]
    covers = reads.covers(me, page, reads.digest_of_reader(me))
    more = len(found) > start + limit
    return Page(
        [_answer(each, covers.get(each.id)) for each in page],
        paging.seal(page[-1].id, key=key, scope=scope) if more else None,
    )


@app.put("/v1/me/saved/order", status=204)
def order_collections(me: PersonId, body: Order) -> None:
    """Say in which order one's own collections are listed."""
    save_store.order_collections(me, list(dict.fromkeys(body.collections)))


@app.get("/v1/me/saved/{collection}")
def list_saved(
    me: PersonId, collection: CollectionId, cursor: Cursor | None = None, limit: Limit = PAGE
) -> Page[PostAnswer]:
    """The posts of one of one's own collections, newest saved first. What is hidden now is left out."""
    _found(me, collection)
    key, scope = secrets.key("cursor-key"), f"saved:{me}:{collection}"
    before = paging.unseal(cursor, str, key=key, scope=scope) if cursor else None
    found, after = reads.saved_in(me, collection, before=before, limit=limit)
    return Page(
        post_lists.answers(found, me, reads.digest_of_reader(me)),
        paging.seal(after, key=key, scope=scope) if after else None,
    )


@app.patch("/v1/me/saved/{collection}", status=204)
def rename_collection(me: PersonId, collection: CollectionId, body: NewName) -> None:
    """Give a collection of one's own another name, which no other one has."""
    name = at("/name", _name, body.name)
    for _ in range(_TRIES):
        old = _found(me, collection)
        if old.name == name:
            return
        if _is_first(old):
            raise Conflict("The first collection keeps its name.", code="first-collection")
        if save_store.rename_collection(me, old, name):
            return
    raise Away(collection=collection)


@app.delete("/v1/me/saved/{collection}")
def delete_collection(me: PersonId, collection: CollectionId) -> None:
    """Delete a collection of one's own; what it holds moves to the first one.

    Very much of it may take more than one request: 503 says that some is left.
    """
    until = time.monotonic() + _SECONDS
    while time.monotonic() < until:
        old = _found(me, collection)
        if _is_first(old):
            raise Conflict("The first collection cannot be deleted.", code="first-collection")
        held, _ = reads.saved_in(me, collection, before=None, limit=25)
        if not held and save_store.remove_collection(me, old):
            return
        for post_id, _ in held:
            save, first = reads.save_and_collection(me, post_id, FIRST_COLLECTION)
            moved = save is None or save.collection != collection or save_store.move_save(post_id, me, save, first)
            if not moved:
                _refuse_when_full(me, first.id)
            if time.monotonic() > until:
                break
    raise Away("Some posts are left in this collection. Delete it again.", retry_after=1, collection=collection)


def _saves(me: PersonId, posts: list[PostId]) -> tuple[dict[PostId, Save], dict[CollectionId, str], Digest]:
    """How one keeps these posts, the names of the collections that they are in, and one's digest."""
    found = reads.saves_among(me, posts)
    if not found:
        return found, {}, Digest()
    return found, *reads.names_and_digest(me, {save.collection for save in found.values()})


def _name(written: str) -> str:
    return model.collection_name(written or " ")


def _found(me: PersonId, collection: CollectionId) -> Collection:
    found = reads.collection(me, collection)
    if found is None:
        raise NotFound("This collection does not exist.", code="collection-not-found")
    return found


def _is_first(collection: Collection) -> bool:
    return collection.name.casefold() == FIRST_COLLECTION.casefold()


def _refuse_when_full(me: PersonId, collection: CollectionId) -> None:
    found = reads.collection(me, collection)
    if found and found.posts >= MAX_SAVED:
        raise Conflict(f"A collection holds at most {MAX_SAVED:,} posts.", code="collection-full")


def _answer(collection: Collection, newest: PostAnswer | None) -> CollectionAnswer:
    cover = newest.photos[0] if newest and newest.photos else None
    return CollectionAnswer(id=collection.id, name=collection.name, posts=collection.posts, cover=cover)
